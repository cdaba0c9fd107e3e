// SPDX-License-Identifier: Apache-2.0

//! Offices that give points, and what citizens have of them.

use super::*;
use pallet_mileage::{
	genesis::{CAR, ECO, ETAX, HEALTH, POLL},
	runtime_api::Reconciliation,
	Call, CreditRow, Event, Lot, Members, Period, Points, Purpose, SchemeId, Share, Source,
};
use seoul_chain_runtime::Assets;
use seoul_chain_runtime_common::currency::KRW;

/// The five schemes of every preset.
pub const FIVE: [SchemeId; 5] = [ECO, CAR, ETAX, HEALTH, POLL];
/// The museum, a merchant.
pub const MUSEUM: AgencyId = AgencyId(18);
/// The clearing house of transit cards, a redemption channel.
pub const TRANSIT: AgencyId = AgencyId(19);
/// The tax office.
pub const TAX_OFFICE: AgencyId = AgencyId(11);
/// A month of the development chain.
pub const MONTH: Moment = 150_000;
/// Won that are held for each scheme.
pub const BUDGET: Balance = 10_000_000 * KRW;

/// The well-known key of a path.
pub fn key(path: &str) -> sr25519::Pair {
	sr25519::Pair::from_string(path, None).expect("a valid path")
}

/// The account of a key.
pub fn account_of(pair: &sr25519::Pair) -> AccountId {
	AccountId::from(pair.public())
}

/// Who credits points of a scheme.
pub fn issuer(scheme: SchemeId) -> sr25519::Pair {
	key(match scheme {
		ECO | CAR => "//Climate",
		ETAX => "//FinanceBureau",
		HEALTH => "//Health",
		_ => "//PublicRelations",
	})
}

/// Every office has won held for its schemes.
pub fn fund_all(chain: &mut Chain) {
	for scheme in FIVE {
		chain.succeeds_as(
			&issuer(scheme),
			Call::<Runtime>::fund_budget {
				scheme,
				amount: BUDGET,
			},
		);
	}
}

/// A citizen who has a card and no won: key and party.
pub fn new_citizen(chain: &mut Chain, path: &str) -> (sr25519::Pair, PartyId) {
	let pair = key(path);
	let events = chain.succeeds(
		who::CITY_OFFICER,
		pallet_citizen_identity::Call::<Runtime>::issue_card {
			account: account_of(&pair),
		},
	);
	let citizen = events
		.into_iter()
		.find_map(|event| match event {
			RuntimeEvent::CitizenIdentity(pallet_citizen_identity::Event::CardIssued {
				citizen,
				..
			}) => Some(citizen),
			_ => None,
		})
		.expect("the card is issued");
	(pair, PartyId::Citizen(citizen))
}

/// Citizens who have cards and no won, of these paths and in their order: a hundred cards in a block.
pub fn new_citizens(chain: &mut Chain, paths: &[String]) -> Vec<(sr25519::Pair, CitizenIndex)> {
	for batch in paths.chunks(100) {
		chain.next_block_with_room();
		let accounts: Vec<AccountId> = batch.iter().map(|path| account_of(&key(path))).collect();
		chain.succeeds(
			who::CITY_OFFICER,
			pallet_citizen_identity::Call::<Runtime>::issue_cards {
				accounts: frame_support::BoundedVec::truncate_from(accounts),
			},
		);
	}
	paths
		.iter()
		.map(|path| {
			let card = key(path);
			let account = account_of(&card);
			let citizen = chain
				.query(|| pallet_citizen_identity::CitizenByAccount::<Runtime>::get(account))
				.expect("the card is issued");
			(card, citizen)
		})
		.collect()
}

/// A row of credits.
pub fn row(member: PartyId, period: u32, points: Points) -> CreditRow {
	CreditRow {
		member,
		period: Period(period),
		points,
		evidence: document(b"what shows that they were earned"),
	}
}

/// The call of an office that credits.
pub fn credit_call(
	scheme: SchemeId,
	member: PartyId,
	period: u32,
	points: Points,
) -> Call<Runtime> {
	Call::credit {
		scheme,
		row: row(member, period, points),
	}
}

/// The office credits. Returns the events.
#[track_caller]
pub fn credit(
	chain: &mut Chain,
	scheme: SchemeId,
	member: PartyId,
	period: u32,
	points: Points,
) -> Vec<RuntimeEvent> {
	chain.succeeds_as(&issuer(scheme), credit_call(scheme, member, period, points))
}

/// Pay a merchant so many won with points of any scheme.
pub fn purchase(payee: AgencyId, won: Balance) -> Call<Runtime> {
	Call::pay {
		payee,
		purpose: Purpose::Purchase,
		amount: won * KRW,
		source: Source::Earliest { at_most: 5 },
		reference: document(b"order"),
	}
}

/// Points of these schemes only.
pub fn only(schemes: &[SchemeId]) -> Source {
	Source::Only {
		schemes: frame_support::BoundedVec::truncate_from(schemes.to_vec()),
	}
}

/// Points that a party can use.
pub fn spendable(chain: &mut Chain, party: PartyId, scheme: SchemeId) -> Points {
	chain
		.query(|| Mileage::wallet_of(party, 0))
		.into_iter()
		.find(|wallet| wallet.scheme == scheme)
		.map_or(0, |wallet| wallet.spendable)
}

/// Points that an account shows in any wallet.
pub fn shown(chain: &mut Chain, pair: &sr25519::Pair, scheme: SchemeId) -> Balance {
	chain.query(|| Assets::balance(scheme.0, account_of(pair)))
}

/// A party's lots in all schemes, in the order in which they are used.
pub fn lots(chain: &mut Chain, party: PartyId) -> Vec<(SchemeId, Lot)> {
	let mut lots: Vec<_> = chain
		.query(|| Members::<Runtime>::get(party))
		.map(|member| member.wallets.into_inner())
		.unwrap_or_default()
		.into_iter()
		.flat_map(|wallet| {
			let scheme = wallet.scheme;
			wallet.lots.into_iter().map(move |lot| (scheme, lot))
		})
		.collect();
	lots.sort_by_key(|(scheme, lot)| (lot.expiry, *scheme));
	lots
}

/// What each scheme gives to a payment of so many points, in order of scheme.
pub fn expected_shares(lots: &[(SchemeId, Lot)], points: Points) -> Vec<Share> {
	let mut shares = std::collections::BTreeMap::new();
	let mut left = points;
	for (scheme, lot) in lots {
		let taken = lot.points.min(left);
		left -= taken;
		if taken > 0 {
			*shares.entry(*scheme).or_insert(0) += taken;
		}
	}
	assert_eq!(left, 0, "the lots suffice");
	shares
		.into_iter()
		.map(|(scheme, points)| Share {
			scheme,
			points,
			amount: Balance::from(points) * KRW,
		})
		.collect()
}

/// The books of a scheme. They balance to the point.
#[track_caller]
pub fn books(chain: &mut Chain, scheme: SchemeId) -> Reconciliation {
	let books = chain
		.query(|| Mileage::reconciliation(scheme))
		.expect("the scheme is there");
	assert_eq!(books.difference, 0);
	assert_eq!(books.supply, Balance::from(books.live));
	assert!(books.funded >= books.liability);
	books
}

/// The events of the mileage among these.
pub fn of_mileage(events: &[RuntimeEvent]) -> Vec<Event<Runtime>> {
	events
		.iter()
		.filter_map(|event| match event {
			RuntimeEvent::Mileage(event) => Some(event.clone()),
			_ => None,
		})
		.collect()
}
