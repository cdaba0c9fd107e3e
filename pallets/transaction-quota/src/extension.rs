// SPDX-License-Identifier: Apache-2.0

//! What every transaction passes: nonce, weight, and quota or fee.

use crate::{BalanceOf, Charge, Config, Pallet, Payer, Tier, WeightInfo};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use core::fmt;
use frame_support::{
	dispatch::{DispatchInfo, PostDispatchInfo},
	weights::Weight,
};
use frame_system::{CheckNonce, CheckWeight};
use pallet_transaction_payment::{
	ChargeTransactionPayment, OnChargeTransaction, Pre as PaymentPre,
	WeightInfo as PaymentWeightInfo,
};
use scale_info::{Type, TypeInfo};
use seoul_chain_primitives::OnAdmission;
use sp_runtime::{
	traits::{
		AsSystemOriginSigner, DispatchInfoOf, DispatchOriginOf, Dispatchable, Implication,
		PostDispatchInfoOf, RefundWeight, Saturating, TransactionExtension,
		TransactionExtensionMetadata, ValidateResult, Zero,
	},
	transaction_validity::{
		TransactionSource, TransactionValidity, TransactionValidityError, ValidTransaction,
	},
	DispatchResult, SaturatedConversion,
};

/// The three extensions in whose place [`ChargeQuotaOrFee`] stands.
pub type Inner<T> = (CheckNonce<T>, CheckWeight<T>, ChargeTransactionPayment<T>);

/// 무료 한도 또는 수수료. Checks nonce and weight, and lets the signer's quota pay, or else the normal fee.
///
/// It encodes exactly what the three extensions in it encode, its type is theirs, and the metadata names
/// them and not it. A wallet signs as for any chain.
///
/// # Who pays
///
/// Quota pays if all of this holds; otherwise the fee is due, as `pallet-transaction-payment` decides:
///
/// - the signer is admitted ([`Config::Admission`]);
/// - quota covers the call ([`Config::CallPolicy`]);
/// - the transaction has no tip, because tips buy priority;
/// - what is left suffices in both measures for the most that the transaction can take, as many times as
///   the account has nonces from its own to that of the transaction. The pool validates each waiting
///   transaction of an account against the same state; without that factor any number would seem to fit.
///
/// For the same reason the balance must cover the fee that many times. What neither pays for is refused
/// with `InvalidTransaction::Payment` before the pool takes it.
///
/// Of waiting transactions of which none costs less than the one before it, therefore, none can lack quota
/// in a block. A dear one before a cheap one can use what the cheap one was let in for, as nobody who
/// validates one transaction sees the others; the cheap one is refused then, and its sender may sign again.
///
/// # What is taken
///
/// What the transaction takes of its block: the weight of the call, of the extensions and of a transaction
/// as such, and the bytes of the whole. Before the call runs the most that it can take is taken; afterwards
/// compute that it did not use is given back. Bytes are not: they were sent. A call that is refused keeps
/// what it used; one that succeeds and says that it pays no fee gets everything back.
///
/// Whoever is admitted and signs is also activated, whatever pays. So the nonce of an admitted account
/// outlives the balance that the account may have existed by until then.
///
/// # Priority
///
/// See the table at [`Tier`].
#[derive(Encode, Decode, DecodeWithMemTracking, Clone, PartialEq, Eq)]
pub struct ChargeQuotaOrFee<T: Config + Send + Sync>(pub Inner<T>);

impl<T: Config + Send + Sync> From<Inner<T>> for ChargeQuotaOrFee<T> {
	fn from(inner: Inner<T>) -> Self {
		Self(inner)
	}
}

impl<T: Config + Send + Sync> fmt::Debug for ChargeQuotaOrFee<T> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let (nonce, weight, payment) = &self.0;
		f.debug_tuple("ChargeQuotaOrFee")
			.field(nonce)
			.field(weight)
			.field(payment)
			.finish()
	}
}

/// Clients see the three extensions.
impl<T: Config + Send + Sync> TypeInfo for ChargeQuotaOrFee<T>
where
	Inner<T>: TypeInfo + 'static,
{
	type Identity = Inner<T>;

	fn type_info() -> Type {
		<Inner<T> as TypeInfo>::type_info()
	}
}

impl<T: Config + Send + Sync> ChargeQuotaOrFee<T>
where
	T::RuntimeCall: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
{
	/// Whether the quota of `who` pays for this transaction. For fee queries.
	pub fn is_free_for(
		&self,
		who: &T::AccountId,
		call: &T::RuntimeCall,
		info: &DispatchInfo,
		len: usize,
	) -> bool {
		let (nonce, _, payment) = &self.0;
		Pallet::<T>::suffices_for(who, nonce.0, call, info, len, payment.tip())
	}

	/// Refuse if the balance does not cover the fee of this transaction and of as many like it as wait
	/// before it.
	fn ensure_fee_for_all_waiting(
		&self,
		who: &T::AccountId,
		call: &T::RuntimeCall,
		info: &DispatchInfo,
		len: usize,
		gap: u64,
	) -> Result<(), TransactionValidityError> {
		let tip = self.0 .2.tip();
		let fee =
			pallet_transaction_payment::Pallet::<T>::compute_fee(len.saturated_into(), info, tip);
		let transactions: BalanceOf<T> = gap.saturating_add(1).saturated_into();
		<T::OnChargeTransaction as OnChargeTransaction<T>>::can_withdraw_fee(
			who,
			call,
			info,
			fee.saturating_mul(transactions),
			tip,
		)
	}

	/// The priority that `pallet-transaction-payment` gives to such a transaction without a tip.
	fn priority_without_tip(info: &DispatchInfo, len: usize) -> u64 {
		let none = BalanceOf::<T>::zero();
		let fee =
			pallet_transaction_payment::Pallet::<T>::compute_fee(len.saturated_into(), info, none);
		ChargeTransactionPayment::<T>::get_priority(info, len, none, fee)
	}
}

impl<T: Config + Send + Sync> TransactionExtension<T::RuntimeCall> for ChargeQuotaOrFee<T>
where
	T::RuntimeCall: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
	<T::RuntimeCall as Dispatchable>::RuntimeOrigin: AsSystemOriginSigner<T::AccountId> + Clone,
{
	/// Not shown to clients: the metadata names the three extensions within.
	const IDENTIFIER: &'static str = "ChargeQuotaOrFee";
	type Implicit = ((), (), ());
	/// Beside a fee stands whom to activate.
	type Val = (
		<CheckNonce<T> as TransactionExtension<T::RuntimeCall>>::Val,
		<CheckWeight<T> as TransactionExtension<T::RuntimeCall>>::Val,
		Payer<
			Charge<T::AccountId>,
			(
				<ChargeTransactionPayment<T> as TransactionExtension<T::RuntimeCall>>::Val,
				Option<T::AccountId>,
			),
		>,
	);
	type Pre = (
		<CheckNonce<T> as TransactionExtension<T::RuntimeCall>>::Pre,
		<CheckWeight<T> as TransactionExtension<T::RuntimeCall>>::Pre,
		Payer<Charge<T::AccountId>, PaymentPre<T>>,
	);

	fn metadata() -> Vec<TransactionExtensionMetadata> {
		<Inner<T> as TransactionExtension<T::RuntimeCall>>::metadata()
	}

	fn weight(&self, call: &T::RuntimeCall) -> Weight {
		self.0
			.weight(call)
			.saturating_add(<T as Config>::WeightInfo::charge_quota())
	}

	fn validate(
		&self,
		origin: DispatchOriginOf<T::RuntimeCall>,
		call: &T::RuntimeCall,
		info: &DispatchInfoOf<T::RuntimeCall>,
		len: usize,
		((), (), ()): Self::Implicit,
		inherited_implication: &impl Implication,
		source: TransactionSource,
	) -> ValidateResult<Self::Val, T::RuntimeCall> {
		let (nonce, weight, payment) = &self.0;
		let (valid, nonce_val, origin) =
			nonce.validate(origin, call, info, len, (), inherited_implication, source)?;
		let (valid_weight, weight_val, origin) =
			weight.validate(origin, call, info, len, (), inherited_implication, source)?;
		let valid = valid.combine_with(valid_weight);

		let Some(who) = origin.as_system_origin_signer().cloned() else {
			let (valid_payment, payment_val, origin) =
				payment.validate(origin, call, info, len, (), inherited_implication, source)?;
			return Ok((
				valid.combine_with(valid_payment),
				(nonce_val, weight_val, Payer::Fee((payment_val, None))),
				origin,
			));
		};

		let standing = Pallet::<T>::standing(&who, call);
		let gap = Pallet::<T>::nonce_gap(&who, nonce.0);
		if let Some((class, Some(tier))) = standing.filter(|_| payment.tip().is_zero()) {
			let cost = Pallet::<T>::cost(info, len);
			if Pallet::<T>::suffices(&who, class, cost, gap) {
				let valid_quota = ValidTransaction {
					priority: tier.priority(Self::priority_without_tip(info, len)),
					..Default::default()
				};
				let charge = Charge { who, class, cost };
				return Ok((
					valid.combine_with(valid_quota),
					(nonce_val, weight_val, Payer::Quota(charge)),
					origin,
				));
			}
		}

		let (valid_fee, payment_val, origin) =
			payment.validate(origin, call, info, len, (), inherited_implication, source)?;
		if gap > 0 {
			self.ensure_fee_for_all_waiting(&who, call, info, len, gap)?;
		}
		let tier = standing
			.and_then(|(_, tier)| tier)
			.map_or(Tier::Paying, |tier| tier.max(Tier::Paying));
		let valid_fee = ValidTransaction {
			priority: tier.priority(valid_fee.priority),
			..valid_fee
		};
		let to_activate = standing.map(|_| who);
		Ok((
			valid.combine_with(valid_fee),
			(
				nonce_val,
				weight_val,
				Payer::Fee((payment_val, to_activate)),
			),
			origin,
		))
	}

	fn prepare(
		self,
		(nonce_val, weight_val, payer): Self::Val,
		origin: &DispatchOriginOf<T::RuntimeCall>,
		call: &T::RuntimeCall,
		info: &DispatchInfoOf<T::RuntimeCall>,
		len: usize,
	) -> Result<Self::Pre, TransactionValidityError> {
		let (nonce, weight, payment) = self.0;
		let nonce_pre = nonce.prepare(nonce_val, origin, call, info, len)?;
		weight.prepare(weight_val, origin, call, info, len)?;
		let payer = match payer {
			Payer::Quota(charge) => {
				Pallet::<T>::take(&charge)?;
				Payer::Quota(charge)
			},
			Payer::Fee((val, to_activate)) => {
				let pre = payment.prepare(val, origin, call, info, len)?;
				if let Some(who) = to_activate {
					Pallet::<T>::on_admitted(&who);
				}
				Payer::Fee(pre)
			},
		};
		Ok((nonce_pre, (), payer))
	}

	fn post_dispatch_details(
		pre: Self::Pre,
		info: &DispatchInfoOf<T::RuntimeCall>,
		post_info: &PostDispatchInfoOf<T::RuntimeCall>,
		len: usize,
		result: &DispatchResult,
	) -> Result<Weight, TransactionValidityError> {
		let mut corrected = *post_info;
		Self::post_dispatch(pre, info, &mut corrected, len, result)?;
		Ok(post_info
			.calc_actual_weight(info)
			.saturating_sub(corrected.calc_actual_weight(info)))
	}

	fn post_dispatch(
		(nonce_pre, (), payer): Self::Pre,
		info: &DispatchInfoOf<T::RuntimeCall>,
		post_info: &mut PostDispatchInfoOf<T::RuntimeCall>,
		len: usize,
		result: &DispatchResult,
	) -> Result<(), TransactionValidityError> {
		<CheckNonce<T> as TransactionExtension<T::RuntimeCall>>::post_dispatch(
			nonce_pre, info, post_info, len, result,
		)?;
		<CheckWeight<T> as TransactionExtension<T::RuntimeCall>>::post_dispatch(
			(),
			info,
			post_info,
			len,
			result,
		)?;
		match payer {
			Payer::Quota(charge) => {
				// No fee was withdrawn or will be paid.
				post_info.refund(
					<T as pallet_transaction_payment::Config>::WeightInfo::charge_transaction_payment(),
				);
				Pallet::<T>::give_back(&charge, info, post_info, result);
				Ok(())
			},
			Payer::Fee(pre) => {
				if matches!(pre, PaymentPre::NoCharge { .. }) {
					// Nobody signed, so nobody was looked up.
					post_info.refund(<T as Config>::WeightInfo::charge_quota());
				}
				<ChargeTransactionPayment<T> as TransactionExtension<T::RuntimeCall>>::post_dispatch(
					pre, info, post_info, len, result,
				)
			},
		}
	}

	fn bare_validate(
		call: &T::RuntimeCall,
		info: &DispatchInfoOf<T::RuntimeCall>,
		len: usize,
	) -> TransactionValidity {
		<Inner<T> as TransactionExtension<T::RuntimeCall>>::bare_validate(call, info, len)
	}

	fn bare_validate_and_prepare(
		call: &T::RuntimeCall,
		info: &DispatchInfoOf<T::RuntimeCall>,
		len: usize,
	) -> Result<(), TransactionValidityError> {
		<Inner<T> as TransactionExtension<T::RuntimeCall>>::bare_validate_and_prepare(
			call, info, len,
		)
	}

	fn bare_post_dispatch(
		info: &DispatchInfoOf<T::RuntimeCall>,
		post_info: &mut PostDispatchInfoOf<T::RuntimeCall>,
		len: usize,
		result: &DispatchResult,
	) -> Result<(), TransactionValidityError> {
		<Inner<T> as TransactionExtension<T::RuntimeCall>>::bare_post_dispatch(
			info, post_info, len, result,
		)
	}
}
