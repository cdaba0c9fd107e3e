// SPDX-License-Identifier: Apache-2.0

//! Whether the ballot that counts is the voter's: read from the state of a block, with a proof.

use super::{
	prepare::{parse_tracker, voter_text},
	receipt::{self, Receipt},
	Which,
};
use crate::{
	certificate::{proof::Backend, read_proof},
	chain::Header,
	desk::Desk,
	error::{text, Failure, Kind, Result, Text},
	output::Report,
	ring::node::{parse_bytes, shown},
	scale::json_of,
	times,
	voting::{self, Lines, Voting, PALLET},
};
use clap::Args;
use codec::DecodeAll;
use pallet_mvoting::{runtime_api::PollInfo, EncryptedBallot, PublicBallot, Reward, Secrecy};
use seoul_chain_ballot::{PollId, Tracker, Voter};
use serde_json::{json, Map, Value as Json};
use std::path::PathBuf;

/// 확인
#[derive(Debug, Args)]
pub struct Check {
	#[command(flatten)]
	of: Which,
	/// 접수증 파일. 없으면 보관된 접수증 모두 · File of the receipt; all that were kept without it
	#[arg(long, value_name = "FILE", conflicts_with_all = ["tracker", "citizen", "alias"])]
	receipt: Option<PathBuf>,
	/// 추적 번호 · The tracker
	#[arg(long, value_name = "TRACKER")]
	tracker: Option<String>,
	/// 시민카드 번호 · Number of the citizen's card
	#[arg(long, value_name = "CITIZEN", conflicts_with = "alias")]
	citizen: Option<u64>,
	/// 가명 (익명 투표) · The alias (anonymous poll)
	#[arg(long, value_name = "ALIAS")]
	alias: Option<String>,
}

/// Whose ballot is looked for, and what is known of it.
struct Sought {
	voter: Voter,
	tracker: Option<Tracker>,
	/// What is told of the receipt.
	receipt: Option<(PathBuf, Receipt)>,
}

/// A ballot as the chain keeps it.
enum Kept {
	Public(PublicBallot),
	Encrypted(EncryptedBallot),
}

/// What is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
	/// It counts.
	Counts,
	/// Another one counts.
	Other,
	/// None does.
	None,
}

fn verdict(kept: Option<&Kept>, sought: Option<Tracker>) -> Verdict {
	match (kept, sought) {
		(None, _) => Verdict::None,
		(Some(Kept::Encrypted(ballot)), Some(tracker)) if ballot.tracker != tracker => {
			Verdict::Other
		},
		// A public ballot has no tracker.
		(Some(Kept::Public(_)), Some(_)) => Verdict::Other,
		(Some(_), _) => Verdict::Counts,
	}
}

fn broken() -> Failure {
	Failure::network(
		"ProofBroken",
		text!(
			"노드의 증명이 맞지 않습니다. 다른 노드를 --url로 지정하여 다시 확인하십시오.",
			"The node's proof does not hold. Check again with another node (--url)."
		),
	)
}

/// What the state of the block has under a key, as a proof shows that leads to the block's hash.
async fn proven<T: DecodeAll>(desk: &Desk, item: &str, keys: &[Json]) -> Result<Option<T>> {
	let place = desk.state.metadata.place(PALLET, item, keys)?.key;
	let block = format!("{:?}", desk.state.hash);
	let header: Header = desk.chain.rpc("chain_getHeader", &[json!(block)]).await?;
	if header.hash() != desk.state.hash {
		return Err(broken());
	}
	let nodes = read_proof(desk, std::slice::from_ref(&place), &block).await?;
	let value = Backend::new(header.state_root, nodes)
		.and_then(|backend| backend.value(place))
		.map_err(|_| broken())?;
	value
		.map(|value| T::decode_all(&mut value.as_slice()).map_err(|_| broken()))
		.transpose()
}

async fn kept(desk: &Desk, id: PollId, info: &PollInfo, voter: Voter) -> Result<Option<Kept>> {
	match (info.poll.settings.secrecy, voter) {
		(Secrecy::Public, Voter::Citizen(index)) => {
			let keys = [json!(id.0), json!(index.to_string())];
			let ballot = proven(desk, "PublicBallots", &keys).await?;
			Ok(ballot.map(Kept::Public))
		},
		(Secrecy::Public, Voter::Alias(_)) => Ok(None),
		_ => {
			let keys = [json!(id.0), json_of(&voter)?];
			let ballot = proven(desk, "EncryptedBallots", &keys).await?;
			Ok(ballot.map(Kept::Encrypted))
		},
	}
}

fn reward_text(reward: Reward, poll: u32) -> Option<Text> {
	match reward {
		Reward::Nothing => None,
		Reward::Paid => Some(text!(
			"참여 보상: 지급됨",
			"points for taking part: credited"
		)),
		Reward::Owed => Some(text!(
			"참여 보상: 지급되지 않음. seoul vote claim-reward {poll}로 받으십시오.",
			"points for taking part: owed. Claim them with seoul vote claim-reward {poll}."
		)),
	}
}

impl Check {
	/// Whose ballots are looked for.
	async fn sought(&self, desk: &Desk, id: PollId) -> Result<Vec<Sought>> {
		let tracker = self.tracker.as_deref().map(parse_tracker).transpose()?;
		let alias = self
			.alias
			.as_deref()
			.map(|typed| {
				parse_bytes(typed).ok_or_else(|| {
					Failure::input(
						"AliasUnreadable",
						text!(
							"가명은 0x와 16진수 64자리입니다.",
							"An alias is 0x and 64 hexadecimal digits."
						),
					)
				})
			})
			.transpose()?;
		let voter = self.citizen.map(Voter::Citizen).or(alias.map(Voter::Alias));
		if let Some(voter) = voter {
			return Ok(vec![Sought {
				voter,
				tracker,
				receipt: None,
			}]);
		}
		let chain = Voting::of(desk).chain_id().await?;
		let number = id.0;
		let receipts = match &self.receipt {
			Some(path) => {
				let receipt = Receipt::load(path)?;
				if !receipt.is_of(&chain, id) {
					let file = path.display();
					return Err(Failure::input(
						"OtherReceipt",
						text!(
							"{file}은(는) 이 체인의 {number}번 투표의 접수증이 아닙니다.",
							"{file} is no receipt of poll {number} of this chain."
						),
					));
				}
				vec![(path.clone(), receipt)]
			},
			None => receipt::kept(&chain, id)?,
		};
		if receipts.is_empty() {
			return Err(Failure::input(
				"NoReceipt",
				text!(
					"{number}번 투표의 접수증이 없습니다. --receipt, --citizen 또는 --alias로 지정하십시오.",
					"There is no receipt of poll {number}. Name one with --receipt, or the voter with --citizen or --alias."
				),
			));
		}
		receipts
			.into_iter()
			.map(|(path, receipt)| {
				Ok(Sought {
					voter: receipt.voter(&path)?,
					tracker: match tracker {
						Some(tracker) => Some(tracker),
						None => receipt.tracker(&path)?,
					},
					receipt: Some((path, receipt)),
				})
			})
			.collect()
	}

	pub async fn run(self, desk: &Desk) -> Result<Report> {
		let id = PollId(self.of.poll);
		let info = Voting::of(desk).poll(id).await?;
		let mut lines = Lines::new(desk);
		let mut ballots = Vec::new();
		let mut all_count = true;
		for sought in self.sought(desk, id).await? {
			let kept = kept(desk, id, &info, sought.voter).await?;
			let found = verdict(kept.as_ref(), sought.tracker);
			all_count &= found == Verdict::Counts;
			tell(&mut lines, id, &info, &sought, kept.as_ref(), found);
			ballots.push(told(&sought, kept.as_ref(), found)?);
		}
		let answer = Map::from_iter([
			("poll".to_owned(), json!(id.0)),
			("counts".to_owned(), json!(all_count)),
			("ballots".to_owned(), json!(ballots)),
		]);
		let mut report = desk.report_told(answer, &lines.text).await?;
		report.exit = (!all_count).then_some(Kind::No);
		Ok(report)
	}
}

/// For programs.
fn told(sought: &Sought, kept: Option<&Kept>, found: Verdict) -> Result<Json> {
	let mut json = json!({
		"voter": json_of(&sought.voter)?,
		"counts": found == Verdict::Counts,
		"sought": sought.tracker.map(|tracker| shown(tracker.0)),
		"receipt": sought.receipt.as_ref().map(|(path, _)| path.display().to_string()),
	});
	match kept {
		None => json["ballot"] = Json::Null,
		Some(Kept::Public(ballot)) => {
			let numbers: Vec<u16> = ballot
				.options
				.iter()
				.map(|position| u16::from(*position).saturating_add(1))
				.collect();
			json["ballot"] = json!({
				"options": numbers,
				"casts": ballot.casts,
				"reward": json_of(&ballot.reward)?,
			});
		},
		Some(Kept::Encrypted(ballot)) => {
			json["ballot"] = json!({
				"tracker": shown(ballot.tracker.0),
				"casts": ballot.casts,
				"reward": json_of(&ballot.reward)?,
			});
		},
	}
	Ok(json)
}

/// For people.
fn tell(
	lines: &mut Lines<'_>,
	id: PollId,
	info: &PollInfo,
	sought: &Sought,
	kept: Option<&Kept>,
	found: Verdict,
) {
	lines.named("투표자", "voter", &voter_text(sought.voter));
	if let Some((path, receipt)) = &sought.receipt {
		let (file, at) = (path.display(), times::show(receipt.cast_at));
		lines.add(&text!(
			"  접수증: {file} ({at})",
			"  receipt: {file}, of {at}"
		));
	}
	if let Some(tracker) = sought.tracker {
		let tracker = shown(tracker.0);
		lines.add(&text!("  찾는 표: {tracker}", "  looked for: {tracker}"));
	}
	let (casts, reward) = match kept {
		None => {
			lines.add(&text!(
				"  반영되는 표가 없습니다. 투표가 끝나고 보관 기간이 지나면 표는 지워집니다.",
				"  No ballot counts. Ballots are removed some time after a poll has ended."
			));
			return;
		},
		Some(Kept::Public(ballot)) => {
			voting::chosen_lines(lines, &info.question, &ballot.options);
			(ballot.casts, ballot.reward)
		},
		Some(Kept::Encrypted(ballot)) => {
			let tracker = shown(ballot.tracker.0);
			lines.add(&text!(
				"  반영되는 표: {tracker}",
				"  what counts: {tracker}"
			));
			(ballot.casts, ballot.reward)
		},
	};
	lines.add(&text!("  투표 횟수: {casts}", "  cast so often: {casts}"));
	if let Some(said) = reward_text(reward, id.0) {
		let Text { ko, en } = said;
		lines.add(&text!("  {ko}", "  {en}"));
	}
	lines.add(&match found {
		Verdict::Counts => text!(
			"  이 표가 반영됩니다. 이 블록의 상태로 증명되었습니다.",
			"  This ballot counts, as is proven from the state of this block."
		),
		_ => text!(
			"  찾는 표가 아닌 다른 표가 반영됩니다. 다른 기기에서 다시 투표하지 않았다면 다시 투표하고, 열쇠를 누가 쓰는지 확인하십시오.",
			"  Another ballot counts than the one that is looked for. If you have not voted again elsewhere, vote again, and find out who uses your key."
		),
	});
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_ballot_counts_if_it_is_the_one_that_is_looked_for() {
		let encrypted = Kept::Encrypted(EncryptedBallot {
			ciphertexts: Vec::new().try_into().unwrap(),
			tracker: Tracker([1; 32]),
			casts: 2,
			reward: Reward::Nothing,
		});
		let public = Kept::Public(PublicBallot {
			options: vec![0].try_into().unwrap(),
			casts: 1,
			reward: Reward::Owed,
		});
		for (kept, tracker, expected) in [
			(Some(&encrypted), Some([1; 32]), Verdict::Counts),
			(Some(&encrypted), Some([2; 32]), Verdict::Other),
			(Some(&encrypted), None, Verdict::Counts),
			(Some(&public), None, Verdict::Counts),
			(Some(&public), Some([1; 32]), Verdict::Other),
			(None, Some([1; 32]), Verdict::None),
			(None, None, Verdict::None),
		] {
			assert_eq!(verdict(kept, tracker.map(Tracker)), expected);
		}
	}

	#[test]
	fn an_owed_reward_says_how_to_claim_it() {
		assert_eq!(reward_text(Reward::Nothing, 3), None);
		let owed = reward_text(Reward::Owed, 3).unwrap();
		assert!(owed.en.contains("seoul vote claim-reward 3"));
	}
}
