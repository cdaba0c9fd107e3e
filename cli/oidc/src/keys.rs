// SPDX-License-Identifier: Apache-2.0

//! Signing keys that rotate.
//!
//! A key signs for a period. The next one is published before it signs, so that clients who keep the list of keys
//! for a while know it in time; the last one stays published until no token of it is valid. All are in one file
//! that only the provider can read, and are written before they are used.

use crate::encoding::{base64url, random, sha256};
use data_encoding::BASE64;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use seoul_chain_primitives::{chain::DAY, Moment};
use serde::{Deserialize, Serialize};
use serde_json::{json, Value};
use std::{
	fmt, io,
	path::{Path, PathBuf},
	sync::Mutex,
};
use zeroize::Zeroizing;

/// When keys change, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyPolicy {
	/// How long one key signs.
	pub period: Moment,
	/// How long before it signs a key is published.
	pub publish_ahead: Moment,
	/// How long a key stays published after it signed for the last time. Longer than any token is valid.
	pub keep_after: Moment,
}

impl Default for KeyPolicy {
	/// A month; two days before and after.
	fn default() -> Self {
		Self {
			period: 30 * DAY,
			publish_ahead: 2 * DAY,
			keep_after: 2 * DAY,
		}
	}
}

/// Why there is no key.
#[derive(Debug)]
pub enum KeyError {
	/// The file cannot be read or written.
	Store(io::Error),
	/// The file is not what was written.
	Corrupted,
	/// The machine has no randomness.
	Random,
	/// The token could not be signed.
	Signing(jsonwebtoken::errors::Error),
}

impl fmt::Display for KeyError {
	fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Store(error) => write!(to, "the file of keys: {error}"),
			Self::Corrupted => to.write_str("the file of keys is not what was written"),
			Self::Random => to.write_str("the machine has no randomness"),
			Self::Signing(error) => write!(to, "the token could not be signed: {error}"),
		}
	}
}

impl std::error::Error for KeyError {}

/// Where keys are kept.
pub trait KeyStore: Send + Sync + 'static {
	/// What was written last, if anything was.
	fn load(&self) -> io::Result<Option<Zeroizing<String>>>;
	/// Write all of it, or nothing.
	fn save(&self, content: &str) -> io::Result<()>;
}

/// Keys in memory: after a restart clients fetch new ones.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<Option<String>>);

impl KeyStore for MemoryStore {
	fn load(&self) -> io::Result<Option<Zeroizing<String>>> {
		let content = self
			.0
			.lock()
			.unwrap_or_else(std::sync::PoisonError::into_inner);
		Ok(content.clone().map(Zeroizing::new))
	}

	fn save(&self, content: &str) -> io::Result<()> {
		*self
			.0
			.lock()
			.unwrap_or_else(std::sync::PoisonError::into_inner) = Some(content.into());
		Ok(())
	}
}

/// Keys in a file that only its owner can read.
#[derive(Clone, Debug)]
pub struct FileStore(pub PathBuf);

impl KeyStore for FileStore {
	fn load(&self) -> io::Result<Option<Zeroizing<String>>> {
		match std::fs::read_to_string(&self.0) {
			Ok(content) => Ok(Some(Zeroizing::new(content))),
			Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
			Err(error) => Err(error),
		}
	}

	fn save(&self, content: &str) -> io::Result<()> {
		use std::io::Write;
		let mut beside = self.0.clone().into_os_string();
		beside.push(".new");
		let mut options = std::fs::OpenOptions::new();
		options.write(true).create(true).truncate(true);
		#[cfg(unix)]
		std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
		let mut file = options.open(&beside)?;
		file.write_all(content.as_bytes())?;
		file.sync_all()?;
		std::fs::rename(&beside, &self.0)?;
		// The new name is on the disk as well before a key is used.
		match self.0.parent().filter(|folder| *folder != Path::new("")) {
			Some(folder) => std::fs::File::open(folder)?.sync_all(),
			None => Ok(()),
		}
	}
}

/// A key as it is kept.
#[derive(Serialize, Deserialize, Clone)]
#[serde(deny_unknown_fields)]
struct Kept {
	/// PKCS #8 in base64.
	pkcs8: Zeroizing<String>,
	/// From when on it signs.
	signs_from: Moment,
}

struct SigningKey {
	id: String,
	jwk: Value,
	encoding: EncodingKey,
	kept: Kept,
}

impl SigningKey {
	fn generate(signs_from: Moment) -> Result<Self, KeyError> {
		// Fewer than one in 2^32 strings of 32 bytes are no secret of the curve.
		let secret = loop {
			let bytes = Zeroizing::new(random().map_err(|_| KeyError::Random)?);
			if let Ok(secret) = p256::SecretKey::from_slice(bytes.as_ref()) {
				break secret;
			}
		};
		let document = secret.to_pkcs8_der().map_err(|_| KeyError::Corrupted)?;
		Self::read(Kept {
			pkcs8: Zeroizing::new(BASE64.encode(document.as_bytes())),
			signs_from,
		})
	}

	fn read(kept: Kept) -> Result<Self, KeyError> {
		use p256::elliptic_curve::sec1::ToEncodedPoint;
		let document = Zeroizing::new(
			BASE64
				.decode(kept.pkcs8.as_bytes())
				.map_err(|_| KeyError::Corrupted)?,
		);
		let secret = p256::SecretKey::from_pkcs8_der(&document).map_err(|_| KeyError::Corrupted)?;
		let point = secret.public_key().to_encoded_point(false);
		let (Some(x), Some(y)) = (point.x(), point.y()) else {
			return Err(KeyError::Corrupted);
		};
		let (x, y) = (base64url(x), base64url(y));
		// The thumbprint of RFC 7638: required members in the order of their names, without spaces.
		let id = base64url(&sha256(
			format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#).as_bytes(),
		));
		let jwk = json!({
			"kty": "EC", "crv": "P-256", "x": x, "y": y,
			"use": "sig", "alg": "ES256", "kid": id,
		});
		Ok(Self {
			id,
			jwk,
			encoding: EncodingKey::from_ec_der(&document),
			kept,
		})
	}
}

/// The keys of a provider, in the order in which they sign.
pub struct KeyRing {
	store: Box<dyn KeyStore>,
	policy: KeyPolicy,
	keys: Vec<SigningKey>,
}

impl fmt::Debug for KeyRing {
	fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
		to.debug_list()
			.entries(self.keys.iter().map(|key| &key.id))
			.finish()
	}
}

impl KeyRing {
	/// The keys that are kept, with a new one if there are none.
	pub fn open(
		store: Box<dyn KeyStore>,
		policy: KeyPolicy,
		now: Moment,
	) -> Result<Self, KeyError> {
		let kept: Vec<Kept> = match store.load().map_err(KeyError::Store)? {
			Some(content) => serde_json::from_str(&content).map_err(|_| KeyError::Corrupted)?,
			None => Vec::new(),
		};
		let keys = kept
			.into_iter()
			.map(SigningKey::read)
			.collect::<Result<Vec<_>, _>>()?;
		let in_order = keys
			.iter()
			.zip(keys.iter().skip(1))
			.all(|(one, next)| one.kept.signs_from < next.kept.signs_from);
		if !in_order {
			return Err(KeyError::Corrupted);
		}
		let mut ring = Self {
			store,
			policy,
			keys,
		};
		ring.tend(now)?;
		Ok(ring)
	}

	/// Make the next key if it is time, and forget those of which no token is valid.
	pub fn tend(&mut self, now: Moment) -> Result<(), KeyError> {
		let mut changed = false;
		let next_from = match self.keys.last() {
			None => Some(now),
			Some(last) => {
				let due = last.kept.signs_from.saturating_add(self.policy.period);
				// Whoever was away while a key was due publishes it ahead all the same.
				(now.saturating_add(self.policy.publish_ahead) >= due)
					.then(|| due.max(now.saturating_add(self.policy.publish_ahead)))
			},
		};
		if let Some(signs_from) = next_from {
			self.keys.push(SigningKey::generate(signs_from)?);
			changed = true;
		}
		// A key signs until the next one does.
		let outlived = self
			.keys
			.iter()
			.skip(1)
			.take_while(|next| next.kept.signs_from.saturating_add(self.policy.keep_after) <= now)
			.count();
		if outlived > 0 {
			self.keys.drain(..outlived);
			changed = true;
		}
		if changed {
			let kept: Vec<&Kept> = self.keys.iter().map(|key| &key.kept).collect();
			let content =
				Zeroizing::new(serde_json::to_string(&kept).map_err(|_| KeyError::Corrupted)?);
			self.store.save(&content).map_err(KeyError::Store)?;
		}
		Ok(())
	}

	/// When its keys change.
	pub const fn policy(&self) -> KeyPolicy {
		self.policy
	}

	/// The public keys, in the form of RFC 7517.
	pub fn public(&self) -> Value {
		let keys: Vec<&Value> = self.keys.iter().map(|key| &key.jwk).collect();
		json!({ "keys": keys })
	}

	/// Sign claims with the key of `now`.
	pub fn sign(&mut self, claims: &impl Serialize, now: Moment) -> Result<String, KeyError> {
		self.tend(now)?;
		let key = self
			.keys
			.iter()
			.rev()
			.find(|key| key.kept.signs_from <= now)
			.or_else(|| self.keys.first())
			.ok_or(KeyError::Corrupted)?;
		let mut header = Header::new(Algorithm::ES256);
		header.kid = Some(key.id.clone());
		jsonwebtoken::encode(&header, claims, &key.encoding).map_err(KeyError::Signing)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::sync::Arc;

	const POLICY: KeyPolicy = KeyPolicy {
		period: 100,
		publish_ahead: 10,
		keep_after: 20,
	};

	#[derive(Clone, Default)]
	struct Shared(Arc<MemoryStore>);

	impl KeyStore for Shared {
		fn load(&self) -> io::Result<Option<Zeroizing<String>>> {
			self.0.load()
		}
		fn save(&self, content: &str) -> io::Result<()> {
			self.0.save(content)
		}
	}

	fn ids(ring: &KeyRing) -> Vec<String> {
		ring.keys.iter().map(|key| key.id.clone()).collect()
	}

	fn signer(ring: &mut KeyRing, now: Moment) -> String {
		let token = ring
			.sign(&json!({ "sub": "x" }), now)
			.expect("there is a key");
		jsonwebtoken::decode_header(&token)
			.expect("a token")
			.kid
			.expect("it has a key")
	}

	#[test]
	fn a_key_is_published_before_it_signs_and_until_its_last_token_ends() {
		let mut ring = KeyRing::open(Box::<MemoryStore>::default(), POLICY, 1_000).expect("opens");
		let first = signer(&mut ring, 1_000);
		assert_eq!(signer(&mut ring, 1_089), first);
		assert_eq!(ids(&ring).len(), 1);
		// Published, and not signing yet.
		assert_eq!(signer(&mut ring, 1_090), first);
		let both = ids(&ring);
		assert_eq!(both.len(), 2);
		assert_eq!(signer(&mut ring, 1_099), first);
		assert_eq!(signer(&mut ring, 1_100), both[1]);
		assert_eq!(signer(&mut ring, 1_119), both[1]);
		assert_eq!(ids(&ring), both);
		ring.tend(1_120).expect("it is time");
		assert_eq!(ids(&ring), both[1..]);
	}

	#[test]
	fn whoever_was_away_publishes_the_next_key_ahead_all_the_same() {
		let mut ring = KeyRing::open(Box::<MemoryStore>::default(), POLICY, 1_000).expect("opens");
		let first = signer(&mut ring, 1_000);
		assert_eq!(signer(&mut ring, 5_000), first);
		assert_eq!(signer(&mut ring, 5_009), first);
		assert_ne!(signer(&mut ring, 5_010), first);
	}

	#[test]
	fn a_provider_that_starts_again_has_the_same_keys() {
		let store = Shared::default();
		let mut ring = KeyRing::open(Box::new(store.clone()), POLICY, 1_000).expect("opens");
		ring.tend(1_090).expect("it is time");
		let again = KeyRing::open(Box::new(store.clone()), POLICY, 1_095).expect("opens");
		assert_eq!(ids(&ring), ids(&again));
		assert_eq!(ring.public(), again.public());
		store.0.save("[]trailing").expect("memory");
		assert!(matches!(
			KeyRing::open(Box::new(store), POLICY, 1_095),
			Err(KeyError::Corrupted)
		));
	}

	#[test]
	fn what_is_published_has_no_secret() {
		let ring = KeyRing::open(Box::<MemoryStore>::default(), POLICY, 0).expect("opens");
		let public = ring.public();
		let key = public["keys"][0].as_object().expect("a key");
		let names: Vec<&str> = key.keys().map(String::as_str).collect();
		assert_eq!(names, ["alg", "crv", "kid", "kty", "use", "x", "y"]);
	}

	#[test]
	fn the_file_is_its_owners_alone_and_is_replaced_as_a_whole() {
		let folder = std::env::temp_dir().join(format!("seoul-oidc-{}", std::process::id()));
		std::fs::create_dir_all(&folder).expect("a folder");
		let store = FileStore(folder.join("keys.json"));
		assert!(store.load().expect("readable").is_none());
		let ring = KeyRing::open(Box::new(store.clone()), POLICY, 0).expect("opens");
		let again = KeyRing::open(Box::new(store.clone()), POLICY, 0).expect("opens");
		assert_eq!(ids(&ring), ids(&again));
		#[cfg(unix)]
		{
			use std::os::unix::fs::PermissionsExt;
			let mode = std::fs::metadata(&store.0)
				.expect("it is there")
				.permissions()
				.mode();
			assert_eq!(mode & 0o777, 0o600);
		}
		assert!(!folder.join("keys.json.new").exists());
		std::fs::remove_dir_all(&folder).expect("it is ours");
	}
}
