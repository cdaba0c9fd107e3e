// SPDX-License-Identifier: Apache-2.0

//! From a call to its outcome: sign it, send it, wait for the block, and read what happened. Or prepare
//! it for a wallet, without a key.

use crate::{
	chain::State,
	desk::Desk,
	error::{text, Failure, Kind, Result, Text},
	keys::{self, SignerArgs, SigningKey},
	metadata::{Call, Event},
	output::Report,
	transaction, words,
};
use clap::ValueEnum;
use serde_json::{json, Map, Value as Json};
use sp_core::H256;
use sp_crypto_hashing::blake2_256;
use std::{fmt::Write as _, time::Duration};
use subxt_rpcs::methods::legacy::TransactionStatus;
use tokio::time::{sleep_until, Instant};

/// How often the waiting line on the terminal is renewed.
const TICK: Duration = Duration::from_secs(1);
/// Where call data is opened, unless another place is named.
const APPS: &str = "https://polkadot.js.org/apps/";

/// Pallets of services, whose numbers later commands ask for.
const SERVICES: &[&str] = &[
	"CarRegistry",
	"CitizenIdentity",
	"EscrowPayments",
	"Facilities",
	"MVoting",
	"Mileage",
];
/// What is told of a transaction that the pool gave up before a block had it.
pub const GIVEN_UP: &str = "pool.GaveUp";

/// How long to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Wait {
	/// 확정까지 · until the block is final
	Final,
	/// 블록에 담길 때까지 · until a block has it
	Block,
}

/// What every command that writes takes.
#[derive(Debug, clap::Args)]
pub struct WriteArgs {
	#[command(flatten)]
	pub signer: SignerArgs,

	/// 키 없이, 지갑에서 검토하고 서명할 호출 자료와 링크를 출력합니다 · Without a key: print the call data and
	/// the link to review and sign it in a wallet
	#[arg(long)]
	pub prepare: bool,

	/// 링크가 가리킬 지갑 앱 · The wallet app that the link opens
	#[arg(long, value_name = "URL", default_value = APPS, requires = "prepare")]
	pub apps: String,

	/// 어디까지 기다릴지 · How far to wait
	#[arg(long, value_enum, default_value_t = Wait::Final, value_name = "UNTIL", conflicts_with = "prepare")]
	pub wait: Wait,

	/// 최대 대기 시간(초) · Longest time to wait, in seconds
	#[arg(long, value_name = "SECONDS", default_value_t = 180, value_parser = clap::value_parser!(u64).range(1..=86_400))]
	pub timeout: u64,
}

/// A command that writes: what it writes, and how it is signed.
#[derive(Debug, clap::Args)]
pub struct Write<T: clap::Args> {
	#[command(flatten)]
	pub what: T,

	#[command(flatten, next_help_heading = "서명 · Signing")]
	pub how: WriteArgs,
}

/// What a command adds to the report of its transaction.
#[derive(Default)]
pub struct Extras {
	/// For programs.
	pub json: Map<String, Json>,
	/// For people, one line each.
	pub lines: Vec<Text>,
}

impl Extras {
	pub fn add(&mut self, name: &str, value: Json, line: Text) {
		self.json.insert(name.to_owned(), value);
		self.lines.push(line);
	}
}

/// Sign and send `call`, or prepare it where there is no key, and report.
pub async fn carry_out(
	desk: &Desk,
	how: &WriteArgs,
	key: Option<&SigningKey>,
	call: &Call,
	extras: Extras,
) -> Result<Report> {
	match key {
		Some(key) => submit(desk, how, call, key, extras).await,
		None => Ok(prepared(desk, &how.apps, call, extras)),
	}
}

impl WriteArgs {
	/// The key, unless the call is only prepared.
	pub fn key(&self) -> Result<Option<SigningKey>> {
		if self.prepare {
			return Ok(None);
		}
		SigningKey::load(self.signer.key_file.as_deref(), self.signer.key_type).map(Some)
	}
}

/// The link with which a wallet app decodes call data of this chain.
pub fn link(apps: &str, url: &str, call: &Call) -> String {
	let node: String = url::form_urlencoded::byte_serialize(url.as_bytes()).collect();
	format!(
		"{}/?rpc={node}#/extrinsics/decode/{}",
		apps.trim_end_matches('/'),
		call.hex()
	)
}

fn prepared(desk: &Desk, apps: &str, call: &Call, extras: Extras) -> Report {
	let output = &desk.output;
	let link = link(apps, desk.chain.url(), call);
	let hash = format!("{:?}", call.hash());
	let Call { name, meaning, .. } = call;
	let data = call.hex();
	let mut lines = vec![
		text!("호출: {name}", "call: {name}"),
		meaning.clone(),
		text!("호출 자료: {data}", "call data: {data}"),
		text!("호출 해시: {hash}", "call hash: {hash}"),
		text!(
			"아직 보내지 않았습니다. 이 링크에서 내용을 확인하고 서명하십시오:",
			"Nothing was sent. Review it and sign it here:"
		),
		Text::new(link.clone(), link.clone()),
	];
	lines.extend(extras.lines);
	let mut json = Map::from_iter([
		("call".to_owned(), json!(name)),
		("callData".to_owned(), json!(data)),
		("callHash".to_owned(), json!(hash)),
		("link".to_owned(), json!(link)),
	]);
	json.extend(extras.json);
	Report::new(
		Json::Object(json),
		lines
			.iter()
			.map(|line| output.say(line))
			.filter(|line| !line.is_empty())
			.collect::<Vec<_>>()
			.join("\n"),
	)
}

/// Why a node's pool took no transaction, in words that say what to do.
fn pool_refusal(code: i32, message: &str) -> Failure {
	let hint = if message.contains("Inability to pay") {
		text!(
			"무료 한도가 남아 있지 않거나 이 계정이 승인되지 않았고, 잔액도 수수료보다 적습니다. 조금 기다리거나 계정을 확인하십시오.",
			"No allowance is left or the account is not admitted, and its balance does not cover the fee. Wait a little, or check the account."
		)
	} else if message.contains("outdated") {
		text!(
			"이미 쓰인 순번입니다. 다시 실행하십시오.",
			"The nonce was used. Run the command again."
		)
	} else if message.contains("ancient birth block") {
		text!(
			"서명의 유효 시간이 지났습니다. 다시 실행하십시오.",
			"The signature has run out. Run the command again."
		)
	} else if message.contains("bad signature") {
		text!(
			"서명이 맞지 않습니다. --url의 체인이 맞는지 확인하십시오.",
			"The signature does not fit. Is --url the right chain?"
		)
	} else if message.contains("Priority is too low") {
		text!(
			"같은 순번의 거래가 기다리고 있습니다. 잠시 뒤 다시 실행하십시오.",
			"Another transaction with this nonce is waiting. Run the command again in a moment."
		)
	} else {
		text!(
			"잠시 뒤 다시 실행하십시오.",
			"Run the command again in a moment."
		)
	};
	let Text { ko, en } = hint;
	Failure::refused(
		"pool.Refused",
		text!(
			"노드가 거래를 받지 않았습니다({code}: {message}). {ko}",
			"The node did not take the transaction ({code}: {message}). {en}"
		),
	)
}

/// What the pool says of a transaction that nobody signs, by the name that the chain has for the number.
pub fn named(desk: &Desk, pallet: &str, names: &[(u8, &str)], failure: Failure) -> Failure {
	let code = failure
		.text
		.en
		.split_once("Custom error: ")
		.map(|(_, rest)| {
			rest.chars()
				.take_while(char::is_ascii_digit)
				.collect::<String>()
		})
		.and_then(|digits| digits.parse::<u8>().ok());
	let name = names
		.iter()
		.find(|(number, _)| failure.kind == Kind::Refused && Some(*number) == code);
	match name.and_then(|(_, name)| desk.state.metadata.refusal_named(pallet, name)) {
		Some(refusal) => refusal,
		None => failure,
	}
}

fn submission_failed(hash: &str, error: &subxt_rpcs::Error) -> Failure {
	if let subxt_rpcs::Error::User(refusal) = error {
		let detail = refusal
			.data
			.as_ref()
			.map(|data| data.get().trim_matches('"'))
			.unwrap_or_default();
		let message = format!("{} {detail}", refusal.message);
		return pool_refusal(refusal.code, message.trim());
	}
	// The connection may have broken after the node had it.
	unknown(hash, 0, &error.to_string())
}

/// A transaction that was sent, and of which nothing more is known.
fn unknown(hash: &str, seconds: u64, why: &str) -> Failure {
	Failure::new(
		Kind::Unknown,
		"OutcomeUnknown",
		text!(
			"거래 {hash}을(를) 보냈으나 결과를 알 수 없습니다({why}, {seconds}초). 다시 보내기 전에 체인에 반영되었는지 확인하십시오.",
			"Transaction {hash} was sent, and its outcome is not known ({why}, {seconds} s). See on the chain whether it took effect before you send it again."
		),
	)
}

/// A transaction that is signed, and not sent yet.
pub struct Signed {
	bytes: Vec<u8>,
	/// Under which blocks and nodes know it.
	pub hash: H256,
	/// Address of the account that signed it; empty if nobody did.
	pub account: String,
	/// The block at which it was signed, from which on it lives for a while.
	pub born: u32,
}

/// What came of a transaction.
pub struct Outcome {
	pub report: Report,
	pub block: (u32, H256),
	/// The rows of a batch that were refused, by their place in it, while the others were stored.
	pub refused_rows: Vec<(u32, Failure)>,
}

/// Sign a call as a transaction of today's chain.
pub async fn sign(desk: &Desk, call: &Call, key: &SigningKey) -> Result<Signed> {
	// A transaction lives from the block at which it was signed, and a batch may take a while.
	let state = desk.chain.state().await?;
	let account = keys::address(key.account(), state.metadata.ss58_prefix());
	let nonce = desk.chain.next_nonce(&account).await?;
	let bytes = transaction::sign(&state, desk.chain.genesis(), nonce, call, key)?;
	Ok(Signed {
		hash: H256(blake2_256(&bytes)),
		bytes,
		account,
		born: state.number,
	})
}

/// Send a call as a general transaction that nobody signs, and report.
pub async fn submit_general(
	desk: &Desk,
	how: &WriteArgs,
	call: &Call,
	extras: Extras,
) -> Result<Report> {
	let state = desk.chain.state().await?;
	let bytes = transaction::general(&state, desk.chain.genesis(), call)?;
	let unsigned = Signed {
		hash: H256(blake2_256(&bytes)),
		bytes,
		account: String::new(),
		born: state.number,
	};
	report_of(desk, how, call, &unsigned, extras).await
}

async fn submit(
	desk: &Desk,
	how: &WriteArgs,
	call: &Call,
	key: &SigningKey,
	extras: Extras,
) -> Result<Report> {
	let signed = sign(desk, call, key).await?;
	report_of(desk, how, call, &signed, extras).await
}

async fn report_of(
	desk: &Desk,
	how: &WriteArgs,
	call: &Call,
	signed: &Signed,
	extras: Extras,
) -> Result<Report> {
	let block = send(desk, how, &call.name, signed).await?;
	let Signed { account, hash, .. } = signed;
	outcome(desk, &call.name, account, *hash, block, how.wait, extras)
		.await
		.map(|outcome| outcome.report)
}

/// Send a transaction, and wait for the block that has it.
pub async fn send(desk: &Desk, how: &WriteArgs, name: &str, signed: &Signed) -> Result<H256> {
	let Desk { output, chain, .. } = desk;
	let address = &signed.account;
	output.progress(&if address.is_empty() {
		text!(
			"{name}: 서명 없이 보냅니다.",
			"{name}: sending without a signature."
		)
	} else {
		text!(
			"{name}: {address} 계정으로 서명하여 보냅니다.",
			"{name}: signed as {address}, sending."
		)
	});
	let hash = format!("{:?}", signed.hash);
	let mut progress = chain
		.submit(&signed.bytes)
		.await
		.map_err(|error| submission_failed(&hash, &error))?;

	let begun = Instant::now();
	let deadline = begun + Duration::from_secs(how.timeout);
	let lost = |why: &str| unknown(&hash, begun.elapsed().as_secs(), why);
	let mut awaited = text!("블록을 기다립니다", "waiting for a block");
	let mut in_block = false;
	loop {
		let next_tick = sleep_until((Instant::now() + TICK).min(deadline));
		let status = tokio::select! {
			status = progress.next() => status,
			() = next_tick => {
				let seconds = begun.elapsed().as_secs();
				if Instant::now() >= deadline {
					output.end_ticks();
					return Err(lost(output.say(&awaited)));
				}
				let Text { ko, en } = &awaited;
				output.tick(&text!("{ko}… {seconds}초", "{en}… {seconds} s"));
				continue;
			},
		};
		output.end_ticks();
		match status {
			Some(Ok(TransactionStatus::InBlock(block))) => {
				output.progress(&text!(
					"블록 {block:?}에 담겼습니다.",
					"In block {block:?}."
				));
				if how.wait == Wait::Block {
					return Ok(block);
				}
				in_block = true;
				awaited = text!("확정을 기다립니다", "waiting for finality");
			},
			Some(Ok(TransactionStatus::Finalized(block))) => return Ok(block),
			Some(Ok(TransactionStatus::Retracted(_))) => {
				output.progress(&text!(
					"그 블록이 밀려나, 다른 블록을 기다립니다.",
					"That block was overtaken; waiting for another."
				));
				in_block = false;
				awaited = text!("블록을 기다립니다", "waiting for a block");
			},
			Some(Ok(
				TransactionStatus::Future
				| TransactionStatus::Ready
				| TransactionStatus::Broadcast(_),
			)) => {},
			Some(Ok(TransactionStatus::FinalityTimeout(_))) => {
				return Err(lost(output.say(&awaited)));
			},
			// Of one that a block has had, only the node's attention may have ended.
			Some(Ok(TransactionStatus::Usurped(_))) if !in_block => {
				return Err(Failure {
					code: GIVEN_UP.to_owned(),
					..pool_refusal(0, "Priority is too low: usurped")
				});
			},
			Some(Ok(TransactionStatus::Invalid)) if !in_block => {
				return Err(Failure {
					code: GIVEN_UP.to_owned(),
					..pool_refusal(0, "invalid by now, as when the nonce is outdated")
				});
			},
			// What this node has dropped may have reached others.
			Some(Ok(_)) | None => return Err(lost("the node said nothing more")),
			Some(Err(error)) => return Err(lost(&error.to_string())),
		}
	}
}

/// Read in a block what became of a transaction: a refusal of the call, or what it brought about.
pub async fn outcome(
	desk: &Desk,
	name: &str,
	account: &str,
	transaction: H256,
	block: H256,
	wait: Wait,
	extras: Extras,
) -> Result<Outcome> {
	let output = desk.output;
	let hash = format!("{transaction:?}");
	let read = async {
		let at_block = desk.chain.state_at(block).await?;
		let events = events_of(desk, &at_block, transaction).await?;
		Ok::<_, Failure>((at_block, events))
	};
	let (at_block, events) = read
		.await
		.map_err(|failure| unknown(&hash, 0, output.say(&failure.text)))?;
	let refusal = |error: &Json| at_block.metadata.refusal(error);
	if let Some(error) = events.iter().find_map(refused) {
		return Err(refusal(error));
	}
	let number = at_block.number;
	let is_final = wait == Wait::Final;
	let block_hash = format!("{block:?}");
	let mut json = Map::from_iter([
		("call".to_owned(), json!(name)),
		(
			"account".to_owned(),
			json!((!account.is_empty()).then_some(account)),
		),
		("transaction".to_owned(), json!(hash)),
		(
			"block".to_owned(),
			json!({"number": number, "hash": block_hash, "final": is_final}),
		),
	]);
	let done = if is_final {
		text!(
			"완료: 블록 #{number} ({block_hash})에서 확정되었습니다.",
			"Done: final in block #{number} ({block_hash})."
		)
	} else {
		text!(
			"완료: 블록 #{number} ({block_hash})에 담겼으나 아직 확정되지 않았습니다.",
			"Done: in block #{number} ({block_hash}), not final yet."
		)
	};
	let mut text = format!("{}\n", output.say(&done));
	let mut listed = Vec::new();
	let mut refused_rows = Vec::new();
	let mut partly = false;
	for event in &events {
		if matches!(event.pallet.as_str(), "System" | "TransactionPayment") {
			continue;
		}
		let mut entry = json!({
			"event": format!("{}.{}", event.pallet, event.name),
			"data": event.data,
		});
		// Of points it tells as of won, and the service's own event tells it in full.
		if event.pallet == "Assets" {
			listed.push(entry);
			continue;
		}
		let meaning = output.say(&event.meaning);
		let meaning = if meaning.is_empty() {
			&event.name
		} else {
			meaning
		};
		let _ = writeln!(text, "{meaning}");
		for line in words::describe(&event.data, output.language).lines() {
			let _ = writeln!(text, "  {line}");
		}
		if let Some((position, error)) = refused_row(event) {
			let refusal = refusal(error);
			let _ = writeln!(text, "  {}", refusal.line(output.language));
			entry["refusal"] = refusal.to_json()["error"].clone();
			refused_rows.push((position, refusal));
		} else if let Some(error) = unpaid(event) {
			let refusal = refusal(error);
			let _ = writeln!(text, "  {}", refusal.line(output.language));
			entry["refusal"] = refusal.to_json()["error"].clone();
			partly = true;
		}
		if SERVICES.contains(&event.pallet.as_str()) {
			lift_numbers(&event.data, &mut json);
		}
		listed.push(entry);
	}
	json.insert("events".to_owned(), listed.into());
	partly |= !refused_rows.is_empty();
	json.extend(extras.json);
	for line in &extras.lines {
		let _ = writeln!(text, "{}", output.say(line));
	}
	Ok(Outcome {
		report: Report {
			exit: partly.then_some(Kind::Partly),
			..Report::new(Json::Object(json), text)
		},
		block: (number, block),
		refused_rows,
	})
}

/// The events of a transaction in a block.
async fn events_of(desk: &Desk, at: &State, transaction: H256) -> Result<Vec<Event>> {
	let place = desk
		.chain
		.place_in(at.hash, transaction)
		.await?
		.ok_or_else(|| desk.chain.lost("the block does not hold the transaction"))?;
	let all = at
		.stored("System", "Events", &[])
		.await?
		.unwrap_or_default();
	Ok(all
		.as_array()
		.into_iter()
		.flatten()
		.filter(|record| record["phase"]["ApplyExtrinsic"] == json!(place))
		.filter_map(|record| at.metadata.event(&record["event"]))
		.collect())
}

/// Put the numbers that later commands ask for where programs find them at once.
fn lift_numbers(data: &Json, report: &mut Map<String, Json>) {
	for name in [
		"vehicle",
		"sale",
		"record",
		"encumbrance",
		"incident",
		"claim",
		"redemption",
	] {
		if let Some(number) = data.get(name).filter(|number| !number.is_object()) {
			report.entry(name).or_insert_with(|| number.clone());
		}
	}
	// Elsewhere some of these names stand for papers.
	for name in [
		"batch",
		"citizen",
		"contract",
		"facility",
		"subcontract",
		"line",
		"report",
		"poll",
		"proposal",
		"board",
	] {
		let is_number = |number: &&Json| {
			number.is_u64()
				|| number
					.as_str()
					.is_some_and(|digits| digits.parse::<u64>().is_ok())
		};
		if let Some(number) = data.get(name).filter(is_number) {
			report.entry(name).or_insert_with(|| number.clone());
		}
	}
}

/// A row of a batch that was refused while the others were stored: its place in the batch, and why.
/// Pallets tell of it with an event whose name ends in `Refused` and whose fields are `position` and
/// `reason`.
fn refused_row(event: &Event) -> Option<(u32, &Json)> {
	if !event.name.ends_with("Refused") {
		return None;
	}
	let position = u32::try_from(event.data.get("position")?.as_u64()?).ok()?;
	Some((position, event.data.get("reason")?))
}

/// Why somebody was not paid, while the others of a settlement were.
fn unpaid(event: &Event) -> Option<&Json> {
	event
		.name
		.ends_with("NotPaid")
		.then(|| event.data.get("reason"))
		.flatten()
}

/// The refusal that an event tells of: of the call itself, or of one that it carries.
fn refused(event: &Event) -> Option<&Json> {
	match (event.pallet.as_str(), event.name.as_str()) {
		("System", "ExtrinsicFailed") => event.data.get("dispatchError"),
		("Utility", "ItemFailed") => event.data.get("error"),
		// A motion, a proxy or a multisig account can succeed while what it carried is refused.
		(
			_,
			"Executed" | "MemberExecuted" | "ProxyExecuted" | "MultisigExecuted" | "DispatchedAs",
		) => event
			.data
			.get("result")
			.and_then(|result| result.get("Err")),
		_ => None,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn call() -> Call {
		Call {
			name: "CarRegistry.return_vehicle".into(),
			data: vec![52, 6, 0xab],
			meaning: Text::new("제시를 철회합니다.", "Take a listed car back."),
		}
	}

	#[test]
	fn the_link_opens_the_call_at_this_node() {
		assert_eq!(
			link(APPS, "ws://127.0.0.1:9944", &call()),
			"https://polkadot.js.org/apps/?rpc=ws%3A%2F%2F127.0.0.1%3A9944#/extrinsics/decode/0x3406ab"
		);
		assert_eq!(
			link("https://apps.seoul.example", "wss://node.example/rpc", &call()),
			"https://apps.seoul.example/?rpc=wss%3A%2F%2Fnode.example%2Frpc#/extrinsics/decode/0x3406ab"
		);
	}

	fn event(pallet: &str, name: &str, data: Json) -> Event {
		Event {
			pallet: pallet.into(),
			name: name.into(),
			data,
			meaning: Text::new("", ""),
		}
	}

	#[test]
	fn refusals_are_found_also_inside_what_a_transaction_carries() {
		let error = json!({"Module": {"index": 52, "error": "0x0f000000"}});
		for carrying in [
			event("System", "ExtrinsicFailed", json!({"dispatchError": error})),
			event("Utility", "ItemFailed", json!({"error": error})),
			event("Council", "Executed", json!({"result": {"Err": error}})),
			event("Proxy", "ProxyExecuted", json!({"result": {"Err": error}})),
		] {
			assert_eq!(refused(&carrying), Some(&error), "{}", carrying.name);
		}
		for fine in [
			event("System", "ExtrinsicSuccess", json!({"dispatchInfo": {}})),
			event("Council", "Executed", json!({"result": {"Ok": null}})),
			event("CarRegistry", "ReadingRefused", json!({"reason": error})),
		] {
			assert_eq!(refused(&fine), None, "{}", fine.name);
		}
	}

	#[test]
	fn refused_rows_of_any_batch_are_found_by_their_place() {
		let reason = json!({"Module": {"index": 52, "error": "0x0f000000"}});
		for (name, data, row) in [
			(
				"ReadingRefused",
				json!({"position": 7, "reason": reason}),
				Some((7, &reason)),
			),
			(
				"TransferRefused",
				json!({"sale": 7, "reason": reason}),
				None,
			),
			(
				"ReadingStored",
				json!({"position": 7, "reason": reason}),
				None,
			),
		] {
			assert_eq!(refused_row(&event("Any", name, data)), row, "{name}");
		}
	}

	#[test]
	fn who_was_not_paid_is_found_among_those_who_were() {
		let reason = json!({"Module": {"index": 53, "error": "0x0f000000"}});
		let settled = |name, data| event("Mileage", name, data);
		let not_paid = settled("ClaimsNotPaid", json!({"payee": 18, "reason": reason}));
		assert_eq!(unpaid(&not_paid), Some(&reason));
		let paid = settled("ClaimsPaid", json!({"payee": 18, "amount": 5}));
		assert_eq!(unpaid(&paid), None);
	}

	#[test]
	fn numbers_for_the_next_command_are_lifted_once() {
		let mut report = Map::new();
		lift_numbers(
			&json!({"vehicle": "0x01", "sale": 0, "encumbrance": {"x": 1}}),
			&mut report,
		);
		lift_numbers(
			&json!({"vehicle": "0x02", "record": 4, "contract": "0x03", "citizen": "18446744073709551615"}),
			&mut report,
		);
		lift_numbers(&json!({"contract": 7, "line": 0}), &mut report);
		assert_eq!(
			Json::Object(report),
			json!({
				"vehicle": "0x01", "sale": 0, "record": 4, "citizen": "18446744073709551615",
				"contract": 7, "line": 0,
			})
		);
	}

	#[test]
	fn the_pools_refusals_say_what_to_do() {
		for (message, word) in [
			(
				"Invalid Transaction Inability to pay some fees",
				"allowance",
			),
			("Invalid Transaction Transaction is outdated", "again"),
			(
				"Invalid Transaction Transaction has an ancient birth block",
				"run out",
			),
			(
				"Invalid Transaction Transaction has a bad signature",
				"--url",
			),
			("Priority is too low", "waiting"),
		] {
			let failure = pool_refusal(1010, message);
			assert_eq!(failure.kind, Kind::Refused);
			assert!(failure.text.en.contains(word), "{}", failure.text.en);
		}
	}
}
