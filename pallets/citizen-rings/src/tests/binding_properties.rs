// SPDX-License-Identifier: Apache-2.0

//! Random lives of aliases against a naive model. Whatever happens in whatever order: a citizen has one alias in a
//! service, the same after the key was removed and restored; no alias acts for two parties and none that was lost acts
//! again; a party keeps its index.

use crate::{mock::*, *};
use proptest::prelude::*;
use seoul_chain_primitives::chain::DAY;
use seoul_chain_ring_proofs::{mock as proofs, Context, Purpose};
use std::collections::{BTreeMap, BTreeSet};

/// Citizens whose aliases live.
const CITIZENS: u32 = 6;

#[derive(Clone, Debug)]
enum Act {
	Bind { service: bool, number: u32 },
	Renew { service: bool, number: u32 },
	Remove { number: u32 },
	Restore { number: u32 },
	Start { service: bool, from: u32, to: u32 },
	Object { service: bool, number: u32 },
	Cancel { service: bool, number: u32 },
	Wait { days: u64 },
}

fn act() -> impl Strategy<Value = Act> {
	let number = || 0..CITIZENS;
	prop_oneof![
		6 => (any::<bool>(), number()).prop_map(|(service, number)| Act::Bind { service, number }),
		2 => (any::<bool>(), number()).prop_map(|(service, number)| Act::Renew { service, number }),
		1 => number().prop_map(|number| Act::Remove { number }),
		2 => number().prop_map(|number| Act::Restore { number }),
		4 => (any::<bool>(), number(), number())
			.prop_map(|(service, from, to)| Act::Start { service, from, to }),
		1 => (any::<bool>(), number()).prop_map(|(service, number)| Act::Object { service, number }),
		1 => (any::<bool>(), number()).prop_map(|(service, number)| Act::Cancel { service, number }),
		3 => (1u64..9).prop_map(|days| Act::Wait { days }),
	]
}

fn service_of(first: bool) -> ServiceId {
	if first {
		CARS
	} else {
		MILEAGE
	}
}

type Place = (ServiceId, u32);

#[derive(Clone, Debug)]
struct Party {
	index: CitizenIndex,
	account: AccountId,
	renewals: u32,
	valid_until: Moment,
	rebinding: Option<(u32, Moment)>,
}

#[derive(Default)]
struct Model {
	/// Who has which party, by the citizen's alias.
	parties: BTreeMap<Place, Party>,
	replaced: BTreeSet<Place>,
	/// All indices that there ever were.
	indices: BTreeSet<CitizenIndex>,
	accounts: u32,
}

/// The alias that a citizen has in a service, whatever happens.
fn alias((service, number): Place) -> Alias {
	let context = Context::of(&CHAIN, Purpose::Service { service: service.0 });
	proofs::alias_of(&secret(number), &context)
}

impl Model {
	fn fresh_account(&mut self) -> AccountId {
		self.accounts += 1;
		let mut bytes = [200; 32];
		bytes[..4].copy_from_slice(&self.accounts.to_le_bytes());
		AccountId::new(bytes)
	}

	/// Who is to be taken over by the alias of a place.
	fn waiting_for(&self, place: Place) -> Option<(Place, Moment)> {
		self.parties
			.iter()
			.find(|((service, _), party)| {
				*service == place.0 && party.rebinding.is_some_and(|(to, _)| to == place.1)
			})
			.and_then(|(from, party)| Some((*from, party.rebinding?.1)))
	}

	fn bind(&mut self, place: Place) {
		let account = self.fresh_account();
		let Some(binding) = Binding::try_new(place.1, place.0, newest(CITY, 0), account.clone(), 0)
		else {
			return;
		};
		assert_eq!(binding.alias, alias(place), "a citizen has one alias");
		let waiting = self.waiting_for(place);
		let expected = if self.parties.contains_key(&place) {
			Err(BindRefusal::AliasInUse.code())
		} else if self.replaced.contains(&place) {
			Err(BindRefusal::AliasReplaced.code())
		} else if waiting.is_some_and(|(_, completes_at)| Now::get() < completes_at) {
			Err(BindRefusal::RebindingWaiting.code())
		} else {
			Ok(())
		};
		assert_eq!(binding.send(), expected);
		if expected.is_err() {
			return;
		}
		let index = if let Some((from, _)) = waiting {
			let old = self.parties.remove(&from).expect("has a party");
			self.replaced.insert(from);
			old.index
		} else {
			let index = party(&binding);
			assert!(self.indices.insert(index), "no index is given twice");
			index
		};
		self.parties.insert(
			place,
			Party {
				index,
				account,
				renewals: 0,
				valid_until: Now::get() + TERMS.alias_validity,
				rebinding: None,
			},
		);
	}

	fn renew(&mut self, place: Place) {
		let Some(party) = self.parties.get_mut(&place) else {
			return;
		};
		let Some(binding) = Binding::try_new(
			place.1,
			place.0,
			newest(CITY, 0),
			party.account.clone(),
			party.renewals + 1,
		) else {
			return;
		};
		let early = party.valid_until.saturating_sub(Now::get()) > TERMS.alias_validity / 2;
		let expected = if early {
			Err(BindRefusal::NotYetRenewable.code())
		} else {
			Ok(())
		};
		assert_eq!(binding.send(), expected);
		if expected.is_ok() {
			party.renewals += 1;
			party.valid_until = Now::get() + TERMS.alias_validity;
		}
	}

	fn start(&mut self, from: Place, to: u32) {
		let target = (from.0, to);
		let Some(index) = self.parties.get(&from).map(|party| party.index) else {
			return;
		};
		let open = self.parties[&from].rebinding.is_some();
		let result = CitizenRings::start_rebinding(
			signed(registrar()),
			from.0,
			index,
			alias(target),
			DocumentCommitment::default(),
		);
		let expected = if open {
			Err(Error::<Test>::RebindingOpen.into())
		} else if self.parties.contains_key(&target) {
			Err(Error::<Test>::NewAliasInUse.into())
		} else if self.replaced.contains(&target) {
			Err(Error::<Test>::AliasReplaced.into())
		} else if self.waiting_for(target).is_some() {
			Err(Error::<Test>::NewAliasProposed.into())
		} else {
			Ok(())
		};
		assert_eq!(result, expected);
		if result.is_ok() {
			if let Some(party) = self.parties.get_mut(&from) {
				party.rebinding = Some((to, Now::get() + TERMS.rebinding_delay));
			}
		}
	}

	fn go(&mut self, act: Act) {
		match act {
			Act::Bind { service, number } => self.bind((service_of(service), number)),
			Act::Renew { service, number } => self.renew((service_of(service), number)),
			Act::Remove { number } => {
				let _ =
					CitizenRings::remove_keys(signed(clerk()), batch([number]), Removal::Suspended);
				CitizenRings::hasten(CITY).expect("is open");
				work();
			},
			Act::Restore { number } => {
				if CitizenRings::restore_keys(signed(clerk()), batch([number])).is_ok() {
					// Others join with it, as a cohort.
					self.accounts += 1;
					let others = 1_000 * self.accounts;
					admit(CITY, others..others + TERMS.min_cohort);
					work();
				}
			},
			Act::Start { service, from, to } => self.start((service_of(service), from), to),
			Act::Object { service, number } => {
				let Some(party) = self.parties.get_mut(&(service_of(service), number)) else {
					return;
				};
				let result = CitizenRings::object_rebinding(signed(party.account.clone()));
				let expected = match party.rebinding {
					None => Err(Error::<Test>::NoRebinding.into()),
					Some((_, end)) if Now::get() >= end => {
						Err(Error::<Test>::WaitingTimeOver.into())
					},
					Some(_) if Now::get() >= party.valid_until => {
						Err(Error::<Test>::AliasExpired.into())
					},
					Some(_) => Ok(()),
				};
				assert_eq!(result, expected);
				if result.is_ok() {
					party.rebinding = None;
				}
			},
			Act::Cancel { service, number } => {
				let service = service_of(service);
				let Some(party) = self.parties.get_mut(&(service, number)) else {
					return;
				};
				let open = party.rebinding.take().is_some();
				assert_eq!(
					CitizenRings::cancel_rebinding(signed(registrar()), service, party.index)
						.is_ok(),
					open
				);
			},
			Act::Wait { days } => {
				advance(days * DAY);
				work();
			},
		}
	}

	fn check(&self) {
		CitizenRings::do_try_state().expect("the invariants hold");
		assert_eq!(Aliases::<Test>::iter().count(), self.parties.len());
		for (place, party) in &self.parties {
			let record = Aliases::<Test>::get(place.0, alias(*place)).expect("is bound");
			assert_eq!(
				(
					record.index,
					&record.account,
					record.renewals,
					record.valid_until
				),
				(
					party.index,
					&party.account,
					party.renewals,
					party.valid_until
				)
			);
			let expected = if party.rebinding.is_some() {
				Err(Error::<Test>::AliasSuspended.into())
			} else if Now::get() >= party.valid_until {
				Err(Error::<Test>::AliasExpired.into())
			} else {
				Ok(())
			};
			assert_eq!(CitizenRings::ensure_active(place.0, party.index), expected);
		}
		let indices: BTreeSet<CitizenIndex> =
			self.parties.values().map(|party| party.index).collect();
		assert_eq!(indices, self.indices, "no party is lost or doubled");
	}
}

proptest! {
	#![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

	#[test]
	fn aliases_live(acts in prop::collection::vec(act(), 1..50)) {
		ExtBuilder::default().build().execute_with(|| {
			admit(CITY, 0..20);
			work();
			let mut model = Model::default();
			for act in acts {
				model.go(act);
				model.check();
			}
		});
	}
}
