// SPDX-License-Identifier: Apache-2.0

//! Secret ballots: what a voter's device does with them.

use crate::refusal::{read, Refusal};
use alloc::vec::Vec;
use codec::Encode;
use rand_core::OsRng;
use seoul_chain_ballot::{
	Ballot, BallotContext, Choices, ElectionKey, EncodedScalar, Error, Form, Opening,
	PreparedBallot,
};
use subtle::ConstantTimeEq;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

fn key_of(key: &[u8]) -> Result<ElectionKey, Refusal> {
	Ok(ElectionKey::new(read(key, "the election key")?)?)
}

fn context_of(context: &[u8]) -> Result<BallotContext, Refusal> {
	read(context, "what the ballot is for")
}

fn form_of(form: &[u8]) -> Result<Form, Refusal> {
	let form: Form = read(form, "the form")?;
	form.check()?;
	Ok(form)
}

fn ballot_of(ballot: &[u8]) -> Result<Ballot, Refusal> {
	read(ballot, "the ballot")
}

/// The choice of options by their positions from 0. Which they are decides about no branch and no address.
fn choices_of(form: Form, options: &[u8]) -> Result<Choices, Refusal> {
	let marks: Zeroizing<Vec<u8>> = Zeroizing::new(
		(0..form.options())
			.map(|position| {
				options.iter().fold(0u8, |mark, option| {
					mark.saturating_add(position.ct_eq(option).unwrap_u8())
				})
			})
			.collect(),
	);
	// An option that is not there left no mark; one that was named twice left a mark of 2, which `Choices` refuses.
	let marked: usize = marks.iter().map(|mark| usize::from(*mark)).sum();
	if marked != options.len() {
		return Err(Refusal::Ballot(Error::ChoiceNotAllowed));
	}
	Ok(Choices::new(form, &marks)?)
}

fn opening_of(marks: &[u8], randomness: &[u8]) -> Result<Opening, Refusal> {
	let scalars = randomness
		.chunks(size_of::<EncodedScalar>())
		.map(|scalar| read(scalar, "the randomness"))
		.collect::<Result<Vec<EncodedScalar>, _>>()?;
	Ok(Opening {
		marks: marks
			.to_vec()
			.try_into()
			.map_err(|_| Refusal::Unreadable("the marks"))?,
		randomness: scalars
			.try_into()
			.map_err(|_| Refusal::Unreadable("the randomness"))?,
	})
}

/// A ballot that is encrypted and proven, but neither cast nor challenged. It can be used once.
#[wasm_bindgen]
pub struct Prepared(PreparedBallot);

#[wasm_bindgen]
impl Prepared {
	/// Encrypt and prove the choice of `options`, by their positions from 0.
	///
	/// # Errors
	/// What cannot be read; [`Error::InvalidForm`], [`Error::MalformedPoint`], [`Error::IdentityPoint`],
	/// [`Error::ChoiceNotAllowed`].
	pub fn prepare(
		key: &[u8],
		context: &[u8],
		form: &[u8],
		options: &[u8],
	) -> Result<Self, Refusal> {
		let choices = choices_of(form_of(form)?, options)?;
		let (key, context) = (key_of(key)?, context_of(context)?);
		let prepared = PreparedBallot::new(&key, &context, &choices, &mut OsRng)?;
		Ok(Self(prepared))
	}

	/// The tracker, to be shown before the voter decides.
	pub fn tracker(&self) -> Vec<u8> {
		self.0.tracker().encode()
	}

	/// The ballot to be cast. What could open it is erased.
	pub fn cast(self) -> Vec<u8> {
		self.0.cast().encode()
	}

	/// The ballot and what opens it. It must never be cast.
	pub fn challenge(self) -> Challenged {
		let (ballot, opening) = self.0.challenge();
		Challenged { ballot, opening }
	}
}

/// A ballot with what opens it.
#[wasm_bindgen]
pub struct Challenged {
	ballot: Ballot,
	opening: Opening,
}

#[wasm_bindgen]
impl Challenged {
	/// The ballot.
	pub fn ballot(&self) -> Vec<u8> {
		self.ballot.encode()
	}

	/// One mark for each option.
	pub fn marks(&self) -> Vec<u8> {
		self.opening.marks.to_vec()
	}

	/// The randomness of each entry, 32 bytes each.
	pub fn randomness(&self) -> Vec<u8> {
		let entries = self.opening.randomness.iter();
		entries.flat_map(|scalar| scalar.0).collect()
	}
}

/// Check a ballot as the chain does; gives its tracker.
///
/// # Errors
/// What cannot be read; as [`Ballot::verify`].
#[wasm_bindgen(js_name = verifyBallot)]
pub fn verify_ballot(
	key: &[u8],
	context: &[u8],
	form: &[u8],
	ballot: &[u8],
) -> Result<Vec<u8>, Refusal> {
	let (key, context, ballot) = (key_of(key)?, context_of(context)?, ballot_of(ballot)?);
	ballot.verify(&key, form_of(form)?, &context)?;
	Ok(ballot.tracker(&context).encode())
}

/// Check what another device says to have encrypted, by the marks and the randomness that it shows; gives the marks.
///
/// # Errors
/// What cannot be read; as [`Opening::check`].
#[wasm_bindgen(js_name = checkOpening)]
pub fn check_opening(
	key: &[u8],
	context: &[u8],
	form: &[u8],
	ballot: &[u8],
	marks: &[u8],
	randomness: &[u8],
) -> Result<Vec<u8>, Refusal> {
	let opening = opening_of(marks, randomness)?;
	let (key, context, ballot) = (key_of(key)?, context_of(context)?, ballot_of(ballot)?);
	let choices = opening.check(&key, form_of(form)?, &context, &ballot)?;
	Ok(choices.marks().to_vec())
}
