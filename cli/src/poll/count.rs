// SPDX-License-Identifier: Apache-2.0

//! From the shares of the trustees to the outcome, which is computed here before it is posted or signed.

use super::write::{show, wrong_stage, Of};
use crate::{
	desk::Desk,
	error::{text, Failure, Result, Text},
	plan::{Plan, Planned},
	scale::json_of,
	submit::Extras,
	voting::{self, Voting},
};
use clap::Args;
use pallet_mvoting::{
	runtime_api::{DecryptionInfo, PollInfo},
	Outcome, Stage,
};
use seoul_chain_ballot::PollId;
use serde_json::json;

/// What the node says of shares or sums, and does not hold.
fn does_not_hold(error: seoul_chain_ballot::Error) -> Failure {
	Failure::no(
		"CountDoesNotHold",
		text!(
			"개표를 다시 계산한 결과가 맞지 않습니다({error}). 아무것도 보내지 않았습니다. 다른 노드를 --url로 지정하십시오.",
			"The count does not hold when it is computed again ({error}). Nothing was sent. Name another node with --url."
		),
	)
}

/// The counts that the shares of a poll give. Each share is verified.
fn counts(info: &DecryptionInfo) -> Result<Vec<u32>> {
	let (posted, threshold) = (info.shares.len(), info.key.threshold);
	if posted < usize::from(threshold) {
		return Err(Failure::no(
			"TooFewShares",
			text!(
				"개표 몫이 {posted}개뿐입니다. {threshold}개가 필요합니다.",
				"There are {posted} shares, and it takes {threshold}."
			),
		));
	}
	info.key
		.count(&info.context, &info.tally, &info.shares)
		.map_err(does_not_hold)
}

async fn decryption(voting: &Voting<'_>, id: PollId, info: &PollInfo) -> Result<DecryptionInfo> {
	voting
		.decryption(id)
		.await?
		.ok_or_else(|| wrong_stage(id, info.poll.status.stage()))
}

/// 득표수 제출
#[derive(Debug, Args)]
pub struct Counts {
	#[command(flatten)]
	of: Of,
}

impl Plan for Counts {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let id = self.of.id();
		let voting = Voting::of(desk);
		let mut info = voting.poll(id).await?;
		let stage = info.poll.status.stage();
		if stage != Stage::Tallying {
			return Err(wrong_stage(id, stage));
		}
		let decryption = decryption(&voting, id, &info).await?;
		let counts = counts(&decryption)?;
		let results = decryption
			.tally
			.form
			.results(&counts, decryption.tally.ballots)
			.map_err(does_not_hold)?;
		info.votes = Some(results.clone());
		show(desk, id, &info);
		let mut extras = Extras::default();
		let shown = results
			.iter()
			.map(u32::to_string)
			.collect::<Vec<_>>()
			.join(", ");
		extras.add(
			"votes",
			json!(results),
			text!("득표수: {shown}", "votes: {shown}"),
		);
		Ok(Planned {
			call: "post_counts",
			arguments: json!({"poll": id.0, "counts": counts}),
			extras,
		})
	}
}

/// 결과 확정
#[derive(Debug, Args)]
pub struct Certify {
	#[command(flatten)]
	of: Of,
}

/// Whether the outcome that stands is what the shares give.
async fn recounted(
	voting: &Voting<'_>,
	id: PollId,
	info: &PollInfo,
	outcome: &Outcome,
) -> Result<()> {
	let Outcome::Counted { results } = outcome else {
		return Ok(());
	};
	if info.poll.settings.secrecy.board().is_none() {
		return Ok(());
	}
	let decryption = decryption(voting, id, info).await?;
	let computed = decryption
		.tally
		.form
		.results(&counts(&decryption)?, decryption.tally.ballots)
		.map_err(does_not_hold)?;
	if computed == results.to_vec() {
		Ok(())
	} else {
		Err(does_not_hold(seoul_chain_ballot::Error::WrongTally))
	}
}

impl Plan for Certify {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let id = self.of.id();
		let voting = Voting::of(desk);
		let info = voting.poll(id).await?;
		let stage = info.poll.status.stage();
		let outcome = match info.poll.status.outcome() {
			Some(outcome) if stage == Stage::Tallied => outcome.clone(),
			_ => return Err(wrong_stage(id, stage)),
		};
		recounted(&voting, id, &info, &outcome).await?;
		show(desk, id, &info);
		let mut extras = Extras::default();
		let Text { ko, en } = voting::outcome(&outcome);
		extras.add(
			"outcome",
			json_of(&outcome)?,
			text!("확정하는 결과: {ko}", "outcome that is signed: {en}"),
		);
		for (name, content) in [
			("question", voting::question_json(&info.question)),
			("votes", json!(info.votes)),
			("turnout", json!(info.turnout)),
			("quorumReached", json!(info.quorum_reached)),
		] {
			extras.json.insert(name.to_owned(), content);
		}
		let labels = info.question.labels.iter().map(voting::label);
		for (label, votes) in labels.zip(info.votes.iter().flatten()) {
			let Text { ko, en } = label;
			extras
				.lines
				.push(text!("  {ko}: {votes}표", "  {en}: {votes}"));
		}
		if info.quorum_reached == Some(false) {
			extras.lines.push(Text::new(
				"정족수에 이르지 못하여 결과의 효력이 없습니다.",
				"The quorum was not reached: the result does not count.",
			));
		}
		Ok(Planned {
			call: "certify_poll",
			arguments: json!({"poll": id.0}),
			extras,
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::{Decode, DecodeAll};
	use seoul_chain_ballot::{BoardId, DecryptionShare};
	use serde_json::Value as Json;

	fn vectors() -> Json {
		serde_json::from_str(include_str!(
			"../../../primitives/ballot/tests/vectors.json"
		))
		.unwrap()
	}

	fn decoded<T: Decode>(json: &Json) -> T {
		let bytes = hex::decode(json.as_str().unwrap()).unwrap();
		T::decode_all(&mut bytes.as_slice()).unwrap()
	}

	/// What a node would say of the polls of the vectors, with their counts.
	fn polls() -> Vec<(DecryptionInfo, Vec<u32>)> {
		let vectors = vectors();
		let polls = vectors["polls"].as_array().unwrap();
		polls
			.iter()
			.map(|poll| {
				let shares = poll["shares"].as_array().unwrap();
				let info = DecryptionInfo {
					board: BoardId(3),
					key: decoded(&vectors["threshold_key"]),
					context: decoded(&poll["context"]),
					tally: decoded(&poll["tally"]),
					shares: shares.iter().map(decoded::<DecryptionShare>).collect(),
				};
				let counts = serde_json::from_value(poll["counts"].clone()).unwrap();
				(info, counts)
			})
			.collect()
	}

	#[test]
	fn the_counts_are_those_of_the_vectors() {
		let polls = polls();
		assert!(!polls.is_empty());
		for (info, expected) in polls {
			assert_eq!(counts(&info), Ok(expected));
		}
	}

	#[test]
	fn too_few_shares_and_shares_of_another_poll_give_no_counts() {
		let [(info, _), (other, _)] = [0, 1].map(|place| polls().swap_remove(place));
		let mut few = info.clone();
		few.shares.pop();
		assert_eq!(counts(&few).unwrap_err().code, "TooFewShares");
		let mut swapped = info.clone();
		swapped.shares = other.shares;
		assert_eq!(counts(&swapped).unwrap_err().code, "CountDoesNotHold");
		let mut changed = info;
		changed.tally.ballots += 1;
		assert_eq!(counts(&changed).unwrap_err().code, "CountDoesNotHold");
	}
}
