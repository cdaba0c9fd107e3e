// SPDX-License-Identifier: Apache-2.0

//! The key of an encrypted poll, made anew from what the trustees published.

use super::{
	export::{BoardRecord, Complained, Export},
	fault::Fault,
};
use crate::error::{text, Text};
use pallet_mvoting::{BoardKind, Misconduct};
use seoul_chain_ballot::{
	check_transport_key, judge, Ceremony, Dealing, Seat, ThresholdKey, TrusteeIndex, Verdict,
};
use std::collections::BTreeMap;

type Standing<'a> = BTreeMap<TrusteeIndex, &'a Dealing>;

/// The key of the poll's board; nothing in a public poll.
pub fn check(export: &Export) -> Result<Option<ThresholdKey>, Fault> {
	let settings = &export.approved.poll.settings;
	let named = settings.secrecy.board();
	let board = match (named, &export.board) {
		(None, None) => return Ok(None),
		(Some(named), Some(board)) if board.board == named => board,
		_ => {
			return Err(Fault::new(
				"BoardDiffers",
				Text::new(
					"이 투표의 수탁자단이 아닙니다.",
					"the board is not that of the poll",
				),
			))
		},
	};
	check_board(export, board)?;
	let ceremony = ceremony(export, board)?;
	let mut standing = dealings(board, &ceremony)?;
	for complained in &board.complaints {
		let verdict = verdict(&ceremony, &standing, complained)?;
		if verdict == Verdict::DealerCheated {
			standing.remove(&complained.dealer);
		}
	}
	let dealings: Vec<(TrusteeIndex, &Dealing)> = standing
		.iter()
		.map(|(dealer, dealing)| (*dealer, *dealing))
		.collect();
	let key = ThresholdKey::combine(&ceremony, &dealings).map_err(|error| {
		Fault::new(
			"KeyNotMade",
			text!(
				"유효한 분배로 열쇠를 만들 수 없습니다({error:?}).",
				"the dealings that stand make no key: {error}"
			),
		)
	})?;
	compare(board, &key)?;
	Ok(Some(key))
}

fn check_board(export: &Export, board: &BoardRecord) -> Result<(), Fault> {
	let seats = board.trustees.len();
	let threshold = usize::from(board.threshold);
	if threshold > seats || threshold.saturating_mul(2) <= seats {
		return Err(Fault::new(
			"ThresholdTooLow",
			text!(
				"수탁자 {seats}명 가운데 {threshold}명은 과반수가 아닙니다.",
				"{threshold} of {seats} trustees are not more than half"
			),
		));
	}
	let settings = &export.finally.poll.settings;
	if settings.opens_at < board.from || board.until < settings.closes_at {
		return Err(Fault::new(
			"OutsideBoardTerm",
			Text::new(
				"투표 기간이 수탁자단의 임기를 벗어납니다.",
				"the poll is not within the term of its board",
			),
		));
	}
	if let BoardKind::Assigned { poll, .. } = board.kind {
		if poll != export.poll {
			return Err(Fault::new(
				"BoardDiffers",
				Text::new(
					"다른 투표의 수탁자단입니다.",
					"the board is that of another poll",
				),
			));
		}
	}
	Ok(())
}

/// Who took part in making the key, and with which transport keys.
fn ceremony(export: &Export, board: &BoardRecord) -> Result<Ceremony, Fault> {
	let mut seats = BTreeMap::new();
	for registration in &board.registrations {
		let seat = Seat {
			trustee: registration.trustee,
			key: registration.key,
		};
		let wrong = |code, what| {
			Fault::new(code, what)
				.at(&registration.done)
				.of(seat.trustee)
		};
		check_transport_key(&export.chain, board.board, &seat, &registration.proof.0).map_err(
			|error| {
				wrong(
					"TransportKeyFalse",
					text!(
						"전송 열쇠의 증명이 맞지 않습니다({error:?}).",
						"the transport key is not proven: {error}"
					),
				)
			},
		)?;
		if usize::from(seat.trustee.0) > board.trustees.len()
			|| seats.insert(seat.trustee, seat).is_some()
		{
			return Err(wrong(
				"TransportKeyTwice",
				Text::new(
					"없는 자리이거나 이미 등록한 자리입니다.",
					"there is no such seat, or it has registered already",
				),
			));
		}
	}
	for absent in &board.absent {
		seats.remove(&absent.trustee);
	}
	let seats: Vec<Seat> = seats.into_values().collect();
	let ceremony = seats.try_into().ok().map(|seats| Ceremony {
		chain: export.chain,
		board: board.board,
		attempt: board.attempt,
		threshold: board.threshold,
		seats,
	});
	ceremony
		.filter(|ceremony| ceremony.check().is_ok())
		.ok_or_else(|| {
			Fault::new(
				"CeremonyImpossible",
				Text::new(
					"등록한 수탁자로는 열쇠를 만들 수 없습니다.",
					"with those who registered no key can be made",
				),
			)
		})
}

/// The dealing of each who took part.
fn dealings<'a>(board: &'a BoardRecord, ceremony: &Ceremony) -> Result<Standing<'a>, Fault> {
	let mut all = Standing::new();
	for dealt in &board.dealings {
		let dealing = &dealt.dealing.0;
		let wrong = |code, what| Fault::new(code, what).at(&dealt.done).of(dealt.trustee);
		dealing.verify(ceremony, dealt.trustee).map_err(|error| {
			wrong(
				"DealingFalse",
				text!(
					"분배의 증명이 맞지 않습니다({error:?}).",
					"the dealing does not hold: {error}"
				),
			)
		})?;
		if all.insert(dealt.trustee, dealing).is_some() {
			return Err(wrong(
				"DealtTwice",
				Text::new("두 번 분배하였습니다.", "it has dealt twice"),
			));
		}
	}
	for seat in &ceremony.seats {
		if !all.contains_key(&seat.trustee) {
			return Err(Fault::new(
				"DealingMissing",
				Text::new(
					"참여한 수탁자의 분배가 없습니다.",
					"it takes part and has not dealt",
				),
			)
			.of(seat.trustee));
		}
	}
	Ok(all)
}

/// Who cheated, found anew: it must be whom the chain named.
fn verdict(
	ceremony: &Ceremony,
	standing: &Standing<'_>,
	complained: &Complained,
) -> Result<Verdict, Fault> {
	let dealer = complained.dealer;
	let wrong = |code, what| Fault::new(code, what).at(&complained.done).of(dealer);
	let dealing = standing.get(&dealer).ok_or_else(|| {
		wrong(
			"ComplaintFalse",
			Text::new(
				"이의의 대상인 분배가 없거나 이미 기각되었습니다.",
				"the complaint is about a dealing that does not stand",
			),
		)
	})?;
	// The proof of a complaint holds for the seat of who complains, and for no other.
	let judged = ceremony.seats.iter().find_map(|seat| {
		judge(
			ceremony,
			dealer,
			dealing,
			seat.trustee,
			&complained.complaint.0,
		)
		.ok()
		.map(|verdict| (seat.trustee, verdict))
	});
	let (by, verdict) = judged.ok_or_else(|| {
		wrong(
			"ComplaintFalse",
			Text::new(
				"이의의 증명이 어느 수탁자의 것도 아닙니다.",
				"the proof of the complaint is of no trustee",
			),
		)
	})?;
	let (guilty, misconduct) = match verdict {
		Verdict::DealerCheated => (dealer, Misconduct::FalseShare),
		Verdict::ComplaintUnfounded => (by, Misconduct::UnfoundedComplaint),
	};
	if (complained.named, complained.misconduct) != (guilty, misconduct) {
		let (named, found) = (complained.named.0, guilty.0);
		return Err(wrong(
			"VerdictDiffers",
			text!(
				"체인은 자리 {named}의 잘못이라고 하나, 다시 판정하면 자리 {found}의 잘못({misconduct:?})입니다.",
				"the chain named seat {named}; judged anew it is seat {found} ({misconduct:?})"
			),
		));
	}
	Ok(verdict)
}

fn compare(board: &BoardRecord, key: &ThresholdKey) -> Result<(), Fault> {
	for stated in [board.told, board.key.election_key] {
		if stated != key.election_key {
			let computed = key.election_key;
			return Err(Fault::new(
				"ElectionKeyDiffers",
				text!(
					"투표 암호화 열쇠: 계산 {computed:?}, 체인 {stated:?}",
					"election key: computed {computed:?}, the chain states {stated:?}"
				),
			));
		}
	}
	for seat in &key.verification_keys {
		if !board.key.verification_keys.contains(seat) {
			return Err(Fault::new(
				"VerificationKeyDiffers",
				Text::new(
					"개표 몫을 확인하는 열쇠가 계산과 다릅니다.",
					"the key with which its shares are verified is not what is computed",
				),
			)
			.of(seat.trustee));
		}
	}
	if board.key != *key {
		return Err(Fault::new(
			"KeyDiffers",
			Text::new(
				"체인의 열쇠에는 계산에 없는 자리나 다른 정족수가 있습니다.",
				"the chain's key has a seat or a threshold that is not computed",
			),
		));
	}
	Ok(())
}
