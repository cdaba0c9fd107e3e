// SPDX-License-Identifier: Apache-2.0

//! Facilities that citizens log in to with a wallet, and what they show there.

pub use super::points::{account_of, key};

use super::*;
use pallet_facilities::{
	runtime_api::{
		runtime_decl_for_citizen_identity_api::CitizenIdentityApiV1,
		runtime_decl_for_facilities_api::FacilitiesApiV1,
	},
	Call, Event, FacilityDetails,
};
use seoul_chain_login::{
	BatchId, ChainId, Challenge, Commitment, Consent, ConsentId, CredentialTree, CredentialValue,
	Disclosure, FacilityId, Granted, LoginRequest, Message, Purpose, Refusal, SchemaId,
	SessionPossession, SignedConsent, Standing,
};
use seoul_chain_primitives::chain::{DAY, MINUTE};
use sp_io::hashing::blake2_256;

/// The library of the small city.
pub const LIBRARY: FacilityId = FacilityId(0);
/// Its sports hall, run by the same agency.
pub const SPORTS_HALL: FacilityId = FacilityId(1);
/// Its museum, run by another.
pub const MUSEUM: FacilityId = FacilityId(2);
/// Agency of library and sports hall.
pub const LIBRARIES: AgencyId = AgencyId(32);
/// Path of the key that acts for it.
pub const LIBRARIAN: &str = "//Library";
/// Path of the key of the agency that attests predicates.
pub const RESIDENTS_OFFICER: &str = "//Residents";
/// Kind of credential: resident of a district.
pub const RESIDENCE: SchemaId = SchemaId(1);
/// Kind of credential: age band.
pub const AGE: SchemaId = SchemaId(2);
/// Residents of Gangdong-gu.
pub const GANGDONG: CredentialValue = CredentialValue(11_740);
/// The age band of adults.
pub const ADULT: CredentialValue = CredentialValue(2);

/// The chain in what is signed.
pub fn chain_id(chain: &mut Chain) -> ChainId {
	chain.query(<Runtime as CitizenIdentityApiV1<Block>>::chain_id)
}

/// What an agency says of a facility.
pub fn details(chain: &mut Chain, facility: FacilityId) -> FacilityDetails {
	chain
		.query(|| <Runtime as FacilitiesApiV1<Block>>::facility(facility))
		.expect("the facility is registered")
		.details
}

/// The host name of a facility.
pub fn domain(chain: &mut Chain, facility: FacilityId) -> String {
	String::from_utf8(details(chain, facility).domain.into_inner()).expect("host names are ASCII")
}

/// The events of facilities and sessions among these.
pub fn of_facilities(events: &[RuntimeEvent]) -> Vec<Event<Runtime>> {
	events
		.iter()
		.filter_map(|event| match event {
			RuntimeEvent::Facilities(event) => Some(event.clone()),
			_ => None,
		})
		.collect()
}

/// What a facility asks somebody to sign now.
pub fn challenge(chain: &mut Chain, facility: FacilityId, account: AccountId) -> Challenge {
	let (id, domain) = (chain_id(chain), domain(chain, facility));
	Challenge {
		chain: id,
		facility,
		domain,
		account,
		nonce: blake2_256(&(facility, chain.now()).encode()),
		issued_at: chain.now(),
		expires_at: chain.now() + 2 * MINUTE,
	}
}

/// A consent to every purpose of a facility, for a hundred days, signed.
pub fn consent(chain: &mut Chain, facility: FacilityId, by: &sr25519::Pair) -> SignedConsent {
	let said = details(chain, facility);
	let consent = Consent {
		chain: chain_id(chain),
		facility,
		domain: domain(chain, facility),
		account: account_of(by),
		purposes: said.purposes.iter().map(Purpose::from).collect(),
		issued_at: chain.now(),
		expires_at: chain.now() + 100 * DAY,
		salt: blake2_256(&(b"salt", facility, account_of(by)).encode()),
	};
	SignedConsent {
		signature: by.sign(consent.text().as_bytes()).into(),
		consent,
	}
}

/// The answer of a wallet to a challenge, with what else the facility shows to the node.
pub fn signed(
	by: &sr25519::Pair,
	challenge: Challenge,
	consent: SignedConsent,
	disclosures: Vec<Disclosure>,
) -> LoginRequest {
	LoginRequest {
		signature: by.sign(challenge.text().as_bytes()).into(),
		challenge,
		consent: Some(consent),
		disclosures,
	}
}

/// A login now, with a consent that was given before.
pub fn login_with(
	chain: &mut Chain,
	facility: FacilityId,
	by: &sr25519::Pair,
	consent: &SignedConsent,
) -> LoginRequest {
	let challenge = challenge(chain, facility, account_of(by));
	signed(by, challenge, consent.clone(), Vec::new())
}

/// A first login now.
pub fn login(chain: &mut Chain, facility: FacilityId, by: &sr25519::Pair) -> LoginRequest {
	let consent = consent(chain, facility, by);
	login_with(chain, facility, by, &consent)
}

/// What any node answers of a login. It stores nothing.
pub fn authenticate(chain: &mut Chain, request: &LoginRequest) -> Result<Granted, Refusal> {
	chain.query(|| {
		let root = || sp_io::storage::root(sp_runtime::StateVersion::V1);
		let before = root();
		let answer = <Runtime as CitizenIdentityApiV1<Block>>::authenticate(request.clone());
		assert_eq!(root(), before, "a login changed the state");
		answer
	})
}

/// Whether a login still stands.
pub fn standing(chain: &mut Chain, request: &LoginRequest) -> Result<Option<Moment>, Refusal> {
	let consent = &request
		.consent
		.as_ref()
		.expect("there is a consent")
		.consent;
	let standing = Standing {
		facility: request.challenge.facility,
		account: request.challenge.account.clone(),
		consent: consent.id(),
	};
	chain.query(|| <Runtime as CitizenIdentityApiV1<Block>>::standing(standing))
}

/// The call that lets a key log a citizen in until then.
pub fn open_session(
	chain: &mut Chain,
	citizen: CitizenIndex,
	key: &sr25519::Pair,
	expires_at: Moment,
) -> Call<Runtime> {
	let message = SessionPossession {
		chain: chain_id(chain),
		citizen,
		key: account_of(key),
		expires_at,
	};
	Call::open_session {
		key: account_of(key),
		expires_at,
		possession: key.sign(&message.to_bytes()).into(),
	}
}

/// When credentials that are published now expire first.
pub fn end_of_cohort(chain: &mut Chain) -> Moment {
	let cohort = chain
		.query(<Runtime as FacilitiesApiV1<Block>>::login_terms)
		.credential_cohort;
	(chain.now() / cohort + 1) * cohort
}

/// The residents' office attests predicates of a citizen among many others. Returns the openings.
pub fn attest(
	chain: &mut Chain,
	citizen: CitizenIndex,
	predicates: &[(SchemaId, CredentialValue)],
) -> Vec<Disclosure> {
	let id = chain_id(chain);
	let salt = |schema: SchemaId| blake2_256(&(b"salt", citizen, schema).encode());
	let commitment = |schema, value| Commitment::new(&id, schema, value, citizen, &salt(schema));
	let mut drawn = 0u32;
	let tree = CredentialTree::new(
		predicates
			.iter()
			.map(|(schema, value)| commitment(*schema, *value)),
		|| {
			drawn += 1;
			blake2_256(&(b"filler", drawn).encode())
		},
	)
	.expect("so few fit");
	let expires_at = end_of_cohort(chain);
	let events = chain.succeeds_as(
		&key(RESIDENTS_OFFICER),
		Call::<Runtime>::publish_batch {
			root: tree.root(),
			expires_at,
		},
	);
	let batch = published(&events);
	predicates
		.iter()
		.map(|(schema, value)| {
			let (position, path) = tree
				.path(&commitment(*schema, *value))
				.expect("it is in the tree");
			Disclosure {
				schema: *schema,
				value: *value,
				salt: salt(*schema),
				batch,
				position,
				path,
			}
		})
		.collect()
}

fn published(events: &[RuntimeEvent]) -> BatchId {
	of_facilities(events)
		.into_iter()
		.find_map(|event| match event {
			Event::BatchPublished { batch, .. } => Some(batch),
			_ => None,
		})
		.expect("the event names the batch")
}

/// The number by which a citizen takes a consent back.
pub fn id_of(consent: &SignedConsent) -> ConsentId {
	consent.consent.id()
}
