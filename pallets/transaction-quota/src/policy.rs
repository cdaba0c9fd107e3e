// SPDX-License-Identifier: Apache-2.0

//! Which calls quota pays for, and which transactions come first.

use core::marker::PhantomData;
use seoul_chain_primitives::AccountClass;
use sp_runtime::transaction_validity::TransactionPriority;

/// 우선순위 단계. Which transactions come first. The order of the variants is that of the tiers.
///
/// Each tier has its own band of the 64-bit priority, so that no tip lifts a transaction into a higher one:
///
/// | tier | priorities | transactions |
/// |---|---|---|
/// | [`Governance`](Self::Governance) | 3 × 2⁶¹ to 4 × 2⁶¹ − 1 | what the policy calls so, paid by quota or fee |
/// | [`Agency`](Self::Agency) | 2 × 2⁶¹ to 3 × 2⁶¹ − 1 | what the policy calls so, paid by quota or fee |
/// | [`Paying`](Self::Paying) | 2⁶¹ to 2 × 2⁶¹ − 1 | everything else that a fee pays for |
/// | [`Quota`](Self::Quota) | 0 to 2⁶¹ − 1 | everything else that quota pays for |
///
/// Within its band a transaction stands where `pallet-transaction-payment` puts it. Inherents and
/// transactions without a signer keep the priority that they state themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
	/// What quota pays for.
	Quota,
	/// What a fee pays for.
	Paying,
	/// What public institutions do.
	Agency,
	/// Consensus and governance.
	Governance,
}

impl Tier {
	/// Width of a band. Four of them fill half of the range.
	pub const BAND: TransactionPriority = 1 << 61;

	/// The highest priority within a band, counted from its floor.
	const TOP: TransactionPriority = Self::BAND - 1;
	const AGENCY_FLOOR: TransactionPriority = 2 * Self::BAND;
	const GOVERNANCE_FLOOR: TransactionPriority = 3 * Self::BAND;

	const fn floor(self) -> TransactionPriority {
		match self {
			Self::Quota => 0,
			Self::Paying => Self::BAND,
			Self::Agency => Self::AGENCY_FLOOR,
			Self::Governance => Self::GOVERNANCE_FLOOR,
		}
	}

	/// The priority in this tier of a transaction that has `inner` among its like.
	pub fn priority(self, inner: TransactionPriority) -> TransactionPriority {
		self.floor().saturating_add(inner.min(Self::TOP))
	}
}

/// Says which calls quota pays for.
pub trait CallPolicy<RuntimeCall> {
	/// The tier of the call when an account of this class signs it, or nothing if quota never pays for it.
	fn tier(class: AccountClass, call: &RuntimeCall) -> Option<Tier>;
}

/// The calls that a call dispatches with an authority that its signer already has.
#[derive(Debug)]
pub enum Wrapped<'a, RuntimeCall> {
	/// None: the call itself is looked at.
	Nothing,
	/// One, as under a proxy.
	One(&'a RuntimeCall),
	/// One or the other, or both.
	Two(&'a RuntimeCall, &'a RuntimeCall),
	/// A batch.
	Many(&'a [RuntimeCall]),
}

/// Says what is in a wrapper, and decides about calls that are none.
pub trait Inspect<RuntimeCall> {
	/// What the call wraps.
	fn wrapped(call: &RuntimeCall) -> Wrapped<'_, RuntimeCall>;

	/// The tier of a call that wraps nothing, as [`CallPolicy::tier`].
	fn plain_tier(class: AccountClass, call: &RuntimeCall) -> Option<Tier>;
}

/// In how many wrappers a call can be and still be paid for by quota.
pub const MAX_DEPTH: u8 = 4;

/// A policy that looks into wrappers.
///
/// A wrapper is covered if it holds a call and every call in it is covered, and stands in the lowest of
/// their tiers. In more than [`MAX_DEPTH`] wrappers nothing is covered.
///
/// Each call is looked at once, in nanoseconds; a wrapper declares microseconds for each call in it.
pub struct Recursive<I>(PhantomData<I>);

impl<RuntimeCall, I: Inspect<RuntimeCall>> CallPolicy<RuntimeCall> for Recursive<I> {
	fn tier(class: AccountClass, call: &RuntimeCall) -> Option<Tier> {
		tier_within::<RuntimeCall, I>(class, call, MAX_DEPTH)
	}
}

fn tier_within<RuntimeCall, I: Inspect<RuntimeCall>>(
	class: AccountClass,
	call: &RuntimeCall,
	wrappers_left: u8,
) -> Option<Tier> {
	let within = |inner: &RuntimeCall| {
		tier_within::<RuntimeCall, I>(class, inner, wrappers_left.checked_sub(1)?)
	};
	match I::wrapped(call) {
		Wrapped::Nothing => I::plain_tier(class, call),
		Wrapped::One(inner) => within(inner),
		Wrapped::Two(one, other) => Some(within(one)?.min(within(other)?)),
		Wrapped::Many(calls) => {
			let (first, rest) = calls.split_first()?;
			rest.iter().try_fold(within(first)?, |lowest, inner| {
				Some(lowest.min(within(inner)?))
			})
		},
	}
}
