// SPDX-License-Identifier: Apache-2.0

//! People without won act: what is free for whom, and that no old transaction is run twice.

use crate::common::*;
use codec::Encode;
use frame_support::dispatch::GetDispatchInfo;
use pallet_balances::Call as Money;
use pallet_car_registry::Call as Cars;
use pallet_citizen_identity::Call as Cards;
use pallet_mvoting::Call as Polls;
use pallet_transaction_quota::{CallPolicy, Recursive, Tier};
use pallet_utility::Call as Batches;
use seoul_chain_ballot::{Ballot, PollId};
use seoul_chain_primitives::{AccountClass, CitizenIndex, PartyId};
use seoul_chain_runtime::block::HOURS;
use seoul_chain_runtime::{
	configs::quota::Calls, AccountId, Block, Executive, Runtime, RuntimeCall, RuntimeEvent, System,
	TransactionQuota, UncheckedExtrinsic,
};
use seoul_chain_runtime_common::{allowances::allowances, currency::KRW};
use sp_core::{sr25519, Pair, H256};
use sp_keyring::Sr25519Keyring::{Alice, Dave, Ferdie};
use sp_runtime::{
	transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidityError},
	DispatchError,
};

type Policy = Recursive<Calls>;

fn remark() -> RuntimeCall {
	frame_system::Call::<Runtime>::remark { remark: vec![0] }.into()
}

fn transfer() -> RuntimeCall {
	Money::<Runtime>::transfer_keep_alive {
		dest: Alice.to_account_id().into(),
		value: KRW,
	}
	.into()
}

/// A person who has nothing but a new card. Returns the key and the card's index.
fn citizen_without_won(chain: &mut Chain, path: &str) -> (sr25519::Pair, CitizenIndex) {
	let pair = sr25519::Pair::from_string(path, None).expect("a valid path");
	let account = AccountId::from(pair.public());
	let events = chain.succeeds(who::CITY_OFFICER, Cards::<Runtime>::issue_card { account });
	let citizen = events
		.into_iter()
		.find_map(|event| match event {
			RuntimeEvent::CitizenIdentity(pallet_citizen_identity::Event::CardIssued {
				citizen,
				..
			}) => Some(citizen),
			_ => None,
		})
		.expect("the card is issued");
	(pair, citizen)
}

fn validate(
	chain: &mut Chain,
	transaction: &UncheckedExtrinsic,
) -> Result<u64, TransactionValidityError> {
	chain.query(|| {
		Executive::validate_transaction(
			TransactionSource::External,
			transaction.clone(),
			H256::zero(),
		)
		.map(|valid| valid.priority)
	})
}

fn cannot_pay() -> TransactionValidityError {
	InvalidTransaction::Payment.into()
}

fn fees(events: &[RuntimeEvent]) -> u128 {
	events
		.iter()
		.filter_map(|event| match event {
			RuntimeEvent::TransactionPayment(
				pallet_transaction_payment::Event::TransactionFeePaid { actual_fee, .. },
			) => Some(*actual_fee),
			_ => None,
		})
		.sum()
}

#[test]
fn a_citizen_without_won_lists_a_car_and_pays_nothing() {
	let mut chain = Chain::development();
	let (pair, citizen) = citizen_without_won(&mut chain, "//penniless");
	let account = AccountId::from(pair.public());
	let vehicle = register_car(
		&mut chain,
		"a penniless citizen's car",
		PartyId::Citizen(citizen),
	);

	let list = Cars::<Runtime>::list_vehicle {
		vehicle,
		dealer: DEALER,
	};
	let outcome = chain.apply_as(&pair, list);
	assert_eq!(outcome.result, Ok(()));
	assert_eq!(fees(&outcome.events), 0);
	assert_eq!(chain.balance(&account), 0);
	chain.query(|| {
		assert_eq!(System::account_nonce(&account), 1);
		assert_eq!(System::providers(&account), 1);
		let quota = TransactionQuota::quota_of(account.clone()).expect("a citizen is admitted");
		assert_eq!(quota.class, AccountClass::Citizen);
		assert!(quota.left.ref_time < quota.allowance.ref_time_capacity);
		assert!(quota.left.length < quota.allowance.length_capacity);
	});
}

#[test]
fn a_call_that_is_refused_uses_quota_all_the_same() {
	let mut chain = Chain::development();
	let (pair, _) = citizen_without_won(&mut chain, "//refused");
	let account = AccountId::from(pair.public());
	let foreign = register_car(&mut chain, "another's car", SELLER_CARD);
	let list = Cars::<Runtime>::list_vehicle {
		vehicle: foreign,
		dealer: DEALER,
	};
	let before = chain
		.query(|| TransactionQuota::quota_of(account.clone()))
		.expect("admitted");
	let outcome = chain.apply_as(&pair, list);
	assert_eq!(
		outcome.result,
		Err(pallet_car_registry::Error::<Runtime>::NotTheOwner.into())
	);
	let after = chain
		.query(|| TransactionQuota::quota_of(account))
		.expect("admitted");
	assert!(after.left.ref_time < before.left.ref_time);
	assert!(after.left.length < before.left.length);
}

#[test]
fn what_is_not_listed_is_not_free_in_whatever_wrapper() {
	let mut chain = Chain::development();
	let (pair, _) = citizen_without_won(&mut chain, "//remarks");
	let batch = |calls| RuntimeCall::from(Batches::<Runtime>::batch { calls });
	let wrapped = [
		remark(),
		batch(vec![transfer(), remark()]),
		Batches::<Runtime>::force_batch {
			calls: vec![remark()],
		}
		.into(),
		Batches::<Runtime>::if_else {
			main: Box::new(transfer()),
			fallback: Box::new(remark()),
		}
		.into(),
		Batches::<Runtime>::as_derivative {
			index: 0,
			call: Box::new(remark()),
		}
		.into(),
		pallet_proxy::Call::<Runtime>::proxy {
			real: Alice.to_account_id().into(),
			force_proxy_type: None,
			call: Box::new(remark()),
		}
		.into(),
		pallet_multisig::Call::<Runtime>::as_multi_threshold_1 {
			other_signatories: vec![Alice.to_account_id()],
			call: Box::new(remark()),
		}
		.into(),
		Cards::<Runtime>::act_for {
			citizen: CitizenIndex(1001),
			call: Box::new(remark()),
		}
		.into(),
		batch(vec![]),
	];
	for call in wrapped {
		let transaction = chain.query(|| sign(&pair, call.clone(), 0));
		assert_eq!(
			validate(&mut chain, &transaction),
			Err(cannot_pay()),
			"{call:?}"
		);
	}
}

#[test]
fn a_card_that_is_suspended_gives_nothing_and_no_old_transaction_comes_back_with_it() {
	let mut chain = Chain::development();
	let (pair, citizen) = citizen_without_won(&mut chain, "//replayed");
	let account = AccountId::from(pair.public());
	let foreign = register_car(&mut chain, "a third car", SELLER_CARD);
	let call = RuntimeCall::from(Cars::<Runtime>::list_vehicle {
		vehicle: foreign,
		dealer: DEALER,
	});
	let old = chain.query(|| sign(&pair, call.clone(), 0));
	assert!(chain.apply_as(&pair, call.clone()).result.is_err());

	chain.succeeds(
		who::CITY_OFFICER,
		Cards::<Runtime>::suspend_card { citizen },
	);
	let fresh = chain.query(|| sign(&pair, call.clone(), 0));
	assert_eq!(validate(&mut chain, &fresh), Err(cannot_pay()));
	assert_eq!(
		validate(&mut chain, &old),
		Err(InvalidTransaction::Stale.into()),
		"the nonce is still known"
	);

	chain.succeeds(who::CITY_OFFICER, Cards::<Runtime>::resume_card { citizen });
	assert_eq!(
		validate(&mut chain, &old),
		Err(InvalidTransaction::Stale.into())
	);
	let fresh = chain.query(|| sign(&pair, call, 0));
	assert!(validate(&mut chain, &fresh).is_ok());
	assert_eq!(chain.query(|| System::account_nonce(&account)), 1);
}

#[test]
fn a_stranger_pays_or_is_refused() {
	let mut chain = Chain::development();
	let stranger = sr25519::Pair::from_string("//nobody", None).expect("a valid path");
	let transaction = chain.query(|| sign(&stranger, transfer(), 0));
	assert_eq!(validate(&mut chain, &transaction), Err(cannot_pay()));
	chain.succeeds(
		Alice,
		Money::<Runtime>::transfer_keep_alive {
			dest: AccountId::from(stranger.public()).into(),
			value: 100 * KRW,
		},
	);
	let outcome = chain.apply_as(&stranger, transfer());
	assert_eq!(outcome.result, Ok(()));
	assert!(fees(&outcome.events) > KRW);
}

#[test]
fn a_fee_query_answers_zero_only_to_whom_quota_suffices() {
	use pallet_transaction_payment_rpc_runtime_api::runtime_decl_for_transaction_payment_api::TransactionPaymentApiV4;
	let mut chain = Chain::development();
	let (pair, _) = citizen_without_won(&mut chain, "//asks");
	let mut ask = |pair: &sr25519::Pair, call: RuntimeCall, tip| {
		chain.query(|| {
			let transaction = sign(pair, call, tip);
			let length = u32::try_from(transaction.encoded_size()).expect("it is short");
			let info = <Runtime as TransactionPaymentApiV4<Block, u128>>::query_info(
				transaction.clone(),
				length,
			);
			let details = <Runtime as TransactionPaymentApiV4<Block, u128>>::query_fee_details(
				transaction,
				length,
			);
			assert_eq!(info.partial_fee, details.final_fee());
			assert!(info.weight.ref_time() > 0);
			info.partial_fee
		})
	};
	assert_eq!(ask(&pair, transfer(), 0), 0);
	assert!(ask(&pair, transfer(), 1) > KRW, "a tip is never free");
	assert!(ask(&pair, remark(), 0) > KRW, "a remark is never free");
	let stranger = sr25519::Pair::from_string("//stranger", None).expect("a valid path");
	assert!(ask(&stranger, transfer(), 0) > KRW);
}

#[test]
fn governance_comes_before_agencies_these_before_payers_and_payers_before_quota() {
	let mut chain = Chain::development();
	let motion = RuntimeCall::from(pallet_collective::Call::<
		Runtime,
		pallet_collective::Instance1,
	>::propose {
		threshold: 2,
		proposal: Box::new(remark()),
		length_bound: 100,
	});
	let mut priority = |pair: sr25519::Pair, call: RuntimeCall, tip| {
		let transaction = chain.query(|| sign(&pair, call, tip));
		validate(&mut chain, &transaction).expect("valid")
	};
	let governance = priority(Alice.pair(), motion.clone(), 0);
	let agency = priority(who::DONGDAEMUN.pair(), transfer(), 0);
	let tipped = priority(Dave.pair(), transfer(), 1_000_000 * KRW);
	let paying = priority(Dave.pair(), remark(), 0);
	let quota = priority(Dave.pair(), transfer(), 0);
	assert!(governance > agency && agency > tipped && tipped > paying && paying > quota);
	// Who does not govern is not heard before others for calling the council.
	assert!(priority(Dave.pair(), motion, 0) < agency);
	assert_eq!(governance / Tier::BAND, 3);
	assert_eq!(agency / Tier::BAND, 2);
	assert_eq!(tipped / Tier::BAND, 1);
	assert_eq!(quota / Tier::BAND, 0);
}

#[test]
fn every_call_of_a_motion_and_of_a_service_stands_where_the_documentation_says() {
	let motion = RuntimeCall::from(pallet_collective::Call::<
		Runtime,
		pallet_collective::Instance2,
	>::vote {
		proposal: H256::zero(),
		index: 0,
		approve: true,
	});
	let batch = RuntimeCall::from(Batches::<Runtime>::batch_all {
		calls: vec![motion.clone(), transfer()],
	});
	let tiers = |call: &RuntimeCall| {
		[
			AccountClass::Citizen,
			AccountClass::Business,
			AccountClass::Agency,
			AccountClass::Governance,
			AccountClass::Voter,
		]
		.map(|class| Policy::tier(class, call))
	};
	let (quota, agency, governance) = (
		Some(Tier::Quota),
		Some(Tier::Agency),
		Some(Tier::Governance),
	);
	let at_a_counter = |call| {
		RuntimeCall::from(Cards::<Runtime>::act_for {
			citizen: CitizenIndex(1001),
			call: Box::new(call),
		})
	};
	assert_eq!(tiers(&at_a_counter(transfer())), tiers(&transfer()));
	assert_eq!(tiers(&at_a_counter(remark())), [None; 5]);
	assert_eq!(tiers(&motion), [None, None, None, governance, None]);
	assert_eq!(tiers(&transfer()), [quota, quota, agency, quota, None]);
	assert_eq!(tiers(&batch), [None, None, None, quota, None]);
	assert_eq!(tiers(&remark()), [None; 5]);
	let ballot = RuntimeCall::from(Polls::<Runtime>::cast_anonymous {
		poll: PollId(0),
		ballot: Box::new(Ballot {
			entries: Default::default(),
			sum: None,
		}),
	});
	assert_eq!(tiers(&ballot), [quota, quota, agency, quota, quota]);
	let twice = Batches::<Runtime>::batch_all {
		calls: vec![ballot.clone(), ballot.clone()],
	};
	assert_eq!(tiers(&twice.into())[4], quota);
	let and_a_transfer = Batches::<Runtime>::batch_all {
		calls: vec![ballot, transfer()],
	};
	assert_eq!(tiers(&and_a_transfer.into())[4], None);
	let open = RuntimeCall::from(Polls::<Runtime>::open_poll { poll: PollId(0) });
	assert_eq!(tiers(&open), [quota, quota, agency, quota, None]);
}

#[test]
fn a_councillor_who_is_a_citizen_is_heard_as_a_councillor() {
	let mut chain = Chain::new("local");
	// Dave has a card, and runs a validator on this chain.
	let quota = chain.query(|| TransactionQuota::quota_of(Dave.to_account_id()));
	assert_eq!(
		quota.map(|quota| quota.class),
		Some(AccountClass::Governance)
	);
	let quota = chain.query(|| TransactionQuota::quota_of(Ferdie.to_account_id()));
	assert_eq!(quota.map(|quota| quota.class), Some(AccountClass::Citizen));
}

#[test]
fn an_ordinary_call_fits_some_fifty_times_into_a_citizens_allowance() {
	let (_, allowance) = allowances(HOURS)[0];
	let mut chain = Chain::development();
	let vehicle = register_car(&mut chain, "a measured car", SELLER_CARD);
	let call = RuntimeCall::from(Cars::<Runtime>::draft_sale {
		vehicle,
		buyer: BUYER_CARD,
		contract_kind: pallet_car_registry::ContractKind::BetweenParties,
		contract: document(b"contract"),
		payment: pallet_car_registry::PaymentTerms::OffChain,
	});
	let (length, weight) = chain.query(|| {
		let length = sign(&who::SELLER.pair(), call.clone(), 0).encoded_size();
		(length, call.get_dispatch_info().call_weight.ref_time())
	});
	let times = allowance.ref_time_capacity / weight;
	assert!((30..500).contains(&times), "{times} times by compute");
	let times = usize::try_from(allowance.length_capacity).expect("it fits") / length;
	assert!((50..500).contains(&times), "{times} times by length");
}

#[test]
fn only_two_thirds_of_the_council_set_an_allowance() {
	let mut chain = Chain::development();
	let call = pallet_transaction_quota::Call::<Runtime>::set_allowance {
		class: AccountClass::Citizen,
		allowance: Default::default(),
	};
	let error: DispatchError = pallet_transaction_quota::Error::<Runtime>::NotAuthorized.into();
	chain.refuses(Dave, call.clone(), error);
	chain.refuses(Alice, call, error);
}
