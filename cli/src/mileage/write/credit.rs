// SPDX-License-Identifier: Apache-2.0

//! Credits: one, or those of a CSV file.

use super::{
	super::{
		compute::{Figures, Rule},
		schemes, PALLET,
	},
	run,
};
use crate::{
	batch::{self, Rows},
	desk::{self, Desk},
	error::{text, Failure, Result},
	output::Report,
	parties,
	plan::{Plan, Planned},
	submit::{Extras, Write},
};
use clap::Args;
use serde_json::{json, Value as Json};
use std::{fmt::Write as _, path::PathBuf};

/// 적립
#[derive(Debug, Args)]
pub struct Credit {
	#[command(flatten)]
	which: schemes::Which,
	/// 줄마다 한 건이 있는 CSV 파일: member,period,points,evidence. --document가 있으면 evidence 없이 · CSV file with one
	/// credit in each line: member,period,points,evidence; without evidence if --document is given
	#[arg(long, value_name = "FILE", conflicts_with_all = ["member", "period", "points"])]
	csv: Option<PathBuf>,
	#[command(flatten)]
	kept: batch::Kept,
	/// points 대신 실적 수치가 있는 CSV 파일 · The CSV file has figures in place of points
	#[arg(long, value_enum, requires = "csv")]
	figures: Option<Figures>,
	/// 기관의 산식 표(JSON). 없으면 공표된 표 · The office's table as JSON; the published one without it
	#[arg(long, value_name = "FILE", requires = "figures")]
	table: Option<PathBuf>,
	/// 회원: citizen:번호 또는 agency:번호 · Member
	#[arg(long, value_name = "PARTY", required_unless_present = "csv")]
	member: Option<String>,
	/// 기간 번호. 한 기간은 한 번만 적립됩니다 · Number of the period; a period is credited once
	#[arg(long, value_name = "NUMBER", required_unless_present = "csv")]
	period: Option<u32>,
	/// 포인트 · How many points
	#[arg(long, required_unless_present = "csv")]
	points: Option<u64>,
	/// 근거 문서. CSV에서는 모든 줄의 근거 · The document that shows that they were earned; for a CSV file that of all lines
	#[arg(long, value_name = "FILE", required_unless_present = "csv")]
	document: Option<PathBuf>,
	/// 문서의 솔트 파일. 없으면 문서 곁의 것을 쓰거나 새로 만듭니다 · File with its salt; the one beside the document, or a
	/// new one, without it
	#[arg(long, value_name = "FILE", requires = "document")]
	salt: Option<PathBuf>,
}

impl Credit {
	/// The commitment to the document, if there is one.
	fn evidence(&self, extras: &mut Extras) -> Result<Option<Json>> {
		self.document
			.as_deref()
			.map(|document| desk::paper("document", document, self.salt.as_deref(), extras))
			.transpose()
	}
}

impl Plan for Credit {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let scheme = self.which.number(desk).await?;
		let member = parties::party(self.member.as_deref().unwrap_or_default())?;
		let mut extras = Extras::default();
		let evidence = self.evidence(&mut extras)?;
		Ok(Planned {
			call: "credit",
			arguments: json!({
				"scheme": scheme,
				"row": {
					"member": member,
					"period": self.period,
					"points": self.points.map(|points| points.to_string()),
					"evidence": evidence,
				},
			}),
			extras,
		})
	}
}

/// Credits of one scheme.
struct Credits {
	scheme: Json,
	/// The commitment on which all of them rest, unless each has its own.
	evidence: Option<Json>,
	/// How points follow from figures, unless they stand in the file.
	rule: Option<Rule>,
}

fn period(typed: &str) -> Result<u32> {
	typed.parse().map_err(|_| {
		Failure::input(
			"PeriodUnreadable",
			text!(
				"기간 {typed}은(는) 번호가 아닙니다",
				"{typed} is no number of a period"
			),
		)
	})
}

fn points(typed: &str) -> Result<u64> {
	typed.replace(',', "").parse().map_err(|_| {
		Failure::input(
			"PointsUnreadable",
			text!(
				"포인트 {typed}은(는) 0 이상의 정수가 아닙니다",
				"{typed} is no whole number of points"
			),
		)
	})
}

fn commitment(typed: &str) -> Result<Json> {
	parties::hexadecimal(typed, 32)
		.map(Json::from)
		.ok_or_else(|| {
			Failure::input(
				"EvidenceUnreadable",
				text!(
					"근거 {typed}은(는) 문서 확인값(0x와 16진수 64자리)이 아닙니다",
					"{typed} is no commitment to a document: 0x and 64 hexadecimal digits"
				),
			)
		})
}

impl Rows for Credits {
	const PALLET: &'static str = PALLET;
	const COLUMNS: &'static [&'static str] = &["member", "period", "points", "evidence"];
	const MOST: usize = 500;

	fn call(&self) -> &'static str {
		"credit_batch"
	}

	fn columns(&self) -> Vec<&'static str> {
		let earned = self
			.rule
			.as_ref()
			.map_or(&["points"][..], |rule| rule.columns());
		let evidence = self.evidence.is_none().then_some("evidence").into_iter();
		["member", "period"]
			.into_iter()
			.chain(earned.iter().copied())
			.chain(evidence)
			.collect()
	}

	fn row(&self, fields: &[String]) -> Result<Json> {
		let [member, of_period, rest @ ..] = fields else {
			return Ok(Json::Null);
		};
		let (earned, evidence) = match (&self.evidence, rest.split_last()) {
			(Some(evidence), _) => (rest, evidence.clone()),
			(None, Some((last, earned))) => (earned, commitment(last)?),
			(None, None) => return Ok(Json::Null),
		};
		let points = match &self.rule {
			Some(rule) => rule.points(earned)?,
			None => points(earned.first().map_or("", String::as_str))?,
		};
		Ok(json!({
			"member": parties::party(member)?,
			"period": period(of_period)?,
			"points": points.to_string(),
			"evidence": evidence,
		}))
	}

	fn arguments(&self, rows: &[Json]) -> Json {
		json!({"scheme": self.scheme, "rows": rows})
	}
}

/// Credit one member, or those of a file.
pub async fn run_credit(desk: &Desk, command: Write<Credit>) -> Result<Report> {
	let Write { what, how } = command;
	let Some(csv) = what.csv.clone() else {
		return run(desk, Write { what, how }).await;
	};
	let mut extras = Extras::default();
	let credits = Credits {
		scheme: what.which.number(desk).await?,
		evidence: what.evidence(&mut extras)?,
		rule: what
			.figures
			.map(|by| Rule::load(by, what.table.as_deref()))
			.transpose()?,
	};
	let source = batch::Source::new(csv, what.kept);
	let mut report = batch::run(desk, &how, &source, &credits).await?;
	if let Json::Object(json) = &mut report.json {
		json.extend(extras.json);
	}
	for line in &extras.lines {
		let _ = write!(report.text, "\n{}", desk.output.say(line));
	}
	Ok(report)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn credits(evidence: Option<&str>, figures: Option<Figures>) -> Credits {
		Credits {
			scheme: json!(1),
			evidence: evidence.map(Json::from),
			rule: figures.map(|by| Rule::load(by, None).unwrap()),
		}
	}

	fn row(credits: &Credits, fields: &[&str]) -> Result<Json> {
		assert_eq!(fields.len(), credits.columns().len());
		let fields: Vec<String> = fields.iter().map(ToString::to_string).collect();
		credits.row(&fields)
	}

	#[test]
	fn a_credit_is_member_period_points_and_evidence() {
		let hash = format!("0x{}", "ab".repeat(32));
		let own = credits(None, None);
		assert_eq!(own.columns(), Credits::COLUMNS);
		let earned = row(&own, &["citizen:1001", "20261", "10,000", &hash]).unwrap();
		assert_eq!(
			earned,
			json!({"member": {"Citizen": "1001"}, "period": 20261, "points": "10000", "evidence": hash})
		);
		assert_eq!(
			own.arguments(std::slice::from_ref(&earned)),
			json!({"scheme": 1, "rows": [earned]})
		);
		for (fields, code) in [
			(["1001", "1", "1", hash.as_str()], "PartyUnreadable"),
			(["citizen:1", "soon", "1", &hash], "PeriodUnreadable"),
			(["citizen:1", "1", "-1", &hash], "PointsUnreadable"),
			(["citizen:1", "1", "1.5", &hash], "PointsUnreadable"),
			(["citizen:1", "1", "1", "0x12"], "EvidenceUnreadable"),
		] {
			assert_eq!(row(&own, &fields).unwrap_err().code, code);
		}
	}

	#[test]
	fn one_document_stands_for_all_rows() {
		let all = credits(Some("0xcc"), None);
		assert_eq!(all.columns(), ["member", "period", "points"]);
		let earned = row(&all, &["agency:6", "3", "500"]).unwrap();
		assert_eq!(earned["evidence"], "0xcc");
		assert_eq!(earned["points"], "500");
	}

	#[test]
	fn points_follow_from_figures() {
		let eco = credits(Some("0xcc"), Some(Figures::Eco));
		assert_eq!(
			eco.columns(),
			["member", "period", "before", "now", "season"]
		);
		let earned = row(&eco, &["citizen:1", "20261", "1000", "850", "winter"]).unwrap();
		assert_eq!(earned["points"], "60000");
		let car = credits(None, Some(Figures::Car));
		assert_eq!(
			car.columns(),
			["member", "period", "before", "now", "evidence"]
		);
		let hash = format!("0x{}", "0d".repeat(32));
		let earned = row(&car, &["citizen:1", "2026", "10000", "9500", &hash]).unwrap();
		assert_eq!(earned["points"], "20000");
		assert_eq!(earned["evidence"], hash);
	}

	#[test]
	fn a_transaction_takes_as_many_rows_as_the_chain_does() {
		assert_eq!(
			u32::try_from(Credits::MOST).unwrap(),
			pallet_mileage::MAX_BATCH
		);
	}
}
