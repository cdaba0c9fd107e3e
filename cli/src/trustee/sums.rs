// SPDX-License-Identifier: Apache-2.0

//! The sums of a poll, added up here from the ballots that are in its state. Whether each ballot may count, its proof
//! and its voter, is for `seoul poll audit`.

use super::own::contradiction;
use crate::{
	desk::Desk,
	error::{text, Result},
	output::bar,
	voting::PALLET,
};
use codec::{DecodeAll, Encode};
use pallet_mvoting::EncryptedBallot;
use seoul_chain_ballot::{Ciphertext, Ciphertexts, EncodedPoint, Error, Form, PollId, Tally};
use serde_json::{json, Value as Json};
use sp_crypto_hashing::{twox_128, twox_64};

/// So many ballots are asked for at once.
const PAGE: usize = 500;

/// Under what all ballots of a poll lie.
fn prefix(poll: PollId) -> String {
	let number = poll.encode();
	let key = [
		&twox_128(PALLET.as_bytes())[..],
		&twox_128(b"EncryptedBallots"),
		&twox_64(&number),
		&number,
	]
	.concat();
	format!("0x{}", hex::encode(key))
}

/// The ballots of a page, as a node answers `state_queryStorageAt`.
fn page(answer: &Json) -> Result<Vec<Ciphertexts>> {
	answer[0]["changes"]
		.as_array()
		.into_iter()
		.flatten()
		.map(|change| {
			change[1]
				.as_str()
				.and_then(|value| hex::decode(value.strip_prefix("0x")?).ok())
				.and_then(|bytes| EncryptedBallot::decode_all(&mut bytes.as_slice()).ok())
				.map(|ballot| ballot.ciphertexts)
				.ok_or_else(|| contradiction("a ballot in the state"))
		})
		.collect()
}

/// Every ballot of a poll, at the block that a command speaks about.
async fn ballots(desk: &Desk, poll: PollId, expected: u32) -> Result<Vec<Ciphertexts>> {
	let at = json!(desk.state.hash);
	let prefix = json!(prefix(poll));
	let total = usize::try_from(expected).unwrap_or(usize::MAX);
	let mut all = Vec::new();
	let mut last = Json::Null;
	loop {
		let asked = [prefix.clone(), json!(PAGE), last, at.clone()];
		let keys: Vec<String> = desk.chain.rpc("state_getKeysPaged", &asked).await?;
		let Some(next) = keys.last() else {
			break;
		};
		last = json!(next);
		let answer: Json = desk
			.chain
			.rpc("state_queryStorageAt", &[json!(keys), at.clone()])
			.await?;
		let ballots = page(&answer)?;
		if ballots.len() != keys.len() {
			return Err(contradiction("the ballots in the state"));
		}
		all.extend(ballots);
		let (bar, done) = (bar(all.len(), total), all.len());
		desk.output
			.tick(&text!("{bar} 표 {done}장", "{bar} {done} ballots"));
	}
	desk.output.end_ticks();
	Ok(all)
}

/// The sums of ballots of a form.
pub fn add_up(form: Form, ballots: &[Ciphertexts]) -> Result<Tally, Error> {
	let nothing = EncodedPoint::IDENTITY.element_or_identity()?;
	let mut sums = vec![(nothing, nothing); usize::from(form.entries())];
	for ballot in ballots {
		if ballot.len() != sums.len() {
			return Err(Error::WrongEntryCount);
		}
		for ((alpha, beta), entry) in sums.iter_mut().zip(ballot) {
			*alpha += entry.alpha.element_or_identity()?;
			*beta += entry.beta.element_or_identity()?;
		}
	}
	let sums: Vec<Ciphertext> = sums
		.iter()
		.map(|(alpha, beta)| Ciphertext {
			alpha: EncodedPoint::from(alpha),
			beta: EncodedPoint::from(beta),
		})
		.collect();
	Ok(Tally {
		form,
		ballots: u32::try_from(ballots.len()).map_err(|_| Error::TooManyBallots)?,
		sums: sums.try_into().map_err(|_| Error::WrongEntryCount)?,
	})
}

/// The sums of a poll, from its ballots.
pub async fn of(desk: &Desk, poll: PollId, form: Form, expected: u32) -> Result<Tally> {
	let ballots = ballots(desk, poll, expected).await?;
	add_up(form, &ballots).map_err(|error| contradiction(&error.to_string()))
}

#[cfg(test)]
mod tests {
	use super::*;
	use pallet_mvoting::Reward;
	use seoul_chain_ballot::Tracker;

	/// As `StorageDoubleMap<_, Twox64Concat, PollId, …>` lays it out.
	#[test]
	fn ballots_are_looked_for_where_the_pallet_keeps_them() {
		let number = [9, 0, 0, 0];
		let expected = [
			hex::encode(twox_128(b"MVoting")),
			hex::encode(twox_128(b"EncryptedBallots")),
			hex::encode(twox_64(&number)),
			hex::encode(number),
		]
		.concat();
		assert_eq!(prefix(PollId(9)), format!("0x{expected}"));
	}

	#[test]
	fn a_page_has_every_ballot_or_is_refused() {
		let ballot = |entries: usize| {
			let point = EncodedPoint::IDENTITY;
			let entry = Ciphertext {
				alpha: point,
				beta: point,
			};
			EncryptedBallot {
				ciphertexts: vec![entry; entries].try_into().unwrap(),
				tracker: Tracker([1; 32]),
				casts: 2,
				reward: Reward::Nothing,
			}
		};
		let answer = |values: &[Json]| {
			let changes: Vec<Json> = values.iter().map(|value| json!(["0x00", value])).collect();
			json!([{"block": "0x00", "changes": changes}])
		};
		let shown = |ballot: &EncryptedBallot| json!(format!("0x{}", hex::encode(ballot.encode())));
		let good = shown(&ballot(3));
		let read = page(&answer(&[good.clone(), good.clone()])).unwrap();
		assert_eq!(read, vec![ballot(3).ciphertexts; 2]);
		for bad in [Json::Null, json!("0x"), json!("0x0102")] {
			let failure = page(&answer(&[good.clone(), bad])).unwrap_err();
			assert_eq!(failure.code, "NodeContradicts");
		}
		let form = Form::SingleChoice { options: 2 };
		assert_eq!(add_up(form, &read), Err(Error::WrongEntryCount));
		assert_eq!(add_up(form, &[]), Tally::new(form));
	}
}
