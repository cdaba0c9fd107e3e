// SPDX-License-Identifier: Apache-2.0

//! What claimants and the offices of a claim write, from its submission to the payment request.

use super::{with, ClaimNumber, ContractNumber};
use crate::{
	desk::Desk,
	error::{text, Failure, Result},
	money,
	pay::{
		api,
		lines::{self, ClaimKind, Round},
	},
	plan::{Paper, Plan, Planned},
	scale::integer,
	submit::Extras,
};
use clap::Args;
use serde_json::{json, Value as Json};
use std::path::PathBuf;

/// What a claim says, whether it is new or corrected.
#[derive(Debug, Args)]
struct Content {
	/// 수취인 명세 CSV: payee,under,kind,amount,report,root,workers. 여기에 없는 금액은 구성원이 지분대로 받습니다 · CSV file
	/// of the payees: payee,under,kind,amount,report,root,workers. What it does not name goes to the members by their shares
	#[arg(long, value_name = "FILE")]
	csv: Option<PathBuf>,
	/// 물량 CSV: item,units · CSV file of what was done: item,units
	#[arg(long, value_name = "FILE")]
	quantities: Option<PathBuf>,
	/// 물량, 예: 0:12. 여러 번 쓸 수 있습니다 · What was done, as 0:12 for 12 units of item 0; repeatable
	#[arg(long, value_name = "ITEM:UNITS")]
	units: Vec<String>,
	/// 물량의 금액이 이것과 다르면 보내지 않습니다(원) · Send nothing unless the quantities are worth this, in won
	#[arg(long, value_name = "WON")]
	total: Option<String>,
	#[command(flatten)]
	evidence: Paper,
}

impl Content {
	/// Add a claim up, and make the arguments that new and corrected claims have in common.
	async fn arguments(
		&self,
		desk: &Desk,
		contract: u64,
		kind: ClaimKind,
		round: Round,
	) -> Result<(Json, Extras)> {
		let lines = match &self.csv {
			Some(path) => lines::read(path)?,
			None => Vec::new(),
		};
		let quantities = lines::quantities(self.quantities.as_deref(), &self.units)?;
		let total = self.total.as_deref().map(money::parse).transpose()?;
		let info = api::contract(&desk.state, contract).await?;
		let tree = api::tree_of(&desk.state, contract).await?;
		let sums = lines::check(&info, &tree, kind, &quantities, &lines, (round, total))?;
		let mut extras = Extras::default();
		let [gross, offset, named, rest] =
			[sums.gross, sums.offset, sums.named, sums.rest].map(money::show);
		let count = lines.len();
		extras.add(
			"sums",
			json!({
				"gross": integer(sums.gross),
				"offset": integer(sums.offset),
				"named": integer(sums.named),
				"rest": integer(sums.rest),
			}),
			text!(
				"총액 {gross}원 - 선금 정산 {offset}원 = 명세 {count}줄 {named}원 + 구성원 {rest}원(지체상금 공제 전)",
				"gross {gross} won - offset {offset} won = {count} lines {named} won + members {rest} won, before damages for delay"
			),
		);
		let evidence = self.evidence.commit(&mut extras)?;
		let arguments = json!({
			"quantities": lines::quantities_json(&quantities),
			"lines": lines.iter().map(lines::Line::json).collect::<Vec<_>>(),
			"evidence": evidence,
		});
		Ok((arguments, extras))
	}
}

/// 청구 제출
#[derive(Debug, Args)]
pub struct SubmitClaim {
	#[command(flatten)]
	about: ContractNumber,
	/// 종류: advance, progress, completion, settlement. 없으면 progress · Kind; progress without it
	#[arg(long)]
	kind: Option<String>,
	/// 선금액(원) · How much is claimed in advance, in won
	#[arg(long, value_name = "WON")]
	amount: Option<String>,
	/// 발주 부서가 해지 정산을 제출 · Submit a settlement as the ordering department
	#[arg(long)]
	as_department: bool,
	#[command(flatten)]
	content: Content,
}

impl Plan for SubmitClaim {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let kind = self.kind.as_deref().unwrap_or("progress");
		let kind = ClaimKind::parse(kind, self.amount.as_deref())?;
		if self.as_department && kind != ClaimKind::Settlement {
			return Err(Failure::input(
				"NotASettlement",
				text!(
					"발주 부서는 해지 정산만 제출합니다(--kind settlement).",
					"The department submits settlements only (--kind settlement)."
				),
			));
		}
		let contract = self.about.contract;
		let (arguments, extras) = self
			.content
			.arguments(desk, contract, kind, Round::First)
			.await?;
		let arguments = with(arguments, "contract", contract);
		let (call, arguments) = if self.as_department {
			("submit_settlement", arguments)
		} else {
			("submit_claim", with(arguments, "kind", kind.json()))
		};
		Ok(Planned {
			call,
			arguments,
			extras,
		})
	}
}

/// 보완한 청구의 제출
#[derive(Debug, Args)]
pub struct ResubmitClaim {
	#[command(flatten)]
	about: ClaimNumber,
	#[command(flatten)]
	content: Content,
}

impl Plan for ResubmitClaim {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let number = self.about.claim;
		let info = api::claim(&desk.state, number).await?;
		let claim = &info["claim"];
		let kind = match api::variant(&claim["kind"]) {
			("Advance", about) => ClaimKind::Advance(api::amount(&about["amount"])),
			(other, _) => ClaimKind::parse(other, None)?,
		};
		let contract = api::id(&claim["contract"]);
		let (arguments, extras) = self
			.content
			.arguments(desk, contract, kind, Round::Again)
			.await?;
		Ok(Planned {
			call: "resubmit_claim",
			arguments: with(arguments, "claim", number),
			extras,
		})
	}
}

plain! {
	/// 청구 취하
	WithdrawClaim(ClaimNumber) => "withdraw_claim"
	/// 청구 확인
	Endorse(ClaimNumber) => "endorse_claim"
	/// 승인
	Approve(ClaimNumber) => "approve_claim"
	/// 반려
	Reject(ClaimNumber) => "reject_claim"
	/// 지급 청구
	Request(ClaimNumber) => "request_payment"
	/// 지급일 앞당김
	Forward(ClaimNumber) => "bring_payment_forward"
}

papered! {
	/// 보완 요구
	Correct(ClaimNumber) => "order_correction", "reason"
	/// 지급 청구 반려
	ReturnRequest(ClaimNumber) => "return_payment_request", "reason"
}

/// 검사 합격
#[derive(Debug, Args)]
pub struct PassInspection {
	#[command(flatten)]
	about: ClaimNumber,
	/// 감액할 물량, 예: 0:10(항목 0을 10만 합격). 여러 번 쓸 수 있습니다 · Pass fewer units of an item, as 0:10; repeatable
	#[arg(long, value_name = "ITEM:UNITS")]
	units: Vec<String>,
	/// 감액할 명세, 예: 2:1,500,000(명세 2를 1,500,000원으로). 여러 번 쓸 수 있습니다 · Pass less of a line, as 2:1,500,000;
	/// repeatable
	#[arg(long = "line", value_name = "LINE:WON")]
	lines: Vec<String>,
}

impl Plan for PassInspection {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		let quantities = lines::quantities(None, &self.units)?;
		let mut reduced = Vec::new();
		for pair in &self.lines {
			let line = pair
				.split_once(':')
				.and_then(|(line, amount)| Some((line.trim().parse::<u16>().ok()?, amount.trim())));
			let Some((line, amount)) = line else {
				return Err(Failure::input(
					"ReductionUnreadable",
					text!(
						"감액 {pair}을(를) 읽을 수 없습니다(예: 2:1,500,000).",
						"{pair} is no line with an amount: write 2:1,500,000."
					),
				));
			};
			reduced.push(json!([line, lines::whole_won(amount)?.to_string()]));
		}
		let reductions = json!({
			"quantities": lines::quantities_json(&quantities),
			"lines": reduced,
		});
		Ok(Planned::plain(
			"pass_inspection",
			with(self.about.json(), "reductions", reductions),
		))
	}
}
