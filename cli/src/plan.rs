// SPDX-License-Identifier: Apache-2.0

//! Commands that write: from what a clerk types to the call that the chain takes.
//!
//! Names such as `inspection-record` become the chain's own (`InspectionRecord`), and the metadata of the
//! node says which there are. So a kind that a later runtime adds can be named at once.

use crate::{
	desk::{self, Desk},
	error::Result,
	output::Report,
	scale::joined,
	submit::{self, Extras, Write},
	times,
};
use clap::Args;
use serde_json::{json, Value as Json};
use std::{future::Future, path::PathBuf};

/// A call that a command comes down to.
pub struct Planned {
	pub call: &'static str,
	pub arguments: Json,
	pub extras: Extras,
}

impl Planned {
	pub fn plain(call: &'static str, arguments: Json) -> Self {
		Self {
			call,
			arguments,
			extras: Extras::default(),
		}
	}
}

/// A paper to commit to.
#[derive(Debug, Args)]
pub struct Paper {
	/// 문서(계약서, 증빙, 증명서, 판결문 등) · The document: contract, evidence, certificate, judgment or what it is
	#[arg(long, visible_alias = "contract", value_name = "FILE")]
	document: PathBuf,
	/// 문서의 솔트 파일. 없으면 문서 곁의 것을 쓰거나 새로 만듭니다 · File with its salt; the one beside the document, or a
	/// new one, without it
	#[arg(long, value_name = "FILE")]
	salt: Option<PathBuf>,
}

impl Paper {
	pub fn commit(&self, extras: &mut Extras) -> Result<Json> {
		desk::paper("document", &self.document, self.salt.as_deref(), extras)
	}

	/// The call whose arguments have this paper's commitment among them.
	pub fn plan(
		&self,
		call: &'static str,
		arguments: impl FnOnce(Json) -> Json,
	) -> Result<Planned> {
		let mut extras = Extras::default();
		let commitment = self.commit(&mut extras)?;
		Ok(Planned {
			call,
			arguments: arguments(commitment),
			extras,
		})
	}
}

/// What a clerk types, made into a call.
pub trait Plan: Args {
	fn plan(self, desk: &Desk) -> impl Future<Output = Result<Planned>>;
}

/// Plan a call of a pallet, sign it and send it.
pub async fn run<T: Plan>(desk: &Desk, pallet: &str, command: Write<T>) -> Result<Report> {
	let Write { what, how } = command;
	let Planned {
		call,
		arguments,
		extras,
	} = what.plan(desk).await?;
	let call = desk.state.metadata.call(pallet, call, &arguments)?;
	// The key is read last, so that nobody is asked for it in vain.
	let key = how.key()?;
	submit::carry_out(desk, &how, key.as_ref(), &call, extras).await
}

/// The chain's spelling of a name: `inspection-record` is `InspectionRecord`.
pub fn chain_name(text: &str) -> String {
	joined(text.trim(), &['-', '_', ' '], true)
}

/// A moment that was typed, or the chain's own clock.
pub async fn moment(desk: &Desk, typed: Option<&str>) -> Result<u64> {
	match typed {
		Some(typed) => times::parse(typed),
		None => desk.state.now().await,
	}
}

/// A hash as the chain takes it.
pub fn hash(tag: sp_core::H256) -> Json {
	json!(format!("{tag:?}"))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn names_become_those_of_the_chain() {
		for (typed, name) in [
			("private", "Private"),
			("inspection-record", "InspectionRecord"),
			("InspectionRecord", "InspectionRecord"),
			("below-500-thousand", "Below500Thousand"),
			("ex_officio", "ExOfficio"),
			("front left", "FrontLeft"),
			("", ""),
		] {
			assert_eq!(chain_name(typed), name);
		}
	}
}
