// SPDX-License-Identifier: Apache-2.0

//! Who a signing account is, over both registers.

use core::marker::PhantomData;
use seoul_chain_primitives::{AgencyRegistry, CitizenRegistry, PartyId, PartyRegistry, Role};
use sp_runtime::DispatchError;

/// The register of citizens and the register of agencies as one register of parties.
///
/// No account is in both: each register refuses accounts of the other.
pub struct Parties<Citizens, Agencies>(PhantomData<(Citizens, Agencies)>);

impl<AccountId, Citizens, Agencies> PartyRegistry<AccountId> for Parties<Citizens, Agencies>
where
	Citizens: CitizenRegistry<AccountId>,
	Agencies: AgencyRegistry<AccountId>,
{
	fn acting_party(who: &AccountId) -> Result<PartyId, DispatchError> {
		if let Some(citizen) = Citizens::citizen_of(who) {
			Citizens::ensure_active(citizen)?;
			return Ok(PartyId::Citizen(citizen));
		}
		Agencies::ensure_role(who, Role::Representative).map(PartyId::Agency)
	}

	fn ensure_active(party: PartyId) -> Result<(), DispatchError> {
		match party {
			PartyId::Citizen(citizen) => Citizens::ensure_active(citizen),
			PartyId::Agency(agency) => Agencies::ensure_active(agency),
		}
	}

	fn account_of(party: PartyId) -> Option<AccountId> {
		match party {
			PartyId::Citizen(citizen) => Citizens::account_of(citizen),
			PartyId::Agency(agency) => Agencies::payout_account(agency),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use seoul_chain_primitives::{AgencyId, CitizenIndex, DistrictCode};

	const CITIZEN: u64 = 1;
	const SUSPENDED_CITIZEN: u64 = 2;
	const REPRESENTATIVE: u64 = 3;
	const CLERK: u64 = 4;

	struct Citizens;

	impl CitizenRegistry<u64> for Citizens {
		fn citizen_of(who: &u64) -> Option<CitizenIndex> {
			[CITIZEN, SUSPENDED_CITIZEN]
				.contains(who)
				.then_some(CitizenIndex(*who))
		}

		fn account_of(citizen: CitizenIndex) -> Option<u64> {
			Self::citizen_of(&citizen.0).map(|index| index.0)
		}

		fn ensure_active(citizen: CitizenIndex) -> Result<(), DispatchError> {
			match citizen.0 {
				CITIZEN => Ok(()),
				SUSPENDED_CITIZEN => Err(DispatchError::Other("card suspended")),
				_ => Err(DispatchError::Other("no such card")),
			}
		}
	}

	struct Agencies;

	impl AgencyRegistry<u64> for Agencies {
		fn agency_of(who: &u64) -> Option<AgencyId> {
			[REPRESENTATIVE, CLERK].contains(who).then_some(AgencyId(7))
		}

		fn payout_account(agency: AgencyId) -> Option<u64> {
			(agency == AgencyId(7)).then_some(70)
		}

		fn district_of(_: AgencyId) -> Option<DistrictCode> {
			None
		}

		fn ensure_active(agency: AgencyId) -> Result<(), DispatchError> {
			match agency {
				AgencyId(7) => Ok(()),
				_ => Err(DispatchError::Other("no such agency")),
			}
		}

		fn ensure_agency_has(agency: AgencyId, _: Role) -> Result<(), DispatchError> {
			Self::ensure_active(agency)
		}

		fn ensure_role(who: &u64, role: Role) -> Result<AgencyId, DispatchError> {
			match (*who, role) {
				(REPRESENTATIVE, Role::Representative) => Ok(AgencyId(7)),
				(REPRESENTATIVE | CLERK, _) => Err(DispatchError::Other("role not held")),
				_ => Err(DispatchError::Other("not a delegate")),
			}
		}
	}

	type BothRegisters = Parties<Citizens, Agencies>;

	#[test]
	fn a_citizen_acts_in_its_own_name() {
		assert_eq!(
			BothRegisters::acting_party(&CITIZEN),
			Ok(PartyId::Citizen(CitizenIndex(CITIZEN)))
		);
	}

	#[test]
	fn a_citizen_with_a_suspended_card_is_told_so() {
		assert_eq!(
			BothRegisters::acting_party(&SUSPENDED_CITIZEN),
			Err(DispatchError::Other("card suspended"))
		);
	}

	#[test]
	fn an_agency_acts_through_a_representative_only() {
		assert_eq!(
			BothRegisters::acting_party(&REPRESENTATIVE),
			Ok(PartyId::Agency(AgencyId(7)))
		);
		assert_eq!(
			BothRegisters::acting_party(&CLERK),
			Err(DispatchError::Other("role not held"))
		);
	}

	#[test]
	fn a_stranger_is_no_party() {
		assert_eq!(
			BothRegisters::acting_party(&99),
			Err(DispatchError::Other("not a delegate"))
		);
	}

	#[test]
	fn each_register_answers_for_its_own_parties() {
		let citizen = PartyId::Citizen(CitizenIndex(CITIZEN));
		let agency = PartyId::Agency(AgencyId(7));
		assert_eq!(BothRegisters::account_of(citizen), Some(CITIZEN));
		assert_eq!(BothRegisters::account_of(agency), Some(70));
		assert_eq!(BothRegisters::ensure_active(citizen), Ok(()));
		assert_eq!(BothRegisters::ensure_active(agency), Ok(()));
		assert_eq!(
			BothRegisters::ensure_active(PartyId::Agency(AgencyId(8))),
			Err(DispatchError::Other("no such agency"))
		);
	}
}
