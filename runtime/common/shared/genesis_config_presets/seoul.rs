// SPDX-License-Identifier: Apache-2.0

//! The city, with placeholders for keys.

use super::{Author, Genesis, DISTRICTS};
use crate::{authors, block::HOURS, AccountId};
use alloc::{format, string::ToString, vec::Vec};
use pallet_agencies::{AgencyKind, GenesisAgency};
use pallet_car_registry::LegalTerms;
use pallet_citizen_identity::CardTerms;
use pallet_citizen_rings::RingTerms;
use pallet_deposit_token::IssuanceLimits;
use pallet_mileage::{genesis::Issuers, Calendar};
use pallet_mvoting::PollTerms;
use seoul_chain_primitives::{chain::DAY, AgencyId, DistrictCode, Role};
use sp_core::{ed25519, sr25519};

/// Who runs the first validators.
///
/// The data center belongs to the digital city bureau.
const VALIDATORS: [(&str, AgencyId); 4] = [
	("digital-city-bureau", AgencyId(0)),
	("finance-bureau", AgencyId(1)),
	("infrastructure-headquarters", AgencyId(3)),
	("data-center", AgencyId(0)),
];

/// An institution other than a district office.
struct Institution {
	label: &'static str,
	name_ko: &'static str,
	name_en: &'static str,
	roles: &'static [Role],
	council: Seat,
}

/// Whether an institution sits on the council.
#[derive(PartialEq, Eq)]
enum Seat {
	/// A department of the city.
	Member,
	/// A body outside the city.
	None,
}

/// The city's departments, and the bodies outside it that read odometers. The first one issues the
/// citizen cards and admits companies.
const INSTITUTIONS: [Institution; 9] = [
	Institution {
		label: "digital-city-bureau",
		name_ko: "서울특별시 디지털도시국",
		name_en: "Seoul Digital City Bureau",
		roles: &[
			Role::CardOffice,
			Role::AdmissionOffice,
			Role::CredentialIssuer,
		],
		council: Seat::Member,
	},
	Institution {
		label: "finance-bureau",
		name_ko: "서울특별시 재무국",
		name_en: "Seoul Finance Bureau",
		roles: &[
			Role::Treasury,
			Role::ContractOfficer,
			Role::TaxOffice,
			Role::MileageIssuer,
			Role::CalendarOffice,
		],
		council: Seat::Member,
	},
	Institution {
		label: "audit-committee",
		name_ko: "서울특별시 감사위원회",
		name_en: "Seoul Audit and Inspection Committee",
		roles: &[Role::Auditor],
		council: Seat::Member,
	},
	Institution {
		label: "infrastructure-headquarters",
		name_ko: "서울특별시 도시기반시설본부",
		name_en: "Seoul Infrastructure Headquarters",
		roles: &[
			Role::OrderingDepartment,
			Role::Supervisor,
			Role::WorksInspector,
		],
		council: Seat::Member,
	},
	Institution {
		label: "climate-headquarters",
		name_ko: "서울특별시 기후환경본부",
		name_en: "Seoul Climate and Environment Headquarters",
		roles: &[Role::MileageIssuer],
		council: Seat::Member,
	},
	Institution {
		label: "citizen-health-bureau",
		name_ko: "서울특별시 시민건강국",
		name_en: "Seoul Citizen Health Bureau",
		roles: &[Role::MileageIssuer],
		council: Seat::Member,
	},
	Institution {
		label: "public-relations-office",
		name_ko: "서울특별시 홍보기획관",
		name_en: "Seoul Public Relations Office",
		roles: &[Role::PollOffice, Role::MileageIssuer],
		council: Seat::Member,
	},
	Institution {
		label: "transportation-safety-authority",
		name_ko: "한국교통안전공단",
		name_en: "Korea Transportation Safety Authority",
		roles: &[Role::PeriodicInspectionBody],
		council: Seat::None,
	},
	Institution {
		label: "insurance-development-institute",
		name_ko: "보험개발원",
		name_en: "Korea Insurance Development Institute",
		roles: &[Role::Insurer],
		council: Seat::None,
	},
];

/// Bodies outside the city whose word counts in its services. They come after the district offices.
const BODIES: [Institution; 11] = [
	Institution {
		label: "central-district-court",
		name_ko: "서울중앙지방법원",
		name_en: "Seoul Central District Court",
		roles: &[Role::Court],
		council: Seat::None,
	},
	Institution {
		label: "metropolitan-police",
		name_ko: "서울특별시경찰청",
		name_en: "Seoul Metropolitan Police",
		roles: &[Role::Police],
		council: Seat::None,
	},
	Institution {
		label: "transit-card-clearing-house",
		name_ko: "교통카드 정산소",
		name_en: "Transit Card Clearing House",
		roles: &[Role::RedemptionChannel],
		council: Seat::None,
	},
	Institution {
		label: "labour-bank",
		name_ko: "노무비 지급 은행",
		name_en: "Labour Bank",
		roles: &[Role::LabourBank],
		council: Seat::None,
	},
	Institution {
		label: "construction-dispute-committee",
		name_ko: "건설분쟁조정위원회",
		name_en: "Construction Dispute Committee",
		roles: &[Role::DisputeBody],
		council: Seat::None,
	},
	Institution {
		label: "construction-guarantee-cooperative",
		name_ko: "건설공제조합",
		name_en: "Construction Guarantee Cooperative",
		roles: &[Role::Guarantor],
		council: Seat::None,
	},
	Institution {
		label: "bar-association",
		name_ko: "서울지방변호사회",
		name_en: "Seoul Bar Association",
		roles: &[Role::PollTrustee],
		council: Seat::None,
	},
	Institution {
		label: "university-of-seoul",
		name_ko: "서울시립대학교",
		name_en: "University of Seoul",
		roles: &[Role::PollTrustee],
		council: Seat::None,
	},
	Institution {
		label: "consumers-council",
		name_ko: "소비자단체협의회",
		name_en: "Consumers' Council",
		roles: &[Role::PollTrustee],
		council: Seat::None,
	},
	Institution {
		label: "citizens-ombudsman",
		name_ko: "시민감사옴부즈만위원회",
		name_en: "Citizens' Ombudsman Commission",
		roles: &[Role::PollTrustee],
		council: Seat::None,
	},
	Institution {
		label: "gyeonggi-province",
		name_ko: "경기도",
		name_en: "Gyeonggi Province",
		roles: &[Role::PollTrustee],
		council: Seat::None,
	},
];

/// The 25 district offices as registrars, counters and operators of facilities, the city's departments, and no citizen and no company yet:
/// these come through the card office and the admission office.
pub(super) fn seoul() -> Genesis {
	let council: Vec<_> = INSTITUTIONS
		.iter()
		.filter(|institution| institution.council == Seat::Member)
		.map(|institution| placeholder_account("councillor", institution.label))
		.collect();
	let validators: Vec<_> = VALIDATORS
		.iter()
		.map(|(label, agency)| validator(label, *agency))
		.collect();
	let technical_committee: Vec<_> = VALIDATORS
		.iter()
		.map(|(label, _)| placeholder_account("operator", label))
		.collect();
	let registered = |institution: &Institution| {
		agency(
			institution.label,
			institution.name_ko.to_string(),
			institution.name_en.to_string(),
			institution.roles,
			None,
		)
	};
	let departments = INSTITUTIONS.iter().map(registered);
	let bodies = BODIES.iter().map(registered);
	let offices = DISTRICTS.iter().map(|district| {
		agency(
			&district.code.to_string(),
			format!("{}청", district.name_ko),
			format!("{} Office", district.name_en),
			&[
				Role::Registrar,
				Role::CounterService,
				Role::FacilityOperator,
			],
			Some(DistrictCode(district.code)),
		)
	});
	let agencies: Vec<_> = departments.chain(offices).chain(bodies).collect();

	Genesis {
		validators,
		min_validators: 3,
		session_length: HOURS,
		council,
		technical_committee,
		// Quota pays for what institutions do, and won come from the treasury against bank deposits only.
		balances: Vec::new(),
		agencies,
		cards: Vec::new(),
		terms: LegalTerms::default(),
		card_terms: CardTerms::default(),
		// A year's payments of the city's works fit into a month of such days, and no error of one day costs
		// more than the bank can call back.
		limits: IssuanceLimits {
			daily_mint: 100_000_000_000,
			daily_burn: 100_000_000_000,
			supply_ceiling: 10_000_000_000_000,
			..IssuanceLimits::default()
		},
		issuers: Issuers {
			eco: AgencyId(4),
			car: AgencyId(4),
			etax: AgencyId(1),
			health: AgencyId(5),
			poll: AgencyId(6),
		},
		calendar: Calendar::Korean,
		day_length: DAY,
		ring_terms: RingTerms::default(),
		districts: DISTRICTS.iter().map(|district| district.code).collect(),
		schemas: super::schemas(&[0]),
		// Each institution registers its own.
		facilities: Vec::new(),
		poll_terms: PollTerms::default(),
		chain_id: placeholder("chain", "identity"),
	}
}

fn validator(label: &str, agency: AgencyId) -> Author {
	Author {
		account: placeholder_account("validator", label),
		keys: authors::keys(
			sr25519::Public::from_raw(placeholder("aura", label)),
			ed25519::Public::from_raw(placeholder("grandpa", label)),
		),
		agency,
	}
}

/// A public institution that has appointed nobody yet.
fn agency(
	label: &str,
	name_ko: alloc::string::String,
	name_en: alloc::string::String,
	roles: &[Role],
	district: Option<DistrictCode>,
) -> GenesisAgency<AccountId> {
	GenesisAgency {
		name_ko,
		name_en,
		kind: AgencyKind::PublicInstitution,
		roles: roles.to_vec(),
		district,
		administrator: placeholder_account("administrator", label),
		payout_account: placeholder_account("payout", label),
		delegates: Vec::new(),
	}
}

fn placeholder_account(purpose: &str, label: &str) -> AccountId {
	AccountId::new(placeholder(purpose, label))
}

/// Stands where a public key belongs. It is the hash of a text, so nobody knows a secret for it: whoever
/// wanted to sign would have to find one from the public key alone.
///
/// (An ECDSA account is the hash of a public key of 33 bytes that begins with 2 or 3; the text begins
/// with a letter.)
fn placeholder(purpose: &str, label: &str) -> [u8; 32] {
	sp_io::hashing::blake2_256(format!("seoul-chain placeholder key: {purpose}/{label}").as_bytes())
}
