// SPDX-License-Identifier: Apache-2.0

use crate::{
	mock::{Agencies, *},
	*,
};
use frame_support::{assert_err, assert_noop, assert_ok, parameter_types, traits::Hooks};
use seoul_chain_primitives::{role::MAX_ROLES, Actor, EnsureActor, Hash};
use sp_runtime::traits::Dispatchable;

type Error = crate::Error<Test>;
type Call = crate::Call<Test>;

const REASON: DocumentCommitment = DocumentCommitment(Hash::repeat_byte(7));

fn council() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

fn admission_office() -> RuntimeOrigin {
	signed(CITY_DELEGATE)
}

fn by_admission_office() -> Governor<AccountId> {
	Governor::AdmissionOffice {
		agency: CITY,
		who: CITY_DELEGATE,
	}
}

fn dispatch(call: Call, origin: RuntimeOrigin) -> DispatchResult {
	RuntimeCall::from(call)
		.dispatch(origin)
		.map(|_| ())
		.map_err(|failed| failed.error)
}

fn admit(administrator: AccountId) -> Call {
	Call::admit_company {
		name: name("답십리 정비", "Dapsimni Repair"),
		roles: role_list(&[Role::RepairShop]),
		administrator,
		payout_account: 45,
	}
}

fn register(administrator: AccountId) -> Call {
	Call::register_institution {
		name: name("강남구청", "Gangnam-gu Office"),
		roles: role_list(&[Role::Registrar]),
		district: Some(DistrictCode(11_680)),
		administrator,
		payout_account: 45,
	}
}

fn appoint(delegate: AccountId, roles: &[Role]) -> Call {
	Call::appoint_delegate {
		delegate,
		roles: role_list(roles),
		expires_at: START + 1_000,
	}
}

/// The calls of a governor. Each but `reinstate` would succeed for the active dealer.
fn governor_calls(agency: AgencyId) -> Vec<Call> {
	vec![
		Call::set_roles {
			agency,
			roles: role_list(&[Role::CarDealer]),
		},
		Call::suspend {
			agency,
			reason: REASON,
		},
		Call::reinstate { agency },
		Call::retire { agency },
		Call::replace_administrator {
			agency,
			new_administrator: NEWCOMER,
		},
	]
}

/// The calls that need `Role::AdmissionOffice` when it is not the council that signs.
fn admission_office_calls() -> Vec<Call> {
	let mut calls = governor_calls(DEALER);
	calls.push(admit(NEWCOMER));
	calls
}

/// The calls of an administrator.
fn administrator_calls() -> Vec<Call> {
	vec![
		appoint(NEWCOMER, &[Role::Registrar]),
		Call::dismiss_delegate {
			delegate: DISTRICT_DELEGATE,
		},
		Call::propose_administrator {
			new_administrator: NEWCOMER,
		},
		Call::withdraw_administrator_proposal {},
		Call::set_payout_account { account: NEWCOMER },
	]
}

/// The calls of an administrator that need the agency to be active.
fn administrator_calls_of_an_active_agency() -> Vec<Call> {
	vec![
		appoint(NEWCOMER, &[Role::Registrar]),
		Call::propose_administrator {
			new_administrator: NEWCOMER,
		},
		Call::set_payout_account { account: NEWCOMER },
	]
}

fn at(moment: Moment) {
	Now::set(moment);
}

fn delegation(who: AccountId) -> Option<Delegation> {
	Delegations::<Test>::get(who)
}

mod genesis {
	use super::*;

	#[test]
	fn the_agencies_of_the_genesis_stand_with_their_people() {
		ExtBuilder::default().build_and_execute(|| {
			assert_eq!(NextAgencyId::<Test>::get(), 3);
			let roles = role_set(&[Role::Representative, Role::Registrar, Role::Auditor]);
			assert_eq!(
				record(DISTRICT),
				Agency {
					name: name("동대문구청", "Dongdaemun-gu Office"),
					kind: AgencyKind::PublicInstitution,
					status: AgencyStatus::Active,
					roles,
					district: Some(DONGDAEMUN),
					administrator: DISTRICT_ADMIN,
					payout_account: DISTRICT_ADMIN + 5,
					delegates: 1,
					registered_at: 0,
				}
			);
			assert_eq!(Administrators::<Test>::get(DISTRICT_ADMIN), Some(DISTRICT));
			assert_eq!(
				delegation(DISTRICT_DELEGATE),
				Some(Delegation {
					agency: DISTRICT,
					roles: role_set(&[Role::Registrar, Role::Auditor]),
					expires_at: START + MAX_PERIOD,
				})
			);
		});
	}

	#[test]
	fn an_empty_genesis_is_valid() {
		ExtBuilder::default()
			.agencies(vec![])
			.build_and_execute(|| {
				assert_eq!(NextAgencyId::<Test>::get(), 0);
			});
	}

	#[test]
	fn the_genesis_is_written_as_people_write_json() {
		let json = serde_json::json!({
			"agencies": [{
				"nameKo": "동대문구청",
				"nameEn": "Dongdaemun-gu Office",
				"kind": "PublicInstitution",
				"roles": ["Registrar", "Auditor"],
				"district": 11230,
				"administrator": 20,
				"payoutAccount": 25,
				"delegates": [
					{ "account": 21, "roles": ["Registrar", "Auditor"], "expiresAt": START + MAX_PERIOD }
				]
			}]
		});
		let genesis: GenesisConfig<Test> =
			serde_json::from_value(json.clone()).expect("the JSON is a genesis");
		assert_eq!(genesis.agencies, genesis_agencies()[1..2]);
		assert_eq!(
			serde_json::to_value(&genesis).expect("it can be written"),
			json
		);
	}

	#[test]
	fn district_and_delegates_may_be_left_out_of_the_json() {
		let genesis: GenesisConfig<Test> = serde_json::from_value(serde_json::json!({
			"agencies": [{
				"nameKo": "가", "nameEn": "A", "kind": "Company", "roles": [],
				"administrator": 1, "payoutAccount": 1
			}]
		}))
		.expect("the JSON is a genesis");
		assert_eq!(genesis.agencies[0].district, None);
		assert_eq!(genesis.agencies[0].delegates, vec![]);
	}

	#[test]
	fn a_misspelt_field_of_the_json_is_refused() {
		let refused = serde_json::from_value::<GenesisConfig<Test>>(serde_json::json!({
			"agencies": [{
				"nameKo": "가", "nameEn": "A", "kind": "Company", "roles": [], "distric": 11110,
				"administrator": 1, "payoutAccount": 1
			}]
		}));
		assert!(refused.is_err_and(|error| error.to_string().contains("unknown field `distric`")));
	}

	fn build_with(change: impl FnOnce(&mut Vec<GenesisAgency<AccountId>>)) {
		let mut agencies = genesis_agencies();
		change(&mut agencies);
		ExtBuilder::default().agencies(agencies).build();
	}

	#[test]
	#[should_panic(expected = "agency 1 of the genesis (Dongdaemun-gu Office)")]
	fn one_administrator_of_two_agencies_stops_the_genesis() {
		build_with(|agencies| agencies[1].administrator = CITY_ADMIN);
	}

	#[test]
	#[should_panic(expected = "RoleNotOpenToCompanies")]
	fn a_company_with_a_public_role_stops_the_genesis() {
		build_with(|agencies| agencies[2].roles.push(Role::Registrar));
	}

	#[test]
	#[should_panic(expected = "a name is longer than 96 bytes")]
	fn a_name_that_is_too_long_stops_the_genesis() {
		build_with(|agencies| agencies[0].name_ko = "가".repeat(33));
	}

	#[test]
	#[should_panic(expected = "NameEmpty")]
	fn a_blank_name_stops_the_genesis() {
		build_with(|agencies| agencies[0].name_en = String::new());
	}

	#[test]
	#[should_panic(expected = "an account is listed as a delegate twice")]
	fn a_delegate_who_is_listed_twice_stops_the_genesis() {
		build_with(|agencies| {
			let twice = agencies[0].delegates[0].clone();
			agencies[0].delegates.push(twice);
		});
	}

	#[test]
	#[should_panic(expected = "AlreadyActsForAnotherAgency")]
	fn a_delegate_who_administers_another_agency_stops_the_genesis() {
		build_with(|agencies| agencies[1].delegates[0].account = CITY_ADMIN);
	}

	#[test]
	#[should_panic(expected = "RoleNotHeldByAgency")]
	fn a_delegate_with_more_roles_than_the_agency_stops_the_genesis() {
		build_with(|agencies| agencies[1].delegates[0].roles.push(Role::Court));
	}

	#[test]
	#[should_panic(expected = "NoRoles")]
	fn a_delegate_without_roles_stops_the_genesis() {
		build_with(|agencies| agencies[1].delegates[0].roles.clear());
	}

	#[test]
	#[should_panic(expected = "TooManyDelegates")]
	fn more_delegates_than_allowed_stop_the_genesis() {
		build_with(|agencies| {
			let first = agencies[1].delegates[0].clone();
			for account in 200..203 {
				agencies[1].delegates.push(GenesisDelegate {
					account,
					..first.clone()
				});
			}
		});
	}
}

mod registration {
	use super::*;

	#[test]
	fn the_council_registers_an_institution() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(dispatch(register(NEWCOMER), council()));
			let roles = role_set(&[Role::Registrar, Role::Representative]);
			assert_eq!(
				record(NEXT),
				Agency {
					name: name("강남구청", "Gangnam-gu Office"),
					kind: AgencyKind::PublicInstitution,
					status: AgencyStatus::Active,
					roles: roles.clone(),
					district: Some(DistrictCode(11_680)),
					administrator: NEWCOMER,
					payout_account: 45,
					delegates: 0,
					registered_at: START,
				}
			);
			assert_eq!(Administrators::<Test>::get(NEWCOMER), Some(NEXT));
			assert_eq!(NextAgencyId::<Test>::get(), 4);
			assert_eq!(
				take_events(),
				vec![Event::AgencyRegistered {
					agency: NEXT,
					kind: AgencyKind::PublicInstitution,
					roles,
					district: Some(DistrictCode(11_680)),
					administrator: NEWCOMER,
					payout_account: 45,
					by: Governor::Council,
				}]
			);
		});
	}

	#[test]
	fn the_admission_office_admits_a_company() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(dispatch(admit(NEWCOMER), admission_office()));
			let roles = role_set(&[Role::RepairShop, Role::Representative]);
			assert_eq!(
				record(NEXT),
				Agency {
					name: name("답십리 정비", "Dapsimni Repair"),
					kind: AgencyKind::Company,
					status: AgencyStatus::Active,
					roles: roles.clone(),
					district: None,
					administrator: NEWCOMER,
					payout_account: 45,
					delegates: 0,
					registered_at: START,
				}
			);
			assert_eq!(
				take_events(),
				vec![Event::AgencyRegistered {
					agency: NEXT,
					kind: AgencyKind::Company,
					roles,
					district: None,
					administrator: NEWCOMER,
					payout_account: 45,
					by: by_admission_office(),
				}]
			);
		});
	}

	#[test]
	fn a_role_that_is_listed_twice_counts_once_and_sixteen_with_representative_fit() {
		ExtBuilder::default().build_and_execute(|| {
			let roles = role_list(&[Role::Court; MAX_ROLES as usize]);
			assert_ok!(Agencies::register_institution(
				council(),
				name("가", "A"),
				roles,
				None,
				NEWCOMER,
				45
			));
			assert_eq!(
				record(NEXT).roles,
				role_set(&[Role::Representative, Role::Court])
			);

			let sixteen = sixteen_roles(Role::Representative);
			assert_ok!(Agencies::set_roles(council(), NEXT, sixteen.clone()));
			assert_eq!(record(NEXT).roles, role_set(&sixteen));
		});
	}

	/// 15 roles and `last`.
	fn sixteen_roles(last: Role) -> RoleList {
		role_list(&[
			Role::AdmissionOffice,
			Role::Auditor,
			Role::Treasury,
			Role::Court,
			Role::TaxOffice,
			Role::CardOffice,
			Role::CredentialIssuer,
			Role::FacilityOperator,
			Role::CounterService,
			Role::Registrar,
			Role::CarDealer,
			Role::InspectionWorkshop,
			Role::RepairShop,
			Role::Insurer,
			Role::PeriodicInspectionBody,
			last,
		])
	}

	#[test]
	fn sixteen_roles_besides_representative_are_too_many() {
		ExtBuilder::default().build_and_execute(|| {
			let roles = sixteen_roles(Role::Dismantler);
			assert_noop!(
				Agencies::register_institution(
					council(),
					name("가", "A"),
					roles.clone(),
					None,
					NEWCOMER,
					45
				),
				Error::TooManyRoles
			);
			assert_noop!(
				Agencies::set_roles(council(), DISTRICT, roles),
				Error::TooManyRoles
			);
		});
	}

	#[test]
	fn only_the_council_registers_an_institution() {
		ExtBuilder::default().build_and_execute(|| {
			for origin in [RuntimeOrigin::none(), signed(STRANGER), admission_office()] {
				assert_noop!(dispatch(register(NEWCOMER), origin), Error::NotTheCouncil);
			}
		});
	}

	#[test]
	fn an_institution_of_no_known_district_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				Agencies::register_institution(
					council(),
					name("한양구청", "Hanyang-gu Office"),
					role_list(&[Role::Registrar]),
					Some(NO_DISTRICT),
					NEWCOMER,
					NEWCOMER,
				),
				Error::UnknownDistrict
			);
		});
	}

	#[test]
	fn the_council_does_not_admit_companies_itself() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				dispatch(admit(NEWCOMER), council()),
				DispatchError::BadOrigin
			);
		});
	}

	#[test]
	fn a_blank_name_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			for blank in [
				name("", "A"),
				name("가", ""),
				name(" \u{3000}", "A"),
				name("가", "\t "),
			] {
				assert_noop!(
					Agencies::register_institution(
						council(),
						blank.clone(),
						role_list(&[]),
						None,
						NEWCOMER,
						45
					),
					Error::NameEmpty
				);
				assert_noop!(
					Agencies::admit_company(
						admission_office(),
						blank,
						role_list(&[]),
						NEWCOMER,
						45
					),
					Error::NameEmpty
				);
			}
		});
	}

	#[test]
	fn a_name_that_is_not_utf8_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			let cut = BoundedVec::truncate_from("가".as_bytes()[..2].to_vec());
			for bad in [
				AgencyName {
					ko: cut.clone(),
					..name("가", "A")
				},
				AgencyName {
					en: cut,
					..name("가", "A")
				},
			] {
				assert_noop!(
					Agencies::register_institution(
						council(),
						bad.clone(),
						role_list(&[]),
						None,
						NEWCOMER,
						45
					),
					Error::NameNotUtf8
				);
				assert_noop!(
					Agencies::admit_company(admission_office(), bad, role_list(&[]), NEWCOMER, 45),
					Error::NameNotUtf8
				);
			}
		});
	}

	#[test]
	fn whoever_acts_for_an_agency_cannot_administer_a_new_one() {
		ExtBuilder::default().build_and_execute(|| {
			for busy in [DEALER_ADMIN, DEALER_DELEGATE] {
				assert_noop!(
					dispatch(register(busy), council()),
					Error::AlreadyActsForAnotherAgency
				);
				assert_noop!(
					dispatch(admit(busy), admission_office()),
					Error::AlreadyActsForAnotherAgency
				);
			}
		});
	}

	#[test]
	fn a_citizen_cannot_administer_a_new_agency() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(dispatch(register(CITIZEN), council()), Error::IsACitizen);
			assert_noop!(
				dispatch(admit(CITIZEN), admission_office()),
				Error::IsACitizen
			);
		});
	}

	#[test]
	fn an_account_that_a_citizen_left_acts_for_no_agency() {
		ExtBuilder::default().build_and_execute(|| {
			for (call, origin) in [
				(register(FORMER_CITIZEN), council()),
				(admit(FORMER_CITIZEN), admission_office()),
				(
					appoint(FORMER_CITIZEN, &[Role::Registrar]),
					signed(DISTRICT_ADMIN),
				),
			] {
				assert_noop!(dispatch(call, origin), Error::WasACitizens);
			}
			assert_noop!(
				Agencies::replace_administrator(council(), DEALER, FORMER_CITIZEN),
				Error::WasACitizens
			);
			assert_noop!(
				Agencies::propose_administrator(signed(DISTRICT_ADMIN), FORMER_CITIZEN),
				Error::WasACitizens
			);
			// Left since the offer.
			assert_ok!(Agencies::propose_administrator(
				signed(DISTRICT_ADMIN),
				NEWCOMER
			));
			FormerAccounts::mutate(|former| former.insert(NEWCOMER));
			assert_noop!(
				Agencies::accept_administration(signed(NEWCOMER), DISTRICT),
				Error::WasACitizens
			);
		});
	}

	#[test]
	fn nothing_is_registered_when_the_numbers_are_used_up() {
		ExtBuilder::default().build().execute_with(|| {
			NextAgencyId::<Test>::put(u32::MAX);
			assert_noop!(
				dispatch(register(NEWCOMER), council()),
				Error::TooManyAgencies
			);
			assert_noop!(
				dispatch(admit(NEWCOMER), admission_office()),
				Error::TooManyAgencies
			);
		});
	}

	#[test]
	fn a_company_is_not_admitted_with_a_role_of_public_institutions() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				Agencies::admit_company(
					admission_office(),
					name("가", "A"),
					role_list(&[Role::CarDealer, Role::Registrar]),
					NEWCOMER,
					45
				),
				Error::RoleNotOpenToCompanies
			);
		});
	}

	#[test]
	fn a_new_administrators_ended_delegation_of_another_agency_is_cleared() {
		ExtBuilder::default().build_and_execute(|| {
			at(START + MAX_PERIOD);
			assert_ok!(dispatch(register(DEALER_DELEGATE), council()));
			assert_eq!(delegation(DEALER_DELEGATE), None);
			assert_eq!(record(DEALER).delegates, 0);
			assert_eq!(
				take_events()[0],
				Event::EndedDelegationCleared {
					agency: DEALER,
					delegate: DEALER_DELEGATE
				}
			);
		});
	}
}

mod governors {
	use super::*;

	#[test]
	fn the_council_governs_institutions_and_companies() {
		for agency in [DISTRICT, DEALER] {
			for call in governor_calls(agency) {
				ExtBuilder::default().build_and_execute(|| {
					if matches!(call, Call::reinstate { .. }) {
						assert_ok!(Agencies::suspend(council(), agency, REASON));
					}
					assert_ok!(dispatch(call.clone(), council()));
				});
			}
		}
	}

	#[test]
	fn the_admission_office_governs_companies() {
		for call in governor_calls(DEALER) {
			ExtBuilder::default().build_and_execute(|| {
				if matches!(call, Call::reinstate { .. }) {
					assert_ok!(Agencies::suspend(council(), DEALER, REASON));
				}
				assert_ok!(dispatch(call.clone(), admission_office()));
			});
		}
	}

	#[test]
	fn the_admission_office_does_not_govern_institutions() {
		ExtBuilder::default().build_and_execute(|| {
			for agency in [DISTRICT, CITY] {
				for call in governor_calls(agency) {
					assert_noop!(dispatch(call, admission_office()), Error::NotACompany);
				}
			}
		});
	}

	#[test]
	fn nobody_governs_an_agency_that_does_not_exist() {
		ExtBuilder::default().build_and_execute(|| {
			for call in governor_calls(NEXT) {
				assert_noop!(dispatch(call.clone(), council()), Error::NotFound);
				assert_noop!(dispatch(call, admission_office()), Error::NotFound);
			}
		});
	}

	#[test]
	fn an_unsigned_origin_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			for call in admission_office_calls() {
				assert_noop!(
					dispatch(call, RuntimeOrigin::none()),
					DispatchError::BadOrigin
				);
			}
		});
	}

	#[test]
	fn an_account_that_is_no_delegate_is_refused_even_if_it_administers_the_admission_office() {
		ExtBuilder::default().build_and_execute(|| {
			for call in admission_office_calls() {
				for who in [STRANGER, CITY_ADMIN, DEALER_ADMIN] {
					assert_noop!(dispatch(call.clone(), signed(who)), Error::NotADelegate);
				}
			}
		});
	}

	#[test]
	fn a_delegate_without_the_admission_role_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			for call in admission_office_calls() {
				for who in [DISTRICT_DELEGATE, DEALER_DELEGATE] {
					assert_noop!(dispatch(call.clone(), signed(who)), Error::RoleNotHeld);
				}
			}
		});
	}

	#[test]
	fn a_delegate_of_the_admission_office_is_refused_after_expiry() {
		ExtBuilder::default().build_and_execute(|| {
			at(START + MAX_PERIOD);
			for call in admission_office_calls() {
				assert_noop!(dispatch(call, admission_office()), Error::DelegationExpired);
			}
		});
	}

	#[test]
	fn a_delegate_of_a_suspended_admission_office_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::suspend(council(), CITY, REASON));
			for call in admission_office_calls() {
				assert_noop!(dispatch(call, admission_office()), Error::AgencySuspended);
			}
		});
	}

	#[test]
	fn a_delegate_of_a_retired_admission_office_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::retire(council(), CITY));
			for call in admission_office_calls() {
				assert_noop!(dispatch(call, admission_office()), Error::AgencyRetired);
			}
		});
	}

	#[test]
	fn a_delegate_of_an_agency_that_lost_the_admission_role_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::set_roles(
				council(),
				CITY,
				role_list(&[Role::CardOffice])
			));
			for call in admission_office_calls() {
				assert_noop!(
					dispatch(call, admission_office()),
					Error::RoleNotHeldByAgency
				);
			}
		});
	}

	#[test]
	fn nothing_is_decided_about_a_retired_agency() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::retire(council(), DEALER));
			for call in governor_calls(DEALER) {
				assert_noop!(dispatch(call.clone(), council()), Error::AgencyRetired);
				assert_noop!(dispatch(call, admission_office()), Error::AgencyRetired);
			}
		});
	}
}

mod roles {
	use super::*;

	#[test]
	fn new_roles_replace_the_old_ones() {
		ExtBuilder::default().build_and_execute(|| {
			let new_roles = role_set(&[Role::Representative, Role::RepairShop]);
			assert_ok!(Agencies::set_roles(
				admission_office(),
				DEALER,
				role_list(&[Role::RepairShop])
			));
			assert_eq!(record(DEALER).roles, new_roles);
			assert_eq!(
				take_events(),
				vec![Event::RolesChanged {
					agency: DEALER,
					old_roles: role_set(&[Role::Representative, Role::CarDealer]),
					new_roles,
					by: by_admission_office(),
				}]
			);
		});
	}

	#[test]
	fn a_role_taken_from_the_agency_is_lost_to_its_delegates_at_once_and_comes_back() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(
				Agencies::ensure_role(&DISTRICT_DELEGATE, Role::Registrar),
				DISTRICT
			);
			assert_ok!(Agencies::set_roles(
				council(),
				DISTRICT,
				role_list(&[Role::Auditor])
			));
			assert_noop!(
				Agencies::ensure_role(&DISTRICT_DELEGATE, Role::Registrar),
				Error::RoleNotHeldByAgency
			);
			assert_ok!(
				Agencies::ensure_role(&DISTRICT_DELEGATE, Role::Auditor),
				DISTRICT
			);
			assert_ok!(Agencies::set_roles(
				council(),
				DISTRICT,
				role_list(&[Role::Registrar])
			));
			assert_ok!(
				Agencies::ensure_role(&DISTRICT_DELEGATE, Role::Registrar),
				DISTRICT
			);
		});
	}

	#[test]
	fn not_even_the_council_gives_a_company_a_role_of_public_institutions() {
		ExtBuilder::default().build_and_execute(|| {
			let roles = role_list(&[Role::CarDealer, Role::AdmissionOffice]);
			for origin in [council(), admission_office()] {
				assert_noop!(
					Agencies::set_roles(origin, DEALER, roles.clone()),
					Error::RoleNotOpenToCompanies
				);
			}
		});
	}

	#[test]
	fn a_suspended_agencys_roles_can_be_changed() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::suspend(council(), DEALER, REASON));
			assert_ok!(Agencies::set_roles(council(), DEALER, role_list(&[])));
			assert_eq!(record(DEALER).roles, role_set(&[Role::Representative]));
		});
	}
}

mod suspension {
	use super::*;

	#[test]
	fn suspension_reaches_every_delegate_at_once() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(dispatch(
				appoint(NEWCOMER, &[Role::CarDealer]),
				signed(DEALER_ADMIN)
			));
			take_events();
			at(START + 5);
			assert_ok!(Agencies::suspend(admission_office(), DEALER, REASON));
			assert_eq!(
				record(DEALER).status,
				AgencyStatus::Suspended {
					since: START + 5,
					reason: REASON
				}
			);
			assert_eq!(
				take_events(),
				vec![Event::AgencySuspended {
					agency: DEALER,
					reason: REASON,
					by: by_admission_office()
				}]
			);
			for who in [DEALER_DELEGATE, NEWCOMER] {
				assert_noop!(
					Agencies::ensure_role(&who, Role::CarDealer),
					Error::AgencySuspended
				);
				assert_eq!(Agencies::agency_of(&who), Some(DEALER));
			}
			assert_noop!(Agencies::ensure_active(DEALER), Error::AgencySuspended);
			assert_noop!(
				Agencies::ensure_agency_has(DEALER, Role::CarDealer),
				Error::AgencySuspended
			);
		});
	}

	#[test]
	fn a_reinstated_agencys_delegates_act_again() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::suspend(council(), DISTRICT, REASON));
			take_events();
			at(START + 5);
			assert_ok!(Agencies::reinstate(council(), DISTRICT));
			assert_eq!(record(DISTRICT).status, AgencyStatus::Active);
			assert_eq!(
				take_events(),
				vec![Event::AgencyReinstated {
					agency: DISTRICT,
					suspended_since: START,
					by: Governor::Council
				}]
			);
			assert_ok!(
				Agencies::ensure_role(&DISTRICT_DELEGATE, Role::Registrar),
				DISTRICT
			);
		});
	}

	#[test]
	fn a_suspended_agency_is_not_suspended_again() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::suspend(council(), DEALER, REASON));
			assert_noop!(
				Agencies::suspend(admission_office(), DEALER, DocumentCommitment::default()),
				Error::AlreadySuspended
			);
		});
	}

	#[test]
	fn an_active_agency_cannot_be_reinstated() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(Agencies::reinstate(council(), DEALER), Error::NotSuspended);
		});
	}

	#[test]
	fn the_administrator_of_a_suspended_agency_appoints_hands_over_and_redirects_nothing() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::suspend(council(), DISTRICT, REASON));
			for call in administrator_calls_of_an_active_agency() {
				assert_noop!(
					dispatch(call, signed(DISTRICT_ADMIN)),
					Error::AgencySuspended
				);
			}
		});
	}

	#[test]
	fn the_people_of_a_suspended_agency_may_only_step_back() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::propose_administrator(
				signed(DISTRICT_ADMIN),
				NEWCOMER
			));
			assert_ok!(Agencies::suspend(council(), DISTRICT, REASON));
			assert_noop!(
				Agencies::accept_administration(signed(NEWCOMER), DISTRICT),
				Error::AgencySuspended
			);
			assert_ok!(Agencies::withdraw_administrator_proposal(signed(
				DISTRICT_ADMIN
			)));
			assert_ok!(Agencies::dismiss_delegate(
				signed(DISTRICT_ADMIN),
				DISTRICT_DELEGATE
			));

			assert_ok!(Agencies::suspend(council(), DEALER, REASON));
			assert_ok!(Agencies::resign(signed(DEALER_DELEGATE)));
		});
	}
}

mod retirement {
	use super::*;

	#[test]
	fn a_retired_agency_stays_on_record_and_sets_its_people_free() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::retire(admission_office(), DEALER));
			assert_eq!(
				record(DEALER).status,
				AgencyStatus::Retired { since: START }
			);
			assert_eq!(record(DEALER).administrator, DEALER_ADMIN);
			assert_eq!(
				take_events(),
				vec![Event::AgencyRetired {
					agency: DEALER,
					old_status: AgencyStatus::Active,
					by: by_admission_office()
				}]
			);
			for who in [DEALER_ADMIN, DEALER_DELEGATE] {
				assert_eq!(Agencies::agency_of(&who), None);
			}
			assert_noop!(
				Agencies::ensure_role(&DEALER_DELEGATE, Role::CarDealer),
				Error::AgencyRetired
			);
			assert_noop!(Agencies::ensure_active(DEALER), Error::AgencyRetired);
			assert_noop!(
				Agencies::ensure_agency_has(DEALER, Role::CarDealer),
				Error::AgencyRetired
			);
		});
	}

	#[test]
	fn a_suspended_agency_can_be_retired() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::suspend(council(), DISTRICT, REASON));
			take_events();
			assert_ok!(Agencies::retire(council(), DISTRICT));
			assert_eq!(
				take_events(),
				vec![Event::AgencyRetired {
					agency: DISTRICT,
					old_status: AgencyStatus::Suspended {
						since: START,
						reason: REASON
					},
					by: Governor::Council
				}]
			);
		});
	}

	#[test]
	fn retirement_withdraws_the_offer_to_hand_over() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::propose_administrator(
				signed(DEALER_ADMIN),
				NEWCOMER
			));
			take_events();
			assert_ok!(Agencies::retire(council(), DEALER));
			assert_eq!(
				take_events()[0],
				Event::AdministratorProposalWithdrawn {
					agency: DEALER,
					proposed: NEWCOMER
				}
			);
			assert_noop!(
				Agencies::accept_administration(signed(NEWCOMER), DEALER),
				Error::AgencyRetired
			);
		});
	}

	#[test]
	fn the_administrator_of_a_retired_agency_is_none() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::retire(council(), DISTRICT));
			for call in administrator_calls() {
				assert_noop!(
					dispatch(call, signed(DISTRICT_ADMIN)),
					Error::NotTheAdministrator
				);
			}
		});
	}

	#[test]
	fn people_of_a_retired_agency_begin_anew_and_leave_nothing_behind() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::retire(council(), DEALER));
			take_events();
			assert_ok!(dispatch(admit(DEALER_ADMIN), admission_office()));
			assert_ok!(dispatch(
				appoint(DEALER_DELEGATE, &[Role::Registrar]),
				signed(DISTRICT_ADMIN)
			));
			assert_eq!(
				take_events()[1..],
				[
					Event::EndedDelegationCleared {
						agency: DEALER,
						delegate: DEALER_DELEGATE
					},
					Event::DelegateAppointed {
						agency: DISTRICT,
						delegate: DEALER_DELEGATE,
						roles: role_set(&[Role::Registrar]),
						expires_at: START + 1_000,
					},
				]
			);
			assert_eq!(Agencies::agency_of(&DEALER_ADMIN), Some(NEXT));
			assert_eq!(Agencies::agency_of(&DEALER_DELEGATE), Some(DISTRICT));
			assert_eq!(
				(record(DEALER).delegates, record(DISTRICT).delegates),
				(0, 2)
			);
		});
	}

	#[test]
	fn a_delegate_of_a_retired_agency_can_resign() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::retire(council(), DEALER));
			assert_ok!(Agencies::resign(signed(DEALER_DELEGATE)));
			assert_eq!(record(DEALER).delegates, 0);
		});
	}
}

mod replacing_an_administrator {
	use super::*;

	#[test]
	fn a_new_administrator_takes_the_place_of_a_lost_key() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::replace_administrator(
				admission_office(),
				DEALER,
				NEWCOMER
			));
			assert_eq!(record(DEALER).administrator, NEWCOMER);
			assert_eq!(Administrators::<Test>::get(NEWCOMER), Some(DEALER));
			assert_eq!(Agencies::agency_of(&DEALER_ADMIN), None);
			assert_eq!(
				take_events(),
				vec![Event::AdministratorReplaced {
					agency: DEALER,
					old_administrator: DEALER_ADMIN,
					new_administrator: NEWCOMER,
					by: by_admission_office(),
				}]
			);
			assert_noop!(
				dispatch(appoint(STRANGER, &[Role::CarDealer]), signed(DEALER_ADMIN)),
				Error::NotTheAdministrator
			);
			assert_ok!(dispatch(
				appoint(STRANGER, &[Role::CarDealer]),
				signed(NEWCOMER)
			));
		});
	}

	#[test]
	fn the_lost_keys_delegation_and_offer_end_with_it() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(dispatch(
				appoint(DEALER_ADMIN, &[Role::Representative]),
				signed(DEALER_ADMIN)
			));
			assert_ok!(Agencies::propose_administrator(
				signed(DEALER_ADMIN),
				STRANGER
			));
			take_events();
			assert_ok!(Agencies::replace_administrator(council(), DEALER, NEWCOMER));
			assert_eq!(
				take_events(),
				vec![
					Event::AdministratorProposalWithdrawn {
						agency: DEALER,
						proposed: STRANGER
					},
					Event::DelegateDismissed {
						agency: DEALER,
						delegate: DEALER_ADMIN
					},
					Event::AdministratorReplaced {
						agency: DEALER,
						old_administrator: DEALER_ADMIN,
						new_administrator: NEWCOMER,
						by: Governor::Council,
					},
				]
			);
			assert_eq!(record(DEALER).delegates, 1);
			assert_noop!(
				Agencies::ensure_role(&DEALER_ADMIN, Role::Representative),
				Error::NotADelegate
			);
			assert_noop!(
				Agencies::accept_administration(signed(STRANGER), DEALER),
				Error::NoProposal
			);
		});
	}

	#[test]
	fn a_suspended_agency_can_be_given_a_new_administrator() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::suspend(council(), DEALER, REASON));
			assert_ok!(Agencies::replace_administrator(council(), DEALER, NEWCOMER));
			assert_noop!(Agencies::ensure_active(DEALER), Error::AgencySuspended);
		});
	}

	#[test]
	fn a_delegate_of_the_agency_can_become_its_administrator_and_stays_a_delegate() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::replace_administrator(
				council(),
				DEALER,
				DEALER_DELEGATE
			));
			assert_ok!(
				Agencies::ensure_role(&DEALER_DELEGATE, Role::CarDealer),
				DEALER
			);
		});
	}

	#[test]
	fn a_new_administrators_ended_delegation_elsewhere_is_cleared() {
		ExtBuilder::default().build_and_execute(|| {
			at(START + MAX_PERIOD);
			assert_ok!(Agencies::replace_administrator(
				council(),
				DEALER,
				DISTRICT_DELEGATE
			));
			assert_eq!(
				take_events()[0],
				Event::EndedDelegationCleared {
					agency: DISTRICT,
					delegate: DISTRICT_DELEGATE
				}
			);
			assert_eq!(record(DISTRICT).delegates, 0);
		});
	}

	#[test]
	fn the_present_administrator_is_no_replacement() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				Agencies::replace_administrator(council(), DEALER, DEALER_ADMIN),
				Error::AlreadyAdministrator
			);
		});
	}

	#[test]
	fn whoever_acts_for_another_agency_is_no_replacement() {
		ExtBuilder::default().build_and_execute(|| {
			for busy in [DISTRICT_ADMIN, DISTRICT_DELEGATE] {
				assert_noop!(
					Agencies::replace_administrator(council(), DEALER, busy),
					Error::AlreadyActsForAnotherAgency
				);
			}
		});
	}

	#[test]
	fn a_citizen_is_no_replacement() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				Agencies::replace_administrator(council(), DEALER, CITIZEN),
				Error::IsACitizen
			);
		});
	}
}

mod delegates {
	use super::*;

	#[test]
	fn an_appointed_delegate_acts_with_its_roles_until_the_expiry() {
		ExtBuilder::default().build_and_execute(|| {
			let expires_at = START + 100;
			assert_ok!(Agencies::appoint_delegate(
				signed(DISTRICT_ADMIN),
				NEWCOMER,
				role_list(&[Role::Registrar]),
				expires_at
			));
			assert_eq!(
				take_events(),
				vec![Event::DelegateAppointed {
					agency: DISTRICT,
					delegate: NEWCOMER,
					roles: role_set(&[Role::Registrar]),
					expires_at,
				}]
			);
			assert_eq!(record(DISTRICT).delegates, 2);
			assert_noop!(
				Agencies::ensure_role(&NEWCOMER, Role::Auditor),
				Error::RoleNotHeld
			);

			at(expires_at - 1);
			assert_ok!(Agencies::ensure_role(&NEWCOMER, Role::Registrar), DISTRICT);
			assert_eq!(Agencies::agency_of(&NEWCOMER), Some(DISTRICT));
			at(expires_at);
			assert_noop!(
				Agencies::ensure_role(&NEWCOMER, Role::Registrar),
				Error::DelegationExpired
			);
			assert_eq!(Agencies::agency_of(&NEWCOMER), None);
		});
	}

	#[test]
	fn appointing_again_replaces_roles_and_expiry() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(dispatch(
				appoint(DISTRICT_DELEGATE, &[Role::Representative]),
				signed(DISTRICT_ADMIN)
			));
			assert_eq!(
				take_events(),
				vec![Event::DelegationChanged {
					agency: DISTRICT,
					delegate: DISTRICT_DELEGATE,
					old_roles: role_set(&[Role::Registrar, Role::Auditor]),
					new_roles: role_set(&[Role::Representative]),
					old_expires_at: START + MAX_PERIOD,
					new_expires_at: START + 1_000,
				}]
			);
			assert_eq!(record(DISTRICT).delegates, 1);
		});
	}

	#[test]
	fn an_expired_delegation_is_renewed_by_appointing_again() {
		ExtBuilder::default().build_and_execute(|| {
			let now = START + MAX_PERIOD + 1;
			at(now);
			assert_ok!(Agencies::appoint_delegate(
				signed(DISTRICT_ADMIN),
				DISTRICT_DELEGATE,
				role_list(&[Role::Registrar]),
				now + 1
			));
			assert_ok!(
				Agencies::ensure_role(&DISTRICT_DELEGATE, Role::Registrar),
				DISTRICT
			);
			assert_eq!(record(DISTRICT).delegates, 1);
		});
	}

	#[test]
	fn an_expired_delegation_gives_way_to_another_agencys() {
		ExtBuilder::default().build_and_execute(|| {
			let now = START + MAX_PERIOD;
			at(now);
			assert_ok!(Agencies::appoint_delegate(
				signed(DISTRICT_ADMIN),
				DEALER_DELEGATE,
				role_list(&[Role::Auditor]),
				now + 1
			));
			assert_eq!(
				take_events()[0],
				Event::EndedDelegationCleared {
					agency: DEALER,
					delegate: DEALER_DELEGATE
				}
			);
			assert_eq!(
				(record(DEALER).delegates, record(DISTRICT).delegates),
				(0, 2)
			);
		});
	}

	#[test]
	fn an_administrator_appoints_the_own_account() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				Agencies::ensure_role(&DISTRICT_ADMIN, Role::Registrar),
				Error::NotADelegate
			);
			assert_ok!(dispatch(
				appoint(DISTRICT_ADMIN, &[Role::Registrar]),
				signed(DISTRICT_ADMIN)
			));
			assert_ok!(
				Agencies::ensure_role(&DISTRICT_ADMIN, Role::Registrar),
				DISTRICT
			);
		});
	}

	#[test]
	fn the_longest_delegation_is_exactly_the_longest_period() {
		ExtBuilder::default().build_and_execute(|| {
			let appoint_until = |expires_at| {
				Agencies::appoint_delegate(
					signed(DISTRICT_ADMIN),
					NEWCOMER,
					role_list(&[Role::Registrar]),
					expires_at,
				)
			};
			assert_noop!(appoint_until(START + MAX_PERIOD + 1), Error::ExpiryTooFar);
			assert_noop!(appoint_until(Moment::MAX), Error::ExpiryTooFar);
			assert_ok!(appoint_until(START + MAX_PERIOD));
		});
	}

	#[test]
	fn an_expiry_that_is_not_in_the_future_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			for expires_at in [0, START - 1, START] {
				assert_noop!(
					Agencies::appoint_delegate(
						signed(DISTRICT_ADMIN),
						NEWCOMER,
						role_list(&[Role::Registrar]),
						expires_at
					),
					Error::ExpiryInThePast
				);
			}
		});
	}

	#[test]
	fn a_delegate_without_roles_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				dispatch(appoint(NEWCOMER, &[]), signed(DISTRICT_ADMIN)),
				Error::NoRoles
			);
		});
	}

	#[test]
	fn a_role_that_the_agency_lacks_cannot_be_delegated() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				dispatch(
					appoint(NEWCOMER, &[Role::Registrar, Role::Court]),
					signed(DISTRICT_ADMIN)
				),
				Error::RoleNotHeldByAgency
			);
		});
	}

	#[test]
	fn whoever_acts_for_another_agency_cannot_be_appointed() {
		ExtBuilder::default().build_and_execute(|| {
			for busy in [DEALER_ADMIN, DEALER_DELEGATE] {
				assert_noop!(
					dispatch(appoint(busy, &[Role::Registrar]), signed(DISTRICT_ADMIN)),
					Error::AlreadyActsForAnotherAgency
				);
			}
			assert_ok!(Agencies::suspend(council(), DEALER, REASON));
			for busy in [DEALER_ADMIN, DEALER_DELEGATE] {
				assert_noop!(
					dispatch(appoint(busy, &[Role::Registrar]), signed(DISTRICT_ADMIN)),
					Error::AlreadyActsForAnotherAgency
				);
			}
		});
	}

	#[test]
	fn a_citizen_cannot_be_appointed() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				dispatch(appoint(CITIZEN, &[Role::Registrar]), signed(DISTRICT_ADMIN)),
				Error::IsACitizen
			);
		});
	}

	#[test]
	fn a_former_delegate_who_became_a_citizen_is_not_renewed() {
		ExtBuilder::default().build_and_execute(|| {
			let now = START + MAX_PERIOD;
			at(now);
			CitizenAccounts::mutate(|citizens| citizens.insert(DISTRICT_DELEGATE));
			assert_noop!(
				Agencies::appoint_delegate(
					signed(DISTRICT_ADMIN),
					DISTRICT_DELEGATE,
					role_list(&[Role::Registrar]),
					now + 1
				),
				Error::IsACitizen
			);
		});
	}

	#[test]
	fn more_delegates_than_allowed_are_refused_but_those_there_can_be_changed() {
		ExtBuilder::default().build_and_execute(|| {
			for delegate in [200, 201] {
				assert_ok!(dispatch(
					appoint(delegate, &[Role::Registrar]),
					signed(DISTRICT_ADMIN)
				));
			}
			assert_eq!(record(DISTRICT).delegates, MaxDelegates::get());
			assert_noop!(
				dispatch(
					appoint(NEWCOMER, &[Role::Registrar]),
					signed(DISTRICT_ADMIN)
				),
				Error::TooManyDelegates
			);
			assert_ok!(dispatch(
				appoint(200, &[Role::Auditor]),
				signed(DISTRICT_ADMIN)
			));
			assert_ok!(Agencies::dismiss_delegate(signed(DISTRICT_ADMIN), 201));
			assert_ok!(dispatch(
				appoint(NEWCOMER, &[Role::Registrar]),
				signed(DISTRICT_ADMIN)
			));
		});
	}

	#[test]
	fn a_dismissed_delegate_no_longer_acts() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::dismiss_delegate(
				signed(DISTRICT_ADMIN),
				DISTRICT_DELEGATE
			));
			assert_eq!(
				take_events(),
				vec![Event::DelegateDismissed {
					agency: DISTRICT,
					delegate: DISTRICT_DELEGATE
				}]
			);
			assert_eq!(record(DISTRICT).delegates, 0);
			assert_noop!(
				Agencies::ensure_role(&DISTRICT_DELEGATE, Role::Registrar),
				Error::NotADelegate
			);
		});
	}

	#[test]
	fn an_expired_delegation_is_cleared_by_dismissal() {
		ExtBuilder::default().build_and_execute(|| {
			at(START + MAX_PERIOD);
			assert_ok!(Agencies::dismiss_delegate(
				signed(DISTRICT_ADMIN),
				DISTRICT_DELEGATE
			));
			assert_eq!(record(DISTRICT).delegates, 0);
		});
	}

	#[test]
	fn nobodys_or_another_agencys_delegate_cannot_be_dismissed() {
		ExtBuilder::default().build_and_execute(|| {
			for other in [STRANGER, DEALER_DELEGATE, DISTRICT_ADMIN] {
				assert_noop!(
					Agencies::dismiss_delegate(signed(DISTRICT_ADMIN), other),
					Error::NotADelegate
				);
			}
		});
	}

	#[test]
	fn a_delegate_resigns() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::resign(signed(DISTRICT_DELEGATE)));
			assert_eq!(
				take_events(),
				vec![Event::DelegateResigned {
					agency: DISTRICT,
					delegate: DISTRICT_DELEGATE
				}]
			);
			assert_eq!(delegation(DISTRICT_DELEGATE), None);
			assert_eq!(record(DISTRICT).delegates, 0);
		});
	}

	#[test]
	fn who_is_no_delegate_cannot_resign() {
		ExtBuilder::default().build_and_execute(|| {
			for who in [STRANGER, DISTRICT_ADMIN] {
				assert_noop!(Agencies::resign(signed(who)), Error::NotADelegate);
			}
			assert_noop!(Agencies::resign(council()), DispatchError::BadOrigin);
		});
	}
}

mod administrators {
	use super::*;

	#[test]
	fn who_administers_no_agency_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			for call in administrator_calls() {
				for who in [STRANGER, DISTRICT_DELEGATE, CITIZEN] {
					assert_noop!(
						dispatch(call.clone(), signed(who)),
						Error::NotTheAdministrator
					);
				}
			}
		});
	}

	#[test]
	fn the_council_does_not_act_as_administrator() {
		ExtBuilder::default().build_and_execute(|| {
			for call in administrator_calls() {
				for origin in [council(), RuntimeOrigin::none()] {
					assert_noop!(dispatch(call.clone(), origin), DispatchError::BadOrigin);
				}
			}
		});
	}

	#[test]
	fn an_administrator_whose_agency_is_missing_is_told_so() {
		ExtBuilder::default().build().execute_with(|| {
			crate::Agencies::<Test>::remove(DISTRICT);
			for call in administrator_calls() {
				assert_noop!(dispatch(call, signed(DISTRICT_ADMIN)), Error::NotFound);
			}
		});
	}

	#[test]
	fn handing_over_takes_two_steps() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::propose_administrator(
				signed(DISTRICT_ADMIN),
				NEWCOMER
			));
			assert_eq!(Administrators::<Test>::get(NEWCOMER), None);
			assert_ok!(Agencies::accept_administration(signed(NEWCOMER), DISTRICT));
			assert_eq!(
				take_events(),
				vec![
					Event::AdministratorProposed {
						agency: DISTRICT,
						old_proposed: None,
						new_proposed: NEWCOMER,
					},
					Event::AdministrationHandedOver {
						agency: DISTRICT,
						old_administrator: DISTRICT_ADMIN,
						new_administrator: NEWCOMER,
					},
				]
			);
			assert_eq!(record(DISTRICT).administrator, NEWCOMER);
			assert_eq!(Administrators::<Test>::get(NEWCOMER), Some(DISTRICT));
			assert_eq!(Administrators::<Test>::get(DISTRICT_ADMIN), None);
			assert_eq!(ProposedAdministrators::<Test>::get(DISTRICT), None);
		});
	}

	#[test]
	fn a_former_administrators_delegation_outlives_the_handing_over() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(dispatch(
				appoint(DISTRICT_ADMIN, &[Role::Registrar]),
				signed(DISTRICT_ADMIN)
			));
			assert_ok!(Agencies::propose_administrator(
				signed(DISTRICT_ADMIN),
				NEWCOMER
			));
			assert_ok!(Agencies::accept_administration(signed(NEWCOMER), DISTRICT));
			assert_ok!(
				Agencies::ensure_role(&DISTRICT_ADMIN, Role::Registrar),
				DISTRICT
			);
			assert_ok!(Agencies::dismiss_delegate(signed(NEWCOMER), DISTRICT_ADMIN));
		});
	}

	#[test]
	fn who_accepts_leaves_an_ended_delegation_behind() {
		ExtBuilder::default().build_and_execute(|| {
			at(START + MAX_PERIOD);
			assert_ok!(Agencies::propose_administrator(
				signed(DISTRICT_ADMIN),
				DEALER_DELEGATE
			));
			take_events();
			assert_ok!(Agencies::accept_administration(
				signed(DEALER_DELEGATE),
				DISTRICT
			));
			assert_eq!(
				take_events()[0],
				Event::EndedDelegationCleared {
					agency: DEALER,
					delegate: DEALER_DELEGATE
				}
			);
		});
	}

	#[test]
	fn a_new_offer_replaces_an_earlier_one() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::propose_administrator(
				signed(DISTRICT_ADMIN),
				NEWCOMER
			));
			take_events();
			assert_ok!(Agencies::propose_administrator(
				signed(DISTRICT_ADMIN),
				STRANGER
			));
			assert_eq!(
				take_events(),
				vec![Event::AdministratorProposed {
					agency: DISTRICT,
					old_proposed: Some(NEWCOMER),
					new_proposed: STRANGER,
				}]
			);
			assert_noop!(
				Agencies::accept_administration(signed(NEWCOMER), DISTRICT),
				Error::NotTheProposedAdministrator
			);
		});
	}

	#[test]
	fn a_withdrawn_offer_cannot_be_accepted() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::propose_administrator(
				signed(DISTRICT_ADMIN),
				NEWCOMER
			));
			take_events();
			assert_ok!(Agencies::withdraw_administrator_proposal(signed(
				DISTRICT_ADMIN
			)));
			assert_eq!(
				take_events(),
				vec![Event::AdministratorProposalWithdrawn {
					agency: DISTRICT,
					proposed: NEWCOMER
				}]
			);
			assert_noop!(
				Agencies::accept_administration(signed(NEWCOMER), DISTRICT),
				Error::NoProposal
			);
		});
	}

	#[test]
	fn an_offer_that_does_not_stand_cannot_be_withdrawn() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				Agencies::withdraw_administrator_proposal(signed(DISTRICT_ADMIN)),
				Error::NoProposal
			);
		});
	}

	#[test]
	fn the_administration_is_not_offered_to_the_administrator() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				Agencies::propose_administrator(signed(DISTRICT_ADMIN), DISTRICT_ADMIN),
				Error::AlreadyAdministrator
			);
		});
	}

	#[test]
	fn the_administration_is_not_offered_to_who_acts_for_another_agency() {
		ExtBuilder::default().build_and_execute(|| {
			for busy in [DEALER_ADMIN, DEALER_DELEGATE] {
				assert_noop!(
					Agencies::propose_administrator(signed(DISTRICT_ADMIN), busy),
					Error::AlreadyActsForAnotherAgency
				);
			}
		});
	}

	#[test]
	fn the_administration_is_not_offered_to_a_citizen() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				Agencies::propose_administrator(signed(DISTRICT_ADMIN), CITIZEN),
				Error::IsACitizen
			);
		});
	}

	#[test]
	fn who_began_to_act_for_another_agency_since_the_offer_cannot_accept() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::propose_administrator(
				signed(DISTRICT_ADMIN),
				NEWCOMER
			));
			assert_ok!(dispatch(
				appoint(NEWCOMER, &[Role::CarDealer]),
				signed(DEALER_ADMIN)
			));
			assert_noop!(
				Agencies::accept_administration(signed(NEWCOMER), DISTRICT),
				Error::AlreadyActsForAnotherAgency
			);
		});
	}

	#[test]
	fn who_became_a_citizen_since_the_offer_cannot_accept() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::propose_administrator(
				signed(DISTRICT_ADMIN),
				NEWCOMER
			));
			CitizenAccounts::mutate(|citizens| citizens.insert(NEWCOMER));
			assert_noop!(
				Agencies::accept_administration(signed(NEWCOMER), DISTRICT),
				Error::IsACitizen
			);
		});
	}

	#[test]
	fn an_offer_is_accepted_by_signature_and_for_an_existing_agency() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				Agencies::accept_administration(council(), DISTRICT),
				DispatchError::BadOrigin
			);
			assert_noop!(
				Agencies::accept_administration(signed(NEWCOMER), NEXT),
				Error::NotFound
			);
		});
	}

	#[test]
	fn an_administrator_redirects_the_agencys_money() {
		ExtBuilder::default().build_and_execute(|| {
			assert_eq!(Agencies::payout_account(DISTRICT), Some(DISTRICT_ADMIN + 5));
			assert_ok!(Agencies::set_payout_account(signed(DISTRICT_ADMIN), 77));
			assert_eq!(Agencies::payout_account(DISTRICT), Some(77));
			assert_eq!(
				take_events(),
				vec![Event::PayoutAccountChanged {
					agency: DISTRICT,
					old_account: DISTRICT_ADMIN + 5,
					new_account: 77,
				}]
			);
		});
	}

	#[test]
	fn what_is_held_of_the_agency_moves_with_the_account_or_nothing_changes() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::set_payout_account(signed(DISTRICT_ADMIN), 77));
			assert_eq!(
				Rotated::get(),
				vec![(PartyId::Agency(DISTRICT), DISTRICT_ADMIN + 5, 77)]
			);
			assert_noop!(
				Agencies::set_payout_account(signed(DISTRICT_ADMIN), CANNOT_RECEIVE),
				CANNOT_MOVE
			);
			assert_eq!(Agencies::payout_account(DISTRICT), Some(77));
		});
	}

	#[test]
	fn moving_is_paid_for() {
		use frame_support::dispatch::GetDispatchInfo;
		let declared = Call::set_payout_account { account: 77 }
			.get_dispatch_info()
			.call_weight;
		let alone = <() as WeightInfo>::set_payout_account();
		assert_eq!(
			declared,
			alone.saturating_add(<Mover as OnAccountRotated<AccountId>>::weight())
		);
	}
}

mod admission {
	use super::*;

	fn class_of(who: AccountId) -> Option<AccountClass> {
		<Agencies as Admission<AccountId>>::class_of(&who)
	}

	#[test]
	fn who_acts_for_an_institution_or_a_company_is_admitted_as_such() {
		ExtBuilder::default().build_and_execute(|| {
			for who in [DISTRICT_ADMIN, DISTRICT_DELEGATE, CITY_ADMIN] {
				assert_eq!(class_of(who), Some(AccountClass::Agency));
			}
			for who in [DEALER_ADMIN, DEALER_DELEGATE] {
				assert_eq!(class_of(who), Some(AccountClass::Business));
			}
			for who in [STRANGER, CITIZEN, DISTRICT_ADMIN + 5] {
				assert_eq!(class_of(who), None);
			}
		});
	}

	#[test]
	fn nobody_of_a_suspended_agency_is_admitted_until_it_is_reinstated() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::suspend(
				signed(CITY_DELEGATE),
				DEALER,
				DocumentCommitment(seoul_chain_primitives::Hash::zero())
			));
			assert_eq!(class_of(DEALER_ADMIN), None);
			assert_eq!(class_of(DEALER_DELEGATE), None);
			assert_ok!(Agencies::reinstate(signed(CITY_DELEGATE), DEALER));
			assert_eq!(class_of(DEALER_DELEGATE), Some(AccountClass::Business));
		});
	}

	#[test]
	fn a_delegate_is_no_longer_admitted_when_the_delegation_expires() {
		ExtBuilder::default().build_and_execute(|| {
			at(START + MAX_PERIOD - 1);
			assert_eq!(class_of(DISTRICT_DELEGATE), Some(AccountClass::Agency));
			at(START + MAX_PERIOD);
			assert_eq!(class_of(DISTRICT_DELEGATE), None);
			assert_eq!(class_of(DISTRICT_ADMIN), Some(AccountClass::Agency));
		});
	}

	#[test]
	fn each_account_that_becomes_an_administrator_or_delegate_is_told_of() {
		ExtBuilder::default().build_and_execute(|| {
			for who in [CITY_ADMIN, CITY_DELEGATE, DEALER_ADMIN, DEALER_DELEGATE] {
				assert!(Admitted::get().contains(&who), "{who} of the genesis");
			}
			Admitted::set(Vec::new());
			assert_ok!(Agencies::appoint_delegate(
				signed(DISTRICT_ADMIN),
				NEWCOMER,
				role_list(&[Role::Registrar]),
				START + 1_000
			));
			assert_ok!(Agencies::propose_administrator(
				signed(DEALER_ADMIN),
				STRANGER
			));
			assert_ok!(Agencies::accept_administration(signed(STRANGER), DEALER));
			assert_eq!(Admitted::get(), vec![NEWCOMER, STRANGER]);
		});
	}
}

mod answers {
	use super::*;

	parameter_types! {
		pub const RegistrarRole: Role = Role::Registrar;
	}
	type EnsureRegistrar = EnsureRole<Test, RegistrarRole>;

	#[test]
	fn a_registrar_passes_with_the_agency_it_acts_for() {
		ExtBuilder::default().build_and_execute(|| {
			let actor = Actor {
				agency: DISTRICT,
				who: DISTRICT_DELEGATE,
			};
			assert_ok!(
				EnsureRegistrar::ensure_actor(signed(DISTRICT_DELEGATE)),
				actor.clone()
			);
			assert_ok!(
				EnsureRegistrar::ensure_origin(signed(DISTRICT_DELEGATE))
					.map_err(DispatchError::from),
				actor
			);
		});
	}

	#[test]
	fn the_exact_reason_is_given_to_pallets_that_ask_for_an_actor() {
		ExtBuilder::default().build_and_execute(|| {
			assert_err!(
				EnsureRegistrar::ensure_actor(council()),
				DispatchError::BadOrigin
			);
			assert_err!(
				EnsureRegistrar::ensure_actor(signed(STRANGER)),
				Error::NotADelegate
			);
			assert_err!(
				EnsureRegistrar::ensure_actor(signed(CITY_DELEGATE)),
				Error::RoleNotHeld
			);
			assert_ok!(Agencies::suspend(council(), DISTRICT, REASON));
			assert_err!(
				EnsureRegistrar::ensure_actor(signed(DISTRICT_DELEGATE)),
				Error::AgencySuspended
			);
			at(START + MAX_PERIOD);
			assert_err!(
				EnsureRegistrar::ensure_actor(signed(DISTRICT_DELEGATE)),
				Error::DelegationExpired
			);
		});
	}

	#[test]
	fn as_a_plain_origin_it_hands_back_whoever_does_not_pass() {
		ExtBuilder::default().build_and_execute(|| {
			for origin in [council(), RuntimeOrigin::none(), signed(STRANGER)] {
				assert_eq!(
					EnsureRegistrar::try_origin(origin.clone()).map_err(|back| back.caller),
					Err(origin.caller.clone())
				);
				assert_err!(
					EnsureRegistrar::ensure_origin(origin).map_err(DispatchError::from),
					DispatchError::BadOrigin
				);
			}
		});
	}

	#[test]
	fn an_agencys_own_facts_are_answered() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Agencies::ensure_active(DISTRICT));
			assert_ok!(Agencies::ensure_agency_has(DISTRICT, Role::Registrar));
			assert_err!(
				Agencies::ensure_agency_has(DISTRICT, Role::Court),
				Error::RoleNotHeldByAgency
			);
			assert_eq!(Agencies::district_of(DISTRICT), Some(DONGDAEMUN));
			assert_eq!(Agencies::district_of(DEALER), None);
			assert_eq!(Agencies::payout_account(DEALER), Some(DEALER_ADMIN + 5));
		});
	}

	#[test]
	fn an_unknown_agency_has_nothing() {
		ExtBuilder::default().build_and_execute(|| {
			assert_err!(Agencies::ensure_active(NEXT), Error::NotFound);
			assert_err!(
				Agencies::ensure_agency_has(NEXT, Role::Registrar),
				Error::NotFound
			);
			assert_eq!(Agencies::district_of(NEXT), None);
			assert_eq!(Agencies::payout_account(NEXT), None);
		});
	}

	#[test]
	fn a_wallet_sees_the_roles_that_an_account_can_use_now() {
		ExtBuilder::default().build_and_execute(|| {
			let none = Roles::default();
			assert_eq!(
				Agencies::effective_roles(DISTRICT_DELEGATE),
				role_set(&[Role::Registrar, Role::Auditor])
			);
			assert_eq!(Agencies::effective_roles(STRANGER), none);
			assert_eq!(Agencies::effective_roles(DISTRICT_ADMIN), none);
			assert_ok!(Agencies::set_roles(
				council(),
				DISTRICT,
				role_list(&[Role::Auditor])
			));
			assert_eq!(
				Agencies::effective_roles(DISTRICT_DELEGATE),
				role_set(&[Role::Auditor])
			);
			assert_ok!(Agencies::suspend(council(), DISTRICT, REASON));
			assert_eq!(Agencies::effective_roles(DISTRICT_DELEGATE), none);
			assert_ok!(Agencies::reinstate(council(), DISTRICT));
			at(START + MAX_PERIOD);
			assert_eq!(Agencies::effective_roles(DISTRICT_DELEGATE), none);
			at(START);
			assert_ok!(Agencies::retire(council(), DISTRICT));
			assert_eq!(Agencies::effective_roles(DISTRICT_DELEGATE), none);
		});
	}
}

mod configuration {
	use super::*;

	#[test]
	#[should_panic(expected = "MaxDelegates is 0")]
	fn a_runtime_without_room_for_delegates_is_refused() {
		MaxDelegates::set(0);
		Agencies::integrity_test();
	}

	#[test]
	#[should_panic(expected = "MaxDelegationPeriod is 0")]
	fn a_runtime_without_time_for_delegations_is_refused() {
		MaxDelegationPeriod::set(0);
		Agencies::integrity_test();
	}
}

mod try_state {
	use super::*;

	/// The invariant that `corrupt` breaks.
	fn broken_by(corrupt: impl FnOnce()) -> &'static str {
		ExtBuilder::default().build().execute_with(|| {
			assert_ok!(Agencies::do_try_state());
			corrupt();
			match Agencies::do_try_state() {
				Err(TryRuntimeError::Other(invariant)) => invariant,
				other => panic!("no invariant is broken: {other:?}"),
			}
		})
	}

	fn change(agency: AgencyId, change: impl FnOnce(&mut Agency<AccountId>)) {
		crate::Agencies::<Test>::mutate_extant(agency, change);
	}

	#[test]
	fn invariant_1_fails_on_a_gap_and_on_a_number_ahead() {
		assert!(broken_by(|| NextAgencyId::<Test>::put(4)).starts_with("Invariant 1"));
		assert!(broken_by(|| NextAgencyId::<Test>::put(2)).starts_with("Invariant 1"));
	}

	#[test]
	fn invariant_2_fails_on_an_agency_without_representative_and_on_a_company_with_a_public_role() {
		assert!(
			broken_by(|| change(DEALER, |dealer| dealer.roles = Roles::default()))
				.starts_with("Invariant 2")
		);
		let roles = role_set(&[Role::Representative, Role::Registrar]);
		assert!(
			broken_by(|| change(DEALER, |dealer| dealer.roles = roles)).starts_with("Invariant 2")
		);
	}

	#[test]
	fn invariant_3_fails_on_a_blank_name() {
		assert!(
			broken_by(|| change(DEALER, |dealer| dealer.name = name("", "")))
				.starts_with("Invariant 3")
		);
	}

	#[test]
	fn invariant_4_fails_on_a_missing_a_second_and_a_retired_agencys_administrator() {
		assert!(
			broken_by(|| Administrators::<Test>::remove(DEALER_ADMIN)).starts_with("Invariant 4")
		);
		assert!(
			broken_by(|| Administrators::<Test>::insert(STRANGER, DEALER))
				.starts_with("Invariant 4")
		);
		assert!(broken_by(|| change(DEALER, |dealer| {
			dealer.status = AgencyStatus::Retired { since: 0 };
		}))
		.starts_with("Invariant 4"));
	}

	#[test]
	fn invariant_5_fails_on_an_offer_to_the_administrator_and_on_one_of_no_agency() {
		assert!(
			broken_by(|| ProposedAdministrators::<Test>::insert(DEALER, DEALER_ADMIN))
				.starts_with("Invariant 5")
		);
		assert!(
			broken_by(|| ProposedAdministrators::<Test>::insert(NEXT, STRANGER))
				.starts_with("Invariant 5")
		);
	}

	#[test]
	fn invariant_6_fails_on_an_unknown_agency_on_no_roles_and_on_a_wrong_count() {
		let delegation = |agency, roles: &[Role]| Delegation {
			agency,
			roles: role_set(roles),
			expires_at: START + 1,
		};
		let unknown = delegation(NEXT, &[Role::Registrar]);
		assert!(
			broken_by(|| Delegations::<Test>::insert(STRANGER, unknown)).starts_with("Invariant 6")
		);
		let idle = delegation(DISTRICT, &[]);
		assert!(
			broken_by(|| Delegations::<Test>::insert(STRANGER, idle)).starts_with("Invariant 6")
		);
		let uncounted = delegation(DISTRICT, &[Role::Registrar]);
		assert!(
			broken_by(|| Delegations::<Test>::insert(STRANGER, uncounted))
				.starts_with("Invariant 6")
		);
		assert!(
			broken_by(|| change(DEALER, |dealer| dealer.delegates = 0)).starts_with("Invariant 6")
		);
	}

	#[test]
	fn invariant_7_fails_on_too_many_delegations() {
		let one = Delegation {
			agency: DISTRICT,
			roles: role_set(&[Role::Registrar]),
			expires_at: START + 1,
		};
		assert!(broken_by(|| {
			for who in 200..203 {
				Delegations::<Test>::insert(who, &one);
			}
			change(DISTRICT, |district| district.delegates = 4);
		})
		.starts_with("Invariant 7"));
	}

	#[test]
	fn invariant_8_fails_on_an_administrator_who_is_a_delegate_elsewhere() {
		assert!(broken_by(|| {
			let delegation = delegation(DEALER_DELEGATE).expect("the delegate is appointed");
			Delegations::<Test>::insert(DISTRICT_ADMIN, delegation);
		})
		.starts_with("Invariant 8"));
	}

	#[test]
	fn invariant_9_fails_on_a_citizen_who_acts_for_an_agency() {
		for busy in [DEALER_ADMIN, DEALER_DELEGATE] {
			assert!(broken_by(|| CitizenAccounts::mutate(|citizens| {
				citizens.insert(busy);
			}))
			.starts_with("Invariant 9"));
			assert!(broken_by(|| FormerAccounts::mutate(|former| {
				former.insert(busy);
			}))
			.starts_with("Invariant 9"));
		}
	}

	#[test]
	fn a_citizen_with_an_expired_delegation_breaks_no_invariant() {
		ExtBuilder::default().build_and_execute(|| {
			at(START + MAX_PERIOD);
			CitizenAccounts::mutate(|citizens| citizens.insert(DEALER_DELEGATE));
		});
	}
}

/// Random sequences of what anybody may try.
mod sequences {
	use super::*;
	use proptest::prelude::*;
	use sp_runtime::StateVersion;

	const ACCOUNTS: [AccountId; 10] = [
		CITY_ADMIN,
		CITY_DELEGATE,
		DISTRICT_ADMIN,
		DISTRICT_DELEGATE,
		DEALER_ADMIN,
		DEALER_DELEGATE,
		NEWCOMER,
		STRANGER,
		92,
		CITIZEN,
	];
	const ROLES: [Role; 6] = [
		Role::Representative,
		Role::AdmissionOffice,
		Role::Registrar,
		Role::Auditor,
		Role::CarDealer,
		Role::RepairShop,
	];

	#[derive(Clone, Debug)]
	enum Signer {
		Council,
		AdministratorOf(AgencyId),
		Anybody(AccountId),
	}

	#[derive(Clone, Debug)]
	enum Step {
		Call(Signer, Call),
		/// The account that was proposed as administrator, if one was, accepts.
		Accept(AgencyId),
		/// Time passes.
		Wait(Moment),
		/// The card office issues a card, if the account acts for nobody.
		IssueCard(AccountId),
	}

	fn account() -> impl Strategy<Value = AccountId> {
		prop::sample::select(ACCOUNTS.to_vec())
	}

	fn agency() -> impl Strategy<Value = AgencyId> {
		(0u32..6).prop_map(AgencyId)
	}

	fn roles() -> impl Strategy<Value = RoleList> {
		prop::sample::subsequence(ROLES.to_vec(), 0..=ROLES.len())
			.prop_map(|roles| role_list(&roles))
	}

	fn call() -> impl Strategy<Value = Call> {
		prop_oneof![
			1 => account().prop_map(register),
			1 => account().prop_map(admit),
			1 => (agency(), roles()).prop_map(|(agency, roles)| Call::set_roles { agency, roles }),
			1 => agency().prop_map(|agency| Call::suspend { agency, reason: REASON }),
			1 => agency().prop_map(|agency| Call::reinstate { agency }),
			1 => agency().prop_map(|agency| Call::retire { agency }),
			1 => (agency(), account()).prop_map(|(agency, new_administrator)| {
				Call::replace_administrator { agency, new_administrator }
			}),
			8 => (account(), roles(), 0..MAX_PERIOD).prop_map(|(delegate, roles, period)| {
				Call::appoint_delegate { delegate, roles, expires_at: START + period }
			}),
			2 => account().prop_map(|delegate| Call::dismiss_delegate { delegate }),
			1 => Just(Call::resign {}),
			2 => account().prop_map(|new_administrator| {
				Call::propose_administrator { new_administrator }
			}),
			1 => agency().prop_map(|agency| Call::accept_administration { agency }),
			1 => Just(Call::withdraw_administrator_proposal {}),
			1 => account().prop_map(|account| Call::set_payout_account { account }),
		]
	}

	fn signer() -> impl Strategy<Value = Signer> {
		prop_oneof![
			1 => Just(Signer::Council),
			2 => agency().prop_map(Signer::AdministratorOf),
			2 => account().prop_map(Signer::Anybody),
		]
	}

	fn step() -> impl Strategy<Value = Step> {
		prop_oneof![
			12 => (signer(), call()).prop_map(|(signer, call)| Step::Call(signer, call)),
			2 => agency().prop_map(Step::Accept),
			2 => (0..MAX_PERIOD / 4).prop_map(Step::Wait),
			1 => account().prop_map(Step::IssueCard),
		]
	}

	/// Who acts for whom, kept from events alone.
	#[derive(Debug, Default, PartialEq)]
	struct Follower {
		administrators: BTreeMap<AccountId, AgencyId>,
		delegates: BTreeMap<AccountId, AgencyId>,
	}

	impl Follower {
		fn of_state() -> Self {
			Self {
				administrators: Administrators::<Test>::iter().collect(),
				delegates: Delegations::<Test>::iter()
					.map(|(who, delegation)| (who, delegation.agency))
					.collect(),
			}
		}

		fn follow(&mut self, event: Event<Test>) {
			match event {
				Event::AgencyRegistered {
					agency,
					administrator,
					..
				} => {
					assert_eq!(self.administrators.insert(administrator, agency), None);
				},
				Event::AgencyRetired { agency, .. } => {
					self.administrators
						.retain(|_, administered| *administered != agency);
				},
				Event::AdministratorReplaced {
					agency,
					old_administrator,
					new_administrator,
					..
				}
				| Event::AdministrationHandedOver {
					agency,
					old_administrator,
					new_administrator,
				} => {
					assert_eq!(self.administrators.remove(&old_administrator), Some(agency));
					assert_eq!(self.administrators.insert(new_administrator, agency), None);
				},
				Event::DelegateAppointed {
					agency, delegate, ..
				} => {
					assert_eq!(self.delegates.insert(delegate, agency), None);
				},
				Event::DelegationChanged {
					agency, delegate, ..
				} => {
					assert_eq!(self.delegates.get(&delegate), Some(&agency));
				},
				Event::DelegateDismissed { agency, delegate }
				| Event::DelegateResigned { agency, delegate }
				| Event::EndedDelegationCleared { agency, delegate } => {
					assert_eq!(self.delegates.remove(&delegate), Some(agency));
				},
				_ => {},
			}
		}
	}

	/// Whoever signs; a stranger if the agency has no administrator.
	fn origin_of(signer: &Signer) -> RuntimeOrigin {
		match signer {
			Signer::Council => council(),
			Signer::AdministratorOf(agency) => signed(
				crate::Agencies::<Test>::get(agency)
					.map_or(STRANGER, |agency| agency.administrator),
			),
			Signer::Anybody(account) => signed(*account),
		}
	}

	/// Dispatch, and check that a refusal changes nothing.
	fn attempt(call: Call, origin: RuntimeOrigin) {
		let before = sp_io::storage::root(StateVersion::V1);
		if dispatch(call, origin).is_err() {
			assert_eq!(sp_io::storage::root(StateVersion::V1), before);
		}
	}

	fn take(step: Step) {
		match step {
			Step::Call(signer, call) => attempt(call, origin_of(&signer)),
			Step::Accept(agency) => {
				if let Some(proposed) = ProposedAdministrators::<Test>::get(agency) {
					attempt(Call::accept_administration { agency }, signed(proposed));
				}
			},
			Step::Wait(period) => at(Now::get().saturating_add(period)),
			Step::IssueCard(account) => {
				if Agencies::agency_of(&account).is_none() {
					CitizenAccounts::mutate(|citizens| citizens.insert(account));
				}
			},
		}
	}

	/// All agencies for which `who` stands in the register, read without the pallet's own logic.
	fn agencies_for_which(who: AccountId) -> BTreeSet<AgencyId> {
		let administered =
			crate::Agencies::<Test>::iter().filter(|(_, agency)| agency.administrator == who);
		let delegated = Delegations::<Test>::iter()
			.filter(|(delegate, delegation)| *delegate == who && delegation.expires_at > Now::get())
			.map(|(_, delegation)| (delegation.agency, record(delegation.agency)));
		administered
			.chain(delegated)
			.filter(|(_, agency)| !matches!(agency.status, AgencyStatus::Retired { .. }))
			.map(|(id, _)| id)
			.collect()
	}

	fn check_that_an_account_acts_for_one_agency_or_is_a_citizens() {
		for who in ACCOUNTS {
			let agencies = agencies_for_which(who);
			assert!(agencies.len() <= 1, "{who} acts for {agencies:?}");
			assert_eq!(Agencies::agency_of(&who), agencies.first().copied());
			assert!(agencies.is_empty() || !CitizenAccounts::get().contains(&who));
		}
	}

	fn check_that_only_standing_delegates_of_active_agencies_pass() {
		for who in ACCOUNTS {
			for role in ROLES {
				let passes = Agencies::ensure_role(&who, role);
				let may_pass = delegation(who).filter(|delegation| {
					let agency = record(delegation.agency);
					delegation.expires_at > Now::get()
						&& delegation.roles.contains(&role)
						&& agency.roles.contains(&role)
						&& agency.status == AgencyStatus::Active
				});
				assert_eq!(passes.ok(), may_pass.map(|delegation| delegation.agency));
				assert_eq!(
					passes.is_ok(),
					Agencies::effective_roles(who).contains(&role),
					"what wallets see differs from what passes"
				);
			}
		}
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(256))]

		#[test]
		fn no_account_ever_acts_for_two_agencies_and_no_stopped_agencys_delegate_passes(
			steps in prop::collection::vec(step(), 1..100)
		) {
			ExtBuilder::default().build_and_execute(|| {
				for step in steps {
					take(step);
					Agencies::do_try_state().expect("the invariants hold after every step");
					check_that_an_account_acts_for_one_agency_or_is_a_citizens();
					check_that_only_standing_delegates_of_active_agencies_pass();
				}
			});
		}

		#[test]
		fn whoever_follows_the_events_knows_who_acts_for_whom(
			steps in prop::collection::vec(step(), 1..100)
		) {
			ExtBuilder::default().build_and_execute(|| {
				let mut follower = Follower::of_state();
				for step in steps {
					take(step);
					for event in take_events() {
						follower.follow(event);
					}
					assert_eq!(follower, Follower::of_state());
					for (id, agency) in crate::Agencies::<Test>::iter() {
						let followed =
							follower.delegates.values().filter(|served| **served == id).count();
						assert_eq!(usize::try_from(agency.delegates), Ok(followed));
					}
				}
			});
		}
	}
}
