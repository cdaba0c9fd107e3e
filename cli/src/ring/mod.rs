// SPDX-License-Identifier: Apache-2.0

//! `seoul ring`: rings of keys in which citizens prove membership without saying who they are, as the card office
//! and auditors see them. What citizens do with their keys is in `seoul card key` and `seoul alias`.

mod alias;
mod audit;
pub mod node;
mod office;
pub mod open;
pub mod store;
pub mod wallet;

pub use alias::AliasCommand;
pub use open::prove_login;
pub use store::RingKeyArgs;

use crate::{
	desk::Desk,
	error::Result,
	output::{Output, Report},
	submit::Write,
};
use clap::{Subcommand, ValueEnum};

/// The pallet that keeps the rings.
const PALLET: &str = "CitizenRings";
/// What any node answers about them.
const API: &str = "CitizenRingsApi";

/// Services in which citizens can act under an alias.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Service {
	/// 자동차 · cars
	Cars,
	/// 마일리지 · mileage
	Mileage,
	/// 대금 지급 · payments
	Payments,
}

impl Service {
	pub const ALL: [Self; 3] = [Self::Cars, Self::Mileage, Self::Payments];

	/// Its number on the chain.
	pub const fn number(self) -> u32 {
		match self {
			Self::Cars => 0,
			Self::Mileage => 1,
			Self::Payments => 2,
		}
	}

	/// Its name in derivations and in commands.
	pub const fn name(self) -> &'static str {
		match self {
			Self::Cars => "cars",
			Self::Mileage => "mileage",
			Self::Payments => "payments",
		}
	}
}

#[derive(Debug, Subcommand)]
pub enum RingCommand {
	/// 모음별 열쇠 수와 카드 수 · Collections with how many keys they have, beside the active cards
	Status(office::Status),
	/// 등록 (시민카드 발급 부서) · Admit keys, in random order (card office)
	Admit(Box<Write<office::Admit>>),
	/// 삭제 (시민카드 발급 부서) · Remove keys, for a time or for ever (card office)
	Remove(Box<Write<office::Remove>>),
	/// 정지된 열쇠 복귀 (시민카드 발급 부서) · Put suspended keys back (card office)
	Restore(Box<Write<office::Restore>>),
	/// 고정 자료 올리기 (누구나) · Load the static data into a chain that lacks it (anyone)
	LoadPages(Box<Write<office::LoadPages>>),
	/// 감사: 모든 링을 다시 계산하여 비교, 다르면 종료 부호 1 · Compute every ring anew and compare; exit code 1 if one differs
	Audit(audit::Audit),
}

impl RingCommand {
	pub async fn run(self, output: Output, url: &str) -> Result<Report> {
		let desk = Desk::open(output, url).await?;
		match self {
			Self::Status(it) => it.run(desk).await,
			Self::Admit(it) => office::run_admit(&desk, *it).await,
			Self::Remove(it) => office::run_remove(&desk, *it).await,
			Self::Restore(it) => office::run_restore(&desk, *it).await,
			Self::LoadPages(it) => office::run_load_pages(&desk, *it).await,
			Self::Audit(it) => it.run(desk).await,
		}
	}
}
