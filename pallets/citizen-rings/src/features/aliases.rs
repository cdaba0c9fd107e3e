// SPDX-License-Identifier: Apache-2.0

//! Citizens act in a service under an alias.

use crate::{
	index_from, pallet::*, traits::*, types::*, AccountClass, Admission, AgencyRegistry,
	CitizenIndex, CitizenRegistry, DispatchError, DispatchResult, FreshId, Moment, OnAdmission,
	WeightInfo, INDEX_DOMAIN, MAX_DRAWS,
};
use codec::Encode;
use core::marker::PhantomData;
use frame_support::{
	dispatch::DispatchResultWithPostInfo,
	ensure,
	pallet_prelude::{
		InvalidTransaction, TransactionSource, TransactionValidityWithRefund, ValidTransaction,
		Weight,
	},
	traits::{Contains, Get},
};
use seoul_chain_ring_proofs::{
	Alias, Context, Message, ProofError, Purpose, RingProofSystem, ServiceBinding, PROOF_BYTES,
};

/// For how many blocks a transaction that binds an alias may wait.
const LONGEVITY: u64 = 64;

/// Why an alias is not bound. In the pool it is `InvalidTransaction::Custom` with the number here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum BindRefusal {
	/// Nobody can act in the service under an alias.
	UnknownService = 1,
	/// The account is admitted already.
	AccountInUse = 2,
	/// The alias has another account.
	AliasInUse = 3,
	/// It is too early to renew.
	NotYetRenewable = 4,
	/// There is no such revision.
	UnknownRevision = 5,
	/// The revision is void.
	RevisionExpired = 6,
	/// The proof has another length than every proof has.
	WrongProofLength = 7,
	/// The bytes are no proof.
	MalformedProof = 8,
	/// The proof does not show membership, or is for something else.
	InvalidProof = 9,
	/// The proof is of another alias.
	OtherAlias = 10,
	/// The alias was lost, and another took over its party.
	AliasReplaced = 11,
	/// The alias is to take over a party, and the waiting time is not over.
	RebindingWaiting = 12,
	/// The account stood for an alias or a citizen once.
	FormerAccount = 13,
}

impl BindRefusal {
	/// The number that the pool tells.
	pub const fn code(self) -> u8 {
		match self {
			Self::UnknownService => 1,
			Self::AccountInUse => 2,
			Self::AliasInUse => 3,
			Self::NotYetRenewable => 4,
			Self::UnknownRevision => 5,
			Self::RevisionExpired => 6,
			Self::WrongProofLength => 7,
			Self::MalformedProof => 8,
			Self::InvalidProof => 9,
			Self::OtherAlias => 10,
			Self::AliasReplaced => 11,
			Self::RebindingWaiting => 12,
			Self::FormerAccount => 13,
		}
	}
}

impl<T> From<BindRefusal> for Error<T> {
	fn from(refusal: BindRefusal) -> Self {
		match refusal {
			BindRefusal::UnknownService => Self::UnknownService,
			BindRefusal::AccountInUse => Self::AccountInUse,
			BindRefusal::AliasInUse => Self::AliasInUse,
			BindRefusal::NotYetRenewable => Self::NotYetRenewable,
			BindRefusal::UnknownRevision => Self::UnknownRevision,
			BindRefusal::RevisionExpired => Self::RevisionExpired,
			BindRefusal::WrongProofLength => Self::WrongProofLength,
			BindRefusal::MalformedProof => Self::MalformedProof,
			BindRefusal::InvalidProof => Self::InvalidProof,
			BindRefusal::OtherAlias => Self::OtherAlias,
			BindRefusal::AliasReplaced => Self::AliasReplaced,
			BindRefusal::RebindingWaiting => Self::RebindingWaiting,
			BindRefusal::FormerAccount => Self::FormerAccount,
		}
	}
}

/// What a proof that is valid does.
#[derive(Clone, Copy)]
enum Binding {
	/// Another party begins.
	First,
	/// The alias is valid for another period; which renewal it is, from 1.
	Renewal(u32),
	/// The alias takes over a party.
	Rebinding(CitizenIndex),
}

impl Binding {
	/// What the message says of it: how often the alias was renewed, with this time.
	const fn renewal(self) -> u32 {
		match self {
			Self::First | Self::Rebinding(_) => 0,
			Self::Renewal(number) => number,
		}
	}
}

impl From<ProofError> for BindRefusal {
	fn from(error: ProofError) -> Self {
		match error {
			ProofError::WrongLength => Self::WrongProofLength,
			ProofError::Malformed => Self::MalformedProof,
			ProofError::CorruptedRoot => Self::UnknownRevision,
			ProofError::Invalid => Self::InvalidProof,
		}
	}
}

pub(crate) fn proof_error<T>(error: ProofError) -> Error<T> {
	BindRefusal::from(error).into()
}

impl<T: Config> Pallet<T> {
	/// Verify a binding in full, what is cheap first.
	#[allow(clippy::trivially_copy_pass_by_ref)] // So the framework calls it.
	pub(crate) fn authorize_bind_alias(
		_: TransactionSource,
		service: &ServiceId,
		ring: &RingIndex,
		revision: &Revision,
		alias: &Alias,
		account: &T::AccountId,
		proof: &ProofBytes,
	) -> TransactionValidityWithRefund {
		let at = RingRef {
			ring: *ring,
			revision: *revision,
		};
		Self::verify_binding(*service, at, alias, account, proof)
			.map_err(|refusal| InvalidTransaction::Custom(refusal.code()))?;
		let validity = ValidTransaction::with_tag_prefix("citizen-rings/alias")
			.priority(T::AliasPriority::get())
			.and_provides((service, alias).encode())
			.longevity(LONGEVITY)
			.propagate(true)
			.build()?;
		Ok((validity, Weight::zero()))
	}

	fn verify_binding(
		service: ServiceId,
		at: RingRef,
		alias: &Alias,
		account: &T::AccountId,
		proof: &[u8],
	) -> Result<(), BindRefusal> {
		ensure!(proof.len() == PROOF_BYTES, BindRefusal::WrongProofLength);
		let collection = T::Services::collection_of(service).ok_or(BindRefusal::UnknownService)?;
		let renewal = Self::binding(service, alias, account)?.renewal();
		let record = Revisions::<T>::get((collection, at.ring, at.revision))
			.ok_or(BindRefusal::UnknownRevision)?;
		ensure!(
			record.is_valid_at(Self::now()),
			BindRefusal::RevisionExpired
		);
		let chain = T::ChainId::get();
		let message = ServiceBinding {
			service: service.0,
			renewal,
			account,
		}
		.to_bytes(&chain);
		let context = Context::of(&chain, Purpose::Service { service: service.0 });
		let shown = T::Proofs::verify(T::RingSize::get(), &record.root, &context, &message, proof)?;
		ensure!(shown == *alias, BindRefusal::OtherAlias);
		Ok(())
	}

	/// What binding an account to an alias would be, or why it cannot be bound.
	fn binding(
		service: ServiceId,
		alias: &Alias,
		account: &T::AccountId,
	) -> Result<Binding, BindRefusal> {
		if let Some(record) = Aliases::<T>::get(service, alias) {
			ensure!(record.account == *account, BindRefusal::AliasInUse);
			let half = Terms::<T>::get().alias_validity.checked_div(2).unwrap_or(0);
			ensure!(
				record.valid_until.saturating_sub(Self::now()) <= half,
				BindRefusal::NotYetRenewable
			);
			return Ok(Binding::Renewal(record.renewals.saturating_add(1)));
		}
		ensure!(
			!ReplacedAliases::<T>::contains_key(service, alias),
			BindRefusal::AliasReplaced
		);
		ensure!(
			!AliasByAccount::<T>::contains_key(account)
				&& T::Citizens::citizen_of(account).is_none()
				&& T::Agencies::agency_of(account).is_none()
				&& T::Admissions::class_of(account).is_none(),
			BindRefusal::AccountInUse
		);
		ensure!(
			!FormerAccounts::<T>::contains_key(account) && !T::Citizens::was_a_citizens(account),
			BindRefusal::FormerAccount
		);
		let Some(party) = ProposedAliases::<T>::get(service, alias) else {
			return Ok(Binding::First);
		};
		ensure!(
			Rebindings::<T>::get(party)
				.is_some_and(|rebinding| rebinding.completes_at <= Self::now()),
			BindRefusal::RebindingWaiting
		);
		Ok(Binding::Rebinding(party))
	}

	/// What a draw for the alias after `bound` others gives. No two draws of the chain share a counter.
	pub(crate) fn drawn(bound: u64, draw: u64) -> CitizenIndex {
		let counter = bound.saturating_mul(MAX_DRAWS).saturating_add(draw);
		index_from(&T::FreshIds::fresh_id(INDEX_DOMAIN, counter))
	}

	/// Draw an index that neither a card nor an alias has.
	fn draw_index() -> Result<CitizenIndex, DispatchError> {
		let bound = AliasCount::<T>::get();
		(0..MAX_DRAWS)
			.map(|draw| Self::drawn(bound, draw))
			.find(|index| {
				!AliasByIndex::<T>::contains_key(index) && T::Citizens::account_of(*index).is_none()
			})
			.ok_or_else(|| Error::<T>::NoFreshIndex.into())
	}

	/// Let an account act for a party under an alias from now on. Until when.
	pub(crate) fn enter(
		service: ServiceId,
		alias: Alias,
		index: CitizenIndex,
		account: &T::AccountId,
	) -> Moment {
		let valid_until = Self::now().saturating_add(Terms::<T>::get().alias_validity);
		AliasByIndex::<T>::insert(index, (service, alias));
		AliasByAccount::<T>::insert(account, (service, alias));
		Aliases::<T>::insert(
			service,
			alias,
			AliasRecord {
				index,
				account: account.clone(),
				renewals: 0,
				valid_until,
			},
		);
		T::OnAdmission::on_admitted(account);
		valid_until
	}

	/// Bind an account whose proof was verified.
	pub(crate) fn do_bind(
		service: ServiceId,
		alias: Alias,
		account: T::AccountId,
	) -> DispatchResultWithPostInfo {
		ensure!(
			T::Services::collection_of(service).is_some(),
			Error::<T>::UnknownService
		);
		match Self::binding(service, &alias, &account).map_err(Error::<T>::from)? {
			Binding::First => {
				let index = Self::draw_index()?;
				AliasCount::<T>::mutate(|count| *count = count.saturating_add(1));
				let valid_until = Self::enter(service, alias, index, &account);
				Self::deposit_event(Event::AliasBound {
					service,
					alias,
					index,
					account,
					valid_until,
				});
			},
			Binding::Renewal(renewals) => Self::renew(service, alias, renewals)?,
			Binding::Rebinding(party) => {
				Self::complete_rebinding(party, alias, account)?;
				return Ok(().into());
			},
		}
		Ok(Some(T::WeightInfo::bind_alias()).into())
	}

	fn renew(service: ServiceId, alias: Alias, renewals: u32) -> DispatchResult {
		let valid_until = Self::now().saturating_add(Terms::<T>::get().alias_validity);
		let mut record = Aliases::<T>::get(service, alias).ok_or(Error::<T>::UnknownAlias)?;
		Self::deposit_event(Event::AliasRenewed {
			service,
			alias,
			index: record.index,
			old_valid_until: record.valid_until,
			new_valid_until: valid_until,
		});
		record.renewals = renewals;
		record.valid_until = valid_until;
		Aliases::<T>::insert(service, alias, record);
		Ok(())
	}

	/// Until when the account of an alias can act, if it is one.
	pub(crate) fn valid_until(who: &T::AccountId) -> Option<Moment> {
		let (service, alias) = AliasByAccount::<T>::get(who)?;
		Some(Aliases::<T>::get(service, alias)?.valid_until)
	}
}

impl<T: Config> AliasRegistry<T::AccountId> for Pallet<T> {
	fn alias_of(who: &T::AccountId) -> Option<(ServiceId, CitizenIndex)> {
		let (service, alias) = AliasByAccount::<T>::get(who)?;
		Some((service, Aliases::<T>::get(service, alias)?.index))
	}

	fn service_of(party: CitizenIndex) -> Option<ServiceId> {
		AliasByIndex::<T>::get(party).map(|(service, _)| service)
	}

	fn account_of(party: CitizenIndex) -> Option<T::AccountId> {
		let (service, alias) = AliasByIndex::<T>::get(party)?;
		Some(Aliases::<T>::get(service, alias)?.account)
	}

	fn ensure_active(service: ServiceId, party: CitizenIndex) -> DispatchResult {
		let (_, alias) = AliasByIndex::<T>::get(party)
			.filter(|(of, _)| *of == service)
			.ok_or(Error::<T>::UnknownAlias)?;
		let record = Aliases::<T>::get(service, alias).ok_or(Error::<T>::UnknownAlias)?;
		ensure!(
			!Rebindings::<T>::contains_key(party),
			Error::<T>::AliasSuspended
		);
		ensure!(Self::now() < record.valid_until, Error::<T>::AliasExpired);
		Ok(())
	}

	fn was_an_aliases(who: &T::AccountId) -> bool {
		FormerAccounts::<T>::contains_key(who)
	}
}

/// The indices of aliases, which no card gets.
impl<T: Config> Contains<CitizenIndex> for Pallet<T> {
	fn contains(index: &CitizenIndex) -> bool {
		AliasByIndex::<T>::contains_key(index)
	}
}

/// The accounts that act for an alias or did once, which no card gets.
pub struct AliasAccounts<T>(PhantomData<T>);

impl<T: Config> Contains<T::AccountId> for AliasAccounts<T> {
	fn contains(who: &T::AccountId) -> bool {
		AliasByAccount::<T>::contains_key(who) || FormerAccounts::<T>::contains_key(who)
	}
}

/// The account of an alias is admitted as long as the alias is valid: also while the alias is being rebound, so that it
/// can object.
impl<T: Config> Admission<T::AccountId> for Pallet<T> {
	fn class_of(who: &T::AccountId) -> Option<AccountClass> {
		Self::valid_until(who)
			.filter(|valid_until| Self::now() < *valid_until)
			.map(|_| T::AliasClass::get())
	}
}
