// SPDX-License-Identifier: Apache-2.0

//! Whether a signed challenge is a login. What costs least is checked first; signatures are checked last.

use crate::{pallet::*, types::*};
use alloc::vec::Vec;
use frame_support::traits::Get;
use seoul_chain_login::{
	is_signed_by, subject_of, ChainId, Consent, ConsentId, Disclosure, FacilityId, Granted,
	LoginRequest, Predicate, Refusal, Standing, CLOCK_TOLERANCE,
};
use seoul_chain_primitives::{
	AccountId, AgencyRegistry, CitizenIndex, CitizenRegistry, Moment, Role,
};

/// For whom an account signs.
struct Signer {
	citizen: CitizenIndex,
	/// Until when, if it is a session key.
	session_ends: Option<Moment>,
}

impl<T: Config> Pallet<T> {
	/// Who logged in, or exactly why nobody did.
	pub fn authenticate(request: &LoginRequest) -> Result<Granted, Refusal> {
		let LoginRequest {
			challenge,
			signature,
			consent,
			disclosures,
		} = request;
		let chain = T::ChainId::get();
		let now = Self::now();

		// No state.
		challenge.check_form()?;
		refuse_if(challenge.chain != chain, Refusal::OtherChain)?;
		challenge.check_time(now, CLOCK_TOLERANCE)?;
		refuse_if(
			u32::try_from(disclosures.len())
				.map_or(true, |number| number > seoul_chain_login::MAX_REQUIREMENTS),
			Refusal::TooManyDisclosures,
		)?;

		// A few reads.
		let facility = Self::open_facility(challenge.facility)?;
		refuse_if(
			challenge.domain.as_bytes() != facility.details.domain.as_slice(),
			Refusal::OtherDomain,
		)?;
		let signer = Self::usable_signer(&challenge.account, now)?;
		let given = consent.as_ref().ok_or(Refusal::ConsentMissing)?;
		Self::check_consent(
			&given.consent,
			challenge.facility,
			&facility,
			&signer,
			&chain,
			now,
		)?;

		// Hashes.
		let (predicates, credentials_end) =
			Self::check_disclosures(disclosures, &facility.details, signer.citizen, &chain, now)?;

		// Signatures.
		refuse_if(
			!is_signed_by(challenge.text().as_bytes(), &challenge.account, signature),
			Refusal::InvalidSignature,
		)?;
		refuse_if(
			!is_signed_by(
				given.consent.text().as_bytes(),
				&given.consent.account,
				&given.signature,
			),
			Refusal::InvalidConsentSignature,
		)?;

		// A shorter longest pass applies at once.
		let pass_lifetime = facility
			.details
			.pass_lifetime
			.min(Self::terms_at(now).longest_pass);
		let expires_at = [signer.session_ends, credentials_end]
			.into_iter()
			.flatten()
			.fold(
				now.saturating_add(pass_lifetime)
					.min(given.consent.expires_at),
				Moment::min,
			);
		Ok(Granted {
			subject: subject_of(&chain, challenge.facility, signer.citizen),
			predicates,
			expires_at,
		})
	}

	/// Whether a login still stands, or why not, and until when its session does.
	pub fn standing(standing: &Standing) -> Result<Option<Moment>, Refusal> {
		Self::open_facility(standing.facility)?;
		let signer = Self::usable_signer(&standing.account, Self::now())?;
		Self::ensure_not_revoked(signer.citizen, standing.consent)?;
		Ok(signer.session_ends)
	}

	/// A facility that is open and whose operator can act.
	fn open_facility(facility: FacilityId) -> Result<Facility, Refusal> {
		let known = Facilities::<T>::get(facility).ok_or(Refusal::UnknownFacility)?;
		refuse_if(
			known.status != FacilityStatus::Open,
			Refusal::FacilityClosed,
		)?;
		T::Agencies::ensure_agency_has(known.agency, Role::FacilityOperator)
			.map_err(Refusal::Operator)?;
		Ok(known)
	}

	/// For whom an account signs, whatever the card's status. A session key for which a card was issued later
	/// signs for that card.
	fn signer(account: &AccountId, now: Moment) -> Result<Signer, Refusal> {
		if let Some(citizen) = T::Citizens::citizen_of(account) {
			return Ok(Signer {
				citizen,
				session_ends: None,
			});
		}
		let session = Sessions::<T>::get(account).ok_or(Refusal::UnknownSigner)?;
		refuse_if(
			session.status != SessionStatus::Open,
			Refusal::SessionClosed,
		)?;
		refuse_if(now >= session.expires_at, Refusal::SessionExpired)?;
		Ok(Signer {
			citizen: session.citizen,
			session_ends: Some(session.expires_at),
		})
	}

	/// For whom an account signs, if the card can be used.
	fn usable_signer(account: &AccountId, now: Moment) -> Result<Signer, Refusal> {
		let signer = Self::signer(account, now)?;
		T::Citizens::ensure_active(signer.citizen).map_err(Refusal::Card)?;
		Ok(signer)
	}

	fn ensure_not_revoked(citizen: CitizenIndex, consent: ConsentId) -> Result<(), Refusal> {
		refuse_if(
			RevokedConsents::<T>::contains_key(citizen, consent),
			Refusal::ConsentRevoked,
		)
	}

	/// All of a consent but its signature.
	fn check_consent(
		consent: &Consent,
		number: FacilityId,
		facility: &Facility,
		signer: &Signer,
		chain: &ChainId,
		now: Moment,
	) -> Result<(), Refusal> {
		consent.check_form()?;
		refuse_if(
			consent.chain != *chain
				|| consent.facility != number
				|| consent.domain.as_bytes() != facility.details.domain.as_slice(),
			Refusal::ConsentElsewhere,
		)?;
		consent.check_time(now, CLOCK_TOLERANCE)?;
		// What was consented to before terms changed stays as it is.
		let longest = Self::terms_at(consent.issued_at).longest_consent;
		refuse_if(
			consent.expires_at.saturating_sub(consent.issued_at) > longest,
			Refusal::ConsentTooLong,
		)?;
		let covered = facility
			.details
			.purposes
			.iter()
			.all(|purpose| purpose.is_named_in(consent));
		refuse_if(!covered, Refusal::ConsentDoesNotCover)?;
		let by = Self::signer(&consent.account, now).map_err(|_| Refusal::ConsentOfAnother)?;
		refuse_if(by.citizen != signer.citizen, Refusal::ConsentOfAnother)?;
		Self::ensure_not_revoked(signer.citizen, consent.id())
	}

	/// That each requirement holds, and when the first of its credentials expires.
	fn check_disclosures(
		disclosures: &[Disclosure],
		details: &FacilityDetails,
		citizen: CitizenIndex,
		chain: &ChainId,
		now: Moment,
	) -> Result<(Vec<Predicate>, Option<Moment>), Refusal> {
		for disclosure in disclosures {
			let required = details
				.requirements
				.iter()
				.any(|requirement| requirement.schema == disclosure.schema);
			refuse_if(!required, Refusal::NotRequired(disclosure.schema))?;
		}
		let mut predicates = Vec::new();
		let mut first_end: Option<Moment> = None;
		for requirement in &details.requirements {
			let schema = requirement.schema;
			let mut of_kind = disclosures
				.iter()
				.filter(|disclosure| disclosure.schema == schema);
			let disclosure = of_kind.next().ok_or(Refusal::PredicateMissing(schema))?;
			refuse_if(of_kind.next().is_some(), Refusal::TooManyDisclosures)?;
			refuse_if(
				!requirement.accepted.accepts(disclosure.value),
				Refusal::ValueNotAccepted(schema),
			)?;
			let end = Self::check_credential(disclosure, citizen, chain, now)?;
			first_end = Some(first_end.map_or(end, |first| first.min(end)));
			predicates.push(Predicate {
				schema,
				value: disclosure.value,
			});
		}
		Ok((predicates, first_end))
	}

	/// That a credential counts now and is about this citizen, and when it expires.
	///
	/// # Errors
	///
	/// Exactly why it does not count.
	pub fn check_disclosed(
		citizen: CitizenIndex,
		disclosure: &Disclosure,
	) -> Result<Moment, Refusal> {
		Self::check_credential(disclosure, citizen, &T::ChainId::get(), Self::now())
	}

	/// That a credential counts, and when it expires.
	fn check_credential(
		disclosure: &Disclosure,
		citizen: CitizenIndex,
		chain: &ChainId,
		now: Moment,
	) -> Result<Moment, Refusal> {
		let schema = disclosure.schema;
		refuse_if(!disclosure.has_form(), Refusal::MalformedPath(schema))?;
		let batch =
			Batches::<T>::get(disclosure.batch).ok_or(Refusal::UnknownBatch(disclosure.batch))?;
		refuse_if(
			batch.status != BatchStatus::Published,
			Refusal::BatchRevoked(disclosure.batch),
		)?;
		refuse_if(now >= batch.expires_at, Refusal::CredentialExpired(schema))?;
		let attests = Schemas::<T>::get(schema)
			.is_some_and(|details| details.issuers.contains(&batch.agency));
		refuse_if(!attests, Refusal::IssuerNotAuthorized(schema))?;
		T::Agencies::ensure_agency_has(batch.agency, Role::CredentialIssuer)
			.map_err(Refusal::Issuer)?;
		let commitment = disclosure.commitment(chain, citizen);
		refuse_if(
			RevokedCredentials::<T>::contains_key(disclosure.batch, commitment),
			Refusal::CredentialRevoked(schema),
		)?;
		refuse_if(
			!disclosure.leads_to(&commitment, &batch.root),
			Refusal::NotInBatch(schema),
		)?;
		Ok(batch.expires_at)
	}
}

fn refuse_if(wrong: bool, refusal: Refusal) -> Result<(), Refusal> {
	if wrong {
		Err(refusal)
	} else {
		Ok(())
	}
}
