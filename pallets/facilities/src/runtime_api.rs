// SPDX-License-Identifier: Apache-2.0

//! What any node answers about logins.

use crate::types::{Batch, Facility, LoginTerms, Schema, Session};
use seoul_chain_login::{
	BatchId, ChainId, ConsentId, FacilityId, Granted, LoginRequest, Refusal, SchemaId, Standing,
};
use seoul_chain_primitives::{AccountId, CitizenIndex, Moment};

sp_api::decl_runtime_apis! {
	/// 로그인: who logs in, answered from any block's state.
	pub trait CitizenIdentityApi {
		/// Who logged in, or exactly why nobody did. Nothing is stored. The facility itself must let each challenge
		/// be answered once, and look at its own clock.
		fn authenticate(request: LoginRequest) -> Result<Granted, Refusal>;
		/// Whether a login still stands, or why not: the facility is open, the card can be used, the session is open
		/// and the consent not revoked. Looks at no signature. The answer is until when its session does.
		fn standing(standing: Standing) -> Result<Option<Moment>, Refusal>;
		/// The chain's identity in what is signed.
		fn chain_id() -> ChainId;
	}

	/// 시설 조회: questions about facilities, credentials, sessions and consents, answered from any block's state.
	pub trait FacilitiesApi {
		/// A facility by its number.
		fn facility(facility: FacilityId) -> Option<Facility>;
		/// A kind of credential by its number.
		fn schema(schema: SchemaId) -> Option<Schema>;
		/// A batch of credentials by its number.
		fn batch(batch: BatchId) -> Option<Batch>;
		/// A session by its key.
		fn session(key: AccountId) -> Option<Session>;
		/// Until when it is remembered that a citizen revoked a consent; nothing if that did not happen.
		fn consent_revocation(citizen: CitizenIndex, consent: ConsentId) -> Option<Moment>;
		/// The periods that apply.
		fn login_terms() -> LoginTerms;
	}
}
