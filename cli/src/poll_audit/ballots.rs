// SPDX-License-Identifier: Apache-2.0

//! Every ballot, and what the last one of each voter adds up to.

use super::{
	export::{Cast, Content, Electorate, Export, Opened, Sums},
	fault::Fault,
	parallel::in_parallel,
	roll::{keep_first, Enrolled},
	verify::{closes_at, Progress, Step},
};
use crate::error::{text, Text};
use pallet_mvoting::{Eligibility, Roll, Secrecy};
use seoul_chain_ballot::{
	Ballot, BallotContext, BatchError, ChainId, Choices, ElectionKey, Form, Tally, ThresholdKey,
	VerifiedBallot, Voter,
};
use seoul_chain_login::Disclosure;
use seoul_chain_primitives::{CitizenIndex, Moment};
use seoul_chain_ring_proofs::Alias;
use std::{
	collections::{BTreeMap, BTreeSet, HashSet},
	ops::ControlFlow,
};

/// So many ballots are verified together.
const TOGETHER: usize = 64;

/// What all ballots come to.
pub struct Total {
	/// How many ballots were accepted, with those that were replaced.
	pub casts: usize,
	pub turnout: u32,
	pub sums: Sums,
}

fn differs(code: &'static str, ko: &str, en: &str) -> Fault {
	Fault::new(code, Text::new(ko, en))
}

/// Check every ballot, and add up the last of each voter.
pub fn check(
	export: &Export,
	key: Option<&ThresholdKey>,
	enrolled: &Enrolled<'_>,
	threads: usize,
	progress: &Progress<'_>,
) -> Result<Total, Fault> {
	let mut first: Option<(usize, Fault)> = None;
	let mut roll = Voters::of(export, enrolled);
	for (place, cast) in export.ballots.iter().enumerate() {
		if let Err(fault) = roll.accept(place, cast) {
			let _ = keep_first(&mut first, place, Some(fault.at(&cast.done).of(cast.voter)));
			break;
		}
	}
	let Voters { last, .. } = roll;
	// What comes after a fault is not looked at.
	let limit = first
		.as_ref()
		.map_or(export.ballots.len(), |(place, _)| *place);
	let ballots = export.ballots.get(..limit).unwrap_or_default();
	let turnout = u32::try_from(last.len()).unwrap_or(u32::MAX);
	let sums = match key {
		Some(key) => {
			let counting: HashSet<usize> = last.values().copied().collect();
			let verified = Verification {
				export,
				key,
				ballots,
				counting,
				threads,
			};
			verified.run(&mut first, progress).map(Sums::Encrypted)
		},
		None => Some(Sums::Public {
			turnout,
			votes: votes(export.approved.question.form, ballots, last.values()),
		}),
	};
	if let Some((_, fault)) = first {
		return Err(fault);
	}
	let most = export.opened.roll.at_most();
	if u64::from(turnout) > most {
		return Err(Fault::new(
			"TooManyVoters",
			text!(
				"{turnout}명이 투표하였으나 투표할 수 있는 사람은 {most}명입니다.",
				"{turnout} have voted, and {most} can"
			),
		));
	}
	let sums = sums.ok_or_else(|| {
		differs(
			"SumsImpossible",
			"표를 더할 수 없습니다.",
			"the ballots cannot be added up",
		)
	})?;
	compare(export, &sums)?;
	Ok(Total {
		casts: export.ballots.len(),
		turnout,
		sums,
	})
}

/// Votes of each option, of the ballots that count.
fn votes<'a>(form: Form, ballots: &[Cast], counting: impl Iterator<Item = &'a usize>) -> Vec<u32> {
	let mut votes = vec![0u32; usize::from(form.options())];
	for cast in counting.filter_map(|place| ballots.get(*place)) {
		let Content::Public { options, .. } = &cast.content else {
			continue;
		};
		for option in options {
			if let Some(count) = votes.get_mut(usize::from(*option)) {
				*count = count.saturating_add(1);
			}
		}
	}
	votes
}

/// What the chain states must be what the ballots come to.
fn compare(export: &Export, computed: &Sums) -> Result<(), Fault> {
	let Some(stated) = &export.sums else {
		return if export.closing.is_none() {
			// Before the closing the chain does not tell the sums of every poll.
			Ok(())
		} else {
			Err(differs(
				"SumsMissing",
				"마감 때의 합계가 없습니다.",
				"there are no sums as of the closing",
			))
		};
	};
	let turnouts = match (computed, stated) {
		(Sums::Public { turnout, .. }, Sums::Public { turnout: told, .. }) => (*turnout, *told),
		(Sums::Encrypted(tally), Sums::Encrypted(told)) => (tally.ballots, told.ballots),
		_ => {
			return Err(differs(
				"SumsDiffer",
				"합계의 종류가 이 투표의 것이 아닙니다.",
				"the sums are not of the kind of this poll",
			))
		},
	};
	let told = export.finally.turnout.unwrap_or(turnouts.1);
	for stated in [turnouts.1, told] {
		let computed = turnouts.0;
		if computed != stated {
			return Err(Fault::new(
				"TurnoutDiffers",
				text!(
					"참여자 수: 표로 계산 {computed}명, 체인 {stated}명",
					"turnout: {computed} by the ballots, the chain states {stated}"
				),
			));
		}
	}
	let entry = match (computed, stated) {
		(Sums::Public { votes, .. }, Sums::Public { votes: told, .. }) => {
			first_difference(votes, told)
		},
		(Sums::Encrypted(tally), Sums::Encrypted(told)) if tally.form == told.form => {
			first_difference(&tally.sums, &told.sums)
		},
		_ => Some(0),
	};
	entry.map_or(Ok(()), |entry| {
		let number = entry.saturating_add(1);
		Err(Fault::new(
			"SumsDiffer",
			text!(
				"{number}번 선택지의 합계가 표를 더한 것과 다릅니다.",
				"the sum of option {number} is not that of the ballots"
			),
		))
	})
}

fn first_difference<T: PartialEq>(one: &[T], other: &[T]) -> Option<usize> {
	one.iter()
		.zip(other)
		.position(|(one, other)| one != other)
		.or_else(|| (one.len() != other.len()).then(|| one.len().min(other.len())))
}

/// What is known of voters while their ballots are looked at in order.
struct Voters<'a> {
	export: &'a Export,
	enrolled: &'a Enrolled<'a>,
	cards: BTreeMap<CitizenIndex, Moment>,
	listed: BTreeSet<CitizenIndex>,
	/// The place among all ballots of each voter's last one.
	last: BTreeMap<Voter, usize>,
}

impl<'a> Voters<'a> {
	fn of(export: &'a Export, enrolled: &'a Enrolled<'a>) -> Self {
		let mut all = Self {
			export,
			enrolled,
			cards: BTreeMap::new(),
			listed: BTreeSet::new(),
			last: BTreeMap::new(),
		};
		match &export.opened.electorate {
			Electorate::Cards { voters, .. } => {
				all.cards = voters.iter().map(|at| (at.card, at.issued_at)).collect();
			},
			Electorate::Listed { cards } => all.listed = cards.iter().copied().collect(),
			Electorate::Credentials { .. } | Electorate::Rings { .. } => {},
		}
		all
	}

	/// Take the next ballot: all of it but its proof.
	fn accept(&mut self, place: usize, cast: &Cast) -> Result<(), Fault> {
		self.check_time(place, cast)?;
		let former = self
			.last
			.get(&cast.voter)
			.and_then(|place| self.export.ballots.get(*place));
		self.check_voter(cast, former.is_some())?;
		check_former(cast, former)?;
		if let Content::Public { options, .. } = &cast.content {
			check_choice(self.export.approved.question.form, options)?;
		}
		self.last.insert(cast.voter, place);
		Ok(())
	}

	fn check_time(&self, place: usize, cast: &Cast) -> Result<(), Fault> {
		let export = self.export;
		let before = place
			.checked_sub(1)
			.and_then(|before| export.ballots.get(before))
			.map_or(export.opened.done.place, |before| before.done.place);
		let closed = export
			.closing
			.as_ref()
			.is_some_and(|closing| closing.done.place <= cast.done.place);
		if cast.done.place <= before || closed {
			return Err(differs(
				"BallotOutOfOrder",
				"시작과 마감 사이에 있지 않거나, 순서가 맞지 않거나, 두 번 있습니다.",
				"it does not stand between opening and closing, or not in order, or is there twice",
			));
		}
		let ends = closes_at(export, cast.done.place);
		if cast.done.at < export.opened.done.at || cast.done.at >= ends {
			return Err(differs(
				"BallotOutOfTime",
				"투표 기간이 아닌 때의 표입니다.",
				"it was cast when the poll took none",
			));
		}
		Ok(())
	}

	/// Whether somebody with or without a former ballot may cast this one.
	fn check_voter(&self, cast: &Cast, has_former: bool) -> Result<(), Fault> {
		let settings = &self.export.approved.poll.settings;
		let public = matches!(cast.content, Content::Public { .. });
		let citizen = match (settings.secrecy, cast.voter, public) {
			(Secrecy::Public, Voter::Citizen(card), true)
			| (Secrecy::Secret { .. }, Voter::Citizen(card), false) => CitizenIndex(card),
			(Secrecy::Anonymous { .. }, Voter::Alias(alias), false) => {
				return self.check_alias(cast, Alias(alias));
			},
			_ => {
				return Err(differs(
					"BallotOfOtherKind",
					"이 투표가 받는 종류의 표나 투표자가 아닙니다.",
					"ballot or voter is not of the kind that the poll takes",
				))
			},
		};
		let credential = cast.credential.as_ref();
		let listed = match &settings.eligibility {
			_ if has_former => true,
			Eligibility::AllCitizens => self
				.cards
				.get(&citizen)
				.is_some_and(|issued_at| *issued_at < self.export.opened.done.at),
			Eligibility::ListedCards => self.listed.contains(&citizen),
			Eligibility::District { .. } | Eligibility::Credential { .. } => {
				return self.check_credential(citizen, credential);
			},
		};
		if !listed {
			return Err(differs(
				"NotOnRoll",
				"선거인 명부에 없는 카드입니다.",
				"the card is not on the roll",
			));
		}
		if credential.is_some() {
			return Err(differs(
				"CredentialNotNeeded",
				"자격 증명을 공개하지 않아야 하는 표입니다.",
				"a credential was opened that is not asked for",
			));
		}
		Ok(())
	}

	fn check_alias(&self, cast: &Cast, alias: Alias) -> Result<(), Fault> {
		let enrolled = self.enrolled.get(&alias);
		let Some((key, _)) = enrolled.filter(|(_, since)| *since < cast.done.place) else {
			return Err(differs(
				"NotEnrolled",
				"그때까지 등록되지 않은 가명입니다.",
				"the alias was not enrolled by then",
			));
		};
		if cast.signer.as_ref().is_some_and(|signer| signer != *key) {
			return Err(differs(
				"OtherSigner",
				"이 가명의 투표 열쇠가 서명하지 않았습니다.",
				"it is not signed by the voting key of this alias",
			));
		}
		Ok(())
	}

	/// Whether the credential that the poll asks for was opened. Whether it was revoked then, the chain looked at.
	fn check_credential(
		&self,
		citizen: CitizenIndex,
		credential: Option<&Disclosure>,
	) -> Result<(), Fault> {
		let holds = credential.is_some_and(|credential| {
			opens(
				&self.export.chain,
				citizen,
				credential,
				&self.export.approved.poll.settings.eligibility,
				&self.export.opened,
			)
		});
		if holds {
			Ok(())
		} else {
			Err(differs(
				"CredentialFalse",
				"투표가 요구하는 자격이 증명되지 않았습니다.",
				"the credential that the poll asks for is not proven",
			))
		}
	}
}

/// Whether a credential is one that a poll asks for, of this citizen, and in a batch that was there before the opening.
pub fn opens(
	chain: &ChainId,
	citizen: CitizenIndex,
	credential: &Disclosure,
	eligibility: &Eligibility,
	opened: &Opened,
) -> bool {
	let (
		Roll::Credentials { before, .. },
		Electorate::Credentials {
			residence, batches, ..
		},
	) = (opened.roll, &opened.electorate)
	else {
		return false;
	};
	let (asked, accepted) = match eligibility {
		Eligibility::District { district } => (*residence, credential.value.0 == district.0),
		Eligibility::Credential { schema, accepted } => {
			(*schema, accepted.accepts(credential.value))
		},
		Eligibility::AllCitizens | Eligibility::ListedCards => return false,
	};
	let commitment = credential.commitment(chain, citizen);
	let batch = batches.iter().find(|one| one.batch == credential.batch);
	accepted
		&& credential.schema == asked
		&& credential.batch < before
		&& batch.is_some_and(|batch| credential.leads_to(&commitment, &batch.root))
}

/// A ballot must replace the former one of its voter.
fn check_former(cast: &Cast, former: Option<&Cast>) -> Result<(), Fault> {
	let follows = match (&cast.content, former.map(|cast| &cast.content)) {
		(Content::Public { former, .. }, None) => former.is_none(),
		(Content::Encrypted { former, .. }, None) => former.is_none(),
		(
			Content::Public {
				former: Some(told), ..
			},
			Some(Content::Public { options, .. }),
		) => told == options,
		(
			Content::Encrypted {
				former: Some(told), ..
			},
			Some(Content::Encrypted { tracker, .. }),
		) => told == tracker,
		_ => false,
	};
	if follows {
		Ok(())
	} else {
		Err(differs(
			"RevoteDiffers",
			"체인이 바꾸었다고 한 표가 이 투표자의 앞선 표가 아닙니다.",
			"what the chain says it replaces is not the voter's former ballot",
		))
	}
}

/// A choice in clear must be one that the form allows, each option once and in rising order.
fn check_choice(form: Form, options: &[u8]) -> Result<(), Fault> {
	let mut marks = vec![0u8; usize::from(form.options())];
	let mut least = 0;
	let in_order = options.iter().all(|option| {
		let rises = *option >= least;
		least = option.saturating_add(1);
		let mark = marks.get_mut(usize::from(*option));
		rises && mark.map(|mark| *mark = 1).is_some()
	});
	if in_order && Choices::new(form, &marks).is_ok() {
		Ok(())
	} else {
		Err(differs(
			"ChoiceImpossible",
			"투표 방식이 허용하지 않는 선택입니다.",
			"the poll does not allow this choice",
		))
	}
}

/// The proofs of encrypted ballots.
struct Verification<'a> {
	export: &'a Export,
	key: &'a ThresholdKey,
	ballots: &'a [Cast],
	/// The places of those that count.
	counting: HashSet<usize>,
	threads: usize,
}

impl Verification<'_> {
	/// Verify all, and add up those that count.
	fn run(self, first: &mut Option<(usize, Fault)>, progress: &Progress<'_>) -> Option<Tally> {
		let form = self.export.approved.question.form;
		let key = ElectionKey::new(self.key.election_key).ok()?;
		let mut tally = Tally::new(form).ok();
		let total = self.ballots.len();
		let mut done = 0;
		in_parallel(
			self.threads,
			total.div_ceil(TOGETHER),
			|piece| {
				let from = piece.saturating_mul(TOGETHER);
				let to = from.saturating_add(TOGETHER).min(total);
				let casts = self.ballots.get(from..to).unwrap_or_default();
				self.verify(&key, form, from, casts)
			},
			|_, (number, verified, fault)| {
				done += number;
				progress(Step::Ballots, done, total);
				if let Some(sums) = &mut tally {
					if sums.add_all(&verified).is_err() {
						tally = None;
					}
				}
				match fault {
					Some((place, fault)) => keep_first(first, place, Some(fault)),
					None => ControlFlow::Continue(()),
				}
			},
		);
		tally
	}

	/// How many were verified, those of them that count, and the first that is wrong.
	fn verify(
		&self,
		key: &ElectionKey,
		form: Form,
		from: usize,
		casts: &[Cast],
	) -> (usize, Vec<VerifiedBallot>, Option<(usize, Fault)>) {
		let mut ballots: Vec<(BallotContext, &Ballot)> = Vec::with_capacity(casts.len());
		let mut wrong = None;
		for (place, cast) in (from..).zip(casts) {
			let Content::Encrypted {
				ballot, tracker, ..
			} = &cast.content
			else {
				continue;
			};
			let context = BallotContext {
				chain: self.export.chain,
				poll: self.export.poll,
				voter: cast.voter,
			};
			if ballot.0.tracker(&context) != *tracker {
				let fault = differs(
					"TrackerDiffers",
					"추적 번호가 표의 것이 아닙니다.",
					"the tracker is not that of the ballot",
				);
				wrong = Some((place, fault.at(&cast.done).of(cast.voter)));
				break;
			}
			ballots.push((context, &ballot.0));
		}
		match Ballot::verify_batch(key, form, &ballots) {
			Ok(verified) => {
				let counting = (from..)
					.zip(verified)
					.filter(|(place, _)| self.counting.contains(place))
					.map(|(_, ballot)| ballot)
					.collect();
				(casts.len(), counting, wrong)
			},
			Err(BatchError { position, error }) => {
				let fault = Fault::new(
					"BallotFalse",
					text!(
						"표의 증명이 이 투표와 투표자에 맞지 않습니다({error:?}).",
						"the ballot does not hold for this poll and voter: {error}"
					),
				);
				let fault = match casts.get(position) {
					Some(cast) => fault.at(&cast.done).of(cast.voter),
					None => fault,
				};
				let place = from.saturating_add(position);
				(casts.len(), Vec::new(), Some((place, fault)))
			},
		}
	}
}
