// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use seoul_chain_primitives::Hash;
use seoul_chain_ring_proofs::mock as proofs;

/// What the citizen's alias was worth.
const FORTUNE: Balance = 100 * WON;

/// A ring of 20 citizens, of whom number 3 has an alias with won and lost it, and got the key of number 4.
fn with_lost_alias(test: impl FnOnce(Binding)) {
	ExtBuilder::default().build_and_execute(|| {
		admit(CITY, 0..20);
		work();
		let lost = Binding::new(3, CARS, newest(CITY, 0), account(1), 0);
		assert_eq!(lost.send(), Ok(()));
		give(&account(1), FORTUNE);
		take_events();
		proofs::take_verifications();
		test(lost);
	});
}

fn new_alias(to: AccountId) -> Binding {
	Binding::new(4, CARS, newest(CITY, 0), to, 0)
}

fn paper() -> DocumentCommitment {
	DocumentCommitment(Hash::repeat_byte(7))
}

fn start(service: ServiceId, party: CitizenIndex, alias: Alias) -> DispatchResult {
	CitizenRings::start_rebinding(signed(registrar()), service, party, alias, paper())
}

fn begin(lost: &Binding) {
	assert_ok!(start(CARS, party(lost), new_alias(account(2)).alias));
}

fn is_active(party: CitizenIndex) -> DispatchResult {
	CitizenRings::ensure_active(CARS, party)
}

#[test]
fn from_the_start_the_old_account_cannot_act_and_its_won_are_frozen() {
	with_lost_alias(|lost| {
		let party = party(&lost);
		let alias = new_alias(account(2)).alias;
		assert_ok!(is_active(party));
		begin(&lost);
		let completes_at = START + TERMS.rebinding_delay;
		assert_eq!(
			take_events(),
			[Event::RebindingStarted {
				service: CARS,
				party,
				old_alias: lost.alias,
				new_alias: alias,
				old_account: account(1),
				evidence: paper(),
				completes_at,
				agency: REGISTRAR,
				by: registrar(),
			}]
		);
		assert_noop!(is_active(party), Error::<Test>::AliasSuspended);
		assert!(spend(&account(1), WON).is_err());
		assert_eq!(
			CitizenRings::alias(CARS, lost.alias).and_then(|view| view.rebinding),
			Some(runtime_api::RebindingView {
				new_alias: alias,
				completes_at,
			})
		);
		// It can still pay for its objection.
		assert_eq!(
			CitizenRings::class_of(&account(1)),
			Some(AccountClass::Citizen)
		);
	});
}

#[test]
fn a_rebinding_that_cannot_be_is_not_started() {
	with_lost_alias(|lost| {
		let party = party(&lost);
		let alias = new_alias(account(2)).alias;
		assert_noop!(
			CitizenRings::start_rebinding(signed(clerk()), CARS, party, alias, paper()),
			NOT_THE_SERVICES_OFFICE
		);
		assert_noop!(
			start(ServiceId(9), party, alias),
			Error::<Test>::UnknownService
		);
		assert_noop!(start(MILEAGE, party, alias), Error::<Test>::UnknownAlias);
		assert_noop!(
			start(CARS, CitizenIndex(7), alias),
			Error::<Test>::UnknownAlias
		);
		assert_noop!(start(CARS, party, lost.alias), Error::<Test>::NewAliasInUse);
		let other = Binding::new(5, CARS, newest(CITY, 0), account(5), 0);
		assert_eq!(other.send(), Ok(()));
		assert_noop!(
			start(CARS, party, other.alias),
			Error::<Test>::NewAliasInUse
		);
		begin(&lost);
		assert_noop!(start(CARS, party, alias), Error::<Test>::RebindingOpen);
		assert_noop!(
			start(CARS, alias_record(&other).index, alias),
			Error::<Test>::NewAliasProposed
		);
	});
}

#[test]
fn who_still_has_the_wallet_objects_and_acts_again() {
	with_lost_alias(|lost| {
		let party = party(&lost);
		begin(&lost);
		take_events();
		advance(TERMS.rebinding_delay - 1);
		assert_ok!(CitizenRings::object_rebinding(signed(account(1))));
		assert_eq!(
			take_events(),
			[Event::RebindingObjected {
				service: CARS,
				party,
				account: account(1),
			}]
		);
		assert_ok!(is_active(party));
		assert_ok!(spend(&account(1), WON));
		advance(1);
		// The other alias is a party of its own, like everybody's.
		assert_eq!(new_alias(account(2)).send(), Ok(()));
		assert_eq!(
			CitizenRings::alias_of(&account(2)),
			Some((CARS, drawn(1, 0)))
		);
		assert_eq!(CitizenRings::account_of(party), Some(account(1)));
	});
}

#[test]
fn only_the_account_of_a_valid_alias_objects_in_time() {
	with_lost_alias(|lost| {
		let object = |who| CitizenRings::object_rebinding(signed(account(who)));
		assert_noop!(object(1), Error::<Test>::NoRebinding);
		begin(&lost);
		assert_noop!(object(2), Error::<Test>::NotAnAlias);
		advance(TERMS.rebinding_delay);
		assert_noop!(object(1), Error::<Test>::WaitingTimeOver);
	});
}

#[test]
fn who_let_the_alias_expire_proves_again_before_objecting() {
	with_lost_alias(|lost| {
		advance(TERMS.alias_validity);
		begin(&lost);
		assert_eq!(CitizenRings::class_of(&account(1)), None);
		assert_noop!(
			CitizenRings::object_rebinding(signed(account(1))),
			Error::<Test>::AliasExpired
		);
		// Whoever stole the wallet cannot, when the key was removed from the ring.
		assert_eq!(
			Binding::new(3, CARS, newest(CITY, 0), account(1), 1).send(),
			Ok(())
		);
		assert_noop!(is_active(party(&lost)), Error::<Test>::AliasSuspended);
		assert_ok!(CitizenRings::object_rebinding(signed(account(1))));
		assert_ok!(is_active(party(&lost)));
	});
}

#[test]
fn the_office_cancels_what_it_started() {
	with_lost_alias(|lost| {
		let party = party(&lost);
		let cancel =
			|who, service, party| CitizenRings::cancel_rebinding(signed(who), service, party);
		assert_noop!(cancel(registrar(), CARS, party), Error::<Test>::NoRebinding);
		begin(&lost);
		assert_noop!(cancel(clerk(), CARS, party), NOT_THE_SERVICES_OFFICE);
		assert_noop!(
			cancel(registrar(), MILEAGE, party),
			Error::<Test>::UnknownAlias
		);
		assert_noop!(
			cancel(registrar(), CARS, CitizenIndex(7)),
			Error::<Test>::UnknownAlias
		);
		take_events();
		assert_ok!(cancel(registrar(), CARS, party));
		assert_eq!(
			take_events(),
			[Event::RebindingCancelled {
				service: CARS,
				party,
				agency: REGISTRAR,
				by: registrar(),
			}]
		);
		assert_ok!(is_active(party));
		assert_ok!(spend(&account(1), WON));
		// It can begin again.
		begin(&lost);
	});
}

#[test]
fn the_new_alias_waits_as_long_as_the_old_account_can_object() {
	with_lost_alias(|lost| {
		begin(&lost);
		let binding = new_alias(account(2));
		advance(TERMS.rebinding_delay - 1);
		assert_eq!(
			binding.refusal(),
			Some(BindRefusal::RebindingWaiting.code())
		);
		assert_eq!(proofs::take_verifications(), 0);
		assert_noop!(binding.include(), Error::<Test>::RebindingWaiting);
		advance(1);
		assert_eq!(binding.send(), Ok(()));
	});
}

#[test]
fn after_the_waiting_time_the_new_alias_takes_over_the_party_and_all_that_it_owns() {
	with_lost_alias(|lost| {
		let party = party(&lost);
		hold(&account(1), 30 * WON);
		begin(&lost);
		advance(TERMS.rebinding_delay);
		take_events();
		let found = new_alias(account(2));
		assert_eq!(found.send(), Ok(()));
		let valid_until = Now::get() + TERMS.alias_validity;
		assert_eq!(
			take_events(),
			[Event::AliasRebound {
				service: CARS,
				party,
				old_alias: lost.alias,
				new_alias: found.alias,
				old_account: account(1),
				new_account: account(2),
				valid_until,
				moved: 70 * WON,
				remaining: 0,
			}]
		);
		assert_eq!(
			Rotated::get(),
			[(PartyId::Citizen(party), account(1), account(2))]
		);
		assert_eq!((won(&account(1)), won(&account(2))), (0, FORTUNE));
		assert_eq!(held(&account(2)), 30 * WON);
		assert_ok!(spend(&account(2), WON));
		assert_eq!(
			alias_record(&found),
			AliasRecord {
				index: party,
				account: account(2),
				renewals: 0,
				valid_until,
			}
		);
		assert_ok!(is_active(party));
		assert_eq!(CitizenRings::account_of(party), Some(account(2)));
		assert_eq!(CitizenRings::alias_of(&account(2)), Some((CARS, party)));
		assert_eq!(Told::get(), [account(1), account(2)]);
		// The old account is nobody's.
		assert_eq!(CitizenRings::alias_of(&account(1)), None);
		assert_eq!(CitizenRings::class_of(&account(1)), None);
		assert!(CitizenRings::was_an_aliases(&account(1)));
		assert!(!CitizenRings::was_an_aliases(&account(2)));
		assert_noop!(
			CitizenRings::object_rebinding(signed(account(1))),
			Error::<Test>::NotAnAlias
		);
		// The new alias is renewed like any other.
		advance(TERMS.alias_validity / 2);
		assert_eq!(
			Binding::new(4, CARS, newest(CITY, 0), account(2), 1).send(),
			Ok(())
		);
	});
}

#[test]
fn neither_the_lost_alias_nor_its_account_is_ever_bound_again() {
	with_lost_alias(|lost| {
		begin(&lost);
		advance(TERMS.rebinding_delay);
		assert_eq!(new_alias(account(2)).send(), Ok(()));
		proofs::take_verifications();
		let refused = |number, to, refusal: BindRefusal, error: Error<Test>| {
			let binding = Binding::new(number, CARS, newest(CITY, 0), account(to), 0);
			assert_eq!(binding.refusal(), Some(refusal.code()));
			assert_noop!(binding.include(), error);
		};
		refused(3, 1, BindRefusal::AliasReplaced, Error::AliasReplaced);
		refused(3, 6, BindRefusal::AliasReplaced, Error::AliasReplaced);
		refused(7, 1, BindRefusal::FormerAccount, Error::FormerAccount);
		assert_eq!(proofs::take_verifications(), 0);
		// Nor does it take over another party.
		let other = Binding::new(5, CARS, newest(CITY, 0), account(5), 0);
		assert_eq!(other.send(), Ok(()));
		assert_noop!(
			start(CARS, party(&other), lost.alias),
			Error::<Test>::AliasReplaced
		);
		// In another service the same citizen has another alias, which was not lost.
		assert_eq!(
			Binding::new(3, MILEAGE, newest(CITY, 0), account(8), 0).send(),
			Ok(())
		);
	});
}

#[test]
fn a_party_can_lose_its_alias_more_than_once() {
	with_lost_alias(|lost| {
		let party = party(&lost);
		begin(&lost);
		advance(TERMS.rebinding_delay);
		let second = new_alias(account(2));
		assert_eq!(second.send(), Ok(()));
		let third = Binding::new(6, CARS, newest(CITY, 0), account(6), 0);
		assert_ok!(start(CARS, party, third.alias));
		advance(TERMS.rebinding_delay);
		assert_eq!(third.send(), Ok(()));
		assert_eq!(CitizenRings::account_of(party), Some(account(6)));
		assert_eq!(won(&account(6)), FORTUNE);
		// What reaches the first account goes to whoever has the party now.
		give(&account(1), WON);
		assert_ok!(CitizenRings::sweep_former_account(
			signed(account(9)),
			account(1)
		));
		assert_eq!(won(&account(6)), FORTUNE + WON);
	});
}

#[test]
fn nothing_changes_when_a_service_cannot_move_what_it_keeps() {
	with_lost_alias(|lost| {
		begin(&lost);
		advance(TERMS.rebinding_delay);
		RotationRefused::set(true);
		assert_noop!(
			new_alias(account(2)).include(),
			DispatchError::Other("a service cannot move")
		);
		assert_noop!(is_active(party(&lost)), Error::<Test>::AliasSuspended);
	});
}

#[test]
fn anyone_takes_won_that_reached_a_lost_account_to_its_party() {
	with_lost_alias(|lost| {
		let party = party(&lost);
		let sweep = |who| CitizenRings::sweep_former_account(signed(account(9)), account(who));
		begin(&lost);
		assert_noop!(sweep(1), Error::<Test>::NotAFormerAccount);
		advance(TERMS.rebinding_delay);
		assert_eq!(new_alias(account(2)).send(), Ok(()));
		assert_noop!(sweep(1), Error::<Test>::NothingToMove);
		assert_noop!(sweep(2), Error::<Test>::NotAFormerAccount);
		give(&account(1), 5 * WON);
		assert!(spend(&account(1), WON).is_err());
		take_events();
		assert_ok!(sweep(1));
		assert_eq!(
			take_events(),
			[Event::FormerAccountSwept {
				party,
				old_account: account(1),
				new_account: account(2),
				amount: 5 * WON,
			}]
		);
		assert_eq!(won(&account(2)), FORTUNE + 5 * WON);
		// What comes later is frozen as well.
		give(&account(1), WON);
		assert!(spend(&account(1), WON).is_err());
	});
}

#[test]
fn a_party_without_won_is_rebound_as_well() {
	with_lost_alias(|lost| {
		assert_ok!(spend(&account(1), FORTUNE));
		begin(&lost);
		advance(TERMS.rebinding_delay);
		assert_eq!(new_alias(account(2)).send(), Ok(()));
		assert_eq!(won(&account(2)), 0);
		assert_eq!(
			CitizenRings::account_of(alias_record(&new_alias(account(2))).index),
			Some(account(2))
		);
	});
}

#[test]
fn a_binding_weighs_what_a_rebinding_costs_at_most_and_a_fresh_instance() {
	use frame_support::{dispatch::GetDispatchInfo, traits::Authorize};
	with_lost_alias(|lost| {
		let call = lost.call();
		let rebinding = <() as WeightInfo>::complete_rebinding().saturating_add(Mover::weight());
		assert_eq!(
			call.get_dispatch_info().call_weight,
			<() as WeightInfo>::bind_alias().max(rebinding)
		);
		assert_eq!(
			call.weight_of_authorize(),
			<() as WeightInfo>::authorize_bind_alias().saturating_add(COLD_START)
		);
		// A first binding costs less, and says so.
		let other = Binding::new(5, CARS, newest(CITY, 0), account(5), 0);
		assert_eq!(
			other.include().expect("can be bound").actual_weight,
			Some(<() as WeightInfo>::bind_alias())
		);
	});
}
