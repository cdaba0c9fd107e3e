// SPDX-License-Identifier: Apache-2.0

//! The roof of a school, from the draft of the contract to its end: four firms in a row, a merchant that is not
//! admitted yet, ten workers, and what happens when somebody sleeps, goes bankrupt, or has to stop.

use crate::common::{works::*, *};
use pallet_agencies as agencies;
use pallet_escrow_payments::{
	merkle, redeem_message, Attachment, BondKind, Call, ClaimId, ClaimKey, ClaimKind, ClaimStatus,
	Claimant, Config, ContractStatus, Day, Debt, DirectPay, DirectPayTrigger, Error, Event, Level,
	LineDraft, LineIndex, LineKind, LineStatus, Millionths, PaidVia, PassedBy, Payee, Payout,
	ReportNumber, Settlement, SubcontractDraft, SubcontractId, SubcontractKind, SubcontractStatus,
	Under, WageIndices, WageOutcome,
};
use seoul_chain_primitives::{chain::DAY, DocumentCommitment, PartyId, Role};
use seoul_chain_runtime::{Balance, EscrowPayments, Runtime, RuntimeEvent};
use seoul_chain_runtime_common::currency::KRW;
use sp_core::{sr25519, Get, Pair};
use sp_keyring::Sr25519Keyring::Ferdie;

type Fault = Error<Runtime>;

/// Everybody's won, wherever they are.
fn issuance(chain: &mut Chain) -> Balance {
	chain.query(seoul_chain_runtime::Balances::total_issuance)
}

/// The admission office admits a shop, whose owner acts for it from now on.
fn admit_shop(chain: &mut Chain, owner: &sr25519::Pair) -> PartyId {
	let text = |text: &str| frame_support::BoundedVec::truncate_from(text.as_bytes().to_vec());
	let account = account_of(owner);
	let events = chain.succeeds(
		who::CITY_OFFICER,
		agencies::Call::<Runtime>::admit_company {
			name: agencies::AgencyName {
				ko: text("모퉁이 철물"),
				en: text("Corner Hardware"),
			},
			roles: frame_support::BoundedVec::truncate_from(vec![Role::Merchant]),
			administrator: account.clone(),
			payout_account: account.clone(),
		},
	);
	let agency = events
		.into_iter()
		.find_map(|event| match event {
			RuntimeEvent::Agencies(agencies::Event::AgencyRegistered { agency, .. }) => {
				Some(agency)
			},
			_ => None,
		})
		.expect("the event names the company");
	let expires_at = chain.now() + 365 * DAY;
	chain.succeeds_as(
		owner,
		agencies::Call::<Runtime>::appoint_delegate {
			delegate: account,
			roles: frame_support::BoundedVec::truncate_from(vec![Role::Representative]),
			expires_at,
		},
	);
	PartyId::Agency(agency)
}

/// The wages of ten workers: each slip is a commitment to what the worker, the firm and the bank have.
fn slips() -> Vec<DocumentCommitment> {
	(0..10)
		.map(|worker| document(format!("wage slip of worker {worker} for January").as_bytes()))
		.collect()
}

#[test]
fn everybody_is_paid_on_the_fifth_business_day_and_nobody_sends_anything() {
	let mut chain = city();
	let issued = issuance(&mut chain);
	let id = running_contract(&mut chain, 200_000_000);
	assert_eq!(held(&mut chain, &account(OFFICER)), 200_000_000 * KRW);

	// Hanbit, Nuri, Daehan and Cement in a row, and nobody below.
	let sealing = sealing(&mut chain, id, 90_000_000);
	let steel = subcontract(
		&mut chain,
		id,
		NURI,
		DAEHAN,
		Some(sealing),
		SubcontractKind::Works,
		40_000_000,
	);
	let mortar = subcontract(
		&mut chain,
		id,
		DAEHAN,
		CEMENT,
		Some(steel),
		SubcontractKind::Material,
		15_000_000,
	);
	let below = sub_draft(TONGIN, Some(mortar), SubcontractKind::Material, 1_000_000);
	may_not(
		&mut chain,
		CEMENT,
		Call::draft_subcontract {
			contract: id,
			draft: below,
		},
		Fault::TooDeep,
	);
	may_not(
		&mut chain,
		DAEHAN,
		Call::draft_subcontract {
			contract: id,
			draft: sub_draft(TONGIN, Some(steel), SubcontractKind::Material, 25_000_001),
		},
		Fault::BeyondParent,
	);

	// Nuri reports its work, and Hanbit passes it.
	does(
		&mut chain,
		NURI,
		Call::report_work {
			subcontract: sealing,
			amount: 30_000_000 * KRW,
			evidence: document(b"measurements of the sealing"),
		},
	);
	does(
		&mut chain,
		HANBIT,
		Call::pass_work {
			subcontract: sealing,
			report: ReportNumber(0),
		},
	);

	// The shop has a wallet, and is not admitted yet.
	let wallet = key("//wallet of the corner shop");
	let slips = slips();
	let done = [(0, 400), (1, 300), (2, 10)];
	let gross = 400 * 120_000 + 300 * 80_000 + 10 * 5_000_000;
	let named = [
		LineDraft {
			kind: LineKind::Work {
				report: Some(ReportNumber(0)),
			},
			..work(sealing, NURI, 30_000_000)
		},
		work(steel, DAEHAN, 12_000_000),
		work(mortar, CEMENT, 6_000_000),
		purchase(
			Payee::Key(ClaimKey(wallet.public().0)),
			Under::Subcontract(steel),
			2_000_000,
		),
		LineDraft {
			payee: Payee::Party(party(LABOUR_BANK)),
			under: Under::Prime,
			kind: LineKind::Labour {
				root: merkle::root(&slips),
				workers: 10,
			},
			amount: 25_000_000 * KRW,
		},
	];
	let first = submit(&mut chain, HANBIT, id, ClaimKind::Progress, &done, &named);
	for (index, agency) in [(0, NURI), (1, DAEHAN)] {
		does(
			&mut chain,
			agency,
			Call::confirm_line {
				claim: first,
				line: LineIndex(index),
			},
		);
	}
	may_not(
		&mut chain,
		INSPECTOR,
		Call::pass_inspection {
			claim: first,
			reductions: Box::default(),
		},
		Fault::NotEndorsed,
	);
	may_not(
		&mut chain,
		DEPARTMENT,
		Call::approve_claim { claim: first },
		Fault::WrongClaimStatus,
	);
	approve(&mut chain, first);
	does(&mut chain, HANBIT, Call::request_payment { claim: first });
	// Monday the 18th to Friday the 22nd.
	assert_eq!(due(&mut chain, first), Day(20_840));

	let before = won_of(&mut chain, [NURI, DAEHAN, CEMENT, LABOUR_BANK, HANBIT]);
	assert_eq!(pass_to(&mut chain, Day(20_839)), []);
	let on_that_day = pass_to(&mut chain, Day(20_840));
	let paid = |index, agency, won: Balance| {
		(
			Day(20_840),
			Event::LinePaid {
				claim: first,
				line: LineIndex(index),
				payee: party(agency),
				account: account(agency),
				amount: won * KRW,
			},
		)
	};
	let rest = gross - 75_000_000;
	assert_eq!(
		on_that_day,
		[
			paid(0, NURI, 30_000_000),
			paid(1, DAEHAN, 12_000_000),
			paid(2, CEMENT, 6_000_000),
			(
				Day(20_840),
				Event::LineUnclaimed {
					claim: first,
					line: LineIndex(3),
					key: ClaimKey(wallet.public().0),
				}
			),
			paid(4, LABOUR_BANK, 25_000_000),
			paid(5, HANBIT, rest),
		]
	);
	let after = won_of(&mut chain, [NURI, DAEHAN, CEMENT, LABOUR_BANK, HANBIT]);
	let received: Vec<_> = after
		.iter()
		.zip(before)
		.map(|(now, before)| now - before)
		.collect();
	assert_eq!(
		received,
		[30_000_000, 12_000_000, 6_000_000, 25_000_000, rest]
	);
	assert!(matches!(
		claim(&mut chain, first).status,
		ClaimStatus::PartlyPaid { .. }
	));

	workers_have_their_wages(&mut chain, first, &slips);
	the_shop_is_admitted(&mut chain, first, &wallet);
	assert!(is_ended(&mut chain, first));
	let funds = contract(&mut chain, id).funds;
	assert_eq!((funds.released, funds.reserved), (gross * KRW, 0));

	// The second year's money, and the rest of the works.
	may_not(
		&mut chain,
		OFFICER,
		Call::fund_contract {
			contract: id,
			amount: 200_000_001 * KRW,
		},
		Fault::BeyondAmount,
	);
	fund(&mut chain, id, 200_000_000);
	let last = submit(
		&mut chain,
		HANBIT,
		id,
		ClaimKind::Completion,
		&[(0, 600), (1, 700), (2, 30)],
		&[work(sealing, NURI, 40_000_000)],
	);
	may_not(
		&mut chain,
		HANBIT,
		claim_call(id, ClaimKind::Progress, &[(0, 1)], &[]),
		Fault::QuantityClaimed,
	);
	approve(&mut chain, last);
	may_not(
		&mut chain,
		HANBIT,
		Call::request_payment { claim: last },
		Fault::DefectBondMissing,
	);
	let bonded_until = today(&mut chain).plus(731);
	bond(&mut chain, id, BondKind::Defect, 12_000_000, bonded_until);
	does(&mut chain, HANBIT, Call::request_payment { claim: last });
	let pay_day = due(&mut chain, last);
	pass_to(&mut chain, pay_day);
	assert!(is_ended(&mut chain, last));
	assert_eq!(held(&mut chain, &account(OFFICER)), 0);
	let ContractStatus::DefectPeriod { until } = contract(&mut chain, id).status else {
		panic!("all claims are paid");
	};
	assert_eq!(until, pay_day.plus(730));
	may_not(
		&mut chain,
		DEPARTMENT,
		Call::close_contract { contract: id },
		Fault::DefectPeriodRuns,
	);
	pass(&mut chain, 731 * DAY);
	does(
		&mut chain,
		DEPARTMENT,
		Call::close_contract { contract: id },
	);
	let ended = contract(&mut chain, id);
	assert!(matches!(ended.status, ContractStatus::Closed { .. }));
	assert_eq!(
		(ended.funds.funded, ended.funds.released),
		(400_000_000 * KRW, 400_000_000 * KRW)
	);
	assert_eq!(issuance(&mut chain), issued, "no won was made or lost");
}

/// The bank confirms nine of ten wages. The tenth worker shows the slip, and is paid in the end.
fn workers_have_their_wages(chain: &mut Chain, id: ClaimId, slips: &[DocumentCommitment]) {
	let line = LineIndex(4);
	let confirm = |places: &[u32]| Call::confirm_wages {
		claim: id,
		line,
		indices: WageIndices::truncate_from(places.to_vec()),
	};
	does(chain, LABOUR_BANK, confirm(&[0, 1, 2, 3, 4, 5, 6, 8, 9]));
	may_not(chain, LABOUR_BANK, confirm(&[10]), Fault::WageNotFound);
	may_not(
		chain,
		HANBIT,
		confirm(&[7]),
		agencies::Error::<Runtime>::RoleNotHeld,
	);
	let slip = slips[7];
	let proof = merkle::proof(slips, 7);
	let wage = chain
		.query(|| EscrowPayments::wage(id, line, 7, slip, &proof))
		.expect("the slip stands in the list");
	assert!(!wage.confirmed);
	assert_eq!(
		chain.query(|| EscrowPayments::wage(id, line, 6, slip, &proof)),
		None,
		"not at another place"
	);

	// From Friday the 22nd five days, to Wednesday the 27th.
	let late = pass_to(chain, Day(20_846));
	assert_eq!(
		late,
		[(
			Day(20_846),
			Event::WagesLate {
				claim: id,
				line,
				late_party: party(LABOUR_BANK),
				missing: 1,
			}
		)]
	);
	let dispute = Call::<Runtime>::dispute_wage {
		claim: id,
		line,
		index: 7,
		slip,
		proof,
	};
	// Somebody sends it for the worker, who appears nowhere.
	chain.succeeds(Ferdie, dispute);
	may_not(chain, LABOUR_BANK, confirm(&[7]), Fault::WageDisputeOpen);
	does(
		chain,
		DISPUTE_BODY,
		Call::decide_wage {
			claim: id,
			line,
			index: 7,
			outcome: WageOutcome::Upheld,
		},
	);
	let events = does(chain, LABOUR_BANK, confirm(&[7]));
	assert_eq!(
		events,
		[Event::WagesConfirmed {
			claim: id,
			line,
			confirmed: 10,
			workers: 10
		}]
	);
}

/// The shop is admitted, and takes its line with a signature of its wallet, as wallets sign.
fn the_shop_is_admitted(chain: &mut Chain, id: ClaimId, wallet: &sr25519::Pair) {
	let owner = key("//owner of the corner shop");
	let shop = admit_shop(chain, &owner);
	let line = LineIndex(3);
	let contract = claim(chain, id).contract;
	let message = |party| {
		move || {
			redeem_message(
				<Runtime as Config>::ChainId::get(),
				contract,
				id,
				line,
				party,
			)
		}
	};
	let bytes = chain.query(message(shop));
	let signature = wallet.sign(&[b"<Bytes>".as_slice(), &bytes, b"</Bytes>"].concat());
	let redeem = |signature| Call::<Runtime>::redeem_line {
		claim: id,
		line,
		signature,
	};
	// Whoever sees the signature can do nothing with it.
	may_not(chain, TONGIN, redeem(signature), Fault::BadSignature);
	chain.refuses_as(&owner, redeem(owner.sign(&bytes)), Fault::BadSignature);
	let events = of_works(&chain.succeeds_as(&owner, redeem(signature)));
	assert!(matches!(
		events.as_slice(),
		[Event::LineRedeemed { party, .. }, Event::LinePaid { amount, .. }, Event::ClaimPaid { .. }]
			if *party == shop && *amount == 2_000_000 * KRW
	));
	assert_eq!(chain.balance(&account_of(&owner)), 2_000_000 * KRW);
	chain.refuses_as(&owner, redeem(signature), Fault::NotUnderKey);
}

#[test]
fn while_the_inspector_sleeps_the_next_level_answers_and_no_money_moves() {
	let mut chain = city();
	let id = running_contract(&mut chain, 400_000_000);
	let claim_id = submit_a_tenth(&mut chain, id);
	// Fourteen days from Friday: Friday the 29th.
	assert_eq!(due(&mut chain, claim_id), Day(20_847));
	does(
		&mut chain,
		SUPERVISOR,
		Call::endorse_claim { claim: claim_id },
	);
	let pass_it = || Call::pass_inspection {
		claim: claim_id,
		reductions: Box::default(),
	};
	// Nobody answers in the inspector's place before its time is over.
	for other in [SUPERVISOR, DEPARTMENT, OFFICER] {
		may_not(
			&mut chain,
			other,
			pass_it(),
			agencies::Error::<Runtime>::RoleNotHeld,
		);
	}

	let escalated = |on, late, old_due, level, due| {
		(
			Day(on),
			Event::InspectionEscalated {
				claim: claim_id,
				late_party: party(late),
				old_due: Day(old_due),
				level,
				due: Day(due),
			},
		)
	};
	let events = pass_to(&mut chain, Day(20_868));
	assert_eq!(
		events,
		[
			// Seven more days would end on Lunar New Year's Eve, a Saturday: Wednesday the 10th.
			escalated(20_848, INSPECTOR, 20_847, Level::Department, 20_859),
			escalated(20_860, DEPARTMENT, 20_859, Level::Officer, 20_867),
			escalated(20_868, OFFICER, 20_867, Level::Officer, 20_875),
		]
	);
	let funds = contract(&mut chain, id).funds;
	assert_eq!((funds.released, funds.reserved), (0, 0));
	assert_eq!(held(&mut chain, &account(OFFICER)), 400_000_000 * KRW);
	may_not(
		&mut chain,
		HANBIT,
		Call::request_payment { claim: claim_id },
		Fault::WrongClaimStatus,
	);

	// The supervisor never inspects what it supervises. The officer does now, in the end.
	may_not(
		&mut chain,
		SUPERVISOR,
		pass_it(),
		agencies::Error::<Runtime>::RoleNotHeld,
	);
	does(&mut chain, OFFICER, pass_it());
	does(&mut chain, OFFICER, Call::approve_claim { claim: claim_id });
	does(
		&mut chain,
		HANBIT,
		Call::request_payment { claim: claim_id },
	);
	let pay_day = due(&mut chain, claim_id);
	let had = won_of(&mut chain, [HANBIT]);
	let events = pass_to(&mut chain, pay_day);
	assert!(events.iter().all(|(day, event)| *day == pay_day
		&& matches!(event, Event::LinePaid { .. } | Event::ClaimPaid { .. })));
	assert_eq!(won_of(&mut chain, [HANBIT]), [had[0] + 12_000_000]);
	assert!(is_ended(&mut chain, claim_id));
}

#[test]
fn a_subcontractor_goes_bankrupt_and_those_below_it_are_paid_by_the_city() {
	let mut chain = city();
	let id = running_contract(&mut chain, 400_000_000);
	let sealing = sealing(&mut chain, id, 50_000_000);
	let draft = SubcontractDraft {
		payment_days: 15,
		..sub_draft(DAEHAN, Some(sealing), SubcontractKind::Works, 15_000_000)
	};
	does(
		&mut chain,
		NURI,
		Call::draft_subcontract {
			contract: id,
			draft,
		},
	);
	let steel = SubcontractId(1);
	does(
		&mut chain,
		DAEHAN,
		Call::sign_subcontract { subcontract: steel },
	);
	for _ in 0..2 {
		does(
			&mut chain,
			DAEHAN,
			Call::report_work {
				subcontract: steel,
				amount: 5_000_000 * KRW,
				evidence: document(b"measurements of the steel"),
			},
		);
	}
	let ask = || Call::request_direct_pay {
		subcontract: steel,
		trigger: DirectPayTrigger::MissedPayments,
		evidence: document(b"nothing came"),
	};
	may_not(&mut chain, DAEHAN, ask(), Fault::TriggerNotMet);

	// Nuri is silent: after ten days its silence passes the work, which makes a debt of Nuri's and moves no money of the
	// city's. Fifteen days after the work Nuri is late.
	let events = pass_to(&mut chain, Day(20_851));
	let both = [ReportNumber(0), ReportNumber(1)];
	let passed = both.map(|report| {
		let event = Event::WorkPassed {
			subcontract: steel,
			report,
			by: PassedBy::Silence,
			due: Day(20_850),
		};
		(Day(20_844), event)
	});
	let missed = both.map(|report| {
		let event = Event::WorkPaymentMissed {
			subcontract: steel,
			report,
			late_party: party(NURI),
			due: Day(20_850),
		};
		(Day(20_851), event)
	});
	assert_eq!(events, [passed, missed].concat());
	assert_eq!(contract(&mut chain, id).funds.released, 0);

	// The request arrives before the court's order, and wins.
	does(&mut chain, DAEHAN, ask());
	does(
		&mut chain,
		COURT,
		Call::attach_claims {
			contract: id,
			party: party(NURI),
			amount: 50_000_000 * KRW,
			document: document(b"order of attachment"),
		},
	);
	let order = chain
		.query(|| pallet_escrow_payments::Attachments::<Runtime>::get(id, party(NURI)))
		.expect("the order is recorded");
	let asked = chain
		.query(|| pallet_escrow_payments::Subcontracts::<Runtime>::get(steel))
		.expect("the subcontract is there")
		.direct_pay;
	assert!(matches!(
		(order, asked),
		(
			Attachment { arrival: 1, .. },
			DirectPay::Requested { arrival: 0, .. }
		)
	));
	let paying = |report| LineDraft {
		kind: LineKind::Work {
			report: Some(report),
		},
		..work(steel, DAEHAN, 5_000_000)
	};
	// Hanbit's claim of the same time: Nuri's own line is caught, the rest is paid.
	let direct = submit(
		&mut chain,
		DAEHAN,
		id,
		ClaimKind::Progress,
		&[(0, 100)],
		&both.map(paying),
	);
	assert_eq!(
		claim(&mut chain, direct).claimant,
		Claimant::Subcontractor(steel)
	);
	approve(&mut chain, direct);
	does(&mut chain, DAEHAN, Call::request_payment { claim: direct });
	let other = request(
		&mut chain,
		id,
		ClaimKind::Progress,
		&[(0, 300)],
		&[work(sealing, NURI, 20_000_000)],
	);
	let before = won_of(&mut chain, [NURI, DAEHAN, HANBIT]);
	let pay_day = due(&mut chain, direct);
	pass_to(&mut chain, pay_day);
	assert!(is_ended(&mut chain, direct));
	assert!(
		matches!(line(&mut chain, other, 0).status, LineStatus::Attached { court, .. } if court == COURT)
	);
	assert!(is_paid(&mut chain, other, 1));
	let after = won_of(&mut chain, [NURI, DAEHAN, HANBIT]);
	assert_eq!(after[0], before[0]);
	assert_eq!(after[1], before[1] + 10_000_000);
	assert_eq!(after[2], before[2] + 2_000_000 + 16_000_000);

	// Nuri owes interest for each report, with its own money.
	let days = pay_day.since(Day(20_850));
	let owed = Millionths(155_000).interest(5_000_000 * KRW, days, KRW);
	let debt = Debt::Work(steel, ReportNumber(0));
	assert!(owed > 0);
	assert_eq!(
		chain.query(|| EscrowPayments::interest_of(debt)),
		Some((party(NURI), party(DAEHAN), owed))
	);
	may_not(
		&mut chain,
		HANBIT,
		Call::pay_interest { debt },
		Fault::NotTheDebtor,
	);
	may_not(
		&mut chain,
		NURI,
		Call::pay_interest { debt },
		Fault::InsufficientFunds,
	);

	// The court opens the insolvency. The department ends the subcontract, and another firm goes on.
	let end = || Call::end_insolvent_subcontract {
		subcontract: sealing,
		evidence: document(b"notice of insolvency"),
	};
	may_not(
		&mut chain,
		HANBIT,
		end(),
		agencies::Error::<Runtime>::RoleNotHeld,
	);
	let events = does(&mut chain, DEPARTMENT, end());
	assert!(matches!(
		events.as_slice(),
		[Event::SubcontractEnded { freed, .. }] if *freed == 20_000_000 * KRW
	));
	let ended = chain.query(|| pallet_escrow_payments::Subcontracts::<Runtime>::get(sealing));
	assert!(ended.is_some_and(|ended| matches!(ended.status, SubcontractStatus::Ended { .. })));
	subcontract(
		&mut chain,
		id,
		HANBIT,
		CEMENT,
		None,
		SubcontractKind::Works,
		20_000_000,
	);

	// The court gives what it caught to the guarantor, and the rest to the firm.
	let settle = |amount: Balance| Call::settle_attached_line {
		claim: other,
		line: LineIndex(0),
		creditor: party(GUARANTOR),
		amount: amount * KRW,
	};
	may_not(&mut chain, COURT, settle(20_000_001), Fault::AmountTooHigh);
	let before = won_of(&mut chain, [NURI, GUARANTOR]);
	does(&mut chain, COURT, settle(15_000_000));
	let after = won_of(&mut chain, [NURI, GUARANTOR]);
	assert_eq!(
		[after[0] - before[0], after[1] - before[1]],
		[5_000_000, 15_000_000]
	);
	assert!(is_ended(&mut chain, other));
	let had = won_of(&mut chain, [DAEHAN]);
	does(&mut chain, NURI, Call::pay_interest { debt });
	assert_eq!(won_of(&mut chain, [DAEHAN]), [had[0] + owed / KRW]);
	may_not(
		&mut chain,
		NURI,
		Call::pay_interest { debt },
		Fault::NothingOwed,
	);
}

#[test]
fn a_contract_that_ends_after_the_advance_is_settled_to_the_won() {
	let mut chain = city();
	let issued = issuance(&mut chain);
	let id = running_contract(&mut chain, 400_000_000);
	let advance = ClaimKind::Advance {
		amount: 100_000_000 * KRW,
	};
	may_not(
		&mut chain,
		HANBIT,
		claim_call(
			id,
			ClaimKind::Advance {
				amount: 280_000_001 * KRW,
			},
			&[],
			&[],
		),
		Fault::AdvanceTooHigh,
	);
	let advanced = submit(&mut chain, HANBIT, id, advance, &[], &[]);
	approve(&mut chain, advanced);
	may_not(
		&mut chain,
		HANBIT,
		Call::request_payment { claim: advanced },
		Fault::AdvanceBondMissing,
	);
	let until = today(&mut chain).plus(400);
	bond(&mut chain, id, BondKind::Advance, 100_000_000, until);
	does(
		&mut chain,
		HANBIT,
		Call::request_payment { claim: advanced },
	);
	pay_now(&mut chain, advanced);
	assert!(is_ended(&mut chain, advanced));
	assert_eq!(won_of(&mut chain, [HANBIT]), [100_000_000]);

	// A tenth of the works works off a tenth of the advance.
	let first = request(&mut chain, id, ClaimKind::Progress, &[(1, 500)], &[]);
	pay_now(&mut chain, first);
	assert_eq!(won_of(&mut chain, [HANBIT]), [130_000_000]);

	// Another claim is under way when the department ends the contract.
	let open = submit(&mut chain, HANBIT, id, ClaimKind::Progress, &[(2, 4)], &[]);
	let terminate = || Call::terminate_contract {
		contract: id,
		reason: document(b"the works stand still"),
	};
	may_not(&mut chain, DEPARTMENT, terminate(), Fault::ClaimsPending);
	does(&mut chain, DEPARTMENT, Call::reject_claim { claim: open });
	does(&mut chain, DEPARTMENT, terminate());
	may_not(
		&mut chain,
		HANBIT,
		claim_call(id, ClaimKind::Progress, &[(2, 4)], &[]),
		Fault::SettlementMissing,
	);
	may_not(
		&mut chain,
		DEPARTMENT,
		Call::close_contract { contract: id },
		Fault::NotSettled,
	);
	may_not(
		&mut chain,
		OFFICER,
		Call::refund {
			contract: id,
			amount: KRW,
		},
		Fault::NothingRefundable,
	);

	// What was done since is worth 40,000,000 won, and all of it goes against the advance.
	let events = does(
		&mut chain,
		DEPARTMENT,
		Call::submit_settlement {
			contract: id,
			quantities: units(&[(2, 8)]),
			lines: Default::default(),
			evidence: document(b"measured on the day of the end"),
		},
	);
	let settlement = events
		.into_iter()
		.find_map(|event| match event {
			Event::ClaimSubmitted { claim, .. } => Some(claim),
			_ => None,
		})
		.expect("the event names the claim");
	let events = approve(&mut chain, settlement);
	assert!(events.contains(&Event::ClaimApproved {
		claim: settlement,
		gross: 40_000_000 * KRW,
		offset: 40_000_000 * KRW,
		damages: 0,
		net: 0,
	}));
	assert!(events.contains(&Event::AdvanceOwed {
		contract: id,
		debtor: party(HANBIT),
		amount: 50_000_000 * KRW,
	}));
	assert!(is_ended(&mut chain, settlement));
	assert!(matches!(
		contract(&mut chain, id).status,
		ContractStatus::Terminated {
			settlement: Settlement::Done,
			..
		}
	));

	// The city takes back what nobody can claim, and not a won more.
	let free = chain.balance(&account(OFFICER));
	may_not(
		&mut chain,
		OFFICER,
		Call::refund {
			contract: id,
			amount: 270_000_001 * KRW,
		},
		Fault::NothingRefundable,
	);
	does(
		&mut chain,
		OFFICER,
		Call::refund {
			contract: id,
			amount: 270_000_000 * KRW,
		},
	);
	assert_eq!(chain.balance(&account(OFFICER)), free + 270_000_000 * KRW);
	assert_eq!(held(&mut chain, &account(OFFICER)), 0);

	// The guarantor pays the advance back in the firm's place, out of what it paid in at the bank.
	let repay = |won: Balance| Call::repay_advance {
		contract: id,
		amount: won * KRW,
	};
	may_not(
		&mut chain,
		GUARANTOR,
		repay(50_000_000),
		Fault::InsufficientFunds,
	);
	mint(&mut chain, account(GUARANTOR), 60_000_000);
	may_not(&mut chain, GUARANTOR, repay(50_000_001), Fault::NothingOwed);
	does(&mut chain, GUARANTOR, repay(50_000_000));
	assert_eq!(chain.balance(&account(OFFICER)), free + 320_000_000 * KRW);
	does(
		&mut chain,
		DEPARTMENT,
		Call::close_contract { contract: id },
	);
	let ended = contract(&mut chain, id);
	assert_eq!(
		ended.funds.funded,
		ended.funds.released + ended.funds.refunded
	);
	assert_eq!(
		(
			ended.advance.paid,
			ended.advance.offset,
			ended.advance.repaid
		),
		(100_000_000 * KRW, 50_000_000 * KRW, 50_000_000 * KRW)
	);
	assert_eq!(issuance(&mut chain), issued + 60_000_000 * KRW);
}

#[test]
fn a_dispute_holds_one_line_and_the_bank_pays_another() {
	let mut chain = city();
	let id = running_contract(&mut chain, 400_000_000);
	let sealing = sealing(&mut chain, id, 50_000_000);
	let steel = subcontract(
		&mut chain,
		id,
		HANBIT,
		DAEHAN,
		None,
		SubcontractKind::Works,
		50_000_000,
	);
	does(
		&mut chain,
		DAEHAN,
		Call::choose_payout {
			payout: Payout::Bank,
		},
	);
	let claim_id = submit(
		&mut chain,
		HANBIT,
		id,
		ClaimKind::Progress,
		&[(0, 500)],
		&[
			work(sealing, NURI, 20_000_000),
			work(steel, DAEHAN, 10_000_000),
		],
	);
	let object = Call::object_line {
		claim: claim_id,
		line: LineIndex(0),
		reason: document(b"it is more than that"),
	};
	// Who decides disputes does not open them.
	may_not(
		&mut chain,
		DISPUTE_BODY,
		object.clone(),
		Fault::ResolverMayNotDispute,
	);
	may_not(&mut chain, DAEHAN, object.clone(), Fault::NotThePayee);
	does(&mut chain, NURI, object);
	approve(&mut chain, claim_id);
	does(
		&mut chain,
		HANBIT,
		Call::request_payment { claim: claim_id },
	);
	pay_now(&mut chain, claim_id);
	assert_eq!(
		won_of(&mut chain, [NURI, DAEHAN, HANBIT]),
		[0, 0, 30_000_000]
	);
	assert!(matches!(
		line(&mut chain, claim_id, 1).status,
		LineStatus::Instructed { .. }
	));
	assert_eq!(held(&mut chain, &account(OFFICER)), 370_000_000 * KRW);

	// The bank pays Daehan: the won that were locked go to the treasury.
	let teller = key("//Treasury//maker");
	let treasury = account_of(&key("//Treasury"));
	let had = chain.balance(&treasury);
	let confirm = Call::<Runtime>::confirm_payout {
		claim: claim_id,
		line: LineIndex(1),
	};
	may_not(
		&mut chain,
		DAEHAN,
		confirm.clone(),
		agencies::Error::<Runtime>::RoleNotHeld,
	);
	chain.succeeds_as(&teller, confirm.clone());
	assert_eq!(chain.balance(&treasury), had + 10_000_000 * KRW);
	assert!(matches!(
		line(&mut chain, claim_id, 1).status,
		LineStatus::Paid { via: PaidVia::Bank(bank), .. } if bank == TREASURY
	));
	chain.refuses_as(&teller, confirm, Fault::NotInstructed);

	// Thirty days from Friday end on Sunday the 14th of February: Monday.
	let events = pass_to(&mut chain, Day(20_865));
	assert_eq!(
		events,
		[(
			Day(20_865),
			Event::DecisionLate {
				claim: claim_id,
				line: LineIndex(0),
				late_party: party(DISPUTE_BODY),
				due: Day(20_864),
			}
		)]
	);
	// It decides: 15,000,000 for Nuri, the rest for Hanbit, which owes the line.
	does(
		&mut chain,
		DISPUTE_BODY,
		Call::decide_line {
			claim: claim_id,
			line: LineIndex(0),
			amount: 15_000_000 * KRW,
			decision: document(b"decision"),
		},
	);
	assert_eq!(won_of(&mut chain, [NURI, HANBIT]), [15_000_000, 35_000_000]);
	assert!(is_ended(&mut chain, claim_id));
}
