// SPDX-License-Identifier: Apache-2.0

//! Commands that read: facilities and the periods of logins.

use super::{
	questions::{shown, Questions},
	report, PALLET,
};
use crate::{
	blocks::At,
	desk::Desk,
	error::{text, Failure, Result},
	output::Report,
	scale::count,
};
use clap::Args;
use pallet_facilities::{Accepted, Facility, FacilityStatus};
use seoul_chain_login::FacilityId;
use serde_json::{json, Map, Value as Json};

/// A facility, with its texts as texts.
pub fn facility_json(number: u32, facility: &Facility) -> Map<String, Json> {
	let details = &facility.details;
	let purposes: Vec<Json> = details
		.purposes
		.iter()
		.map(
			|purpose| json!({"korean": shown(&purpose.korean), "english": shown(&purpose.english)}),
		)
		.collect();
	let requirements: Vec<Json> = details
		.requirements
		.iter()
		.map(|requirement| {
			let accepted = match &requirement.accepted {
				Accepted::Anything => json!("Anything"),
				Accepted::OneOf { values } => {
					json!({"OneOf": values.iter().map(|value| value.0).collect::<Vec<_>>()})
				},
				Accepted::Between { lowest, highest } => json!({"Between": [lowest.0, highest.0]}),
			};
			json!({"schema": requirement.schema.0, "accepted": accepted})
		})
		.collect();
	let status = match facility.status {
		FacilityStatus::Open => json!("Open"),
		FacilityStatus::Closed { since } => json!({"Closed": {"since": since}}),
	};
	let answer = json!({
		"facility": number,
		"agency": facility.agency.0,
		"koreanName": shown(&details.korean_name),
		"englishName": shown(&details.english_name),
		"domain": shown(&details.domain),
		"purposes": purposes,
		"requirements": requirements,
		"passLifetime": details.pass_lifetime,
		"status": status,
	});
	match answer {
		Json::Object(fields) => fields,
		_ => Map::new(),
	}
}

/// 목록
#[derive(Debug, Args)]
pub struct List {
	/// 폐쇄된 시설도 · Closed ones too
	#[arg(long)]
	all: bool,
	#[command(flatten)]
	at: At,
}

impl List {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let desk = self.at.desk(desk).await?;
		let next = desk.state.stored(PALLET, "NextFacility", &[]).await?;
		let end = u32::try_from(next.as_ref().map_or(0, count)).unwrap_or_default();
		let questions = Questions::of(&desk.chain, &desk.state);
		let mut found = Vec::new();
		for number in 0..end {
			if let Some(facility) = questions.facility(FacilityId(number)).await? {
				if self.all || facility.status == FacilityStatus::Open {
					found.push(Json::Object(facility_json(number, &facility)));
				}
			}
		}
		report(
			&desk,
			Map::from_iter([("facilities".to_owned(), json!(found))]),
		)
		.await
	}
}

/// 시설 조회
#[derive(Debug, Args)]
pub struct Show {
	/// 시설 번호 · The facility's number
	#[arg(value_name = "FACILITY")]
	facility: u32,
	#[command(flatten)]
	at: At,
}

impl Show {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let desk = self.at.desk(desk).await?;
		let number = self.facility;
		let found = Questions::of(&desk.chain, &desk.state)
			.facility(FacilityId(number))
			.await?;
		let facility = found.ok_or_else(|| {
			Failure::no(
				"FacilityNotFound",
				text!(
					"{number}번 시설이 없습니다.",
					"There is no facility {number}."
				),
			)
		})?;
		report(&desk, facility_json(number, &facility)).await
	}
}

/// 로그인 기준
#[derive(Debug, Args)]
pub struct Terms {
	#[command(flatten)]
	at: At,
}

impl Terms {
	pub async fn run(self, desk: Desk) -> Result<Report> {
		let desk = self.at.desk(desk).await?;
		let terms = Questions::of(&desk.chain, &desk.state)
			.login_terms()
			.await?;
		let terms = serde_json::to_value(terms).unwrap_or(Json::Null);
		desk.report(Map::from_iter([("terms".to_owned(), terms)]))
			.await
	}
}
