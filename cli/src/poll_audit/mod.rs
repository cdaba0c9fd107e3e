// SPDX-License-Identifier: Apache-2.0

//! `seoul poll audit` and `seoul poll export`: everything that a poll's result follows from, computed anew.
//!
//! | file | what |
//! |---|---|
//! | `blocks`, `gather` | a poll out of the blocks of a node |
//! | `export` | a poll in one file |
//! | `verify` | what is verified, in which order: `key`, `roll`, `ballots`, `outcome` |
//! | `fault` | the first thing that is wrong |
//! | `parallel` | the same work on all processors |
//!
//! Verifying needs an export and nothing else: no node, no clock, no secret.

mod ballots;
mod blocks;
mod export;
mod fault;
mod gather;
mod key;
mod outcome;
mod parallel;
mod roll;
#[cfg(test)]
mod tests;
mod verify;

use crate::{
	desk::Desk,
	error::{text, Failure, Kind, Result, Text},
	money,
	output::{bar, Output, Report},
	ring::node::shown,
	scale::{integer, json_of},
	voting,
};
use clap::Args;
use export::Export;
use fault::Fault;
use pallet_mvoting::Roll;
use seoul_chain_ballot::PollId;
use serde_json::{json, Value as Json};
use std::{
	cell::Cell,
	fmt::Write as _,
	path::{Path, PathBuf},
	time::{Duration, Instant},
};
use verify::{verify, Findings, Step};

/// How often progress is shown.
const TICK: Duration = Duration::from_millis(100);

/// 감사
#[derive(Debug, Args)]
pub struct Audit {
	/// 투표 번호 · The poll's number
	#[arg(value_name = "POLL", required_unless_present = "from_file")]
	poll: Option<u32>,
	/// 노드 대신 이 파일을 감사 · Audit this file, without a node
	#[arg(long, value_name = "FILE", conflicts_with = "export")]
	from_file: Option<PathBuf>,
	/// 읽은 자료를 둘 파일 · File to write to what was read
	#[arg(long, value_name = "FILE")]
	export: Option<PathBuf>,
	/// 동시에 계산할 수. 없으면 처리기 수 · How much is computed at once; as much as there are processors without it
	#[arg(long, value_name = "JOBS", value_parser = clap::value_parser!(u16).range(1..=256))]
	jobs: Option<u16>,
}

/// 내보내기
#[derive(Debug, Args)]
pub struct ExportPoll {
	/// 투표 번호 · The poll's number
	#[arg(value_name = "POLL")]
	poll: u32,
	/// 자료를 둘 파일 · File to write it to
	#[arg(value_name = "FILE")]
	file: PathBuf,
}

/// What is said of a file that was written.
fn written(path: &Path) -> Text {
	let file = path.display();
	text!(
		"감사 자료를 {file}에 두었습니다. seoul poll audit --from-file {file} 로 누구나 감사할 수 있습니다.",
		"The export is in {file}. Anyone can audit it: seoul poll audit --from-file {file}"
	)
}

impl ExportPoll {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let export = gather::gather(&desk, PollId(self.poll)).await?;
		export.write(&self.file)?;
		let said = written(&self.file);
		Ok(Report::new(
			json!({
				"poll": self.poll,
				"file": self.file.display().to_string(),
				"ballots": export.ballots.len(),
				"block": desk.state.block(),
			}),
			desk.output.say(&said).to_owned(),
		))
	}
}

impl Audit {
	pub async fn run(self, output: Output, url: &str) -> Result<Report> {
		let export = match (&self.from_file, self.poll) {
			(Some(file), wanted) => {
				let export = Export::read(file)?;
				ensure_same(&export, wanted)?;
				export
			},
			(None, poll) => {
				let desk = Desk::open(output, url).await?;
				gather::gather(&desk, PollId(poll.unwrap_or_default())).await?
			},
		};
		if let Some(file) = &self.export {
			export.write(file)?;
		}
		let processors = std::thread::available_parallelism().map_or(1, usize::from);
		let jobs = self.jobs.map_or(processors, usize::from);
		let computing = tokio::task::spawn_blocking(move || {
			let found = verify(&export, jobs, &progress(output));
			output.end_ticks();
			(export, found)
		});
		let (export, found) = computing.await.map_err(|error| {
			Failure::file(
				"AuditStopped",
				text!(
					"계산이 중단되었습니다: {error}",
					"The computation stopped: {error}"
				),
			)
		})?;
		let mut report = report(&export, found, output)?;
		if let Some(file) = &self.export {
			report.json["export"] = json!(file.display().to_string());
			let _ = writeln!(report.text, "{}", output.say(&written(file)));
		}
		Ok(report)
	}
}

/// A file must be of the poll that is asked for.
fn ensure_same(export: &Export, wanted: Option<u32>) -> Result<()> {
	let found = export.poll.0;
	match wanted {
		Some(wanted) if wanted != found => Err(Failure::input(
			"OtherPoll",
			text!(
				"파일은 {wanted}번이 아니라 {found}번 투표의 것입니다.",
				"The file is of poll {found}, not of poll {wanted}."
			),
		)),
		_ => Ok(()),
	}
}

/// Shows on the terminal how much is done, ten times a second.
fn progress(output: Output) -> impl Fn(Step, usize, usize) {
	let last: Cell<Option<Instant>> = Cell::new(None);
	move |step, done, total| {
		if done < total && last.get().is_some_and(|last| last.elapsed() < TICK) {
			return;
		}
		last.set(Some(Instant::now()));
		let (ko, en) = match step {
			Step::Rings => ("링", "rings"),
			Step::Enrolments => ("등록", "enrolments"),
			Step::Ballots => ("표", "ballots"),
			Step::Shares => ("개표 몫", "shares"),
		};
		let bar = bar(done, total);
		output.tick(&text!(
			"{bar} {ko} 검증 {done}/{total}",
			"{bar} {en} verified: {done} of {total}"
		));
	}
}

/// How well the roll says who can vote.
fn is_upper_bound(roll: &Roll) -> bool {
	match roll {
		Roll::Cards { .. } | Roll::Credentials { .. } => true,
		Roll::Listed { .. } | Roll::Rings { .. } => false,
	}
}

/// What is published: who could vote, who did, what came out, and with which shares.
fn report(export: &Export, found: Result<Findings, Fault>, output: Output) -> Result<Report> {
	let settings = &export.finally.poll.settings;
	let stage = export.finally.poll.status.stage();
	let mut answer = json!({
		"agrees": found.is_ok(),
		"poll": export.poll.0,
		"stage": format!("{stage:?}"),
		"chain": shown(export.chain),
		"genesis": shown(export.genesis),
		"block": {"number": export.block, "hash": shown(export.hash)},
		"question": voting::question_json(&export.finally.question),
		"settings": json_of(settings)?,
		"roll": json_of(&export.opened.roll)?,
		"eligible": {
			"atMost": integer(export.opened.roll.at_most().into()),
			"isUpperBound": is_upper_bound(&export.opened.roll),
		},
	});
	let mut told = Told {
		output,
		text: String::new(),
	};
	told.heading(export);
	let findings = match found {
		Ok(findings) => findings,
		Err(fault) => {
			answer["fault"] = fault.json();
			let (what, code) = (fault.told(), fault.code);
			told.add(&Text::new(
				format!("감사 결과 다름: {} [{code}]", what.ko),
				format!("The audit found a difference: {} [{code}]", what.en),
			));
			return Ok(Report {
				exit: Some(Kind::No),
				..Report::new(answer, told.text)
			});
		},
	};
	let outcome = export.ending.as_ref().map(|ending| &ending.outcome);
	answer["electionKey"] = json!(findings.key.as_ref().map(|key| shown(key.election_key.0)));
	answer["threshold"] = json!(findings.key.as_ref().map(|key| key.threshold));
	answer["enrolled"] = json!(findings.enrolled);
	answer["casts"] = json!(findings.casts);
	answer["turnout"] = json!(findings.turnout);
	answer["quorumReached"] = json!(findings.turnout >= settings.quorum);
	answer["outcome"] = json!(outcome.map(|outcome| {
		let variant = format!("{outcome:?}");
		variant
			.split([' ', '{'])
			.next()
			.unwrap_or_default()
			.to_owned()
	}));
	answer["votes"] = json!(findings.votes);
	answer["shares"] = shares_json(export)?;
	answer["certified"] = json!(export.certification.is_some());
	answer["cancelled"] = json!(export.cancelled.is_some());
	told.findings(export, &findings);
	Ok(Report::new(answer, told.text))
}

/// The shares, with where they stand and whose they are.
fn shares_json(export: &Export) -> Result<Json> {
	export
		.shares
		.iter()
		.map(|posted| {
			let share = &posted.share.0;
			let mut json = json_of(share)?;
			json["agency"] = json!(agency_of(export, share.trustee.0));
			json["block"] = json!(posted.done.place.block);
			json["extrinsic"] = json!(posted.done.place.extrinsic);
			Ok(json)
		})
		.collect::<Result<Vec<_>>>()
		.map(Json::Array)
}

/// Who has a seat.
fn agency_of(export: &Export, seat: u8) -> Option<u32> {
	let place = usize::from(seat).checked_sub(1)?;
	let board = export.board.as_ref()?;
	board.trustees.get(place).map(|agency| agency.0)
}

/// What people are told.
struct Told {
	output: Output,
	text: String,
}

impl Told {
	fn add(&mut self, said: &Text) {
		let _ = writeln!(self.text, "{}", self.output.say(said));
	}

	fn heading(&mut self, export: &Export) {
		let number = export.poll.0;
		let Text { ko, en } = voting::title(&export.finally.question.title);
		let (block, hash) = (export.block, shown(export.hash));
		self.add(&text!(
			"확정된 블록 #{block} ({hash}) 기준",
			"As of final block #{block} ({hash})"
		));
		let stage = voting::stage(export.finally.poll.status.stage());
		let (stage_ko, stage_en) = (stage.ko, stage.en);
		self.add(&text!(
			"{number}번 투표 ({stage_ko}): {ko}",
			"poll {number} ({stage_en}): {en}"
		));
	}

	fn findings(&mut self, export: &Export, findings: &Findings) {
		let grouped =
			|number: usize| money::grouped(u64::try_from(number).unwrap_or(u64::MAX).into());
		let eligible = money::grouped(findings.eligible.into());
		self.add(&if is_upper_bound(&export.opened.roll) {
			text!(
				"선거인: 많아야 {eligible}명",
				"eligible: {eligible} at most"
			)
		} else {
			text!("선거인: {eligible}명", "eligible: {eligible}")
		});
		if findings.enrolled > 0 {
			let enrolled = grouped(findings.enrolled);
			self.add(&text!(
				"등록: {enrolled}건, 모두 보존된 링에서 증명됨",
				"enrolled: {enrolled}, each proven of the frozen rings"
			));
		}
		let turnout = money::grouped(findings.turnout.into());
		let casts = grouped(findings.casts);
		self.add(&text!(
			"참여자: {turnout}명 (바꾼 것을 포함하여 표 {casts}장을 모두 다시 검증)",
			"turnout: {turnout} (all {casts} ballots verified again, with those that were replaced)"
		));
		if let Some(key) = &findings.key {
			let (key, threshold) = (shown(key.election_key.0), key.threshold);
			self.add(&text!(
				"투표 암호화 열쇠: {key} (수탁자 {threshold}명이 있어야 개표)",
				"election key: {key} (it takes {threshold} trustees to decrypt)"
			));
		}
		for posted in &export.shares {
			let seat = posted.share.0.trustee.0;
			let agency = agency_of(export, seat).unwrap_or_default();
			let block = posted.done.place.block;
			self.add(&text!(
				"개표 몫: 자리 {seat} (기관 {agency}), 블록 #{block}",
				"share: seat {seat} (agency {agency}), block #{block}"
			));
		}
		if let Some(votes) = &findings.votes {
			for (label, votes) in export.finally.question.labels.iter().zip(votes) {
				let Text { ko, en } = voting::label(label);
				let votes = money::grouped((*votes).into());
				self.add(&text!("  {ko}: {votes}표", "  {en}: {votes}"));
			}
		}
		if let Some(ending) = &export.ending {
			let Text { ko, en } = voting::outcome(&ending.outcome);
			self.add(&text!("결과: {ko}", "outcome: {en}"));
		}
		let quorum = export.finally.poll.settings.quorum;
		if quorum > 0 && export.closing.is_some() {
			let quorum_told = money::grouped(quorum.into());
			self.add(&if findings.turnout >= quorum {
				text!(
					"정족수 {quorum_told}명에 이름",
					"the quorum of {quorum_told} is reached"
				)
			} else {
				text!(
					"정족수 {quorum_told}명에 이르지 못함",
					"the quorum of {quorum_told} is not reached"
				)
			});
		}
		self.add(&match (&export.closing, &export.certification) {
			(None, _) if export.cancelled.is_none() => text!(
				"마감 전입니다. 지금까지의 모든 것이 맞습니다.",
				"It is not closed yet. Everything so far agrees."
			),
			(_, Some(_)) => text!(
				"블록에서 다시 계산한 모든 것이 확정된 결과와 같습니다.",
				"Everything that was computed anew from the blocks agrees with the certified outcome."
			),
			_ => text!(
				"블록에서 다시 계산한 모든 것이 체인과 같습니다.",
				"Everything that was computed anew from the blocks agrees with the chain."
			),
		});
	}
}
