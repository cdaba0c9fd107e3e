// SPDX-License-Identifier: Apache-2.0

//! The table of `docs/benchmarks.md`: what each call is declared to cost, as a multiple of a transfer.
//!
//! `scripts/benchmark.sh` writes it anew after measuring, by running this with `SEOUL_WRITE_TABLE=1`;
//! otherwise the test says whether it is still true.

use crate::common::genesis;
use frame_support::{dispatch::GetDispatchInfo, weights::Weight};
use pallet_agencies::WeightInfo as _;
use pallet_balances::WeightInfo as _;
use pallet_car_registry::{AccessTag, Call, PlateTag, SaleId, TransferAcceptance, WeightInfo as _};
use pallet_citizen_identity::WeightInfo as _;
use pallet_citizen_rings::WeightInfo as _;
use pallet_deposit_token::WeightInfo as _;
use pallet_escrow_payments::WeightInfo as _;
use pallet_facilities::WeightInfo as _;
use pallet_mileage::WeightInfo as _;
use pallet_mvoting::WeightInfo as _;
use pallet_transaction_quota::WeightInfo as _;
use pallet_validator_set::WeightInfo as _;
use seoul_chain_primitives::{CitizenIndex, DocumentCommitment, PartyId};
use seoul_chain_runtime::{genesis_config_presets::SEOUL, weights, Runtime, RuntimeCall};
use sp_core::H256;
use std::{fmt::Write as _, fs, path::Path};

/// Where the table stands in its document.
const BEGIN: &str = "<!-- table: written by scripts/benchmark.sh -->\n";
const END: &str = "<!-- end of table -->\n";

/// A transfer of won between two accounts that exist.
fn transfer() -> Weight {
	weights::Balances::transfer_keep_alive()
}

fn multiple(weight: Weight) -> f64 {
	#[allow(clippy::cast_precision_loss)] // Only to be printed or compared roughly.
	let (weight, unit) = (weight.ref_time() as f64, transfer().ref_time() as f64);
	weight / unit
}

/// Rows of one pallet: the call as it stands here, and its declared weight.
macro_rules! rows {
	($table:ident, $pallet:literal, $weights:ty: $($call:ident($($argument:expr),*)),+ $(,)?) => {
		$(
			let weight = <$weights>::$call($($argument),*);
			let arguments: &[&str] = &[$(stringify!($argument)),*];
			let arguments = arguments.join(", ");
			writeln!(
				$table,
				"| `{}.{}` | {} | {} | {:.2} | {} |",
				$pallet,
				stringify!($call),
				arguments,
				weight.ref_time() / 1_000_000,
				multiple(weight),
				weight.proof_size().div_ceil(1_024),
			)
			.expect("a string takes all text");
		)+
	};
}

fn table() -> String {
	let mut table =
		String::from("| call | counts | µs | × transfer | KiB of proof |\n|---|---|---|---|---|\n");
	rows!(table, "balances", weights::Balances: transfer_keep_alive());
	rows!(table, "transactionQuota", weights::TransactionQuota:
		set_allowance(), activate(), charge_quota());
	rows!(table, "depositToken", weights::DepositToken:
		propose_mint(), approve_mint(), redeem(), propose_burn(), approve_burn(), cancel_proposal(),
		expire_proposal(), decline_redemption(), withdraw_redemption(), set_limits());
	rows!(table, "validatorSet", <Runtime as pallet_validator_set::Config>::WeightInfo:
		add_validator(), remove_validator(100), reinstate_validator(), set_min_validators(100));
	rows!(table, "agencies", weights::Agencies:
		register_institution(16), admit_company(16), set_roles(16), suspend(), reinstate(), retire(),
		replace_administrator(), appoint_delegate(16), dismiss_delegate(), resign(),
		propose_administrator(), accept_administration(), withdraw_administrator_proposal(),
		set_payout_account());
	rows!(table, "citizenIdentity", weights::CitizenIdentity:
		issue_card(), issue_cards(100), renew_card(), suspend_card(), suspend_own_card(), resume_card(),
		revoke_card(), report_deceased(), release_funds(), propose_rotation(), accept_rotation(),
		withdraw_rotation(), start_recovery(), accept_recovery(), object_to_recovery(), decide_objection(),
		cancel_recovery(), complete_recovery(), sweep_former_account(), grant_counter(),
		record_counter_grant(), end_counter_grant(), end_recorded_counter_grant(),
		renounce_counter_grant(), act_for(), schedule_terms());
	rows!(table, "carRegistry", weights::CarRegistry:
		register_vehicle(), change_plate(), report_odometer(1), correct_odometer(),
		report_odometer_batch(0, 100), replace_meter(), withdraw_meter_replacement(),
		file_inspection(19), list_vehicle(), return_vehicle(), draft_sale(), acknowledge_inspection(),
		waive_inspection(), acknowledge_encumbrances(), sign_sale(), pay_sale(), confirm_payment(),
		confirm_delivery(), cancel_sale(), expire_sale(), accept_transfer(),
		accept_transfer_paying_seller(), accept_transfer_paying_seller_and_dealer(),
		change_plate_at_transfer(), reject_transfer(), force_transfer(), transfer_by_title(), file_warranty_claim(), answer_warranty_claim(),
		end_warranty(), request_rescission(), agree_rescission(), order_rescission(),
		withdraw_rescission(), accept_rescission(), agree_mortgage(), revoke_mortgage_agreement(), place_encumbrance(),
		release_encumbrance(20), report_incident(19), withdraw_incident(), pass_repair_inspection(),
		certify_scrapping(), withdraw_scrapping(), deregister_vehicle(), reregister_vehicle(), record_divergence(),
		resolve_divergence(), advance_tag_key(), retag_vehicle(), renew_certificate(),
		schedule_terms());
	rows!(table, "mileage", weights::Mileage:
		create_scheme(), schedule_rule(), close_scheme(), reassign_scheme(), fund_budget(),
		withdraw_budget(), credit(), credit_batch(200, 0, 0), credit_batch(200, 0, 15),
		credit_batch(0, 200, 0), pay(1), pay(5), redeem(5), send_redemption(), settle_redemption(),
		fail_redemption(5), gift(), convert(), set_auto_conversion(), refund(), claw_back(),
		reverse_claw_back(), freeze(), appeal(), reinstate(), reject_appeal(), settle(1, 5),
		settle(100, 500), on_account_rotated(5), sweep_base(), sweep_member(5));
	rows!(table, "escrowPayments", weights::EscrowPayments:
		schedule_terms(), amend_holidays(), draft_contract(), discard_draft(), sign_contract(),
		fund_contract(), start_contract(), propose_change(), withdraw_change(), sign_change(),
		suspend_contract(), resume_contract(), terminate_contract(), close_contract(), refund(),
		draft_subcontract(), sign_subcontract(), propose_amount(), end_subcontract(),
		end_insolvent_subcontract(), report_work(), pass_work(), contest_work(), decide_work(),
		submit_claim(200), submit_settlement(200), resubmit_claim(200), withdraw_claim(200),
		endorse_claim(), order_correction(), pass_inspection(200), approve_claim(), reject_claim(200),
		request_payment(), return_payment_request(), bring_payment_forward(), confirm_line(),
		object_line(), withdraw_objection(), decide_line(), choose_payout(), confirm_payout(),
		refuse_payout(), retry_line(), deposit_line(), redeem_line(), attach_claims(),
		lift_attachment(), settle_attached_line(), request_direct_pay(), stop_direct_pay(),
		reinstate_direct_pay(), record_bond(), confirm_wages(1_024), dispute_wage(), decide_wage(),
		pay_interest(), repay_advance(), service(), service_day(), service_task(), move_deadline(),
		pay_claim(1), pay_claim(200), on_account_rotated());
	rows!(table, "citizenRings", weights::CitizenRings:
		admit_keys(100), remove_keys(100), restore_keys(100), bind_alias(), authorize_bind_alias(),
		load_chunk_page(), open_collection(), set_terms(), resume_building(), work_base(), start_job(),
		build_step(64), finish_job(), sweep_revision(), start_rebinding(), cancel_rebinding(),
		object_rebinding(), complete_rebinding(), sweep_former_account());
	rows!(table, "facilities", weights::Facilities:
		register_facility(8), change_facility(8), close_facility(), set_schema(), publish_batch(),
		revoke_credentials(100), revoke_batch(), forget_batch(100), open_session(), close_session(),
		close_all_sessions(), revoke_consent(), forget_consents(100), schedule_terms(), end_sessions(),
		check_credential());
	rows!(table, "mVoting", weights::MVoting:
		draft_poll(32), change_poll(32), list_cards(100), unlist_cards(100), submit_poll(), return_poll(),
		approve_poll(), hasten_opening(), open_poll(), extend_poll(), close_poll(), cancel_poll(),
		post_share(5), post_counts(5, 3), declare_undecryptable(), certify_poll(), answer_poll(),
		sweep_poll(100), cast_public(), cast_secret(32), cast_anonymous(32), claim_reward(), enrol(),
		authorize_enrol(), enrol_batch(48), propose(32), support(),
		withdraw_support(), withdraw_proposal(), lapse_proposal(), answer_proposal(), adopt_proposal(),
		record_lateness(), sweep_proposal(100), convene_board(5), register_transport_key(), deal(5),
		confirm_shares(), complain(), advance_board(), finish_board(), retire_board(), set_terms());
	table
}

#[test]
fn the_table_in_the_documentation_is_that_of_the_declared_weights() {
	let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/benchmarks.md");
	let document = fs::read_to_string(&path).expect("the document is there");
	let (before, rest) = document.split_once(BEGIN).expect("the table begins");
	let (written, after) = rest.split_once(END).expect("the table ends");
	let true_now = table();
	if std::env::var_os("SEOUL_WRITE_TABLE").is_some() {
		fs::write(&path, format!("{before}{BEGIN}{true_now}{END}{after}"))
			.expect("the document can be written");
	} else {
		assert_eq!(
			written, true_now,
			"weights have changed: run scripts/benchmark.sh"
		);
	}
}

#[test]
fn everyday_calls_of_the_car_registry_cost_no_more_than_promised() {
	let report = multiple(weights::CarRegistry::report_odometer(1));
	assert!(report <= 3.0, "a reading costs {report:.2} transfers");
	let batch = weights::CarRegistry::report_odometer_batch(0, 100);
	let of_a_batch = multiple(batch) / 100.0;
	assert!(
		of_a_batch <= 1.5,
		"a reading in a batch costs {of_a_batch:.2} transfers"
	);
}

/// The declared weight of accepting a transfer: what the price turns out not to need is given back.
fn declared_acceptance(new_plate_tag: Option<PlateTag>) -> Weight {
	let paper = H256::repeat_byte(1);
	RuntimeCall::from(Call::<Runtime>::accept_transfer {
		sale: SaleId(0),
		acceptance: TransferAcceptance {
			receipt: DocumentCommitment(paper),
			new_access_tag: AccessTag(paper),
			new_plate_tag,
			new_district: None,
		},
	})
	.get_dispatch_info()
	.call_weight
}

#[test]
fn accepting_a_transfer_costs_no_more_than_promised_with_the_price_paid_on_chain_to_two() {
	let accept = declared_acceptance(None);
	assert_eq!(
		accept,
		weights::CarRegistry::accept_transfer_paying_seller_and_dealer()
	);
	let accept = multiple(accept);
	assert!(
		accept <= 8.0,
		"a transfer costs {accept:.2} transfers of won"
	);
	for cheaper in [
		weights::CarRegistry::accept_transfer(),
		weights::CarRegistry::accept_transfer_paying_seller(),
	] {
		assert!(multiple(cheaper) <= accept, "who pays less is charged more");
	}
}

/// A new plate costs as much more as it does alone.
#[test]
fn a_new_plate_at_a_transfer_adds_what_it_takes_and_no_more() {
	let plate = PlateTag(H256::repeat_byte(2));
	assert_eq!(
		declared_acceptance(Some(plate)),
		declared_acceptance(None).saturating_add(weights::CarRegistry::change_plate_at_transfer())
	);
	assert!(weights::CarRegistry::change_plate_at_transfer()
		.all_lte(weights::CarRegistry::change_plate()));
}

#[test]
fn points_cost_no_more_than_promised() {
	// As the call declares it, with a standing conversion into each of the four other schemes.
	let call = pallet_mileage::Call::<Runtime>::credit_batch {
		scheme: pallet_mileage::genesis::ECO,
		rows: vec![row(); 200]
			.try_into()
			.expect("a batch has room for 200 rows"),
	};
	let batch = genesis(SEOUL).execute_with(|| call.get_dispatch_info().call_weight);
	let of_a_row = batch.ref_time() / 200;
	assert!(
		of_a_row <= 250_000_000,
		"a credit in a batch costs {of_a_row} ps"
	);
	let pay = multiple(weights::Mileage::pay(5));
	assert!(
		pay <= 16.0,
		"a payment across five schemes costs {pay:.2} transfers of won"
	);
}

/// Whoever binds an alias pays nothing, so what the pool verifies must leave room: the whole block takes so many.
#[test]
fn bindings_of_aliases_cost_no_more_than_promised() {
	let each = weights::CitizenRings::authorize_bind_alias()
		.saturating_add(pallet_citizen_rings::COLD_START)
		.saturating_add(weights::CitizenRings::bind_alias())
		.ref_time();
	assert!(
		each <= 75_000_000_000,
		"a binding costs {each} ps: less than ten fit into a block"
	);
	let key = weights::CitizenRings::build_step(64).ref_time() / 64;
	assert!(key <= 2_000_000_000, "a key in a ring costs {key} ps");
}

/// A voter has an allowance, so a vote must be cheap: a ballot of five options in a single choice has 32 elements.
#[test]
fn votes_cost_no_more_than_promised() {
	let public = multiple(weights::MVoting::cast_public());
	assert!(
		public <= 3.0,
		"a public vote costs {public:.2} transfers of won"
	);
	for encrypted in [
		weights::MVoting::cast_secret(32),
		weights::MVoting::cast_anonymous(32),
	] {
		let each = encrypted.ref_time();
		assert!(each <= 2_500_000_000, "an encrypted vote costs {each} ps");
	}
}

fn row() -> pallet_mileage::CreditRow {
	pallet_mileage::CreditRow {
		member: PartyId::Citizen(CitizenIndex(1)),
		period: pallet_mileage::Period(1),
		points: 1,
		evidence: DocumentCommitment([1; 32].into()),
	}
}
