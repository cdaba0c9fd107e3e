// SPDX-License-Identifier: Apache-2.0

//! Benchmarks. A card is issued after as many collisions as are borne; accounts have won; a citizen has as
//! many counters as can be.

use super::*;
use alloc::{boxed::Box, vec::Vec};
use frame_benchmarking::{account, v2::*};
use frame_support::{
	traits::{ConstU32, EnsureOrigin},
	BoundedVec,
};
use frame_system::RawOrigin;
use sp_runtime::traits::One;

/// What benchmarks need of the runtime.
pub trait BenchmarkHelper<Scope, RuntimeCall> {
	/// As many scopes as there are; the one that lets [`Self::call`] pass should be the last in their order.
	fn scopes() -> Vec<Scope>;
	/// A cheap call that one of the scopes lets pass.
	fn call() -> RuntimeCall;
	/// Set legal time.
	fn set_time(now: Moment);
}

/// When every benchmark happens: in the year 2027.
const NOW: Moment = 1_800_000_000_000;

const WEALTH: Balance = 1_000_000_000_000;

fn evidence() -> DocumentCommitment {
	DocumentCommitment::default()
}

fn holder<T: Config>() -> T::AccountId {
	account("citizen", 0, 0)
}

fn new_account<T: Config>() -> T::AccountId {
	account("new account", 0, 0)
}

fn issue_to<T: Config>(index: u64, account: &T::AccountId) -> CitizenIndex {
	T::BenchmarkHelper::set_time(NOW);
	let citizen = CitizenIndex(index);
	let now = Pallet::<T>::now();
	Pallet::<T>::insert_card(
		citizen,
		account.clone(),
		AgencyId(0),
		now,
		Validity::Unlimited,
	);
	T::Currency::set_balance(account, WEALTH);
	citizen
}

fn issue<T: Config>() -> CitizenIndex {
	issue_to::<T>(u64::MAX, &holder::<T>())
}

fn office<T: Config>() -> Result<(T::RuntimeOrigin, Actor<T::AccountId>), BenchmarkError> {
	T::BenchmarkHelper::set_time(NOW);
	let origin = T::CardOfficeOrigin::successful_actor();
	let actor = T::CardOfficeOrigin::ensure_actor(origin.clone())?;
	Ok((origin, actor))
}

fn counter<T: Config>() -> Result<(T::RuntimeOrigin, Actor<T::AccountId>), BenchmarkError> {
	T::BenchmarkHelper::set_time(NOW);
	let origin = T::CounterOrigin::successful_actor();
	let actor = T::CounterOrigin::ensure_actor(origin.clone())?;
	Ok((origin, actor))
}

fn scopes<T: Config>() -> Scopes<T::CounterScope> {
	let mut scopes = Scopes::new();
	for scope in T::BenchmarkHelper::scopes() {
		let _ = scopes.try_insert(scope);
	}
	scopes
}

fn tomorrow<T: Config>() -> Moment {
	Pallet::<T>::now().saturating_add(1)
}

fn grant_of<T: Config>(agency: AgencyId, expires_at: Moment) -> GrantOf<T> {
	CounterGrant {
		agency,
		scopes: scopes::<T>(),
		expires_at,
		given: GrantSource::Paper {
			office: AgencyId(u32::MAX),
			paper: evidence(),
		},
	}
}

/// As many counters as can be, the one that matters last. The others expire at `others_until`.
fn grants<T: Config>(citizen: CitizenIndex, last: AgencyId, others_until: Moment) {
	let mut all: Vec<GrantOf<T>> = (1..MAX_GRANTS)
		.map(|number| grant_of::<T>(AgencyId(u32::MAX - number), others_until))
		.collect();
	all.push(grant_of::<T>(last, tomorrow::<T>()));
	CounterGrants::<T>::insert(
		citizen,
		BoundedVec::<_, ConstU32<MAX_GRANTS>>::truncate_from(all),
	);
}

fn propose<T: Config>(citizen: CitizenIndex, new_account: &T::AccountId) {
	ProposedAccounts::<T>::insert(new_account, citizen);
	T::OnAdmission::on_admitted(new_account);
	Rotations::<T>::insert(
		citizen,
		Rotation {
			new_account: new_account.clone(),
			expires_at: tomorrow::<T>(),
		},
	);
}

fn recover<T: Config>(citizen: CitizenIndex, new_account: &T::AccountId, stage: RecoveryStage) {
	suspend::<T>(citizen);
	ProposedAccounts::<T>::insert(new_account, citizen);
	T::OnAdmission::on_admitted(new_account);
	Recoveries::<T>::insert(
		citizen,
		Recovery {
			new_account: new_account.clone(),
			evidence: evidence(),
			started_at: 0,
			started_by: account("another clerk", 0, 0),
			stage,
		},
	);
}

fn suspend<T: Config>(citizen: CitizenIndex) {
	Pallet::<T>::do_suspend(citizen).expect("the card is active");
}

#[benchmarks]
mod benchmarks {
	use super::*;

	fn collide<T: Config>(issued: u64) {
		T::BenchmarkHelper::set_time(NOW);
		for draw in 0..MAX_DRAWS - 1 {
			let taken = Card {
				account: account("earlier citizen", 0, 0),
				status: CardStatus::Suspended { since: 0 },
				issued_by: AgencyId(0),
				issued_at: 0,
				validity: Validity::Unlimited,
			};
			Cards::<T>::insert(index_from(&Pallet::<T>::fresh_id(issued, draw)), taken);
		}
	}

	#[benchmark]
	fn issue_card() {
		let origin = T::CardOfficeOrigin::successful_actor();
		collide::<T>(IssuedCards::<T>::get());

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, holder::<T>());

		assert!(CitizenByAccount::<T>::contains_key(holder::<T>()));
	}

	#[benchmark]
	fn suspend_card() {
		let origin = T::CardOfficeOrigin::successful_actor();
		let citizen = issue::<T>();
		propose::<T>(citizen, &new_account::<T>());

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, citizen);

		assert!(Pallet::<T>::ensure_active(citizen).is_err());
	}

	#[benchmark]
	fn resume_card() {
		let origin = T::CardOfficeOrigin::successful_actor();
		let citizen = issue::<T>();
		suspend::<T>(citizen);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, citizen);

		assert!(Pallet::<T>::ensure_active(citizen).is_ok());
	}

	#[benchmark]
	fn revoke_card() {
		let origin = T::CardOfficeOrigin::successful_actor();
		let citizen = issue::<T>();
		recover::<T>(
			citizen,
			&new_account::<T>(),
			RecoveryStage::Waiting { completes_at: 0 },
		);
		grants::<T>(citizen, AgencyId(0), tomorrow::<T>());

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, citizen);

		assert!(Pallet::<T>::ensure_active(citizen).is_err());
	}

	#[benchmark]
	fn issue_cards(n: Linear<1, MAX_BATCH>) {
		let origin = T::CardOfficeOrigin::successful_actor();
		let issued = IssuedCards::<T>::get();
		let mut accounts = Vec::new();
		for number in 0..n {
			accounts.push(account("citizen", number, 0));
			collide::<T>(issued + u64::from(number));
		}

		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			BoundedVec::truncate_from(accounts),
		);

		assert_eq!(IssuedCards::<T>::get(), issued + u64::from(n));
	}

	#[benchmark]
	fn renew_card() {
		let origin = T::CardOfficeOrigin::successful_actor();
		let citizen = issue::<T>();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, citizen);

		assert!(Cards::<T>::get(citizen).is_some_and(|card| card.validity != Validity::Unlimited));
	}

	#[benchmark]
	fn report_deceased() {
		let origin = T::CardOfficeOrigin::successful_actor();
		let citizen = issue::<T>();
		propose::<T>(citizen, &new_account::<T>());
		grants::<T>(citizen, AgencyId(0), tomorrow::<T>());

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, citizen, evidence());

		assert!(EndedBy::<T>::contains_key(citizen));
	}

	#[benchmark]
	fn suspend_own_card() {
		let citizen = issue::<T>();
		propose::<T>(citizen, &new_account::<T>());

		#[extrinsic_call]
		_(RawOrigin::Signed(holder::<T>()));

		assert!(Pallet::<T>::ensure_active(citizen).is_err());
	}

	/// Another citizen's proposal of the same account has expired and makes room.
	#[benchmark]
	fn propose_rotation() {
		let citizen = issue::<T>();
		let other = issue_to::<T>(1, &account("other", 0, 0));
		propose::<T>(citizen, &account("earlier", 0, 0));
		propose::<T>(other, &new_account::<T>());
		Rotations::<T>::mutate(other, |rotation| {
			if let Some(rotation) = rotation {
				rotation.expires_at = 0;
			}
		});

		#[extrinsic_call]
		_(RawOrigin::Signed(holder::<T>()), new_account::<T>());

		assert_eq!(
			ProposedAccounts::<T>::get(new_account::<T>()),
			Some(citizen)
		);
	}

	#[benchmark]
	fn accept_rotation() {
		let citizen = issue::<T>();
		propose::<T>(citizen, &new_account::<T>());

		#[extrinsic_call]
		_(RawOrigin::Signed(new_account::<T>()), citizen);

		assert_eq!(T::Currency::total_balance(&new_account::<T>()), WEALTH);
	}

	#[benchmark]
	fn withdraw_rotation() {
		let citizen = issue::<T>();
		propose::<T>(citizen, &new_account::<T>());

		#[extrinsic_call]
		_(RawOrigin::Signed(holder::<T>()));

		assert!(!Rotations::<T>::contains_key(citizen));
	}

	#[benchmark]
	fn start_recovery() {
		let origin = T::CardOfficeOrigin::successful_actor();
		let citizen = issue::<T>();
		let other = issue_to::<T>(1, &account("other", 0, 0));
		propose::<T>(citizen, &account("earlier", 0, 0));
		recover::<T>(
			other,
			&new_account::<T>(),
			RecoveryStage::Offered { expires_at: 0 },
		);

		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			citizen,
			new_account::<T>(),
			evidence(),
		);

		assert!(Recoveries::<T>::contains_key(citizen));
	}

	#[benchmark]
	fn accept_recovery() {
		let citizen = issue::<T>();
		recover::<T>(
			citizen,
			&new_account::<T>(),
			RecoveryStage::Offered {
				expires_at: tomorrow::<T>(),
			},
		);

		#[extrinsic_call]
		_(RawOrigin::Signed(new_account::<T>()), citizen);

		assert!(Recoveries::<T>::get(citizen)
			.is_some_and(|recovery| matches!(recovery.stage, RecoveryStage::Waiting { .. })));
	}

	#[benchmark]
	fn object_to_recovery() {
		let citizen = issue::<T>();
		recover::<T>(
			citizen,
			&new_account::<T>(),
			RecoveryStage::Waiting {
				completes_at: tomorrow::<T>(),
			},
		);

		#[extrinsic_call]
		_(RawOrigin::Signed(holder::<T>()));

		assert!(Recoveries::<T>::get(citizen)
			.is_some_and(|recovery| matches!(recovery.stage, RecoveryStage::Objected { .. })));
	}

	#[benchmark]
	fn decide_objection() {
		let origin = T::CardOfficeOrigin::successful_actor();
		let citizen = issue::<T>();
		recover::<T>(
			citizen,
			&new_account::<T>(),
			RecoveryStage::Objected {
				since: 0,
				completes_at: 0,
			},
		);

		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			citizen,
			ObjectionDecision::Uphold,
			evidence(),
		);

		assert!(Pallet::<T>::ensure_active(citizen).is_ok());
	}

	#[benchmark]
	fn cancel_recovery() {
		let origin = T::CardOfficeOrigin::successful_actor();
		let citizen = issue::<T>();
		recover::<T>(
			citizen,
			&new_account::<T>(),
			RecoveryStage::Waiting { completes_at: 0 },
		);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, citizen);

		assert!(!Recoveries::<T>::contains_key(citizen));
	}

	#[benchmark]
	fn complete_recovery() {
		let citizen = issue::<T>();
		grants::<T>(citizen, AgencyId(0), tomorrow::<T>());
		CounterGrants::<T>::mutate(citizen, |all| {
			for grant in all.iter_mut() {
				grant.given = GrantSource::Signed;
			}
		});
		recover::<T>(
			citizen,
			&new_account::<T>(),
			RecoveryStage::Waiting { completes_at: 0 },
		);

		#[extrinsic_call]
		_(RawOrigin::Signed(holder::<T>()), citizen);

		assert_eq!(T::Currency::total_balance(&new_account::<T>()), WEALTH);
	}

	#[benchmark]
	fn sweep_former_account() -> Result<(), BenchmarkError> {
		let citizen = issue::<T>();
		let lost: T::AccountId = account("lost", 0, 0);
		T::OnAdmission::on_admitted(&lost);
		T::Currency::set_balance(&lost, WEALTH);
		Pallet::<T>::freeze(&lost)?;
		FormerAccounts::<T>::insert(
			&lost,
			FormerAccount {
				citizen,
				left_by: LeftBy::Recovery,
			},
		);

		#[extrinsic_call]
		_(RawOrigin::Signed(lost.clone()), lost.clone());

		assert_eq!(T::Currency::total_balance(&holder::<T>()), WEALTH * 2);
		Ok(())
	}

	#[benchmark]
	fn release_funds() -> Result<(), BenchmarkError> {
		let (origin, _) = office::<T>()?;
		let citizen = issue::<T>();
		let heir = issue_to::<T>(1, &account("heir", 0, 0));
		suspend::<T>(citizen);
		EndedBy::<T>::insert(citizen, account::<T::AccountId>("another clerk", 0, 0));
		Cards::<T>::mutate(citizen, |card| {
			if let Some(card) = card {
				card.status = CardStatus::Deceased { since: 0 };
			}
		});

		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			citizen,
			PartyId::Citizen(heir),
			WEALTH / 2,
			evidence(),
		);

		assert_eq!(T::Currency::total_balance(&holder::<T>()), WEALTH / 2);
		Ok(())
	}

	/// All other counters have expired and make room.
	#[benchmark]
	fn grant_counter() -> Result<(), BenchmarkError> {
		let (_, counter) = counter::<T>()?;
		let citizen = issue::<T>();
		grants::<T>(citizen, counter.agency, 0);

		#[extrinsic_call]
		_(
			RawOrigin::Signed(holder::<T>()),
			counter.agency,
			scopes::<T>(),
			tomorrow::<T>(),
		);

		assert_eq!(CounterGrants::<T>::get(citizen).len(), usize::one());
		Ok(())
	}

	#[benchmark]
	fn record_counter_grant() -> Result<(), BenchmarkError> {
		let (_, counter) = counter::<T>()?;
		let (origin, _) = office::<T>()?;
		let citizen = issue::<T>();
		grants::<T>(citizen, counter.agency, 0);

		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			citizen,
			counter.agency,
			scopes::<T>(),
			tomorrow::<T>(),
			evidence(),
		);

		assert_eq!(CounterGrants::<T>::get(citizen).len(), usize::one());
		Ok(())
	}

	#[benchmark]
	fn end_counter_grant() {
		let citizen = issue::<T>();
		grants::<T>(citizen, AgencyId(0), tomorrow::<T>());

		#[extrinsic_call]
		_(RawOrigin::Signed(holder::<T>()), AgencyId(0));

		assert!(CounterGrants::<T>::get(citizen)
			.iter()
			.all(|grant| grant.agency != AgencyId(0)));
	}

	#[benchmark]
	fn end_recorded_counter_grant() {
		let origin = T::CardOfficeOrigin::successful_actor();
		let citizen = issue::<T>();
		grants::<T>(citizen, AgencyId(0), tomorrow::<T>());

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, citizen, AgencyId(0), evidence());

		assert!(CounterGrants::<T>::get(citizen)
			.iter()
			.all(|grant| grant.agency != AgencyId(0)));
	}

	#[benchmark]
	fn renounce_counter_grant() -> Result<(), BenchmarkError> {
		let (origin, counter) = counter::<T>()?;
		let citizen = issue::<T>();
		grants::<T>(citizen, counter.agency, tomorrow::<T>());

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, citizen);

		assert!(CounterGrants::<T>::get(citizen)
			.iter()
			.all(|grant| grant.agency != counter.agency));
		Ok(())
	}

	#[benchmark]
	fn act_for() -> Result<(), BenchmarkError> {
		let (origin, counter) = counter::<T>()?;
		let citizen = issue::<T>();
		grants::<T>(citizen, counter.agency, tomorrow::<T>());

		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			citizen,
			Box::new(T::BenchmarkHelper::call()),
		);

		Ok(())
	}

	/// The oldest of as many terms as can be makes room.
	#[benchmark]
	fn schedule_terms() -> Result<(), BenchmarkError> {
		let origin = T::GovernanceOrigin::try_successful_origin()
			.map_err(|()| BenchmarkError::Weightless)?;
		T::BenchmarkHelper::set_time(NOW);
		let terms = CardTerms::default();
		let all = (0..u64::from(MAX_DATED_TERMS))
			.map(|effective_from| DatedTerms {
				effective_from,
				terms,
			})
			.collect();
		Terms::<T>::put(BoundedVec::<_, ConstU32<MAX_DATED_TERMS>>::truncate_from(
			all,
		));
		let effective_from = Pallet::<T>::now()
			.max(u64::from(MAX_DATED_TERMS))
			.saturating_add(1);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, effective_from, terms);

		assert!(Terms::<T>::get()
			.last()
			.is_some_and(|last| last.effective_from == effective_from));
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
