// SPDX-License-Identifier: Apache-2.0

use crate::mock::Facilities;
use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, BoundedVec};
use seoul_chain_login::{CredentialValue, FacilityId, SchemaId};
use sp_runtime::DispatchError;

type Error = crate::Error<Test>;
type Known = crate::Facilities<Test>;

fn register(details: FacilityDetails) -> sp_runtime::DispatchResult {
	Facilities::register_facility(signed(&librarian()), details)
}

#[test]
fn an_operator_registers_a_facility() {
	build_and_execute(|| {
		assert_ok!(register(youth_library()));
		assert_eq!(
			Known::get(FacilityId(1)),
			Some(Facility {
				agency: LIBRARY,
				details: youth_library(),
				status: FacilityStatus::Open,
			})
		);
		assert_eq!(
			take_events(),
			[Event::FacilityRegistered {
				facility: FacilityId(1),
				agency: LIBRARY,
				details: youth_library(),
				by: librarian(),
			}]
		);
	});
}

#[test]
fn nobody_else_registers_changes_or_closes_one() {
	build_and_execute(|| {
		for who in [dave().account(), registrar()] {
			assert_noop!(
				Facilities::register_facility(signed(&who), library()),
				NOT_A_DELEGATE
			);
			assert_noop!(
				Facilities::change_facility(signed(&who), FACILITY, library()),
				NOT_A_DELEGATE
			);
			assert_noop!(
				Facilities::close_facility(signed(&who), FACILITY),
				NOT_A_DELEGATE
			);
		}
		assert_noop!(
			Facilities::register_facility(RuntimeOrigin::root(), library()),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn the_operator_changes_what_it_says_of_its_facility() {
	build_and_execute(|| {
		assert_ok!(Facilities::change_facility(
			signed(&librarian()),
			FACILITY,
			youth_library()
		));
		assert_eq!(
			Known::get(FACILITY).map(|facility| facility.details),
			Some(youth_library())
		);
		assert_eq!(
			take_events(),
			[Event::FacilityChanged {
				facility: FACILITY,
				old_details: library(),
				new_details: youth_library(),
				by: librarian(),
			}]
		);
	});
}

#[test]
fn another_operator_neither_changes_nor_closes_it() {
	build_and_execute(|| {
		assert_noop!(
			Facilities::change_facility(signed(&curator()), FACILITY, library()),
			Error::NotTheOperator
		);
		assert_noop!(
			Facilities::close_facility(signed(&curator()), FACILITY),
			Error::NotTheOperator
		);
	});
}

#[test]
fn a_facility_that_is_not_there_is_neither_changed_nor_closed() {
	build_and_execute(|| {
		assert_noop!(
			Facilities::change_facility(signed(&librarian()), NO_FACILITY, library()),
			Error::FacilityNotFound
		);
		assert_noop!(
			Facilities::close_facility(signed(&librarian()), NO_FACILITY),
			Error::FacilityNotFound
		);
	});
}

#[test]
fn a_closed_facility_stays_closed() {
	build_and_execute(|| {
		assert_ok!(Facilities::close_facility(signed(&librarian()), FACILITY));
		assert_eq!(
			Known::get(FACILITY).map(|facility| facility.status),
			Some(FacilityStatus::Closed { since: START })
		);
		assert_eq!(
			take_events(),
			[Event::FacilityClosed {
				facility: FACILITY,
				by: librarian(),
			}]
		);
		assert_noop!(
			Facilities::close_facility(signed(&librarian()), FACILITY),
			Error::FacilityClosed
		);
		assert_noop!(
			Facilities::change_facility(signed(&librarian()), FACILITY, library()),
			Error::FacilityClosed
		);
	});
}

#[test]
fn names_are_words_on_one_line() {
	build_and_execute(|| {
		for name in ["", "  ", "강동\n도서관", "tab\there"] {
			assert_noop!(
				register(FacilityDetails {
					korean_name: text(name),
					..library()
				}),
				Error::InvalidName
			);
			assert_noop!(
				register(FacilityDetails {
					english_name: text(name),
					..library()
				}),
				Error::InvalidName
			);
		}
		assert_noop!(
			register(FacilityDetails {
				korean_name: vec![0xff].try_into().expect("short"),
				..library()
			}),
			Error::InvalidName
		);
	});
}

#[test]
fn a_facility_is_reached_under_a_host_name() {
	build_and_execute(|| {
		for domain in [
			"",
			"https://a.kr",
			"a.kr/login",
			"A.kr",
			"a b.kr",
			"도서관.kr",
		] {
			assert_noop!(
				register(FacilityDetails {
					domain: text(domain),
					..library()
				}),
				Error::InvalidDomain
			);
		}
		assert_ok!(register(FacilityDetails {
			domain: text("localhost:8080"),
			..library()
		}));
	});
}

#[test]
fn a_facility_says_for_what_it_uses_logins() {
	build_and_execute(|| {
		assert_noop!(
			register(FacilityDetails {
				purposes: BoundedVec::new(),
				..library()
			}),
			Error::NoPurpose
		);
		for purposes in [
			vec![purpose("", "Lend books")],
			vec![purpose("도서 대출", "")],
			vec![purpose("도서 대출", "도서 대출")],
			vec![purpose("도서 대출", "Lend\nbooks")],
			vec![purpose("도서\n대출", "Lend books")],
			vec![
				purpose("도서 대출", "Lend books"),
				purpose("도서 대출", "Lend books"),
			],
		] {
			assert_noop!(
				register(FacilityDetails {
					purposes: purposes.clone().try_into().expect("few"),
					..library()
				}),
				Error::InvalidPurpose
			);
		}
	});
}

#[test]
fn requirements_are_in_order_of_kind_and_can_be_met() {
	build_and_execute(|| {
		let of = |schema, accepted| Requirement { schema, accepted };
		let listed = |values: &[u32]| Accepted::OneOf {
			values: values
				.iter()
				.map(|value| CredentialValue(*value))
				.collect::<Vec<_>>()
				.try_into()
				.expect("few"),
		};
		for requirements in [
			vec![
				of(AGE, Accepted::Anything),
				of(RESIDENCE, Accepted::Anything),
			],
			vec![of(AGE, Accepted::Anything), of(AGE, Accepted::Anything)],
			vec![of(AGE, listed(&[]))],
			vec![of(AGE, listed(&[2, 1]))],
			vec![of(AGE, listed(&[1, 1]))],
			vec![of(
				AGE,
				Accepted::Between {
					lowest: CredentialValue(2),
					highest: CredentialValue(1),
				},
			)],
		] {
			assert_noop!(
				register(FacilityDetails {
					requirements: requirements.clone().try_into().expect("few"),
					..library()
				}),
				Error::InvalidRequirement
			);
		}
	});
}

#[test]
fn a_facility_requires_only_kinds_that_governance_named() {
	build_and_execute(|| {
		let requirement = Requirement {
			schema: SchemaId(9),
			accepted: Accepted::Anything,
		};
		assert_noop!(
			register(FacilityDetails {
				requirements: vec![requirement].try_into().expect("one"),
				..library()
			}),
			Error::SchemaNotFound
		);
	});
}

#[test]
fn a_pass_lasts_as_long_as_the_terms_allow() {
	build_and_execute(|| {
		let longest = LoginTerms::default().longest_pass;
		for pass_lifetime in [0, longest + 1] {
			assert_noop!(
				register(FacilityDetails {
					pass_lifetime,
					..library()
				}),
				Error::InvalidPassLifetime
			);
		}
		assert_ok!(register(FacilityDetails {
			pass_lifetime: longest,
			..library()
		}));
	});
}

#[test]
fn when_all_numbers_are_given_no_facility_is_registered() {
	empty_chain().execute_with(|| {
		NextFacility::<Test>::put(FacilityId(u32::MAX));
		assert_noop!(register(library()), Error::NumbersExhausted);
	});
}
