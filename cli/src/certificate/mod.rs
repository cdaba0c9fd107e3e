// SPDX-License-Identifier: Apache-2.0

//! A certificate of what the register says about a car at a final block. It carries the proof, so that
//! whoever trusts the hash of that block needs no node to check it.

mod facts;
mod paper;
pub mod proof;

use crate::{
	chain::Header,
	desk::{self, Desk, Which},
	error::{text, Failure, Result, Text},
	files, keys,
	keys::{Scheme, SigningKey},
	output::{Output, Report},
	parties,
	tags::{self, Vin},
	times, words,
};
use clap::{Args, Subcommand};
use codec::Encode;
use pallet_car_registry::VehicleId;
use paper::{Certificate, Coverage, Verified};
use serde::Deserialize;
use serde_json::{json, Value as Json};
use sp_core::H256;
use std::{
	collections::BTreeSet,
	path::{Path, PathBuf},
};

/// So many keys are proven with one question.
const KEYS_PER_QUESTION: usize = 400;

#[derive(Debug, Subcommand)]
pub enum CertificateCommand {
	/// 발급 · Issue
	Issue(Box<Issue>),
	/// 확인 · Check
	Verify(Box<Verify>),
}

/// 발급
#[derive(Debug, Args)]
pub struct Issue {
	#[command(flatten)]
	which: Which,
	/// 확인서를 쓸 파일. 없으면 표준 출력 · File for the certificate; standard output without it
	#[arg(long, value_name = "FILE")]
	out: Option<PathBuf>,
	/// 이력을 넣지 않습니다 · Leave the history out
	#[arg(long)]
	without_history: bool,
	/// 발급자의 키 파일(sr25519, 권한 0600). 없으면 서명하지 않습니다 · The issuer's key; not signed without it
	#[arg(long, value_name = "FILE")]
	key_file: Option<PathBuf>,
}

/// 확인
#[derive(Debug, Args)]
pub struct Verify {
	/// 확인서 · The certificate
	#[arg(value_name = "FILE")]
	file: PathBuf,
	/// 믿는 블록 해시. 있으면 노드 없이 확인합니다 · Hash of a block that you trust; no node is asked then
	#[arg(long, value_name = "HASH")]
	block_hash: Option<String>,
	/// 차대번호. 등록증 코드와 함께, 그 등록증의 차량인지 확인합니다 · VIN: check, with the certificate's code, that it
	/// is the car of that registration certificate
	#[arg(long)]
	vin: Option<String>,
	/// 등록증 코드. 없으면 묻습니다 · Code of the registration certificate; asked for without it
	#[arg(long, requires = "vin", conflicts_with = "code_file")]
	code: Option<String>,
	/// 등록증 코드가 든 파일 · File with that code
	#[arg(long, value_name = "FILE", requires = "vin")]
	code_file: Option<PathBuf>,
	/// 이 계정이 서명하였어야 합니다 · The account that must have signed it
	#[arg(long, value_name = "ADDRESS")]
	issuer: Option<String>,
}

impl CertificateCommand {
	pub async fn run(self, output: Output, url: &str) -> Result<Report> {
		match self {
			Self::Issue(it) => it.run(&Desk::open(output, url).await?).await,
			Self::Verify(it) => it.run(output, url).await,
		}
	}
}

/// What `state_getReadProof` answers.
#[derive(Deserialize)]
struct ReadProof {
	proof: Vec<String>,
}

/// The nodes that prove `keys` at a block.
pub async fn read_proof(desk: &Desk, keys: &[Vec<u8>], block: &str) -> Result<Vec<Vec<u8>>> {
	let keys: Vec<String> = keys
		.iter()
		.map(|key| format!("0x{}", hex::encode(key)))
		.collect();
	let answer: ReadProof = desk
		.chain
		.rpc("state_getReadProof", &[json!(keys), json!(block)])
		.await?;
	answer
		.proof
		.iter()
		.map(|node| {
			hex::decode(node.strip_prefix("0x").unwrap_or(node))
				.map_err(|error| desk.chain.lost(error))
		})
		.collect()
}

impl Issue {
	async fn run(self, desk: &Desk) -> Result<Report> {
		let key = self
			.key_file
			.as_deref()
			.map(|file| SigningKey::load(Some(file), Scheme::Sr25519))
			.transpose()?;
		let id = desk.vehicle(&self.which).await?;
		let vehicle = vehicle_of(&id)?;
		let block = format!("{:?}", desk.state.hash);
		let header: Header = desk.chain.rpc("chain_getHeader", &[json!(block)]).await?;
		let coverage = if self.without_history {
			Coverage::None
		} else {
			Coverage::Whole
		};

		// The car's own entry says how many other entries there are.
		let first = facts::keys_of_entry(vehicle);
		let mut nodes: BTreeSet<Vec<u8>> = read_proof(desk, &first, &block)
			.await?
			.into_iter()
			.collect();
		let counts = proof::Backend::new(header.state_root, nodes.iter().cloned())
			.and_then(|backend| facts::counts(&backend, vehicle))
			.map_err(|_| {
				Failure::no(
					"VehicleNotFound",
					text!("{id}번 차량이 없습니다.", "There is no car {id}."),
				)
			})?;
		let rest = facts::keys_of_lists(vehicle, counts, coverage);
		let (total, mut done) = (rest.len(), 0);
		for some in rest.chunks(KEYS_PER_QUESTION) {
			nodes.extend(read_proof(desk, some, &block).await?);
			done += some.len();
			desk.output
				.tick(&text!("증명 {done}/{total}", "proven: {done} of {total}"));
		}
		desk.output.end_ticks();

		let certificate = Certificate::make(vehicle, &header, coverage, nodes, key.as_ref())?;
		let text = certificate.to_text()?;
		// What is handed out is checked as its receiver will check it.
		let verified = paper::verify(&text, Some(desk.state.hash))?;
		let Some(out) = &self.out else {
			return Ok(Report::verbatim(text));
		};
		files::write_new_public(out, &text)?;
		let file = out.display();
		let (number, time) = (verified.number, times::show(verified.time));
		let lines = [
			text!(
				"확인서를 {file}에 썼습니다.",
				"The certificate was written to {file}."
			),
			text!(
				"기준: 확정된 블록 #{number} ({block}), {time}",
				"As of final block #{number} ({block}), {time}"
			),
			text!(
				"노드 없이 확인: seoul car certificate verify {file} --block-hash {block}",
				"Check it without a node: seoul car certificate verify {file} --block-hash {block}"
			),
		];
		Ok(Report::new(
			json!({
				"file": file.to_string(),
				"vehicle": id,
				"block": {"number": number, "hash": block},
				"time": verified.time,
				"issuer": verified.issuer,
			}),
			lines
				.map(|line| desk.output.say(&line).to_owned())
				.join("\n"),
		))
	}
}

fn vehicle_of(id: &str) -> Result<VehicleId> {
	let mut bytes = [0; 16];
	let digits = parties::vehicle_id(id)?;
	hex::decode_to_slice(digits.trim_start_matches("0x"), &mut bytes)
		.map(|()| VehicleId(bytes))
		.map_err(|_| {
			Failure::input(
				"VehicleIdUnreadable",
				text!(
					"{id}은(는) 차량 번호가 아닙니다.",
					"{id} is no number of a car."
				),
			)
		})
}

/// Who vouches for the block.
enum Trust {
	/// Whoever checks the certificate gave its hash.
	Given,
	/// The node that was asked holds it for final.
	Node(String),
}

/// Ask a node whether the certificate's block is final on its chain.
async fn ask_node(output: Output, url: &str, verified: &Verified) -> Result<()> {
	let desk = Desk::open(output, url).await?;
	let (genesis, of_node) = (verified.genesis, desk.chain.genesis());
	if genesis != of_node {
		return Err(Failure::no(
			"OtherChain",
			text!(
				"확인서는 다른 체인의 것입니다(제네시스 {genesis:?}, 노드는 {of_node:?}).",
				"The certificate is of another chain: genesis {genesis:?}, while the node's is {of_node:?}."
			),
		));
	}
	let number = verified.number;
	if number > desk.state.number {
		return Err(Failure::no(
			"BlockNotFinal",
			text!(
				"블록 #{number}은(는) 이 노드에서 아직 확정되지 않았습니다.",
				"Block #{number} is not final at this node."
			),
		));
	}
	let at = desk.chain.block_at(number).await?;
	if at != Some(verified.block) {
		let hash = verified.block;
		return Err(Failure::no(
			"BlockNotFinal",
			text!(
				"확정된 체인의 블록 #{number}은(는) {hash:?}이(가) 아닙니다.",
				"On the final chain, block #{number} is not {hash:?}."
			),
		));
	}
	Ok(())
}

impl Verify {
	async fn run(self, output: Output, url: &str) -> Result<Report> {
		let content = files::read_text(&self.file)?;
		let trusted = self.block_hash.as_deref().map(block_of).transpose()?;
		let verified = paper::verify(&content, trusted)?;
		let trust = if trusted.is_some() {
			Trust::Given
		} else {
			ask_node(output, url, &verified).await?;
			Trust::Node(url.to_owned())
		};
		if let Some(issuer) = &self.issuer {
			verified.signed_by(&keys::parse_account(issuer)?)?;
		}
		let bound = match &self.vin {
			None => false,
			Some(vin) => {
				let vin = Vin::parse(vin)?;
				let code = desk::read_code(self.code.as_deref(), self.code_file.as_deref())?;
				if verified.access_tag != tags::access_tag(&vin, &code) {
					return Err(Failure::no(
						"OtherCar",
						text!(
							"확인서는 이 차대번호와 등록증 코드의 차량에 관한 것이 아닙니다(이전등록 때마다 코드가 바뀝니다).",
							"The certificate is not about the car of this VIN and certificate code (each transfer issues a new code)."
						),
					));
				}
				true
			},
		};
		Ok(told(output, &self.file, &verified, &trust, bound))
	}
}

fn block_of(hash: &str) -> Result<H256> {
	let hash = parties::block_hash(hash)?;
	let mut bytes = [0; 32];
	hex::decode_to_slice(hash.trim_start_matches("0x"), &mut bytes)
		.map(|()| H256(bytes))
		.map_err(|_| {
			Failure::input(
				"BlockHashUnreadable",
				text!(
					"{hash}은(는) 블록 해시가 아닙니다.",
					"{hash} is no hash of a block."
				),
			)
		})
}

/// What is proven, and what is not, in words.
fn told(output: Output, file: &Path, verified: &Verified, trust: &Trust, bound: bool) -> Report {
	let file = file.display();
	let (number, block, genesis) = (verified.number, verified.block, verified.genesis);
	let time = times::show(verified.time);
	let vehicle = &verified.vehicle;
	let mut proven = vec![text!(
		"블록 #{number} ({block:?}, {time})의 상태에서 등록부가 차량 {vehicle}에 대하여 아래와 같이 말합니다(체인 {genesis:?}).",
		"In the state of block #{number} ({block:?}, {time}) the register says what follows about car {vehicle} (chain {genesis:?})."
	)];
	let mut open = Vec::new();
	match trust {
		Trust::Given => proven.push(text!(
			"그 블록은 제시하신 해시의 블록입니다.",
			"That block is the one whose hash you gave."
		)),
		Trust::Node(url) => proven.push(text!(
			"노드 {url}은(는) 그 블록을 확정된 블록이라고 합니다.",
			"The node at {url} holds that block for final."
		)),
	}
	if verified.has_history {
		proven.push(text!(
			"이력은 빠짐없이 전부입니다.",
			"The history is whole: no entry is missing."
		));
	} else {
		open.push(text!(
			"이력은 이 확인서에 없습니다.",
			"The history is not in this certificate."
		));
	}
	match &verified.issuer {
		Some(issuer) => proven.push(text!(
			"{issuer} 계정이 이 확인서에 서명하였습니다. 누구의 계정인지는 따로 확인하십시오.",
			"Account {issuer} signed this certificate. Whose account it is you find out elsewhere."
		)),
		None => open.push(text!(
			"누가 발급하였는지(서명이 없습니다).",
			"Who issued it (it is not signed)."
		)),
	}
	if bound {
		proven.push(text!(
			"제시하신 차대번호와 등록증 코드의 차량입니다.",
			"It is the car of the VIN and the certificate code that you gave."
		));
	} else {
		open.push(text!(
			"어느 차인지: --vin과 등록증 코드로 확인할 수 있습니다.",
			"Which car it is: check that with --vin and the code of the registration certificate."
		));
	}
	open.push(text!(
		"그 블록 이후에 바뀐 것이 없는지.",
		"That nothing has changed since that block."
	));
	open.push(text!(
		"기관들이 사실대로 기록하였는지.",
		"That what offices and workshops recorded is true."
	));
	let list = |heading: &Text, lines: &[Text]| {
		let lines: Vec<String> = lines
			.iter()
			.map(|line| format!("  - {}", output.say(line)))
			.collect();
		format!("{}\n{}", output.say(heading), lines.join("\n"))
	};
	let both = |lines: &[Text]| -> Vec<Json> {
		lines
			.iter()
			.map(|line| json!({"ko": line.ko, "en": line.en}))
			.collect()
	};
	let text = [
		output
			.say(&text!("{file}: 확인되었습니다.", "{file} is genuine."))
			.to_owned(),
		list(&text!("증명된 것", "Proven"), &proven),
		list(&text!("증명되지 않은 것", "Not proven"), &open),
		words::describe(&words::lifted(verified.facts.clone()), output.language),
	]
	.join("\n");
	Report::new(
		json!({
			"genuine": true,
			"vehicle": vehicle,
			"block": {"number": number, "hash": format!("{block:?}")},
			"genesis": format!("{genesis:?}"),
			"time": verified.time,
			"issuer": verified.issuer,
			"carOfThisCertificateCode": bound,
			"proven": both(&proven),
			"notProven": both(&open),
			"facts": verified.facts,
		}),
		text,
	)
}

/// The bytes that stand for a car in storage keys.
fn key_of(vehicle: VehicleId) -> Vec<u8> {
	vehicle.encode()
}
