// SPDX-License-Identifier: Apache-2.0

//! Benchmarks. Limits are pending and in force, so that both are read; the treasury and the holder have
//! others standing, so that counts are written and not removed; and beneficiaries are new accounts.

use super::*;
use frame_benchmarking::{account, v2::*};
use frame_system::RawOrigin;
use seoul_chain_primitives::Hash;

const REFERENCE: BankReference = BankReference(Hash::repeat_byte(1));
const INSTRUCTION: DocumentCommitment = DocumentCommitment(Hash::repeat_byte(2));

fn limits() -> IssuanceLimits {
	IssuanceLimits {
		daily_mint: u64::MAX,
		daily_burn: u64::MAX,
		supply_ceiling: u64::MAX,
		..Default::default()
	}
}

/// The least amount that can be redeemed.
fn amount<T: Config>() -> Balance {
	Pallet::<T>::in_units(limits().min_redemption)
}

/// A delegate of a treasury who signs, under limits that allow everything.
fn treasury<T: Config>() -> (T::RuntimeOrigin, Actor<T::AccountId>) {
	Limits::<T>::put(limits());
	PendingLimits::<T>::put(ScheduledLimits {
		effective_from: 0,
		limits: limits(),
	});
	let origin = T::TreasuryOrigin::successful_actor();
	let actor = T::TreasuryOrigin::ensure_actor(origin.clone()).expect("the delegate may act");
	(origin, actor)
}

/// Enter a proposal of another delegate, beside one that stands already.
fn propose<T: Config>(treasury: AgencyId, action: ProposalAction<T::AccountId>) {
	OpenProposals::<T>::insert(treasury, 1);
	Pallet::<T>::insert_proposal(REFERENCE, treasury, account("maker", 0, 0), action)
		.expect("the reference is free");
}

fn propose_a_mint<T: Config>(treasury: AgencyId) -> T::AccountId {
	let beneficiary: T::AccountId = account("beneficiary", 0, 0);
	let action = ProposalAction::Mint {
		beneficiary: beneficiary.clone(),
		amount: amount::<T>(),
	};
	propose::<T>(treasury, action);
	beneficiary
}

/// A holder with more than it redeems.
fn holder<T: Config>() -> T::AccountId {
	let holder: T::AccountId = account("holder", 0, 0);
	let balance = amount::<T>().saturating_mul(10);
	T::Currency::mint_into(&holder, balance).expect("the account can receive");
	OpenRedemptions::<T>::insert(&holder, 1);
	holder
}

fn redemption<T: Config>(treasury: AgencyId) -> (RedemptionId, T::AccountId) {
	let holder = holder::<T>();
	let id = RedemptionId(NextRedemptionId::<T>::get());
	let period = limits().payout_period;
	Pallet::<T>::do_redeem(holder.clone(), treasury, amount::<T>(), INSTRUCTION, period)
		.expect("the holder has enough");
	(id, holder)
}

/// A redemption with a proposal to burn.
fn proposed_burn<T: Config>(treasury: AgencyId) -> (RedemptionId, T::AccountId) {
	let (id, holder) = redemption::<T>(treasury);
	propose::<T>(treasury, ProposalAction::Burn { redemption: id });
	Redemptions::<T>::mutate_extant(id, |record| {
		record.status = RedemptionStatus::BurnProposed {
			reference: REFERENCE,
		};
	});
	(id, holder)
}

fn let_proposal_expire<T: Config>() {
	Proposals::<T>::mutate_extant(REFERENCE, |proposal| proposal.expires_at = 0);
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn propose_mint() {
		let (origin, actor) = treasury::<T>();
		OpenProposals::<T>::insert(actor.agency, 1);
		let beneficiary: T::AccountId = account("beneficiary", 0, 0);

		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			REFERENCE,
			beneficiary,
			amount::<T>(),
		);

		assert!(Proposals::<T>::contains_key(REFERENCE));
	}

	#[benchmark]
	fn approve_mint() {
		let (origin, actor) = treasury::<T>();
		let beneficiary = propose_a_mint::<T>(actor.agency);

		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			REFERENCE,
			beneficiary.clone(),
			amount::<T>(),
		);

		assert_eq!(T::Currency::balance(&beneficiary), amount::<T>());
	}

	#[benchmark]
	fn redeem() {
		let (_, actor) = treasury::<T>();
		let holder = holder::<T>();

		#[extrinsic_call]
		_(
			RawOrigin::Signed(holder.clone()),
			actor.agency,
			amount::<T>(),
			INSTRUCTION,
		);

		assert_eq!(OpenRedemptions::<T>::get(holder), Some(2));
	}

	#[benchmark]
	fn propose_burn() {
		let (origin, actor) = treasury::<T>();
		OpenProposals::<T>::insert(actor.agency, 1);
		let (id, _) = redemption::<T>(actor.agency);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, REFERENCE, amount::<T>());

		assert!(Proposals::<T>::contains_key(REFERENCE));
	}

	#[benchmark]
	fn approve_burn() {
		let (origin, actor) = treasury::<T>();
		let (id, _) = proposed_burn::<T>(actor.agency);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, REFERENCE);

		assert!(!Redemptions::<T>::contains_key(id));
		assert!(UsedReferences::<T>::contains_key(REFERENCE));
	}

	#[benchmark]
	fn cancel_proposal() {
		let (origin, actor) = treasury::<T>();
		proposed_burn::<T>(actor.agency);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, REFERENCE);

		assert!(!Proposals::<T>::contains_key(REFERENCE));
	}

	#[benchmark]
	fn expire_proposal() {
		let (_, actor) = treasury::<T>();
		proposed_burn::<T>(actor.agency);
		let_proposal_expire::<T>();
		let anyone: T::AccountId = account("anyone", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(anyone), REFERENCE);

		assert!(!Proposals::<T>::contains_key(REFERENCE));
	}

	#[benchmark]
	fn decline_redemption() {
		let (origin, actor) = treasury::<T>();
		let (id, _) = redemption::<T>(actor.agency);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, INSTRUCTION);

		assert!(!Redemptions::<T>::contains_key(id));
	}

	#[benchmark]
	fn withdraw_redemption() {
		let (_, actor) = treasury::<T>();
		let (id, holder) = proposed_burn::<T>(actor.agency);
		let_proposal_expire::<T>();
		Redemptions::<T>::mutate_extant(id, |record| record.due_at = 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), id);

		assert!(!Redemptions::<T>::contains_key(id));
	}

	#[benchmark]
	fn set_limits() -> Result<(), BenchmarkError> {
		let origin = T::GovernanceOrigin::try_successful_origin()
			.map_err(|()| BenchmarkError::Weightless)?;
		treasury::<T>();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, Some(Moment::MAX), limits());

		assert!(PendingLimits::<T>::get().is_some_and(|set| set.effective_from == Moment::MAX));
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
