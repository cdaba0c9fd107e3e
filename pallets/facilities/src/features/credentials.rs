// SPDX-License-Identifier: Apache-2.0

//! Kinds of credentials, and batches of them.

use crate::{pallet::*, types::*};
use frame_support::{ensure, traits::ConstU32, BoundedVec};
use seoul_chain_login::{BatchId, Commitment, SchemaId};
use seoul_chain_primitives::{AccountId, Actor, AgencyId, AgencyRegistry, Moment, Role};
use sp_core::H256;
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_schema(schema: SchemaId, details: Schema) -> DispatchResult {
		ensure!(
			is_name(&details.korean_name) && is_name(&details.english_name),
			Error::<T>::InvalidName
		);
		ensure!(!details.issuers.is_empty(), Error::<T>::NoIssuer);
		for agency in &details.issuers {
			T::Agencies::ensure_agency_has(*agency, Role::CredentialIssuer)?;
		}
		let old_details = Schemas::<T>::get(schema);
		Schemas::<T>::insert(schema, details.clone());
		Self::deposit_event(Event::SchemaSet {
			schema,
			old_details,
			new_details: details,
		});
		Ok(())
	}

	pub(crate) fn do_publish_batch(
		issuer: Actor<AccountId>,
		root: H256,
		expires_at: Moment,
	) -> DispatchResult {
		ensure!(!root.is_zero(), Error::<T>::EmptyRoot);
		let now = Self::now();
		let terms = Self::terms_at(now);
		ensure!(
			expires_at > now
				&& expires_at <= now.saturating_add(terms.longest_credential)
				&& expires_at.checked_rem(terms.credential_cohort) == Some(0),
			Error::<T>::InvalidExpiry
		);
		let batch = NextBatch::<T>::get();
		let next = batch.0.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;
		NextBatch::<T>::put(BatchId(next));
		Batches::<T>::insert(
			batch,
			Batch {
				agency: issuer.agency,
				root,
				expires_at,
				status: BatchStatus::Published,
			},
		);
		Self::deposit_event(Event::BatchPublished {
			batch,
			agency: issuer.agency,
			root,
			expires_at,
			by: issuer.who,
		});
		Ok(())
	}

	/// A batch that is not revoked and was published by this agency.
	fn own_batch(agency: AgencyId, batch: BatchId) -> Result<Batch, DispatchError> {
		let known = Batches::<T>::get(batch).ok_or(Error::<T>::BatchNotFound)?;
		ensure!(known.agency == agency, Error::<T>::NotTheIssuer);
		ensure!(
			known.status == BatchStatus::Published,
			Error::<T>::BatchAlreadyRevoked
		);
		Ok(known)
	}

	pub(crate) fn do_revoke_credentials(
		issuer: Actor<AccountId>,
		batch: BatchId,
		commitments: BoundedVec<Commitment, ConstU32<MAX_REVOKED>>,
	) -> DispatchResult {
		ensure!(!commitments.is_empty(), Error::<T>::NothingToDo);
		Self::own_batch(issuer.agency, batch)?;
		for commitment in &commitments {
			ensure!(
				!RevokedCredentials::<T>::contains_key(batch, commitment),
				Error::<T>::AlreadyRevoked
			);
			RevokedCredentials::<T>::insert(batch, commitment, ());
		}
		Self::deposit_event(Event::CredentialsRevoked {
			batch,
			commitments,
			by: issuer.who,
		});
		Ok(())
	}

	pub(crate) fn do_revoke_batch(issuer: Actor<AccountId>, batch: BatchId) -> DispatchResult {
		let known = Self::own_batch(issuer.agency, batch)?;
		Batches::<T>::insert(
			batch,
			Batch {
				status: BatchStatus::Revoked { since: Self::now() },
				..known
			},
		);
		Self::deposit_event(Event::BatchRevoked {
			batch,
			by: issuer.who,
		});
		Ok(())
	}

	/// Removes what can be, and says how many revocations that were.
	pub(crate) fn do_forget_batch(batch: BatchId) -> Result<u32, DispatchError> {
		let known = Batches::<T>::get(batch).ok_or(Error::<T>::BatchNotFound)?;
		ensure!(Self::now() >= known.expires_at, Error::<T>::NotExpired);
		// Not `clear_prefix`: its limit does not count what was written in the same block.
		let limit = usize::try_from(MAX_FORGOTTEN).unwrap_or_default();
		let revoked: alloc::vec::Vec<Commitment> = RevokedCredentials::<T>::iter_key_prefix(batch)
			.take(limit.saturating_add(1))
			.collect();
		let left = if revoked.len() > limit {
			Remainder::Revocations
		} else {
			Batches::<T>::remove(batch);
			Remainder::Nothing
		};
		let mut removed = 0u32;
		for commitment in revoked.iter().take(limit) {
			RevokedCredentials::<T>::remove(batch, commitment);
			removed = removed.saturating_add(1);
		}
		Self::deposit_event(Event::BatchForgotten {
			batch,
			removed,
			left,
		});
		Ok(removed)
	}
}
