// SPDX-License-Identifier: Apache-2.0

//! What the page asks: a challenge for an account, and whether an answer is a login.

use crate::{
	anonymous::AnonymousLogins,
	authorize::{unknown_login, Asked, Pending, Request},
	consents::ConsentBook,
	encoding::{random, same, sha256},
	node::{Explained, FacilityView},
	page,
	provider::{Login, Provider},
	reply::{self, broken, full},
	wire::{signature_of, AnswerForm, ChallengeForm, ConsentForm, CredentialForm},
};
use axum::{
	extract::{Path, State},
	http::{header, HeaderMap, StatusCode},
	response::Response,
	Json,
};
use data_encoding::BASE64URL_NOPAD;
use seoul_chain_login::{
	Consent, Disclosure, LoginRequest, Refusal, SignedConsent, Standing, MAX_CONSENT_LIFETIME,
	MAX_REQUIREMENTS,
};
use seoul_chain_primitives::{AccountId, Moment};
use serde::Deserialize;
use serde_json::{json, Value};
use sp_core::crypto::Ss58Codec;
use std::sync::Arc;

/// After so many refused answers a login is over.
const MOST_REFUSED: u8 = 5;

/// The digest under which a login is kept, if this browser began it.
fn own_login(provider: &Provider, id: &str, headers: &HeaderMap) -> Option<[u8; 32]> {
	let id: [u8; 32] = BASE64URL_NOPAD
		.decode(id.as_bytes())
		.ok()?
		.try_into()
		.ok()?;
	let key = sha256(&id);
	let cookie = headers
		.get_all(header::COOKIE)
		.iter()
		.filter_map(|value| value.to_str().ok())
		.flat_map(|value| value.split(';'))
		.find_map(|pair| pair.trim().strip_prefix("login="))?;
	let browser = sha256(cookie.as_bytes());
	let now = provider.now();
	provider
		.pending()
		.get_mut(&key, now)
		.filter(|pending| same(&pending.browser, &browser))
		.map(|_| key)
}

/// The facility as the chain has it now, or what to answer if it cannot be used.
async fn facility(provider: &Provider) -> Result<FacilityView, Response> {
	let gate = &provider.settings.gate;
	match provider.node.facility(gate.facility).await {
		Ok(Some(view)) if view.domain == gate.domain => Ok(view),
		Ok(_) => Err(broken(
			&"the facility is not open on the chain, or is registered under another host name",
		)),
		Err(why) => Err(broken(&why)),
	}
}

pub(crate) async fn page(
	State(provider): State<Arc<Provider>>,
	Path(id): Path<String>,
	headers: HeaderMap,
) -> Response {
	let Some(key) = own_login(&provider, &id, &headers) else {
		return unknown_login();
	};
	let view = match facility(&provider).await {
		Ok(view) => view,
		Err(answer) => return answer,
	};
	let client_id = provider
		.pending()
		.get_mut(&key, provider.now())
		.map(|pending| pending.request.client_id.clone());
	let Some(client) = client_id.and_then(|id| provider.settings.client(&id)) else {
		return unknown_login();
	};
	page::login(
		&client.name,
		&view.korean_name,
		&view.english_name,
		&provider.settings.gate.domain,
		if provider.anonymous.is_some() && view.requirements.is_empty() {
			page::Anonymous::Offered
		} else {
			page::Anonymous::NotOffered
		},
	)
}

/// Which account the wallet will sign with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChallengeFor {
	/// In SS58.
	account: String,
}

/// The consent that the facility keeps, if it is good for its purposes now.
fn kept_consent(
	consents: &dyn ConsentBook,
	account: &AccountId,
	view: &FacilityView,
	now: Moment,
) -> Option<SignedConsent> {
	consents.get(account).filter(|signed| {
		let consent = &signed.consent;
		consent.domain == view.domain
			&& consent.check_time(now, 0).is_ok()
			&& view
				.purposes
				.iter()
				.all(|purpose| consent.purposes.contains(purpose))
	})
}

pub(crate) async fn challenge(
	State(provider): State<Arc<Provider>>,
	Path(id): Path<String>,
	headers: HeaderMap,
	Json(body): Json<ChallengeFor>,
) -> Response {
	let Some(key) = own_login(&provider, &id, &headers) else {
		return unknown_login();
	};
	let Ok(account) = AccountId::from_ss58check(&body.account) else {
		return reply::error(
			StatusCode::BAD_REQUEST,
			"invalid_account",
			"the account is no address in SS58",
		);
	};
	let view = match facility(&provider).await {
		Ok(view) => view,
		Err(answer) => return answer,
	};
	let (nonce, salt) = match (random(), random()) {
		(Ok(nonce), Ok(salt)) => (nonce, salt),
		(Err(why), _) | (_, Err(why)) => return broken(&why),
	};
	let now = provider.now();
	let settings = &provider.settings;
	let challenge =
		settings
			.gate
			.challenge(account.clone(), nonce, now, settings.challenge_lifetime);
	let kept = kept_consent(provider.consents.as_ref(), &account, &view, now);
	let consent = kept.is_none().then(|| Consent {
		chain: settings.gate.chain,
		facility: settings.gate.facility,
		domain: settings.gate.domain.clone(),
		account,
		purposes: view.purposes.clone(),
		issued_at: now,
		expires_at: now.saturating_add(view.longest_consent.min(MAX_CONSENT_LIFETIME)),
		salt,
	});
	if !provider.nonces().issue(&challenge, now) {
		return full();
	}
	let body = json!({
		"challenge": ChallengeForm::from(&challenge),
		"consent": consent.as_ref().map(ConsentForm::from),
		"requirements": view.requirements,
	});
	match provider.pending().get_mut(&key, now) {
		Some(pending) => pending.asked = Some(Asked { challenge, consent }),
		None => return unknown_login(),
	}
	reply::json(StatusCode::OK, body)
}

/// A refusal, with its name and words, and the chain's own name of the reason if it has one. After too many the
/// browser is sent back.
fn refuse(
	provider: &Provider,
	key: &[u8; 32],
	refusal: &str,
	message: &str,
	reason: Option<&str>,
) -> Response {
	let now = provider.now();
	let over = {
		let mut all = provider.pending();
		let Some(pending) = all.get_mut(key, now) else {
			return unknown_login();
		};
		pending.refused = pending.refused.saturating_add(1);
		(pending.refused >= MOST_REFUSED).then(|| pending.request.clone())
	};
	if let Some(request) = over {
		provider.pending().remove(key, now);
		return denied(provider, &request, message);
	}
	reply::json(
		StatusCode::FORBIDDEN,
		json!({
			"error": "access_denied",
			"refusal": refusal,
			"reason": reason,
			"error_description": message,
		}),
	)
}

/// A refusal of a wallet login.
async fn refuse_wallet(provider: &Provider, key: &[u8; 32], refusal: Refusal) -> Response {
	let debug = format!("{refusal:?}");
	let name = debug.split('(').next().unwrap_or_default();
	let explained = match refusal {
		Refusal::Operator(reason) | Refusal::Card(reason) | Refusal::Issuer(reason) => {
			provider.node.explain(reason).await
		},
		_ => None,
	};
	match explained {
		Some(Explained {
			name: reason,
			words,
		}) => refuse(
			provider,
			key,
			name,
			&format!("{}: {words}", refusal.words()),
			Some(&reason),
		),
		None => refuse(provider, key, name, &refusal.to_string(), None),
	}
}

/// The login is over without one.
fn denied(provider: &Provider, request: &Request, message: &str) -> Response {
	let address = request.back(
		&provider.settings,
		&[("error", "access_denied"), ("error_description", message)],
	);
	reply::json(StatusCode::OK, json!({ "redirect": address.as_str() }))
}

fn no_challenge() -> Response {
	reply::error(
		StatusCode::CONFLICT,
		"no_challenge",
		"ask for a challenge first",
	)
}

/// What a login of this browser was asked, which can be answered once: with the digest of the login, and the time.
#[allow(clippy::result_large_err)] // It is sent as it is, once.
fn take_asked<T>(
	provider: &Provider,
	id: &str,
	headers: &HeaderMap,
	take: impl FnOnce(&mut Pending) -> Option<T>,
) -> Result<([u8; 32], Moment, T), Response> {
	let key = own_login(provider, id, headers).ok_or_else(unknown_login)?;
	let now = provider.now();
	let asked = provider.pending().get_mut(&key, now).and_then(take);
	asked
		.map(|asked| (key, now, asked))
		.ok_or_else(no_challenge)
}

/// Where the browser goes with a code.
fn granted(provider: &Provider, key: &[u8; 32], login: Login) -> Response {
	let now = provider.now();
	let Some(Pending { request, .. }) = provider.pending().remove(key, now) else {
		return unknown_login();
	};
	match provider.give_code(request.clone(), login) {
		Ok(Some(code)) => {
			let address = request.back(&provider.settings, &[("code", &code)]);
			reply::json(StatusCode::OK, json!({ "redirect": address.as_str() }))
		},
		Ok(None) => full(),
		Err(why) => broken(&why),
	}
}

pub(crate) async fn answer(
	State(provider): State<Arc<Provider>>,
	Path(id): Path<String>,
	headers: HeaderMap,
	Json(body): Json<AnswerForm>,
) -> Response {
	let taken = take_asked(&provider, &id, &headers, |pending| pending.asked.take());
	let (key, now, Asked { challenge, consent }) = match taken {
		Ok(taken) => taken,
		Err(answer) => return answer,
	};
	let refuse = |refusal| refuse_wallet(&provider, &key, refusal);
	let most = usize::try_from(MAX_REQUIREMENTS).unwrap_or_default();
	if body.disclosures.len() > most {
		return refuse(Refusal::TooManyDisclosures).await;
	}
	let disclosures: Option<Vec<Disclosure>> =
		body.disclosures.iter().map(CredentialForm::read).collect();
	let Some(disclosures) = disclosures else {
		return reply::error(
			StatusCode::BAD_REQUEST,
			"invalid_request",
			"a credential has bytes that are not hexadecimal, or not 32",
		);
	};
	let admitted = provider
		.settings
		.gate
		.admit(&challenge, now, &mut *provider.nonces());
	if let Err(refusal) = admitted {
		return refuse(refusal).await;
	}
	let account = &challenge.account;
	// Verified here as well, since a wallet does not say of which kind its key is.
	let Some(signature) = signature_of(account, &challenge.text(), &body.signature) else {
		return refuse(Refusal::InvalidSignature).await;
	};
	let signed = match (consent, &body.consent_signature) {
		(Some(consent), Some(hexadecimal)) => {
			let Some(signature) = signature_of(account, &consent.text(), hexadecimal) else {
				return refuse(Refusal::InvalidConsentSignature).await;
			};
			SignedConsent { consent, signature }
		},
		(Some(_), None) => return refuse(Refusal::ConsentMissing).await,
		(None, _) => match provider.consents.get(account) {
			Some(kept) => kept,
			None => return refuse(Refusal::ConsentMissing).await,
		},
	};
	let standing = Standing {
		facility: challenge.facility,
		account: account.clone(),
		consent: signed.consent.id(),
	};
	let request = LoginRequest {
		challenge: challenge.clone(),
		signature,
		consent: Some(signed.clone()),
		disclosures,
	};
	match provider.node.authenticate(&request).await {
		Ok(Ok(known)) => {
			if let Err(why) = provider.consents.put(signed) {
				return broken(&format!("a consent could not be kept: {why}"));
			}
			let login = Login {
				subject: known.subject.0,
				predicates: known.predicates,
				at: now,
				expires_at: known.expires_at,
				standing: Some(standing),
			};
			granted(&provider, &key, login)
		},
		Ok(Err(refusal)) => {
			// What the chain does not accept is asked for again.
			if needs_another_consent(&refusal) {
				if let Err(why) = provider.consents.remove(account) {
					return broken(&format!("a consent could not be forgotten: {why}"));
				}
			}
			refuse(refusal).await
		},
		Err(why) => broken(&why),
	}
}

fn needs_another_consent(refusal: &Refusal) -> bool {
	matches!(
		refusal,
		Refusal::ConsentMissing
			| Refusal::ConsentMalformed
			| Refusal::ConsentTooLong
			| Refusal::ConsentElsewhere
			| Refusal::ConsentNotYetValid
			| Refusal::ConsentExpired
			| Refusal::ConsentOfAnother
			| Refusal::ConsentDoesNotCover
			| Refusal::ConsentRevoked
			| Refusal::InvalidConsentSignature
	)
}

pub(crate) async fn cancel(
	State(provider): State<Arc<Provider>>,
	Path(id): Path<String>,
	headers: HeaderMap,
) -> Response {
	let Some(key) = own_login(&provider, &id, &headers) else {
		return unknown_login();
	};
	let over = provider.pending().remove(&key, provider.now());
	match over {
		Some(pending) => denied(&provider, &pending.request, "the citizen cancelled"),
		None => unknown_login(),
	}
}

fn not_offered() -> Response {
	reply::error(
		StatusCode::NOT_FOUND,
		"not_offered",
		"this facility does not offer anonymous login",
	)
}

/// Anonymous login, if this facility offers it now. Somebody known by an alias shows no credentials, so a facility
/// that requires some lets nobody in like that.
async fn anonymous_logins(provider: &Provider) -> Result<Arc<dyn AnonymousLogins>, Response> {
	let logins = provider.anonymous.clone().ok_or_else(not_offered)?;
	let view = facility(provider).await?;
	if view.requirements.is_empty() {
		Ok(logins)
	} else {
		Err(not_offered())
	}
}

pub(crate) async fn anonymous_challenge(
	State(provider): State<Arc<Provider>>,
	Path(id): Path<String>,
	headers: HeaderMap,
) -> Response {
	let Some(key) = own_login(&provider, &id, &headers) else {
		return unknown_login();
	};
	let logins = match anonymous_logins(&provider).await {
		Ok(logins) => logins,
		Err(answer) => return answer,
	};
	let now = provider.now();
	let challenge = match logins.challenge(now).await {
		Ok(challenge) => challenge,
		Err(why) => return broken(&why.message),
	};
	match provider.pending().get_mut(&key, now) {
		Some(pending) => pending.asked_anonymously = Some(challenge.clone()),
		None => return unknown_login(),
	}
	reply::json(StatusCode::OK, challenge)
}

pub(crate) async fn anonymous_answer(
	State(provider): State<Arc<Provider>>,
	Path(id): Path<String>,
	headers: HeaderMap,
	Json(body): Json<Value>,
) -> Response {
	let taken = take_asked(&provider, &id, &headers, |pending| {
		pending.asked_anonymously.take()
	});
	let (key, now, asked) = match taken {
		Ok(taken) => taken,
		Err(answer) => return answer,
	};
	let logins = match anonymous_logins(&provider).await {
		Ok(logins) => logins,
		Err(answer) => return answer,
	};
	match logins.verify(&asked, &body, now).await {
		Ok(known) => {
			let login = Login {
				subject: known.alias,
				predicates: Vec::new(),
				at: now,
				expires_at: known.expires_at,
				standing: None,
			};
			granted(&provider, &key, login)
		},
		Err(why) => refuse(&provider, &key, &why.reason, &why.message, None),
	}
}
