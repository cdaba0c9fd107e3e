// SPDX-License-Identifier: Apache-2.0

//! Chains to try things on: keys that everybody knows, and a small city.

use super::{Card, Genesis, Validator};
use crate::{AccountId, SessionKeys};
use alloc::{string::ToString, vec, vec::Vec};
use pallet_agencies::{AgencyKind, GenesisAgency, GenesisDelegate};
use pallet_car_registry::LegalTerms;
use pallet_deposit_token::IssuanceLimits;
use seoul_chain_primitives::{
	chain::{DAY, SECOND},
	AgencyId, CitizenIndex, DistrictCode, Moment, Role,
};
use seoul_chain_runtime_common::{currency::KRW, time::MINUTES};
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// What each well-known account has.
const ENDOWMENT: crate::Balance = 10_000_000 * KRW;

/// Delegations of the small city end with the year 2099.
const END_OF_2099: Moment = 4_102_444_800_000;

// Public keys of the well-known phrase with the path that stands at each. The runtime cannot derive them by
// itself; a test does. Their accounts own no won, and act by quota.

/// `//Treasury`.
const TREASURY: [u8; 32] =
	hex_literal::hex!("921e83abd72f3be9d10640f8d42d0188d78b963681157dbc68c9a4b040b0d31b");
/// `//Treasury//maker`.
const TREASURY_MAKER: [u8; 32] =
	hex_literal::hex!("7aa63bd1fce0266b65c8fc29e5db516c57c92b7abcb9ae894065332449a0bf75");
/// `//Treasury//checker`.
const TREASURY_CHECKER: [u8; 32] =
	hex_literal::hex!("f81be77e84a8033ffb14af993da5752ac23f9a7be559d00138b5c3e19196ec6c");
/// `//Court`.
const COURT: [u8; 32] =
	hex_literal::hex!("de504b2553b4505b675d3e8b7ff20133be8410d33aa55386796b477c01d7db14");
/// `//Police`.
const POLICE: [u8; 32] =
	hex_literal::hex!("a4be08426f1e5ab3c7450e98db5133329b90cc75d2a6dd63b146538d7ef4a17f");
/// `//TaxOffice`.
const TAX_OFFICE: [u8; 32] =
	hex_literal::hex!("1a3f461bafe45c872520ecc937e8c2ba749fed3e5e68205bbf619920b74c3c67");
/// `//Lienor`.
const LIENOR: [u8; 32] =
	hex_literal::hex!("fc4e59aef6541830dd8a853eaa51de64c9806bb551a6d114ac364173e910e613");
/// `//Dismantler`.
const DISMANTLER: [u8; 32] =
	hex_literal::hex!("ce43bd0f38b8fa3d3430920ac19a1d7e6e040c474617a3a58394734d94087342");

/// One validator; a legal day is five seconds.
pub(super) fn development() -> Genesis {
	Genesis {
		validators: vec![validator(Sr25519Keyring::Alice, Ed25519Keyring::Alice, 0)],
		terms: compressed(&LegalTerms::default()),
		..small_city()
	}
}

/// Four validators; legal periods as the law says.
pub(super) fn local() -> Genesis {
	Genesis {
		validators: vec![
			validator(Sr25519Keyring::Alice, Ed25519Keyring::Alice, 0),
			validator(Sr25519Keyring::Bob, Ed25519Keyring::Bob, 1),
			validator(Sr25519Keyring::Charlie, Ed25519Keyring::Charlie, 2),
			validator(Sr25519Keyring::Dave, Ed25519Keyring::Dave, 3),
		],
		min_validators: 3,
		session_length: MINUTES,
		..small_city()
	}
}

fn validator(aura: Sr25519Keyring, grandpa: Ed25519Keyring, agency: u32) -> Validator {
	Validator {
		account: aura.to_account_id(),
		keys: SessionKeys {
			aura: aura.public().into(),
			grandpa: grandpa.public().into(),
		},
		agency: AgencyId(agency),
	}
}

/// What a legal day lasts on the development chain: short enough that a demonstration lives through
/// deadlines, long enough that a person who clicks through a sale meets them.
const COMPRESSED_DAY: Moment = 5 * SECOND;

/// The same terms with [`COMPRESSED_DAY`] for each legal day.
fn compressed(terms: &LegalTerms) -> LegalTerms {
	let compress = |span: Moment| span.saturating_mul(COMPRESSED_DAY).div_ceil(DAY);
	LegalTerms {
		inspection_validity: compress(terms.inspection_validity),
		inspection_filing_period: compress(terms.inspection_filing_period),
		draft_lifetime: compress(terms.draft_lifetime),
		acceptance_period: compress(terms.acceptance_period),
		legal_day: COMPRESSED_DAY,
		transfer_period_sale: compress(terms.transfer_period_sale),
		transfer_period_gift: compress(terms.transfer_period_gift),
		forced_transfer_notice: compress(terms.forced_transfer_notice),
		warranty_period: compress(terms.warranty_period),
		rescission_period: compress(terms.rescission_period),
		rescission_period_flood: compress(terms.rescission_period_flood),
		// A demonstration drives a car's life in minutes.
		plausible_km_per_day: 100_000,
		// Other kilometres, months and won are what they are.
		..*terms
	}
}

/// A card office, two districts, the bodies that read odometers, a dealer, a workshop, a repair shop, the
/// treasury, a court, the police, a tax office, a lienor, a dismantler, and three citizens. Nobody validates yet.
fn small_city() -> Genesis {
	use AgencyKind::{Company, PublicInstitution};
	use Sr25519Keyring::{
		AliceStash, BobStash, CharlieStash, Dave, DaveStash, Eve, EveStash, Ferdie, FerdieStash,
		One, Two,
	};

	let agencies = vec![
		agency(
			"서울시 디지털도시국",
			"Seoul Digital City Bureau",
			PublicInstitution,
			&[Role::CardOffice, Role::AdmissionOffice],
			None,
			CharlieStash,
		),
		agency(
			"동대문구청",
			"Dongdaemun-gu Office",
			PublicInstitution,
			&[Role::Registrar],
			Some(DistrictCode(11_230)),
			AliceStash,
		),
		agency(
			"강남구청",
			"Gangnam-gu Office",
			PublicInstitution,
			&[Role::Registrar],
			Some(DistrictCode(11_680)),
			FerdieStash,
		),
		agency(
			"한국교통안전공단",
			"Korea Transportation Safety Authority",
			PublicInstitution,
			&[Role::PeriodicInspectionBody],
			None,
			One,
		),
		agency(
			"보험개발원",
			"Korea Insurance Development Institute",
			PublicInstitution,
			&[Role::Insurer],
			None,
			Two,
		),
		agency(
			"장안평 성능점검장",
			"Janganpyeong Inspection Workshop",
			Company,
			&[Role::InspectionWorkshop],
			None,
			BobStash,
		),
		agency(
			"장안평 모터스",
			"Janganpyeong Motors",
			Company,
			&[Role::CarDealer],
			None,
			DaveStash,
		),
		agency(
			"답십리 정비",
			"Dapsimni Repair",
			Company,
			&[Role::RepairShop],
			None,
			EveStash,
		),
		treasury(),
		held_by(
			"서울중앙지방법원",
			"Seoul Central District Court",
			PublicInstitution,
			Role::Court,
			COURT,
		),
		held_by(
			"서울특별시경찰청",
			"Seoul Metropolitan Police",
			PublicInstitution,
			Role::Police,
			POLICE,
		),
		held_by(
			"동대문세무서",
			"Dongdaemun Tax Office",
			PublicInstitution,
			Role::TaxOffice,
			TAX_OFFICE,
		),
		held_by(
			"장안평 캐피탈",
			"Janganpyeong Capital",
			Company,
			Role::Lienor,
			LIENOR,
		),
		held_by(
			"장안평 해체재활용",
			"Janganpyeong Dismantling",
			Company,
			Role::Dismantler,
			DISMANTLER,
		),
	];

	Genesis {
		validators: Vec::new(),
		min_validators: 1,
		// Twenty seconds: who follows a guide sees a session end.
		session_length: 10,
		technical_committee: vec![
			Sr25519Keyring::Alice.to_account_id(),
			Sr25519Keyring::Bob.to_account_id(),
			Sr25519Keyring::Charlie.to_account_id(),
		],
		council: vec![
			Sr25519Keyring::Alice.to_account_id(),
			Sr25519Keyring::Bob.to_account_id(),
			Sr25519Keyring::Charlie.to_account_id(),
		],
		balances: Sr25519Keyring::iter()
			.map(|key| (key.to_account_id(), ENDOWMENT))
			.collect(),
		agencies,
		cards: vec![card(1001, Dave), card(1002, Eve), card(1003, Ferdie)],
		terms: LegalTerms::default(),
		limits: IssuanceLimits {
			daily_mint: 1_000_000_000,
			daily_burn: 1_000_000_000,
			supply_ceiling: 1_000_000_000_000,
			..IssuanceLimits::default()
		},
	}
}

/// The treasury: an administrator, and two clerks of whom one enters and the other approves. None of them
/// has any won.
fn treasury() -> GenesisAgency<AccountId> {
	let clerk = |key: [u8; 32]| GenesisDelegate {
		account: AccountId::new(key),
		roles: vec![Role::Treasury],
		expires_at: END_OF_2099,
	};
	GenesisAgency {
		name_ko: "서울시금고".to_string(),
		name_en: "Seoul City Treasury".to_string(),
		kind: AgencyKind::PublicInstitution,
		roles: vec![Role::Treasury],
		district: None,
		administrator: AccountId::new(TREASURY),
		payout_account: AccountId::new(TREASURY),
		delegates: vec![clerk(TREASURY_MAKER), clerk(TREASURY_CHECKER)],
	}
}

/// An agency whose administrator is also its only delegate, with all its roles.
fn agency(
	name_ko: &str,
	name_en: &str,
	kind: AgencyKind,
	roles: &[Role],
	district: Option<DistrictCode>,
	key: Sr25519Keyring,
) -> GenesisAgency<AccountId> {
	let mut delegated = vec![Role::Representative];
	delegated.extend_from_slice(roles);
	let account = key.to_account_id();
	GenesisAgency {
		name_ko: name_ko.to_string(),
		name_en: name_en.to_string(),
		kind,
		roles: roles.to_vec(),
		district,
		administrator: account.clone(),
		payout_account: account.clone(),
		delegates: vec![GenesisDelegate {
			account,
			roles: delegated,
			expires_at: END_OF_2099,
		}],
	}
}

/// The same with one role, for a key that is not among the keyring's.
fn held_by(
	name_ko: &str,
	name_en: &str,
	kind: AgencyKind,
	role: Role,
	key: [u8; 32],
) -> GenesisAgency<AccountId> {
	let account = AccountId::new(key);
	GenesisAgency {
		name_ko: name_ko.to_string(),
		name_en: name_en.to_string(),
		kind,
		roles: vec![role],
		district: None,
		administrator: account.clone(),
		payout_account: account.clone(),
		delegates: vec![GenesisDelegate {
			account,
			roles: vec![Role::Representative, role],
			expires_at: END_OF_2099,
		}],
	}
}

fn card(citizen: u64, key: Sr25519Keyring) -> Card {
	Card {
		citizen: CitizenIndex(citizen),
		account: key.to_account_id(),
	}
}
