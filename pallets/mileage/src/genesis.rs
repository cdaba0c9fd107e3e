// SPDX-License-Identifier: Apache-2.0

//! The five schemes of 2018, with their rules as published.

use crate::types::{
	GenesisScheme, PointUse, PointUses, Points, SchemeId, SchemeRule, MAX_EXPIRY_MONTHS, NO_LIMIT,
};
use alloc::{collections::BTreeSet, string::ToString, vec, vec::Vec};
use seoul_chain_primitives::{AgencyId, Balance};

/// 에코마일리지.
pub const ECO: SchemeId = SchemeId(1);
/// 승용차마일리지.
pub const CAR: SchemeId = SchemeId(2);
/// 이택스 마일리지.
pub const ETAX: SchemeId = SchemeId(3);
/// 시민건강 마일리지.
pub const HEALTH: SchemeId = SchemeId(4);
/// 여론조사 마일리지.
pub const POLL: SchemeId = SchemeId(5);

/// Who runs each of the five.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Issuers {
	/// 에코마일리지.
	pub eco: AgencyId,
	/// 승용차마일리지.
	pub car: AgencyId,
	/// 이택스.
	pub etax: AgencyId,
	/// 시민건강.
	pub health: AgencyId,
	/// 여론조사.
	pub poll: AgencyId,
}

/// The five, numbered [`ECO`] to [`POLL`] in this order. One point of each is one `won`.
///
/// Merchants accept all five, because citizens are to pay with all of them at once. Where no cap, no expiry
/// or no budget of a scheme is published, the cap is open, points live five years as those of Eco do, and
/// the budget is the office's share of the about 6.3 billion points that all five issue in a year.
pub fn five_schemes_of_2018(issuers: &Issuers, won: Balance) -> Vec<GenesisScheme> {
	use PointUse::{ConversionIn, ConversionOut, Donation, Fee, Gift, Purchase, Redemption, Tax};
	let scheme = |issuer: AgencyId, name: &str, symbol: &str, rule| GenesisScheme {
		issuer,
		name: name.to_string(),
		symbol: symbol.to_string(),
		point_value: won,
		rule,
	};
	vec![
		scheme(
			issuers.eco,
			"에코마일리지 Eco Mileage",
			"ECO",
			rule(
				// Most saved in a winter half-year; two half-years.
				Caps {
					credit: 60_000,
					month: 60_000,
					year: 110_000,
				},
				0,
				4_600_000_000,
				&[
					Purchase,
					Tax,
					Fee,
					Donation,
					Redemption,
					ConversionOut,
					ConversionIn,
				],
			),
		),
		scheme(
			issuers.car,
			"승용차마일리지 Car Mileage",
			"CAR",
			rule(
				Caps {
					credit: 70_000,
					month: 70_000,
					year: 70_000,
				},
				0,
				700_000_000,
				&[
					Purchase,
					Tax,
					Fee,
					Donation,
					Redemption,
					ConversionOut,
					ConversionIn,
				],
			),
		),
		scheme(
			issuers.etax,
			"이택스마일리지 ETAX Mileage",
			"ETAX",
			rule(
				Caps {
					credit: NO_LIMIT,
					month: NO_LIMIT,
					year: NO_LIMIT,
				},
				0,
				400_000_000,
				&[
					Purchase,
					Tax,
					Fee,
					Donation,
					Redemption,
					Gift,
					ConversionOut,
					ConversionIn,
				],
			),
		),
		scheme(
			issuers.health,
			"시민건강마일리지 Health Mileage",
			"HEALTH",
			rule(
				Caps {
					credit: 6_200,
					month: 6_200,
					year: 100_000,
				},
				5_000,
				500_000_000,
				&[Purchase, Redemption],
			),
		),
		scheme(
			issuers.poll,
			"여론조사마일리지 Poll Mileage",
			"POLL",
			rule(
				Caps {
					credit: 500,
					month: NO_LIMIT,
					year: NO_LIMIT,
				},
				5_000,
				100_000_000,
				&[Purchase, Redemption],
			),
		),
	]
}

struct Caps {
	credit: Points,
	month: Points,
	year: Points,
}

fn rule(
	caps: Caps,
	min_redemption: Points,
	yearly_budget: Points,
	uses: &[PointUse],
) -> SchemeRule {
	let uses: BTreeSet<PointUse> = uses.iter().copied().collect();
	SchemeRule {
		expiry_months: MAX_EXPIRY_MONTHS,
		grace_months: 1,
		max_per_credit: caps.credit,
		max_per_month: caps.month,
		max_per_year: caps.year,
		min_redemption,
		yearly_budget,
		uses: PointUses::try_from(uses).unwrap_or_default(),
	}
}
