// SPDX-License-Identifier: Apache-2.0

//! What trustees write. Each checks first what it says.

use super::{key::TrusteeKey, own::Own, sums};
use crate::{
	desk::Desk,
	error::{text, Failure, Result, Text},
	output::Report,
	plan::{Plan, Planned},
	scale::json_of,
	submit::{self, Extras, Write},
	trustee::board_stage,
	voting::{self, Voting, PALLET},
};
use clap::Args;
use pallet_mvoting::{Board, BoardStage, DealingState, SeatState, ShareCheck, Stage};
use rand_core::OsRng;
use seoul_chain_ballot::{BoardId, PollId, TrusteeIndex};
use seoul_chain_primitives::AgencyId;
use serde_json::{json, Value as Json};
use std::fmt::Write as _;

/// A board, by its number, and the trustee's own key.
#[derive(Debug, Args)]
struct Of {
	/// 수탁자단 번호 · The board's number
	#[arg(value_name = "BOARD")]
	board: u32,
	#[command(flatten)]
	key: TrusteeKey,
}

/// A board that is at another stage than this is for.
fn ensure_stage(id: BoardId, board: &Board, needed: BoardStage) -> Result<()> {
	let stage = board.status.stage();
	if stage == needed {
		return Ok(());
	}
	let number = id.0;
	let Text { ko, en } = board_stage(stage);
	Err(Failure::no(
		"WrongBoardStage",
		text!(
			"{number}번 수탁자단은 지금 이것을 할 단계가 아닙니다({ko}).",
			"Board {number} is {en}: this cannot be done now."
		),
	))
}

/// What was done already.
fn done_before(ko: &str, en: &str) -> Failure {
	Failure::no(
		"AlreadyDone",
		text!("이미 {ko}.", "It is done already: {en}."),
	)
}

/// 전송 열쇠 등록
#[derive(Debug, Args)]
pub struct Register {
	#[command(flatten)]
	of: Of,
	/// 수탁자의 기관 번호 · Agency number of the trustee
	#[arg(long, value_name = "AGENCY")]
	agency: u32,
}

impl Plan for Register {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let voting = Voting::of(desk);
		let (id, agency) = (BoardId(self.of.board), self.agency);
		let board = voting.board(id).await?.board;
		ensure_stage(id, &board, BoardStage::Registering)?;
		let seat = board.seat_of(AgencyId(agency)).ok_or_else(|| {
			let number = id.0;
			Failure::no(
				"NotATrustee",
				text!(
					"기관 {agency}은(는) {number}번 수탁자단의 수탁자가 아닙니다.",
					"Agency {agency} has no seat on board {number}."
				),
			)
		})?;
		if board.trustee(seat).map(|trustee| trustee.seat) != Some(SeatState::Vacant) {
			return Err(done_before(
				"전송 열쇠를 등록하였습니다",
				"the seat has a transport key",
			));
		}
		let secret = self.of.key.open()?;
		let key = secret.key();
		let taken = board
			.trustees
			.iter()
			.any(|trustee| trustee.seat == SeatState::Taken { key });
		if taken {
			return Err(Failure::input(
				"TransportKeyInUse",
				Text::new(
					"다른 자리가 이 전송 열쇠를 등록하였습니다. seoul trustee keygen으로 새로 만드십시오.",
					"Another seat has this transport key. Make a fresh one with seoul trustee keygen.",
				),
			));
		}
		let chain = voting.chain_id().await?;
		let proof = secret.register(&chain, id, seat, &mut OsRng);
		let mut extras = Extras::default();
		let number = seat.0;
		extras.add(
			"seat",
			json!(number),
			text!("자리: {number}", "seat: {number}"),
		);
		Ok(Planned {
			call: "register_transport_key",
			arguments: json!({
				"board": id.0,
				"key": json_of(&key)?,
				"proof": json_of(&proof)?,
			}),
			extras,
		})
	}
}

/// 분배
#[derive(Debug, Args)]
pub struct Share {
	#[command(flatten)]
	of: Of,
}

impl Plan for Share {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let voting = Voting::of(desk);
		let id = BoardId(self.of.board);
		ensure_stage(id, &voting.board(id).await?.board, BoardStage::Dealing)?;
		let own = Own::find(desk, &voting, id, &self.of.key).await?;
		let member = own.info.board.trustee(own.seat);
		if member.is_some_and(|member| member.dealing != DealingState::Missing) {
			return Err(done_before("분배하였습니다", "your seat has dealt"));
		}
		let dealing = own.deal()?;
		let mut extras = Extras::default();
		let (seat, seats, threshold) =
			(own.seat.0, own.ceremony.seats.len(), own.ceremony.threshold);
		extras.add(
			"seat",
			json!(seat),
			text!(
				"자리 {seat}에서 {seats}자리에 분배합니다. 개표에는 {threshold}자리가 필요합니다.",
				"Seat {seat} deals to {seats} seats, of which it takes {threshold} to decrypt."
			),
		);
		Ok(Planned {
			call: "deal",
			arguments: json!({"board": id.0, "dealing": json_of(&dealing)?}),
			extras,
		})
	}
}

/// 받은 몫 확인
#[derive(Debug, Args)]
pub struct Confirm {
	#[command(flatten)]
	of: Of,
	/// 거짓 몫이 있으면 확인하지 않고 이의를 냅니다 · Complain about each share that is false, instead of confirming
	#[arg(long)]
	complain: bool,
}

/// Check every share, and confirm, or complain.
pub async fn run_confirm(desk: &Desk, command: Write<Confirm>) -> Result<Report> {
	let Write { what, how } = command;
	let voting = Voting::of(desk);
	let id = BoardId(what.of.board);
	ensure_stage(id, &voting.board(id).await?.board, BoardStage::Checking)?;
	let own = Own::find(desk, &voting, id, &what.of.key).await?;
	let member = own.info.board.trustee(own.seat);
	if member.is_some_and(|member| member.check == ShareCheck::Confirmed) {
		return Err(done_before("확인하였습니다", "your seat has confirmed"));
	}
	let checked = own.checked()?;
	for (dealer, good) in &checked {
		let number = dealer.0;
		desk.output.progress(&if *good {
			text!(
				"자리 {number}에서 받은 몫: 올바름",
				"share from seat {number}: good"
			)
		} else {
			text!(
				"자리 {number}에서 받은 몫: 거짓",
				"share from seat {number}: FALSE"
			)
		});
	}
	let seats = |good: bool| -> Vec<u8> {
		checked
			.iter()
			.filter(|(_, found)| *found == good)
			.map(|(dealer, _)| dealer.0)
			.collect()
	};
	let (good, wrong) = (seats(true), seats(false));
	if wrong.is_empty() {
		let call = desk
			.state
			.metadata
			.call(PALLET, "confirm_shares", &json!({"board": id.0}))?;
		let mut extras = Extras::default();
		let number = good.len();
		extras.add(
			"goodShares",
			json!(good),
			text!(
				"올바른 몫: {number}개, 거짓 몫 없음",
				"good shares: {number}, and none that is false"
			),
		);
		let key = how.key()?;
		return submit::carry_out(desk, &how, key.as_ref(), &call, extras).await;
	}
	if !what.complain {
		let shown = wrong
			.iter()
			.map(u8::to_string)
			.collect::<Vec<_>>()
			.join(", ");
		let number = id.0;
		return Err(Failure::no(
			"FalseShares",
			text!(
				"자리 {shown}에서 받은 몫이 거짓이라 확인하지 않았습니다. 기한 안에 seoul trustee confirm {number} --complain으로 이의를 내십시오.",
				"The share from seat {shown} is false, so nothing was confirmed. Complain in time with seoul trustee confirm {number} --complain."
			),
		));
	}
	let calls = wrong
		.iter()
		.map(|seat| {
			let arguments = complaint(&own, TrusteeIndex(*seat))?;
			desk.state.metadata.call(PALLET, "complain", &arguments)
		})
		.collect::<Result<Vec<_>>>()?;
	let key = how.key()?;
	let (mut told, mut reports) = (String::new(), Vec::new());
	for call in &calls {
		let report = submit::carry_out(desk, &how, key.as_ref(), call, Extras::default()).await?;
		let _ = writeln!(told, "{}", report.text.trim_end());
		reports.push(report.json);
	}
	let number = id.0;
	let rest = text!(
		"이의가 받아들여진 뒤, 남은 몫을 seoul trustee confirm {number}로 확인하십시오.",
		"When the complaints are judged, confirm the other shares with seoul trustee confirm {number}."
	);
	let _ = writeln!(told, "{}", desk.output.say(&rest));
	Ok(Report::new(
		json!({"goodShares": good, "falseShares": wrong, "complaints": reports}),
		told,
	))
}

fn complaint(own: &Own, dealer: TrusteeIndex) -> Result<Json> {
	let complaint = own.complain(dealer)?;
	Ok(json!({
		"board": own.board.0,
		"dealer": dealer.0,
		"complaint": json_of(&complaint)?,
	}))
}

/// 이의
#[derive(Debug, Args)]
pub struct Complain {
	#[command(flatten)]
	of: Of,
	/// 거짓 몫을 분배한 자리 · Seat of the dealer whose share is false
	#[arg(long, value_name = "SEAT")]
	dealer: u8,
}

impl Plan for Complain {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let voting = Voting::of(desk);
		let id = BoardId(self.of.board);
		ensure_stage(id, &voting.board(id).await?.board, BoardStage::Checking)?;
		let own = Own::find(desk, &voting, id, &self.of.key).await?;
		Ok(Planned::plain(
			"complain",
			complaint(&own, TrusteeIndex(self.dealer))?,
		))
	}
}

/// 개표
#[derive(Debug, Args)]
pub struct Decrypt {
	/// 투표 번호 · The poll's number
	#[arg(value_name = "POLL")]
	poll: u32,
	#[command(flatten)]
	key: TrusteeKey,
}

impl Plan for Decrypt {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let voting = Voting::of(desk);
		let id = PollId(self.poll);
		let number = id.0;
		let poll = voting.poll(id).await?;
		let stage = poll.poll.status.stage();
		let asked = voting.decryption(id).await?;
		let (Some(board), Some(asked), Stage::Tallying) =
			(poll.poll.settings.secrecy.board(), asked, stage)
		else {
			let Text { ko, en } = voting::stage(stage);
			return Err(Failure::no(
				"NothingToDecrypt",
				text!(
					"{number}번 투표에는 지금 개표할 것이 없습니다({ko}).",
					"There is nothing to decrypt of poll {number} now: {en}."
				),
			));
		};
		// First what is decrypted, then with what.
		let sums = sums::of(desk, id, poll.poll.form, asked.tally.ballots).await?;
		let own = Own::find(desk, &voting, board, &self.key).await?;
		if asked.shares.iter().any(|share| share.trustee == own.seat) {
			return Err(done_before(
				"이 자리의 개표 몫을 제출하였습니다",
				"the share of your seat is there",
			));
		}
		let chain = voting.chain_id().await?;
		let share = own.decrypt(&chain, id, &poll, &asked, &sums)?;
		let mut extras = Extras::default();
		let (seat, ballots, minimum) = (
			own.seat.0,
			asked.tally.ballots,
			poll.poll.settings.minimum_turnout,
		);
		extras.add(
			"seat",
			json!(seat),
			text!(
				"자리 {seat}: 표 {ballots}장의 합계와 같음을 확인하였습니다(최소 {minimum}장). 한 표가 아니라 합계만 풉니다.",
				"Seat {seat}: these are the sums of the {ballots} ballots in the state (at least {minimum}). Only the sums are decrypted, never a ballot."
			),
		);
		extras.json.insert("ballots".to_owned(), json!(ballots));
		let (posted, threshold) = (asked.shares.len(), asked.key.threshold);
		extras.lines.push(text!(
			"이보다 먼저 제출된 몫: {posted}개, 필요한 몫: {threshold}개. 그 뒤 누구나 seoul poll counts {number}을(를) 실행합니다.",
			"Shares before this one: {posted}, needed: {threshold}. Then anyone runs seoul poll counts {number}."
		));
		Ok(Planned {
			call: "post_share",
			arguments: json!({"poll": number, "share": json_of(&share)?}),
			extras,
		})
	}
}
