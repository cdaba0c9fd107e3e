// SPDX-License-Identifier: Apache-2.0

//! What derives from the wallet's own secret: its seed, and a fresh account for each service.

use super::Service;
use crate::{
	error::{text, Failure, Result},
	keys,
};
use sp_core::{crypto::DeriveJunction, sr25519, Pair as _};
use sp_runtime::AccountId32;
use std::path::Path;
use zeroize::Zeroizing;

/// The secret of a citizen's wallet. It is read once, and never written.
pub struct Wallet {
	pair: sr25519::Pair,
	seed: Zeroizing<[u8; 32]>,
}

/// The derivations of a service's account, as wallets write them after the phrase.
pub fn path(service: Service, generation: u32) -> String {
	format!("//seoul//{}//{generation}", service.name())
}

impl Wallet {
	/// From a file that nobody else can read, or, without one, from the terminal, without showing it.
	pub fn load(file: Option<&Path>) -> Result<Self> {
		Self::of(&keys::secret(file)?)
	}

	/// From a phrase of 12 to 24 words or a seed in hexadecimal digits, which hard derivations (`//name`) may
	/// follow.
	fn of(secret: &str) -> Result<Self> {
		let (pair, seed) = sr25519::Pair::from_string_with_seed(secret, None)
			.map_err(|_| keys::unreadable_secret())?;
		let seed = seed.map(Zeroizing::new).ok_or_else(|| {
			Failure::file(
				"KeyWithoutSeed",
				text!(
					"약한 파생(/이름)을 거친 키에는 시드가 없습니다. 복구 문구, 또는 //이름으로만 파생한 것을 쓰십시오.",
					"A key of a soft derivation (/name) has no seed. Give the phrase, with hard derivations (//name) only."
				),
			)
		})?;
		Ok(Self { pair, seed })
	}

	/// The mini secret of the wallet.
	pub fn seed(&self) -> &[u8; 32] {
		&self.seed
	}

	/// The account for a service.
	pub fn account(&self, service: Service, generation: u32) -> Result<AccountId32> {
		let junctions = ["seoul", service.name(), &generation.to_string()]
			.map(|name| DeriveJunction::from(format!("/{name}")));
		self.pair
			.derive(junctions.into_iter(), Some(*self.seed))
			.map(|(pair, _)| AccountId32::from(pair.public().0))
			.map_err(|_| keys::unreadable_secret())
	}

	/// The accounts for all services.
	pub fn accounts(&self, generation: u32) -> Result<Vec<(u32, [u8; 32])>> {
		Service::ALL
			.into_iter()
			.map(|service| Ok((service.number(), self.account(service, generation)?.into())))
			.collect()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::keys::{Scheme, SigningKey};

	const PHRASE: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

	/// What `polkadot-js` calls the raw seed of this phrase.
	const SEED: &str = "fac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e";

	#[test]
	fn the_seed_is_that_of_the_phrase() {
		assert_eq!(hex::encode(Wallet::of(PHRASE).unwrap().seed()), SEED);
		assert_eq!(
			hex::encode(Wallet::of(&format!("0x{SEED}")).unwrap().seed()),
			SEED
		);
	}

	#[test]
	fn an_account_of_a_service_is_what_a_wallet_derives_by_its_path() {
		for base in [PHRASE.to_owned(), format!("{PHRASE}//e2e//kim")] {
			let wallet = Wallet::of(&base).unwrap();
			for service in Service::ALL {
				for generation in [0, 3] {
					let typed = format!("{base}{}", path(service, generation));
					let key = SigningKey::from_secret(&typed, Scheme::Sr25519).unwrap();
					assert_eq!(wallet.account(service, generation).unwrap(), *key.account());
				}
			}
		}
		assert_eq!(path(Service::Cars, 0), "//seoul//cars//0");
	}

	#[test]
	fn every_service_and_generation_has_its_own_account() {
		let wallet = Wallet::of(PHRASE).unwrap();
		let mut all: Vec<_> = [0, 1]
			.into_iter()
			.flat_map(|generation| wallet.accounts(generation).unwrap())
			.map(|(_, account)| account)
			.collect();
		all.sort_unstable();
		all.dedup();
		assert_eq!(all.len(), 6);
	}

	#[test]
	fn a_soft_derivation_and_what_is_no_secret_are_refused_without_showing_it() {
		assert_eq!(
			Wallet::of(&format!("{PHRASE}/soft")).err().unwrap().code,
			"KeyWithoutSeed"
		);
		let failure = Wallet::of("bottom drive obey").err().unwrap();
		assert_eq!(failure.code, "KeyUnreadable");
		assert!(!failure.to_string().contains("bottom"));
	}
}
