// SPDX-License-Identifier: Apache-2.0

//! Each invariant notices its own corruption.

use crate::{mock::*, *};
use frame_support::{assert_ok, traits::fungible::MutateFreeze};
use sp_runtime::TryRuntimeError;

/// A ring of 40 keys with an older revision, a hold, an alias, and a key that waits.
fn notices(invariant: u8, corrupt: impl FnOnce()) {
	ExtBuilder::default().build().execute_with(|| {
		admit(CITY, 0..20);
		work();
		CitizenRings::freeze(CITY).expect("can be frozen");
		admit(CITY, 20..40);
		work();
		admit(CITY, 40..41);
		assert_eq!(
			Binding::new(3, CARS, newest(CITY, 0), account(1), 0).send(),
			Ok(())
		);
		assert_ok!(CitizenRings::do_try_state());
		corrupt();
		let Err(TryRuntimeError::Other(reason)) = CitizenRings::do_try_state() else {
			panic!("invariant {invariant} noticed nothing");
		};
		assert!(
			reason.starts_with(&format!("Invariant {invariant}:")),
			"{reason}"
		);
	});
}

#[test]
fn invariant_1_queue() {
	notices(1, || Queue::<Test>::remove(CITY, 40));
	notices(1, || Queue::<Test>::insert(CITY, 41, key(77)));
}

#[test]
fn invariant_2_place_in_the_list() {
	notices(2, || {
		KeyPages::<Test>::mutate((CITY, RingIndex(0), Generation(0), 0), |page| {
			page.as_mut().swap(0, 1);
		});
	});
}

#[test]
fn invariant_3_counts() {
	let changes: [fn(&mut Collection); 5] = [
		|all| all.queued += 1,
		|all| all.members += 1,
		|all| all.departing += 1,
		|all| all.provable -= 1,
		|all| all.rings += 1,
	];
	for change in changes {
		notices(3, || {
			Collections::<Test>::mutate(CITY, |all| change(all.as_mut().expect("is open")));
		});
	}
	notices(3, || {
		Keys::<Test>::insert(
			RingKey([5; 32]),
			KeyRecord {
				collection: CollectionId::District(1),
				status: KeyStatus::Removed {
					left: None,
					cause: Removal::Final,
				},
			},
		);
	});
}

#[test]
fn invariant_4_leaving_keys() {
	notices(4, || {
		Rings::<Test>::mutate(CITY, RingIndex(0), |ring| {
			ring.as_mut().expect("a ring").leaving = 1;
		});
	});
	notices(4, || {
		remove([1], Removal::Final);
		Rings::<Test>::mutate(CITY, RingIndex(0), |ring| {
			ring.as_mut().expect("a ring").rebuild_queued = false;
		});
	});
}

#[test]
fn invariant_5_newest_revision() {
	notices(5, || {
		Revisions::<Test>::mutate((CITY, RingIndex(0), Revision(2)), |revision| {
			revision.as_mut().expect("is there").members = 39;
		});
	});
}

#[test]
fn invariant_6_retired_revisions() {
	notices(6, || {
		Expiries::<Test>::remove(0);
	});
	notices(6, || {
		HeldRevisions::<Test>::insert(HoldId(0), (CITY, RingIndex(0), Revision(1)), ());
	});
	notices(6, || {
		HeldRevisions::<Test>::insert(HoldId(0), (CITY, RingIndex(0), Revision(2)), ());
	});
}

#[test]
fn invariant_7_lists() {
	notices(7, || {
		GenerationUses::<Test>::insert((CITY, RingIndex(0), Generation(0)), 1);
	});
	notices(7, || {
		KeyPages::<Test>::insert(
			(CITY, RingIndex(0), Generation(4), 0),
			KeyPage::try_from(vec![key(1)]).expect("fits"),
		);
	});
}

#[test]
fn invariant_8_builders() {
	notices(8, || {
		Builders::<Test>::insert(CITY, RingIndex(0), Proofs::start(RingSize::Small));
	});
	notices(8, || Builders::<Test>::remove(CITY, RingIndex(0)));
	notices(8, || Refills::<Test>::insert(CITY, 0, RingIndex(0)));
}

#[test]
fn invariant_9_holds() {
	notices(9, || Holds::<Test>::remove(HoldId(0)));
	notices(9, || HeldEras::<Test>::remove(CITY));
}

#[test]
fn invariant_10_aliases() {
	notices(10, || AliasByAccount::<Test>::remove(account(1)));
	notices(10, || AliasByIndex::<Test>::remove(drawn(0, 0)));
	notices(10, || {
		AliasByAccount::<Test>::insert(account(2), (CARS, Alias([1; 32])));
	});
	notices(10, || AliasCount::<Test>::put(2));
	notices(10, || CardsOf::set(vec![(drawn(0, 0), account(9))]));
}

#[test]
fn invariant_11_static_data() {
	notices(11, || {
		ChunkPages::<Test>::mutate(1, |page| {
			page.as_mut().expect("is loaded")[5] ^= 1;
		});
	});
	notices(11, || LoadedPages::<Test>::put(3));
}

#[test]
fn invariant_12_terms() {
	notices(12, || {
		Terms::<Test>::put(RingTerms { grace: 0, ..TERMS });
	});
}

/// The alias is being rebound, or was: to another's in the same service.
fn notices_after(invariant: u8, begin: impl FnOnce(), corrupt: impl FnOnce()) {
	notices(invariant, || {
		begin();
		assert_ok!(CitizenRings::do_try_state());
		corrupt();
	});
}

fn begin() {
	assert_ok!(CitizenRings::start_rebinding(
		signed(registrar()),
		CARS,
		drawn(0, 0),
		Binding::new(4, CARS, newest(CITY, 0), account(2), 0).alias,
		Default::default(),
	));
}

fn complete() {
	begin();
	advance(TERMS.rebinding_delay);
	assert_eq!(
		Binding::new(4, CARS, newest(CITY, 0), account(2), 0).send(),
		Ok(())
	);
}

#[test]
fn invariant_13_rebindings() {
	notices_after(13, begin, || {
		Rebindings::<Test>::mutate(drawn(0, 0), |rebinding| {
			rebinding.as_mut().expect("was begun").service = GANGDONG_GYM;
		});
	});
	notices_after(13, begin, || {
		ProposedAliases::<Test>::remove(CARS, mock_alias(4));
	});
	notices_after(13, begin, || {
		ProposedAliases::<Test>::insert(CARS, Alias([1; 32]), drawn(0, 0));
	});
	notices_after(13, begin, || {
		ReplacedAliases::<Test>::insert(CARS, mock_alias(4), drawn(0, 0));
	});
}

#[test]
fn invariant_14_what_was_replaced() {
	notices_after(14, complete, || {
		ReplacedAliases::<Test>::insert(CARS, mock_alias(4), drawn(0, 0));
	});
	notices_after(14, complete, || {
		ReplacedAliases::<Test>::insert(GANGDONG_GYM, mock_alias(3), drawn(0, 0));
	});
	notices_after(14, complete, || {
		FormerAccounts::<Test>::insert(account(2), drawn(0, 0));
	});
	notices_after(14, complete, || {
		FormerAccounts::<Test>::insert(account(1), drawn(7, 0));
	});
}

#[test]
fn invariant_15_frozen_won() {
	let thaw = |who: AccountId| {
		assert_ok!(Balances::thaw(&FreezeReason::Rebinding.into(), &who));
	};
	notices_after(15, begin, || thaw(account(1)));
	notices_after(15, complete, || thaw(account(1)));
	notices(15, || {
		assert_ok!(CitizenRings::freeze_won(&account(1)));
	});
}

/// The alias of a citizen in the first service.
fn mock_alias(number: u32) -> Alias {
	Binding::new(number, CARS, newest(CITY, 0), account(99), 0).alias
}
