// SPDX-License-Identifier: Apache-2.0

//! A node, asked through its own metadata.
//!
//! Nothing here knows the types of the runtime: arguments and answers are JSON, which the metadata of the
//! very block that is asked encodes and decodes. So a runtime upgrade does not break this program.

use crate::{
	error::{text, Failure, Result},
	metadata::{lacks, Metadata, VERSION},
};
use codec::{Decode, Encode};
use serde::{de::DeserializeOwned, Deserialize};
use serde_json::{json, Value as Json};
use sp_core::H256;
use sp_crypto_hashing::blake2_256;
use sp_runtime::{generic, traits::BlakeTwo256};
use std::{sync::Arc, time::Duration};
use subxt_rpcs::{
	client::{RpcParams, RpcSubscription},
	methods::legacy::TransactionStatus,
	RpcClient,
};
use tokio::sync::Mutex;

/// A node that has not answered by then is not there.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// In what a node says of a block whose state it has no more.
const DISCARDED: &str = "State already discarded";

/// Header of a block of this chain.
pub type Header = generic::Header<u32, BlakeTwo256>;

/// What a node tells about a transaction that it was given.
pub type Watching = RpcSubscription<TransactionStatus<H256>>;

/// A connection to a node.
#[derive(Clone)]
pub struct Chain {
	rpc: RpcClient,
	url: String,
	genesis: H256,
	/// The metadata that was asked for last, with its runtime's version.
	known: Arc<Mutex<Option<(u32, Arc<Metadata>)>>>,
}

/// The state at one block.
pub struct State {
	chain: Chain,
	pub number: u32,
	pub hash: H256,
	pub metadata: Arc<Metadata>,
	pub runtime: Runtime,
}

/// Versions that a signature is bound to.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Runtime {
	pub spec_version: u32,
	pub transaction_version: u32,
}

/// What went wrong between this program and the node.
fn unreachable_at(url: &str, error: impl std::fmt::Display) -> Failure {
	Failure::network(
		"NodeUnreachable",
		text!(
			"노드 {url}에 연결할 수 없습니다({error}). 노드가 실행 중인지, --url이 맞는지 확인하십시오.",
			"The node at {url} cannot be reached ({error}). Does it run, and is --url right?"
		),
	)
}

fn hexadecimal(bytes: &[u8]) -> Json {
	json!(format!("0x{}", hex::encode(bytes)))
}

fn params(list: &[Json]) -> Result<RpcParams, subxt_rpcs::Error> {
	let mut params = RpcParams::new();
	for param in list {
		params.push(param)?;
	}
	Ok(params)
}

impl Chain {
	/// Connect to a node's WebSocket.
	pub async fn connect(url: &str) -> Result<Self> {
		let parsed = url::Url::parse(url)
			.ok()
			.filter(|parsed| matches!(parsed.scheme(), "ws" | "wss") && parsed.host().is_some());
		if parsed.is_none() {
			return Err(Failure::input(
				"UrlUnusable",
				text!(
					"{url}은(는) 노드의 주소가 아닙니다(예: ws://127.0.0.1:9944, wss://node.example).",
					"{url} is no address of a node. It looks like ws://127.0.0.1:9944 or wss://node.example."
				),
			));
		}
		let opened = async {
			let rpc = RpcClient::from_insecure_url(url).await?;
			let genesis = rpc
				.request("chain_getBlockHash", params(&[json!(0)])?)
				.await?;
			Ok::<_, subxt_rpcs::Error>((rpc, genesis))
		};
		let (rpc, genesis) = tokio::time::timeout(CONNECT_TIMEOUT, opened)
			.await
			.map_err(|_| unreachable_at(url, "no answer"))?
			.map_err(|error| unreachable_at(url, error))?;
		Ok(Self {
			rpc,
			url: url.to_owned(),
			genesis,
			known: Arc::default(),
		})
	}

	pub fn url(&self) -> &str {
		&self.url
	}

	/// Hash of the chain's first block.
	pub const fn genesis(&self) -> H256 {
		self.genesis
	}

	/// A question in JSON-RPC.
	pub async fn rpc<T: DeserializeOwned>(&self, method: &str, list: &[Json]) -> Result<T> {
		let asked = async { self.rpc.request(method, params(list)?).await };
		asked.await.map_err(|error| self.lost(error))
	}

	pub fn lost(&self, error: impl std::fmt::Display) -> Failure {
		let url = &self.url;
		let error = error.to_string();
		if error.contains(DISCARDED) {
			return Failure::network(
				"StateDiscarded",
				text!(
					"노드 {url}은(는) 그 블록의 상태를 지웠습니다. 모든 상태를 보관하는 노드(--state-pruning archive)를 --url로 지정하십시오.",
					"The node at {url} has discarded the state of that block. Name one that keeps all states (--state-pruning archive) with --url."
				),
			);
		}
		Failure::network(
			"NodeQuestionFailed",
			text!(
				"노드 {url}이(가) 답하지 못했습니다: {error}",
				"The node at {url} did not answer: {error}"
			),
		)
	}

	/// The state at the block that was finalised last.
	pub async fn state(&self) -> Result<State> {
		let hash = self.rpc("chain_getFinalizedHead", &[]).await?;
		self.state_at(hash).await
	}

	/// The state at a block.
	pub async fn state_at(&self, hash: H256) -> Result<State> {
		let header: Header = self.rpc("chain_getHeader", &[json!(hash)]).await?;
		let runtime: Runtime = self.rpc("state_getRuntimeVersion", &[json!(hash)]).await?;
		let mut known = self.known.lock().await;
		let metadata = match known.as_ref() {
			Some((version, metadata)) if *version == runtime.spec_version => metadata.clone(),
			_ => {
				let answer = self
					.runtime_call(hash, "Metadata_metadata_at_version", &VERSION.encode())
					.await?;
				let metadata = Arc::new(Metadata::decode(&answer)?);
				*known = Some((runtime.spec_version, metadata.clone()));
				metadata
			},
		};
		Ok(State {
			chain: self.clone(),
			number: header.number,
			hash,
			metadata,
			runtime,
		})
	}

	/// Call a function of the runtime at a block.
	async fn runtime_call(&self, at: H256, function: &str, arguments: &[u8]) -> Result<Vec<u8>> {
		let answer: String = self
			.rpc(
				"state_call",
				&[json!(function), hexadecimal(arguments), json!(at)],
			)
			.await?;
		self.bytes(&answer)
	}

	fn bytes(&self, answer: &str) -> Result<Vec<u8>> {
		hex::decode(answer.trim_start_matches("0x")).map_err(|error| self.lost(error))
	}

	/// The nonce for the next transaction of an account, which counts those that wait.
	pub async fn next_nonce(&self, address: &str) -> Result<u64> {
		self.rpc("system_accountNextIndex", &[json!(address)]).await
	}

	/// Give a transaction to the node, and watch what becomes of it.
	pub async fn submit(&self, transaction: &[u8]) -> Result<Watching, subxt_rpcs::Error> {
		self.rpc
			.subscribe(
				"author_submitAndWatchExtrinsic",
				params(&[hexadecimal(transaction)])?,
				"author_unwatchExtrinsic",
			)
			.await
	}

	/// The place of a transaction in a block, if the block has it.
	pub async fn place_in(&self, block: H256, transaction: H256) -> Result<Option<u64>> {
		let body: Json = self.rpc("chain_getBlock", &[json!(block)]).await?;
		// A block that the node does not have is no block without the transaction.
		let extrinsics = body["block"]["extrinsics"]
			.as_array()
			.ok_or_else(|| self.lost(format!("no block {block:?}")))?;
		for (place, extrinsic) in (0u64..).zip(extrinsics) {
			let bytes = self.bytes(extrinsic.as_str().unwrap_or_default())?;
			if blake2_256(&bytes) == transaction.0 {
				return Ok(Some(place));
			}
		}
		Ok(None)
	}

	/// The number of the block that was finalised last.
	pub async fn final_number(&self) -> Result<u32> {
		let hash: H256 = self.rpc("chain_getFinalizedHead", &[]).await?;
		let header: Header = self.rpc("chain_getHeader", &[json!(hash)]).await?;
		Ok(header.number)
	}

	/// The blocks of these heights, of those that this node holds for its chain.
	pub async fn blocks_at(&self, numbers: &[u32]) -> Result<Vec<Option<H256>>> {
		self.rpc("chain_getBlockHash", &[json!(numbers)]).await
	}

	/// Version of the runtime in the state of a block, which executes the next one.
	pub async fn spec_version(&self, hash: H256) -> Result<u32> {
		let runtime: Runtime = self.rpc("state_getRuntimeVersion", &[json!(hash)]).await?;
		Ok(runtime.spec_version)
	}

	/// The block of a height, of those that this node holds for its chain.
	pub async fn block_at(&self, number: u32) -> Result<Option<H256>> {
		self.rpc("chain_getBlockHash", &[json!(number)]).await
	}
}

impl State {
	/// As answers name the block that they are about.
	pub fn block(&self) -> Json {
		json!({"number": self.number, "hash": format!("{:?}", self.hash)})
	}

	/// The state at another block, of which what is asked has the same types.
	pub fn beside(&self, number: u32, hash: H256) -> Self {
		Self {
			chain: self.chain.clone(),
			number,
			hash,
			metadata: self.metadata.clone(),
			runtime: self.runtime,
		}
	}

	/// Ask the runtime, with the arguments in the order in which it takes them.
	pub async fn ask(&self, api: &str, question: &str, arguments: &[Json]) -> Result<Json> {
		let (encoded, answer) = self.metadata.ask(api, question, arguments)?;
		let bytes = self
			.chain
			.runtime_call(self.hash, &format!("{api}_{question}"), &encoded)
			.await?;
		self.metadata.types().decode(answer, &bytes)
	}

	/// Ask a view function of a pallet.
	pub async fn view(&self, pallet: &str, function: &str, arguments: &[Json]) -> Result<Json> {
		let (id, encoded, output) = self.metadata.view(pallet, function, arguments)?;
		let answer = self
			.chain
			.runtime_call(
				self.hash,
				"RuntimeViewFunction_execute_view_function",
				&(id, encoded).encode(),
			)
			.await?;
		// A `Result` whose refusals say that there is no such function, or that its input is no good.
		let bytes = match answer.split_first() {
			Some((0, bytes)) => Vec::<u8>::decode(&mut &*bytes).ok(),
			_ => None,
		};
		let bytes = bytes.ok_or_else(|| lacks(&format!("{pallet}.{function}")))?;
		self.metadata.types().decode(output, &bytes)
	}

	/// A storage item, or nothing if it is not there. A default value is nothing too.
	pub async fn stored(&self, pallet: &str, item: &str, keys: &[Json]) -> Result<Option<Json>> {
		let place = self.metadata.place(pallet, item, keys)?;
		let value: Option<String> = self
			.chain
			.rpc(
				"state_getStorage",
				&[hexadecimal(&place.key), json!(self.hash)],
			)
			.await?;
		value
			.map(|value| {
				self.metadata
					.types()
					.decode(place.value, &self.chain.bytes(&value)?)
			})
			.transpose()
	}

	/// The chain's clock at this block: milliseconds since 1970.
	pub async fn now(&self) -> Result<u64> {
		self.stored("Timestamp", "Now", &[])
			.await?
			.as_ref()
			.and_then(Json::as_u64)
			.ok_or_else(|| lacks("Timestamp.Now"))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[tokio::test]
	async fn an_address_that_is_none_is_refused_before_connecting() {
		for url in ["", "127.0.0.1:9944", "http://127.0.0.1:9944", "ws://"] {
			assert_eq!(
				Chain::connect(url).await.err().unwrap().code,
				"UrlUnusable",
				"{url}"
			);
		}
	}

	#[tokio::test]
	async fn a_node_that_is_not_there_is_named() {
		// Port 1 is reserved, and nothing listens there.
		let failure = Chain::connect("ws://127.0.0.1:1").await.err().unwrap();
		assert_eq!(failure.code, "NodeUnreachable");
		assert!(failure.text.en.contains("ws://127.0.0.1:1"));
	}
}
