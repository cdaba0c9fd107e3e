// SPDX-License-Identifier: Apache-2.0

//! Citizens who act in a service under an alias.
//!
//! The party of an alias has an index of the same kind as that of a card, so a service treats both alike. Each service
//! is given a register of its own, in which cards and that service's aliases are citizens and those of others are not.

use core::marker::PhantomData;
use frame_support::traits::Get;
use pallet_citizen_rings::{AliasRegistry, AliasServices, ServiceId};
use seoul_chain_primitives::{CitizenIndex, CitizenRegistry};
use seoul_chain_ring_proofs::CollectionId;
use sp_runtime::DispatchError;

/// 자동차. Buying, selling and owning cars.
pub const CARS: ServiceId = ServiceId(0);
/// 마일리지. Collecting and using points.
pub const MILEAGE: ServiceId = ServiceId(1);
/// 대금 지급. The city's contracts of works and what is paid for them.
pub const PAYMENTS: ServiceId = ServiceId(2);

/// In which services citizens act under an alias: cars, mileage and payments, each open to every citizen.
///
/// The numbers are part of what is proven: another number is another alias. None is ever used for another service.
pub struct CityServices;

impl AliasServices for CityServices {
	fn collection_of(service: ServiceId) -> Option<CollectionId> {
		[CARS, MILEAGE, PAYMENTS]
			.contains(&service)
			.then_some(CollectionId::City)
	}
}

/// The service numbered `N`.
pub struct Service<const N: u32>;

impl<const N: u32> Get<ServiceId> for Service<N> {
	fn get() -> ServiceId {
		ServiceId(N)
	}
}

/// The register of cards together with the aliases of one service.
///
/// No index and no account is in both: each register refuses those of the other.
pub struct WithAliases<Cards, Aliases, Service>(PhantomData<(Cards, Aliases, Service)>);

impl<AccountId, Cards, Aliases, Service> CitizenRegistry<AccountId>
	for WithAliases<Cards, Aliases, Service>
where
	Cards: CitizenRegistry<AccountId>,
	Aliases: AliasRegistry<AccountId>,
	Service: Get<ServiceId>,
{
	fn citizen_of(who: &AccountId) -> Option<CitizenIndex> {
		Cards::citizen_of(who).or_else(|| {
			Aliases::alias_of(who)
				.filter(|(service, _)| *service == Service::get())
				.map(|(_, party)| party)
		})
	}

	fn account_of(citizen: CitizenIndex) -> Option<AccountId> {
		Cards::account_of(citizen).or_else(|| {
			Aliases::service_of(citizen)
				.filter(|service| *service == Service::get())
				.and_then(|_| Aliases::account_of(citizen))
		})
	}

	fn ensure_active(citizen: CitizenIndex) -> Result<(), DispatchError> {
		ensure_active::<AccountId, Cards, Aliases>(citizen, |_| Service::get())
	}

	/// Also of an account of an alias of another service: none of them stands for anyone again.
	fn was_a_citizens(who: &AccountId) -> bool {
		Cards::was_a_citizens(who) || Aliases::was_an_aliases(who)
	}
}

/// The register of cards together with the aliases of all services, for whoever must not take an account of either.
pub struct WithAllAliases<Cards, Aliases>(PhantomData<(Cards, Aliases)>);

impl<AccountId, Cards, Aliases> CitizenRegistry<AccountId> for WithAllAliases<Cards, Aliases>
where
	Cards: CitizenRegistry<AccountId>,
	Aliases: AliasRegistry<AccountId>,
{
	fn citizen_of(who: &AccountId) -> Option<CitizenIndex> {
		Cards::citizen_of(who).or_else(|| Aliases::alias_of(who).map(|(_, party)| party))
	}

	fn account_of(citizen: CitizenIndex) -> Option<AccountId> {
		Cards::account_of(citizen).or_else(|| Aliases::account_of(citizen))
	}

	fn ensure_active(citizen: CitizenIndex) -> Result<(), DispatchError> {
		ensure_active::<AccountId, Cards, Aliases>(citizen, |own| own)
	}

	fn was_a_citizens(who: &AccountId) -> bool {
		Cards::was_a_citizens(who) || Aliases::was_an_aliases(who)
	}
}

/// Succeeds if a card can be used, or if an alias can act in the service that `in_service` names, given the alias's
/// own. Otherwise says why not, as the register says it that knows the index; the register of cards of an index that
/// neither knows.
fn ensure_active<AccountId, Cards, Aliases>(
	citizen: CitizenIndex,
	in_service: impl FnOnce(ServiceId) -> ServiceId,
) -> Result<(), DispatchError>
where
	Cards: CitizenRegistry<AccountId>,
	Aliases: AliasRegistry<AccountId>,
{
	Cards::ensure_active(citizen).or_else(|refusal| match Aliases::service_of(citizen) {
		Some(own) if Cards::account_of(citizen).is_none() => {
			Aliases::ensure_active(in_service(own), citizen)
		},
		_ => Err(refusal),
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::Parties;
	use seoul_chain_primitives::{
		AgencyId, AgencyRegistry, DistrictCode, PartyId, PartyRegistry, Role,
	};

	const CITIZEN: u64 = 1;
	const SUSPENDED_CITIZEN: u64 = 2;
	const FORMER_CITIZEN: u64 = 3;
	/// Accounts of aliases in two services, of one that is being rebound, and of one that was.
	const SELLER: u64 = 11;
	const COLLECTOR: u64 = 12;
	const REBOUND_SELLER: u64 = 13;
	const FORMER_SELLER: u64 = 14;

	/// The index of whoever has an account in these tests.
	fn index(who: u64) -> CitizenIndex {
		CitizenIndex(1_000 + who)
	}

	struct Cards;

	impl CitizenRegistry<u64> for Cards {
		fn citizen_of(who: &u64) -> Option<CitizenIndex> {
			[CITIZEN, SUSPENDED_CITIZEN]
				.contains(who)
				.then(|| index(*who))
		}

		fn account_of(citizen: CitizenIndex) -> Option<u64> {
			[CITIZEN, SUSPENDED_CITIZEN]
				.into_iter()
				.find(|who| index(*who) == citizen)
		}

		fn ensure_active(citizen: CitizenIndex) -> Result<(), DispatchError> {
			match Self::account_of(citizen) {
				Some(CITIZEN) => Ok(()),
				Some(_) => Err(DispatchError::Other("card suspended")),
				None => Err(DispatchError::Other("no such card")),
			}
		}

		fn was_a_citizens(who: &u64) -> bool {
			*who == FORMER_CITIZEN
		}
	}

	struct Aliases;

	impl AliasRegistry<u64> for Aliases {
		fn alias_of(who: &u64) -> Option<(ServiceId, CitizenIndex)> {
			let service = match *who {
				SELLER | REBOUND_SELLER => CARS,
				COLLECTOR => MILEAGE,
				_ => return None,
			};
			Some((service, index(*who)))
		}

		fn service_of(party: CitizenIndex) -> Option<ServiceId> {
			Self::alias_of(&Self::account_of(party)?).map(|(service, _)| service)
		}

		fn account_of(party: CitizenIndex) -> Option<u64> {
			[SELLER, COLLECTOR, REBOUND_SELLER]
				.into_iter()
				.find(|who| index(*who) == party)
		}

		fn ensure_active(service: ServiceId, party: CitizenIndex) -> Result<(), DispatchError> {
			if Self::service_of(party) != Some(service) {
				return Err(DispatchError::Other("no such alias in this service"));
			}
			if party == index(REBOUND_SELLER) {
				return Err(DispatchError::Other("alias suspended"));
			}
			Ok(())
		}

		fn was_an_aliases(who: &u64) -> bool {
			*who == FORMER_SELLER
		}
	}

	type InCars = WithAliases<Cards, Aliases, Service<0>>;
	type InMileage = WithAliases<Cards, Aliases, Service<1>>;
	type Everywhere = WithAllAliases<Cards, Aliases>;

	#[test]
	fn the_city_has_three_services_for_all_citizens() {
		for service in [CARS, MILEAGE, PAYMENTS] {
			assert_eq!(
				CityServices::collection_of(service),
				Some(CollectionId::City)
			);
		}
		assert_eq!(CityServices::collection_of(ServiceId(3)), None);
		assert_eq!(
			[
				Service::<0>::get(),
				Service::<1>::get(),
				Service::<2>::get()
			],
			[CARS, MILEAGE, PAYMENTS]
		);
	}

	#[test]
	fn a_citizen_with_a_card_is_one_in_every_service() {
		assert_eq!(InCars::citizen_of(&CITIZEN), Some(index(CITIZEN)));
		assert_eq!(InMileage::citizen_of(&CITIZEN), Some(index(CITIZEN)));
		assert_eq!(InMileage::account_of(index(CITIZEN)), Some(CITIZEN));
		assert_eq!(InMileage::ensure_active(index(CITIZEN)), Ok(()));
		assert_eq!(
			InMileage::ensure_active(index(SUSPENDED_CITIZEN)),
			Err(DispatchError::Other("card suspended"))
		);
	}

	#[test]
	fn an_alias_is_a_citizen_in_its_own_service_only() {
		assert_eq!(InCars::citizen_of(&SELLER), Some(index(SELLER)));
		assert_eq!(InCars::account_of(index(SELLER)), Some(SELLER));
		assert_eq!(InCars::ensure_active(index(SELLER)), Ok(()));

		assert_eq!(InMileage::citizen_of(&SELLER), None);
		assert_eq!(InMileage::account_of(index(SELLER)), None);
		assert_eq!(
			InMileage::ensure_active(index(SELLER)),
			Err(DispatchError::Other("no such alias in this service"))
		);
		assert_eq!(InMileage::citizen_of(&COLLECTOR), Some(index(COLLECTOR)));
	}

	#[test]
	fn the_reason_is_that_of_the_register_that_knows_the_index() {
		assert_eq!(
			InCars::ensure_active(index(REBOUND_SELLER)),
			Err(DispatchError::Other("alias suspended"))
		);
		assert_eq!(
			InCars::ensure_active(index(99)),
			Err(DispatchError::Other("no such card"))
		);
		assert_eq!(
			Everywhere::ensure_active(index(REBOUND_SELLER)),
			Err(DispatchError::Other("alias suspended"))
		);
		assert_eq!(
			Everywhere::ensure_active(index(SUSPENDED_CITIZEN)),
			Err(DispatchError::Other("card suspended"))
		);
	}

	#[test]
	fn accounts_that_stood_for_a_card_or_an_alias_are_known_everywhere() {
		for who in [FORMER_CITIZEN, FORMER_SELLER] {
			assert!(InCars::was_a_citizens(&who));
			assert!(InMileage::was_a_citizens(&who));
			assert!(Everywhere::was_a_citizens(&who));
		}
		for who in [CITIZEN, SELLER, 99] {
			assert!(!InCars::was_a_citizens(&who));
			assert!(!Everywhere::was_a_citizens(&who));
		}
	}

	#[test]
	fn who_must_not_take_their_accounts_knows_aliases_of_all_services() {
		for who in [CITIZEN, SELLER, COLLECTOR] {
			assert_eq!(Everywhere::citizen_of(&who), Some(index(who)));
			assert_eq!(Everywhere::account_of(index(who)), Some(who));
			assert_eq!(Everywhere::ensure_active(index(who)), Ok(()));
		}
		assert_eq!(Everywhere::citizen_of(&99), None);
		assert_eq!(Everywhere::account_of(index(99)), None);
	}

	struct NoAgencies;

	impl AgencyRegistry<u64> for NoAgencies {
		fn agency_of(_: &u64) -> Option<AgencyId> {
			None
		}
		fn payout_account(_: AgencyId) -> Option<u64> {
			None
		}
		fn district_of(_: AgencyId) -> Option<DistrictCode> {
			None
		}
		fn ensure_active(_: AgencyId) -> Result<(), DispatchError> {
			Err(DispatchError::Other("no such agency"))
		}
		fn ensure_agency_has(agency: AgencyId, _: Role) -> Result<(), DispatchError> {
			Self::ensure_active(agency)
		}
		fn ensure_role(_: &u64, _: Role) -> Result<AgencyId, DispatchError> {
			Err(DispatchError::Other("not a delegate"))
		}
	}

	#[test]
	fn an_alias_is_a_party_of_its_service() {
		assert_eq!(
			Parties::<InCars, NoAgencies>::acting_party(&SELLER),
			Ok(PartyId::Citizen(index(SELLER)))
		);
		assert_eq!(
			Parties::<InCars, NoAgencies>::acting_party(&REBOUND_SELLER),
			Err(DispatchError::Other("alias suspended"))
		);
		assert_eq!(
			Parties::<InMileage, NoAgencies>::acting_party(&SELLER),
			Err(DispatchError::Other("not a delegate"))
		);
		assert_eq!(
			Parties::<InCars, NoAgencies>::acting_party(&FORMER_SELLER),
			Err(DispatchError::Other("not a delegate"))
		);
	}
}
