// SPDX-License-Identifier: Apache-2.0

//! 사용: pay, redeem, give.

use super::book::{lower, raise, Book};
use crate::{calendar::Month, pallet::*, types::*};
use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::{
	ensure,
	traits::{fungibles::Mutate as _, tokens::Preservation},
	BoundedVec,
};
use seoul_chain_primitives::{
	AgencyId, AgencyRegistry, Balance, DocumentCommitment, PartyId, PartyRegistry, Role,
};
use sp_runtime::{DispatchError, DispatchResult};

/// Whether an amount between two points is paid with change.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rounding {
	/// The member gets, and uses, change.
	Change,
	/// The amount must be that of whole points.
	WholePoints,
}

/// What is taken of one wallet.
struct Drawn {
	scheme: SchemeId,
	lots: Vec<Lot>,
	/// Points that were due already.
	due: Points,
	/// Won, in millionths, that this comes to: what the points are worth with the change that is used,
	/// less that which is given.
	amount: Balance,
	change_used: Balance,
	change_given: Balance,
}

/// A wallet of which points may be taken.
struct Candidate {
	scheme: SchemeId,
	point_value: Balance,
	/// Its lots that are not due.
	lots: Vec<Lot>,
	/// The next of them.
	next: usize,
	/// What is taken of it so far, if anything is.
	drawn: Option<Drawn>,
}

impl Candidate {
	fn head(&self) -> Option<(Month, SchemeId)> {
		self.lots
			.get(self.next)
			.map(|lot| (lot.expiry, self.scheme))
	}
}

impl<T: Config> Pallet<T> {
	/// The wallets of which points may be taken for this use.
	fn candidates(
		book: &Book<T>,
		member: &Member<T::AccountId>,
		wanted: PointUse,
		source: &Source,
	) -> Result<Vec<Candidate>, Error<T>> {
		let candidate = |wallet: &Wallet| -> Result<Candidate, Error<T>> {
			Ok(Candidate {
				scheme: wallet.scheme,
				point_value: book.scheme(wallet.scheme)?.point_value,
				lots: wallet
					.lots
					.iter()
					.filter(|lot| lot.expiry >= book.month)
					.copied()
					.collect(),
				next: 0,
				drawn: None,
			})
		};
		match source {
			Source::Earliest { .. } => member
				.wallets
				.iter()
				.filter(|wallet| {
					wallet.is_active()
						&& book
							.rule(wallet.scheme)
							.is_ok_and(|rule| rule.allows(wanted))
				})
				.map(candidate)
				.collect(),
			Source::Only { schemes } => schemes
				.iter()
				.copied()
				.collect::<BTreeSet<_>>()
				.into_iter()
				.map(|scheme| {
					ensure!(book.rule(scheme)?.allows(wanted), Error::<T>::UseNotAllowed);
					let wallet = member
						.wallet(scheme)
						.ok_or(Error::<T>::InsufficientPoints)?;
					ensure!(wallet.is_active(), Error::<T>::WalletIsFrozen);
					candidate(wallet)
				})
				.collect(),
		}
	}

	/// Take an amount out of a member's wallets, those points first that are due first.
	fn draw(
		book: &Book<T>,
		member: &mut Member<T::AccountId>,
		wanted: PointUse,
		amount: Balance,
		source: &Source,
		rounding: Rounding,
	) -> Result<Vec<Drawn>, Error<T>> {
		ensure!(amount > 0, Error::<T>::AmountIsZero);
		let mut candidates = Self::candidates(book, member, wanted, source)?;
		let mut room = source.limit();
		let mut left = amount;
		while left > 0 {
			let chosen = candidates
				.iter_mut()
				.filter(|candidate| candidate.drawn.is_some() || room > 0)
				.filter_map(|candidate| Some((candidate.head()?, candidate)))
				.min_by_key(|(head, _)| *head)
				.map(|(_, candidate)| candidate)
				.ok_or(Error::<T>::InsufficientPoints)?;
			let drawn = if let Some(drawn) = &mut chosen.drawn {
				drawn
			} else {
				room = room.saturating_sub(1);
				let wallet = member
					.wallet_mut(chosen.scheme)
					.ok_or(Error::<T>::BooksDoNotBalance)?;
				let change_used = match rounding {
					Rounding::Change => wallet.change.min(left),
					Rounding::WholePoints => 0,
				};
				left = left.saturating_sub(change_used);
				chosen.drawn.insert(Drawn {
					scheme: chosen.scheme,
					lots: Vec::new(),
					due: 0,
					amount: change_used,
					change_used,
					change_given: 0,
				})
			};
			if left == 0 {
				break;
			}
			let lot = chosen
				.lots
				.get(chosen.next)
				.copied()
				.ok_or(Error::<T>::BooksDoNotBalance)?;
			chosen.next = chosen.next.saturating_add(1);
			// Rounded up; `left` is not 0.
			let needed = left
				.saturating_sub(1)
				.checked_div(chosen.point_value)
				.ok_or(Error::<T>::BooksDoNotBalance)?
				.saturating_add(1);
			let points =
				Points::try_from(needed).map_or(lot.points, |needed| needed.min(lot.points));
			let worth = value_of(points, chosen.point_value);
			let change = worth.saturating_sub(left);
			ensure!(
				change == 0 || rounding == Rounding::Change,
				Error::<T>::NotWholePoints
			);
			drawn.change_given = drawn.change_given.saturating_add(change);
			drawn.amount = drawn.amount.saturating_add(worth.saturating_sub(change));
			drawn.lots.push(Lot { points, ..lot });
			left = left.saturating_sub(worth);
		}
		let mut all: Vec<Drawn> = candidates
			.into_iter()
			.filter_map(|candidate| candidate.drawn)
			.collect();
		for drawn in &mut all {
			let wallet = member
				.wallet_mut(drawn.scheme)
				.ok_or(Error::<T>::BooksDoNotBalance)?;
			drawn.due = wallet.take_due(book.month);
			wallet.take_points(total(&drawn.lots));
			lower::<T, _>(&mut wallet.change, drawn.change_used)?;
			raise::<T, _>(&mut wallet.change, drawn.change_given)?;
		}
		Ok(all)
	}

	/// Enter what was taken in the books, and take it from what the account shows. Where it goes to is the
	/// caller's to enter.
	fn enter(
		book: &mut Book<T>,
		party: PartyId,
		account: &T::AccountId,
		drawn: &[Drawn],
	) -> DispatchResult {
		for part in drawn {
			let points = total(&part.lots);
			Self::adjust_asset(part.scheme, account, 0, points.saturating_add(part.due))?;
			book.expire(party, part.scheme, part.due)?;
			let ledger = book.ledger_mut(part.scheme)?;
			lower::<T, _>(&mut ledger.live, points)?;
			lower::<T, _>(&mut ledger.change, part.change_used)?;
			raise::<T, _>(&mut ledger.change, part.change_given)?;
		}
		Ok(())
	}

	fn shares(drawn: &[Drawn]) -> Shares {
		BoundedVec::truncate_from(
			drawn
				.iter()
				.map(|part| Share {
					scheme: part.scheme,
					points: total(&part.lots),
					amount: part.amount,
				})
				.collect(),
		)
	}

	/// Let a payee be owed by the schemes.
	fn add_claims(payee: AgencyId, shares: &[Share]) -> DispatchResult {
		OpenClaims::<T>::try_mutate(payee, |claims| {
			let claims = claims.get_or_insert_with(Claims::default);
			for share in shares {
				match claims.binary_search_by_key(&share.scheme, |claim| claim.scheme) {
					Ok(place) => {
						if let Some(claim) = claims.get_mut(place) {
							raise::<T, _>(&mut claim.amount, share.amount)?;
						}
					},
					Err(place) => claims
						.try_insert(
							place,
							Claim {
								scheme: share.scheme,
								amount: share.amount,
							},
						)
						.map_err(|_| Error::<T>::TooManyClaims)?,
				}
			}
			Ok(())
		})
	}

	/// The role that a payee has.
	const fn payee_role(purpose: Purpose) -> Role {
		match purpose {
			Purpose::Purchase => Role::Merchant,
			Purpose::Tax => Role::TaxOffice,
			Purpose::Fee | Purpose::Donation => Role::RedemptionChannel,
		}
	}

	/// Pay, and say of how many schemes.
	pub(crate) fn do_pay(
		party: PartyId,
		payee: AgencyId,
		purpose: Purpose,
		amount: Balance,
		source: &Source,
		reference: DocumentCommitment,
	) -> Result<u32, DispatchError> {
		ensure!(party != PartyId::Agency(payee), Error::<T>::SameParty);
		T::Agencies::ensure_agency_has(payee, Self::payee_role(purpose))?;
		let mut book = Book::<T>::open();
		let mut member = Self::member(party)?;
		let drawn = Self::draw(
			&book,
			&mut member,
			purpose.point_use(),
			amount,
			source,
			Rounding::Change,
		)?;
		Self::enter(&mut book, party, &member.account, &drawn)?;
		let shares = Self::shares(&drawn);
		for share in &shares {
			let ledger = book.ledger_mut(share.scheme)?;
			raise::<T, _>(&mut ledger.spent, share.points)?;
			raise::<T, _>(&mut ledger.owed, share.amount)?;
		}
		Self::add_claims(payee, &shares)?;
		book.close();
		Members::<T>::insert(party, member);
		let used = u32::try_from(shares.len()).unwrap_or(MAX_SCHEMES);
		Self::deposit_event(Event::Paid {
			member: party,
			payee,
			purpose,
			amount,
			shares,
			reference,
		});
		Ok(used)
	}

	pub(crate) fn do_refund(
		payee: AgencyId,
		party: PartyId,
		scheme: SchemeId,
		points: Points,
		reason: DocumentCommitment,
	) -> DispatchResult {
		ensure!(points > 0, Error::<T>::PointsAreZero);
		let mut book = Book::<T>::open();
		let amount = value_of(points, book.scheme(scheme)?.point_value);
		let expiry = book.grace(scheme)?;
		let mut member = Self::member(party)?;
		let wallet = member.wallet_mut(scheme).ok_or(Error::<T>::NoWallet)?;
		ensure!(wallet.is_active(), Error::<T>::WalletIsFrozen);
		OpenClaims::<T>::try_mutate_exists(payee, |open| -> Result<(), Error<T>> {
			let claims = open.as_mut().ok_or(Error::<T>::AboveClaim)?;
			let claim = claims
				.iter_mut()
				.find(|claim| claim.scheme == scheme)
				.ok_or(Error::<T>::AboveClaim)?;
			claim.amount = claim
				.amount
				.checked_sub(amount)
				.ok_or(Error::<T>::AboveClaim)?;
			claims.retain(|claim| claim.amount > 0);
			if claims.is_empty() {
				*open = None;
			}
			Ok(())
		})?;
		let due = wallet.take_due(book.month);
		wallet.add_lot(Lot { expiry, points });
		book.expire(party, scheme, due)?;
		let ledger = book.ledger_mut(scheme)?;
		lower::<T, _>(&mut ledger.owed, amount)?;
		lower::<T, _>(&mut ledger.spent, points).map_err(|_| Error::<T>::AboveClaim)?;
		raise::<T, _>(&mut ledger.live, points)?;
		Self::adjust_asset(scheme, &member.account, points, due)?;
		book.close();
		Members::<T>::insert(party, member);
		Self::deposit_event(Event::Refunded {
			member: party,
			payee,
			scheme,
			points,
			amount,
			expiry,
			reason,
		});
		Ok(())
	}

	/// Reserve points for a channel, and say of how many schemes.
	pub(crate) fn do_redeem(
		party: PartyId,
		channel: AgencyId,
		amount: Balance,
		source: &Source,
		instruction: DocumentCommitment,
	) -> Result<u32, DispatchError> {
		ensure!(party != PartyId::Agency(channel), Error::<T>::SameParty);
		T::Agencies::ensure_agency_has(channel, Role::RedemptionChannel)?;
		let mut book = Book::<T>::open();
		let mut member = Self::member(party)?;
		let drawn = Self::draw(
			&book,
			&mut member,
			PointUse::Redemption,
			amount,
			source,
			Rounding::WholePoints,
		)?;
		let lots: Vec<ReservedLot> = drawn
			.iter()
			.flat_map(|part| {
				part.lots.iter().map(|lot| ReservedLot {
					scheme: part.scheme,
					lot: *lot,
				})
			})
			.collect();
		let lots = BoundedVec::try_from(lots).map_err(|_| Error::<T>::TooManyLots)?;
		let shares = Self::shares(&drawn);
		for share in &shares {
			ensure!(
				share.points >= book.rule(share.scheme)?.min_redemption,
				Error::<T>::BelowMinimumRedemption
			);
		}
		Self::enter(&mut book, party, &member.account, &drawn)?;
		for share in &shares {
			raise::<T, _>(&mut book.ledger_mut(share.scheme)?.reserved, share.points)?;
		}
		let redemption = NextRedemption::<T>::get();
		let next = redemption
			.0
			.checked_add(1)
			.ok_or(Error::<T>::NumbersExhausted)?;
		NextRedemption::<T>::put(RedemptionId(next));
		Redemptions::<T>::insert(
			redemption,
			Redemption {
				member: party,
				channel,
				amount,
				lots,
				reserved_at: book.now,
				status: RedemptionStatus::Reserved,
			},
		);
		book.close();
		Members::<T>::insert(party, member);
		let used = u32::try_from(shares.len()).unwrap_or(MAX_SCHEMES);
		Self::deposit_event(Event::RedemptionReserved {
			redemption,
			member: party,
			channel,
			amount,
			shares,
			instruction,
		});
		Ok(used)
	}

	fn redemption_of(channel: AgencyId, id: RedemptionId) -> Result<Redemption, Error<T>> {
		let redemption = Redemptions::<T>::get(id).ok_or(Error::<T>::RedemptionNotFound)?;
		ensure!(redemption.channel == channel, Error::<T>::NotTheChannel);
		Ok(redemption)
	}

	pub(crate) fn do_send_redemption(
		channel: AgencyId,
		id: RedemptionId,
		reference: DocumentCommitment,
	) -> DispatchResult {
		let redemption = Self::redemption_of(channel, id)?;
		ensure!(
			redemption.status == RedemptionStatus::Reserved,
			Error::<T>::AlreadySent
		);
		let member = redemption.member;
		Redemptions::<T>::insert(
			id,
			Redemption {
				status: RedemptionStatus::Sent { at: Self::now() },
				..redemption
			},
		);
		Self::deposit_event(Event::RedemptionSent {
			redemption: id,
			member,
			channel,
			reference,
		});
		Ok(())
	}

	/// What each scheme gave to a redemption.
	fn shares_of(book: &Book<T>, redemption: &Redemption) -> Result<Shares, Error<T>> {
		let mut shares = Shares::default();
		for reserved in &redemption.lots {
			let point_value = book.scheme(reserved.scheme)?.point_value;
			let amount = value_of(reserved.lot.points, point_value);
			match shares
				.iter_mut()
				.find(|share| share.scheme == reserved.scheme)
			{
				Some(share) => {
					raise::<T, _>(&mut share.points, reserved.lot.points)?;
					raise::<T, _>(&mut share.amount, amount)?;
				},
				None => shares
					.try_push(Share {
						scheme: reserved.scheme,
						points: reserved.lot.points,
						amount,
					})
					.map_err(|_| Error::<T>::BooksDoNotBalance)?,
			}
		}
		Ok(shares)
	}

	pub(crate) fn do_settle_redemption(channel: AgencyId, id: RedemptionId) -> DispatchResult {
		let redemption = Self::redemption_of(channel, id)?;
		ensure!(
			matches!(redemption.status, RedemptionStatus::Sent { .. }),
			Error::<T>::NotSent
		);
		let mut book = Book::<T>::open();
		let shares = Self::shares_of(&book, &redemption)?;
		for share in &shares {
			let ledger = book.ledger_mut(share.scheme)?;
			lower::<T, _>(&mut ledger.reserved, share.points)?;
			raise::<T, _>(&mut ledger.spent, share.points)?;
			raise::<T, _>(&mut ledger.owed, share.amount)?;
		}
		Self::add_claims(channel, &shares)?;
		book.close();
		Redemptions::<T>::remove(id);
		Self::deposit_event(Event::RedemptionSettled {
			redemption: id,
			member: redemption.member,
			channel,
			amount: redemption.amount,
			shares,
		});
		Ok(())
	}

	/// End a redemption without delivery. `by` is the channel, or nobody if governance does it.
	pub(crate) fn do_fail_redemption(
		by: Option<AgencyId>,
		id: RedemptionId,
		reason: DocumentCommitment,
	) -> Result<u32, DispatchError> {
		let redemption = Redemptions::<T>::get(id).ok_or(Error::<T>::RedemptionNotFound)?;
		ensure!(
			by.is_none_or(|channel| channel == redemption.channel),
			Error::<T>::NotTheChannel
		);
		let (shares, given_grace) = Self::give_back(id, &redemption)?;
		let used = u32::try_from(shares.len()).unwrap_or(MAX_SCHEMES);
		Self::deposit_event(Event::RedemptionFailed {
			redemption: id,
			member: redemption.member,
			channel: redemption.channel,
			shares,
			given_grace,
			reason,
		});
		Ok(used)
	}

	pub(crate) fn do_cancel_redemption(
		party: PartyId,
		id: RedemptionId,
	) -> Result<u32, DispatchError> {
		let redemption = Redemptions::<T>::get(id).ok_or(Error::<T>::RedemptionNotFound)?;
		ensure!(redemption.member == party, Error::<T>::NotTheMember);
		ensure!(
			redemption.status == RedemptionStatus::Reserved,
			Error::<T>::AlreadySent
		);
		let (shares, given_grace) = Self::give_back(id, &redemption)?;
		let used = u32::try_from(shares.len()).unwrap_or(MAX_SCHEMES);
		Self::deposit_event(Event::RedemptionCancelled {
			redemption: id,
			member: party,
			channel: redemption.channel,
			shares,
			given_grace,
		});
		Ok(used)
	}

	/// Put reserved points back to where they were. The citizen does not lose by a delay: points that became
	/// due meanwhile live on for the scheme's grace. Says how many these are.
	fn give_back(
		id: RedemptionId,
		redemption: &Redemption,
	) -> Result<(Shares, Points), DispatchError> {
		let party = redemption.member;
		let mut book = Book::<T>::open();
		let mut member = Self::member(party)?;
		let shares = Self::shares_of(&book, redemption)?;
		let mut given_grace: Points = 0;
		for share in &shares {
			let grace = book.grace(share.scheme)?;
			let wallet = member
				.wallet_mut(share.scheme)
				.ok_or(Error::<T>::NoWallet)?;
			let due = wallet.take_due(book.month);
			for reserved in &redemption.lots {
				if reserved.scheme != share.scheme {
					continue;
				}
				let mut lot = reserved.lot;
				// In a frozen wallet nothing is due; it gets its grace when it is reinstated.
				if lot.expiry < book.month && wallet.is_active() {
					lot.expiry = grace;
					given_grace = given_grace.saturating_add(lot.points);
				}
				wallet.add_lot(lot);
			}
			Self::adjust_asset(share.scheme, &member.account, share.points, due)?;
			book.expire(party, share.scheme, due)?;
			let ledger = book.ledger_mut(share.scheme)?;
			lower::<T, _>(&mut ledger.reserved, share.points)?;
			raise::<T, _>(&mut ledger.live, share.points)?;
		}
		book.close();
		Members::<T>::insert(party, member);
		Redemptions::<T>::remove(id);
		Ok((shares, given_grace))
	}

	pub(crate) fn do_gift(
		giver: PartyId,
		receiver: PartyId,
		scheme: SchemeId,
		points: Points,
	) -> DispatchResult {
		ensure!(points > 0, Error::<T>::PointsAreZero);
		ensure!(giver != receiver, Error::<T>::SameParty);
		let mut book = Book::<T>::open();
		ensure!(
			book.rule(scheme)?.allows(PointUse::Gift),
			Error::<T>::UseNotAllowed
		);
		T::Parties::ensure_active(receiver)?;
		let mut from = Self::member(giver)?;
		let mut to = Self::member_or_new(receiver)?;
		let (lots, due) = Self::take_from(&book, &mut from, scheme, points)?;
		let wallet = to.open_wallet(scheme).ok_or(Error::<T>::TooManyWallets)?;
		ensure!(wallet.is_active(), Error::<T>::WalletIsFrozen);
		let due_there = wallet.take_due(book.month);
		for lot in lots {
			wallet.add_lot(lot);
		}
		Self::adjust_asset(scheme, &from.account, 0, due)?;
		Self::adjust_asset(scheme, &to.account, 0, due_there)?;
		T::Assets::transfer(
			scheme.0,
			&from.account,
			&to.account,
			Balance::from(points),
			Preservation::Expendable,
		)?;
		book.expire(giver, scheme, due)?;
		book.expire(receiver, scheme, due_there)?;
		book.close();
		Members::<T>::insert(giver, from);
		Members::<T>::insert(receiver, to);
		Self::deposit_event(Event::Gifted {
			scheme,
			giver,
			receiver,
			points,
		});
		Ok(())
	}
}
