// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use seoul_chain_ring_proofs::mock as proofs;
use sp_runtime::traits::BadOrigin;

/// A ring of 20 citizens.
fn with_ring(test: impl FnOnce()) {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..20);
		work();
		take_events();
		proofs::take_verifications();
		test();
	});
}

fn binding(number: u32, to: AccountId) -> Binding {
	Binding::new(number, CARS, newest(CITY, 0), to, 0)
}

#[test]
fn a_member_binds_a_fresh_account_which_is_admitted() {
	with_ring(|| {
		let binding = binding(3, account(1));
		assert_eq!(binding.send(), Ok(()));
		let valid_until = START + TERMS.alias_validity;
		assert_eq!(
			take_events(),
			[Event::AliasBound {
				service: CARS,
				alias: binding.alias,
				index: drawn(0, 0),
				account: account(1),
				valid_until,
			}]
		);
		assert_eq!(Told::get(), [account(1)]);
		assert_eq!(
			CitizenRings::class_of(&account(1)),
			Some(AccountClass::Citizen)
		);
		assert_eq!(
			CitizenRings::alias_of(&account(1)),
			Some((CARS, drawn(0, 0)))
		);
		assert_eq!(CitizenRings::account_of(drawn(0, 0)), Some(account(1)));
		assert_ok!(CitizenRings::ensure_active(CARS, drawn(0, 0)));
		assert_eq!(
			CitizenRings::alias(CARS, binding.alias).map(|view| (view.renewals, view.valid_until)),
			Some((0, valid_until))
		);
	});
}

#[test]
fn the_call_is_not_for_signers() {
	with_ring(|| {
		let binding = binding(3, account(1));
		for origin in [
			signed(account(1)),
			RuntimeOrigin::root(),
			RuntimeOrigin::none(),
		] {
			assert_noop!(
				CitizenRings::bind_alias(
					origin,
					CARS,
					binding.at.ring,
					binding.at.revision,
					binding.alias,
					account(1),
					ProofBytes::try_from(binding.proof.clone()).expect("a proof")
				),
				BadOrigin
			);
		}
	});
}

#[test]
fn an_alias_is_of_one_service_only() {
	with_ring(|| {
		assert_eq!(binding(3, account(1)).send(), Ok(()));
		assert_noop!(
			CitizenRings::ensure_active(GANGDONG_GYM, drawn(0, 0)),
			Error::<Test>::UnknownAlias
		);
		assert_noop!(
			CitizenRings::ensure_active(CARS, drawn(1, 0)),
			Error::<Test>::UnknownAlias
		);
	});
}

#[test]
fn the_same_citizen_has_unrelated_aliases_in_two_services() {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..20);
		// Another key of the same person, as it should be.
		admit(GANGDONG, 100..120);
		work();
		let cars = Binding::new(3, CARS, newest(CITY, 0), account(1), 0);
		let gym = Binding::new(103, GANGDONG_GYM, newest(GANGDONG, 0), account(2), 0);
		assert_eq!((cars.send(), gym.send()), (Ok(()), Ok(())));
		assert_ne!(cars.alias, gym.alias);
	});
}

#[test]
fn what_can_be_refused_cheaply_costs_no_verification() {
	with_ring(|| {
		let good = binding(3, account(1));
		let refused = |change: &dyn Fn(&mut Binding), refusal: BindRefusal| {
			let mut binding = good.clone();
			change(&mut binding);
			assert_eq!(binding.refusal(), Some(refusal.code()), "{refusal:?}");
			assert_eq!(proofs::take_verifications(), 0, "{refusal:?}");
		};
		refused(
			&|binding| binding.service = ServiceId(9),
			BindRefusal::UnknownService,
		);
		refused(
			&|binding| binding.at.ring = RingIndex(1),
			BindRefusal::UnknownRevision,
		);
		refused(
			&|binding| binding.at.revision = Revision(2),
			BindRefusal::UnknownRevision,
		);
		for length in [0, 1, 784] {
			refused(
				&|binding| binding.proof.truncate(length),
				BindRefusal::WrongProofLength,
			);
		}
		refused(
			&|binding| binding.proof[784] = 2,
			BindRefusal::MalformedProof,
		);
		AdmittedElsewhere::set(vec![account(2)]);
		refused(
			&|binding| binding.account = account(2),
			BindRefusal::AccountInUse,
		);
		assert_eq!(good.send(), Ok(()));
		assert_eq!(proofs::take_verifications(), 1);
		// The same again, and the same alias for another account.
		refused(&|_| (), BindRefusal::NotYetRenewable);
		refused(
			&|binding| binding.account = account(3),
			BindRefusal::AliasInUse,
		);
		// Another citizen for the same account.
		let other = binding(4, account(1));
		assert_eq!(other.refusal(), Some(BindRefusal::AccountInUse.code()));
		assert_eq!(proofs::take_verifications(), 0);
	});
}

#[test]
fn an_oversized_proof_is_not_even_a_call() {
	use codec::{Decode, Encode};
	with_ring(|| {
		assert!(ProofBytes::try_from(vec![0; 786]).is_err());
		assert!(ProofBytes::decode(&mut &vec![0u8; 786].encode()[..]).is_err());
		assert!(ProofBytes::decode(&mut &vec![0u8; 785].encode()[..]).is_ok());
	});
}

#[test]
fn a_proof_for_something_else_is_refused() {
	with_ring(|| {
		let good = binding(3, account(1));
		let refused = |change: &dyn Fn(&mut Binding), refusal: BindRefusal| {
			let mut binding = good.clone();
			change(&mut binding);
			assert_eq!(binding.refusal(), Some(refusal.code()), "{refusal:?}");
		};
		// Someone else's account in a proof that was seen in the pool.
		refused(
			&|binding| binding.account = account(9),
			BindRefusal::InvalidProof,
		);
		refused(&|binding| binding.proof[40] ^= 1, BindRefusal::InvalidProof);
		refused(
			&|binding| binding.alias = Alias([9; 32]),
			BindRefusal::OtherAlias,
		);
		let renewal = Binding::new(3, CARS, newest(CITY, 0), account(1), 1);
		assert_eq!(renewal.refusal(), Some(BindRefusal::InvalidProof.code()));
		ChainIdentity::set([8; 32]);
		refused(&|_| (), BindRefusal::InvalidProof);
	});
}

#[test]
fn an_alias_is_renewed_in_the_second_half_of_its_period_with_a_new_proof() {
	with_ring(|| {
		let first = binding(3, account(1));
		assert_eq!(first.send(), Ok(()));
		advance(TERMS.alias_validity / 2 - 1);
		let renewal = Binding::new(3, CARS, newest(CITY, 0), account(1), 1);
		assert_eq!(renewal.refusal(), Some(BindRefusal::NotYetRenewable.code()));
		advance(1);
		// The old proof does not renew.
		assert_eq!(first.refusal(), Some(BindRefusal::InvalidProof.code()));
		take_events();
		assert_eq!(renewal.send(), Ok(()));
		assert_eq!(
			take_events(),
			[Event::AliasRenewed {
				service: CARS,
				alias: first.alias,
				index: drawn(0, 0),
				old_valid_until: START + TERMS.alias_validity,
				new_valid_until: Now::get() + TERMS.alias_validity,
			}]
		);
		assert_eq!(alias_record(&first).renewals, 1);
		assert_eq!(Told::get(), [account(1)], "admitted once");
	});
}

#[test]
fn an_alias_that_was_not_renewed_cannot_act_until_it_is() {
	with_ring(|| {
		assert_eq!(binding(3, account(1)).send(), Ok(()));
		advance(TERMS.alias_validity - 1);
		assert_ok!(CitizenRings::ensure_active(CARS, drawn(0, 0)));
		advance(1);
		assert_noop!(
			CitizenRings::ensure_active(CARS, drawn(0, 0)),
			Error::<Test>::AliasExpired
		);
		assert_eq!(CitizenRings::class_of(&account(1)), None);
		// It is still its account's: nobody else gets either.
		assert_eq!(
			CitizenRings::alias_of(&account(1)),
			Some((CARS, drawn(0, 0)))
		);
		assert_eq!(
			binding(4, account(1)).refusal(),
			Some(BindRefusal::AccountInUse.code())
		);
		let renewal = Binding::new(3, CARS, newest(CITY, 0), account(1), 1);
		assert_eq!(renewal.send(), Ok(()));
		assert_ok!(CitizenRings::ensure_active(CARS, drawn(0, 0)));
	});
}

#[test]
fn a_suspended_citizens_alias_ends_although_nobody_knows_which_it_is() {
	with_ring(|| {
		assert_eq!(binding(3, account(1)).send(), Ok(()));
		let old = newest(CITY, 0);
		let renewal = Binding::new(3, CARS, old, account(1), 1);
		remove([3], Removal::Suspended);
		advance(TERMS.removal_delay);
		work();
		advance(TERMS.removal_grace);
		work();
		advance(TERMS.alias_validity);
		assert_eq!(renewal.refusal(), Some(BindRefusal::UnknownRevision.code()));
		let keys = CitizenRings::keys(CITY, RingIndex(0), newest(CITY, 0).revision);
		assert!(keys.is_some_and(|keys| keys.len() == 19 && !keys.contains(&key(3))));
		assert_noop!(
			CitizenRings::ensure_active(CARS, drawn(0, 0)),
			Error::<Test>::AliasExpired
		);
	});
}

#[test]
fn an_index_that_a_card_or_an_alias_has_is_drawn_again() {
	with_ring(|| {
		let card = CitizenIndex(1_001);
		CardsOf::set(vec![(card, account(9))]);
		assert_eq!(binding(3, account(1)).send(), Ok(()));
		Draws::set(vec![card, drawn(0, 0), CitizenIndex(77)]);
		assert_eq!(binding(4, account(2)).send(), Ok(()));
		assert_eq!(
			CitizenRings::alias_of(&account(2)),
			Some((CARS, CitizenIndex(77)))
		);
		assert_eq!(CitizenRings::account_of(drawn(0, 0)), Some(account(1)));
	});
}

#[test]
fn nothing_is_bound_when_every_drawn_index_is_taken() {
	with_ring(|| {
		CardsOf::set(vec![(CitizenIndex(1_001), account(9))]);
		Draws::set(vec![CitizenIndex(1_001); 4]);
		assert_noop!(
			binding(3, account(1)).include(),
			Error::<Test>::NoFreshIndex
		);
	});
}

#[test]
fn the_index_of_a_party_says_nothing_of_the_order_of_binding() {
	with_ring(|| {
		let indices: Vec<u64> = (0u8..8)
			.map(|number| {
				let binding = binding(number.into(), account(number + 1));
				assert_eq!(binding.send(), Ok(()));
				party(&binding).0
			})
			.collect();
		assert!(indices.iter().all(|index| *index > u64::from(u32::MAX)));
		assert!(!indices.is_sorted());
	});
}

#[test]
fn no_card_gets_the_index_or_the_account_of_an_alias() {
	use frame_support::traits::Contains;
	with_ring(|| {
		assert!(!AliasAccounts::<Test>::contains(&account(1)));
		assert_eq!(binding(3, account(1)).send(), Ok(()));
		assert!(CitizenRings::contains(&drawn(0, 0)));
		assert!(!CitizenRings::contains(&CitizenIndex(7)));
		assert!(AliasAccounts::<Test>::contains(&account(1)));
		assert!(!AliasAccounts::<Test>::contains(&account(2)));
	});
}

#[test]
fn the_account_of_a_card_is_no_aliass_even_if_the_card_cannot_be_used_or_was_left() {
	with_ring(|| {
		// A suspended card's account is admitted by nobody.
		CardsOf::set(vec![(CitizenIndex(1_001), account(1))]);
		FormerCitizens::set(vec![account(2)]);
		assert_eq!(
			binding(3, account(1)).refusal(),
			Some(BindRefusal::AccountInUse.code())
		);
		assert_eq!(
			binding(3, account(2)).refusal(),
			Some(BindRefusal::FormerAccount.code())
		);
		assert_noop!(
			binding(3, account(2)).include(),
			Error::<Test>::FormerAccount
		);
		assert_eq!(proofs::take_verifications(), 0);
	});
}

#[test]
fn who_acts_for_an_agency_is_no_alias_even_if_the_agency_is_admitted_by_nobody() {
	with_ring(|| {
		assert_eq!(<Test as Config>::Admissions::class_of(&registrar()), None);
		let binding = binding(3, registrar());
		assert_eq!(binding.refusal(), Some(BindRefusal::AccountInUse.code()));
		assert_noop!(binding.include(), Error::<Test>::AccountInUse);
		assert_eq!(proofs::take_verifications(), 0);
	});
}

#[test]
fn an_alias_of_one_service_takes_no_account_of_another() {
	with_ring(|| {
		assert_eq!(binding(3, account(1)).send(), Ok(()));
		let other = Binding::new(3, MILEAGE, newest(CITY, 0), account(1), 0);
		assert_eq!(other.refusal(), Some(BindRefusal::AccountInUse.code()));
		let fresh = Binding::new(3, MILEAGE, newest(CITY, 0), account(2), 0);
		assert_eq!(fresh.send(), Ok(()));
		let cars = alias_record(&binding(3, account(1)));
		let mileage = alias_record(&fresh);
		assert_ne!(cars.index, mileage.index);
		assert_ne!(fresh.alias, binding(3, account(1)).alias);
	});
}
