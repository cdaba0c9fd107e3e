// SPDX-License-Identifier: Apache-2.0

//! How many points a figure earns, by the very functions of the pallet's crate. No node is asked.
//!
//! The tables are those that were published. An office whose table has changed names a JSON file.

use crate::{
	error::{text, Failure, Result},
	files, money,
	output::{Output, Report},
};
use clap::{Args, Subcommand, ValueEnum};
use pallet_mileage::{rules, Points};
use serde::{de::DeserializeOwned, Deserialize};
use serde_json::json;
use std::{
	path::{Path, PathBuf},
	str::FromStr,
};

/// Where a list stands in one column of a CSV file, this is between its elements.
const SEPARATOR: char = ';';
/// Hundredths of a percent in the whole.
const WHOLE: u64 = 10_000;

/// By which scheme's rule points are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Figures {
	/// 에코: before,now,season · energy
	Eco,
	/// 승용차: before,now(km) · kilometres
	Car,
	/// 이택스: bills(원, 세미콜론으로 구분) · bills in won
	Etax,
	/// 시민건강: age,earned,steps · days of steps
	Health,
	/// 여론조사: age,questions · surveys
	Poll,
}

/// Which half of the year a saving was made in, as people write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Season {
	/// 비동절기 · without bonus
	Ordinary,
	/// 동절기 · with bonus
	Winter,
}

impl From<Season> for rules::EcoSeason {
	fn from(season: Season) -> Self {
		match season {
			Season::Ordinary => Self::Ordinary,
			Season::Winter => Self::Winter,
		}
	}
}

/// A rule with its table.
pub enum Rule {
	Eco(rules::EcoTable),
	Car(rules::CarTable),
	Etax(rules::EtaxTable),
	Health(rules::HealthTable),
	Poll(rules::PollTable),
}

/// A table as its file has it, for each rule.
macro_rules! tables {
	($($(#[$attribute:meta])* $name:ident => $table:ident { $($field:ident: $kind:ty),+ $(,)? })+) => {
		$(
			$(#[$attribute])*
			#[derive(Deserialize)]
			#[serde(rename_all = "camelCase", deny_unknown_fields)]
			struct $name {
				$($field: $kind),+
			}

			impl From<$name> for rules::$table {
				fn from(file: $name) -> Self {
					Self { $($field: file.$field),+ }
				}
			}
		)+
	};
}

tables! {
	EcoFile => EcoTable { steps: [(u32, Points); 3], winter_bonus: Points }
	CarFile => CarTable { by_percent: [(u32, Points); 4], by_kilometres: [(u32, Points); 4] }
	EtaxFile => EtaxTable { per_bill: Points, per_large_bill: Points, large_from: u64 }
	HealthFile => HealthTable {
		per_day: Points,
		steps: u32,
		senior_steps: u32,
		senior_age: u8,
		yearly_cap: Points,
	}
	PollFile => PollTable { least: Points, per_question: Points, most: Points, least_age: u8 }
}

/// The table in a file, or the published one.
fn table<F: DeserializeOwned, T: Default + From<F>>(file: Option<&Path>) -> Result<T> {
	let Some(file) = file else {
		return Ok(T::default());
	};
	serde_json::from_str::<F>(&files::read_text(file)?)
		.map(T::from)
		.map_err(|error| {
			let file = file.display();
			Failure::input(
				"TableUnreadable",
				text!(
					"{file} 파일은 이 산식의 표가 아닙니다: {error}",
					"{file} is no table of this rule: {error}"
				),
			)
		})
}

fn figure<T: FromStr>(typed: &str) -> Result<T> {
	typed.trim().replace(',', "").parse().map_err(|_| {
		Failure::input(
			"FigureUnreadable",
			text!("{typed}은(는) 수치가 아닙니다", "{typed} is no figure"),
		)
	})
}

fn figures<T: FromStr>(typed: &str) -> Result<Vec<T>> {
	typed
		.split(SEPARATOR)
		.filter(|part| !part.trim().is_empty())
		.map(figure)
		.collect()
}

fn season(typed: &str) -> Result<Season> {
	Season::from_str(typed.trim(), true).map_err(|_| {
		Failure::input(
			"SeasonUnreadable",
			text!(
				"{typed}은(는) ordinary도 winter도 아닙니다",
				"{typed} is neither ordinary nor winter"
			),
		)
	})
}

impl Rule {
	pub fn load(by: Figures, file: Option<&Path>) -> Result<Self> {
		Ok(match by {
			Figures::Eco => Self::Eco(table::<EcoFile, _>(file)?),
			Figures::Car => Self::Car(table::<CarFile, _>(file)?),
			Figures::Etax => Self::Etax(table::<EtaxFile, _>(file)?),
			Figures::Health => Self::Health(table::<HealthFile, _>(file)?),
			Figures::Poll => Self::Poll(table::<PollFile, _>(file)?),
		})
	}

	/// The columns of a CSV file that hold the figures.
	pub const fn columns(&self) -> &'static [&'static str] {
		match self {
			Self::Eco(_) => &["before", "now", "season"],
			Self::Car(_) => &["before", "now"],
			Self::Etax(_) => &["bills"],
			Self::Health(_) => &["age", "earned", "steps"],
			Self::Poll(_) => &["age", "questions"],
		}
	}

	/// What the figures in these columns earn.
	pub fn points(&self, columns: &[String]) -> Result<Points> {
		let column = |number: usize| columns.get(number).map_or("", String::as_str);
		Ok(match self {
			Self::Eco(table) => rules::eco_points(
				figure(column(0))?,
				figure(column(1))?,
				season(column(2))?.into(),
				table,
			),
			Self::Car(table) => rules::car_points(figure(column(0))?, figure(column(1))?, table),
			Self::Etax(table) => rules::etax_points(&figures(column(0))?, table),
			Self::Health(table) => rules::health_points(
				&figures(column(2))?,
				figure(column(0))?,
				figure(column(1))?,
				table,
			),
			Self::Poll(table) => {
				rules::poll_points(&figures(column(1))?, figure(column(0))?, table)
			},
		})
	}
}

/// The table that an office uses.
#[derive(Debug, Args)]
pub struct Table {
	/// 기관의 산식 표(JSON). 없으면 공표된 표 · The office's table as JSON; the published one without it
	#[arg(long, value_name = "FILE")]
	table: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum ComputeCommand {
	/// 에코마일리지: 절감률 · Energy saved
	Eco(Eco),
	/// 승용차마일리지: 감축률 또는 감축량 · Kilometres not driven
	Car(Car),
	/// 이택스마일리지: 전자고지 납부 · Electronic bills paid on time
	Etax(Etax),
	/// 시민건강마일리지: 걸음 수 · Days of steps
	Health(Health),
	/// 여론조사마일리지: 응답 문항 · Surveys answered
	Poll(Poll),
}

/// 에코마일리지
#[derive(Debug, Args)]
pub struct Eco {
	/// 기준 사용량(직전 2년 평균) · What was used before
	#[arg(long, requires = "now", required_unless_present = "percent")]
	before: Option<u64>,
	/// 이번 사용량 · What is used now
	#[arg(long, requires = "before")]
	now: Option<u64>,
	/// 절감률(%). 사용량 대신 · Percent saved, in place of both
	#[arg(long, conflicts_with_all = ["before", "now"])]
	percent: Option<String>,
	/// 시기 · Half of the year
	#[arg(long, value_enum, default_value_t = Season::Ordinary)]
	season: Season,
	#[command(flatten)]
	table: Table,
}

/// 승용차마일리지
#[derive(Debug, Args)]
pub struct Car {
	/// 기준 주행거리(km) · Kilometres that were to be expected
	#[arg(long, value_name = "KM")]
	before: u32,
	/// 실제 주행거리(km) · Kilometres driven
	#[arg(long, value_name = "KM")]
	now: u32,
	#[command(flatten)]
	table: Table,
}

/// 이택스마일리지
#[derive(Debug, Args)]
pub struct Etax {
	/// 고지서 금액(원). 여러 번 쓸 수 있습니다 · Won of a bill; repeatable
	#[arg(long = "bill", value_name = "WON", required = true)]
	bills: Vec<u64>,
	#[command(flatten)]
	table: Table,
}

/// 시민건강마일리지
#[derive(Debug, Args)]
pub struct Health {
	/// 하루 걸음 수. 여러 번 쓸 수 있습니다 · Steps of a day; repeatable
	#[arg(long, required = true)]
	steps: Vec<u32>,
	/// 나이 · Age
	#[arg(long)]
	age: u8,
	/// 올해 이미 적립된 포인트 · Points earned this year already
	#[arg(long, value_name = "POINTS", default_value_t = 0)]
	earned: Points,
	#[command(flatten)]
	table: Table,
}

/// 여론조사마일리지
#[derive(Debug, Args)]
pub struct Poll {
	/// 응답한 조사의 문항 수. 여러 번 쓸 수 있습니다 · Questions of a survey; repeatable
	#[arg(long, value_name = "COUNT", required = true)]
	questions: Vec<u32>,
	/// 나이 · Age
	#[arg(long)]
	age: u8,
	#[command(flatten)]
	table: Table,
}

/// A saving such as `12.5`, in hundredths of a percent.
fn hundredths(typed: &str) -> Result<u64> {
	let unreadable = || {
		Failure::input(
			"PercentUnreadable",
			text!(
				"절감률 {typed}을(를) 읽을 수 없습니다(예: 12.5, 0부터 100까지, 소수 둘째 자리까지).",
				"{typed} is no percentage: write 12.5, from 0 to 100, with at most two decimals."
			),
		)
	};
	let plain = typed.trim();
	let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
	let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
	if whole.is_empty() || part.len() > 2 || !digits(whole) || !digits(part) {
		return Err(unreadable());
	}
	format!("{whole}{part:0<2}")
		.parse()
		.ok()
		.filter(|hundredths| *hundredths <= WHOLE)
		.ok_or_else(unreadable)
}

impl ComputeCommand {
	fn points(&self) -> Result<Points> {
		Ok(match self {
			Self::Eco(eco) => {
				let (before, now) = match &eco.percent {
					Some(percent) => (WHOLE, WHOLE.saturating_sub(hundredths(percent)?)),
					None => (eco.before.unwrap_or(0), eco.now.unwrap_or(0)),
				};
				let table = table::<EcoFile, _>(eco.table.table.as_deref())?;
				rules::eco_points(before, now, eco.season.into(), &table)
			},
			Self::Car(car) => {
				let table = table::<CarFile, _>(car.table.table.as_deref())?;
				rules::car_points(car.before, car.now, &table)
			},
			Self::Etax(etax) => {
				let table = table::<EtaxFile, _>(etax.table.table.as_deref())?;
				rules::etax_points(&etax.bills, &table)
			},
			Self::Health(health) => {
				let table = table::<HealthFile, _>(health.table.table.as_deref())?;
				rules::health_points(&health.steps, health.age, health.earned, &table)
			},
			Self::Poll(poll) => {
				let table = table::<PollFile, _>(poll.table.table.as_deref())?;
				rules::poll_points(&poll.questions, poll.age, &table)
			},
		})
	}

	pub fn run(self, output: Output) -> Result<Report> {
		let points = self.points()?;
		let shown = money::grouped(u128::from(points));
		let line = text!("{shown}포인트", "{shown} points");
		Ok(Report::new(
			json!({"points": points}),
			output.say(&line).to_owned(),
		))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::files::tests::Folder;
	use clap::Parser;

	#[derive(Debug, Parser)]
	struct Line {
		#[command(subcommand)]
		command: ComputeCommand,
	}

	fn computed(line: &str) -> Result<Points> {
		let words = std::iter::once("compute").chain(line.split(' '));
		Line::parse_from(words).command.points()
	}

	fn columns(by: Figures, fields: &[&str]) -> Result<Points> {
		let rule = Rule::load(by, None)?;
		assert_eq!(rule.columns().len(), fields.len());
		let fields: Vec<String> = fields.iter().map(ToString::to_string).collect();
		rule.points(&fields)
	}

	#[test]
	fn figures_earn_by_the_published_tables() {
		for (line, points) in [
			("eco --percent 12.5", 30_000),
			("eco --percent 4.99", 0),
			("eco --percent 15 --season winter", 60_000),
			("eco --before 1000 --now 950", 10_000),
			("car --before 10000 --now 6900", 70_000),
			("etax --bill 120000 --bill 300000", 1_500),
			("health --steps 8000 --steps 7999 --age 30", 200),
			(
				"health --steps 5000 --steps 5000 --age 71 --earned 99900",
				100,
			),
			("poll --questions 10 --questions 30 --age 40", 800),
			("poll --questions 10 --age 13", 0),
		] {
			assert_eq!(computed(line).unwrap(), points, "{line}");
		}
	}

	#[test]
	fn columns_of_a_file_earn_what_the_command_computes() {
		for (by, fields, points) in [
			(Figures::Eco, &["1000", "875", "ordinary"][..], 30_000),
			(Figures::Eco, &["1,000", "850", " Winter"], 60_000),
			(Figures::Car, &["10000", "9500"], 20_000),
			(Figures::Etax, &["120000; 350,000"], 1_500),
			(Figures::Etax, &[""], 0),
			(Figures::Health, &["30", "0", "9000;100;8000"], 400),
			(Figures::Poll, &["20", "10;30"], 800),
		] {
			assert_eq!(columns(by, fields).unwrap(), points, "{fields:?}");
		}
		for (by, fields, code) in [
			(
				Figures::Eco,
				&["1000", "875", "summer"][..],
				"SeasonUnreadable",
			),
			(Figures::Car, &["1000", "-1"], "FigureUnreadable"),
			(Figures::Etax, &["many"], "FigureUnreadable"),
		] {
			assert_eq!(columns(by, fields).unwrap_err().code, code);
		}
	}

	#[test]
	fn a_percentage_has_at_most_two_decimals() {
		for (typed, hundredths_of_it) in [("0", 0), ("12.5", 1_250), ("100", 10_000), ("4.99", 499)]
		{
			assert_eq!(hundredths(typed).unwrap(), hundredths_of_it);
		}
		for typed in ["", ".5", "-1", "100.01", "12.345", "ten", "1e2"] {
			assert_eq!(hundredths(typed).unwrap_err().code, "PercentUnreadable");
		}
	}

	#[test]
	fn an_office_may_name_its_own_table() {
		let folder = Folder::new();
		let file = folder.file(
			"eco.json",
			r#"{"steps": [[500, 1], [1000, 2], [1500, 3]], "winterBonus": 10}"#,
		);
		let shown = file.display();
		let line = format!("eco --percent 10 --season winter --table {shown}");
		assert_eq!(computed(&line).unwrap(), 12);
		assert_eq!(
			computed(&format!("car --before 1 --now 1 --table {shown}"))
				.unwrap_err()
				.code,
			"TableUnreadable"
		);
	}
}
