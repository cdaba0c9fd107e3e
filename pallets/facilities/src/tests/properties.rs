// SPDX-License-Identifier: Apache-2.0

//! Random lives of cards, sessions and consents beside a naive model, which says of each step whether it
//! succeeds, and of each key after each step whether it logs in and if not, why.

use crate::mock::Facilities;
use crate::{mock::*, *};
use frame_support::traits::ConstU32;
use proptest::prelude::*;
use seoul_chain_login::{CredentialValue, Refusal, Standing};
use seoul_chain_primitives::{
	AccountId, CardChange, CitizenIndex, Moment, OnAccountRotated, OnCardStatus, PartyId,
};
use sp_runtime::StateVersion;
use std::collections::{BTreeMap, BTreeSet};

const LONGEST: Moment = 50;
const TERMS: LoginTerms = LoginTerms {
	longest_pass: 60 * MINUTE,
	longest_session: LONGEST,
	longest_consent: seoul_chain_login::MAX_CONSENT_LIFETIME,
	credential_cohort: 1,
	longest_credential: 1,
};

const CITIZENS: [CitizenIndex; 2] = [DAVES_CARD, EVES_CARD];
/// More keys than a citizen has sessions, so that lists fill up.
const KEYS: usize = 11;

#[derive(Clone, Copy, Debug)]
enum Step {
	Open(usize, usize, Moment),
	Close(usize, usize),
	CloseAll(usize),
	Suspend(usize),
	Resume(usize),
	Rotate(usize),
	Revoke(usize, u64),
	Pass(Moment),
}

fn step() -> impl Strategy<Value = Step> {
	use Step::*;
	let citizen = || 0..CITIZENS.len();
	prop_oneof![
		20 => (citizen(), 0..KEYS, 0..LONGEST + 3).prop_map(|(of, key, span)| Open(of, key, span)),
		5 => (citizen(), 0..KEYS).prop_map(|(of, key)| Close(of, key)),
		1 => citizen().prop_map(CloseAll),
		1 => citizen().prop_map(Suspend),
		3 => citizen().prop_map(Resume),
		1 => citizen().prop_map(Rotate),
		1 => (citizen(), 0..2u64).prop_map(|(of, consent)| Revoke(of, consent)),
		4 => (1..20u64).prop_map(Pass),
	]
}

#[derive(Clone, Copy, Debug)]
struct Life {
	of: usize,
	ends: Moment,
	/// When it was closed.
	closed: Option<Moment>,
	/// In which order sessions were opened.
	rank: usize,
}

#[derive(Default)]
struct Model {
	suspended: BTreeSet<usize>,
	/// How often a citizen changed accounts.
	accounts: [usize; 2],
	sessions: BTreeMap<usize, Life>,
	revoked: BTreeSet<(usize, u64)>,
	opened: usize,
}

fn phone(number: usize) -> Key {
	Key::of(&format!("phone {number}"))
}

fn card_key(of: usize, account: usize) -> Key {
	Key::of(&format!("card {of} {account}"))
}

impl Model {
	fn account(&self, of: usize) -> AccountId {
		card_key(of, self.accounts[of]).account()
	}

	fn open(&mut self, of: usize, key: usize, ends: Moment, now: Moment) -> bool {
		if self.suspended.contains(&of) || ends <= now || ends > now + LONGEST {
			return false;
		}
		let is_free = self
			.sessions
			.get(&key)
			.is_none_or(|life| life.of == of && life.closed.is_none() && life.ends <= now);
		if !is_free {
			return false;
		}
		let lasting = self
			.sessions
			.values()
			.filter(|life| life.of == of && life.ends > now);
		let is_full = lasting.clone().count() == MAX_SESSIONS as usize;
		let first_closed = lasting
			.filter_map(|life| life.closed.map(|at| (at, life.rank)))
			.min();
		if is_full && first_closed.is_none() {
			return false;
		}
		self.sessions
			.retain(|_, life| life.of != of || life.ends > now);
		if is_full {
			self.sessions
				.retain(|_, life| Some(life.rank) != first_closed.map(|(_, rank)| rank));
		}
		self.sessions.insert(
			key,
			Life {
				of,
				ends,
				closed: None,
				rank: self.opened,
			},
		);
		self.opened += 1;
		true
	}

	fn close(&mut self, of: usize, key: usize, now: Moment) -> bool {
		match self.sessions.get_mut(&key) {
			Some(life) if life.of == of && life.closed.is_none() => {
				life.closed = Some(now);
				true
			},
			_ => false,
		}
	}

	fn close_all(&mut self, of: usize, now: Moment) -> bool {
		let keys: Vec<usize> = self.sessions.keys().copied().collect();
		let mut any = false;
		for key in keys {
			any |= self.close(of, key, now);
		}
		any
	}

	fn standing_of_citizen(&self, of: usize, consent: u64) -> Result<(), Refusal> {
		if self.suspended.contains(&of) {
			return Err(Refusal::Card(SUSPENDED));
		}
		if self.revoked.contains(&(of, consent)) {
			return Err(Refusal::ConsentRevoked);
		}
		Ok(())
	}

	fn standing(&self, key: usize, consent: u64, now: Moment) -> Result<Option<Moment>, Refusal> {
		let life = self.sessions.get(&key).ok_or(Refusal::UnknownSigner)?;
		if life.closed.is_some() {
			return Err(Refusal::SessionClosed);
		}
		if life.ends <= now {
			return Err(Refusal::SessionExpired);
		}
		self.standing_of_citizen(life.of, consent)?;
		Ok(Some(life.ends))
	}
}

fn cards(model: &Model) {
	Cards::set(
		(0..CITIZENS.len())
			.map(|of| (model.account(of), CITIZENS[of]))
			.collect(),
	);
}

/// Whether the chain did it. If not, it changed nothing.
fn attempt(call: impl FnOnce() -> sp_runtime::DispatchResult) -> bool {
	let before = sp_io::storage::root(StateVersion::V1);
	let done = frame_support::storage::with_storage_layer(call).is_ok();
	assert!(done || before == sp_io::storage::root(StateVersion::V1));
	done
}

fn take(step: Step, model: &mut Model) -> Result<(), TestCaseError> {
	let now = Now::get();
	match step {
		Step::Open(of, key, span) => {
			let ends = now + span;
			let (by, phone) = (card_key(of, model.accounts[of]), phone(key));
			let done = attempt(|| open_session(&by, CITIZENS[of], &phone, ends));
			prop_assert_eq!(done, model.open(of, key, ends, now));
		},
		Step::Close(of, key) => {
			let by = signed(&model.account(of));
			let done = attempt(|| Facilities::close_session(by, phone(key).account()));
			prop_assert_eq!(done, model.close(of, key, now));
		},
		Step::CloseAll(of) => {
			let by = signed(&model.account(of));
			let done = attempt(|| Facilities::close_all_sessions(by));
			prop_assert_eq!(done, model.close_all(of, now));
		},
		Step::Suspend(of) => {
			model.suspended.insert(of);
			model.close_all(of, now);
			UnusableCards::mutate(|unusable| unusable.insert(CITIZENS[of]));
			Facilities::on_card_status(CITIZENS[of], CardChange::Suspended);
		},
		Step::Resume(of) => {
			model.suspended.remove(&of);
			UnusableCards::mutate(|unusable| unusable.remove(&CITIZENS[of]));
			Facilities::on_card_status(CITIZENS[of], CardChange::Resumed);
		},
		Step::Rotate(of) => {
			let old = model.account(of);
			model.accounts[of] += 1;
			model.close_all(of, now);
			cards(model);
			Former::mutate(|former| former.insert(old.clone()));
			let party = PartyId::Citizen(CITIZENS[of]);
			prop_assert!(Facilities::on_account_rotated(party, &old, &model.account(of)).is_ok());
		},
		Step::Revoke(of, consent) => {
			let by = signed(&model.account(of));
			let done = attempt(|| Facilities::revoke_consent(by, consent_id(consent)));
			prop_assert_eq!(done, model.revoked.insert((of, consent)));
		},
		Step::Pass(span) => advance(span),
	}
	Ok(())
}

fn compare(model: &Model, accounts: &[AccountId]) -> Result<(), TestCaseError> {
	let now = Now::get();
	let ask = |account: &AccountId, consent| {
		Facilities::standing(&Standing {
			facility: FACILITY,
			account: account.clone(),
			consent: consent_id(consent),
		})
	};
	for consent in 0..2 {
		for (key, account) in accounts.iter().enumerate() {
			prop_assert_eq!(ask(account, consent), model.standing(key, consent, now));
		}
		for of in 0..CITIZENS.len() {
			prop_assert_eq!(
				ask(&model.account(of), consent),
				model.standing_of_citizen(of, consent).map(|()| None)
			);
			for old in 0..model.accounts[of] {
				prop_assert_eq!(
					ask(&card_key(of, old).account(), consent),
					Err(Refusal::UnknownSigner)
				);
			}
		}
	}
	prop_assert_eq!(Facilities::do_try_state(), Ok(()));
	Ok(())
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(48))]

	#[test]
	fn a_key_logs_in_exactly_as_long_as_the_model_says(
		steps in prop::collection::vec(step(), 1..80),
	) {
		let genesis = GenesisConfig { terms: TERMS, ..Default::default() };
		let outcome: Result<(), TestCaseError> = chain_with(genesis).execute_with(|| {
			let mut model = Model::default();
			cards(&model);
			Facilities::register_facility(signed(&librarian()), library()).expect("in order");
			let accounts: Vec<AccountId> = (0..KEYS).map(|key| phone(key).account()).collect();
			for step in steps {
				take(step, &mut model)?;
				compare(&model, &accounts)?;
			}
			// Whoever stands is let in with a signature, and nobody else.
			for key in 0..KEYS {
				let of = model.sessions.get(&key).map_or(0, |life| life.of);
				let mut request = login_by(&phone(key));
				let card = card_key(of, model.accounts[of]);
				request.consent = Some(sign_consent(&card, consent_of(&card)));
				prop_assert_eq!(
					Facilities::authenticate(&request).is_ok(),
					model.standing(key, 9, Now::get()).is_ok()
				);
			}
			Ok(())
		});
		outcome?;
	}

	#[test]
	fn a_predicate_holds_exactly_if_the_value_is_accepted(
		value in 0..30u32,
		listed in prop::collection::btree_set(0..30u32, 1..10),
		lowest in 0..30u32,
		span in 0..10u32,
	) {
		build_and_execute(|| {
			let listing: frame_support::BoundedVec<_, ConstU32<MAX_VALUES>> = listed
				.iter()
				.map(|value| CredentialValue(*value))
				.collect::<Vec<_>>()
				.try_into()
				.expect("few");
			for (accepted, expected) in [
				(Accepted::Anything, true),
				(Accepted::OneOf { values: listing }, listed.contains(&value)),
				(
					Accepted::Between {
						lowest: CredentialValue(lowest),
						highest: CredentialValue(lowest + span),
					},
					lowest <= value && value <= lowest + span,
				),
			] {
				change(FacilityDetails {
					requirements: vec![Requirement { schema: AGE, accepted }]
						.try_into()
						.expect("one"),
					..library()
				});
				let mut request = login_by(&dave());
				request.disclosures =
					publish(&registrar(), DAVES_CARD, &[(AGE, CredentialValue(value))]);
				let answer = Facilities::authenticate(&request);
				if expected {
					assert!(answer.is_ok(), "{answer:?}");
				} else {
					assert_eq!(answer, Err(Refusal::ValueNotAccepted(AGE)));
				}
			}
		});
	}

	/// Whatever bytes a facility sends, the answer is one, and never a login.
	#[test]
	fn bytes_that_were_not_signed_never_log_in(
		bytes in prop::collection::vec(any::<u8>(), 64),
		flips in prop::collection::vec((any::<prop::sample::Index>(), 0..8u8), 1..6),
	) {
		build_and_execute(|| {
			use codec::{Decode, Encode};
			let good = login_by(&dave());
			let mut bent = good.encode();
			for (place, bit) in flips {
				let place = place.index(bent.len());
				bent[place] ^= 1 << bit;
			}
			if let Ok(request) = seoul_chain_login::LoginRequest::decode(&mut &bent[..]) {
				if request != good {
					assert!(Facilities::authenticate(&request).is_err());
				}
			}
			let mut raw = [0; 64];
			raw.copy_from_slice(&bytes);
			let mut request = good;
			request.signature =
				seoul_chain_primitives::Signature::Sr25519(sp_core::sr25519::Signature::from_raw(raw));
			assert_eq!(
				Facilities::authenticate(&request),
				Err(Refusal::InvalidSignature)
			);
		});
	}
}
