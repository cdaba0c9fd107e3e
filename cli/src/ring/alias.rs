// SPDX-License-Identifier: Apache-2.0

//! `seoul alias`: a citizen acts in a service under an alias, through a fresh account.

use super::{
	node::{self, shown, Revisions, Settings},
	open::{self, of_collection},
	store::StoredKey,
	wallet, RingKeyArgs, Service, API, PALLET,
};
use crate::{
	desk::Desk,
	error::{text, Failure, Result, Text},
	keys::{self, Scheme, SignerArgs},
	output::{Output, Report},
	plan::{self, Paper, Plan, Planned},
	submit::{self, Extras, Wait, Write, WriteArgs},
	times,
};
use clap::{Args, Subcommand};
use seoul_chain_ring_proofs::{CollectionId, Purpose, ServiceBinding};
use serde_json::{json, Map, Value as Json};
use sp_runtime::AccountId32;
use std::fmt::Write as _;

/// Of whom somebody must be one to act in a service under an alias.
const COLLECTION: CollectionId = CollectionId::City;

#[derive(Debug, Subcommand)]
pub enum AliasCommand {
	/// 서비스별 가명 목록 · Aliases of all services
	List(List),
	/// 한 서비스의 가명과 계정 · The alias of a service and its account
	Show(Show),
	/// 연결: 증명을 내고 새 계정으로 활동 · Bind a fresh account to the alias with a proof
	Bind(Bind),
	/// 연장: 유효 기간의 후반에 · Renew it in the second half of its period
	Renew(Renew),
	/// 재연결: 열쇠를 잃은 사람의 새 가명이 당사자를 이어받음 (서비스 담당 기관) · Let another alias take over the party of one whose
	/// key was lost (office of the service)
	#[command(subcommand)]
	Rebind(RebindCommand),
	/// 재연결에 이의 (지금 가명의 계정) · Object to a rebinding (account of the alias)
	Object(Box<Write<Object>>),
	/// 이어받은 이전 계정에 들어온 원화를 옮김 (누구나) · Take won from a former account of an alias to its party (anyone)
	Sweep(Box<Write<Sweep>>),
}

#[derive(Debug, Subcommand)]
pub enum RebindCommand {
	/// 시작 (서비스 담당 기관) · Start (office of the service)
	Start(Box<Write<StartRebinding>>),
	/// 취소 (서비스 담당 기관) · Cancel (office of the service)
	Cancel(Box<Write<CancelRebinding>>),
}

/// The party of an alias in a service.
#[derive(Debug, Args)]
struct PartyOf {
	/// 서비스 · Service
	#[arg(value_enum, value_name = "SERVICE")]
	service: Service,
	/// 당사자 번호 · Number of the party
	#[arg(value_name = "PARTY")]
	party: u64,
}

impl PartyOf {
	fn json(&self) -> Json {
		json!({"service": self.service.number(), "party": self.party.to_string()})
	}
}

/// 재연결 시작
#[derive(Debug, Args)]
pub struct StartRebinding {
	#[command(flatten)]
	of: PartyOf,
	/// 새 열쇠의 가명(0x와 64자리). 그 사람의 seoul alias show가 출력 · Alias of the new key, as seoul alias show prints it
	#[arg(long, value_name = "ALIAS")]
	new_alias: String,
	#[command(flatten)]
	paper: Paper,
}

impl Plan for StartRebinding {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		let alias: [u8; 32] = node::parse_bytes(&self.new_alias).ok_or_else(|| {
			Failure::input(
				"AliasUnreadable",
				text!(
					"가명은 0x와 16진수 64자리입니다.",
					"An alias is 0x and 64 hexadecimal digits."
				),
			)
		})?;
		let mut arguments = self.of.json();
		arguments["newAlias"] = json!(shown(alias));
		self.paper.plan("start_rebinding", |evidence| {
			arguments["evidence"] = evidence;
			arguments
		})
	}
}

/// 재연결 취소
#[derive(Debug, Args)]
pub struct CancelRebinding {
	#[command(flatten)]
	of: PartyOf,
}

impl Plan for CancelRebinding {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		Ok(Planned::plain("cancel_rebinding", self.of.json()))
	}
}

/// 이의
#[derive(Debug, Args)]
pub struct Object {}

impl Plan for Object {
	async fn plan(self, _: &Desk) -> Result<Planned> {
		Ok(Planned::plain("object_rebinding", json!({})))
	}
}

/// 이전 계정의 원화 이동
#[derive(Debug, Args)]
pub struct Sweep {
	/// 이전 계정의 주소 · Address of the former account
	#[arg(value_name = "ACCOUNT")]
	account: String,
}

impl Plan for Sweep {
	async fn plan(self, desk: &Desk) -> Result<Planned> {
		let account = keys::parse_account(&self.account)?;
		let address = keys::address(&account, desk.state.metadata.ss58_prefix());
		Ok(Planned::plain(
			"sweep_former_account",
			json!({"account": address}),
		))
	}
}

/// Of which service, from which file.
#[derive(Debug, Args)]
struct Which {
	/// 서비스 · Service
	#[arg(value_enum, value_name = "SERVICE")]
	service: Service,
	#[command(flatten)]
	from: RingKeyArgs,
}

/// 서비스별 가명
#[derive(Debug, Args)]
pub struct List {
	#[command(flatten)]
	from: RingKeyArgs,
}

/// 한 서비스의 가명
#[derive(Debug, Args)]
pub struct Show {
	#[command(flatten)]
	which: Which,
}

/// How far to wait.
#[derive(Debug, Args)]
struct Waiting {
	/// 어디까지 기다릴지 · How far to wait
	#[arg(long, value_enum, default_value_t = Wait::Final, value_name = "UNTIL")]
	wait: Wait,
	/// 최대 대기 시간(초) · Longest time to wait, in seconds
	#[arg(long, value_name = "SECONDS", default_value_t = 180, value_parser = clap::value_parser!(u64).range(1..=86_400))]
	timeout: u64,
}

/// 연결
#[derive(Debug, Args)]
pub struct Bind {
	#[command(flatten)]
	which: Which,
	/// 파일에 적힌 계정 대신 쓸 새 계정의 주소 · Address of a fresh account, instead of the one that the file has
	#[arg(long, value_name = "ADDRESS")]
	account: Option<String>,
	#[command(flatten)]
	waiting: Waiting,
}

/// 연장
#[derive(Debug, Args)]
pub struct Renew {
	#[command(flatten)]
	which: Which,
	#[command(flatten)]
	waiting: Waiting,
}

/// An alias of a key in a service, and what the chain knows of it.
struct Known {
	alias: [u8; 32],
	generation: u32,
	/// The account that the wallet has for it.
	account: Option<AccountId32>,
	/// As the node answers; null if it is not bound.
	bound: Json,
}

async fn known(
	desk: &Desk,
	settings: &Settings,
	service: Service,
	key: &StoredKey,
) -> Result<Known> {
	let purpose = Purpose::Service {
		service: service.number(),
	};
	let alias = open::alias_of(&key.secret(), &settings.chain, purpose)?;
	let arguments = [json!(service.number()), json!(shown(alias))];
	Ok(Known {
		alias: alias.0,
		generation: key.generation,
		account: key
			.accounts
			.iter()
			.find(|(number, _)| *number == service.number())
			.map(|(_, account)| AccountId32::from(*account)),
		bound: desk.state.ask(API, "alias", &arguments).await?,
	})
}

/// From when on an alias can be renewed: the second half of its period.
fn renewable_from(settings: &Settings, bound: &Json) -> Option<u64> {
	let validity = settings.json["terms"]["aliasValidity"].as_u64()?;
	Some(
		bound["validUntil"]
			.as_u64()?
			.saturating_sub(validity.checked_div(2)?),
	)
}

/// What is told of an alias, for programs and for people.
fn told(
	desk: &Desk,
	settings: &Settings,
	service: Service,
	known: &Known,
	now: u64,
) -> (Json, String) {
	let prefix = desk.state.metadata.ss58_prefix();
	let derived = known
		.account
		.as_ref()
		.map(|account| keys::address(account, prefix));
	let path = wallet::path(service, known.generation);
	let bound = &known.bound;
	let account = bound["account"].as_str().or(derived.as_deref());
	let is_derived = account == derived.as_deref();
	let valid = bound["validUntil"]
		.as_u64()
		.is_some_and(|until| now < until);
	let name = service.name();
	let alias = shown(known.alias);
	let renewable = renewable_from(settings, bound);
	let json = json!({
		"service": name,
		"generation": known.generation,
		"alias": alias,
		"account": account,
		"path": is_derived.then_some(&path),
		"bound": !bound.is_null(),
		"index": bound["index"],
		"renewals": bound["renewals"],
		"validUntil": bound["validUntil"],
		"renewableFrom": renewable,
		"rebinding": bound["rebinding"],
		"valid": valid,
	});
	let mut text = String::new();
	let mut line = |said: Text| {
		let _ = writeln!(text, "{}", desk.output.say(&said));
	};
	line(text!("서비스 {name}", "service {name}"));
	line(text!("  가명: {alias}", "  alias: {alias}"));
	if let Some(account) = account {
		line(text!("  계정: {account}", "  account: {account}"));
	}
	if is_derived {
		line(text!(
			"  열쇠: 복구 문구 뒤에 {path}",
			"  key: the phrase, followed by {path}"
		));
	}
	match (bound["index"].is_null(), bound["validUntil"].as_u64()) {
		(false, Some(until)) => {
			let index = crate::scale::count(&bound["index"]);
			let until = times::show(until);
			line(text!("  당사자 번호: {index}", "  party: {index}"));
			if valid {
				line(text!("  유효 기한: {until}", "  valid until: {until}"));
			} else {
				line(text!("  만료됨: {until}", "  expired: {until}"));
			}
			if let Some(at) = bound["rebinding"]["completesAt"].as_u64().map(times::show) {
				line(text!(
					"  다른 가명이 {at}부터 이어받습니다. 그때까지 활동할 수 없습니다. 뜻한 일이 아니면 seoul alias object로 이의를 내십시오.",
					"  Another alias takes over from {at} on; until then this one cannot act. If you did not ask for it, object: seoul alias object."
				));
			}
			if let Some(from) = renewable.map(times::show) {
				line(text!("  연장 가능: {from}부터", "  renewable from: {from}"));
			}
		},
		_ => line(text!("  연결되지 않음", "  not bound")),
	}
	(json, text)
}

async fn list(
	desk: &Desk,
	from: &RingKeyArgs,
	services: &[Service],
) -> Result<(Vec<Json>, String)> {
	let (stored, _) = from.open()?;
	let settings = node::settings(desk).await?;
	let now = desk.state.now().await?;
	let mut all = Vec::new();
	let mut text = String::new();
	for key in of_collection(&stored, &settings, COLLECTION)? {
		for service in services {
			let known = known(desk, &settings, *service, key).await?;
			let (json, said) = told(desk, &settings, *service, &known, now);
			all.push(json);
			text.push_str(&said);
		}
	}
	Ok((all, text))
}

/// What not to do with the account of an alias.
fn warning() -> Text {
	text!(
		"주의: 카드 계정에서 이 계정으로 아무것도 보내지 마십시오. 이체 하나로 두 계정이 같은 사람의 것임이 드러납니다.",
		"Warning: send nothing to this account from the card's account. A single transfer shows that both are one person's."
	)
}

/// Numbers with which the pool refuses a binding, and the chain's names for them.
const REFUSALS: [(u8, &str); 13] = [
	(1, "UnknownService"),
	(2, "AccountInUse"),
	(3, "AliasInUse"),
	(4, "NotYetRenewable"),
	(5, "UnknownRevision"),
	(6, "RevisionExpired"),
	(7, "WrongProofLength"),
	(8, "MalformedProof"),
	(9, "InvalidProof"),
	(10, "OtherAlias"),
	(11, "AliasReplaced"),
	(12, "RebindingWaiting"),
	(13, "FormerAccount"),
];

/// What a proof is made for.
enum What {
	First(Option<AccountId32>),
	Again,
}

async fn carry_out(desk: &Desk, which: Which, what: What, waiting: Waiting) -> Result<Report> {
	let service = which.service;
	let (stored, _) = which.from.open()?;
	let settings = node::settings(desk).await?;
	let opened = open::open(desk, &settings, &stored, COLLECTION, Revisions::Valid).await?;
	let key = of_collection(&stored, &settings, COLLECTION)?
		.into_iter()
		.find(|key| key.generation == opened.generation);
	let Some(key) = key else {
		return Err(Failure::no(
			"NoRingKey",
			text!("파일에 열쇠가 없습니다.", "The file has no key."),
		));
	};
	let known = known(desk, &settings, service, key).await?;
	let name = service.name();
	let (account, renewal) = match (what, known.bound.is_null()) {
		(What::First(chosen), true) => (chosen.or_else(|| known.account.clone()), 0),
		(What::Again, false) => {
			let account = known.bound["account"].as_str().unwrap_or_default();
			let renewals = known.bound["renewals"]
				.as_u64()
				.and_then(|renewals| u32::try_from(renewals).ok())
				.unwrap_or_default();
			(
				Some(keys::parse_account(account)?),
				renewals.saturating_add(1),
			)
		},
		(What::First(_), false) => {
			return Err(Failure::refused(
				"AliasBound",
				text!(
					"서비스 {name}의 가명은 이미 연결되어 있습니다. seoul alias show {name}로 보고, seoul alias renew {name}로 연장하십시오.",
					"The alias of service {name} is bound already. See it with seoul alias show {name}; renew it with seoul alias renew {name}."
				),
			));
		},
		(What::Again, true) => {
			return Err(Failure::no(
				"AliasNotBound",
				text!(
					"서비스 {name}의 가명이 연결되어 있지 않습니다. seoul alias bind {name}로 연결하십시오.",
					"The alias of service {name} is not bound. Bind it with seoul alias bind {name}."
				),
			));
		},
	};
	let Some(account) = account else {
		return Err(Failure::input(
			"AliasAccountMissing",
			text!(
				"파일에 이 서비스의 계정이 없습니다. --account로 새 계정의 주소를 지정하십시오.",
				"The file has no account for this service. Name a fresh one with --account."
			),
		));
	};
	let purpose = Purpose::Service {
		service: service.number(),
	};
	let bytes: [u8; 32] = account.clone().into();
	let message = ServiceBinding {
		service: service.number(),
		renewal,
		account: &bytes,
	};
	let (proof, alias) = opened.prove(purpose, &message)?;
	let address = keys::address(&account, desk.state.metadata.ss58_prefix());
	let call = desk.state.metadata.call(
		PALLET,
		"bind_alias",
		&json!({
			"service": service.number(),
			"ring": opened.root.ring,
			"revision": opened.root.revision,
			"alias": shown(alias),
			"account": address,
			"proof": shown(&proof),
		}),
	)?;
	let path = wallet::path(service, opened.generation);
	let derived = known.account.as_ref() == Some(&account);
	let members = opened.root.members;
	let mut extras = Extras::default();
	for (field, content) in [
		("service", json!(name)),
		("alias", json!(shown(alias))),
		("aliasAccount", json!(address)),
		("path", json!(derived.then_some(&path))),
		("generation", json!(opened.generation)),
		("members", json!(members)),
	] {
		extras.json.insert(field.to_owned(), content);
	}
	extras.lines.push(text!(
		"열쇠 {members}개 가운데 하나임을 증명하였습니다.",
		"Proven to be one of {members} keys."
	));
	extras
		.lines
		.push(text!("계정: {address}", "account: {address}"));
	if derived {
		extras.lines.push(text!(
			"이 계정의 열쇠는 복구 문구 뒤에 {path}를 붙인 것입니다. 다른 명령에는 그것이 든 파일을 --key-file로 지정하십시오.",
			"The key of this account is the phrase, followed by {path}. For other commands, name a file with it with --key-file."
		));
	}
	extras.lines.push(warning());
	let how = WriteArgs {
		signer: SignerArgs {
			key_file: None,
			key_type: Scheme::default(),
		},
		prepare: false,
		apps: String::new(),
		wait: waiting.wait,
		timeout: waiting.timeout,
	};
	let mut report = submit::submit_general(desk, &how, &call, extras)
		.await
		.map_err(|failure| submit::named(desk, PALLET, &REFUSALS, failure))?;
	// The party's number, from the state of the block that has it.
	let block = report.json["block"]["hash"].clone();
	if let Ok(hash) = serde_json::from_value(block) {
		let state = desk.chain.state_at(hash).await?;
		let arguments = [json!(service.number()), json!(shown(alias))];
		let bound = state.ask(API, "alias", &arguments).await?;
		for field in ["index", "renewals", "validUntil"] {
			report.json[field] = bound[field].clone();
		}
		let index = crate::scale::count(&bound["index"]);
		let said = text!("당사자 번호: {index}", "party: {index}");
		let _ = writeln!(report.text, "{}", desk.output.say(&said));
	}
	Ok(report)
}

impl AliasCommand {
	pub async fn run(self, output: Output, url: &str) -> Result<Report> {
		let desk = Desk::open(output, url).await?;
		match self {
			Self::List(it) => {
				let (all, text) = list(&desk, &it.from, &Service::ALL).await?;
				let answer = Map::from_iter([("aliases".to_owned(), json!(all))]);
				desk.report_told(answer, &text).await
			},
			Self::Show(it) => {
				let (all, text) = list(&desk, &it.which.from, &[it.which.service]).await?;
				// The newest generation is the one that acts; older ones stand in the list.
				let answer = match all.into_iter().next() {
					Some(Json::Object(answer)) => answer,
					_ => Map::new(),
				};
				desk.report_told(answer, &text).await
			},
			Self::Bind(it) => {
				let account = it.account.as_deref().map(keys::parse_account).transpose()?;
				carry_out(&desk, it.which, What::First(account), it.waiting).await
			},
			Self::Rebind(RebindCommand::Start(it)) => plan::run(&desk, PALLET, *it).await,
			Self::Rebind(RebindCommand::Cancel(it)) => plan::run(&desk, PALLET, *it).await,
			Self::Object(it) => plan::run(&desk, PALLET, *it).await,
			Self::Sweep(it) => plan::run(&desk, PALLET, *it).await,
			Self::Renew(it) => carry_out(&desk, it.which, What::Again, it.waiting).await,
		}
	}
}
