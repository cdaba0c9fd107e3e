// SPDX-License-Identifier: Apache-2.0

//! All of it together.

use crate::{
	anonymous::AnonymousLogins,
	authorize::{self, Pending},
	clock::Clock,
	consents::ConsentBook,
	discovery,
	encoding::{random_text, sha256},
	expiring::Expiring,
	keys::KeyRing,
	login,
	node::Node,
	settings::{Settings, SettingsError},
	token, userinfo,
};
use axum::{
	extract::DefaultBodyLimit,
	routing::{get, post},
	serve::ListenerExt,
	Router,
};
use seoul_chain_login::{NonceBook, Predicate, Standing};
use seoul_chain_primitives::{
	chain::{MINUTE, SECOND},
	Moment,
};
use std::{
	future::Future,
	sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// How long a login may stay open on the page.
pub(crate) const PAGE_LIFETIME: Moment = 10 * MINUTE;
/// How long a code may be redeemed.
pub(crate) const CODE_LIFETIME: Moment = 60 * SECOND;
/// The most that is read of a request: a challenge's answer with eight credentials is about 8 KB.
const LARGEST_BODY: usize = 64 * 1024;

/// What a provider is made of.
pub struct Parts {
	/// Who it is. Checked when the provider is made.
	pub settings: Settings,
	/// The node that it asks.
	pub node: Arc<dyn Node>,
	/// Its clock.
	pub clock: Arc<dyn Clock>,
	/// Its signing keys.
	pub keys: KeyRing,
	/// Where it keeps consents.
	pub consents: Arc<dyn ConsentBook>,
	/// Anonymous login, if it is offered.
	pub anonymous: Option<Arc<dyn AnonymousLogins>>,
}

/// Who logged in, as it is known between the page and the token.
#[derive(Clone, Debug)]
pub(crate) struct Login {
	/// The subject of the chain, or the alias.
	pub subject: [u8; 32],
	pub predicates: Vec<Predicate>,
	/// When.
	pub at: Moment,
	/// Until when it counts.
	pub expires_at: Moment,
	/// What to ask the node whether it still stands. Nothing for an alias.
	pub standing: Option<Standing>,
}

/// A code that was given to a browser.
#[derive(Clone, Debug)]
pub(crate) enum Code {
	/// Nobody has redeemed it.
	Fresh(Box<Ticket>),
	/// It was redeemed for the access token with this digest.
	Spent { access_token: [u8; 32] },
}

/// What a code is good for.
#[derive(Clone, Debug)]
pub(crate) struct Ticket {
	pub request: authorize::Request,
	pub login: Login,
}

/// What an access token is good for.
#[derive(Clone, Debug)]
pub(crate) struct Access {
	pub client_id: String,
	pub predicates_wanted: authorize::Wanted,
	pub login: Login,
}

/// A provider. It keeps logins in progress in memory; a restart ends those, and nothing else.
pub struct Provider {
	pub(crate) settings: Settings,
	pub(crate) node: Arc<dyn Node>,
	pub(crate) clock: Arc<dyn Clock>,
	pub(crate) consents: Arc<dyn ConsentBook>,
	pub(crate) anonymous: Option<Arc<dyn AnonymousLogins>>,
	keys: Mutex<KeyRing>,
	pending: Mutex<Expiring<Pending>>,
	codes: Mutex<Expiring<Code>>,
	tokens: Mutex<Expiring<Access>>,
	nonces: Mutex<NonceBook>,
}

/// What a lock guards is never left half changed, so a panic elsewhere does not spoil it.
fn lock<Value>(of: &Mutex<Value>) -> MutexGuard<'_, Value> {
	of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Provider {
	/// A provider, if its settings can be used.
	pub fn new(parts: Parts) -> Result<Self, SettingsError> {
		parts.settings.check()?;
		let capacity = parts.settings.capacity;
		Ok(Self {
			node: parts.node,
			clock: parts.clock,
			consents: parts.consents,
			anonymous: parts.anonymous,
			keys: Mutex::new(parts.keys),
			pending: Mutex::new(Expiring::new(capacity)),
			codes: Mutex::new(Expiring::new(capacity)),
			tokens: Mutex::new(Expiring::new(capacity)),
			nonces: Mutex::new(NonceBook::new(capacity)),
			settings: parts.settings,
		})
	}

	pub(crate) fn now(&self) -> Moment {
		self.clock.now()
	}

	pub(crate) fn keys(&self) -> MutexGuard<'_, KeyRing> {
		lock(&self.keys)
	}

	pub(crate) fn pending(&self) -> MutexGuard<'_, Expiring<Pending>> {
		lock(&self.pending)
	}

	pub(crate) fn codes(&self) -> MutexGuard<'_, Expiring<Code>> {
		lock(&self.codes)
	}

	pub(crate) fn tokens(&self) -> MutexGuard<'_, Expiring<Access>> {
		lock(&self.tokens)
	}

	pub(crate) fn nonces(&self) -> MutexGuard<'_, NonceBook> {
		lock(&self.nonces)
	}

	/// A new code for a login; nothing while too many are open.
	pub(crate) fn give_code(
		&self,
		request: authorize::Request,
		login: Login,
	) -> Result<Option<String>, getrandom::Error> {
		let now = self.now();
		let code = random_text()?;
		let given = self.codes().insert(
			sha256(code.as_bytes()),
			Code::Fresh(Box::new(Ticket { request, login })),
			now.saturating_add(CODE_LIFETIME),
			now,
		);
		Ok(given.then_some(code))
	}
}

/// The provider's paths.
pub fn router(provider: Arc<Provider>) -> Router {
	Router::new()
		.route(
			"/.well-known/openid-configuration",
			get(discovery::metadata),
		)
		.route("/jwks", get(discovery::keys))
		.route(
			"/authorize",
			get(authorize::by_get).post(authorize::by_post),
		)
		.route("/login/{id}", get(login::page))
		.route("/login/{id}/challenge", post(login::challenge))
		.route("/login/{id}/answer", post(login::answer))
		.route(
			"/login/{id}/anonymous/challenge",
			post(login::anonymous_challenge),
		)
		.route(
			"/login/{id}/anonymous/answer",
			post(login::anonymous_answer),
		)
		.route("/login/{id}/cancel", post(login::cancel))
		.route("/token", post(token::token))
		.route(
			"/userinfo",
			get(userinfo::userinfo).post(userinfo::userinfo),
		)
		.layer(DefaultBodyLimit::max(LARGEST_BODY))
		.with_state(provider)
}

/// Serve until `shutdown` is there. Encryption is the business of what stands before it.
pub async fn serve(
	listener: tokio::net::TcpListener,
	provider: Arc<Provider>,
	shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
	// Answers are small, and somebody waits for each.
	let listener = listener.tap_io(|stream| {
		if let Err(why) = stream.set_nodelay(true) {
			log::debug!("{why}");
		}
	});
	axum::serve(listener, router(provider))
		.with_graceful_shutdown(shutdown)
		.await
}
