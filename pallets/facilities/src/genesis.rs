// SPDX-License-Identifier: Apache-2.0

//! What a chain can begin with.

use crate::{pallet::*, types::*};
use alloc::{string::String, vec::Vec};
use frame_support::BoundedVec;
use seoul_chain_login::SchemaId;
use seoul_chain_primitives::{AgencyId, AgencyRegistry, Moment, Role};
use serde::{Deserialize, Serialize};
use sp_runtime::{DispatchError, DispatchResult};

/// A kind of credential of the first block.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisSchema {
	/// Its number.
	pub id: u16,
	/// Its name in Korean.
	pub korean_name: String,
	/// Its name in English.
	pub english_name: String,
	/// Numbers of the agencies that attest it.
	pub issuers: Vec<u32>,
}

/// A purpose of a facility of the first block.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisPurpose {
	/// In Korean.
	pub korean: String,
	/// In English.
	pub english: String,
}

/// A facility of the first block, without requirements.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisFacility {
	/// Number of the agency that runs it.
	pub agency: u32,
	/// Its name in Korean.
	pub korean_name: String,
	/// Its name in English.
	pub english_name: String,
	/// The host name under which citizens reach it.
	pub domain: String,
	/// For what it uses logins.
	pub purposes: Vec<GenesisPurpose>,
	/// How long a login counts, in milliseconds.
	pub pass_lifetime: Moment,
}

/// A list that must fit.
fn bounded<Item, Bound: frame_support::traits::Get<u32>>(
	items: Vec<Item>,
) -> Result<BoundedVec<Item, Bound>, DispatchError> {
	BoundedVec::try_from(items).map_err(|_| DispatchError::Other("a text or list is too long"))
}

impl<T: Config> Pallet<T> {
	pub(crate) fn build_schema(schema: &GenesisSchema) -> DispatchResult {
		let mut issuers = Issuers::new();
		for agency in &schema.issuers {
			let agency = AgencyId(*agency);
			T::Agencies::ensure_agency_has(agency, Role::CredentialIssuer)?;
			issuers
				.try_insert(agency)
				.map_err(|_| DispatchError::Other("too many issuers"))?;
		}
		Self::do_set_schema(
			SchemaId(schema.id),
			Schema {
				korean_name: bounded(schema.korean_name.clone().into_bytes())?,
				english_name: bounded(schema.english_name.clone().into_bytes())?,
				issuers,
			},
		)
	}

	pub(crate) fn build_facility(facility: &GenesisFacility) -> DispatchResult {
		let agency = AgencyId(facility.agency);
		T::Agencies::ensure_agency_has(agency, Role::FacilityOperator)?;
		let purposes = facility
			.purposes
			.iter()
			.map(|purpose| {
				Ok(FacilityPurpose {
					korean: bounded(purpose.korean.clone().into_bytes())?,
					english: bounded(purpose.english.clone().into_bytes())?,
				})
			})
			.collect::<Result<Vec<_>, DispatchError>>()?;
		let details = FacilityDetails {
			korean_name: bounded(facility.korean_name.clone().into_bytes())?,
			english_name: bounded(facility.english_name.clone().into_bytes())?,
			domain: bounded(facility.domain.clone().into_bytes())?,
			purposes: bounded(purposes)?,
			requirements: BoundedVec::new(),
			pass_lifetime: facility.pass_lifetime,
		};
		// The genesis has no time yet.
		Self::check_details(&details, 0)?;
		Self::insert_facility(agency, details).map(|_| ())
	}
}
