// SPDX-License-Identifier: Apache-2.0

//! Chains to try things on: keys that everybody knows, and a small city.

use super::{Author, Card, Genesis};
use crate::{authors, block::MINUTES, AccountId};
use alloc::{string::ToString, vec, vec::Vec};
use pallet_agencies::{AgencyKind, GenesisAgency, GenesisDelegate};
use pallet_car_registry::LegalTerms;
use pallet_citizen_identity::CardTerms;
use pallet_citizen_rings::RingTerms;
use pallet_deposit_token::IssuanceLimits;
use pallet_facilities::genesis::{GenesisFacility, GenesisPurpose};
use pallet_mileage::{genesis::Issuers, Calendar};
use pallet_mvoting::PollTerms;
use seoul_chain_primitives::{
	chain::{DAY, HOUR, MINUTE, SECOND},
	AgencyId, CitizenIndex, DistrictCode, Moment, Role,
};
use seoul_chain_runtime_common::currency::KRW;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// What each well-known account has.
const ENDOWMENT: crate::Balance = 10_000_000 * KRW;

/// What an office that gives points has on its account.
const MILEAGE_BUDGET: crate::Balance = 100_000_000 * KRW;

/// What the office that pays for works has on its account.
const WORKS_BUDGET: crate::Balance = 100_000_000_000 * KRW;

/// Delegations of the small city end with the year 2099.
const END_OF_2099: Moment = 4_102_444_800_000;

// Public keys of the well-known phrase with the path that stands at each. The runtime cannot derive them by
// itself; a test does. Their accounts own no won unless they hold a budget, and act by quota.

/// `//CardOffice//checker`.
const CARD_OFFICE_CHECKER: [u8; 32] =
	hex_literal::hex!("4ce34acac39288c31f498539c7a1660cf7c9fd9a86212ca939eba9d30425157b");
/// `//PublicRelations//reviewer`.
const POLL_REVIEWER: [u8; 32] =
	hex_literal::hex!("92aabeeaf034cd585c87b23cc695094deb4f1fb364a0f3251d7e242d403fc16f");
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

/// An institution or a firm of the mileages, of the city's works, of its facilities and of its polls, or a counter:
/// the path of its key, the key, and one role after the other.
struct Member {
	name_ko: &'static str,
	name_en: &'static str,
	kind: AgencyKind,
	roles: &'static [Role],
	key: [u8; 32],
	/// What it has on its pay-out account, in won: budgets of mileages and of works. Others have none.
	budget: crate::Balance,
}

/// In the order of their numbers, from 14 on. The path of each key stands above it.
const MEMBERS: [Member; 25] = [
	// `//Climate`
	Member {
		name_ko: "서울시 기후환경본부",
		name_en: "Seoul Climate and Environment Headquarters",
		kind: AgencyKind::PublicInstitution,
		roles: &[Role::MileageIssuer],
		key: hex_literal::hex!("34e046d55bd0d43a9837fa8c20eb62927a166de5c9a34fa6a1e136ab80e8f015"),
		budget: MILEAGE_BUDGET,
	},
	// `//Health`
	Member {
		name_ko: "서울시 시민건강국",
		name_en: "Seoul Citizen Health Bureau",
		kind: AgencyKind::PublicInstitution,
		roles: &[Role::MileageIssuer],
		key: hex_literal::hex!("ca213ca661e8c66e4b34ce66496b074d6368bf59045fd0390f90f652dd1e4364"),
		budget: MILEAGE_BUDGET,
	},
	// `//FinanceBureau`
	Member {
		name_ko: "서울시 재무국",
		name_en: "Seoul Finance Bureau",
		kind: AgencyKind::PublicInstitution,
		roles: &[
			Role::MileageIssuer,
			Role::ContractOfficer,
			Role::CalendarOffice,
		],
		key: hex_literal::hex!("7a8e966ea465059c0fe311f03c99f527ff93619bf2273b25730e882124aade56"),
		budget: WORKS_BUDGET,
	},
	// `//PublicRelations`
	Member {
		name_ko: "서울시 홍보기획관",
		name_en: "Seoul Public Relations Office",
		kind: AgencyKind::PublicInstitution,
		roles: &[Role::MileageIssuer, Role::PollOffice],
		key: hex_literal::hex!("209b050b714a129e5c131eed3c5deda52d2688dbbbdda469bfebd88f7948e510"),
		budget: MILEAGE_BUDGET,
	},
	// `//Museum`
	Member {
		name_ko: "서울역사박물관",
		name_en: "Seoul Museum of History",
		kind: AgencyKind::PublicInstitution,
		roles: &[Role::Merchant, Role::FacilityOperator],
		key: hex_literal::hex!("868549030ee939b5c8755b6acbb948baf486cf8e36f1fd229219d612eb187462"),
		budget: 0,
	},
	// `//Transit`
	Member {
		name_ko: "교통카드 정산소",
		name_en: "Transit Card Clearing House",
		kind: AgencyKind::PublicInstitution,
		roles: &[Role::RedemptionChannel],
		key: hex_literal::hex!("048ee9fe51b018abe7970be65904e25bd787e835ea8c3b9f7fed1f616787d277"),
		budget: 0,
	},
	// `//Infrastructure`
	Member {
		name_ko: "서울시 도시기반시설본부",
		name_en: "Seoul Infrastructure Headquarters",
		kind: AgencyKind::PublicInstitution,
		roles: &[Role::OrderingDepartment],
		key: hex_literal::hex!("a844caaa88863918fc19ac592f13920d70bf54c2eda2726700915a71d5ac5c32"),
		budget: 0,
	},
	// `//Supervisor`
	Member {
		name_ko: "서울시 공사감독실",
		name_en: "Seoul Works Supervision Office",
		kind: AgencyKind::PublicInstitution,
		roles: &[Role::Supervisor],
		key: hex_literal::hex!("0e7a638d412cf8af61bf8f1238abec3a2cc3f44eedf754d81d27f2ce7743ac0a"),
		budget: 0,
	},
	// `//WorksInspector`
	Member {
		name_ko: "서울시 품질시험소",
		name_en: "Seoul Works Inspection Office",
		kind: AgencyKind::PublicInstitution,
		roles: &[Role::WorksInspector],
		key: hex_literal::hex!("4e609c39fc513283ceeaadac012890ce5fd9cc53a189588d711b46a433637839"),
		budget: 0,
	},
	// `//Hanbit`
	Member {
		name_ko: "한빛종합건설",
		name_en: "Hanbit Construction",
		kind: AgencyKind::Company,
		roles: &[Role::Contractor],
		key: hex_literal::hex!("fc9e0a37cb38ce6023d50f150c7ae44ab24fe4e08120e733f28d4594a0230550"),
		budget: 0,
	},
	// `//Nuri`
	Member {
		name_ko: "누리방수",
		name_en: "Nuri Waterproofing",
		kind: AgencyKind::Company,
		roles: &[Role::Contractor],
		key: hex_literal::hex!("3aeaf72eec1f4c94baa369e785ffac7871c86b2c3f366a0e72045171fcf96517"),
		budget: 0,
	},
	// `//Daehan`
	Member {
		name_ko: "대한지붕",
		name_en: "Daehan Roofing",
		kind: AgencyKind::Company,
		roles: &[Role::Contractor],
		key: hex_literal::hex!("4e6adf1a24710c4758241b9b5f7ffdd509a724334ef44de03c2ccc74ad3ddb1f"),
		budget: 0,
	},
	// `//Cement`
	Member {
		name_ko: "성동시멘트",
		name_en: "Seongdong Cement",
		kind: AgencyKind::Company,
		roles: &[Role::Supplier],
		key: hex_literal::hex!("a2b1f0cd4bfaba12059b5813187582d3b911e77a5bae060927a573d05febf31d"),
		budget: 0,
	},
	// `//LabourBank`
	Member {
		name_ko: "노무비 지급 은행",
		name_en: "Labour Bank",
		kind: AgencyKind::PublicInstitution,
		roles: &[Role::LabourBank],
		key: hex_literal::hex!("5a5fbc75781350c602883781c85fe69360b6959ccb905827a66614ff9c0af60c"),
		budget: 0,
	},
	// `//DisputeBody`
	Member {
		name_ko: "건설분쟁조정위원회",
		name_en: "Construction Dispute Committee",
		kind: AgencyKind::PublicInstitution,
		roles: &[Role::DisputeBody],
		key: hex_literal::hex!("301d2063acd33ddb0cc4a58c94556283753c6bc32c54dae7f3b9b00ff560dc36"),
		budget: 0,
	},
	// `//Guarantor`
	Member {
		name_ko: "건설공제조합",
		name_en: "Construction Guarantee Cooperative",
		kind: AgencyKind::PublicInstitution,
		roles: &[Role::Guarantor],
		key: hex_literal::hex!("180d4887d4cc051c3ff04c3d858a2a6f4011c8e9bff1328fb24542e09b242907"),
		budget: 0,
	},
	// `//Tongin`
	Member {
		name_ko: "통인상회",
		name_en: "Tongin Store",
		kind: AgencyKind::Company,
		roles: &[Role::Merchant],
		key: hex_literal::hex!("722440a67b2301a938b22f63efc3f8a7fe90bc3b9a706cf6f8fd50fa7484d10e"),
		budget: 0,
	},
	// `//Counter`
	Member {
		name_ko: "구민 창구",
		name_en: "Citizen Counter",
		kind: AgencyKind::PublicInstitution,
		roles: &[Role::CounterService],
		key: hex_literal::hex!("e226a75cedead8193b45bbf71ff05bbfcb90547de6325d278711d8fe0fb5d95a"),
		budget: 0,
	},
	// `//Library`
	Member {
		name_ko: "서울도서관",
		name_en: "Seoul Metropolitan Library",
		kind: AgencyKind::PublicInstitution,
		roles: &[Role::FacilityOperator],
		key: hex_literal::hex!("3e2e8e3500547a6cc2c8ea1ac17e13f36f7f2628084688e10f4b8ea3980f1f05"),
		budget: 0,
	},
	// `//Residents`
	Member {
		name_ko: "주민자격 증명 부서",
		name_en: "Resident Credentials Office",
		kind: AgencyKind::PublicInstitution,
		roles: &[Role::CredentialIssuer],
		key: hex_literal::hex!("7027532366bc9c7aec2003432616f7135fdb02d9f9f2c27711b2ec40680be242"),
		budget: 0,
	},
	// `//BarAssociation`
	Member {
		name_ko: "서울지방변호사회",
		name_en: "Seoul Bar Association",
		kind: AgencyKind::PublicInstitution,
		roles: &[Role::PollTrustee],
		key: hex_literal::hex!("5ca177f30bec5347c9e45deaa004c3efbde0e85b35810bdf891b86d200829679"),
		budget: 0,
	},
	// `//University`
	Member {
		name_ko: "서울시립대학교",
		name_en: "University of Seoul",
		kind: AgencyKind::PublicInstitution,
		roles: &[Role::PollTrustee],
		key: hex_literal::hex!("ae67a45db5da3773dc1761caaa3051e7104f85b4e58757c8604a77dfe3f4021a"),
		budget: 0,
	},
	// `//Consumers`
	Member {
		name_ko: "소비자단체협의회",
		name_en: "Consumers' Council",
		kind: AgencyKind::PublicInstitution,
		roles: &[Role::PollTrustee],
		key: hex_literal::hex!("f660bba376b68a694bb60ee5187a1de1c9567f656b41070b4a8705e27dfec564"),
		budget: 0,
	},
	// `//Ombudsman`
	Member {
		name_ko: "시민감사옴부즈만위원회",
		name_en: "Citizens' Ombudsman Commission",
		kind: AgencyKind::PublicInstitution,
		roles: &[Role::PollTrustee],
		key: hex_literal::hex!("b02e085a07e530fcdc21fc5a6f4fd519c7cd4cd24d15701c9f8ccaf0b2c01949"),
		budget: 0,
	},
	// `//Gyeonggi`
	Member {
		name_ko: "경기도",
		name_en: "Gyeonggi Province",
		kind: AgencyKind::PublicInstitution,
		roles: &[Role::PollTrustee],
		key: hex_literal::hex!("ba05b56c2fa78f04ae3dd339fef6599327b23ce82754ebd83985d0adc62fe467"),
		budget: 0,
	},
];

/// The library and the museum, which run facilities, and the office that attests predicates.
const LIBRARY: u32 = 32;
const MUSEUM: u32 = 18;
const RESIDENTS: u32 = 33;

/// The office that holds polls.
const POLL_OFFICE: u32 = 17;

/// One validator; a legal day is five seconds.
pub(super) fn development() -> Genesis {
	Genesis {
		validators: vec![validator(Sr25519Keyring::Alice, Ed25519Keyring::Alice, 0)],
		terms: compressed(&LegalTerms::default()),
		card_terms: compressed_card_terms(),
		calendar: Calendar::Fixed {
			month: 30 * COMPRESSED_DAY,
		},
		day_length: COMPRESSED_DAY,
		ring_terms: RingTerms {
			grace: MINUTE,
			removal_grace: 2 * COMPRESSED_DAY,
			removal_delay: 4 * SECOND,
			min_cohort: 3,
			alias_validity: 10 * MINUTE,
			rebinding_delay: 2 * COMPRESSED_DAY,
		},
		poll_terms: PollTerms {
			gathering_period: 10 * MINUTE,
			answer_period: MINUTE,
			registration_period: 2 * MINUTE,
			dealing_period: 2 * MINUTE,
			checking_period: 2 * MINUTE,
			share_period: 2 * MINUTE,
			retention: MINUTE,
			..small_city().poll_terms
		},
		chain_id: *b"Seoul Chain, development preset.",
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

fn validator(aura: Sr25519Keyring, grandpa: Ed25519Keyring, agency: u32) -> Author {
	Author {
		account: aura.to_account_id(),
		keys: authors::keys(aura.public(), grandpa.public()),
		agency: AgencyId(agency),
	}
}

/// What a legal day lasts on the development chain: short enough that a demonstration lives through
/// deadlines, long enough that a person who clicks through a sale meets them.
const COMPRESSED_DAY: Moment = 5 * SECOND;

/// What a span lasts on the development chain.
fn compress(span: Moment) -> Moment {
	span.saturating_mul(COMPRESSED_DAY).div_ceil(DAY)
}

/// Periods of cards of which those are short that somebody waits for. A card stays valid, and a counter may act, as
/// long as elsewhere.
fn compressed_card_terms() -> CardTerms {
	let terms = CardTerms::default();
	CardTerms {
		proposal_lifetime: compress(terms.proposal_lifetime),
		proposal_interval: compress(terms.proposal_interval),
		recovery_waiting_time: compress(terms.recovery_waiting_time),
		..terms
	}
}

/// The same terms with [`COMPRESSED_DAY`] for each legal day.
fn compressed(terms: &LegalTerms) -> LegalTerms {
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
/// treasury, a court, the police, a tax office, a lienor, a dismantler, the offices and firms of [`MEMBERS`],
/// and three citizens. Nobody validates yet.
fn small_city() -> Genesis {
	use AgencyKind::{Company, PublicInstitution};
	use Sr25519Keyring::{
		AliceStash, BobStash, Dave, DaveStash, Eve, EveStash, Ferdie, FerdieStash, One, Two,
	};

	let mut agencies = vec![
		card_office(),
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

	agencies.extend((14..).zip(&MEMBERS).map(|(number, each)| {
		let mut agency = member(each);
		// Who drafts a poll does not review it.
		if number == POLL_OFFICE {
			agency.delegates.push(GenesisDelegate {
				account: AccountId::new(POLL_REVIEWER),
				roles: vec![Role::PollOffice],
				expires_at: END_OF_2099,
			});
		}
		agency
	}));

	let keyring = Sr25519Keyring::iter().map(|key| (key.to_account_id(), ENDOWMENT));
	let budgets = MEMBERS
		.iter()
		.filter(|member| member.budget > 0)
		.map(|member| (AccountId::new(member.key), member.budget));

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
		balances: keyring.chain(budgets).collect(),
		agencies,
		cards: vec![card(1001, Dave), card(1002, Eve), card(1003, Ferdie)],
		terms: LegalTerms::default(),
		card_terms: CardTerms::default(),
		limits: IssuanceLimits {
			daily_mint: 1_000_000_000,
			daily_burn: 1_000_000_000,
			supply_ceiling: 1_000_000_000_000,
			..IssuanceLimits::default()
		},
		issuers: Issuers {
			eco: AgencyId(14),
			car: AgencyId(14),
			etax: AgencyId(16),
			health: AgencyId(15),
			poll: AgencyId(POLL_OFFICE),
		},
		calendar: Calendar::Korean,
		day_length: DAY,
		// A cohort of so few hides nobody; there are three citizens.
		ring_terms: RingTerms {
			min_cohort: 3,
			..RingTerms::default()
		},
		districts: vec![11_230, 11_680],
		schemas: super::schemas(&[RESIDENTS]),
		facilities: vec![
			facility(
				LIBRARY,
				("서울도서관", "Seoul Metropolitan Library"),
				"library.localhost",
				(
					"도서 대출과 열람실 이용",
					"Lending books and using the reading rooms",
				),
			),
			facility(
				LIBRARY,
				("구민체육센터", "Citizens' Sports Hall"),
				"sports.localhost",
				("체육시설 이용", "Using the sports facilities"),
			),
			facility(
				MUSEUM,
				("서울역사박물관", "Seoul Museum of History"),
				"museum.localhost",
				("관람과 할인", "Visiting, and reduced admission"),
			),
		],
		// Three citizens can hold a poll and oblige the city.
		poll_terms: PollTerms {
			debate_mark: 2,
			answer_mark: 3,
			least_minimum: 3,
			..PollTerms::default()
		},
		chain_id: *b"Seoul Chain, local test network.",
	}
}

/// A facility whose logins count for an hour.
fn facility(
	agency: u32,
	(korean_name, english_name): (&str, &str),
	domain: &str,
	(korean, english): (&str, &str),
) -> GenesisFacility {
	GenesisFacility {
		agency,
		korean_name: korean_name.to_string(),
		english_name: english_name.to_string(),
		domain: domain.to_string(),
		purposes: vec![GenesisPurpose {
			korean: korean.to_string(),
			english: english.to_string(),
		}],
		pass_lifetime: HOUR,
	}
}

/// The card office: an administrator who is a delegate too, and another delegate who decides what takes two.
fn card_office() -> GenesisAgency<AccountId> {
	let mut office = agency(
		"서울시 디지털도시국",
		"Seoul Digital City Bureau",
		AgencyKind::PublicInstitution,
		&[Role::CardOffice, Role::AdmissionOffice],
		None,
		Sr25519Keyring::CharlieStash,
	);
	office.delegates.push(GenesisDelegate {
		account: AccountId::new(CARD_OFFICE_CHECKER),
		roles: vec![Role::CardOffice],
		expires_at: END_OF_2099,
	});
	office
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
	with_key(name_ko, name_en, kind, &[role], key)
}

fn member(member: &Member) -> GenesisAgency<AccountId> {
	with_key(
		member.name_ko,
		member.name_en,
		member.kind,
		member.roles,
		member.key,
	)
}

fn with_key(
	name_ko: &str,
	name_en: &str,
	kind: AgencyKind,
	roles: &[Role],
	key: [u8; 32],
) -> GenesisAgency<AccountId> {
	let mut delegated = vec![Role::Representative];
	delegated.extend_from_slice(roles);
	let account = AccountId::new(key);
	GenesisAgency {
		name_ko: name_ko.to_string(),
		name_en: name_en.to_string(),
		kind,
		roles: roles.to_vec(),
		district: None,
		administrator: account.clone(),
		payout_account: account.clone(),
		delegates: vec![GenesisDelegate {
			account,
			roles: delegated,
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
