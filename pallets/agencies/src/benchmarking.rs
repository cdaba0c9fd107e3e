// SPDX-License-Identifier: Apache-2.0

//! Benchmarks. Agencies and delegations are as large as they can be, governors are admission offices
//! (which cost more to check than the council), and whoever begins to act for an agency leaves an
//! ended delegation of another behind.

use super::*;
use codec::{Decode, Encode};
use frame_benchmarking::{account, v2::*};
use frame_system::RawOrigin;
use seoul_chain_primitives::role::MAX_ROLES;

/// Every role, in the order of its codec index.
fn all_roles() -> impl Iterator<Item = Role> {
	(u8::MIN..=u8::MAX).filter_map(|index| Role::decode(&mut &[index][..]).ok())
}

/// `count` roles for a public institution.
fn institution_roles(count: u32) -> RoleList {
	BoundedVec::truncate_from(all_roles().take(count as usize).collect())
}

/// `count` roles for a company. There are fewer than a list can hold, so some are there twice.
fn company_roles(count: u32) -> RoleList {
	let open = all_roles().filter(|role| role.open_to_companies());
	let open: alloc::vec::Vec<Role> = open.collect();
	BoundedVec::truncate_from(open.into_iter().cycle().take(count as usize).collect())
}

fn longest_name() -> AgencyName {
	let text = || BoundedVec::truncate_from(alloc::vec![b'x'; MAX_NAME_LENGTH as usize]);
	AgencyName {
		ko: text(),
		en: text(),
	}
}

/// Register an agency of the greatest size. Returns its number and its administrator.
fn register<T: Config>(kind: AgencyKind, roles: RoleList, seed: u32) -> (AgencyId, T::AccountId) {
	let administrator: T::AccountId = account("administrator", seed, 0);
	let id = Pallet::<T>::insert_agency(Agency {
		name: longest_name(),
		kind,
		status: AgencyStatus::Active,
		roles: Pallet::<T>::agency_roles(kind, roles).expect("the roles suit the kind"),
		district: Some(DistrictCode(11_110)),
		administrator: administrator.clone(),
		payout_account: account("payout", seed, 0),
		delegates: 0,
		registered_at: Pallet::<T>::now(),
	})
	.expect("the agency can be registered");
	(id, administrator)
}

/// Let `who` hold all of the agency's roles for ever.
fn delegate<T: Config>(agency: AgencyId, who: &T::AccountId) {
	let record = Agencies::<T>::get(agency).expect("the agency is registered");
	let delegation = Delegation {
		agency,
		roles: record.roles.clone(),
		expires_at: Moment::MAX,
	};
	Pallet::<T>::do_appoint(agency, &record, who.clone(), delegation)
		.expect("the delegate can be appointed");
}

/// An account that still holds a delegation of some retired agency.
fn account_with_ended_delegation<T: Config>(seed: u32) -> T::AccountId {
	let (other, administrator) = register::<T>(
		AgencyKind::PublicInstitution,
		institution_roles(MAX_ROLES),
		seed,
	);
	let who: T::AccountId = account("former delegate", seed, 0);
	delegate::<T>(other, &who);
	Administrators::<T>::remove(administrator);
	Agencies::<T>::mutate_extant(other, |record| {
		record.status = AgencyStatus::Retired { since: 0 };
	});
	who
}

fn admission_office<T: Config>() -> T::RuntimeOrigin {
	RawOrigin::Signed(Pallet::<T>::benchmark_delegate(Role::AdmissionOffice)).into()
}

/// A company of the greatest size.
fn company<T: Config>() -> (AgencyId, T::AccountId) {
	register::<T>(AgencyKind::Company, company_roles(MAX_ROLES), 1)
}

/// An institution of the greatest size.
fn institution<T: Config>() -> (AgencyId, T::AccountId) {
	register::<T>(
		AgencyKind::PublicInstitution,
		institution_roles(MAX_ROLES),
		1,
	)
}

fn suspended(since: Moment) -> AgencyStatus {
	AgencyStatus::Suspended {
		since,
		reason: DocumentCommitment::default(),
	}
}

impl<T: Config> Pallet<T> {
	/// A delegate who may act with `role` for an agency of the greatest size. The same at each call.
	pub(crate) fn benchmark_delegate(role: Role) -> T::AccountId {
		let seed = 1_000u32.saturating_add(role.encode().first().copied().map_or(0, u32::from));
		let who: T::AccountId = account("delegate", seed, 0);
		if Self::ensure_role(&who, role).is_err() {
			// `Representative`, which every agency holds, comes first among the others.
			let others = all_roles().filter(|other| *other != role);
			let roles = core::iter::once(role)
				.chain(others)
				.take(MAX_ROLES as usize);
			let (agency, _) = register::<T>(
				AgencyKind::PublicInstitution,
				BoundedVec::truncate_from(roles.collect()),
				seed,
			);
			delegate::<T>(agency, &who);
		}
		who
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_institution(r: Linear<1, MAX_ROLES>) -> Result<(), BenchmarkError> {
		let origin =
			T::CouncilOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;
		let administrator = account_with_ended_delegation::<T>(0);
		let payout_account: T::AccountId = account("payout", 1, 0);

		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			longest_name(),
			institution_roles(r),
			Some(DistrictCode(11_110)),
			administrator.clone(),
			payout_account,
		);

		assert!(Administrators::<T>::contains_key(administrator));
		Ok(())
	}

	#[benchmark]
	fn set_roles(r: Linear<1, MAX_ROLES>) {
		let origin = admission_office::<T>();
		let (agency, _) = company::<T>();
		let roles = company_roles(r);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, agency, roles.clone());

		let held = Agencies::<T>::get(agency)
			.expect("the agency is registered")
			.roles;
		assert!(roles.iter().all(|role| held.contains(role)));
	}

	#[benchmark]
	fn suspend() {
		let origin = admission_office::<T>();
		let (agency, _) = company::<T>();

		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			agency,
			DocumentCommitment::default(),
		);

		assert!(Pallet::<T>::ensure_active(agency).is_err());
	}

	#[benchmark]
	fn reinstate() {
		let origin = admission_office::<T>();
		let (agency, _) = company::<T>();
		Agencies::<T>::mutate_extant(agency, |record| record.status = suspended(0));

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, agency);

		assert!(Pallet::<T>::ensure_active(agency).is_ok());
	}

	#[benchmark]
	fn retire() {
		let origin = admission_office::<T>();
		let (agency, administrator) = company::<T>();
		let proposed: T::AccountId = account("proposed", 0, 0);
		ProposedAdministrators::<T>::insert(agency, proposed);
		Agencies::<T>::mutate_extant(agency, |record| record.status = suspended(0));

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, agency);

		assert!(!Administrators::<T>::contains_key(administrator));
	}

	#[benchmark]
	fn admit_company(r: Linear<1, MAX_ROLES>) {
		let origin = admission_office::<T>();
		let administrator = account_with_ended_delegation::<T>(0);
		let payout_account: T::AccountId = account("payout", 1, 0);

		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			longest_name(),
			company_roles(r),
			administrator.clone(),
			payout_account,
		);

		assert!(Administrators::<T>::contains_key(administrator));
	}

	#[benchmark]
	fn replace_administrator() {
		let origin = admission_office::<T>();
		let (agency, old) = company::<T>();
		delegate::<T>(agency, &old);
		let proposed: T::AccountId = account("proposed", 0, 0);
		ProposedAdministrators::<T>::insert(agency, proposed);
		let new = account_with_ended_delegation::<T>(0);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, agency, new.clone());

		assert_eq!(Administrators::<T>::get(new), Some(agency));
		assert!(!Delegations::<T>::contains_key(old));
	}

	#[benchmark]
	fn appoint_delegate(r: Linear<1, MAX_ROLES>) {
		let (_, administrator) = institution::<T>();
		let who = account_with_ended_delegation::<T>(0);
		let expires_at = Pallet::<T>::now().saturating_add(T::MaxDelegationPeriod::get());

		#[extrinsic_call]
		_(
			RawOrigin::Signed(administrator),
			who.clone(),
			institution_roles(r),
			expires_at,
		);

		assert_eq!(
			Delegations::<T>::get(who).map(|new| new.expires_at),
			Some(expires_at)
		);
	}

	#[benchmark]
	fn dismiss_delegate() {
		let (agency, administrator) = institution::<T>();
		let who: T::AccountId = account("delegate", 0, 0);
		delegate::<T>(agency, &who);

		#[extrinsic_call]
		_(RawOrigin::Signed(administrator), who.clone());

		assert!(!Delegations::<T>::contains_key(who));
	}

	#[benchmark]
	fn resign() {
		let (agency, _) = institution::<T>();
		let who: T::AccountId = account("delegate", 0, 0);
		delegate::<T>(agency, &who);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));

		assert!(!Delegations::<T>::contains_key(who));
	}

	#[benchmark]
	fn propose_administrator() {
		let (agency, administrator) = institution::<T>();
		let earlier: T::AccountId = account("proposed", 0, 0);
		ProposedAdministrators::<T>::insert(agency, earlier);
		let new = account_with_ended_delegation::<T>(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(administrator), new.clone());

		assert_eq!(ProposedAdministrators::<T>::get(agency), Some(new));
	}

	#[benchmark]
	fn accept_administration() {
		let (agency, _) = institution::<T>();
		let new = account_with_ended_delegation::<T>(0);
		ProposedAdministrators::<T>::insert(agency, &new);

		#[extrinsic_call]
		_(RawOrigin::Signed(new.clone()), agency);

		assert_eq!(Administrators::<T>::get(new), Some(agency));
	}

	#[benchmark]
	fn withdraw_administrator_proposal() {
		let (agency, administrator) = institution::<T>();
		let proposed: T::AccountId = account("proposed", 0, 0);
		ProposedAdministrators::<T>::insert(agency, proposed);

		#[extrinsic_call]
		_(RawOrigin::Signed(administrator));

		assert!(!ProposedAdministrators::<T>::contains_key(agency));
	}

	#[benchmark]
	fn set_payout_account() {
		let (agency, administrator) = institution::<T>();
		let new: T::AccountId = account("new payout", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(administrator), new.clone());

		assert_eq!(Pallet::<T>::payout_account(agency), Some(new));
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
