// SPDX-License-Identifier: Apache-2.0

//! `seoul proposal`: questions that citizens want to be put to the city. What the office answers is in `seoul poll`.

use crate::{
	blocks::At,
	desk::Desk,
	error::{text, Result, Text},
	money,
	output::{Output, Report},
	plan::{self, Plan, Planned},
	poll::draft,
	scale::json_of,
	submit::{Extras, Write},
	times,
	voting::{self, Lines, Voting, PALLET},
};
use clap::{Args, Subcommand};
use pallet_mvoting::{Proposal, ProposalId, ProposalStatus};
use serde_json::{json, Map, Value as Json};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum ProposalCommand {
	/// 목록: 지지를 모으는 것과 답변을 기다리는 것 · Proposals that gather support or wait for the city's answer
	List(List),
	/// 제안 조회: 질문, 지지자 수, 기준, 상태 · A proposal: question, supporters, marks, status
	Show(Show),
	/// 제안 (시민) · Propose a question, from a file (citizen)
	Propose(Box<Write<Propose>>),
	/// 지지, 공개됨 (시민) · Stand behind a proposal, in public (citizen)
	Support(Box<Write<Support>>),
	/// 지지 철회 (시민) · Take one's support back (citizen)
	Unsupport(Box<Write<Unsupport>>),
	/// 제안 철회, 토론 전까지 (제안자) · Take a proposal back that is not in debate yet (proposer)
	Withdraw(Box<Write<Withdraw>>),
	/// 지지 기한이 지난 제안을 끝냄 (누구나) · End a proposal whose time is over (anyone)
	Lapse(Box<Write<Lapse>>),
	/// 시의 답변이 늦었음을 기록 (누구나) · Put on record that the city is late with its answer (anyone)
	Late(Box<Write<Late>>),
}

/// A proposal, by its number.
#[derive(Debug, Args)]
struct Which {
	/// 제안 번호 · Number of the proposal
	#[arg(value_name = "PROPOSAL")]
	proposal: u32,
}

/// Commands that state a proposal and nothing else.
macro_rules! proposal_only {
	($($(#[$attribute:meta])* $name:ident => $call:literal)+) => {
		$(
			$(#[$attribute])*
			#[derive(Debug, Args)]
			pub struct $name {
				#[command(flatten)]
				of: Which,
			}

			impl Plan for $name {
				async fn plan(self, _: &Desk) -> Result<Planned> {
					Ok(Planned::plain($call, json!({"proposal": self.of.proposal})))
				}
			}
		)+
	};
}

proposal_only! {
	/// 지지
	Support => "support"
	/// 지지 철회
	Unsupport => "withdraw_support"
	/// 제안 철회
	Withdraw => "withdraw_proposal"
	/// 만료
	Lapse => "lapse_proposal"
	/// 지연 기록
	Late => "record_lateness"
}

/// 제안
#[derive(Debug, Args)]
pub struct Propose {
	/// 질문이 든 JSON 파일 (seoul poll template이 보기를 출력) · JSON file with the question; seoul poll template prints an example
	#[arg(value_name = "FILE")]
	file: PathBuf,
}

impl Plan for Propose {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		let mut extras = Extras::default();
		let question = draft::question(&self.file, &mut extras)?;
		let arguments = json!({"question": json_of(&question)?});
		Ok(Planned {
			call: "propose",
			arguments,
			extras,
		})
	}
}

/// 목록
#[derive(Debug, Args)]
pub struct List {
	/// 끝난 것도 · Also those that are over
	#[arg(long)]
	all: bool,
	/// 시가 답변해야 하는 것만, 기한이 이른 것부터 · Only those that the city must answer, the earliest deadline first
	#[arg(long, conflicts_with = "all")]
	due: bool,
	#[command(flatten)]
	at: At,
}

/// A proposal for programs.
fn told(id: ProposalId, proposal: &Proposal) -> Result<Map<String, Json>> {
	let mut answer = Map::from_iter([("proposal".to_owned(), json!(id.0))]);
	if let Json::Object(fields) = json_of(proposal)? {
		answer.extend(fields);
	}
	answer.insert(
		"question".to_owned(),
		voting::question_json(&proposal.question),
	);
	answer.insert("form".to_owned(), json_of(&proposal.question.form)?);
	Ok(answer)
}

/// How many supporters a proposal has, of how many it needs for what comes next.
fn support_text(proposal: &Proposal) -> Text {
	let grouped = |number: u32| money::grouped(u128::from(number));
	let supporters = grouped(proposal.supporters);
	match proposal.status {
		ProposalStatus::Gathering => {
			let mark = grouped(proposal.debate_mark);
			text!(
				"지지자 {supporters}명 (토론 기준 {mark}명)",
				"supporters: {supporters}; a debate begins with {mark}"
			)
		},
		ProposalStatus::Debate { .. } => {
			let mark = grouped(proposal.answer_mark);
			text!(
				"지지자 {supporters}명 (답변 기준 {mark}명)",
				"supporters: {supporters}; the city must answer with {mark}"
			)
		},
		_ => text!("지지자 {supporters}명", "supporters: {supporters}"),
	}
}

impl List {
	/// The proposals that are listed, in their order.
	async fn proposals(&self, desk: &Desk) -> Result<Vec<(ProposalId, Proposal)>> {
		let voting = Voting::of(desk);
		let mut proposals = voting.proposals().await?;
		if self.due {
			let due = voting.answers_due().await?;
			let place = |number: ProposalId| due.iter().position(|(other, _)| *other == number);
			proposals.retain(|(number, _)| place(*number).is_some());
			proposals.sort_by_key(|(number, _)| place(*number));
		} else {
			proposals.retain(|(_, proposal)| self.all || proposal.status.is_gathering());
		}
		Ok(proposals)
	}

	async fn run(self, desk: Desk) -> Result<Report> {
		let desk = self.at.desk(desk).await?;
		let mut lines = Lines::new(&desk);
		let mut all = Vec::new();
		for (id, proposal) in self.proposals(&desk).await? {
			all.push(Json::Object(told(id, &proposal)?));
			let number = id.0;
			let Text { ko, en } = voting::title(&proposal.question.title);
			let status = voting::proposal_status(&proposal.status);
			let support = support_text(&proposal);
			let (status_ko, status_en) = (status.ko, status.en);
			let (support_ko, support_en) = (support.ko, support.en);
			lines.add(&text!(
				"{number}  [{status_ko}] {ko} — {support_ko}",
				"{number}  [{status_en}] {en} — {support_en}"
			));
		}
		if all.is_empty() {
			lines.add(&text!("제안이 없습니다.", "There are no proposals."));
		}
		let answer = Map::from_iter([("proposals".to_owned(), json!(all))]);
		desk.report_told(answer, &lines.text).await
	}
}

/// 제안 조회
#[derive(Debug, Args)]
pub struct Show {
	#[command(flatten)]
	of: Which,
	#[command(flatten)]
	at: At,
}

impl Show {
	async fn run(self, desk: Desk) -> Result<Report> {
		let desk = self.at.desk(desk).await?;
		let id = ProposalId(self.of.proposal);
		let proposal = Voting::of(&desk).proposal(id).await?;
		let mut lines = Lines::new(&desk);
		let (number, proposer) = (id.0, proposal.proposer.0);
		lines.add(&text!("{number}번 제안", "proposal {number}"));
		voting::question_lines(&mut lines, &proposal.question, None);
		lines.named("투표 방식", "form", &voting::form(proposal.question.form));
		lines.add(&text!(
			"제안자: 시민 {proposer}",
			"proposer: citizen {proposer}"
		));
		lines.named("상태", "status", &voting::proposal_status(&proposal.status));
		lines.add(&support_text(&proposal));
		let until = times::show(proposal.until);
		lines.add(&text!("지지 기한: {until}", "supported until: {until}"));
		desk.report_told(told(id, &proposal)?, &lines.text).await
	}
}

impl ProposalCommand {
	pub async fn run(self, output: Output, url: &str) -> Result<Report> {
		let desk = Desk::open(output, url).await?;
		match self {
			Self::List(it) => it.run(desk).await,
			Self::Show(it) => it.run(desk).await,
			Self::Propose(it) => plan::run(&desk, PALLET, *it).await,
			Self::Support(it) => plan::run(&desk, PALLET, *it).await,
			Self::Unsupport(it) => plan::run(&desk, PALLET, *it).await,
			Self::Withdraw(it) => plan::run(&desk, PALLET, *it).await,
			Self::Lapse(it) => plan::run(&desk, PALLET, *it).await,
			Self::Late(it) => plan::run(&desk, PALLET, *it).await,
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::voting::tests::poll_of;
	use pallet_mvoting::{Lateness, PollStatus, Secrecy};
	use seoul_chain_ballot::Form;
	use seoul_chain_primitives::CitizenIndex;

	fn proposal(status: ProposalStatus) -> Proposal {
		Proposal {
			proposer: CitizenIndex(1_001),
			question: poll_of(Secrecy::Public, Form::YesNo, PollStatus::Draft).question,
			debate_mark: 100,
			answer_mark: 1_000,
			answer_period: 1,
			until: 1_764_000_000_000,
			supporters: 1_200,
			status,
		}
	}

	#[test]
	fn a_proposal_is_told_with_readable_texts_and_the_chains_status() {
		let due = proposal(ProposalStatus::AnswerDue {
			by: 1_764_000_000_000,
			lateness: Lateness::NotRecorded,
		});
		let told = Json::Object(told(ProposalId(2), &due).unwrap());
		assert_eq!(told["proposal"], 2);
		assert_eq!(told["proposer"], 1_001);
		assert_eq!(told["question"]["title"]["en"], "Shall there be a park?");
		assert_eq!(
			told["status"]["AnswerDue"],
			json!({"by": 1_764_000_000_000u64, "lateness": "NotRecorded"})
		);
		assert_eq!(support_text(&due).en, "supporters: 1,200");
	}

	#[test]
	fn the_next_mark_is_told() {
		let gathering = support_text(&proposal(ProposalStatus::Gathering));
		assert!(gathering.en.ends_with("begins with 100"));
		let debate = support_text(&proposal(ProposalStatus::Debate { since: 1 }));
		assert!(debate.en.ends_with("must answer with 1,000"));
	}
}
