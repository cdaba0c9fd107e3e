// SPDX-License-Identifier: Apache-2.0

//! What may be chosen, and what was chosen.

use crate::{Error, MAX_OPTIONS};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, ops::RangeInclusive};
use scale_info::TypeInfo;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Form of a poll.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum Form {
	/// Option 0 is yes, option 1 is no. A ballot has one entry, which is 1 for yes.
	#[codec(index = 0)]
	YesNo,
	/// Exactly one of the options.
	#[codec(index = 1)]
	SingleChoice {
		/// Number of options, 2 to [`MAX_OPTIONS`].
		options: u8,
	},
	/// At least `min` and at most `max` of the options.
	#[codec(index = 2)]
	Approval {
		/// Number of options, 2 to [`MAX_OPTIONS`].
		options: u8,
		/// Fewest options that a ballot may approve; 0 allows a blank ballot.
		min: u8,
		/// Most options that a ballot may approve.
		max: u8,
	},
}

impl Form {
	/// Whether there can be a poll of this form.
	///
	/// # Errors
	/// [`Error::InvalidForm`].
	pub fn check(&self) -> Result<(), Error> {
		let options = self.options();
		let countable = options >= 2 && u32::from(options) <= MAX_OPTIONS;
		let range_possible = match self {
			Self::YesNo | Self::SingleChoice { .. } => true,
			Self::Approval { options, min, max } => min <= max && max <= options && *max >= 1,
		};
		if !countable || !range_possible {
			return Err(Error::InvalidForm);
		}
		Ok(())
	}

	/// Number of options that a voter sees.
	pub const fn options(&self) -> u8 {
		match self {
			Self::YesNo => 2,
			Self::SingleChoice { options } | Self::Approval { options, .. } => *options,
		}
	}

	/// Number of ciphertexts in a ballot.
	pub const fn entries(&self) -> u8 {
		match self {
			Self::YesNo => 1,
			Self::SingleChoice { options } | Self::Approval { options, .. } => *options,
		}
	}

	/// What the entries of a ballot may add up to, and `None` if entries that are 0 or 1 cannot add up to
	/// anything else.
	pub fn sum_range(&self) -> Option<RangeInclusive<u8>> {
		match *self {
			Self::YesNo => None,
			Self::SingleChoice { .. } => Some(1..=1),
			Self::Approval { options, min, max } => (min > 0 || max < options).then_some(min..=max),
		}
	}

	/// Length of an encoded ballot in bytes: 288 an option, and 97 for the sum with 128 more for each
	/// further value that it may have.
	pub fn encoded_length(&self) -> usize {
		let sum = self.sum_range().map_or(0, |range| {
			let further = range.end().saturating_sub(*range.start());
			usize::from(further).saturating_mul(128).saturating_add(97)
		});
		usize::from(self.entries())
			.saturating_mul(288)
			.saturating_add(2)
			.saturating_add(sum)
	}

	/// Votes of each option, from the counts of the entries and the number of ballots.
	///
	/// # Errors
	/// [`Error::WrongTally`] if no ballots of this form can have given these counts: their number is not that of
	/// the entries, one is above the number of ballots, or all together are not what so many ballots may give.
	pub fn results(&self, counts: &[u32], ballots: u32) -> Result<Vec<u32>, Error> {
		let possible = counts.iter().all(|count| *count <= ballots);
		if counts.len() != usize::from(self.entries()) || !possible {
			return Err(Error::WrongTally);
		}
		if let Some(range) = self.sum_range() {
			let total: u64 = counts.iter().map(|count| u64::from(*count)).sum();
			let all = |each: u8| u64::from(each).saturating_mul(u64::from(ballots));
			if !(all(*range.start())..=all(*range.end())).contains(&total) {
				return Err(Error::WrongTally);
			}
		}
		let mut results = counts.to_vec();
		if let (Self::YesNo, [yes]) = (self, counts) {
			results.push(ballots.checked_sub(*yes).ok_or(Error::WrongTally)?);
		}
		Ok(results)
	}
}

/// A voter's choice: one mark for each option, erased from memory when it is dropped.
#[derive(Clone)]
pub struct Choices {
	form: Form,
	marks: Zeroizing<Vec<u8>>,
}

impl Choices {
	/// A choice of the options whose mark is 1; the marks of the others are 0.
	///
	/// # Errors
	/// [`Error::InvalidForm`]; [`Error::ChoiceNotAllowed`] if there is not one mark for each option, if a
	/// mark is neither 0 nor 1, or if the form does not allow so many or so few.
	pub fn new(form: Form, marks: &[u8]) -> Result<Self, Error> {
		form.check()?;
		let range = match form {
			Form::YesNo | Form::SingleChoice { .. } => 1..=1,
			Form::Approval { min, max, .. } => min..=max,
		};
		let marked = marks
			.iter()
			.fold(0u8, |sum, mark| sum.saturating_add(*mark));
		// Only whether the choice is allowed at all decides here, never which of the allowed it is.
		let fits = marks.len() == usize::from(form.options());
		let bits = marks.iter().all(|mark| *mark <= 1);
		if !fits || !bits || !range.contains(&marked) {
			return Err(Error::ChoiceNotAllowed);
		}
		Ok(Self {
			form,
			marks: Zeroizing::new(marks.to_vec()),
		})
	}

	/// A choice of one option, by its position from 0.
	///
	/// # Errors
	/// As [`Self::new`].
	pub fn single(form: Form, option: u8) -> Result<Self, Error> {
		let marks: Zeroizing<Vec<u8>> = Zeroizing::new(
			(0..form.options())
				.map(|position| position.ct_eq(&option).unwrap_u8())
				.collect(),
		);
		Self::new(form, &marks)
	}

	/// The form it was made for.
	pub const fn form(&self) -> Form {
		self.form
	}

	/// One mark for each option.
	pub fn marks(&self) -> &[u8] {
		&self.marks
	}

	/// What the entries of a ballot encrypt.
	pub(crate) fn bits(&self) -> &[u8] {
		self.marks
			.get(..usize::from(self.form.entries()))
			.unwrap_or_default()
	}
}

impl fmt::Debug for Choices {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("Choices(secret)")
	}
}
