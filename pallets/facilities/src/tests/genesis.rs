// SPDX-License-Identifier: Apache-2.0

use crate::mock::Facilities;
use crate::{
	genesis::{GenesisFacility, GenesisPurpose, GenesisSchema},
	mock::*,
	*,
};
use seoul_chain_login::FacilityId;

fn schema() -> GenesisSchema {
	GenesisSchema {
		id: AGE.0,
		korean_name: "자격".into(),
		english_name: "A kind of credential".into(),
		issuers: vec![DISTRICT.0],
	}
}

fn facility() -> GenesisFacility {
	GenesisFacility {
		agency: LIBRARY.0,
		korean_name: "강동도서관".into(),
		english_name: "Gangdong Library".into(),
		domain: DOMAIN.into(),
		purposes: vec![GenesisPurpose {
			korean: "도서 대출".into(),
			english: "Lend books".into(),
		}],
		pass_lifetime: 60 * MINUTE,
	}
}

fn genesis(schema: GenesisSchema, facility: GenesisFacility) -> GenesisConfig<Test> {
	GenesisConfig {
		schemas: vec![schema],
		facilities: vec![facility],
		..Default::default()
	}
}

#[test]
fn a_chain_begins_with_facilities_and_kinds_of_credentials() {
	chain_with(genesis(schema(), facility())).execute_with(|| {
		assert_eq!(
			crate::Facilities::<Test>::get(FacilityId(0)),
			Some(Facility {
				agency: LIBRARY,
				details: library(),
				status: FacilityStatus::Open,
			})
		);
		assert_eq!(Schemas::<Test>::get(AGE), Some(schema_of(&[DISTRICT])));
		assert_eq!(Facilities::do_try_state(), Ok(()));
	});
}

#[test]
#[should_panic = "the periods of logins"]
fn a_genesis_with_a_period_of_zero_is_refused() {
	chain_with(GenesisConfig {
		terms: LoginTerms {
			longest_session: 0,
			..Default::default()
		},
		..Default::default()
	});
}

#[test]
#[should_panic = "the facility Gangdong Library"]
fn a_genesis_with_a_facility_of_no_operator_is_refused() {
	chain_with(genesis(
		schema(),
		GenesisFacility {
			agency: DISTRICT.0,
			..facility()
		},
	));
}

#[test]
#[should_panic = "the facility Gangdong Library"]
fn a_genesis_with_a_facility_without_a_host_is_refused() {
	chain_with(genesis(
		schema(),
		GenesisFacility {
			domain: "https://a.kr".into(),
			..facility()
		},
	));
}

#[test]
#[should_panic = "the kind of credential 2"]
fn a_genesis_with_a_kind_of_no_issuer_is_refused() {
	chain_with(genesis(
		GenesisSchema {
			issuers: vec![LIBRARY.0],
			..schema()
		},
		facility(),
	));
}
