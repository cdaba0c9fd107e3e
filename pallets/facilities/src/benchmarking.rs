// SPDX-License-Identifier: Apache-2.0

//! Benchmarks: each call at its worst. Texts are as long as they can be, lists as full, and sessions of a citizen
//! as many as there can be.

#![allow(
	clippy::expect_used,
	clippy::unwrap_used,
	clippy::as_conversions,
	clippy::indexing_slicing,
	clippy::arithmetic_side_effects,
	missing_docs
)]

use super::*;
use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{ConstU32, EnsureOrigin, Get},
	BoundedVec,
};
use frame_system::RawOrigin;
use seoul_chain_login::{
	consent::MAX_PURPOSE_TEXT, BatchId, Commitment, ConsentId, CredentialValue, Disclosure,
	FacilityId, Message, SchemaId, SessionPossession, MAX_PURPOSES, MAX_REQUIREMENTS, TREE_DEPTH,
};
use seoul_chain_primitives::{
	chain::DAY, AccountId, Actor, AgencyId, CitizenIndex, EnsureActor, Moment, OnCardStatus,
	Signature,
};
use sp_core::{crypto::KeyTypeId, H256};
use sp_runtime::{traits::IdentifyAccount, MultiSigner};

/// What the benchmarks need of the registers that the runtime joins to this one.
pub trait BenchmarkHelper {
	/// The account and index of a citizen of its own, different for each seed, who may act.
	fn create_citizen(seed: u32) -> (AccountId, CitizenIndex);
	/// An agency that may attest predicates, different for each seed.
	fn create_issuer(seed: u32) -> AgencyId;
	/// Set legal time.
	fn set_time(now: Moment);
}

type Helper<T> = <T as Config>::BenchmarkHelper;

const NOW: Moment = 1_800_000_000_000;
const KEYS: KeyTypeId = KeyTypeId(*b"benc");

fn name() -> Name {
	BoundedVec::truncate_from(vec![b'x'; MAX_NAME as usize])
}

fn hash(number: u32) -> H256 {
	H256(sp_io::hashing::blake2_256(&number.to_le_bytes()))
}

fn domain() -> Domain {
	// Four labels of 62 letters with their dots are 252 bytes.
	let mut domain = vec![b'x'; 251];
	for dot in [62, 125, 188] {
		domain[dot] = b'.';
	}
	BoundedVec::truncate_from(domain)
}

/// As much as can be said of a facility, with so many requirements.
fn details(requirements: u32) -> FacilityDetails {
	let purposes: Vec<FacilityPurpose> = (0..MAX_PURPOSES)
		.map(|number| {
			let mut line = vec![b'x'; MAX_PURPOSE_TEXT as usize];
			line[0] = b'a' + number as u8;
			FacilityPurpose {
				korean: BoundedVec::truncate_from(line.clone()),
				english: BoundedVec::truncate_from(line),
			}
		})
		.collect();
	let requirements: Vec<Requirement> = (0..requirements)
		.map(|number| Requirement {
			schema: SchemaId(number as u16),
			accepted: Accepted::OneOf {
				values: BoundedVec::truncate_from((0..MAX_VALUES).map(CredentialValue).collect()),
			},
		})
		.collect();
	FacilityDetails {
		korean_name: name(),
		english_name: name(),
		domain: domain(),
		purposes: BoundedVec::truncate_from(purposes),
		requirements: BoundedVec::truncate_from(requirements),
		pass_lifetime: 1,
	}
}

fn schema<T: Config>() -> Schema {
	let mut issuers = Issuers::new();
	for seed in 0..MAX_ISSUERS {
		let _ = issuers.try_insert(Helper::<T>::create_issuer(seed));
	}
	Schema {
		korean_name: name(),
		english_name: name(),
		issuers,
	}
}

fn schemas<T: Config>() {
	let schema = schema::<T>();
	for number in 0..MAX_REQUIREMENTS {
		Schemas::<T>::insert(SchemaId(number as u16), schema.clone());
	}
}

/// As many terms as are kept, those in force first and alike.
fn full_terms<T: Config>() {
	Helper::<T>::set_time(NOW);
	let all: Vec<DatedTerms> = (0..MAX_DATED_TERMS)
		.map(|number| DatedTerms {
			effective_from: if number < 2 {
				Moment::from(number)
			} else {
				NOW + Moment::from(number)
			},
			terms: LoginTerms::default(),
		})
		.collect();
	Terms::<T>::put(BoundedVec::<_, ConstU32<MAX_DATED_TERMS>>::truncate_from(
		all,
	));
}

fn operator<T: Config>() -> Result<(T::RuntimeOrigin, Actor<AccountId>), BenchmarkError> {
	let origin = T::OperatorOrigin::successful_actor();
	let actor = T::OperatorOrigin::ensure_actor(origin.clone())?;
	Ok((origin, actor))
}

fn issuer<T: Config>() -> Result<(T::RuntimeOrigin, Actor<AccountId>), BenchmarkError> {
	let origin = T::IssuerOrigin::successful_actor();
	let actor = T::IssuerOrigin::ensure_actor(origin.clone())?;
	Ok((origin, actor))
}

fn facility_of<T: Config>(agency: AgencyId) -> Result<FacilityId, BenchmarkError> {
	Ok(Pallet::<T>::insert_facility(
		agency,
		details(MAX_REQUIREMENTS),
	)?)
}

fn batch_of<T: Config>(agency: AgencyId) -> BatchId {
	let batch = NextBatch::<T>::get();
	NextBatch::<T>::put(BatchId(batch.0 + 1));
	Batches::<T>::insert(
		batch,
		Batch {
			agency,
			root: hash(0),
			expires_at: NOW + DAY,
			status: BatchStatus::Published,
		},
	);
	batch
}

/// Give a citizen as many sessions as there can be, all alike.
fn fill_sessions<T: Config>(citizen: CitizenIndex, session: Session) -> Vec<AccountId> {
	let keys: Vec<AccountId> = (0..MAX_SESSIONS)
		.map(|number| AccountId::new(hash(number).0))
		.collect();
	for key in &keys {
		Sessions::<T>::insert(key, session);
	}
	SessionKeys::<T>::insert(
		citizen,
		BoundedVec::<_, ConstU32<MAX_SESSIONS>>::truncate_from(keys.clone()),
	);
	keys
}

fn open<T: Config>(citizen: CitizenIndex) -> Vec<AccountId> {
	fill_sessions::<T>(
		citizen,
		Session {
			citizen,
			expires_at: NOW + DAY,
			status: SessionStatus::Open,
		},
	)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_facility(r: Linear<0, MAX_REQUIREMENTS>) -> Result<(), BenchmarkError> {
		full_terms::<T>();
		schemas::<T>();
		let (origin, _) = operator::<T>()?;
		let id = NextFacility::<T>::get();
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, details(r));
		assert!(crate::pallet::Facilities::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn change_facility(r: Linear<0, MAX_REQUIREMENTS>) -> Result<(), BenchmarkError> {
		full_terms::<T>();
		schemas::<T>();
		let (origin, actor) = operator::<T>()?;
		let id = facility_of::<T>(actor.agency)?;
		let new = FacilityDetails {
			pass_lifetime: 2,
			..details(r)
		};
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, new);
		let known = crate::pallet::Facilities::<T>::get(id).expect("it is there");
		assert_eq!(known.details.pass_lifetime, 2);
		Ok(())
	}

	#[benchmark]
	fn close_facility() -> Result<(), BenchmarkError> {
		full_terms::<T>();
		let (origin, actor) = operator::<T>()?;
		let id = facility_of::<T>(actor.agency)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id);
		let known = crate::pallet::Facilities::<T>::get(id).expect("it is there");
		assert_eq!(known.status, FacilityStatus::Closed { since: NOW });
		Ok(())
	}

	#[benchmark]
	fn set_schema() -> Result<(), BenchmarkError> {
		schemas::<T>();
		let origin = T::GovernanceOrigin::try_successful_origin()
			.map_err(|()| BenchmarkError::Weightless)?;
		let details = schema::<T>();
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, SchemaId(0), details.clone());
		assert_eq!(Schemas::<T>::get(SchemaId(0)), Some(details));
		Ok(())
	}

	#[benchmark]
	fn publish_batch() -> Result<(), BenchmarkError> {
		full_terms::<T>();
		let (origin, _) = issuer::<T>()?;
		let cohort = LoginTerms::default().credential_cohort;
		let expires_at = (NOW / cohort + 1) * cohort;
		let id = NextBatch::<T>::get();
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, hash(1), expires_at);
		assert!(Batches::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn revoke_credentials(n: Linear<1, MAX_REVOKED>) -> Result<(), BenchmarkError> {
		full_terms::<T>();
		let (origin, actor) = issuer::<T>()?;
		let id = batch_of::<T>(actor.agency);
		let commitments =
			BoundedVec::truncate_from((0..n).map(|number| Commitment(hash(number))).collect());
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, commitments);
		assert!(RevokedCredentials::<T>::contains_key(
			id,
			Commitment(hash(n - 1))
		));
		Ok(())
	}

	#[benchmark]
	fn revoke_batch() -> Result<(), BenchmarkError> {
		full_terms::<T>();
		let (origin, actor) = issuer::<T>()?;
		let id = batch_of::<T>(actor.agency);
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id);
		let known = Batches::<T>::get(id).expect("it is there");
		assert_eq!(known.status, BatchStatus::Revoked { since: NOW });
		Ok(())
	}

	#[benchmark]
	fn forget_batch(n: Linear<0, MAX_FORGOTTEN>) -> Result<(), BenchmarkError> {
		full_terms::<T>();
		let (_, actor) = issuer::<T>()?;
		let id = batch_of::<T>(actor.agency);
		for number in 0..n {
			RevokedCredentials::<T>::insert(id, Commitment(hash(number)), ());
		}
		Helper::<T>::set_time(NOW + DAY);
		let anyone: AccountId = whitelisted_caller();
		#[extrinsic_call]
		_(RawOrigin::Signed(anyone), id);
		assert!(!Batches::<T>::contains_key(id));
		assert!(RevokedCredentials::<T>::iter_key_prefix(id)
			.next()
			.is_none());
		Ok(())
	}

	/// All sessions that there were have expired, and the key is of the kind that takes longest to verify, wrapped.
	#[benchmark]
	fn open_session() -> Result<(), BenchmarkError> {
		full_terms::<T>();
		let (account, citizen) = Helper::<T>::create_citizen(1);
		fill_sessions::<T>(
			citizen,
			Session {
				citizen,
				expires_at: NOW,
				status: SessionStatus::Open,
			},
		);
		let public = sp_io::crypto::ecdsa_generate(KEYS, None);
		let key = MultiSigner::from(public).into_account();
		let expires_at = NOW + DAY;
		let message = SessionPossession {
			chain: T::ChainId::get(),
			citizen,
			key: key.clone(),
			expires_at,
		};
		let wrapped = seoul_chain_login::wrapped(&message.to_bytes());
		let possession: Signature = sp_io::crypto::ecdsa_sign_prehashed(
			KEYS,
			&public,
			&sp_io::hashing::blake2_256(&wrapped),
		)
		.expect("the key is there")
		.into();
		#[extrinsic_call]
		_(
			RawOrigin::Signed(account),
			key.clone(),
			expires_at,
			possession,
		);
		assert_eq!(SessionKeys::<T>::get(citizen).to_vec(), vec![key]);
		Ok(())
	}

	#[benchmark]
	fn close_session() -> Result<(), BenchmarkError> {
		full_terms::<T>();
		let (account, citizen) = Helper::<T>::create_citizen(1);
		let keys = open::<T>(citizen);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), keys[0].clone());
		let session = Sessions::<T>::get(&keys[0]).expect("it is there");
		assert_eq!(session.status, SessionStatus::Closed { since: NOW });
		Ok(())
	}

	#[benchmark]
	fn close_all_sessions() -> Result<(), BenchmarkError> {
		full_terms::<T>();
		let (account, citizen) = Helper::<T>::create_citizen(1);
		let keys = open::<T>(citizen);
		#[extrinsic_call]
		_(RawOrigin::Signed(account));
		for key in keys {
			let session = Sessions::<T>::get(&key).expect("it is there");
			assert_eq!(session.status, SessionStatus::Closed { since: NOW });
		}
		Ok(())
	}

	#[benchmark]
	fn revoke_consent() -> Result<(), BenchmarkError> {
		full_terms::<T>();
		let (account, citizen) = Helper::<T>::create_citizen(1);
		#[extrinsic_call]
		_(RawOrigin::Signed(account), ConsentId(hash(1)));
		assert!(RevokedConsents::<T>::contains_key(
			citizen,
			ConsentId(hash(1))
		));
		Ok(())
	}

	#[benchmark]
	fn forget_consents(n: Linear<1, MAX_FORGOTTEN>) -> Result<(), BenchmarkError> {
		full_terms::<T>();
		let (account, citizen) = Helper::<T>::create_citizen(1);
		let consents: Vec<ConsentId> = (0..n).map(|number| ConsentId(hash(number))).collect();
		for consent in &consents {
			RevokedConsents::<T>::insert(citizen, consent, NOW);
		}
		#[extrinsic_call]
		_(
			RawOrigin::Signed(account),
			citizen,
			BoundedVec::truncate_from(consents),
		);
		assert!(RevokedConsents::<T>::iter_key_prefix(citizen)
			.next()
			.is_none());
		Ok(())
	}

	#[benchmark]
	fn schedule_terms() -> Result<(), BenchmarkError> {
		full_terms::<T>();
		let origin = T::GovernanceOrigin::try_successful_origin()
			.map_err(|()| BenchmarkError::Weightless)?;
		let effective_from = NOW + DAY;
		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			effective_from,
			LoginTerms::default(),
		);
		let last = Terms::<T>::get().last().copied().expect("there are terms");
		assert_eq!(last.effective_from, effective_from);
		Ok(())
	}

	#[benchmark]
	fn end_sessions() -> Result<(), BenchmarkError> {
		full_terms::<T>();
		let (_, citizen) = Helper::<T>::create_citizen(1);
		let keys = open::<T>(citizen);
		#[block]
		{
			Pallet::<T>::on_card_status(citizen, seoul_chain_primitives::CardChange::Suspended);
		}
		for key in keys {
			let session = Sessions::<T>::get(&key).expect("it is there");
			assert_eq!(session.status, SessionStatus::Closed { since: NOW });
		}
		Ok(())
	}

	/// What another pallet asks of a credential: its issuer is the last of as many as there can be.
	#[benchmark]
	fn check_credential() -> Result<(), BenchmarkError> {
		full_terms::<T>();
		schemas::<T>();
		let (_, citizen) = Helper::<T>::create_citizen(1);
		let batch = batch_of::<T>(Helper::<T>::create_issuer(MAX_ISSUERS - 1));
		let mut disclosure = Disclosure {
			schema: SchemaId(0),
			value: CredentialValue(1),
			salt: [1; 32],
			batch,
			position: 0,
			path: (0..TREE_DEPTH).map(hash).collect(),
		};
		let commitment = disclosure.commitment(&T::ChainId::get(), citizen);
		let root = disclosure.root(&commitment);
		Batches::<T>::mutate_extant(batch, |batch| batch.root = root);
		let result;
		#[block]
		{
			result = Pallet::<T>::check_disclosed(citizen, &disclosure);
		}
		assert_eq!(result, Ok(NOW + DAY));
		disclosure.position = 1;
		assert!(Pallet::<T>::check_disclosed(citizen, &disclosure).is_err());
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::empty_chain(), crate::mock::Test);
}
