// SPDX-License-Identifier: Apache-2.0

//! Who could vote: the roll, and in an anonymous poll every enrolment.

use super::{
	export::{Electorate, EnrolledAt, Export, FrozenRing, Place, UsedRing},
	fault::{Fault, Who},
	parallel::in_parallel,
	verify::{closes_at, Progress, Step},
};
use crate::{
	error::{text, Text},
	ring::node::{rebuild, static_data},
};
use pallet_mvoting::{Eligibility, Roll, Secrecy};
use seoul_chain_ballot::{ChainId, PollId};
use seoul_chain_primitives::AccountId;
use seoul_chain_ring_proofs::{
	Alias, Bandersnatch, BatchItem, Context, Message, PollEnrolment, Purpose, RingKey,
	RingProofSystem, RingSize,
};
use std::{
	collections::{BTreeSet, HashMap, HashSet},
	ops::ControlFlow,
};

/// So many proofs are verified together.
const TOGETHER: usize = 16;

/// The voting key of each alias, and since where.
pub type Enrolled<'a> = HashMap<Alias, (&'a AccountId, Place)>;

fn differs(code: &'static str, ko: &str, en: &str) -> Fault {
	Fault::new(code, Text::new(ko, en))
}

/// Check when the poll was opened and for whom.
pub fn check(export: &Export, threads: usize, progress: &Progress<'_>) -> Result<(), Fault> {
	let settings = &export.approved.poll.settings;
	let opened = &export.opened;
	let at = opened.done.at;
	if at < settings.opens_at || at >= settings.closes_at {
		return Err(differs(
			"OpenedOutOfTime",
			"시작 시각 전이나 종료 시각 뒤에 시작하였습니다.",
			"it was opened before its time or after its end",
		)
		.at(&opened.done));
	}
	let stated = export.finally.opening;
	if stated.is_none_or(|stated| stated.roll != opened.roll || stated.at != at) {
		return Err(differs(
			"RollDiffers",
			"선거인 명부가 시작 때 알린 것과 다릅니다.",
			"the roll is not the one that was told at the opening",
		)
		.at(&opened.done));
	}
	let (minimum, most) = (settings.minimum_turnout, opened.roll.at_most());
	if most < u64::from(minimum) {
		return Err(Fault::new(
			"RollTooSmall",
			text!(
				"투표할 수 있는 {most}명이 최소 참여자 수 {minimum}명보다 적습니다.",
				"{most} can vote, fewer than the minimum turnout of {minimum}"
			),
		)
		.at(&opened.done));
	}
	check_electorate(export, threads, progress).map_err(|fault| match fault.place {
		None => fault.at(&opened.done),
		Some(_) => fault,
	})
}

fn check_electorate(export: &Export, threads: usize, progress: &Progress<'_>) -> Result<(), Fault> {
	let settings = &export.approved.poll.settings;
	let anonymous = matches!(settings.secrecy, Secrecy::Anonymous { .. });
	let other_kind = || {
		differs(
			"RollDiffers",
			"선거인 명부의 종류가 투표 자격과 다릅니다.",
			"the roll is not of the kind that the poll asks for",
		)
	};
	match (
		&settings.eligibility,
		&export.opened.electorate,
		export.opened.roll,
	) {
		(
			eligibility,
			Electorate::Rings {
				collection,
				size,
				rings,
			},
			Roll::Rings { key_count, .. },
		) if anonymous => {
			if eligibility.collection() != Some(*collection) {
				return Err(other_kind());
			}
			check_rings(*size, rings, key_count, threads, progress)
		},
		_ if anonymous => Err(other_kind()),
		(
			Eligibility::AllCitizens,
			Electorate::Cards { before, after, .. },
			Roll::Cards { issued, active },
		)
		| (
			Eligibility::District { .. } | Eligibility::Credential { .. },
			Electorate::Credentials { before, after, .. },
			Roll::Credentials { issued, active, .. },
		) => {
			if !(*before..=*after).contains(&issued) || active > issued {
				return Err(Fault::new(
					"RollCountDiffers",
					text!(
						"발급된 카드가 {issued}장이라고 하나 그 블록의 앞뒤에는 {before}장과 {after}장이었습니다.",
						"it says {issued} cards were issued; around that block there were {before} and {after}"
					),
				));
			}
			Ok(())
		},
		(
			Eligibility::ListedCards,
			Electorate::Listed { cards },
			Roll::Listed { cards: stated },
		) => {
			let listed: BTreeSet<_> = cards.iter().collect();
			let found = listed.len();
			if found != cards.len() || u32::try_from(found) != Ok(stated) {
				return Err(Fault::new(
					"RollCountDiffers",
					text!(
						"명단이 {stated}장이라고 하나 기록된 호출로는 {found}장입니다.",
						"it says {stated} cards are listed; the calls listed {found}"
					),
				));
			}
			Ok(())
		},
		_ => Err(other_kind()),
	}
}

fn check_rings(
	size: RingSize,
	rings: &[FrozenRing],
	keys: u32,
	threads: usize,
	progress: &Progress<'_>,
) -> Result<(), Fault> {
	let found: u64 = rings.iter().map(|ring| u64::from(ring.members)).sum();
	if found != u64::from(keys) {
		return Err(Fault::new(
			"RingCountDiffers",
			text!(
				"링에 열쇠가 {keys}개라고 하나 {found}개입니다.",
				"it says {keys} keys are in the rings; there are {found}"
			),
		));
	}
	let mut numbers = HashSet::new();
	let mut seen: HashMap<RingKey, u32> = HashMap::new();
	for ring in rings {
		let number = ring.at.ring;
		let members = ring.used.as_ref().map_or(&[][..], |used| &used.keys);
		let other = members.iter().find_map(|key| seen.insert(*key, number));
		if !numbers.insert(number) || other.is_some() {
			return Err(differs(
				"RingKeyTwice",
				"한 열쇠나 링이 두 번 있습니다.",
				"a key or the ring is there twice",
			)
			.of(Who::Ring(number)));
		}
	}
	let used: Vec<(&FrozenRing, &UsedRing)> = rings
		.iter()
		.filter_map(|ring| Some((ring, ring.used.as_ref()?)))
		.collect();
	if used.is_empty() {
		return Ok(());
	}
	let data = static_data(size);
	let mut first: Option<(usize, Fault)> = None;
	let mut done = 0;
	in_parallel(
		threads,
		used.len(),
		|place| {
			let (ring, used) = used.get(place)?;
			check_ring(size, &data, ring, used).err()
		},
		|place, fault| {
			done += 1;
			progress(Step::Rings, done, used.len());
			keep_first(&mut first, place, fault)
		},
	);
	first.map_or(Ok(()), |(_, fault)| Err(fault))
}

/// Keep the fault of the smallest place.
pub fn keep_first(
	first: &mut Option<(usize, Fault)>,
	place: usize,
	fault: Option<Fault>,
) -> ControlFlow<()> {
	let Some(fault) = fault else {
		return ControlFlow::Continue(());
	};
	if first.as_ref().is_none_or(|(before, _)| place < *before) {
		*first = Some((place, fault));
	}
	ControlFlow::Break(())
}

fn check_ring(
	size: RingSize,
	data: &[u8],
	ring: &FrozenRing,
	used: &UsedRing,
) -> Result<(), Fault> {
	let wrong = |code, what| Fault::new(code, what).of(Who::Ring(ring.at.ring));
	let (members, listed) = (ring.members, used.keys.len());
	if u32::try_from(listed) != Ok(members) {
		return Err(wrong(
			"RingCountDiffers",
			text!(
				"열쇠가 {members}개라고 하나 명단은 {listed}개입니다.",
				"it says {members} keys and lists {listed}"
			),
		));
	}
	match rebuild(size, data, &used.keys) {
		Ok(root) if root == used.root.0 => Ok(()),
		Ok(_) => Err(wrong(
			"RingRootDiffers",
			Text::new(
				"뿌리가 명단의 열쇠에서 계산한 것과 다릅니다.",
				"the root is not that of the listed keys",
			),
		)),
		Err(error) => Err(wrong(
			"RingNotBuilt",
			text!(
				"명단으로 링을 만들 수 없습니다({error:?}).",
				"no ring can be built from the list ({error:?})"
			),
		)),
	}
}

/// Check every enrolment of an anonymous poll.
pub fn check_enrolments<'a>(
	export: &'a Export,
	threads: usize,
	progress: &Progress<'_>,
) -> Result<Enrolled<'a>, Fault> {
	let Electorate::Rings { size, rings, .. } = &export.opened.electorate else {
		return match export.enrolments.first() {
			None => Ok(Enrolled::new()),
			Some(enrolment) => Err(differs(
				"EnrolmentNotPossible",
				"익명 투표가 아니므로 등록이 있을 수 없습니다.",
				"the poll is not anonymous and has no enrolments",
			)
			.at(&enrolment.done)
			.of(enrolment.alias)),
		};
	};
	let frozen: HashMap<(u32, u32), &UsedRing> = rings
		.iter()
		.filter_map(|ring| Some(((ring.at.ring, ring.at.revision), ring.used.as_ref()?)))
		.collect();
	let mut first: Option<(usize, Fault)> = None;
	let (enrolled, cheap) = check_cheaply(export, &frozen);
	if let Some((place, fault)) = cheap {
		let _ = keep_first(&mut first, place, Some(fault));
	}
	// What comes after a fault is not looked at.
	let limit = first
		.as_ref()
		.map_or(export.enrolments.len(), |(place, _)| *place);
	let all = export.enrolments.get(..limit).unwrap_or_default();
	let pieces: Vec<&[EnrolledAt]> = all.chunks(TOGETHER).collect();
	let mut done = 0;
	in_parallel(
		threads,
		pieces.len(),
		|piece| {
			let enrolments = pieces.get(piece).copied().unwrap_or_default();
			(
				enrolments.len(),
				check_proofs(export, *size, &frozen, enrolments),
			)
		},
		|piece, (number, fault)| {
			done += number;
			progress(Step::Enrolments, done, all.len());
			match fault {
				Some((place, fault)) => {
					let place = piece.saturating_mul(TOGETHER).saturating_add(place);
					keep_first(&mut first, place, Some(fault))
				},
				None => ControlFlow::Continue(()),
			}
		},
	);
	if let Some((_, fault)) = first {
		return Err(fault);
	}
	let found = enrolled.len();
	if let Some(stated) = export.finally.enrolled {
		if u32::try_from(found) != Ok(stated) {
			return Err(Fault::new(
				"EnrolmentCountDiffers",
				text!(
					"등록이 {stated}건이라고 하나 블록에는 {found}건입니다.",
					"it says {stated} are enrolled; the blocks have {found}"
				),
			));
		}
	}
	Ok(enrolled)
}

/// Whether an enrolment's proof holds for the alias that it claims.
pub fn holds(
	chain: &ChainId,
	poll: PollId,
	electorate: &Electorate,
	enrolment: &EnrolledAt,
) -> bool {
	let Electorate::Rings { size, rings, .. } = electorate else {
		return false;
	};
	let used = rings
		.iter()
		.find(|ring| ring.at == enrolment.at)
		.and_then(|ring| ring.used.as_ref());
	used.is_some_and(|used| {
		let context = Context::of(chain, Purpose::Poll { poll: poll.0 });
		let message = message(chain, poll, enrolment);
		let shown = Bandersnatch::verify(*size, &used.root.0, &context, &message, &enrolment.proof);
		shown == Ok(enrolment.alias)
	})
}

/// What an enrolment's proof binds.
fn message(chain: &ChainId, poll: PollId, enrolment: &EnrolledAt) -> Vec<u8> {
	PollEnrolment {
		poll: poll.0,
		voting_key: *AsRef::<[u8; 32]>::as_ref(&enrolment.voting_key),
	}
	.to_bytes(chain)
}

/// All that needs no proof: order, time, and that alias and key are there once.
fn check_cheaply<'a>(
	export: &'a Export,
	frozen: &HashMap<(u32, u32), &UsedRing>,
) -> (Enrolled<'a>, Option<(usize, Fault)>) {
	let mut enrolled = Enrolled::new();
	let mut keys: HashSet<&AccountId> = HashSet::new();
	let mut last = export.opened.done.place;
	for (place, enrolment) in export.enrolments.iter().enumerate() {
		let done = &enrolment.done;
		let closed = export
			.closing
			.as_ref()
			.is_some_and(|closing| closing.done.place <= done.place);
		let wrong = if done.place <= last || closed {
			differs(
				"EnrolledOutOfOrder",
				"시작과 마감 사이에 있지 않거나 순서가 맞지 않습니다.",
				"it does not stand between opening and closing, or not in order",
			)
		} else if done.at < export.opened.done.at || done.at >= closes_at(export, done.place) {
			differs(
				"EnrolledOutOfTime",
				"투표 기간이 아닌 때에 등록하였습니다.",
				"it was enrolled when the poll took none",
			)
		} else if !frozen.contains_key(&(enrolment.at.ring, enrolment.at.revision)) {
			let (ring, revision) = (enrolment.at.ring, enrolment.at.revision);
			Fault::new(
				"RingUnknown",
				text!(
					"링 {ring} 판 {revision}은(는) 시작 때 보존된 것이 아닙니다.",
					"ring {ring}, revision {revision}, is not one that the opening froze"
				),
			)
		} else if enrolled
			.insert(enrolment.alias, (&enrolment.voting_key, done.place))
			.is_some()
		{
			differs(
				"AliasTwice",
				"가명이 두 번 등록되었습니다.",
				"the alias is enrolled twice",
			)
		} else if !keys.insert(&enrolment.voting_key) {
			differs(
				"VotingKeyTwice",
				"투표 열쇠가 두 번 등록되었습니다.",
				"the voting key is enrolled twice",
			)
		} else {
			last = done.place;
			continue;
		};
		return (enrolled, Some((place, wrong.at(done).of(enrolment.alias))));
	}
	(enrolled, None)
}

/// The first of these whose proof does not hold.
fn check_proofs(
	export: &Export,
	size: RingSize,
	frozen: &HashMap<(u32, u32), &UsedRing>,
	enrolments: &[EnrolledAt],
) -> Option<(usize, Fault)> {
	let purpose = Purpose::Poll {
		poll: export.poll.0,
	};
	let context = Context::of(&export.chain, purpose);
	let messages: Vec<Vec<u8>> = enrolments
		.iter()
		.map(|enrolment| message(&export.chain, export.poll, enrolment))
		.collect();
	let items: Vec<BatchItem<'_>> = enrolments
		.iter()
		.zip(&messages)
		.filter_map(|(enrolment, message)| {
			let used = frozen.get(&(enrolment.at.ring, enrolment.at.revision))?;
			Some(BatchItem {
				root: &used.root.0,
				context: &context,
				message,
				proof: &enrolment.proof,
			})
		})
		.collect();
	let verified = Bandersnatch::verify_batch(size, &items);
	enrolments
		.iter()
		.zip(verified)
		.enumerate()
		.find_map(|(place, (enrolment, shown))| {
			let fault = match shown {
				Ok(alias) if alias == enrolment.alias => return None,
				Ok(_) => differs(
					"AliasDiffers",
					"증명이 보이는 가명이 아닙니다.",
					"the proof shows another alias",
				),
				Err(error) => Fault::new(
					"EnrolmentFalse",
					text!(
						"링의 증명이 이 투표와 투표 열쇠에 맞지 않습니다({error:?}).",
						"the ring proof does not hold for this poll and voting key ({error:?})"
					),
				),
			};
			Some((place, fault.at(&enrolment.done).of(enrolment.alias)))
		})
}
