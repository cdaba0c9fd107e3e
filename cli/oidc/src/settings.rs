// SPDX-License-Identifier: Apache-2.0

//! Who the provider is, and its clients.

use crate::{
	encoding::{random_text, same, sha256},
	pairwise::PairwiseKey,
};
use seoul_chain_login::{text, Gate, MAX_CHALLENGE_LIFETIME};
use seoul_chain_primitives::{chain::MINUTE, Moment};
use std::{collections::BTreeSet, fmt};
use url::Url;

/// How a client shows who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientKind {
	/// A server that keeps a secret. SHA-256 of it; it is 32 random bytes, so no slow hash is needed.
	Confidential {
		/// The digest.
		secret: [u8; 32],
	},
	/// An application that cannot keep one: a kiosk, a phone, a page.
	Public,
}

/// A web site or application of the facility.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
	/// Its name in requests.
	pub id: String,
	/// Its name on the page.
	pub name: String,
	/// How it shows who it is.
	pub kind: ClientKind,
	/// Where the browser may be sent back to, letter by letter.
	pub redirect_uris: Vec<Url>,
	/// Clients of one sector know a citizen by the same subject. Usually the host name of its web site.
	pub sector: String,
}

impl Client {
	/// A new secret, and what of it stands in the settings.
	pub fn new_secret() -> Result<(String, ClientKind), getrandom::Error> {
		let text = random_text()?;
		let secret = sha256(text.as_bytes());
		Ok((text, ClientKind::Confidential { secret }))
	}

	/// Whether the client shows that it is the one: with its secret, or none if it has none.
	pub(crate) fn is_shown_by(&self, secret: Option<&str>) -> bool {
		match (&self.kind, secret) {
			(ClientKind::Confidential { secret: digest }, Some(secret)) => {
				same(&sha256(secret.as_bytes()), digest)
			},
			(ClientKind::Public, None) => true,
			_ => false,
		}
	}
}

/// Why settings cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsError {
	/// The issuer is not `https://host`, or `http://` on this machine, without a path.
	Issuer,
	/// The facility's host name is not that of the issuer, so wallets would show another one than the browser.
	Domain,
	/// Two clients have one name, or one has none.
	ClientId(String),
	/// A client has no place to be sent back to, or one that is not https, has a fragment, or is no web address.
	RedirectUri(String),
	/// A client's sector is no host name.
	Sector(String),
	/// A challenge is valid for no time, or for longer than ten minutes.
	ChallengeLifetime,
}

impl fmt::Display for SettingsError {
	fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Issuer => to.write_str(
				"the issuer must be https://host without a path (http only for localhost and 127.0.0.1)",
			),
			Self::Domain => {
				to.write_str("the facility is registered under another host name than the issuer's")
			},
			Self::ClientId(id) => write!(to, "the client '{id}' is there twice, or has no name"),
			Self::RedirectUri(id) => write!(
				to,
				"the client '{id}' needs redirect addresses with https and without a fragment"
			),
			Self::Sector(id) => write!(to, "the sector of the client '{id}' is no host name"),
			Self::ChallengeLifetime => {
				to.write_str("a challenge is valid for more than zero and at most ten minutes")
			},
		}
	}
}

impl std::error::Error for SettingsError {}

/// Who the provider is.
#[derive(Clone, Debug)]
pub struct Settings {
	/// Where it is reached.
	pub issuer: Url,
	/// The facility on the chain.
	pub gate: Gate,
	/// Its clients.
	pub clients: Vec<Client>,
	/// The key for subjects. Kept for ever.
	pub pairwise: PairwiseKey,
	/// How long a citizen has to sign, in milliseconds.
	pub challenge_lifetime: Moment,
	/// How many logins may be open at a time.
	pub capacity: usize,
}

impl Settings {
	/// The usual: two minutes to sign, ten thousand open logins.
	pub const USUAL_CHALLENGE_LIFETIME: Moment = 2 * MINUTE;
	/// See [`Settings::USUAL_CHALLENGE_LIFETIME`].
	pub const USUAL_CAPACITY: usize = 10_000;

	/// Succeeds if they can be used.
	pub fn check(&self) -> Result<(), SettingsError> {
		let is_root = self.issuer.path() == "/"
			&& self.issuer.query().is_none()
			&& self.issuer.fragment().is_none()
			&& self.issuer.username().is_empty()
			&& self.issuer.password().is_none();
		if !is_root || !is_safe(&self.issuer) {
			return Err(SettingsError::Issuer);
		}
		if !text::is_domain(&self.gate.domain) || self.gate.domain != self.domain() {
			return Err(SettingsError::Domain);
		}
		if self.challenge_lifetime == 0 || self.challenge_lifetime > MAX_CHALLENGE_LIFETIME {
			return Err(SettingsError::ChallengeLifetime);
		}
		let mut ids = BTreeSet::new();
		for client in &self.clients {
			if client.id.is_empty() || !ids.insert(&client.id) {
				return Err(SettingsError::ClientId(client.id.clone()));
			}
			let can_return = |address: &Url| {
				address.fragment().is_none() && !address.cannot_be_a_base() && is_safe(address)
			};
			if client.redirect_uris.is_empty() || !client.redirect_uris.iter().all(can_return) {
				return Err(SettingsError::RedirectUri(client.id.clone()));
			}
			if !text::is_domain(&client.sector) {
				return Err(SettingsError::Sector(client.id.clone()));
			}
		}
		Ok(())
	}

	/// Host and port of the issuer, as a browser shows them.
	fn domain(&self) -> String {
		match (self.issuer.host_str(), self.issuer.port()) {
			(Some(host), Some(port)) => format!("{host}:{port}"),
			(Some(host), None) => host.into(),
			(None, _) => String::new(),
		}
	}

	/// The issuer, without a slash at its end.
	pub fn issuer_text(&self) -> &str {
		self.issuer.as_str().trim_end_matches('/')
	}

	/// The address of a path here.
	pub(crate) fn address(&self, path: &str) -> String {
		format!("{}{path}", self.issuer_text())
	}

	pub(crate) fn client(&self, id: &str) -> Option<&Client> {
		self.clients.iter().find(|client| client.id == id)
	}
}

/// Whether what is sent there cannot be read on the way: https, or http that does not leave the machine.
fn is_safe(address: &Url) -> bool {
	match address.scheme() {
		"https" => address.host_str().is_some(),
		"http" => matches!(
			address.host_str(),
			Some("localhost" | "127.0.0.1" | "[::1]")
		),
		_ => false,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use seoul_chain_login::FacilityId;

	fn settings() -> Settings {
		Settings {
			issuer: Url::parse("https://library.seoul.go.kr").expect("an address"),
			gate: Gate {
				chain: [7; 32],
				facility: FacilityId(3),
				domain: "library.seoul.go.kr".into(),
			},
			clients: vec![client("web")],
			pairwise: PairwiseKey::new([1; 32]),
			challenge_lifetime: Settings::USUAL_CHALLENGE_LIFETIME,
			capacity: 10,
		}
	}

	fn client(id: &str) -> Client {
		Client {
			id: id.into(),
			name: "도서관".into(),
			kind: ClientKind::Public,
			redirect_uris: vec![Url::parse("https://www.library.kr/back").expect("an address")],
			sector: "www.library.kr".into(),
		}
	}

	#[test]
	fn usual_settings_can_be_used() {
		assert_eq!(settings().check(), Ok(()));
		let mut local = settings();
		local.issuer = Url::parse("http://localhost:8080").expect("an address");
		local.gate.domain = "localhost:8080".into();
		assert_eq!(local.check(), Ok(()));
	}

	#[test]
	fn an_issuer_is_a_host_that_nobody_listens_in_on() {
		for issuer in [
			"http://library.seoul.go.kr",
			"https://library.seoul.go.kr/login",
			"https://library.seoul.go.kr/?a=b",
			"https://library.seoul.go.kr/#a",
			"https://user@library.seoul.go.kr",
			"ftp://library.seoul.go.kr",
		] {
			let mut settings = settings();
			settings.issuer = Url::parse(issuer).expect("an address");
			assert_eq!(settings.check(), Err(SettingsError::Issuer), "{issuer}");
		}
	}

	#[test]
	fn the_wallet_shows_the_host_that_the_browser_shows() {
		let mut settings = settings();
		settings.gate.domain = "museum.seoul.go.kr".into();
		assert_eq!(settings.check(), Err(SettingsError::Domain));
	}

	#[test]
	fn clients_have_names_of_their_own_and_safe_places_to_return_to() {
		let with = |clients| Settings {
			clients,
			..settings()
		};
		let named = |id: &str| SettingsError::ClientId(id.into());
		assert_eq!(
			with(vec![client("a"), client("a")]).check(),
			Err(named("a"))
		);
		assert_eq!(with(vec![client("")]).check(), Err(named("")));
		for address in [
			"http://www.library.kr/back",
			"https://a.kr/#x",
			"kiosk:back",
			"javascript:1",
		] {
			let mut bad = client("a");
			bad.redirect_uris
				.push(Url::parse(address).expect("an address"));
			assert_eq!(
				with(vec![bad]).check(),
				Err(SettingsError::RedirectUri("a".into())),
				"{address}"
			);
		}
		let nowhere = Client {
			redirect_uris: vec![],
			..client("a")
		};
		assert_eq!(
			with(vec![nowhere]).check(),
			Err(SettingsError::RedirectUri("a".into()))
		);
		let sector = Client {
			sector: "https://a.kr".into(),
			..client("a")
		};
		assert_eq!(
			with(vec![sector]).check(),
			Err(SettingsError::Sector("a".into()))
		);
	}

	#[test]
	fn a_citizen_has_some_time_to_sign_and_not_too_much() {
		for challenge_lifetime in [0, MAX_CHALLENGE_LIFETIME + 1] {
			let settings = Settings {
				challenge_lifetime,
				..settings()
			};
			assert_eq!(settings.check(), Err(SettingsError::ChallengeLifetime));
		}
	}

	#[test]
	fn a_client_shows_its_secret_or_none() {
		let (secret, kind) = Client::new_secret().expect("there is randomness");
		let confidential = Client {
			kind,
			..client("a")
		};
		assert!(confidential.is_shown_by(Some(&secret)));
		assert!(!confidential.is_shown_by(Some("other")));
		assert!(!confidential.is_shown_by(None));
		assert!(client("a").is_shown_by(None));
		assert!(!client("a").is_shown_by(Some(&secret)));
	}
}
