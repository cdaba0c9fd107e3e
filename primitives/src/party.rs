// SPDX-License-Identifier: Apache-2.0

//! Parties: whom a car, a claim or a ballot belongs to.

use crate::{DistrictCode, Role};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::DispatchError;

/// Number of an agency: a public institution or a company, in order of registration.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Serialize,
	Deserialize,
)]
pub struct AgencyId(pub u32);

/// Index of a citizen card: random, drawn by the chain, and derived from nothing personal.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Serialize,
	Deserialize,
)]
pub struct CitizenIndex(pub u64);

/// A party to the city's services. Whatever lasts belongs to a party, never to a key.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Serialize,
	Deserialize,
)]
pub enum PartyId {
	/// A citizen, by the index of the card.
	#[codec(index = 0)]
	Citizen(CitizenIndex),
	/// An agency: a public institution or a company.
	#[codec(index = 1)]
	Agency(AgencyId),
}

/// What other pallets ask of the register of citizens.
pub trait CitizenRegistry<AccountId> {
	/// The citizen whose card names `who`, whatever the card's status.
	fn citizen_of(who: &AccountId) -> Option<CitizenIndex>;
	/// The account that the card names.
	fn account_of(citizen: CitizenIndex) -> Option<AccountId>;
	/// Succeeds if the card exists and is active; otherwise says why it cannot be used.
	fn ensure_active(citizen: CitizenIndex) -> Result<(), DispatchError>;
	/// Whether `who` stood for a citizen once and no longer does. A register whose cards never change their
	/// account has no such accounts.
	fn was_a_citizens(_who: &AccountId) -> bool {
		false
	}
}

/// What other pallets ask of the register of agencies.
pub trait AgencyRegistry<AccountId> {
	/// The agency that `who` administers or is a delegate of (an expired delegation, or one of a
	/// retired agency, does not count).
	fn agency_of(who: &AccountId) -> Option<AgencyId>;
	/// The account that receives the agency's money.
	fn payout_account(agency: AgencyId) -> Option<AccountId>;
	/// The district for which a public institution acts, if it acts for one.
	fn district_of(agency: AgencyId) -> Option<DistrictCode>;
	/// Succeeds if the agency exists and is neither suspended nor retired; otherwise says why.
	fn ensure_active(agency: AgencyId) -> Result<(), DispatchError>;
	/// Succeeds if the agency is active and holds `role`; otherwise says why not.
	fn ensure_agency_has(agency: AgencyId, role: Role) -> Result<(), DispatchError>;
	/// The agency for which `who` may act with `role` now; otherwise the exact reason why not: not a
	/// delegate, delegation expired, role not held, agency suspended or retired.
	fn ensure_role(who: &AccountId, role: Role) -> Result<AgencyId, DispatchError>;
}

/// Who a signing account is, over both registers.
pub trait PartyRegistry<AccountId> {
	/// The party for which `who` may act in its own name: a citizen with an active card, or an agency
	/// through a delegate who holds [`Role::Representative`]. Otherwise the reason why not.
	fn acting_party(who: &AccountId) -> Result<PartyId, DispatchError>;
	/// Succeeds if the party exists and may take part (card active, agency active).
	fn ensure_active(party: PartyId) -> Result<(), DispatchError>;
	/// The account under which wallets show the party's money.
	fn account_of(party: PartyId) -> Option<AccountId>;
}
