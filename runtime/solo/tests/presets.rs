// SPDX-License-Identifier: Apache-2.0

//! What chains start with.

use crate::common::*;
use frame_support::traits::fungible::Inspect;
use pallet_agencies::{Agencies as Register, AgencyKind, AgencyStatus};
use pallet_car_registry::{LegalTerms, Terms};
use pallet_citizen_identity::CardTerms;
use pallet_escrow_payments::holidays::PUBLIC_HOLIDAYS;
use pallet_transaction_quota::Activated;
use seoul_chain_primitives::{
	chain::{DAY, SECOND},
	AgencyId, DistrictCode, Role,
};
use seoul_chain_runtime::{
	genesis_config_presets::{
		get_preset, preset_names, CARD_OFFICE, DEVELOPMENT, DISTRICTS, LOCAL, SEOUL,
	},
	AccountId, Balances, ChainIdentity, CitizenIdentity, EscrowPayments, Runtime,
	RuntimeGenesisConfig, TransactionQuota,
};
use seoul_chain_runtime_common::{currency::EXISTENTIAL_DEPOSIT, fees::FeeAccount};
use sp_core::{crypto::Ss58Codec, ecdsa, ed25519, sr25519, Pair};
use sp_keyring::Sr25519Keyring;
use sp_runtime::{traits::IdentifyAccount, MultiSigner};
use std::collections::BTreeSet;

const ALL: [&str; 3] = [DEVELOPMENT, LOCAL, SEOUL];

fn patch(preset: &str) -> String {
	let bytes = get_preset(&preset.into()).expect("the preset is known");
	String::from_utf8(bytes).expect("JSON is UTF-8")
}

fn agencies() -> Vec<(AgencyId, pallet_agencies::Agency<AccountId>)> {
	Register::<Runtime>::iter().collect()
}

#[test]
fn every_preset_builds_and_holds_every_invariant() {
	assert_eq!(preset_names(), ALL);
	for preset in ALL {
		genesis(preset).execute_with(check_invariants);
	}
	assert!(get_preset(&"unknown".into()).is_none());
}

#[test]
fn every_number_of_a_preset_survives_tools_that_count_in_floating_point() {
	fn numbers(value: &serde_json::Value, found: &mut Vec<serde_json::Number>) {
		match value {
			serde_json::Value::Number(number) => found.push(number.clone()),
			serde_json::Value::Array(items) => items.iter().for_each(|item| numbers(item, found)),
			serde_json::Value::Object(fields) => {
				fields.values().for_each(|field| numbers(field, found));
			},
			_ => {},
		}
	}
	for preset in ALL {
		let mut found = Vec::new();
		numbers(
			&serde_json::from_str(&patch(preset)).expect("it is JSON"),
			&mut found,
		);
		assert!(found.len() > 50);
		for number in found {
			// As such a tool reads it, and writes it again.
			let read = number.as_f64().expect("it is a number");
			assert_eq!(format!("{read:.0}"), number.to_string(), "in {preset}");
		}
	}
}

#[test]
fn every_preset_makes_blocks() {
	for preset in ALL {
		let mut chain = Chain::new(preset);
		chain.next_block();
		chain.next_block();
	}
}

#[test]
fn the_default_genesis_is_json() {
	let preset =
		frame_support::genesis_builder_helper::get_preset::<RuntimeGenesisConfig>(&None, |_| None);
	let json = preset.expect("there is a default");
	assert!(serde_json::from_slice::<serde_json::Value>(&json).is_ok());
}

#[test]
fn the_fee_account_exists_in_every_preset() {
	for preset in ALL {
		genesis(preset).execute_with(|| {
			assert_eq!(Balances::balance(&FeeAccount::get()), EXISTENTIAL_DEPOSIT);
		});
	}
}

#[test]
fn validators_make_blocks_and_vote_from_the_first_block_on() {
	for (preset, validators) in [(DEVELOPMENT, 1), (LOCAL, 4), (SEOUL, 4)] {
		genesis(preset).execute_with(|| {
			assert_eq!(
				pallet_session::Validators::<Runtime>::get().len(),
				validators
			);
			assert_eq!(pallet_aura::Authorities::<Runtime>::get().len(), validators);
			assert_eq!(
				seoul_chain_runtime::Grandpa::grandpa_authorities().len(),
				validators
			);
		});
	}
}

#[test]
fn a_legal_day_is_five_seconds_in_development_and_a_day_elsewhere() {
	let terms = |preset| {
		genesis(preset).execute_with(|| {
			Terms::<Runtime>::get()
				.first()
				.expect("terms are in force")
				.terms
		})
	};
	assert_eq!(terms(DEVELOPMENT).inspection_validity, 120 * 5 * SECOND);
	assert_eq!(terms(DEVELOPMENT).inspection_filing_period, 3 * 5 * SECOND);
	assert_eq!(
		terms(DEVELOPMENT).max_odometer_km,
		LegalTerms::default().max_odometer_km
	);
	assert_eq!(terms(LOCAL), LegalTerms::default());
	assert_eq!(terms(SEOUL), LegalTerms::default());
}

#[test]
fn who_changes_a_cards_account_waits_seconds_in_development_and_a_card_is_valid_for_years() {
	let terms = |preset| genesis(preset).execute_with(|| CitizenIdentity::terms_at(0));
	let day = 5 * SECOND;
	assert_eq!(
		terms(DEVELOPMENT),
		CardTerms {
			proposal_lifetime: 7 * day,
			proposal_interval: day,
			recovery_waiting_time: 7 * day,
			..CardTerms::default()
		}
	);
	assert_eq!(terms(LOCAL), CardTerms::default());
	assert_eq!(terms(SEOUL), CardTerms::default());
}

#[test]
fn every_preset_has_an_identity_of_its_own() {
	let identity = |preset: &&str| {
		genesis(preset).execute_with(<ChainIdentity as frame_support::traits::Get<[u8; 32]>>::get)
	};
	let identities: BTreeSet<_> = ALL.iter().map(identity).collect();
	assert_eq!(identities.len(), ALL.len());
	assert!(!identities.contains(&[0; 32]));
}

#[test]
fn works_are_paid_by_the_calendar_of_korea_and_their_day_is_short_in_development() {
	for preset in ALL {
		genesis(preset).execute_with(|| {
			let calendar = EscrowPayments::calendar_info();
			assert_eq!(calendar.holidays, PUBLIC_HOLIDAYS);
			assert_eq!(
				calendar.terms,
				pallet_escrow_payments::LegalTerms::default()
			);
			let day = if preset == DEVELOPMENT {
				5 * SECOND
			} else {
				DAY
			};
			assert_eq!(calendar.day_length, day);
		});
	}
}

#[test]
fn rings_live_by_the_periods_of_the_city_but_in_development_and_hide_few_in_a_small_city() {
	let terms = |preset| genesis(preset).execute_with(pallet_citizen_rings::Terms::<Runtime>::get);
	let city = pallet_citizen_rings::RingTerms::default();
	assert_eq!(terms(SEOUL), city);
	assert_eq!(city.min_cohort, 128);
	let local = terms(LOCAL);
	assert_eq!(local.min_cohort, 3);
	assert_eq!(
		(local.grace, local.removal_grace, local.alias_validity),
		(city.grace, city.removal_grace, city.alias_validity)
	);
	let development = terms(DEVELOPMENT);
	assert_eq!(development.min_cohort, 3);
	assert!(development.removal_delay + development.removal_grace <= 20 * SECOND);
	assert!(development.rebinding_delay <= 10 * SECOND);
}

#[test]
fn every_district_has_ring_keys_of_its_own_in_seoul_and_every_preset_lacks_the_static_data() {
	use pallet_citizen_rings::{Collections, LoadedPages};
	use seoul_chain_ring_proofs::CollectionId;
	for (preset, districts) in [(DEVELOPMENT, 2), (LOCAL, 2), (SEOUL, 25)] {
		genesis(preset).execute_with(|| {
			assert!(Collections::<Runtime>::contains_key(CollectionId::City));
			assert_eq!(Collections::<Runtime>::iter().count(), districts + 1);
			// It would be a third of the runtime's code. The node adds it to the chains that it knows by name.
			assert_eq!(LoadedPages::<Runtime>::get(), 0);
		});
	}
}

#[test]
fn the_small_city_has_facilities_and_every_preset_kinds_of_credentials_that_its_offices_attest() {
	use pallet_facilities::{Facilities, Schemas};
	use seoul_chain_primitives::AgencyRegistry;
	for (preset, facilities) in [(DEVELOPMENT, 3), (LOCAL, 3), (SEOUL, 0)] {
		genesis(preset).execute_with(|| {
			assert_eq!(Facilities::<Runtime>::iter().count(), facilities);
			assert_eq!(Schemas::<Runtime>::iter().count(), 4);
			for (_, schema) in Schemas::<Runtime>::iter() {
				for agency in schema.issuers {
					assert_eq!(
						seoul_chain_runtime::Agencies::ensure_agency_has(
							agency,
							Role::CredentialIssuer
						),
						Ok(())
					);
				}
			}
		});
	}
}

#[test]
fn three_citizens_of_the_small_city_oblige_it_and_its_trustees_have_two_minutes_in_development() {
	use pallet_mvoting::{PollTerms, Terms};
	use seoul_chain_primitives::chain::MINUTE;
	let terms = |preset| genesis(preset).execute_with(Terms::<Runtime>::get);
	let city = PollTerms::default();
	assert_eq!(terms(SEOUL), city);
	let local = terms(LOCAL);
	assert_eq!(
		(local.answer_mark, local.least_minimum, local.share_period),
		(3, 3, city.share_period)
	);
	let development = terms(DEVELOPMENT);
	assert_eq!(
		(development.answer_mark, development.answer_period),
		(3, MINUTE)
	);
	for period in [
		development.registration_period,
		development.dealing_period,
		development.checking_period,
		development.share_period,
	] {
		assert_eq!(period, 2 * MINUTE);
	}
}

#[test]
fn every_preset_has_a_poll_office_and_five_trustees_that_are_none() {
	for preset in ALL {
		genesis(preset).execute_with(|| {
			let with = |role| -> BTreeSet<_> {
				agencies()
					.into_iter()
					.filter(|(_, agency)| agency.roles.contains(&role))
					.map(|(number, _)| number)
					.collect()
			};
			let offices = with(Role::PollOffice);
			let trustees = with(Role::PollTrustee);
			assert_eq!((offices.len(), trustees.len()), (1, 5), "in {preset}");
			assert!(offices.is_disjoint(&trustees));
		});
	}
}

#[test]
fn the_small_city_is_the_same_in_development_and_local() {
	let city = |preset| {
		genesis(preset).execute_with(|| {
			let members =
				pallet_collective::Members::<Runtime, pallet_collective::Instance1>::get();
			(agencies(), members)
		})
	};
	let (development, council) = city(DEVELOPMENT);
	assert_eq!((development.clone(), council.clone()), city(LOCAL));
	assert_eq!(development.len(), 39);
	assert_eq!(council.len(), 3);
}

#[test]
fn the_small_citys_people_hold_their_roles() {
	use seoul_chain_primitives::AgencyRegistry;
	let mut chain = Chain::development();
	for (key, role) in [
		(who::CITY_OFFICER, Role::CardOffice),
		(who::CITY_OFFICER, Role::AdmissionOffice),
		(who::DONGDAEMUN, Role::Registrar),
		(who::GANGNAM, Role::Registrar),
		(Sr25519Keyring::One, Role::PeriodicInspectionBody),
		(Sr25519Keyring::Two, Role::Insurer),
		(who::INSPECTOR, Role::InspectionWorkshop),
		(who::DEALER, Role::CarDealer),
		(who::DEALER, Role::Representative),
		(who::MECHANIC, Role::RepairShop),
	] {
		let agency =
			chain.query(|| seoul_chain_runtime::Agencies::ensure_role(&key.to_account_id(), role));
		assert!(agency.is_ok(), "{key} does not hold {role:?}: {agency:?}");
	}
}

#[test]
fn all_25_districts_are_registrars_counters_and_operators_of_facilities_in_seoul() {
	genesis(SEOUL).execute_with(|| {
		let registrars: Vec<_> = agencies()
			.into_iter()
			.map(|(_, agency)| agency)
			.filter(|agency| agency.roles.contains(&Role::Registrar))
			.collect();
		assert_eq!(registrars.len(), 25);
		for district in &DISTRICTS {
			let office = registrars
				.iter()
				.find(|office| office.district == Some(DistrictCode(district.code)))
				.expect("the district has an office");
			assert_eq!(office.kind, AgencyKind::PublicInstitution);
			assert!(office.roles.contains(&Role::CounterService));
			assert!(office.roles.contains(&Role::FacilityOperator));
			assert_eq!(office.status, AgencyStatus::Active);
			assert_eq!(
				office.name.ko.to_vec(),
				format!("{}청", district.name_ko).into_bytes()
			);
			assert_eq!(
				office.name.en.to_vec(),
				format!("{} Office", district.name_en).into_bytes()
			);
		}
	});
}

#[test]
fn districts_stand_in_order_of_code_and_differ() {
	assert!(DISTRICTS.windows(2).all(|pair| pair[0].code < pair[1].code));
	let names: BTreeSet<_> = DISTRICTS
		.iter()
		.flat_map(|district| [district.name_ko, district.name_en])
		.collect();
	assert_eq!(names.len(), 50);
	assert!(DISTRICTS
		.iter()
		.all(|district| (11_110..=11_740).contains(&district.code)));
}

#[test]
fn the_first_agency_is_the_card_office_in_every_preset() {
	for preset in ALL {
		genesis(preset).execute_with(|| {
			let office = Register::<Runtime>::get(CARD_OFFICE).expect("there is one");
			assert!(office.roles.contains(&Role::CardOffice));
			assert!(office.roles.contains(&Role::AdmissionOffice));
		});
	}
}

#[test]
fn whoever_acts_for_the_city_acts_without_won_from_the_first_block_on() {
	use pallet_collective::{Instance1, Instance2, Members};
	for preset in ALL {
		genesis(preset).execute_with(|| {
			let mut people: Vec<AccountId> = pallet_session::Validators::<Runtime>::get();
			people.extend(Members::<Runtime, Instance1>::get());
			people.extend(Members::<Runtime, Instance2>::get());
			people.extend(
				agencies()
					.into_iter()
					.map(|(_, agency)| agency.administrator),
			);
			assert!(people.len() > 10);
			for who in people {
				let quota = TransactionQuota::quota_of(who.clone());
				assert!(
					quota.is_some_and(|quota| quota.left == quota.allowance.capacity()
						&& quota.left.ref_time > 0
						&& quota.left.length > 0),
					"{who} of {preset} has no quota"
				);
				assert!(
					Activated::<Runtime>::contains_key(&who),
					"{who} of {preset} does not exist"
				);
			}
		});
	}
}

#[test]
fn the_city_begins_without_won_but_for_the_fee_account() {
	genesis(SEOUL).execute_with(|| {
		assert_eq!(Balances::total_issuance(), EXISTENTIAL_DEPOSIT);
		let limits = pallet_deposit_token::Limits::<Runtime>::get();
		assert!(limits.daily_mint > 0 && limits.supply_ceiling > limits.daily_mint);
	});
}

#[test]
fn the_small_city_has_the_keys_that_the_documentation_names() {
	use seoul_chain_primitives::AgencyRegistry;
	let account = |path: &str| {
		let pair = sr25519::Pair::from_string(path, None).expect("a valid path");
		AccountId::from(pair.public())
	};
	for preset in [DEVELOPMENT, LOCAL] {
		genesis(preset).execute_with(|| {
			let treasury = AgencyId(8);
			for clerk in ["//Treasury//maker", "//Treasury//checker"] {
				assert_eq!(
					seoul_chain_runtime::Agencies::ensure_role(&account(clerk), Role::Treasury),
					Ok(treasury)
				);
			}
			for (path, role, agency) in [
				("//Court", Role::Court, 9),
				("//Police", Role::Police, 10),
				("//TaxOffice", Role::TaxOffice, 11),
				("//Lienor", Role::Lienor, 12),
				("//Dismantler", Role::Dismantler, 13),
				("//Climate", Role::MileageIssuer, 14),
				("//Health", Role::MileageIssuer, 15),
				("//FinanceBureau", Role::MileageIssuer, 16),
				("//FinanceBureau", Role::ContractOfficer, 16),
				("//PublicRelations", Role::MileageIssuer, 17),
				("//PublicRelations", Role::PollOffice, 17),
				("//Museum", Role::Merchant, 18),
				("//Transit", Role::RedemptionChannel, 19),
				("//Infrastructure", Role::OrderingDepartment, 20),
				("//Supervisor", Role::Supervisor, 21),
				("//WorksInspector", Role::WorksInspector, 22),
				("//Hanbit", Role::Contractor, 23),
				("//Nuri", Role::Contractor, 24),
				("//Daehan", Role::Contractor, 25),
				("//Cement", Role::Supplier, 26),
				("//LabourBank", Role::LabourBank, 27),
				("//DisputeBody", Role::DisputeBody, 28),
				("//Guarantor", Role::Guarantor, 29),
				("//Tongin", Role::Merchant, 30),
				("//Counter", Role::CounterService, 31),
				("//Library", Role::FacilityOperator, 32),
				("//Museum", Role::FacilityOperator, 18),
				("//Residents", Role::CredentialIssuer, 33),
				("//CardOffice//checker", Role::CardOffice, 0),
				("//PublicRelations//reviewer", Role::PollOffice, 17),
				("//BarAssociation", Role::PollTrustee, 34),
				("//University", Role::PollTrustee, 35),
				("//Consumers", Role::PollTrustee, 36),
				("//Ombudsman", Role::PollTrustee, 37),
				("//Gyeonggi", Role::PollTrustee, 38),
			] {
				assert_eq!(
					seoul_chain_runtime::Agencies::ensure_role(&account(path), role),
					Ok(AgencyId(agency))
				);
			}
			let register = Register::<Runtime>::get(treasury).expect("it is registered");
			assert_eq!(register.administrator, account("//Treasury"));
			assert_eq!(register.payout_account, account("//Treasury"));
		});
	}
}

/// Every form in which the public key of a well-known phrase could stand in a specification.
fn well_known_keys() -> Vec<String> {
	let mut forms = Vec::new();
	let mut add = |signer: MultiSigner| {
		let account: AccountId = signer.clone().into_account();
		forms.push(account.to_ss58check());
		forms.push(array_hex(account.as_ref()));
		match signer {
			MultiSigner::Sr25519(key) => forms.push(key.to_ss58check()),
			MultiSigner::Ed25519(key) => forms.push(key.to_ss58check()),
			MultiSigner::Ecdsa(key) => forms.push(key.to_ss58check()),
			MultiSigner::Eth(_) => {},
		}
	};
	for key in Sr25519Keyring::iter() {
		let path = key.to_seed();
		let valid = "a well-known path";
		add(sr25519::Pair::from_string(&path, None)
			.expect(valid)
			.public()
			.into());
		add(ed25519::Pair::from_string(&path, None)
			.expect(valid)
			.public()
			.into());
		add(ecdsa::Pair::from_string(&path, None)
			.expect(valid)
			.public()
			.into());
	}
	// The phrase itself, without a path.
	let phrase = sp_core::crypto::DEV_PHRASE;
	let valid = "the well-known phrase";
	add(sr25519::Pair::from_string(phrase, None)
		.expect(valid)
		.public()
		.into());
	add(ed25519::Pair::from_string(phrase, None)
		.expect(valid)
		.public()
		.into());
	add(ecdsa::Pair::from_string(phrase, None)
		.expect(valid)
		.public()
		.into());
	forms
}

fn array_hex(bytes: &[u8]) -> String {
	sp_core::bytes::to_hex(bytes, false)
		.trim_start_matches("0x")
		.into()
}

#[test]
fn no_well_known_key_stands_in_seoul() {
	let seoul = patch(SEOUL);
	let development = patch(DEVELOPMENT);
	let forms = well_known_keys();
	assert!(
		forms.iter().any(|form| development.contains(form)),
		"the same search must find the keys of the development chain"
	);
	for form in forms {
		assert!(!seoul.contains(&form), "{form} is a well-known key");
	}
}

#[test]
fn an_account_of_seoul_stands_in_one_place_only() {
	genesis(SEOUL).execute_with(|| {
		let mut accounts: Vec<AccountId> = pallet_session::Validators::<Runtime>::get();
		accounts.extend(pallet_collective::Members::<
			Runtime,
			pallet_collective::Instance1,
		>::get());
		for (_, agency) in agencies() {
			accounts.extend([agency.administrator, agency.payout_account]);
		}
		let distinct: BTreeSet<_> = accounts.iter().collect();
		assert_eq!(distinct.len(), accounts.len());
	});
}
