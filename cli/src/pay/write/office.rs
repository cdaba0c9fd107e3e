// SPDX-License-Identifier: Apache-2.0

//! What guarantors, the office of the calendar and governance write.

use super::{with, ContractNumber};
use crate::{
	desk::Desk,
	error::{text, Failure, Result},
	money,
	pay::{days::Days, draft, ESCROW},
	plan::{chain_name, Paper, Plan, Planned},
	submit::Extras,
	table::{self, Column, Others},
};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

/// 보증 기록
#[derive(Debug, Args)]
pub struct RecordBond {
	#[command(flatten)]
	about: ContractNumber,
	/// 종류: advance, performance, payment(하도급대금 지급보증), defect · Kind
	#[arg(long)]
	kind: String,
	/// 지급보증의 하도급 번호 · The subcontract of a payment bond
	#[arg(long, value_name = "NUMBER", required_if_eq("kind", "payment"))]
	subcontract: Option<u64>,
	/// 보증 금액(원) · Amount in won
	#[arg(long, value_name = "WON")]
	amount: String,
	/// 마지막 날 · Its last day
	#[arg(long, value_name = "DAY")]
	until: String,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for RecordBond {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let name = chain_name(&self.kind);
		let kind = match self.subcontract {
			Some(subcontract) => json!({ (name): subcontract }),
			None => json!(name),
		};
		let amount = money::parse(&self.amount)?.to_string();
		let until = Days::of(&desk.state).await?.parse(&self.until)?;
		let about = with(with(self.about.json(), "kind", kind), "amount", amount);
		let about = with(about, "until", until);
		self.paper
			.plan("record_bond", |document| with(about, "document", document))
	}
}

const DATES: [Column; 1] = [Column::needed("date", "날짜")];

/// 공휴일 변경
#[derive(Debug, Args)]
pub struct AmendHolidays {
	/// 공휴일이 되는 날. 여러 번 쓸 수 있습니다 · Day that becomes a holiday; repeatable
	#[arg(long, value_name = "DAY")]
	add: Vec<String>,
	/// 공휴일이 아니게 되는 날. 여러 번 쓸 수 있습니다 · Day that is none any more; repeatable
	#[arg(long, value_name = "DAY")]
	remove: Vec<String>,
	/// 더할 공휴일의 CSV 파일. date 열을 읽습니다 · CSV file of days to add, in the column date
	#[arg(long, value_name = "FILE")]
	csv: Option<PathBuf>,
}

impl Plan for AmendHolidays {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let days = Days::of(&desk.state).await?;
		let parse = |typed: &String| days.parse(typed);
		let mut add: Vec<u32> = self.add.iter().map(parse).collect::<Result<_>>()?;
		let remove: Vec<u32> = self.remove.iter().map(parse).collect::<Result<_>>()?;
		if let Some(path) = &self.csv {
			for row in table::read(path, &DATES, Others::Kept)?.rows {
				let day = row
					.needed("date")
					.and_then(|typed| days.parse(typed))
					.map_err(|cause| table::placed(path, row.line, cause))?;
				// A list of years names days that the chain knows already, and such that are past.
				if day > days.today && !days.is_holiday(day) {
					add.push(day);
				}
			}
		}
		add.sort_unstable();
		add.dedup();
		if add.is_empty() && remove.is_empty() {
			return Err(Failure::input(
				"NoHolidays",
				text!(
					"바뀌는 날이 없습니다. --add, --remove 또는 --csv로 쓰십시오.",
					"No day changes. Name days with --add, --remove or --csv."
				),
			));
		}
		let mut extras = Extras::default();
		let shown = |list: &[u32]| {
			list.iter()
				.map(|day| days.show(*day))
				.collect::<Vec<_>>()
				.join(", ")
		};
		let (added, removed) = (shown(&add), shown(&remove));
		extras.add(
			"days",
			json!({"add": add, "remove": remove}),
			text!(
				"추가: {added} / 제외: {removed}",
				"added: {added} / removed: {removed}"
			),
		);
		Ok(Planned {
			call: "amend_holidays",
			arguments: json!({"add": add, "remove": remove}),
			extras,
		})
	}
}

/// 법정 기준 고시
#[derive(Debug, Args)]
pub struct ScheduleTerms {
	/// 바뀌는 기준(JSON). 나머지는 지금 것 · The terms that change as JSON; the others stay as they are
	#[arg(value_name = "FILE")]
	content: PathBuf,
	/// 시행일 · The first day on which they apply
	#[arg(long, value_name = "DAY")]
	from: String,
}

impl Plan for ScheduleTerms {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let days = Days::of(&desk.state).await?;
		let calendar = desk.state.ask(ESCROW, "calendar", &[]).await?;
		let terms = draft::terms(&self.content, &calendar["terms"])?;
		Ok(Planned::plain(
			"schedule_terms",
			json!({"effectiveFrom": days.parse(&self.from)?, "terms": terms}),
		))
	}
}
