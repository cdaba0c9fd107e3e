// SPDX-License-Identifier: Apache-2.0

//! 적립: credits, one or many, against funded won.

use super::{
	book::{lower, raise, Book},
	conversion::{converted, Conversion},
};
use crate::{pallet::*, types::*};
use alloc::collections::BTreeMap;
use frame_support::{ensure, weights::Weight};
use seoul_chain_primitives::{AgencyId, Balance, ParticipationReward, PartyId};
use sp_runtime::{DispatchError, DispatchResult};

/// What does not change from row to row.
struct Terms {
	scheme: SchemeId,
	point_value: Balance,
	rule: SchemeRule,
}

/// What a batch came to.
pub(crate) struct BatchDone {
	/// Rows that were credited.
	pub(crate) credited: u32,
	/// Rows that were refused.
	pub(crate) refused: u32,
	/// Schemes into which points were converted.
	pub(crate) targets: u32,
}

/// Won that follow converted points, by the scheme that they go to.
type Following = BTreeMap<SchemeId, Balance>;

impl<T: Config> Pallet<T> {
	/// What a batch of so many rows costs at most. Points can be converted into any other scheme that there
	/// is.
	pub(crate) fn weight_of_batch(rows: usize) -> Weight {
		let rows = u32::try_from(rows).unwrap_or(u32::MAX);
		let schemes = Schemes::<T>::decode_len().unwrap_or_default();
		let others = u32::try_from(schemes)
			.unwrap_or(MAX_SCHEMES)
			.saturating_sub(1);
		let targets = rows.min(others);
		<T::WeightInfo as crate::WeightInfo>::credit_batch(rows, 0, targets).max(
			<T::WeightInfo as crate::WeightInfo>::credit_batch(0, rows, 0),
		)
	}

	fn terms(book: &Book<T>, scheme: &Scheme) -> Result<Terms, Error<T>> {
		ensure!(
			scheme.status == SchemeStatus::Active,
			Error::<T>::SchemeIsClosed
		);
		Ok(Terms {
			scheme: scheme.id,
			point_value: scheme.point_value,
			rule: book.rule(scheme.id)?.clone(),
		})
	}

	pub(crate) fn do_credit(issuer: AgencyId, id: SchemeId, row: CreditRow) -> DispatchResult {
		let book = Book::<T>::open();
		let terms = Self::terms(&book, book.own_scheme(id, issuer)?)?;
		Self::credit_one(
			book,
			&terms,
			row.member,
			row.period,
			row.points,
			Evidence::Document(row.evidence),
		)
	}

	fn credit_one(
		mut book: Book<T>,
		terms: &Terms,
		member: PartyId,
		period: Period,
		points: Points,
		evidence: Evidence,
	) -> DispatchResult {
		let payer = Self::payer(&book, terms.scheme)?;
		let mut following = Following::new();
		Self::credit_row(
			&mut book,
			&mut following,
			terms,
			member,
			period,
			points,
			evidence,
		)?;
		Self::follow(&book, payer, &following)?;
		book.close();
		Ok(())
	}

	pub(crate) fn do_credit_batch(
		issuer: AgencyId,
		id: SchemeId,
		rows: &[CreditRow],
	) -> Result<BatchDone, DispatchError> {
		ensure!(!rows.is_empty(), Error::<T>::NothingToDo);
		let mut book = Book::<T>::open();
		let terms = Self::terms(&book, book.own_scheme(id, issuer)?)?;
		let payer = Self::payer(&book, id)?;
		let mut following = Following::new();
		let (mut credited, mut refused) = (0u32, 0u32);
		for (position, row) in (0u32..).zip(rows) {
			let done = Self::credit_row(
				&mut book,
				&mut following,
				&terms,
				row.member,
				row.period,
				row.points,
				Evidence::Document(row.evidence),
			);
			match done {
				Ok(()) => credited = credited.saturating_add(1),
				Err(reason) => {
					refused = refused.saturating_add(1);
					Self::deposit_event(Event::CreditRefused {
						position,
						scheme: id,
						member: row.member,
						period: row.period,
						reason,
					});
				},
			}
		}
		Self::follow(&book, payer, &following)?;
		book.close();
		Ok(BatchDone {
			credited,
			refused,
			targets: u32::try_from(following.len()).unwrap_or(MAX_SCHEMES),
		})
	}

	/// Where the won of a scheme are held.
	fn payer(book: &Book<T>, scheme: SchemeId) -> Result<Option<T::AccountId>, Error<T>> {
		Ok(book.ledger(scheme)?.funding.account().cloned())
	}

	/// Let the won of converted points follow them.
	fn follow(
		book: &Book<T>,
		payer: Option<T::AccountId>,
		following: &Following,
	) -> DispatchResult {
		for (to, amount) in following {
			let payer = payer.as_ref().ok_or(Error::<T>::BooksDoNotBalance)?;
			let receiver = book
				.ledger(*to)?
				.funding
				.account()
				.ok_or(Error::<T>::BooksDoNotBalance)?;
			Self::move_hold(payer, receiver, *amount)?;
		}
		Ok(())
	}

	/// Credit one row. If it is refused, nothing has changed: what can fail comes before what changes.
	fn credit_row(
		book: &mut Book<T>,
		following: &mut Following,
		terms: &Terms,
		party: PartyId,
		period: Period,
		points: Points,
		evidence: Evidence,
	) -> DispatchResult {
		let Terms {
			scheme,
			point_value,
			rule,
		} = terms;
		ensure!(points > 0, Error::<T>::PointsAreZero);
		ensure!(points <= rule.max_per_credit, Error::<T>::AboveCreditCap);
		let mut member = Self::member_or_new(party)?;
		let month = book.month;
		let wallet = member
			.open_wallet(*scheme)
			.ok_or(Error::<T>::TooManyWallets)?;
		ensure!(wallet.is_active(), Error::<T>::WalletIsFrozen);
		wallet
			.periods
			.check(period)
			.map_err(|refusal| match refusal {
				PeriodRefusal::Credited => Error::<T>::AlreadyCredited,
				PeriodRefusal::TooOld => Error::<T>::PeriodTooOld,
			})?;
		let (in_month, in_year) = wallet.earned.until(month);
		let in_month = in_month
			.checked_add(points)
			.filter(|earned| *earned <= rule.max_per_month)
			.ok_or(Error::<T>::AboveMonthlyCap)?;
		let in_year = in_year
			.checked_add(points)
			.filter(|earned| *earned <= rule.max_per_year)
			.ok_or(Error::<T>::AboveYearlyCap)?;

		let netted = wallet.debt.min(points);
		let credited = points.saturating_sub(netted);
		let expiry = month.plus(rule.expiry_months);
		let auto = wallet.auto;
		let due = wallet.take_due(month);
		wallet.debt = wallet.debt.saturating_sub(netted);
		wallet.periods.mark(period);
		wallet.earned = Earned {
			month,
			in_month,
			in_year,
		};

		let mut ledger = book.ledger(*scheme)?.clone();
		let issued_in_year = ledger
			.issued_in(month.year())
			.checked_add(points)
			.filter(|issued| *issued <= rule.yearly_budget)
			.ok_or(Error::<T>::AboveYearlyBudget)?;
		ensure!(
			ledger.free(*point_value) >= value_of(credited, *point_value),
			Error::<T>::AboveFundedBudget
		);
		ledger.year = month.year();
		ledger.issued_in_year = issued_in_year;
		raise::<T, _>(&mut ledger.issued, points)?;
		raise::<T, _>(&mut ledger.clawed_back, netted)?;
		raise::<T, _>(&mut ledger.expired, due)?;
		lower::<T, _>(&mut ledger.live, due)?;

		let lots = [Lot {
			expiry,
			points: credited,
		}];
		let plan = match auto {
			AutoConversion::Into { scheme: to } => {
				Self::plan_conversion(book, &mut member, *scheme, to, &lots).ok()
			},
			AutoConversion::Off => None,
		};
		let account = member.account.clone();
		if let Some(plan) = &plan {
			let mut target = book.ledger(plan.to)?.clone();
			converted::<T>(&mut ledger, &mut target, plan)?;
			// Points are made in the scheme where they end up.
			if due > 0 {
				Self::adjust_asset(*scheme, &account, 0, due)?;
			}
			Self::adjust_asset(plan.to, &account, plan.received, 0)?;
			book.replace(target);
			let moved = following.entry(plan.to).or_default();
			*moved = moved.saturating_add(plan.amount);
		} else {
			raise::<T, _>(&mut ledger.live, credited)?;
			Self::adjust_asset(*scheme, &account, credited, due)?;
			if let (Some(wallet), [lot]) = (member.wallet_mut(*scheme), lots) {
				wallet.add_lot(lot);
			}
		}
		book.replace(ledger);
		Members::<T>::insert(party, member);

		if due > 0 {
			Self::deposit_event(Event::PointsExpired {
				scheme: *scheme,
				member: party,
				points: due,
			});
		}
		Self::deposit_event(Event::Credited {
			scheme: *scheme,
			member: party,
			period,
			points,
			netted,
			expiry,
			evidence,
		});
		if let Some(Conversion {
			to,
			points,
			received,
			change,
			..
		}) = plan
		{
			Self::deposit_event(Event::AutoConverted {
				member: party,
				from: *scheme,
				to,
				points,
				received,
				change,
			});
		}
		Ok(())
	}
}

impl<T: Config> ParticipationReward for Pallet<T> {
	fn weight() -> Weight {
		<T::WeightInfo as crate::WeightInfo>::credit()
	}

	fn reward_participation(party: PartyId, poll: u32, points: u64) -> DispatchResult {
		use frame_support::traits::Get;
		frame_support::storage::with_storage_layer(|| {
			let book = Book::<T>::open();
			let terms = Self::terms(&book, book.scheme(T::PollScheme::get())?)?;
			Self::credit_one(
				book,
				&terms,
				party,
				Period(poll),
				points,
				Evidence::Participation(poll),
			)
		})
	}
}
