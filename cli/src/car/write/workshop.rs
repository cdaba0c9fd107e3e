// SPDX-License-Identifier: Apache-2.0

//! What workshops, repair shops, insurers, inspection bodies, dismantlers and the police write.

use super::PALLET;
use crate::{
	batch::{self, Rows},
	desk::{Desk, Which},
	error::{text, Failure, Result},
	files, form82,
	output::Report,
	parties,
	plan::{chain_name, moment, Paper, Plan, Planned},
	submit::Write,
	times,
};
use clap::Args;
use serde_json::{json, Value as Json};
use std::path::PathBuf;

/// 주행거리 기록
#[derive(Debug, Args)]
pub struct OdometerReport {
	#[command(flatten)]
	which: Which,
	/// 주행거리(km) · Kilometres shown
	#[arg(long)]
	km: u32,
	/// 출처: inspection, repair, insurance, periodic-inspection · In which role it is reported
	#[arg(long)]
	source: String,
	/// 측정 시각. 없으면 지금 · When it was read; now without it
	#[arg(long, value_name = "TIME")]
	taken_at: Option<String>,
}

impl Plan for OdometerReport {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		Ok(Planned::plain(
			"report_odometer",
			json!({
				"vehicle": desk.vehicle(&self.which).await?,
				"report": {
					"km": self.km,
					"takenAt": moment(desk, self.taken_at.as_deref()).await?,
					"source": chain_name(&self.source),
				},
			}),
		))
	}
}

/// 주행거리 정정
#[derive(Debug, Args)]
pub struct OdometerCorrect {
	#[command(flatten)]
	which: Which,
	/// 정정할 주행거리의 이력 번호 · History entry that holds the reading
	#[arg(long, value_name = "NUMBER")]
	reading: u32,
	/// 올바른 주행거리(km) · The right kilometres
	#[arg(long)]
	km: u32,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for OdometerCorrect {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let vehicle = desk.vehicle(&self.which).await?;
		self.paper.plan("correct_odometer", |evidence| {
			json!({
				"vehicle": vehicle,
				"reading": self.reading,
				"km": self.km,
				"evidence": evidence,
			})
		})
	}
}

/// 계기 교체
#[derive(Debug, Args)]
pub struct OdometerReplace {
	#[command(flatten)]
	which: Which,
	/// 교체 사유: broken, accident, recall, rollover · Cause
	#[arg(long)]
	change: String,
	/// 교체 시각. 없으면 지금 · When; now without it
	#[arg(long, value_name = "TIME")]
	replaced_at: Option<String>,
	/// 이전 계기의 마지막 주행거리 · Kilometres that the old one showed last
	#[arg(long, value_name = "KM")]
	old_km: u32,
	/// 새 계기의 첫 주행거리 · Kilometres that the new one shows first
	#[arg(long, value_name = "KM")]
	new_km: u32,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for OdometerReplace {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let vehicle = desk.vehicle(&self.which).await?;
		let replaced_at = moment(desk, self.replaced_at.as_deref()).await?;
		self.paper.plan("replace_meter", |certificate| {
			json!({
				"vehicle": vehicle,
				"replacement": {
					"change": chain_name(&self.change),
					"replacedAt": replaced_at,
					"oldKm": self.old_km,
					"newKm": self.new_km,
					"certificate": certificate,
				},
			})
		})
	}
}

/// 일괄 기록
#[derive(Debug, Args)]
pub struct OdometerBatch {
	#[command(flatten)]
	from: batch::Source,
	#[command(flatten)]
	readings: Readings,
}

/// Readings that one agency reports in one role.
#[derive(Debug, Args)]
struct Readings {
	/// 출처: inspection, repair, insurance, periodic-inspection · In which role they are reported
	#[arg(long)]
	source: String,
}

impl Rows for Readings {
	const PALLET: &'static str = PALLET;
	const COLUMNS: &'static [&'static str] = &["car", "km", "time"];
	const MOST: usize = 200;

	fn call(&self) -> &'static str {
		"report_odometer_batch"
	}

	fn row(&self, fields: &[String]) -> Result<Json> {
		let [vehicle, km, taken_at] = fields else {
			return Ok(Json::Null);
		};
		let kilometres = km.parse::<u32>().map_err(|_| {
			Failure::input(
				"KmUnreadable",
				text!(
					"주행거리 {km}은(는) 숫자가 아닙니다",
					"{km} is no number of kilometres"
				),
			)
		})?;
		Ok(json!({
			"vehicle": parties::vehicle_id(vehicle)?,
			"km": kilometres,
			"takenAt": times::parse(taken_at)?,
		}))
	}

	fn arguments(&self, rows: &[Json]) -> Json {
		json!({"source": chain_name(&self.source), "readings": rows})
	}
}

/// Send a file of readings.
pub async fn run_batch(desk: &Desk, command: Write<OdometerBatch>) -> Result<Report> {
	let Write { what, how } = command;
	batch::run(desk, &how, &what.from, &what.readings).await
}

/// 성능·상태점검기록부
#[derive(Debug, Args)]
pub struct Inspect {
	#[command(flatten)]
	which: Which,
	#[command(flatten)]
	paper: Paper,
	/// 점검 내용(JSON) · The form's codes
	#[arg(long, value_name = "FILE")]
	form: PathBuf,
	/// 점검 시각. 서식의 것을 대신합니다 · When it was inspected, in place of the form's
	#[arg(long, value_name = "TIME")]
	inspected_at: Option<String>,
	/// 주행거리(km). 서식의 것을 대신합니다 · Kilometres shown, in place of the form's
	#[arg(long, value_name = "KM")]
	km: Option<u32>,
}

impl Plan for Inspect {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let vehicle = desk.vehicle(&self.which).await?;
		let content = files::read_text(&self.form)?;
		let mut form: Json = serde_json::from_str(&content).map_err(|error| {
			let file = self.form.display();
			Failure::input(
				"FormUnreadable",
				text!(
					"{file} 파일이 JSON이 아닙니다: {error}",
					"{file} is no JSON: {error}"
				),
			)
		})?;
		if let Some(fields) = form.as_object_mut() {
			if let Some(km) = self.km {
				fields.insert("odometerKm".into(), km.into());
			}
			if let Some(at) = &self.inspected_at {
				fields.insert("inspectedAt".into(), times::parse(at)?.into());
			}
		}
		let form = form82::encode(&form)?;
		self.paper.plan(
			"file_inspection",
			|document| json!({"vehicle": vehicle, "document": document, "form": form}),
		)
	}
}

/// 사고 등 신고
#[derive(Debug, Args)]
pub struct ReportIncident {
	#[command(flatten)]
	which: Which,
	/// 내용: accident, flood, fire, total-loss, theft, recovery · What happened
	#[arg(long)]
	kind: String,
	/// 신고 기관: insurer, repair-shop, police. 없으면 도난·회수는 police, 그 밖은 insurer · In which role; police for
	/// theft and recovery and insurer otherwise without it
	#[arg(long)]
	source: Option<String>,
	/// 발생 시각 · When it happened
	#[arg(long, value_name = "TIME")]
	happened_at: String,
	#[command(flatten)]
	paper: Paper,
	/// 사고 수리비 구간: below-500-thousand, below-1-million, below-2-million, below-5-million, below-10-million,
	/// from-10-million, unknown · What the repair of an accident cost
	#[arg(long, value_name = "RANGE", default_value = "unknown")]
	repair: String,
	/// 사고로 손상된 부위, 예: door:left. 여러 번 쓸 수 있습니다 · Part damaged in an accident, as door:left; repeatable
	#[arg(long = "part", value_name = "PANEL:POSITION")]
	parts: Vec<String>,
	/// 전손 사유: accident, flood, fire, theft · Cause of a total loss
	#[arg(long, value_name = "CAUSE", required_if_eq("kind", "total-loss"))]
	cause: Option<String>,
}

impl ReportIncident {
	/// The incident, and in which role it is reported.
	fn incident(&self) -> Result<(Json, String)> {
		let kind = chain_name(&self.kind);
		let incident = match kind.as_str() {
			"Accident" => {
				let parts = self
					.parts
					.iter()
					.map(|part| {
						let (panel, position) = part.split_once(':').ok_or_else(|| {
							Failure::input(
								"PartUnreadable",
								text!(
									"손상 부위 {part}을(를) 읽을 수 없습니다(예: door:left).",
									"{part} is no part: write it as door:left."
								),
							)
						})?;
						Ok(json!({"panel": chain_name(panel), "position": chain_name(position)}))
					})
					.collect::<Result<Vec<_>>>()?;
				json!({"Accident": {"repair": chain_name(&self.repair), "parts": parts}})
			},
			"TotalLoss" => {
				json!({"TotalLoss": chain_name(self.cause.as_deref().unwrap_or_default())})
			},
			_ => json!(kind),
		};
		let source = self.source.as_deref().map_or_else(
			|| match kind.as_str() {
				"Theft" | "Recovery" => "Police".to_owned(),
				_ => "Insurer".to_owned(),
			},
			chain_name,
		);
		Ok((incident, source))
	}
}

impl Plan for ReportIncident {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let (incident, source) = self.incident()?;
		let vehicle = desk.vehicle(&self.which).await?;
		let happened_at = times::parse(&self.happened_at)?;
		self.paper.plan("report_incident", |document| {
			json!({
				"vehicle": vehicle,
				"report": {
					"source": source,
					"happenedAt": happened_at,
					"document": document,
					"incident": incident,
				},
			})
		})
	}
}

/// 사고 등 신고 철회
#[derive(Debug, Args)]
pub struct WithdrawIncident {
	#[command(flatten)]
	which: Which,
	/// 사고 등의 번호 · Its number
	#[arg(long, value_name = "NUMBER")]
	incident: u32,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for WithdrawIncident {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let vehicle = desk.vehicle(&self.which).await?;
		self.paper.plan("withdraw_incident", |evidence| {
			json!({
				"vehicle": vehicle,
				"incident": self.incident,
				"evidence": evidence,
			})
		})
	}
}

car_and_paper! {
	/// 수리검사 합격
	Repaired => "pass_repair_inspection"
	/// 폐차 인수
	Scrap => "certify_scrapping"
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_reading_is_car_kilometres_and_time() {
		let id = format!("0x{}", "ab".repeat(16));
		let readings = Readings {
			source: "insurance".into(),
		};
		let row = |fields: [&str; 3]| readings.row(&fields.map(str::to_owned));
		let reading = row([&id, "52310", "2026-11-24 10:00"]).unwrap();
		assert_eq!(
			reading,
			json!({"vehicle": id, "km": 52310, "takenAt": times::parse("2026-11-24 10:00").unwrap()})
		);
		assert_eq!(
			readings.arguments(std::slice::from_ref(&reading)),
			json!({"source": "Insurance", "readings": [reading]})
		);
		for (fields, code) in [
			(["0x12", "1", "2026-11-24"], "VehicleIdUnreadable"),
			([id.as_str(), "-1", "2026-11-24"], "KmUnreadable"),
			([id.as_str(), "4294967296", "2026-11-24"], "KmUnreadable"),
			([id.as_str(), "1", "soon"], "TimeUnreadable"),
		] {
			assert_eq!(row(fields).unwrap_err().code, code);
		}
	}

	fn incident(arguments: &[&str]) -> Result<(Json, String)> {
		use clap::Parser;
		#[derive(Debug, Parser)]
		struct Command {
			#[command(flatten)]
			report: ReportIncident,
		}
		let id = format!("0x{}", "ab".repeat(16));
		let fixed = [
			"report",
			&id,
			"--happened-at",
			"2026-11-24",
			"--document",
			"d.pdf",
		];
		Command::parse_from(fixed.iter().chain(arguments))
			.report
			.incident()
	}

	#[test]
	fn incidents_are_reported_in_the_role_that_fits() {
		assert_eq!(
			incident(&[
				"--kind",
				"accident",
				"--repair",
				"below-5-million",
				"--part",
				"door:left",
				"--part",
				"side-sill-panel:right",
			])
			.unwrap(),
			(
				json!({"Accident": {"repair": "Below5Million", "parts": [
					{"panel": "Door", "position": "Left"},
					{"panel": "SideSillPanel", "position": "Right"},
				]}}),
				"Insurer".into()
			)
		);
		assert_eq!(
			incident(&["--kind", "total-loss", "--cause", "flood"]).unwrap(),
			(json!({"TotalLoss": "Flood"}), "Insurer".into())
		);
		assert_eq!(
			incident(&["--kind", "theft"]).unwrap(),
			(json!("Theft"), "Police".into())
		);
		assert_eq!(
			incident(&["--kind", "fire", "--source", "repair-shop"]).unwrap(),
			(json!("Fire"), "RepairShop".into())
		);
		assert_eq!(
			incident(&["--kind", "accident", "--part", "door"])
				.unwrap_err()
				.code,
			"PartUnreadable"
		);
	}
}
