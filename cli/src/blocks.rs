// SPDX-License-Identifier: Apache-2.0

//! Blocks as people name them: by number, or by a moment.

use crate::{
	chain::State,
	desk::Desk,
	error::{text, Failure, Result},
	times::{self, Moment},
};
use clap::Args;
use sp_core::H256;

/// At which block something is read.
#[derive(Debug, Args)]
pub struct At {
	/// 이 블록 번호 또는 시각 기준. 없으면 확정된 마지막 블록 · As of this block, by number or time; the last final one
	/// without it
	#[arg(long, value_name = "BLOCK")]
	at: Option<String>,
}

impl At {
	/// The same at that block.
	pub async fn desk(&self, desk: Desk) -> Result<Desk> {
		desk.at(self.at.as_deref()).await
	}
}

/// A block that is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Named {
	Number(u32),
	Moment(Moment),
}

/// A number of at most ten digits, or a moment.
fn named(typed: &str) -> Result<Named> {
	match typed.trim().parse::<u32>() {
		Ok(number) => Ok(Named::Number(number)),
		Err(_) => times::parse(typed).map(Named::Moment),
	}
}

fn no_such_block(number: u32, last: u32) -> Failure {
	Failure::input(
		"BlockNotFinal",
		text!(
			"블록 #{number}은(는) 아직 확정되지 않았습니다. 확정된 마지막 블록은 #{last}입니다.",
			"Block #{number} is not final. The last one that is, is #{last}."
		),
	)
}

/// Of the numbers from `low` to `high`, the first that is `late`, or the one after `high`. Whatever follows
/// a late one is late, too.
pub async fn first_late<F>(low: u32, high: u32, mut late: impl FnMut(u32) -> F) -> Result<u32>
where
	F: std::future::Future<Output = Result<bool>>,
{
	let (mut low, mut end) = (low, high.saturating_add(1));
	while low < end {
		let middle = low + (end - low) / 2;
		if late(middle).await? {
			end = middle;
		} else {
			low = middle + 1;
		}
	}
	Ok(low)
}

impl Desk {
	/// The hash of a final block.
	pub async fn block(&self, number: u32) -> Result<H256> {
		if number > self.state.number {
			return Err(no_such_block(number, self.state.number));
		}
		self.chain
			.block_at(number)
			.await?
			.ok_or_else(|| self.chain.lost(format!("no block {number}")))
	}

	/// The state at a final block.
	pub async fn state_of(&self, number: u32) -> Result<State> {
		self.chain.state_at(self.block(number).await?).await
	}

	async fn clock_at(&self, number: u32) -> Result<Moment> {
		let hash = self.block(number).await?;
		self.state.beside(number, hash).now().await
	}

	/// The first block that is meant by `typed`, or that is not before that moment.
	pub async fn block_from(&self, typed: &str) -> Result<u32> {
		match named(typed)? {
			Named::Number(number) if number > self.state.number => {
				Err(no_such_block(number, self.state.number))
			},
			Named::Number(number) => Ok(number.max(1)),
			Named::Moment(moment) => {
				let late = |number| async move { Ok(self.clock_at(number).await? >= moment) };
				first_late(1, self.state.number, late).await
			},
		}
	}

	/// The last block that is meant by `typed`, or that is not after that moment.
	pub async fn block_until(&self, typed: &str) -> Result<u32> {
		match named(typed)? {
			Named::Number(number) if number > self.state.number => {
				Err(no_such_block(number, self.state.number))
			},
			Named::Number(number) => Ok(number),
			Named::Moment(moment) => {
				let late = |number| async move { Ok(self.clock_at(number).await? > moment) };
				Ok(first_late(1, self.state.number, late)
					.await?
					.saturating_sub(1))
			},
		}
	}

	/// The states of the blocks from `first` to `last`, and how their events are read: by the runtime that
	/// executed them, which is the one in the state before.
	pub async fn states(&self, first: u32, last: u32) -> Result<Vec<State>> {
		let numbers: Vec<u32> = (first.saturating_sub(1)..=last).collect();
		let hashes: Vec<H256> = self
			.chain
			.blocks_at(&numbers)
			.await?
			.into_iter()
			.zip(&numbers)
			.map(|(hash, number)| hash.ok_or_else(|| self.chain.lost(format!("no block {number}"))))
			.collect::<Result<_>>()?;
		let blocks = numbers.iter().zip(&hashes).skip(1);
		let mut all = Vec::new();
		let ends = hashes.first().zip(hashes.iter().rev().nth(1));
		if let Some((parent_of_first, parent_of_last)) = ends {
			let one = self.chain.state_at(*parent_of_first).await?;
			if one.runtime.spec_version == self.chain.spec_version(*parent_of_last).await? {
				all.extend(blocks.map(|(number, hash)| one.beside(*number, *hash)));
				return Ok(all);
			}
		}
		// Within these blocks the runtime was upgraded.
		for ((number, hash), parent) in blocks.zip(&hashes) {
			let before = self.chain.state_at(*parent).await?;
			all.push(before.beside(*number, *hash));
		}
		Ok(all)
	}

	/// The same at an earlier block, if one is named.
	async fn at(self, typed: Option<&str>) -> Result<Self> {
		let Some(typed) = typed else {
			return Ok(self);
		};
		let number = self.block_until(typed).await?;
		let state = self.state_of(number).await?;
		Ok(Self { state, ..self })
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_block_is_a_number_or_a_moment() {
		assert_eq!(named("0").unwrap(), Named::Number(0));
		assert_eq!(named(" 1200 ").unwrap(), Named::Number(1_200));
		assert_eq!(
			named("2021-03-15").unwrap(),
			Named::Moment(1_615_734_000_000)
		);
		assert_eq!(
			named("1615734000000").unwrap(),
			Named::Moment(1_615_734_000_000)
		);
		assert_eq!(named("latest").unwrap_err().code, "TimeUnreadable");
	}

	#[tokio::test]
	async fn the_first_block_after_a_moment_is_found() {
		for (from, first) in [(0, 1), (1, 1), (5, 5), (9, 9), (10, 10), (99, 10)] {
			let found = first_late(1, 9, |number| async move { Ok(number >= from) });
			assert_eq!(found.await.unwrap(), first, "{from}");
		}
		assert_eq!(first_late(1, 0, |_| async { Ok(true) }).await.unwrap(), 1);
	}
}
