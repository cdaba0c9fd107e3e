// SPDX-License-Identifier: Apache-2.0

//! A node behind a provider: connected anew when the connection is lost, and always of the same chain.

use super::questions::{self, error_json, name, shown};
use crate::{
	chain::Chain,
	error::{text, Failure, Result, Text},
};
use async_trait::async_trait;
use codec::{DecodeAll, Encode};
use pallet_facilities::{Facility, FacilityStatus, LoginTerms};
use seoul_chain_login::{FacilityId, Granted, LoginRequest, Purpose, Refusal, Standing};
use seoul_chain_oidc::{Explained, FacilityView, Node, NodeError};
use seoul_chain_primitives::Moment;
use sp_core::H256;
use sp_runtime::DispatchError;
use std::{future::Future, time::Duration};
use tokio::sync::Mutex;

/// A node that has not answered by then is not there.
const PATIENCE: Duration = Duration::from_secs(10);

/// A connection, and how many were opened before it.
#[derive(Clone)]
struct Held {
	chain: Chain,
	number: u64,
}

/// A node of one chain.
pub struct Remote {
	url: String,
	genesis: H256,
	held: Mutex<Held>,
}

impl Remote {
	/// A node to which there is a connection.
	pub fn new(chain: Chain) -> Self {
		Self {
			url: chain.url().to_owned(),
			genesis: chain.genesis(),
			held: Mutex::new(Held { chain, number: 0 }),
		}
	}

	async fn held(&self) -> Held {
		self.held.lock().await.clone()
	}

	/// Another connection than the one that was lost. One attempt at a time: whoever waited takes what came of it.
	async fn again(&self, lost: u64) -> Result<Held> {
		let mut held = self.held.lock().await;
		if held.number == lost {
			let chain = Chain::connect(&self.url).await?;
			if chain.genesis() != self.genesis {
				let url = &self.url;
				return Err(Failure::network(
					"OtherChain",
					text!(
						"{url}의 노드는 이제 다른 체인의 노드입니다.",
						"The node at {url} is of another chain now."
					),
				));
			}
			*held = Held {
				chain,
				number: lost.saturating_add(1),
			};
		}
		Ok(held.clone())
	}

	/// Ask, and once more over a new connection if the node does not answer.
	pub async fn ask<Answer: DecodeAll + Send>(
		&self,
		function: &str,
		arguments: &[u8],
		at: Option<H256>,
	) -> Result<Answer> {
		self.with(|chain| async move { questions::ask(&chain, function, arguments, at).await })
			.await
	}

	/// Do something with a connection, and once more over a new one if the node does not answer.
	pub async fn with<Answer, Doing>(
		&self,
		act: impl Fn(Chain) -> Doing + Send + Sync,
	) -> Result<Answer>
	where
		Answer: Send,
		Doing: Future<Output = Result<Answer>> + Send,
	{
		let in_time = |chain| {
			let doing = act(chain);
			async move {
				tokio::time::timeout(PATIENCE, doing)
					.await
					.unwrap_or_else(|_| {
						Err(Failure::network(
							"NodeSilent",
							text!("노드가 답하지 않습니다.", "The node does not answer."),
						))
					})
			}
		};
		let Held { chain, number } = self.held().await;
		match in_time(chain).await {
			Err(failure) if failure.code != "Undecodable" => {
				log::warn!("{}", failure.text.en);
				let Held { chain, .. } = self.again(number).await?;
				in_time(chain).await
			},
			answer => answer,
		}
	}
}

fn away(failure: &Failure) -> NodeError {
	NodeError::Unreachable(failure.text.en.clone())
}

/// What a provider needs to know of a facility.
pub fn view(facility: &Facility, terms: &LoginTerms) -> FacilityView {
	let details = &facility.details;
	FacilityView {
		domain: shown(&details.domain),
		korean_name: shown(&details.korean_name),
		english_name: shown(&details.english_name),
		purposes: details.purposes.iter().map(Purpose::from).collect(),
		requirements: details
			.requirements
			.iter()
			.map(|requirement| requirement.schema)
			.collect(),
		longest_consent: terms.longest_consent,
	}
}

#[async_trait]
impl Node for Remote {
	async fn facility(&self, facility: FacilityId) -> Result<Option<FacilityView>, NodeError> {
		let known: Option<Facility> = self
			.ask(name::FACILITY, &facility.encode(), None)
			.await
			.map_err(|failure| away(&failure))?;
		let Some(known) = known.filter(|known| known.status == FacilityStatus::Open) else {
			return Ok(None);
		};
		let terms = self
			.ask(name::LOGIN_TERMS, &[], None)
			.await
			.map_err(|failure| away(&failure))?;
		Ok(Some(view(&known, &terms)))
	}

	async fn authenticate(
		&self,
		request: &LoginRequest,
	) -> Result<Result<Granted, Refusal>, NodeError> {
		self.ask(name::AUTHENTICATE, &request.encode(), None)
			.await
			.map_err(|failure| away(&failure))
	}

	async fn standing(
		&self,
		standing: &Standing,
	) -> Result<Result<Option<Moment>, Refusal>, NodeError> {
		self.ask(name::STANDING, &standing.encode(), None)
			.await
			.map_err(|failure| away(&failure))
	}

	async fn explain(&self, reason: DispatchError) -> Option<Explained> {
		let state = self
			.with(|chain| async move { chain.state().await })
			.await
			.ok()?;
		let Failure { code, text, .. } = state.metadata.refusal(&error_json(reason));
		let Text { ko, en } = questions::own_words(text);
		Some(Explained {
			name: code,
			words: format!("{en} · {ko}"),
		})
	}
}
