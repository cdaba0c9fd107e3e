// SPDX-License-Identifier: Apache-2.0

//! What card offices, citizens, new accounts and counters write.

use super::PALLET;
use crate::{
	batch::{self, Rows},
	desk::{self, Desk},
	error::{text, Failure, Result},
	files, keys, money,
	output::Report,
	parties,
	plan::{self, chain_name, moment, Paper, Plan, Planned},
	submit::{Extras, Write},
	times,
};
use clap::Args;
use serde_json::{json, Value as Json};
use std::path::PathBuf;

/// Plan, sign and send.
pub async fn run<T: Plan>(desk: &Desk, command: Write<T>) -> Result<Report> {
	plan::run(desk, PALLET, command).await
}

/// A card, by its number.
#[derive(Debug, Args)]
pub struct Citizen {
	/// 카드 번호 · The card's number
	#[arg(value_name = "CITIZEN")]
	citizen: u64,
}

impl Citizen {
	fn json(&self) -> Json {
		json!({"citizen": self.citizen.to_string()})
	}
}

fn with(mut arguments: Json, name: &str, content: impl Into<Json>) -> Json {
	arguments[name] = content.into();
	arguments
}

/// An account as this chain writes it.
fn account(desk: &Desk, typed: &str) -> Result<String> {
	keys::parse_account(typed)
		.map(|account| keys::address(&account, desk.state.metadata.ss58_prefix()))
}

/// Commands that state a card and nothing else.
macro_rules! card_only {
	($($(#[$attribute:meta])* $name:ident => $call:literal)+) => {
		$(
			$(#[$attribute])*
			#[derive(Debug, Args)]
			pub struct $name {
				#[command(flatten)]
				of: Citizen,
			}

			impl Plan for $name {
				async fn plan(self, _: &Desk) -> Result<Planned> {
					Ok(Planned::plain($call, self.of.json()))
				}
			}
		)+
	};
}

/// Commands that state nothing: they are about the signing account's own card.
macro_rules! own {
	($($(#[$attribute:meta])* $name:ident => $call:literal)+) => {
		$(
			$(#[$attribute])*
			#[derive(Debug, Args)]
			pub struct $name {}

			impl Plan for $name {
				async fn plan(self, _: &Desk) -> Result<Planned> {
					Ok(Planned::plain($call, json!({})))
				}
			}
		)+
	};
}

card_only! {
	/// 갱신
	Renew => "renew_card"
	/// 정지 해제
	Resume => "resume_card"
	/// 폐기
	Revoke => "revoke_card"
	/// 계정 변경 수락
	AcceptRotation => "accept_rotation"
	/// 복구 수락
	AcceptRecovery => "accept_recovery"
	/// 복구 완료
	CompleteRecovery => "complete_recovery"
	/// 복구 취소
	CancelRecovery => "cancel_recovery"
	/// 위임 포기
	Renounce => "renounce_counter_grant"
}

own! {
	/// 계정 변경 철회
	WithdrawRotation => "withdraw_rotation"
	/// 복구 이의
	ObjectToRecovery => "object_to_recovery"
}

/// 발급
#[derive(Debug, Args)]
pub struct Issue {
	/// 시민의 계정 주소 · Address of the citizen's account
	#[arg(
		value_name = "ACCOUNT",
		required_unless_present = "csv",
		conflicts_with = "csv"
	)]
	account: Option<String>,
	/// 줄마다 계정 주소 하나가 있는 CSV 파일 · CSV file with an account's address in each line
	#[arg(long, value_name = "FILE")]
	csv: Option<PathBuf>,
	#[command(flatten)]
	kept: batch::Kept,
}

impl Plan for Issue {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let account = account(desk, self.account.as_deref().unwrap_or_default())?;
		Ok(Planned::plain("issue_card", json!({"account": account})))
	}
}

/// Accounts that are to get cards.
struct Accounts {
	ss58_prefix: u16,
}

impl Rows for Accounts {
	const PALLET: &'static str = PALLET;
	const COLUMNS: &'static [&'static str] = &["account"];
	const MOST: usize = 100;
	const ALL_REFUSED: Option<&'static str> = Some("citizenIdentity.NoCardIssued");

	fn call(&self) -> &'static str {
		"issue_cards"
	}

	fn row(&self, fields: &[String]) -> Result<Json> {
		let typed = fields.first().map_or("", String::as_str);
		keys::parse_account(typed).map(|account| json!(keys::address(&account, self.ss58_prefix)))
	}

	fn arguments(&self, rows: &[Json]) -> Json {
		json!({"accounts": rows})
	}
}

/// Issue one card, or those of a file.
pub async fn run_issue(desk: &Desk, command: Write<Issue>) -> Result<Report> {
	let Write { what, how } = command;
	let Some(csv) = what.csv.clone() else {
		return run(desk, Write { what, how }).await;
	};
	let accounts = Accounts {
		ss58_prefix: desk.state.metadata.ss58_prefix(),
	};
	let source = batch::Source::new(csv, what.kept);
	batch::run(desk, &how, &source, &accounts).await
}

/// 정지
#[derive(Debug, Args)]
pub struct Suspend {
	/// 카드 번호 (시민카드 발급 부서) · The card's number (card office)
	#[arg(
		value_name = "CITIZEN",
		required_unless_present = "own",
		conflicts_with = "own"
	)]
	citizen: Option<u64>,
	/// 서명하는 계정 자신의 카드 (시민) · The signing account's own card (citizen)
	#[arg(long)]
	own: bool,
}

impl Plan for Suspend {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		Ok(match self.citizen {
			Some(citizen) => {
				Planned::plain("suspend_card", json!({"citizen": citizen.to_string()}))
			},
			None => Planned::plain("suspend_own_card", json!({})),
		})
	}
}

/// 사망 기록
#[derive(Debug, Args)]
pub struct Deceased {
	#[command(flatten)]
	of: Citizen,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for Deceased {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		self.paper.plan("report_deceased", |evidence| {
			with(self.of.json(), "evidence", evidence)
		})
	}
}

/// 계정 변경 제안
#[derive(Debug, Args)]
pub struct ProposeRotation {
	/// 새 계정의 주소 · Address of the new account
	#[arg(value_name = "ACCOUNT")]
	new_account: String,
}

impl Plan for ProposeRotation {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		Ok(Planned::plain(
			"propose_rotation",
			json!({"newAccount": account(desk, &self.new_account)?}),
		))
	}
}

/// 복구 시작
#[derive(Debug, Args)]
pub struct StartRecovery {
	#[command(flatten)]
	of: Citizen,
	/// 새 계정의 주소 · Address of the new account
	#[arg(long, value_name = "ACCOUNT")]
	new_account: String,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for StartRecovery {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let new_account = account(desk, &self.new_account)?;
		let of = with(self.of.json(), "newAccount", new_account);
		self.paper
			.plan("start_recovery", |evidence| with(of, "evidence", evidence))
	}
}

/// 이의 결정
#[derive(Debug, Args)]
pub struct DecideObjection {
	#[command(flatten)]
	of: Citizen,
	/// 결정: uphold(복구를 끝냄), dismiss(복구를 계속함) · Decision: end the recovery, or go on with it
	#[arg(long)]
	decision: String,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for DecideObjection {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		let of = with(self.of.json(), "decision", chain_name(&self.decision));
		self.paper
			.plan("decide_objection", |record| with(of, "record", record))
	}
}

/// What a counter may do, and until when.
#[derive(Debug, Args)]
struct Granted {
	/// 범위: cars, mileage 등. 여러 번 쓸 수 있습니다 · Scope, such as cars or mileage; repeatable
	#[arg(long = "scope", value_name = "SCOPE", required = true)]
	scopes: Vec<String>,
	/// 끝나는 시각 · When it ends
	#[arg(long, value_name = "TIME")]
	until: String,
}

impl Granted {
	fn of(&self, agency: u32) -> Result<Json> {
		let mut scopes: Vec<String> = self.scopes.iter().map(|scope| chain_name(scope)).collect();
		scopes.sort_unstable();
		scopes.dedup();
		Ok(json!({
			"agency": agency,
			"scopes": scopes,
			"expiresAt": times::parse(&self.until)?,
		}))
	}
}

/// 위임
#[derive(Debug, Args)]
pub struct Grant {
	/// 창구의 기관 번호 · Agency number of the counter
	#[arg(value_name = "AGENCY")]
	agency: u32,
	#[command(flatten)]
	granted: Granted,
}

impl Plan for Grant {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		Ok(Planned::plain(
			"grant_counter",
			self.granted.of(self.agency)?,
		))
	}
}

/// 위임장 기록
#[derive(Debug, Args)]
pub struct RecordGrant {
	#[command(flatten)]
	of: Citizen,
	/// 창구의 기관 번호 · Agency number of the counter
	#[arg(value_name = "AGENCY")]
	agency: u32,
	#[command(flatten)]
	granted: Granted,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for RecordGrant {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		let granted = self.granted.of(self.agency)?;
		let granted = with(granted, "citizen", self.of.citizen.to_string());
		self.paper.plan("record_counter_grant", |paper| {
			with(granted, "paper", paper)
		})
	}
}

/// 위임 종료
#[derive(Debug, Args)]
pub struct EndGrant {
	/// 창구의 기관 번호 · Agency number of the counter
	#[arg(value_name = "AGENCY")]
	agency: u32,
	/// 서면으로 요청한 시민 (시민카드 발급 부서). 없으면 서명하는 시민 자신의 위임 · The citizen who says so on paper (card office);
	/// the signing citizen's own grant without it
	#[arg(long, requires = "document")]
	citizen: Option<u64>,
	/// 서면 · The paper
	#[arg(long, value_name = "FILE", requires = "citizen")]
	document: Option<PathBuf>,
	/// 서면의 솔트 파일. 없으면 서면 곁의 것을 쓰거나 새로 만듭니다 · File with its salt; the one beside the paper, or a new
	/// one, without it
	#[arg(long, value_name = "FILE", requires = "document")]
	salt: Option<PathBuf>,
}

impl Plan for EndGrant {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		let mut extras = Extras::default();
		let arguments = json!({"agency": self.agency});
		let (Some(citizen), Some(document)) = (self.citizen, &self.document) else {
			return Ok(Planned::plain("end_counter_grant", arguments));
		};
		let paper = desk::paper("document", document, self.salt.as_deref(), &mut extras)?;
		let arguments = with(arguments, "citizen", citizen.to_string());
		Ok(Planned {
			call: "end_recorded_counter_grant",
			arguments: with(arguments, "paper", paper),
			extras,
		})
	}
}

/// 시민 대리
#[derive(Debug, Args)]
pub struct Act {
	#[command(flatten)]
	of: Citizen,
	/// 다른 명령의 --prepare가 출력한 호출 자료 · Call data that another command prints with --prepare
	#[arg(long, value_name = "HEX", required_unless_present = "pallet")]
	call_data: Option<String>,
	/// 팔레트(예: Mileage) · Pallet
	#[arg(requires = "name", conflicts_with = "call_data")]
	pallet: Option<String>,
	/// 호출(예: pay) · Call
	#[arg(value_name = "CALL")]
	name: Option<String>,
	/// 인수(JSON 객체) · Arguments as a JSON object
	#[arg(value_name = "JSON", default_value = "{}")]
	arguments: String,
}

impl Plan for Act {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let metadata = &desk.state.metadata;
		let data = match (&self.call_data, &self.pallet, &self.name) {
			(Some(typed), _, _) => {
				let digits = typed.trim();
				hex::decode(digits.strip_prefix("0x").unwrap_or(digits)).map_err(|_| {
					Failure::input(
						"CallDataUnreadable",
						text!(
							"호출 자료는 0x와 16진수입니다. 다른 명령에 --prepare를 붙여 얻으십시오.",
							"Call data is 0x and hexadecimal digits. Take it from another command with --prepare."
						),
					)
				})?
			},
			(None, pallet, name) => {
				let arguments: Json = serde_json::from_str(&self.arguments).map_err(|error| {
					Failure::input(
						"ArgumentsUnreadable",
						text!(
							"인수가 JSON이 아닙니다: {error}",
							"The arguments are no JSON: {error}"
						),
					)
				})?;
				let [pallet, name] = [pallet, name].map(|word| word.as_deref().unwrap_or_default());
				metadata.call(pallet, name, &arguments)?.data
			},
		};
		let call = metadata.decode_call(&data)?;
		let mut extras = Extras::default();
		let shown = call.to_string();
		extras.add(
			"acted",
			call.clone(),
			text!("시민을 위한 호출: {shown}", "call for the citizen: {shown}"),
		);
		Ok(Planned {
			call: "act_for",
			arguments: with(self.of.json(), "call", call),
			extras,
		})
	}
}

/// 동결된 원화 지급
#[derive(Debug, Args)]
pub struct ReleaseFunds {
	#[command(flatten)]
	of: Citizen,
	/// 받는 당사자: citizen:번호 또는 agency:번호 · Who receives
	#[arg(long, value_name = "PARTY")]
	to: String,
	/// 금액(원) · Amount in won
	#[arg(long, value_name = "WON")]
	amount: String,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for ReleaseFunds {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		let recipient = parties::party(&self.to)?;
		let amount = money::parse(&self.amount)?.to_string();
		let of = with(
			with(self.of.json(), "recipient", recipient),
			"amount",
			amount,
		);
		self.paper
			.plan("release_funds", |papers| with(of, "papers", papers))
	}
}

/// 분실한 계정의 원화 이동
#[derive(Debug, Args)]
pub struct Sweep {
	/// 분실한 계정의 주소 · Address of the lost account
	#[arg(value_name = "ACCOUNT")]
	account: String,
}

impl Plan for Sweep {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		Ok(Planned::plain(
			"sweep_former_account",
			json!({"account": account(desk, &self.account)?}),
		))
	}
}

/// 카드 기준 고시
#[derive(Debug, Args)]
pub struct ScheduleTerms {
	/// 바뀌는 기간(JSON, 밀리초). 나머지는 지금 것 · The periods that change as JSON, in milliseconds; the others stay
	#[arg(value_name = "FILE")]
	content: PathBuf,
	/// 시행 시각 · From when on they apply
	#[arg(long, value_name = "TIME")]
	from: String,
}

impl Plan for ScheduleTerms {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let file = self.content.display();
		let changes: serde_json::Map<String, Json> =
			serde_json::from_str(&files::read_text(&self.content)?).map_err(|error| {
				Failure::input(
					"DraftUnreadable",
					text!(
						"{file} 파일을 읽을 수 없습니다: {error}",
						"{file} cannot be read: {error}"
					),
				)
			})?;
		let mut terms = desk.state.view(PALLET, "terms", &[]).await?;
		for (name, content) in changes {
			if terms.get(&name).is_none() {
				return Err(Failure::input(
					"TermUnknown",
					text!(
						"{name}은(는) 카드 기준이 아닙니다.",
						"{name} is no period of cards."
					),
				));
			}
			terms[&name] = content;
		}
		Ok(Planned::plain(
			"schedule_terms",
			json!({"effectiveFrom": moment(desk, Some(&self.from)).await?, "terms": terms}),
		))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_transaction_takes_as_many_accounts_as_the_chain_does() {
		assert_eq!(
			u32::try_from(Accounts::MOST).unwrap(),
			pallet_citizen_identity::MAX_BATCH
		);
	}

	#[test]
	fn accounts_are_written_as_the_chain_does() {
		let accounts = Accounts { ss58_prefix: 42 };
		let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
		let key = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
		for typed in [alice, key] {
			assert_eq!(accounts.row(&[typed.to_owned()]).unwrap(), alice);
		}
		assert_eq!(
			accounts.row(&["alice".to_owned()]).unwrap_err().code,
			"AccountUnreadable"
		);
		assert_eq!(
			accounts.arguments(&[json!(alice)]),
			json!({"accounts": [alice]})
		);
	}

	#[test]
	fn a_grant_names_each_scope_once() {
		let granted = Granted {
			scopes: vec!["mileage".into(), "cars".into(), "Cars".into()],
			until: "2027-01-01".into(),
		};
		assert_eq!(
			granted.of(31).unwrap(),
			json!({"agency": 31, "scopes": ["Cars", "Mileage"], "expiresAt": 1_798_729_200_000u64})
		);
	}
}
