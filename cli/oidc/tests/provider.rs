// SPDX-License-Identifier: Apache-2.0

//! A citizen's browser and wallet, web sites that speak OpenID Connect, and a city of one facility in the place of
//! a node.
//!
//! The web site here ([`RelyingParty`]) is ours, and holds the provider to the letter of the standards. That a client
//! which nobody here wrote logs in against a real node is shown by `scripts/e2e/test/oidc-login.test.js`.

use async_trait::async_trait;
use axum::{
	body::Body,
	http::{header, Request, Response, StatusCode},
	Router,
};
use http_body_util::BodyExt;
use jsonwebtoken::{jwk::JwkSet, Algorithm, DecodingKey, Validation};
use seoul_chain_login::{
	is_signed_by, subject_of, wrapped, ConsentId, CredentialValue, FacilityId, Gate, Granted,
	LoginRequest, Predicate, Purpose, Refusal, SchemaId, SignedConsent, Standing,
};
use seoul_chain_oidc::{
	anonymous::{AnonymousGrant, AnonymousRefusal},
	keys::KeyPolicy,
	pairwise::PairwiseKey,
	router, AnonymousLogins, Client, ClientKind, Clock, ConsentBook, Explained, FacilityView,
	KeyRing, MemoryConsents, MemoryStore, Node, NodeError, Parts, Provider, Settings,
};
use seoul_chain_primitives::{chain::DAY, AccountId, CitizenIndex, Moment};
use serde_json::{json, Value};
use sp_core::{crypto::Ss58Codec, ecdsa, ed25519, sr25519, Pair};
use sp_runtime::{traits::IdentifyAccount, DispatchError, MultiSigner};
use std::{
	collections::{BTreeMap, BTreeSet},
	sync::{
		atomic::{AtomicU64, Ordering},
		Arc, Mutex,
	},
	time::{SystemTime, UNIX_EPOCH},
};
use tower::ServiceExt;
use url::Url;

const CHAIN: [u8; 32] = [7; 32];
const FACILITY: FacilityId = FacilityId(3);
const ISSUER: &str = "https://library.seoul.go.kr";
const BACK: &str = "https://www.library.kr/back";
const OTHER_BACK: &str = "https://reading.kr/back";
const MINUTE: Moment = 60_000;
const SUSPENDED: DispatchError = DispatchError::Other("suspended");

/// A clock that begins now, since what checks tokens looks at the real one.
#[derive(Default)]
struct TestClock(AtomicU64);

impl TestClock {
	fn advance(&self, span: Moment) {
		self.0.fetch_add(span, Ordering::SeqCst);
	}
}

impl Clock for TestClock {
	fn now(&self) -> Moment {
		let real = SystemTime::now()
			.duration_since(UNIX_EPOCH)
			.expect("after 1970")
			.as_millis();
		Moment::try_from(real).expect("before the end of time") + self.0.load(Ordering::SeqCst)
	}
}

/// A city with one facility.
struct City {
	clock: Arc<TestClock>,
	cards: Mutex<BTreeMap<AccountId, CitizenIndex>>,
	suspended: Mutex<BTreeSet<CitizenIndex>>,
	revoked: Mutex<BTreeSet<ConsentId>>,
	/// The consents that it was shown.
	shown: Mutex<BTreeSet<ConsentId>>,
	view: Mutex<Option<FacilityView>>,
	is_away: Mutex<bool>,
}

impl City {
	fn check(&self, account: &AccountId, consent: ConsentId) -> Result<CitizenIndex, Refusal> {
		let citizen = self
			.cards
			.lock()
			.expect("no panic")
			.get(account)
			.copied()
			.ok_or(Refusal::UnknownSigner)?;
		if self.suspended.lock().expect("no panic").contains(&citizen) {
			return Err(Refusal::Card(SUSPENDED));
		}
		if self.revoked.lock().expect("no panic").contains(&consent) {
			return Err(Refusal::ConsentRevoked);
		}
		Ok(citizen)
	}

	fn reach(&self) -> Result<(), NodeError> {
		if *self.is_away.lock().expect("no panic") {
			Err(NodeError::Unreachable("no route".into()))
		} else {
			Ok(())
		}
	}
}

#[async_trait]
impl Node for City {
	async fn facility(&self, facility: FacilityId) -> Result<Option<FacilityView>, NodeError> {
		self.reach()?;
		assert_eq!(facility, FACILITY);
		Ok(self.view.lock().expect("no panic").clone())
	}

	async fn authenticate(
		&self,
		request: &LoginRequest,
	) -> Result<Result<Granted, Refusal>, NodeError> {
		self.reach()?;
		let answer = || {
			let now = self.clock.now();
			let challenge = &request.challenge;
			challenge.check_form()?;
			challenge.check_time(now, MINUTE)?;
			let signed = request.consent.as_ref().ok_or(Refusal::ConsentMissing)?;
			self.shown
				.lock()
				.expect("no panic")
				.insert(signed.consent.id());
			signed.consent.check_form()?;
			signed.consent.check_time(now, MINUTE)?;
			let citizen = self.check(&challenge.account, signed.consent.id())?;
			if !is_signed_by(
				challenge.text().as_bytes(),
				&challenge.account,
				&request.signature,
			) {
				return Err(Refusal::InvalidSignature);
			}
			if !is_signed_by(
				signed.consent.text().as_bytes(),
				&signed.consent.account,
				&signed.signature,
			) {
				return Err(Refusal::InvalidConsentSignature);
			}
			Ok(Granted {
				subject: subject_of(&CHAIN, FACILITY, citizen),
				predicates: vec![Predicate {
					schema: SchemaId(1),
					value: CredentialValue(11_740),
				}],
				expires_at: now + 60 * MINUTE,
			})
		};
		Ok(answer())
	}

	async fn standing(
		&self,
		standing: &Standing,
	) -> Result<Result<Option<Moment>, Refusal>, NodeError> {
		self.reach()?;
		Ok(self
			.check(&standing.account, standing.consent)
			.map(|_| None))
	}

	async fn explain(&self, reason: DispatchError) -> Option<Explained> {
		(reason == SUSPENDED).then(|| Explained {
			name: "citizenIdentity.CardSuspended".into(),
			words: "The card is suspended.".into(),
		})
	}
}

/// Anonymous login of whoever knows a word.
struct Words;

#[async_trait]
impl AnonymousLogins for Words {
	async fn challenge(&self, _: Moment) -> Result<Value, AnonymousRefusal> {
		Ok(json!({ "say": "the word" }))
	}

	async fn verify(
		&self,
		asked: &Value,
		answer: &Value,
		now: Moment,
	) -> Result<AnonymousGrant, AnonymousRefusal> {
		assert_eq!(asked, &json!({ "say": "the word" }));
		if answer["word"] == "open" {
			Ok(AnonymousGrant {
				alias: [5; 32],
				expires_at: now + MINUTE,
			})
		} else {
			Err(AnonymousRefusal {
				reason: "InvalidProof".into(),
				message: "that is not the word".into(),
			})
		}
	}
}

fn view() -> FacilityView {
	FacilityView {
		domain: "library.seoul.go.kr".into(),
		korean_name: "강동도서관".into(),
		english_name: "Gangdong Library".into(),
		purposes: vec![Purpose {
			korean: "도서 대출".into(),
			english: "Lend books".into(),
		}],
		requirements: vec![],
		longest_consent: 365 * DAY,
	}
}

struct World {
	city: Arc<City>,
	clock: Arc<TestClock>,
	router: Router,
	secret: String,
}

fn world() -> World {
	world_with(None, KeyPolicy::default())
}

fn world_with(anonymous: Option<Arc<dyn AnonymousLogins>>, policy: KeyPolicy) -> World {
	world_of(anonymous, policy, Arc::new(MemoryConsents::default()))
}

fn world_of(
	anonymous: Option<Arc<dyn AnonymousLogins>>,
	policy: KeyPolicy,
	consents: Arc<dyn ConsentBook>,
) -> World {
	let clock = Arc::new(TestClock::default());
	let city = Arc::new(City {
		clock: clock.clone(),
		cards: Mutex::new(BTreeMap::from([(dave().account(), CitizenIndex(1_001))])),
		suspended: Mutex::default(),
		revoked: Mutex::default(),
		shown: Mutex::default(),
		view: Mutex::new(Some(view())),
		is_away: Mutex::new(false),
	});
	let (secret, kind) = Client::new_secret().expect("there is randomness");
	let client = |id: &str, kind: ClientKind, back: &str, sector: &str| Client {
		id: id.into(),
		name: "도서관 <홈페이지>".into(),
		kind,
		redirect_uris: vec![Url::parse(back).expect("an address")],
		sector: sector.into(),
	};
	let settings = Settings {
		issuer: Url::parse(ISSUER).expect("an address"),
		gate: Gate {
			chain: CHAIN,
			facility: FACILITY,
			domain: "library.seoul.go.kr".into(),
		},
		clients: vec![
			client("web", kind, BACK, "www.library.kr"),
			client("kiosk", ClientKind::Public, BACK, "www.library.kr"),
			client("reading", ClientKind::Public, OTHER_BACK, "reading.kr"),
		],
		pairwise: PairwiseKey::new([9; 32]),
		challenge_lifetime: Settings::USUAL_CHALLENGE_LIFETIME,
		capacity: 100,
	};
	let keys = KeyRing::open(Box::<MemoryStore>::default(), policy, clock.now()).expect("opens");
	let provider = Provider::new(Parts {
		settings,
		node: city.clone(),
		clock: clock.clone(),
		keys,
		consents,
		anonymous,
	})
	.expect("the settings can be used");
	World {
		city,
		clock,
		router: router(Arc::new(provider)),
		secret,
	}
}

/// A wallet with a key of one of the kinds.
#[allow(clippy::large_enum_variant)] // Few, and short-lived.
enum Wallet {
	Ed25519(ed25519::Pair),
	Sr25519(sr25519::Pair),
	Ecdsa(ecdsa::Pair),
	Eth(ecdsa::KeccakPair),
}

fn dave() -> Wallet {
	Wallet::Sr25519(sr25519::Pair::from_seed(&[1; 32]))
}

fn eve() -> Wallet {
	Wallet::Sr25519(sr25519::Pair::from_seed(&[2; 32]))
}

impl Wallet {
	fn account(&self) -> AccountId {
		match self {
			Self::Ed25519(pair) => MultiSigner::from(pair.public()).into_account(),
			Self::Sr25519(pair) => MultiSigner::from(pair.public()).into_account(),
			Self::Ecdsa(pair) => MultiSigner::from(pair.public()).into_account(),
			Self::Eth(pair) => MultiSigner::Eth(pair.public()).into_account(),
		}
	}

	fn address(&self) -> String {
		self.account().to_ss58check()
	}

	/// As extensions do: wrapped, in hexadecimal.
	fn sign(&self, text: &str) -> String {
		let message = wrapped(text.as_bytes());
		let bytes = match self {
			Self::Ed25519(pair) => pair.sign(&message).0.to_vec(),
			Self::Sr25519(pair) => pair.sign(&message).0.to_vec(),
			Self::Ecdsa(pair) => pair.sign(&message).0.to_vec(),
			Self::Eth(pair) => pair.sign(&message).0.to_vec(),
		};
		format!("0x{}", seoul_chain_login::text::hex(&bytes))
	}
}

async fn body_of(response: Response<Body>) -> Vec<u8> {
	response
		.into_body()
		.collect()
		.await
		.expect("the body is there")
		.to_bytes()
		.to_vec()
}

impl World {
	async fn send(&self, request: Request<Body>) -> Response<Body> {
		self.router
			.clone()
			.oneshot(request)
			.await
			.expect("a router does not fail")
	}

	async fn get(&self, path: &str, cookie: &str) -> Response<Body> {
		let request = Request::get(path)
			.header(header::COOKIE, cookie)
			.body(Body::empty())
			.expect("a request");
		self.send(request).await
	}

	async fn post(&self, path: &str, cookie: &str, body: &Value) -> (StatusCode, Value) {
		let request = Request::post(path)
			.header(header::COOKIE, cookie)
			.header(header::CONTENT_TYPE, "application/json")
			.body(Body::from(body.to_string()))
			.expect("a request");
		let response = self.send(request).await;
		let status = response.status();
		let told = serde_json::from_slice(&body_of(response).await).expect("JSON");
		(status, told)
	}

	/// Form-encoded, as clients ask for tokens.
	async fn token(&self, pairs: &[(&str, &str)], basic: Option<&str>) -> (StatusCode, Value) {
		let form = url::form_urlencoded::Serializer::new(String::new())
			.extend_pairs(pairs)
			.finish();
		let mut request = Request::post("/token")
			.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
		if let Some(basic) = basic {
			request = request.header(header::AUTHORIZATION, basic);
		}
		let response = self
			.send(request.body(Body::from(form)).expect("a request"))
			.await;
		let status = response.status();
		assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
		let told = serde_json::from_slice(&body_of(response).await).expect("JSON");
		(status, told)
	}

	/// Follow an authorisation request to the page: its path and the browser's cookie.
	async fn open_page(&self, request: &Url) -> (String, String) {
		let path = format!("/authorize?{}", request.query().expect("parameters"));
		let response = self.get(&path, "").await;
		assert_eq!(response.status(), StatusCode::SEE_OTHER);
		let location = response.headers()[header::LOCATION].to_str().expect("text");
		let cookie = response.headers()[header::SET_COOKIE]
			.to_str()
			.expect("text");
		for guard in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/login/"] {
			assert!(cookie.contains(guard), "{cookie}");
		}
		let cookie = cookie.split(';').next().expect("a pair").to_owned();
		let page = location
			.strip_prefix(ISSUER)
			.expect("it is here")
			.to_owned();
		(page, cookie)
	}

	/// Log in on the page with a wallet: what the page is told.
	async fn sign(&self, page: &str, cookie: &str, wallet: &Wallet) -> (StatusCode, Value) {
		let (status, asked) = self
			.post(
				&format!("{page}/challenge"),
				cookie,
				&json!({ "account": wallet.address() }),
			)
			.await;
		assert_eq!(status, StatusCode::OK, "{asked}");
		let text = |part: &Value| part["text"].as_str().map(str::to_owned);
		let mut answer = json!({
			"signature": wallet.sign(&text(&asked["challenge"]).expect("a text")),
		});
		if let Some(consent) = text(&asked["consent"]) {
			answer["consentSignature"] = wallet.sign(&consent).into();
		}
		self.post(&format!("{page}/answer"), cookie, &answer).await
	}

	/// A code for `client`, in exchange for a signature.
	async fn code(&self, client: &str, back: &str, wallet: &Wallet) -> String {
		let request = authorisation(&[("client_id", client), ("redirect_uri", back)]);
		let (page, cookie) = self.open_page(&request).await;
		let (status, told) = self.sign(&page, &cookie, wallet).await;
		assert_eq!(status, StatusCode::OK, "{told}");
		parameter(&told, "code").expect("a code")
	}

	async fn kiosk_token(&self, code: &str) -> (StatusCode, Value) {
		self.token(
			&[
				("grant_type", "authorization_code"),
				("code", code),
				("redirect_uri", BACK),
				("client_id", "kiosk"),
				("code_verifier", VERIFIER),
			],
			None,
		)
		.await
	}

	async fn userinfo(&self, token: &str) -> (StatusCode, Value) {
		let request = Request::get("/userinfo")
			.header(header::AUTHORIZATION, format!("Bearer {token}"))
			.body(Body::empty())
			.expect("a request");
		let response = self.send(request).await;
		let status = response.status();
		let told = serde_json::from_slice(&body_of(response).await).expect("JSON");
		(status, told)
	}
}

/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// An authorisation request that is in order, with some parameters changed (an empty one is left out).
fn authorisation(changed: &[(&str, &str)]) -> Url {
	let mut all = BTreeMap::from([
		("client_id", "kiosk"),
		("redirect_uri", BACK),
		("response_type", "code"),
		("scope", "openid"),
		("state", "af0ifjsldkj"),
		("code_challenge", CHALLENGE),
		("code_challenge_method", "S256"),
	]);
	all.extend(changed.iter().copied());
	let mut url = Url::parse(ISSUER).expect("an address");
	url.set_path("/authorize");
	url.query_pairs_mut()
		.extend_pairs(all.into_iter().filter(|(_, value)| !value.is_empty()));
	url
}

/// A parameter of the address to which the page is told to go.
fn parameter(told: &Value, name: &str) -> Option<String> {
	let address = Url::parse(told["redirect"].as_str()?).expect("an address");
	address
		.query_pairs()
		.find(|(known, _)| known == name)
		.map(|(_, value)| value.into_owned())
}

/// The claims of a token, unverified.
fn claims_of(told: &Value) -> Value {
	let token = told["id_token"].as_str().expect("a token");
	let part = token.split('.').nth(1).expect("three parts");
	let bytes = data_encoding::BASE64URL_NOPAD
		.decode(part.as_bytes())
		.expect("base64url");
	serde_json::from_slice(&bytes).expect("JSON")
}

/// A web site that knows of the provider only its address, as OpenID Connect has it.
struct RelyingParty<'a> {
	world: &'a World,
	client_id: &'static str,
	secret: Option<&'a str>,
	redirect_uri: &'static str,
	/// What discovery told.
	metadata: Value,
}

/// An authorisation request, and what the site remembers of it.
struct Begun {
	address: Url,
	state: String,
	nonce: String,
	verifier: String,
}

/// What a login is to the site, once all of it was checked.
struct LoggedIn {
	claims: Value,
	access_token: String,
}

fn digest(text: &str) -> [u8; 32] {
	use sha2::Digest;
	sha2::Sha256::digest(text.as_bytes()).into()
}

fn base64url(bytes: &[u8]) -> String {
	data_encoding::BASE64URL_NOPAD.encode(bytes)
}

fn random_text() -> String {
	let mut bytes = [0; 32];
	getrandom::fill(&mut bytes).expect("there is randomness");
	base64url(&bytes)
}

impl<'a> RelyingParty<'a> {
	/// Discovery, with what the standard says that must be there (OpenID Connect Discovery 1.0, 3 and 4.3).
	async fn discover(
		world: &'a World,
		client_id: &'static str,
		secret: Option<&'a str>,
		redirect_uri: &'static str,
	) -> Self {
		let response = world.get("/.well-known/openid-configuration", "").await;
		assert_eq!(response.status(), StatusCode::OK);
		assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json");
		let metadata: Value = serde_json::from_slice(&body_of(response).await).expect("JSON");
		assert_eq!(metadata["issuer"], ISSUER);
		for endpoint in [
			"authorization_endpoint",
			"token_endpoint",
			"userinfo_endpoint",
			"jwks_uri",
		] {
			let address = metadata[endpoint].as_str().expect("an address");
			assert!(address.starts_with(ISSUER), "{endpoint}: {address}");
		}
		for (name, needed) in [
			("response_types_supported", "code"),
			("subject_types_supported", "pairwise"),
			("id_token_signing_alg_values_supported", "ES256"),
			("scopes_supported", "openid"),
			("code_challenge_methods_supported", "S256"),
			("grant_types_supported", "authorization_code"),
		] {
			let offered = metadata[name].as_array().expect("a list");
			assert!(offered.contains(&json!(needed)), "{name}: {offered:?}");
		}
		Self {
			world,
			client_id,
			secret,
			redirect_uri,
			metadata,
		}
	}

	/// The path of an endpoint: a server sees no more of an address.
	fn path(&self, endpoint: &str) -> String {
		let address = self.metadata[endpoint].as_str().expect("an address");
		Url::parse(address).expect("an address").path().to_owned()
	}

	fn begin(&self, scope: &str) -> Begun {
		let (state, nonce, verifier) = (random_text(), random_text(), random_text());
		let endpoint = self.metadata["authorization_endpoint"]
			.as_str()
			.expect("an address");
		let challenge = base64url(&digest(&verifier));
		let address = Url::parse_with_params(
			endpoint,
			[
				("client_id", self.client_id),
				("redirect_uri", self.redirect_uri),
				("response_type", "code"),
				("scope", scope),
				("state", &state),
				("nonce", &nonce),
				("code_challenge", &challenge),
				("code_challenge_method", "S256"),
			],
		)
		.expect("an address");
		Begun {
			address,
			state,
			nonce,
			verifier,
		}
	}

	/// The browser came back: to this site, with the state of this login, from this provider (RFC 9207).
	async fn finish(&self, begun: &Begun, told: &Value) -> LoggedIn {
		let back = told["redirect"].as_str().expect("an address");
		assert!(back.starts_with(&format!("{}?", self.redirect_uri)));
		assert_eq!(parameter(told, "state").as_ref(), Some(&begun.state));
		assert_eq!(parameter(told, "iss").as_deref(), Some(ISSUER));
		let code = parameter(told, "code").expect("a code");
		let mut pairs = vec![
			("grant_type", "authorization_code"),
			("code", code.as_str()),
			("redirect_uri", self.redirect_uri),
			("code_verifier", begun.verifier.as_str()),
		];
		let basic = self.secret.map(|secret| {
			let pair = format!("{}:{secret}", self.client_id);
			format!("Basic {}", data_encoding::BASE64.encode(pair.as_bytes()))
		});
		if basic.is_none() {
			pairs.push(("client_id", self.client_id));
		}
		assert_eq!(self.path("token_endpoint"), "/token");
		let (status, told) = self.world.token(&pairs, basic.as_deref()).await;
		assert_eq!(status, StatusCode::OK, "{told}");
		assert_eq!(told["token_type"], "Bearer");
		let access_token = told["access_token"].as_str().expect("a token").to_owned();
		let token = told["id_token"].as_str().expect("a token");
		let claims = self.claims(token, begun, &access_token).await;
		let left = told["expires_in"].as_u64().expect("seconds");
		let ends = claims["exp"].as_u64().expect("a time");
		let issued = claims["iat"].as_u64().expect("a time");
		assert!(ends.abs_diff(issued + left) <= 1);
		LoggedIn {
			claims,
			access_token,
		}
	}

	/// The claims of a token that is valid (OpenID Connect Core 1.0, 3.1.3.7 and 3.1.3.8).
	async fn claims(&self, token: &str, begun: &Begun, access_token: &str) -> Value {
		let head = jsonwebtoken::decode_header(token).expect("a head");
		assert_eq!(head.alg, Algorithm::ES256);
		let key_id = head.kid.expect("it names its key");
		let keys = self.world.get(&self.path("jwks_uri"), "").await;
		let keys: JwkSet = serde_json::from_slice(&body_of(keys).await).expect("keys");
		let key = DecodingKey::from_jwk(keys.find(&key_id).expect("it is published"))
			.expect("a key of the curve");
		let mut rules = Validation::new(Algorithm::ES256);
		rules.set_audience(&[self.client_id]);
		rules.set_issuer(&[ISSUER]);
		rules.set_required_spec_claims(&["iss", "sub", "aud", "exp"]);
		rules.leeway = 0;
		let claims = jsonwebtoken::decode::<Value>(token, &key, &rules)
			.expect("it is valid")
			.claims;
		// Another key, another audience, another issuer and a changed token are refused by the same rules.
		let stranger = p256::SecretKey::from_slice(&[1; 32]).expect("a secret");
		let point = p256::elliptic_curve::sec1::ToEncodedPoint::to_encoded_point(
			&stranger.public_key(),
			false,
		);
		let [x, y] = [point.x(), point.y()].map(|part| base64url(part.expect("a point")));
		let other = DecodingKey::from_ec_components(&x, &y).expect("a key");
		assert!(jsonwebtoken::decode::<Value>(token, &other, &rules).is_err());
		for (audience, issuer) in [("other", ISSUER), (self.client_id, "https://evil.kr")] {
			let mut wrong = rules.clone();
			wrong.set_audience(&[audience]);
			wrong.set_issuer(&[issuer]);
			assert!(jsonwebtoken::decode::<Value>(token, &key, &wrong).is_err());
		}
		let (signed, signature) = token.rsplit_once('.').expect("three parts");
		let (head, _) = signed.split_once('.').expect("three parts");
		let mut changed = claims.clone();
		changed["sub"] = "somebody".into();
		let changed = base64url(changed.to_string().as_bytes());
		let forged = format!("{head}.{changed}.{signature}");
		assert!(jsonwebtoken::decode::<Value>(&forged, &key, &rules).is_err());

		let now = self.world.clock.now() / 1_000;
		let at = |name: &str| claims[name].as_u64().expect("a time");
		assert!(at("iat") <= now && now < at("iat") + 60);
		assert!(at("auth_time") <= at("iat"));
		assert_eq!(claims["nonce"], begun.nonce);
		assert_eq!(claims["acr"], "urn:seoul:login:wallet");
		assert_eq!(claims["amr"], json!(["pop"]));
		let half = base64url(&digest(access_token)[..16]);
		assert_eq!(claims["at_hash"], half);
		let subject = claims["sub"].as_str().expect("a subject");
		assert!(!subject.is_empty() && subject.len() <= 255 && subject.is_ascii());
		let named: BTreeSet<&str> = claims
			.as_object()
			.expect("claims")
			.keys()
			.map(String::as_str)
			.collect();
		let offered = self.metadata["claims_supported"]
			.as_array()
			.expect("a list");
		assert!(named
			.iter()
			.all(|name| *name == "at_hash" || offered.contains(&json!(name))));
		claims
	}
}

#[tokio::test]
async fn a_web_site_that_keeps_to_the_standard_logs_a_citizen_in() {
	let world = world();
	let site = RelyingParty::discover(&world, "web", Some(&world.secret), BACK).await;
	let mut seen = Vec::new();
	for _ in 0..2 {
		let begun = site.begin("openid predicates");
		let (page, cookie) = world.open_page(&begun.address).await;
		let (status, told) = world.sign(&page, &cookie, &dave()).await;
		assert_eq!(status, StatusCode::OK, "{told}");
		let login = site.finish(&begun, &told).await;
		assert_eq!(site.path("userinfo_endpoint"), "/userinfo");
		let (status, told) = world.userinfo(&login.access_token).await;
		assert_eq!(status, StatusCode::OK);
		for name in ["sub", "predicates"] {
			assert_eq!(told[name], login.claims[name], "{name}");
		}
		seen.push(login.claims);
	}
	assert_eq!(seen[0]["sub"], seen[1]["sub"]);
	assert_ne!(seen[0]["jti"], seen[1]["jti"]);
}

#[tokio::test]
async fn the_token_says_who_for_whom_until_when_and_how() {
	let world = world();
	let before = world.clock.now() / 1_000;
	let request = authorisation(&[("scope", "openid predicates"), ("nonce", "n-0S6_WzA2Mj")]);
	let (page, cookie) = world.open_page(&request).await;
	let (_, told) = world.sign(&page, &cookie, &dave()).await;
	let (status, told) = world
		.kiosk_token(&parameter(&told, "code").expect("a code"))
		.await;
	assert_eq!(status, StatusCode::OK, "{told}");
	assert_eq!(told["scope"], "openid predicates");
	let claims = claims_of(&told);
	assert_eq!(claims["iss"], ISSUER);
	assert_eq!(claims["aud"], "kiosk");
	assert_eq!(claims["nonce"], "n-0S6_WzA2Mj");
	assert_eq!(claims["acr"], "urn:seoul:login:wallet");
	assert_eq!(
		claims["predicates"],
		json!([{ "schema": 1, "value": 11_740 }])
	);
	let at = |name: &str| claims[name].as_u64().expect("a time");
	assert!((before..before + 60).contains(&at("iat")));
	assert!((before + 3_600..before + 3_660).contains(&at("exp")));
	// No account, card or facility-wide subject reaches a client.
	let all = claims.to_string();
	assert!(!all.contains(&dave().address()));
	let subject = subject_of(&CHAIN, FACILITY, CitizenIndex(1_001)).0;
	assert!(!all.contains(&data_encoding::BASE64URL_NOPAD.encode(&subject)));
}

#[tokio::test]
async fn predicates_are_told_only_to_who_asks() {
	let world = world();
	let code = world.code("kiosk", BACK, &dave()).await;
	let (_, told) = world.kiosk_token(&code).await;
	assert_eq!(told["scope"], "openid");
	assert!(claims_of(&told).get("predicates").is_none());
}

#[tokio::test]
async fn clients_of_one_sector_know_a_citizen_by_one_subject_and_of_two_by_two() {
	let world = world();
	let code = world.code("kiosk", BACK, &dave()).await;
	let (_, kiosk) = world.kiosk_token(&code).await;
	let code = world.code("web", BACK, &dave()).await;
	let (_, web) = world
		.token(
			&[
				("grant_type", "authorization_code"),
				("code", &code),
				("redirect_uri", BACK),
				("client_id", "web"),
				("client_secret", &world.secret),
				("code_verifier", VERIFIER),
			],
			None,
		)
		.await;
	let code = world.code("reading", OTHER_BACK, &dave()).await;
	let (_, reading) = world
		.token(
			&[
				("grant_type", "authorization_code"),
				("code", &code),
				("redirect_uri", OTHER_BACK),
				("client_id", "reading"),
				("code_verifier", VERIFIER),
			],
			None,
		)
		.await;
	assert_eq!(claims_of(&kiosk)["sub"], claims_of(&web)["sub"]);
	assert_ne!(claims_of(&kiosk)["sub"], claims_of(&reading)["sub"]);
}

#[tokio::test]
async fn every_kind_of_key_logs_in() {
	let seed = [3; 32];
	for wallet in [
		Wallet::Ed25519(ed25519::Pair::from_seed(&seed)),
		Wallet::Sr25519(sr25519::Pair::from_seed(&seed)),
		Wallet::Ecdsa(ecdsa::Pair::from_seed(&seed)),
		Wallet::Eth(ecdsa::KeccakPair::from_seed(&seed)),
	] {
		let world = world();
		world
			.city
			.cards
			.lock()
			.expect("no panic")
			.insert(wallet.account(), CitizenIndex(5));
		world.code("kiosk", BACK, &wallet).await;
	}
}

#[tokio::test]
async fn a_consent_is_asked_for_once_and_again_after_it_was_revoked_or_the_purposes_changed() {
	let world = world();
	let asks = |wallet: Wallet| {
		let world = &world;
		async move {
			let (page, cookie) = world.open_page(&authorisation(&[])).await;
			let (_, asked) = world
				.post(
					&format!("{page}/challenge"),
					&cookie,
					&json!({ "account": wallet.address() }),
				)
				.await;
			asked["consent"].is_object()
		}
	};
	assert!(asks(dave()).await);
	world.code("kiosk", BACK, &dave()).await;
	assert!(!asks(dave()).await);
	assert!(asks(eve()).await);
	// The purposes change.
	world
		.city
		.view
		.lock()
		.expect("no panic")
		.as_mut()
		.expect("it is open")
		.purposes[0]
		.korean = "도서 대출과 행사".into();
	assert!(asks(dave()).await);
	world.code("kiosk", BACK, &dave()).await;
	assert!(!asks(dave()).await);
	// The citizen revokes it: this login is refused, and the next asks.
	let (page, cookie) = world.open_page(&authorisation(&[])).await;
	let (_, asked) = world
		.post(
			&format!("{page}/challenge"),
			&cookie,
			&json!({ "account": dave().address() }),
		)
		.await;
	let given = world.city.shown.lock().expect("no panic").clone();
	world.city.revoked.lock().expect("no panic").extend(given);
	let text = asked["challenge"]["text"].as_str().expect("a text");
	let (status, told) = world
		.post(
			&format!("{page}/answer"),
			&cookie,
			&json!({ "signature": dave().sign(text) }),
		)
		.await;
	assert_eq!(status, StatusCode::FORBIDDEN);
	assert_eq!(told["refusal"], "ConsentRevoked");
	assert!(asks(dave()).await);
}

#[tokio::test]
async fn a_code_is_spent_once_and_whoever_comes_again_ends_what_came_of_it() {
	let world = world();
	let code = world.code("kiosk", BACK, &dave()).await;
	let (status, told) = world.kiosk_token(&code).await;
	assert_eq!(status, StatusCode::OK);
	let token = told["access_token"].as_str().expect("a token").to_owned();
	assert_eq!(world.userinfo(&token).await.0, StatusCode::OK);
	let (status, told) = world.kiosk_token(&code).await;
	assert_eq!(
		(status, &told["error"]),
		(StatusCode::BAD_REQUEST, &json!("invalid_grant"))
	);
	assert_eq!(world.userinfo(&token).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_code_is_worth_nothing_to_others_or_later() {
	let world = world();
	let code = world.code("kiosk", BACK, &dave()).await;
	let right = [
		("grant_type", "authorization_code"),
		("code", code.as_str()),
		("redirect_uri", BACK),
		("client_id", "kiosk"),
		("code_verifier", VERIFIER),
	];
	for (name, value, error) in [
		("code", "unknown", "invalid_grant"),
		("redirect_uri", OTHER_BACK, "invalid_grant"),
		("client_id", "reading", "invalid_grant"),
		("code_verifier", "", "invalid_grant"),
		("code_verifier", &VERIFIER[1..], "invalid_grant"),
		("grant_type", "password", "unsupported_grant_type"),
	] {
		let mut wrong = right;
		for pair in &mut wrong {
			if pair.0 == name {
				pair.1 = value;
			}
		}
		let (status, told) = world.token(&wrong, None).await;
		assert_eq!(status, StatusCode::BAD_REQUEST, "{name} {value}");
		assert_eq!(told["error"], error, "{name} {value}");
	}
	world.clock.advance(MINUTE);
	let (_, told) = world.kiosk_token(&code).await;
	assert_eq!(told["error"], "invalid_grant");
}

#[tokio::test]
async fn a_client_shows_who_it_is_in_one_way() {
	let world = world();
	let code = world.code("web", BACK, &dave()).await;
	let basic = |secret: &str| {
		format!(
			"Basic {}",
			data_encoding::BASE64.encode(format!("web:{secret}").as_bytes())
		)
	};
	let pairs = [
		("grant_type", "authorization_code"),
		("code", code.as_str()),
		("redirect_uri", BACK),
		("code_verifier", VERIFIER),
	];
	let with = |more: &[(&'static str, String)]| {
		let mut all: Vec<(String, String)> = pairs
			.iter()
			.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
			.collect();
		all.extend(
			more.iter()
				.map(|(name, value)| ((*name).to_owned(), value.clone())),
		);
		all
	};
	let id = ("client_id", "web".to_owned());
	let secret = ("client_secret", world.secret.clone());
	for (more, head) in [
		(vec![], None),
		(vec![id.clone()], None),
		(vec![id.clone(), ("client_secret", "guess".into())], None),
		(vec![("client_id", "nobody".into()), secret.clone()], None),
		(vec![], Some(basic("guess"))),
		(vec![secret.clone()], Some(basic(&world.secret))),
		(
			vec![("client_id", "kiosk".into())],
			Some(basic(&world.secret)),
		),
		(vec![id.clone()], Some("Bearer abc".into())),
		(vec![("client_id", "kiosk".into()), secret.clone()], None),
	] {
		let all = with(&more);
		let all: Vec<(&str, &str)> = all
			.iter()
			.map(|(name, value)| (name.as_str(), value.as_str()))
			.collect();
		let (status, told) = world.token(&all, head.as_deref()).await;
		assert_eq!(status, StatusCode::UNAUTHORIZED, "{more:?} {head:?}");
		assert_eq!(told["error"], "invalid_client");
	}
	let (status, _) = world.token(&pairs, Some(&basic(&world.secret))).await;
	assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn nobody_is_sent_to_an_address_that_is_not_the_clients() {
	let world = world();
	for changed in [
		[("redirect_uri", "https://evil.kr/back")],
		[("redirect_uri", "https://www.library.kr/back/")],
		[("redirect_uri", "")],
		[("client_id", "nobody")],
		[("client_id", "")],
	] {
		let request = authorisation(&changed);
		let path = format!("/authorize?{}", request.query().expect("parameters"));
		let response = world.get(&path, "").await;
		assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{changed:?}");
		assert!(response.headers().get(header::LOCATION).is_none());
	}
	let request = authorisation(&[]);
	let twice = format!(
		"/authorize?{}&state=b",
		request.query().expect("parameters")
	);
	assert_eq!(
		world.get(&twice, "").await.status(),
		StatusCode::BAD_REQUEST
	);
}

#[tokio::test]
async fn a_request_out_of_order_goes_back_with_the_error_of_the_standard() {
	let world = world();
	for (name, value, error) in [
		("response_type", "token", "unsupported_response_type"),
		("response_type", "", "unsupported_response_type"),
		("response_mode", "fragment", "invalid_request"),
		("scope", "profile", "invalid_scope"),
		("scope", "", "invalid_scope"),
		("code_challenge", "", "invalid_request"),
		("code_challenge", "short", "invalid_request"),
		("code_challenge_method", "plain", "invalid_request"),
		("code_challenge_method", "", "invalid_request"),
		("prompt", "none", "login_required"),
		("request", "x", "request_not_supported"),
		("request_uri", "https://x.kr", "request_uri_not_supported"),
	] {
		let request = authorisation(&[(name, value)]);
		let path = format!("/authorize?{}", request.query().expect("parameters"));
		let response = world.get(&path, "").await;
		assert_eq!(response.status(), StatusCode::SEE_OTHER, "{name}={value}");
		let location = response.headers()[header::LOCATION].to_str().expect("text");
		assert!(location.starts_with(BACK));
		let told = json!({ "redirect": location });
		assert_eq!(
			parameter(&told, "error").as_deref(),
			Some(error),
			"{name}={value}"
		);
		assert_eq!(parameter(&told, "state").as_deref(), Some("af0ifjsldkj"));
		assert_eq!(parameter(&told, "iss").as_deref(), Some(ISSUER));
	}
}

#[tokio::test]
async fn a_client_may_post_its_request() {
	let world = world();
	let request = Request::post("/authorize")
		.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
		.body(Body::from(
			authorisation(&[]).query().expect("parameters").to_owned(),
		))
		.expect("a request");
	assert_eq!(world.send(request).await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_login_belongs_to_the_browser_that_began_it() {
	let world = world();
	let (page, cookie) = world.open_page(&authorisation(&[])).await;
	let (_, other) = world.open_page(&authorisation(&[])).await;
	for cookie in ["", "login=", other.as_str()] {
		assert_eq!(
			world.get(&page, cookie).await.status(),
			StatusCode::NOT_FOUND
		);
		for path in ["challenge", "answer", "cancel"] {
			let body = match path {
				"challenge" => json!({ "account": dave().address() }),
				_ => json!({ "signature": "0x" }),
			};
			let (status, told) = world.post(&format!("{page}/{path}"), cookie, &body).await;
			assert_eq!(status, StatusCode::NOT_FOUND);
			assert_eq!(told["error"], "unknown_login");
		}
	}
	let among = format!("a=b; {cookie}; c=d");
	assert_eq!(world.get(&page, &among).await.status(), StatusCode::OK);
	assert_eq!(
		world.get("/login/short", &cookie).await.status(),
		StatusCode::NOT_FOUND
	);
	world.clock.advance(10 * MINUTE);
	assert_eq!(
		world.get(&page, &cookie).await.status(),
		StatusCode::NOT_FOUND
	);
}

#[tokio::test]
async fn the_page_shows_names_as_text_and_lets_nothing_else_run_or_frame_it() {
	let world = world();
	let (page, cookie) = world.open_page(&authorisation(&[])).await;
	let response = world.get(&page, &cookie).await;
	let head = response.headers().clone();
	let policy = head[header::CONTENT_SECURITY_POLICY]
		.to_str()
		.expect("text");
	assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
	assert!(!policy.contains("unsafe"));
	assert_eq!(head[header::CACHE_CONTROL], "no-store");
	assert_eq!(head[header::REFERRER_POLICY], "no-referrer");
	assert_eq!(head[header::X_FRAME_OPTIONS], "DENY");
	let html = String::from_utf8(body_of(response).await).expect("UTF-8");
	assert!(html.contains("도서관 &lt;홈페이지&gt;") && !html.contains("<홈페이지>"));
	assert!(html.contains("강동도서관") && html.contains("library.seoul.go.kr"));
	assert!(!html.contains("{{"));
	let nonce = policy
		.split("script-src 'nonce-")
		.nth(1)
		.and_then(|rest| rest.split('\'').next())
		.expect("a nonce");
	assert!(html.contains(&format!("<script nonce=\"{nonce}\">")));
}

#[tokio::test]
async fn the_wallet_is_shown_host_facility_and_purposes() {
	let world = world();
	let (page, cookie) = world.open_page(&authorisation(&[])).await;
	let (_, asked) = world
		.post(
			&format!("{page}/challenge"),
			&cookie,
			&json!({ "account": dave().address() }),
		)
		.await;
	let text = asked["challenge"]["text"].as_str().expect("a text");
	assert!(text.starts_with("library.seoul.go.kr wants you to sign in"));
	assert!(text.contains(&dave().address()));
	let consent = asked["consent"]["text"].as_str().expect("a text");
	assert!(consent.contains("- purpose: Lend books"));
	assert_eq!(
		asked["consent"]["purposes"],
		json!([{ "korean": "도서 대출", "english": "Lend books" }])
	);
	for account in ["", "5Dave", &"1".repeat(48)] {
		let (status, told) = world
			.post(
				&format!("{page}/challenge"),
				&cookie,
				&json!({ "account": account }),
			)
			.await;
		assert_eq!(status, StatusCode::BAD_REQUEST);
		assert_eq!(told["error"], "invalid_account");
	}
}

#[tokio::test]
async fn a_challenge_is_answered_once_and_in_time() {
	let world = world();
	let (page, cookie) = world.open_page(&authorisation(&[])).await;
	let answer = json!({ "signature": "0x00", "consentSignature": "0x00" });
	let (status, told) = world
		.post(&format!("{page}/answer"), &cookie, &answer)
		.await;
	assert_eq!(
		(status, &told["error"]),
		(StatusCode::CONFLICT, &json!("no_challenge"))
	);
	let ask = || async {
		world
			.post(
				&format!("{page}/challenge"),
				&cookie,
				&json!({ "account": dave().address() }),
			)
			.await
			.1
	};
	ask().await;
	let (_, told) = world
		.post(&format!("{page}/answer"), &cookie, &answer)
		.await;
	assert_eq!(told["refusal"], "InvalidSignature");
	let (_, told) = world
		.post(&format!("{page}/answer"), &cookie, &answer)
		.await;
	assert_eq!(told["error"], "no_challenge");
	let asked = ask().await;
	world.clock.advance(2 * MINUTE);
	let late = json!({
		"signature": dave().sign(asked["challenge"]["text"].as_str().expect("a text")),
		"consentSignature": dave().sign(asked["consent"]["text"].as_str().expect("a text")),
	});
	let (_, told) = world.post(&format!("{page}/answer"), &cookie, &late).await;
	assert_eq!(told["refusal"], "ChallengeExpired");
}

#[tokio::test]
async fn each_refusal_is_told_by_name_and_after_five_the_browser_goes_back() {
	let world = world();
	let (page, cookie) = world.open_page(&authorisation(&[])).await;
	for _ in 0..4 {
		let (status, told) = world.sign(&page, &cookie, &eve()).await;
		assert_eq!(status, StatusCode::FORBIDDEN);
		assert_eq!(told["refusal"], "UnknownSigner");
		assert_eq!(
			told["error_description"],
			"the account is neither that of a card nor a session key"
		);
	}
	let (status, told) = world.sign(&page, &cookie, &eve()).await;
	assert_eq!(status, StatusCode::OK);
	assert_eq!(parameter(&told, "error").as_deref(), Some("access_denied"));
	assert_eq!(parameter(&told, "code"), None);
	assert_eq!(
		world.get(&page, &cookie).await.status(),
		StatusCode::NOT_FOUND
	);
}

#[tokio::test]
async fn a_citizen_who_cancels_goes_back_without_a_code() {
	let world = world();
	let (page, cookie) = world.open_page(&authorisation(&[])).await;
	let (_, told) = world
		.post(&format!("{page}/cancel"), &cookie, &json!({}))
		.await;
	assert_eq!(parameter(&told, "error").as_deref(), Some("access_denied"));
	assert_eq!(parameter(&told, "state").as_deref(), Some("af0ifjsldkj"));
}

#[tokio::test]
async fn a_suspended_card_logs_in_no_more_and_what_was_given_ends() {
	let world = world();
	let code = world.code("kiosk", BACK, &dave()).await;
	let (_, told) = world.kiosk_token(&code).await;
	let token = told["access_token"].as_str().expect("a token").to_owned();
	assert_eq!(world.userinfo(&token).await.0, StatusCode::OK);
	world
		.city
		.suspended
		.lock()
		.expect("no panic")
		.insert(CitizenIndex(1_001));
	let (status, told) = world.userinfo(&token).await;
	assert_eq!(status, StatusCode::UNAUTHORIZED);
	assert_eq!(told["error"], "invalid_token");
	let (page, cookie) = world.open_page(&authorisation(&[])).await;
	let (_, told) = world.sign(&page, &cookie, &dave()).await;
	assert_eq!(told["refusal"], "Card");
	// The access token is gone, also after the card can be used again.
	world.city.suspended.lock().expect("no panic").clear();
	assert_eq!(world.userinfo(&token).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn an_access_token_ends_with_the_pass_and_nothing_else_is_one() {
	let world = world();
	let code = world.code("kiosk", BACK, &dave()).await;
	let (_, told) = world.kiosk_token(&code).await;
	let token = told["access_token"].as_str().expect("a token").to_owned();
	let seconds = told["expires_in"].as_u64().expect("seconds");
	assert!((3_590..=3_600).contains(&seconds));
	assert_eq!(world.userinfo("guess").await.0, StatusCode::UNAUTHORIZED);
	let without = Request::get("/userinfo")
		.body(Body::empty())
		.expect("a request");
	assert_eq!(world.send(without).await.status(), StatusCode::UNAUTHORIZED);
	world.clock.advance(60 * MINUTE);
	assert_eq!(world.userinfo(&token).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn when_the_node_is_away_or_the_facility_closed_it_is_said_so() {
	let world = world();
	let (page, cookie) = world.open_page(&authorisation(&[])).await;
	*world.city.is_away.lock().expect("no panic") = true;
	assert_eq!(
		world.get(&page, &cookie).await.status(),
		StatusCode::SERVICE_UNAVAILABLE
	);
	*world.city.is_away.lock().expect("no panic") = false;
	*world.city.view.lock().expect("no panic") = None;
	assert_eq!(
		world.get(&page, &cookie).await.status(),
		StatusCode::SERVICE_UNAVAILABLE
	);
}

#[tokio::test]
async fn keys_rotate_and_tokens_of_the_last_key_stay_valid() {
	let policy = KeyPolicy {
		period: 10 * MINUTE,
		publish_ahead: 2 * MINUTE,
		keep_after: 60 * MINUTE,
	};
	let world = world_with(None, policy);
	let published = || async {
		let response = world.get("/jwks", "").await;
		assert_eq!(
			response.headers()[header::CACHE_CONTROL],
			"public, max-age=60",
			"half of the time for which a key is published before it signs"
		);
		let keys: Value = serde_json::from_slice(&body_of(response).await).expect("JSON");
		keys["keys"]
			.as_array()
			.expect("a list")
			.iter()
			.map(|key| key["kid"].as_str().expect("a name").to_owned())
			.collect::<Vec<_>>()
	};
	let signer = |told: &Value| {
		let token = told["id_token"].as_str().expect("a token");
		let head = token.split('.').next().expect("three parts");
		let bytes = data_encoding::BASE64URL_NOPAD
			.decode(head.as_bytes())
			.expect("base64url");
		let head: Value = serde_json::from_slice(&bytes).expect("JSON");
		head["kid"].as_str().expect("a name").to_owned()
	};
	let code = world.code("kiosk", BACK, &dave()).await;
	let first = signer(&world.kiosk_token(&code).await.1);
	assert_eq!(published().await, std::slice::from_ref(&first));
	world.clock.advance(9 * MINUTE);
	let both = published().await;
	assert_eq!(both.len(), 2);
	let code = world.code("kiosk", BACK, &dave()).await;
	assert_eq!(signer(&world.kiosk_token(&code).await.1), first);
	world.clock.advance(2 * MINUTE);
	let code = world.code("kiosk", BACK, &dave()).await;
	assert_eq!(signer(&world.kiosk_token(&code).await.1), both[1]);
	assert!(published().await.contains(&first));
}

#[tokio::test]
async fn anonymous_login_is_there_if_it_is_offered() {
	let world = world();
	let (page, cookie) = world.open_page(&authorisation(&[])).await;
	let (status, told) = world
		.post(&format!("{page}/anonymous/challenge"), &cookie, &json!({}))
		.await;
	assert_eq!(
		(status, &told["error"]),
		(StatusCode::NOT_FOUND, &json!("not_offered"))
	);

	let html = |response| async { String::from_utf8(body_of(response).await).expect("UTF-8") };
	let shown = html(world.get(&page, &cookie).await).await;
	assert!(shown.contains(r#"data-anonymous="not-offered""#));

	let world = world_with(Some(Arc::new(Words)), KeyPolicy::default());
	let (page, cookie) = world.open_page(&authorisation(&[])).await;
	let shown = html(world.get(&page, &cookie).await).await;
	assert!(shown.contains(r#"data-anonymous="offered""#));
	let (status, told) = world
		.post(&format!("{page}/anonymous/challenge"), &cookie, &json!({}))
		.await;
	assert_eq!(
		(status, told),
		(StatusCode::OK, json!({ "say": "the word" }))
	);
	let answer = format!("{page}/anonymous/answer");
	let (status, told) = world
		.post(&answer, &cookie, &json!({ "word": "shut" }))
		.await;
	assert_eq!(
		(status, &told["refusal"]),
		(StatusCode::FORBIDDEN, &json!("InvalidProof"))
	);
	// That challenge was answered.
	let (status, told) = world
		.post(&answer, &cookie, &json!({ "word": "open" }))
		.await;
	assert_eq!(
		(status, &told["error"]),
		(StatusCode::CONFLICT, &json!("no_challenge"))
	);
	world
		.post(&format!("{page}/anonymous/challenge"), &cookie, &json!({}))
		.await;
	let (_, told) = world
		.post(&answer, &cookie, &json!({ "word": "open" }))
		.await;
	let (_, told) = world
		.kiosk_token(&parameter(&told, "code").expect("a code"))
		.await;
	assert_eq!(claims_of(&told)["acr"], "urn:seoul:login:anonymous");
	let token = told["access_token"].as_str().expect("a token").to_owned();
	assert_eq!(world.userinfo(&token).await.0, StatusCode::OK);
}

#[tokio::test]
async fn nobody_is_let_in_by_an_alias_where_credentials_are_required_or_the_facility_is_closed() {
	let world = world_with(Some(Arc::new(Words)), KeyPolicy::default());
	let (page, cookie) = world.open_page(&authorisation(&[])).await;
	let ask = || async {
		world
			.post(&format!("{page}/anonymous/challenge"), &cookie, &json!({}))
			.await
	};
	let answer = || async {
		world
			.post(
				&format!("{page}/anonymous/answer"),
				&cookie,
				&json!({ "word": "open" }),
			)
			.await
	};
	let set = |view: Option<FacilityView>| *world.city.view.lock().expect("no panic") = view;
	let requiring = FacilityView {
		requirements: vec![SchemaId(1)],
		..view()
	};
	for (closed, status) in [
		(Some(requiring), StatusCode::NOT_FOUND),
		(None, StatusCode::SERVICE_UNAVAILABLE),
	] {
		set(closed.clone());
		assert_eq!(ask().await.0, status);
		set(Some(view()));
		assert_eq!(ask().await.0, StatusCode::OK);
		set(closed);
		assert_eq!(answer().await.0, status);
		set(Some(view()));
	}
}

#[tokio::test]
async fn a_refusal_has_the_chains_own_name_and_words_of_its_reason() {
	let world = world();
	world
		.city
		.suspended
		.lock()
		.expect("no panic")
		.insert(CitizenIndex(1_001));
	let (page, cookie) = world.open_page(&authorisation(&[])).await;
	let (status, told) = world.sign(&page, &cookie, &dave()).await;
	assert_eq!(status, StatusCode::FORBIDDEN);
	assert_eq!(
		told,
		json!({
			"error": "access_denied",
			"refusal": "Card",
			"reason": "citizenIdentity.CardSuspended",
			"error_description": "the citizen card cannot be used: The card is suspended.",
		})
	);
}

/// Consents on a disk that is full.
struct FullDisk;

impl ConsentBook for FullDisk {
	fn get(&self, _: &AccountId) -> Option<SignedConsent> {
		None
	}

	fn put(&self, _: SignedConsent) -> std::io::Result<()> {
		Err(std::io::ErrorKind::StorageFull.into())
	}

	fn remove(&self, _: &AccountId) -> std::io::Result<()> {
		Ok(())
	}
}

#[tokio::test]
async fn nobody_is_logged_in_on_a_consent_that_could_not_be_kept() {
	let world = world_of(None, KeyPolicy::default(), Arc::new(FullDisk));
	let (page, cookie) = world.open_page(&authorisation(&[])).await;
	let (status, told) = world.sign(&page, &cookie, &dave()).await;
	assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
	assert!(told.get("redirect").is_none());
}

#[tokio::test]
async fn a_body_that_is_too_large_is_not_read() {
	let world = world();
	let (page, cookie) = world.open_page(&authorisation(&[])).await;
	let request = Request::post(format!("{page}/answer"))
		.header(header::COOKIE, &cookie)
		.header(header::CONTENT_TYPE, "application/json")
		.body(Body::from(vec![b' '; 70_000]))
		.expect("a request");
	assert_eq!(
		world.send(request).await.status(),
		StatusCode::PAYLOAD_TOO_LARGE
	);
}
