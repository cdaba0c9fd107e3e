// SPDX-License-Identifier: Apache-2.0

//! An OpenID Connect provider in front of a node, so that any web site or kiosk that speaks OpenID Connect logs
//! citizens in with their card.
//!
//! A facility runs one provider. Its web sites are the provider's clients. A client sends the citizen's browser
//! here; the page asks the citizen's wallet to sign a challenge; a node says whether that is a login; the client
//! gets an ID token with a pairwise subject. Nothing is written to the chain, and no account reaches a client.
//!
//! | path | what | standard |
//! |---|---|---|
//! | `/.well-known/openid-configuration` | what there is | OpenID Connect Discovery 1.0 |
//! | `/jwks` | keys of today, of tomorrow, and of tokens that are still valid | RFC 7517 |
//! | `/authorize` | begins a login: code flow with PKCE (S256), always | OpenID Connect Core 1.0, RFC 7636 |
//! | `/login/{id}/…` | what the page asks: a challenge, an answer | ours |
//! | `/token` | a code for an ID token, once | RFC 6749, RFC 9700 |
//! | `/userinfo` | the claims again, as long as the login stands on the chain | OpenID Connect Core 1.0 |
//!
//! | module | what |
//! |---|---|
//! | [`settings`] | who the provider is, and its clients |
//! | [`node`] | what it asks of a node, as a trait |
//! | [`anonymous`] | the seam for anonymous login by ring proof |
//! | [`consents`] | where the facility keeps consents |
//! | [`keys`] | signing keys that rotate |
//! | [`pairwise`] | by what a client knows a citizen |
//! | [`wire`] | what goes over the wire and into files |
//! | [`provider`] | all of it together |
//!
//! Only the signing algorithm ES256 is offered.

pub mod anonymous;
pub mod clock;
pub mod consents;
pub mod keys;
pub mod node;
pub mod pairwise;
pub mod provider;
pub mod settings;
pub mod wire;

mod authorize;
mod discovery;
mod encoding;
mod expiring;
mod login;
mod page;
mod reply;
mod token;
mod userinfo;

pub use anonymous::AnonymousLogins;
pub use clock::{Clock, SystemClock};
pub use consents::{ConsentBook, ConsentsError, FileConsents, MemoryConsents};
pub use keys::{FileStore, KeyPolicy, KeyRing, KeyStore, MemoryStore};
pub use node::{Explained, FacilityView, Node, NodeError};
pub use provider::{router, serve, Parts, Provider};
pub use settings::{Client, ClientKind, Settings, SettingsError};
