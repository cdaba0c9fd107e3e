// SPDX-License-Identifier: Apache-2.0

//! What an audit found wrong: what, where, and of whom.

use super::export::{Done, Place};
use crate::{
	error::{text, Text},
	ring::node::shown,
	scale::integer,
};
use seoul_chain_ballot::{TrusteeIndex, Voter};
use seoul_chain_ring_proofs::Alias;
use serde_json::{json, Value as Json};

/// Of whom it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
	/// A voter.
	Voter(Voter),
	/// A seat of the board.
	Seat(TrusteeIndex),
	/// A ring, by its number.
	Ring(u32),
}

impl From<Alias> for Who {
	fn from(alias: Alias) -> Self {
		Self::Voter(Voter::Alias(alias.0))
	}
}

impl Who {
	fn told(self) -> Text {
		match self {
			Self::Voter(Voter::Citizen(card)) => text!("카드 {card}", "card {card}"),
			Self::Voter(Voter::Alias(alias)) => {
				let alias = shown(alias);
				text!("가명 {alias}", "alias {alias}")
			},
			Self::Seat(TrusteeIndex(seat)) => text!("자리 {seat}", "seat {seat}"),
			Self::Ring(ring) => text!("링 {ring}", "ring {ring}"),
		}
	}
}

/// The first thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
	/// One word for programs.
	pub code: &'static str,
	/// Where it stands in the chain, if it stands in one place.
	pub place: Option<Place>,
	/// Of whom it is, if of somebody.
	pub who: Option<Who>,
	/// What is wrong.
	pub what: Text,
}

impl Fault {
	pub const fn new(code: &'static str, what: Text) -> Self {
		Self {
			code,
			place: None,
			who: None,
			what,
		}
	}

	/// The same, at a place.
	pub const fn at(mut self, done: &Done) -> Self {
		self.place = Some(done.place);
		self
	}

	/// The same, of somebody.
	pub fn of(mut self, who: impl Into<Who>) -> Self {
		self.who = Some(who.into());
		self
	}

	/// For people, in one line.
	pub fn told(&self) -> Text {
		let Text { mut ko, mut en } = self.what.clone();
		if let Some(who) = self.who {
			let who = who.told();
			(ko, en) = (format!("{}: {ko}", who.ko), format!("{}: {en}", who.en));
		}
		if let Some(Place {
			block, extrinsic, ..
		}) = self.place
		{
			let before = text!(
				"블록 #{block} 거래 {extrinsic}",
				"block #{block}, extrinsic {extrinsic}"
			);
			(ko, en) = (
				format!("{}, {ko}", before.ko),
				format!("{}, {en}", before.en),
			);
		}
		Text::new(ko, en)
	}

	/// For programs.
	pub fn json(&self) -> Json {
		let Text { ko, en } = self.told();
		let (mut citizen, mut alias, mut seat, mut ring) = (None, None, None, None);
		match self.who {
			Some(Who::Voter(Voter::Citizen(card))) => citizen = Some(integer(card.into())),
			Some(Who::Voter(Voter::Alias(bytes))) => alias = Some(shown(bytes)),
			Some(Who::Seat(TrusteeIndex(number))) => seat = Some(number),
			Some(Who::Ring(number)) => ring = Some(number),
			None => {},
		}
		json!({
			"code": self.code,
			"block": self.place.map(|place| place.block),
			"extrinsic": self.place.map(|place| place.extrinsic),
			"citizen": citizen,
			"alias": alias,
			"seat": seat,
			"ring": ring,
			"ko": ko,
			"en": en,
		})
	}
}

impl From<Voter> for Who {
	fn from(voter: Voter) -> Self {
		Self::Voter(voter)
	}
}

impl From<TrusteeIndex> for Who {
	fn from(trustee: TrusteeIndex) -> Self {
		Self::Seat(trustee)
	}
}
