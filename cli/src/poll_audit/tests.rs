// SPDX-License-Identifier: Apache-2.0

//! Whole polls as blocks would give them, each part of them corrupted, and how long an audit takes.

use super::{
	export::*,
	fault::{Fault, Who},
	verify::{verify, Findings},
	Audit,
};
use crate::{dishonest, files::tests::Folder, language::Language, output::Output, ring::node};
use codec::{DecodeAll, Encode};
use pallet_mvoting::{
	runtime_api::PollInfo, Accepted, BoardKind, Eligibility, Label, Misconduct, Opening,
	OptionList, Outcome, Poll, PollStatus, Question, RingAt, RingHold, Roll, Secrecy, Settings,
	Source, Title, Visibility,
};
use rand_chacha::{
	rand_core::{RngCore, SeedableRng},
	ChaCha20Rng,
};
use seoul_chain_ballot::{
	complain, deal, Ballot, BallotContext, BoardId, Ceremony, ChainId, Choices, Dealing,
	DecryptionKey, DecryptionShare, ElectionKey, EncodedPoint, Form, PollId, PreparedBallot, Seat,
	Tally, TallyContext, ThresholdKey, Tracker, TransportSecret, TrusteeIndex, Voter,
};
use seoul_chain_login::{
	BatchId, Commitment, CredentialTree, CredentialValue, Disclosure, SchemaId,
};
use seoul_chain_primitives::{
	AccountId, AgencyId, CitizenIndex, DistrictCode, DocumentCommitment, Moment,
};
use seoul_chain_ring_proofs::{
	prover::{OpenedRing, RingSecret},
	Alias, CollectionId, Context, Message, PollEnrolment, Purpose, RingKey, RingSize,
};
use sp_core::H256;
use std::{sync::OnceLock, time::Instant};

pub const CHAIN: ChainId = [0x5e; 32];
pub const POLL: PollId = PollId(4);
const BOARD: BoardId = BoardId(2);
const FORM: Form = Form::SingleChoice { options: 3 };
const OPENS: Moment = 1_000_000;
const OPENED: Moment = OPENS + 100;
const EXTENDED: Moment = 1_900_000;
const FIRST_END: Moment = 2_000_000;
const END: Moment = 2_500_000;
const SHARES_UNTIL: Moment = 3_000_000;
const MINIMUM: u32 = 4;
const QUORUM: u32 = 5;
const DISTRICT: DistrictCode = DistrictCode(11_740);

fn rng(seed: u64) -> ChaCha20Rng {
	ChaCha20Rng::seed_from_u64(seed)
}

/// Place and time of the steps of a poll.
struct Clock {
	block: u32,
}

impl Clock {
	fn at(&mut self, at: Moment) -> Done {
		self.block += 1;
		Done {
			place: Place {
				block: self.block,
				extrinsic: 2,
				event: 3,
			},
			at,
		}
	}
}

/// A board of five of which the fifth is absent, the fourth deals falsely to the second, and the third complains about
/// the first without ground.
struct Trustees {
	record: BoardRecord,
	keys: Vec<DecryptionKey>,
}

fn trustees() -> &'static Trustees {
	static MADE: OnceLock<Trustees> = OnceLock::new();
	MADE.get_or_init(|| {
		let rng = &mut rng(1);
		let mut clock = Clock { block: 0 };
		let secrets: Vec<TransportSecret> =
			(0..5).map(|_| TransportSecret::generate(rng)).collect();
		let seats: Vec<Seat> = (1..=5)
			.zip(&secrets)
			.map(|(seat, secret)| Seat {
				trustee: TrusteeIndex(seat),
				key: secret.key(),
			})
			.collect();
		let registrations = seats
			.iter()
			.zip(&secrets)
			.map(|(seat, secret)| Registration {
				done: clock.at(10),
				trustee: seat.trustee,
				key: seat.key,
				proof: Sealed(secret.register(&CHAIN, BOARD, seat.trustee, rng)),
			})
			.collect();
		let absent = vec![Named {
			done: clock.at(20),
			trustee: TrusteeIndex(5),
			misconduct: Misconduct::Absent,
		}];
		let ceremony = Ceremony {
			chain: CHAIN,
			board: BOARD,
			attempt: 1,
			threshold: 3,
			seats: seats[..4].to_vec().try_into().unwrap(),
		};
		let dealings: Vec<(TrusteeIndex, Dealing)> = (1..=4)
			.map(TrusteeIndex)
			.map(|dealer| {
				let dealing = if dealer == TrusteeIndex(4) {
					dishonest::deal(&ceremony, dealer, TrusteeIndex(2), rng)
				} else {
					deal(&ceremony, dealer, rng).unwrap()
				};
				(dealer, dealing)
			})
			.collect();
		let mut complaint = |by: usize, dealer: usize| {
			complain(
				&ceremony,
				seats[by - 1].trustee,
				&secrets[by - 1],
				seats[dealer - 1].trustee,
				&dealings[dealer - 1].1,
				rng,
			)
			.unwrap()
		};
		let complaints = vec![
			Complained {
				done: clock.at(40),
				dealer: TrusteeIndex(1),
				complaint: Sealed(complaint(3, 1)),
				named: TrusteeIndex(3),
				misconduct: Misconduct::UnfoundedComplaint,
			},
			Complained {
				done: clock.at(41),
				dealer: TrusteeIndex(4),
				complaint: Sealed(complaint(2, 4)),
				named: TrusteeIndex(4),
				misconduct: Misconduct::FalseShare,
			},
		];
		let standing: Vec<(TrusteeIndex, &Dealing)> = dealings[..3]
			.iter()
			.map(|(dealer, dealing)| (*dealer, dealing))
			.collect();
		let key = ThresholdKey::combine(&ceremony, &standing).unwrap();
		let keys = ceremony
			.seats
			.iter()
			.zip(&secrets)
			.map(|(seat, secret)| {
				DecryptionKey::assemble(&ceremony, seat.trustee, secret, &standing, &key).unwrap()
			})
			.collect();
		Trustees {
			record: BoardRecord {
				board: BOARD,
				kind: BoardKind::Standing,
				threshold: 3,
				from: 0,
				until: 10 * END,
				trustees: (21..=25).map(AgencyId).collect(),
				registrations,
				attempt: 1,
				absent,
				dealings: dealings
					.iter()
					.map(|(trustee, dealing)| Dealt {
						done: clock.at(30),
						trustee: *trustee,
						dealing: Sealed(dealing.clone()),
					})
					.collect(),
				complaints,
				told: key.election_key,
				key,
			},
			keys,
		}
	})
}

fn info(settings: &Settings, status: PollStatus<AccountId>, form: Form) -> PollInfo {
	let text = |text: String| text.into_bytes();
	let labels: Vec<Label> = (0..form.options())
		.map(|number| Label {
			korean: text(format!("{number}번")).try_into().unwrap(),
			english: text(format!("Number {number}")).try_into().unwrap(),
		})
		.collect();
	PollInfo {
		poll: Poll {
			office: AgencyId(7),
			source: Source::Office,
			form,
			settings: settings.clone(),
			listed: 0,
			status,
		},
		question: Question {
			title: Title {
				korean: text("공원을 만들까요?".into()).try_into().unwrap(),
				english: text("A park?".into()).try_into().unwrap(),
			},
			labels: labels.try_into().unwrap(),
			form,
			documents: vec![DocumentCommitment(H256::repeat_byte(1))]
				.try_into()
				.unwrap(),
		},
		opening: None,
		turnout: None,
		enrolled: None,
		votes: None,
		quorum_reached: None,
		answer_is_late: false,
	}
}

fn settings(secrecy: Secrecy, eligibility: Eligibility) -> Settings {
	let public = secrecy == Secrecy::Public;
	Settings {
		secrecy,
		visibility: if public {
			Visibility::Live
		} else {
			Visibility::TurnoutOnly
		},
		eligibility,
		opens_at: OPENS,
		closes_at: FIRST_END,
		quorum: QUORUM,
		minimum_turnout: if public { 0 } else { MINIMUM },
		reward: 0,
	}
}

fn context_of(voter: Voter) -> BallotContext {
	BallotContext {
		chain: CHAIN,
		poll: POLL,
		voter,
	}
}

fn tally_context() -> TallyContext {
	TallyContext {
		chain: CHAIN,
		poll: POLL,
		minimum: MINIMUM,
	}
}

fn ballot(voter: Voter, form: Form, option: u8, rng: &mut ChaCha20Rng) -> (Ballot, Tracker) {
	let key = ElectionKey::new(trustees().record.key.election_key).unwrap();
	let context = context_of(voter);
	let choices = Choices::single(form, option).unwrap();
	let prepared = PreparedBallot::new(&key, &context, &choices, rng).unwrap();
	let tracker = prepared.tracker();
	(prepared.cast(), tracker)
}

fn share(seat: u8, tally: &Tally) -> DecryptionShare {
	trustees().keys[usize::from(seat) - 1]
		.decrypt(&trustees().record.key, &tally_context(), tally, &mut rng(9))
		.unwrap()
}

/// Voters and what they chose, in the order in which they voted; who is there twice voted again.
type Votes = Vec<(Voter, u8)>;

fn citizens() -> Votes {
	[
		(1, 0),
		(2, 1),
		(3, 2),
		(4, 0),
		(2, 0),
		(5, 0),
		(6, 1),
		(4, 2),
		(2, 2),
	]
	.map(|(card, option)| (Voter::Citizen(card), option))
	.to_vec()
}

/// What is counted of them: 1, 3, 4, 2 and 5, 6.
const COUNTED: [u32; 3] = [2, 1, 3];

/// A poll in the making.
struct Making {
	settings: Settings,
	form: Form,
	clock: Clock,
	roll: Roll,
	electorate: Electorate,
	enrolments: Vec<EnrolledAt>,
	opened: Done,
}

impl Making {
	fn begin(settings: Settings, form: Form, roll: Roll, electorate: Electorate) -> Self {
		let mut clock = Clock { block: 100 };
		let opened = clock.at(OPENED);
		Self {
			settings,
			form,
			clock,
			roll,
			electorate,
			enrolments: Vec::new(),
			opened,
		}
	}

	/// Vote, extend, close and count.
	fn finish(
		mut self,
		votes: &Votes,
		credential: impl Fn(Voter) -> Option<Disclosure>,
		signer: impl Fn(Voter) -> AccountId,
	) -> Export {
		let rng = &mut rng(7);
		let public = self.settings.secrecy == Secrecy::Public;
		let mut ballots: Vec<Cast> = Vec::new();
		for (voter, option) in votes {
			let former = ballots.iter().rev().find(|cast| cast.voter == *voter);
			let content = if public {
				let former = former.map(|cast| match &cast.content {
					Content::Public { options, .. } => options.clone(),
					Content::Encrypted { .. } => panic!("it is public"),
				});
				let options = vec![*option].try_into().unwrap();
				Content::Public { options, former }
			} else {
				let former = former.map(|cast| match &cast.content {
					Content::Encrypted { tracker, .. } => *tracker,
					Content::Public { .. } => panic!("it is encrypted"),
				});
				let (ballot, tracker) = ballot(*voter, self.form, *option, rng);
				Content::Encrypted {
					ballot: Sealed(ballot),
					tracker,
					former,
				}
			};
			let is_first = !ballots.iter().any(|cast| cast.voter == *voter);
			ballots.push(Cast {
				done: self.clock.at(OPENED + 1_000),
				voter: *voter,
				signer: Some(signer(*voter)),
				content,
				credential: credential(*voter).filter(|_| is_first),
			});
		}
		let extension = Extension {
			done: self.clock.at(EXTENDED),
			old_closes_at: FIRST_END,
			new_closes_at: END,
		};
		// One more in the time that was added.
		if let Some(last) = ballots.last_mut() {
			last.done = self.clock.at(END - 1);
		}
		self.close(ballots, extension)
	}

	fn close(mut self, ballots: Vec<Cast>, extension: Extension) -> Export {
		let public = self.settings.secrecy == Secrecy::Public;
		let closed = self.clock.at(END + 5);
		let counting: Vec<&Cast> = ballots
			.iter()
			.enumerate()
			.filter(|(place, cast)| {
				!ballots[place + 1..]
					.iter()
					.any(|later| later.voter == cast.voter)
			})
			.map(|(_, cast)| cast)
			.collect();
		let turnout = u32::try_from(counting.len()).unwrap();
		let mut shares = Vec::new();
		let mut counts = None;
		let mut shares_until = None;
		let mut ending = Ending {
			done: closed,
			outcome: Outcome::BelowMinimum,
		};
		let sums = if public {
			let mut votes = vec![0; usize::from(self.form.options())];
			for cast in &counting {
				if let Content::Public { options, .. } = &cast.content {
					for option in options {
						votes[usize::from(*option)] += 1;
					}
				}
			}
			let results = votes.clone().try_into().unwrap();
			ending.outcome = Outcome::Counted { results };
			Sums::Public { turnout, votes }
		} else {
			let key = &trustees().record.key;
			let election_key = ElectionKey::new(key.election_key).unwrap();
			let mut tally = Tally::new(self.form).unwrap();
			for cast in &counting {
				let context = context_of(cast.voter);
				if let Content::Encrypted { ballot, .. } = &cast.content {
					let verified = ballot.0.verify(&election_key, self.form, &context);
					tally.add(&verified.unwrap()).unwrap();
				}
			}
			if turnout >= MINIMUM {
				shares_until = Some(SHARES_UNTIL);
				for seat in [4, 1, 2] {
					shares.push(Posted {
						done: self.clock.at(END + 10),
						share: Sealed(share(seat, &tally)),
					});
				}
				let mut in_order: Vec<DecryptionShare> =
					shares.iter().map(|posted| posted.share.0.clone()).collect();
				in_order.sort_by_key(|share| share.trustee);
				let counted = key.count(&tally_context(), &tally, &in_order).unwrap();
				let results = self.form.results(&counted, turnout).unwrap();
				ending = Ending {
					done: self.clock.at(END + 20),
					outcome: Outcome::Counted {
						results: results.try_into().unwrap(),
					},
				};
				counts = Some(Counted {
					done: ending.done,
					counts: counted.try_into().unwrap(),
				});
			}
			Sums::Encrypted(tally)
		};
		let outcome = ending.outcome.clone();
		let certification = Certification {
			done: self.clock.at(END + 30),
			outcome: outcome.clone(),
			ballots: turnout,
			quorum: QUORUM,
		};
		let approved = info(&self.settings, PollStatus::Scheduled, self.form);
		let status = PollStatus::Certified {
			outcome: outcome.clone(),
			certified_at: END + 30,
			answer_by: END + 1_000,
		};
		let ended = Settings {
			closes_at: END,
			..self.settings.clone()
		};
		let anonymous = matches!(self.settings.secrecy, Secrecy::Anonymous { .. });
		let finally = PollInfo {
			opening: Some(Opening {
				at: OPENED,
				roll: self.roll,
			}),
			turnout: Some(turnout),
			enrolled: anonymous.then(|| u32::try_from(self.enrolments.len()).unwrap()),
			votes: match outcome {
				Outcome::Counted { results } => Some(results.to_vec()),
				_ => None,
			},
			quorum_reached: Some(turnout >= QUORUM),
			..info(&ended, status, self.form)
		};
		Export {
			format: FORMAT.into(),
			chain: CHAIN,
			genesis: H256::repeat_byte(3),
			block: 9_000,
			hash: H256::repeat_byte(4),
			poll: POLL,
			approved,
			finally,
			board: (!public).then(|| trustees().record.clone()),
			opened: Opened {
				done: self.opened,
				roll: self.roll,
				electorate: self.electorate,
			},
			extensions: vec![extension],
			enrolments: self.enrolments,
			ballots,
			closing: Some(Closing {
				done: closed,
				shares_until,
			}),
			sums: Some(sums),
			shares,
			counts,
			ending: Some(ending),
			certification: Some(certification),
			cancelled: None,
		}
	}
}

fn all_cards() -> (Roll, Electorate) {
	let voters = (1..=6)
		.map(|card| CardAt {
			card: CitizenIndex(card),
			issued_at: OPENED - card,
		})
		.collect();
	let (issued, active) = (100, 90);
	(
		Roll::Cards { issued, active },
		Electorate::Cards {
			before: 99,
			after: 100,
			voters,
		},
	)
}

fn account(number: u64) -> AccountId {
	let mut bytes = [7; 32];
	bytes[..8].copy_from_slice(&number.to_le_bytes());
	AccountId::new(bytes)
}

fn signer(voter: Voter) -> AccountId {
	match voter {
		Voter::Citizen(card) => account(card),
		Voter::Alias(alias) => AccountId::new(alias),
	}
}

fn by_citizens(secrecy: Secrecy, votes: &Votes) -> Export {
	let (roll, electorate) = all_cards();
	let settings = settings(secrecy, Eligibility::AllCitizens);
	Making::begin(settings, FORM, roll, electorate).finish(votes, |_| None, signer)
}

pub fn secret() -> Export {
	static MADE: OnceLock<Export> = OnceLock::new();
	MADE.get_or_init(|| by_citizens(Secrecy::Secret { board: BOARD }, &citizens()))
		.clone()
}

pub fn public() -> Export {
	by_citizens(Secrecy::Public, &citizens())
}

/// A poll in secret of which three have voted.
fn below_minimum() -> Export {
	let votes = citizens()[..3].to_vec();
	by_citizens(Secrecy::Secret { board: BOARD }, &votes)
}

/// A secret poll that nobody decrypted in time: one share is there.
fn undecryptable() -> Export {
	let mut export = secret();
	export.shares.truncate(1);
	export.counts = None;
	let ending = export.ending.as_mut().unwrap();
	ending.outcome = Outcome::Undecryptable;
	ending.done.at = SHARES_UNTIL;
	export.certification.as_mut().unwrap().outcome = Outcome::Undecryptable;
	export.finally.votes = None;
	export.finally.poll.status = PollStatus::Tallied {
		outcome: Outcome::Undecryptable,
	};
	export
}

fn by_list() -> Export {
	let cards: Vec<CitizenIndex> = (1..=6).map(CitizenIndex).collect();
	let settings = settings(Secrecy::Public, Eligibility::ListedCards);
	let roll = Roll::Listed { cards: 6 };
	Making::begin(settings, FORM, roll, Electorate::Listed { cards }).finish(
		&citizens(),
		|_| None,
		signer,
	)
}

/// Residents of a district, each with a credential.
fn by_credential(eligibility: Eligibility, schema: SchemaId, value: CredentialValue) -> Export {
	let commitments: Vec<Commitment> = (1..=6)
		.map(|card| Commitment::new(&CHAIN, schema, value, CitizenIndex(card), &[9; 32]))
		.collect();
	let mut filler = 0u8;
	let tree = CredentialTree::new(commitments, || {
		filler = filler.wrapping_add(1);
		[filler; 32]
	})
	.unwrap();
	let batch = BatchId(3);
	let opened = |voter: Voter| {
		let Voter::Citizen(card) = voter else {
			return None;
		};
		let commitment = Commitment::new(&CHAIN, schema, value, CitizenIndex(card), &[9; 32]);
		let (position, path) = tree.path(&commitment)?;
		Some(Disclosure {
			schema,
			value,
			salt: [9; 32],
			batch,
			position,
			path,
		})
	};
	let roll = Roll::Credentials {
		issued: 100,
		active: 90,
		before: BatchId(4),
	};
	let electorate = Electorate::Credentials {
		before: 100,
		after: 100,
		residence: SchemaId(1),
		batches: vec![BatchRoot {
			batch,
			root: tree.root(),
		}],
	};
	let settings = settings(Secrecy::Public, eligibility);
	Making::begin(settings, FORM, roll, electorate).finish(&citizens(), opened, signer)
}

pub fn in_district() -> Export {
	let eligibility = Eligibility::District { district: DISTRICT };
	by_credential(eligibility, SchemaId(1), CredentialValue(DISTRICT.0))
}

fn of_an_age() -> Export {
	let eligibility = Eligibility::Credential {
		schema: SchemaId(6),
		accepted: Accepted::Between {
			lowest: CredentialValue(19),
			highest: CredentialValue(34),
		},
	};
	by_credential(eligibility, SchemaId(6), CredentialValue(34))
}

/// Six members of a ring vote anonymously, and one of another ring enrols only.
pub fn anonymous() -> Export {
	static MADE: OnceLock<Export> = OnceLock::new();
	MADE.get_or_init(make_anonymous).clone()
}

fn make_anonymous() -> Export {
	let size = RingSize::Small;
	let secrets: Vec<RingSecret> = (1..=9)
		.map(|number| RingSecret::from_entropy([number; 32]))
		.collect();
	let keys: Vec<RingKey> = secrets.iter().map(RingSecret::key).collect();
	let data = node::static_data(size);
	let ring = |ring, revision, keys: &[RingKey]| FrozenRing {
		at: RingAt { ring, revision },
		members: u32::try_from(keys.len()).unwrap(),
		used: Some(UsedRing {
			root: Sealed(node::rebuild(size, &data, keys).unwrap()),
			keys: keys.to_vec(),
		}),
	};
	let unused = FrozenRing {
		at: RingAt {
			ring: 2,
			revision: 1,
		},
		members: 11,
		used: None,
	};
	let rings = vec![ring(0, 3, &keys[..7]), ring(1, 1, &keys[7..]), unused];
	let roll = Roll::Rings {
		hold: RingHold(5),
		key_count: 20,
	};
	let electorate = Electorate::Rings {
		collection: CollectionId::District(DISTRICT.0),
		size,
		rings,
	};
	let settings = settings(
		Secrecy::Anonymous { board: BOARD },
		Eligibility::District { district: DISTRICT },
	);
	let mut making = Making::begin(settings, FORM, roll, electorate);
	let context = Context::of(&CHAIN, Purpose::Poll { poll: POLL.0 });
	let mut aliases = Vec::new();
	for member in [0usize, 1, 2, 3, 4, 5, 8] {
		let (at, members) = if member < 7 {
			((0, 3), &keys[..7])
		} else {
			((1, 1), &keys[7..])
		};
		let secret = &secrets[member];
		let alias = secret.alias(&context).unwrap();
		let voting_key = AccountId::new(alias.0);
		let message = PollEnrolment {
			poll: POLL.0,
			voting_key: alias.0,
		}
		.to_bytes(&CHAIN);
		let (proof, _) = OpenedRing::open(size, secret, members)
			.unwrap()
			.prove(secret, &context, &message)
			.unwrap();
		making.enrolments.push(EnrolledAt {
			done: making.clock.at(OPENED + 50),
			at: RingAt {
				ring: at.0,
				revision: at.1,
			},
			alias,
			voting_key,
			proof,
		});
		aliases.push(alias);
	}
	let votes = citizens()
		.into_iter()
		.map(|(voter, option)| match voter {
			Voter::Citizen(card) => {
				let place = usize::try_from(card - 1).unwrap();
				(Voter::Alias(aliases[place].0), option)
			},
			Voter::Alias(_) => (voter, option),
		})
		.collect();
	making.finish(&votes, |_| None, signer)
}

fn audit(export: &Export) -> Result<Findings, Fault> {
	verify(export, 2, &|_, _, _| {})
}

#[test]
fn honest_polls_of_every_kind_agree() {
	for (name, export) in [
		("public", public()),
		("secret", secret()),
		("listed", by_list()),
		("district", in_district()),
		("age", of_an_age()),
		("anonymous", anonymous()),
	] {
		let found = audit(&export).unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
		assert_eq!(found.votes, Some(COUNTED.to_vec()), "{name}");
		assert_eq!((found.casts, found.turnout), (9, 6), "{name}");
		assert_eq!(found.key.is_some(), export.board.is_some(), "{name}");
	}
	assert_eq!(audit(&anonymous()).unwrap().enrolled, 7);
	assert_eq!(audit(&anonymous()).unwrap().eligible, 20);
	assert_eq!(audit(&secret()).unwrap().eligible, 100);
}

#[test]
fn polls_without_a_result_agree() {
	let found = audit(&below_minimum()).unwrap();
	assert_eq!((found.turnout, found.votes), (3, None));
	let found = audit(&undecryptable()).unwrap();
	assert_eq!((found.turnout, found.votes), (6, None));
	let mut cancelled = undecryptable();
	cancelled.ending = None;
	cancelled.certification = None;
	cancelled.cancelled = Some(Cancellation {
		done: cancelled.shares[0].done,
		reason: DocumentCommitment(H256::repeat_byte(8)),
	});
	cancelled.finally.turnout = None;
	cancelled.finally.poll.status = PollStatus::Cancelled {
		cancelled_at: 1,
		reason: DocumentCommitment(H256::repeat_byte(8)),
	};
	assert_eq!(audit(&cancelled).unwrap().votes, None);
}

#[test]
fn a_poll_that_is_open_is_audited_so_far() {
	for mut export in [secret(), public()] {
		export.closing = None;
		export.shares.clear();
		export.counts = None;
		export.ending = None;
		export.certification = None;
		export.finally.poll.status = PollStatus::Open;
		let told = export.finally.votes.take();
		let public = export.board.is_none();
		let found = audit(&export).unwrap();
		assert_eq!(found.votes, told.filter(|_| public));
		// What the chain tells of an open poll is compared all the same.
		match export.sums.as_mut().unwrap() {
			Sums::Public { votes, .. } => votes.swap(0, 1),
			Sums::Encrypted(tally) => tally.sums.as_mut().swap(0, 1),
		}
		assert_eq!(audit(&export).unwrap_err().code, "SumsDiffer");
	}
}

/// A change of a poll, the fault that must be named, and of whom.
type Corruption = (
	&'static str,
	fn(&mut Export),
	&'static str,
	Option<fn(&Export) -> Who>,
);

/// Each must be found, by its name, and where it stands if it stands somewhere.
fn all_found(honest: &Export, corruptions: &[Corruption]) {
	for (name, corrupt, code, who) in corruptions {
		let mut export = honest.clone();
		corrupt(&mut export);
		assert_ne!(&export, honest, "{name} changes nothing");
		let fault = audit(&export).expect_err(name);
		assert_eq!(fault.code, *code, "{name}: {fault:?}");
		if let Some(who) = who {
			assert_eq!(fault.who, Some(who(&export)), "{name}");
			assert!(
				fault.place.is_some()
					|| *code == "DealingMissing"
					|| *code == "VerificationKeyDiffers",
				"{name}"
			);
		}
		// Whoever reads it is told in both languages, in one line.
		let told = fault.told();
		assert!(!told.ko.contains('\n') && told.en.len() > 10, "{name}");
		assert_eq!(fault.json()["code"], *code);
	}
}

fn flip(point: &mut EncodedPoint) {
	point.0[3] ^= 1;
}

fn board(export: &mut Export) -> &mut BoardRecord {
	export.board.as_mut().unwrap()
}

/// Another's element, so that it is well formed.
fn swap_points(export: &mut Export, dealer: usize) {
	let record = board(export);
	let other = record.dealings[(dealer + 1) % 3].dealing.0.commitments[1];
	record.dealings[dealer].dealing.0.commitments[1] = other;
}

const fn seat(number: u8) -> Who {
	Who::Seat(TrusteeIndex(number))
}

#[test]
fn every_part_of_a_boards_key_is_checked() {
	let corruptions: &[Corruption] = &[
		("no board", |it| it.board = None, "BoardDiffers", None),
		(
			"other board",
			|it| board(it).board = BoardId(9),
			"BoardDiffers",
			None,
		),
		(
			"board of another poll",
			|it| {
				board(it).kind = BoardKind::Assigned {
					office: AgencyId(7),
					poll: PollId(1),
				};
			},
			"BoardDiffers",
			None,
		),
		(
			"low threshold",
			|it| board(it).threshold = 2,
			"ThresholdTooLow",
			None,
		),
		(
			"high threshold",
			|it| board(it).threshold = 6,
			"ThresholdTooLow",
			None,
		),
		(
			"term",
			|it| board(it).until = END - 1,
			"OutsideBoardTerm",
			None,
		),
		(
			"transport key",
			|it| flip(&mut board(it).registrations[1].key),
			"TransportKeyFalse",
			Some(|_| seat(2)),
		),
		(
			"transport key of another",
			|it| {
				let record = board(it);
				record.registrations[1].key = record.registrations[0].key;
			},
			"TransportKeyFalse",
			Some(|_| seat(2)),
		),
		(
			"transport key's proof",
			|it| board(it).registrations[0].proof.0.response.0[0] ^= 1,
			"TransportKeyFalse",
			Some(|_| seat(1)),
		),
		(
			"seat of a transport key",
			|it| board(it).registrations[4].trustee = TrusteeIndex(6),
			"TransportKeyFalse",
			Some(|_| seat(6)),
		),
		(
			"transport key twice",
			|it| {
				let again = board(it).registrations[0].clone();
				board(it).registrations.push(again);
			},
			"TransportKeyTwice",
			Some(|_| seat(1)),
		),
		(
			"all are absent",
			|it| {
				let named = board(it).absent[0].clone();
				for number in 1..=4 {
					let mut other = named.clone();
					other.trustee = TrusteeIndex(number);
					board(it).absent.push(other);
				}
			},
			"CeremonyImpossible",
			None,
		),
		(
			"nobody was absent",
			|it| board(it).absent.clear(),
			"DealingFalse",
			Some(|_| seat(1)),
		),
		(
			"dropped registration",
			|it| {
				board(it).registrations.remove(2);
			},
			"DealingFalse",
			Some(|_| seat(1)),
		),
		(
			"attempt",
			|it| board(it).attempt = 0,
			"DealingFalse",
			Some(|_| seat(1)),
		),
		(
			"dealing's commitment",
			|it| swap_points(it, 1),
			"DealingFalse",
			Some(|_| seat(2)),
		),
		(
			"dealing's malformed commitment",
			|it| board(it).dealings[2].dealing.0.commitments[0] = EncodedPoint([0xff; 32]),
			"DealingFalse",
			Some(|_| seat(3)),
		),
		(
			"dealing's share",
			|it| board(it).dealings[0].dealing.0.shares[1].0[0] ^= 1,
			"DealingFalse",
			Some(|_| seat(1)),
		),
		(
			"dealing's ephemeral",
			|it| {
				let record = board(it);
				record.dealings[0].dealing.0.ephemeral = record.dealings[1].dealing.0.ephemeral;
			},
			"DealingFalse",
			Some(|_| seat(1)),
		),
		(
			"dealing's proof",
			|it| board(it).dealings[3].dealing.0.constant_proof.response.0[0] ^= 1,
			"DealingFalse",
			Some(|_| seat(4)),
		),
		(
			"dealer",
			|it| board(it).dealings[0].trustee = TrusteeIndex(2),
			"DealingFalse",
			Some(|_| seat(2)),
		),
		(
			"dealing twice",
			|it| {
				let again = board(it).dealings[1].clone();
				board(it).dealings.push(again);
			},
			"DealtTwice",
			Some(|_| seat(2)),
		),
		(
			"dropped dealing",
			|it| {
				board(it).dealings.remove(2);
			},
			"DealingMissing",
			Some(|_| seat(3)),
		),
		(
			"complaint's point",
			|it| {
				let record = board(it);
				record.complaints[1].complaint.0.shared_point =
					record.complaints[0].complaint.0.shared_point;
			},
			"ComplaintFalse",
			Some(|_| seat(4)),
		),
		(
			"complaint's proof",
			|it| board(it).complaints[0].complaint.0.proof.response.0[0] ^= 1,
			"ComplaintFalse",
			Some(|_| seat(1)),
		),
		(
			"whom a complaint is about",
			|it| board(it).complaints[1].dealer = TrusteeIndex(1),
			"ComplaintFalse",
			Some(|_| seat(1)),
		),
		(
			"complaint twice",
			|it| {
				let again = board(it).complaints[1].clone();
				board(it).complaints.push(again);
			},
			"ComplaintFalse",
			Some(|_| seat(4)),
		),
		(
			"verdict against the honest",
			|it| {
				let complained = &mut board(it).complaints[1];
				complained.named = TrusteeIndex(2);
				complained.misconduct = Misconduct::UnfoundedComplaint;
			},
			"VerdictDiffers",
			Some(|_| seat(4)),
		),
		(
			"verdict against an honest dealer",
			|it| {
				let complained = &mut board(it).complaints[0];
				complained.named = TrusteeIndex(1);
				complained.misconduct = Misconduct::FalseShare;
			},
			"VerdictDiffers",
			Some(|_| seat(1)),
		),
		(
			"dropped complaint",
			|it| {
				board(it).complaints.remove(1);
			},
			"ElectionKeyDiffers",
			None,
		),
		(
			"election key as told",
			|it| {
				let record = board(it);
				record.told = record.key.verification_keys[0].key;
			},
			"ElectionKeyDiffers",
			None,
		),
		(
			"election key as kept",
			|it| flip(&mut board(it).key.election_key),
			"ElectionKeyDiffers",
			None,
		),
		(
			"verification key",
			|it| flip(&mut board(it).key.verification_keys[2].key),
			"VerificationKeyDiffers",
			Some(|_| seat(3)),
		),
		(
			"threshold of the key",
			|it| board(it).key.threshold = 4,
			"KeyDiffers",
			None,
		),
	];
	all_found(&secret(), corruptions);
}

fn encrypted(export: &mut Export, place: usize) -> &mut Ballot {
	match &mut export.ballots[place].content {
		Content::Encrypted { ballot, .. } => &mut ballot.0,
		Content::Public { .. } => panic!("it is encrypted"),
	}
}

/// Make the tracker that of the ballot, as whoever forges would.
fn track(export: &mut Export, place: usize) {
	let voter = export.ballots[place].voter;
	let context = BallotContext {
		chain: export.chain,
		poll: export.poll,
		voter,
	};
	let found = encrypted(export, place).tracker(&context);
	let old = match &mut export.ballots[place].content {
		Content::Encrypted { tracker, .. } => std::mem::replace(tracker, found),
		Content::Public { .. } => panic!("it is encrypted"),
	};
	for cast in &mut export.ballots {
		if let Content::Encrypted { former, .. } = &mut cast.content {
			if *former == Some(old) {
				*former = Some(found);
			}
		}
	}
}

fn voter_of(export: &Export, place: usize) -> Who {
	Who::Voter(export.ballots[place].voter)
}

fn tally(export: &mut Export) -> &mut Tally {
	match export.sums.as_mut().unwrap() {
		Sums::Encrypted(tally) => tally,
		Sums::Public { .. } => panic!("it is encrypted"),
	}
}

#[test]
fn every_part_of_encrypted_ballots_is_checked() {
	let corruptions: &[Corruption] = &[
		(
			"ciphertext",
			|it| {
				let other = encrypted(it, 5).entries[0].ciphertext;
				encrypted(it, 3).entries[0].ciphertext = other;
				track(it, 3);
			},
			"BallotFalse",
			Some(|it| voter_of(it, 3)),
		),
		(
			"ciphertext without its tracker",
			|it| encrypted(it, 3).entries[0].ciphertext.alpha.0[0] ^= 1,
			"TrackerDiffers",
			Some(|it| voter_of(it, 3)),
		),
		(
			"commitment",
			|it| {
				let other = encrypted(it, 1).entries[1].zero.commitment;
				encrypted(it, 1).entries[0].zero.commitment = other;
				track(it, 1);
			},
			"BallotFalse",
			Some(|it| voter_of(it, 1)),
		),
		(
			"malformed element",
			|it| {
				encrypted(it, 6).entries[2].one.commitment.b = EncodedPoint([0xff; 32]);
				track(it, 6);
			},
			"BallotFalse",
			Some(|it| voter_of(it, 6)),
		),
		(
			"challenge",
			|it| {
				encrypted(it, 2).entries[0].one.challenge.0[0] ^= 1;
				track(it, 2);
			},
			"BallotFalse",
			Some(|it| voter_of(it, 2)),
		),
		(
			"response",
			|it| {
				encrypted(it, 0).entries[1].one.response.0[0] ^= 1;
				track(it, 0);
			},
			"BallotFalse",
			Some(|it| voter_of(it, 0)),
		),
		(
			"proof of the sum",
			|it| {
				encrypted(it, 8).sum.as_mut().unwrap().first.response.0[0] ^= 1;
				track(it, 8);
			},
			"BallotFalse",
			Some(|it| voter_of(it, 8)),
		),
		(
			"no proof of the sum",
			|it| {
				encrypted(it, 7).sum = None;
				track(it, 7);
			},
			"BallotFalse",
			Some(|it| voter_of(it, 7)),
		),
		(
			"copy of another's ballot",
			|it| {
				*encrypted(it, 5) = encrypted(it, 0).clone();
				track(it, 5);
			},
			"BallotFalse",
			Some(|it| voter_of(it, 5)),
		),
		(
			"voter",
			|it| {
				it.ballots[2].voter = Voter::Citizen(4);
				it.ballots[3].voter = Voter::Citizen(3);
			},
			"TrackerDiffers",
			Some(|_| Who::Voter(Voter::Citizen(4))),
		),
		(
			"voter, with its tracker",
			|it| {
				it.ballots[5].voter = Voter::Citizen(1_000);
				let Electorate::Cards { voters, .. } = &mut it.opened.electorate else {
					panic!("by cards");
				};
				voters.push(CardAt {
					card: CitizenIndex(1_000),
					issued_at: 1,
				});
				track(it, 5);
			},
			"BallotFalse",
			Some(|_| Who::Voter(Voter::Citizen(1_000))),
		),
		(
			"voter who is an alias",
			|it| it.ballots[5].voter = Voter::Alias([1; 32]),
			"BallotOfOtherKind",
			Some(|_| Who::Voter(Voter::Alias([1; 32]))),
		),
		(
			"ballot in clear",
			|it| {
				it.ballots[1].content = Content::Public {
					options: vec![1].try_into().unwrap(),
					former: None,
				};
			},
			"BallotOfOtherKind",
			Some(|it| voter_of(it, 1)),
		),
		(
			"dropped ballot",
			|it| {
				it.ballots.remove(0);
			},
			"TurnoutDiffers",
			None,
		),
		(
			"dropped ballot that was replaced",
			|it| {
				it.ballots.remove(1);
			},
			"RevoteDiffers",
			Some(|_| Who::Voter(Voter::Citizen(2))),
		),
		(
			"dropped revote",
			|it| {
				it.ballots.remove(7);
			},
			"SumsDiffer",
			None,
		),
		(
			"dropped revote that was replaced",
			|it| {
				it.ballots.remove(4);
			},
			"RevoteDiffers",
			Some(|_| Who::Voter(Voter::Citizen(2))),
		),
		(
			"order",
			|it| it.ballots.swap(2, 3),
			"BallotOutOfOrder",
			Some(|it| voter_of(it, 3)),
		),
		(
			"order of a voter's two",
			|it| {
				let (one, other) = (it.ballots[1].done, it.ballots[4].done);
				it.ballots.swap(1, 4);
				it.ballots[1].done = one;
				it.ballots[4].done = other;
			},
			"RevoteDiffers",
			Some(|_| Who::Voter(Voter::Citizen(2))),
		),
		(
			"duplicated ballot",
			|it| {
				let again = it.ballots[5].clone();
				it.ballots.insert(6, again);
			},
			"BallotOutOfOrder",
			Some(|it| voter_of(it, 6)),
		),
		(
			"duplicated ballot at another place",
			|it| {
				let mut again = it.ballots[5].clone();
				again.done.place.event += 1;
				it.ballots.insert(6, again);
			},
			"RevoteDiffers",
			Some(|it| voter_of(it, 6)),
		),
		(
			"former tracker",
			|it| {
				if let Content::Encrypted { former, .. } = &mut it.ballots[4].content {
					*former = None;
				}
			},
			"RevoteDiffers",
			Some(|it| voter_of(it, 4)),
		),
		(
			"before the opening",
			|it| it.ballots[0].done.at = OPENED - 1,
			"BallotOutOfTime",
			Some(|it| voter_of(it, 0)),
		),
		(
			"at the end",
			|it| it.ballots[8].done.at = END,
			"BallotOutOfTime",
			Some(|it| voter_of(it, 8)),
		),
		(
			"after the end that was before an extension",
			|it| it.ballots[7].done.at = FIRST_END,
			"BallotOutOfTime",
			Some(|it| voter_of(it, 7)),
		),
		(
			"after the closing",
			|it| it.ballots[8].done.place = it.ending.as_ref().unwrap().done.place,
			"BallotOutOfOrder",
			Some(|it| voter_of(it, 8)),
		),
		(
			"a credential that nobody asked for",
			|it| it.ballots[0].credential = of_an_age().ballots[0].credential.clone(),
			"CredentialNotNeeded",
			Some(|it| voter_of(it, 0)),
		),
		(
			"chain",
			|it| it.chain[0] ^= 1,
			"TransportKeyFalse",
			Some(|_| seat(1)),
		),
		(
			"poll",
			|it| it.poll = PollId(5),
			"TrackerDiffers",
			Some(|it| voter_of(it, 0)),
		),
	];
	all_found(&secret(), corruptions);
}

#[test]
fn the_first_of_several_faults_is_named() {
	let mut export = secret();
	encrypted(&mut export, 6).entries[0].one.response.0[0] ^= 1;
	track(&mut export, 6);
	export.ballots[7].done.at = END;
	let fault = audit(&export).unwrap_err();
	assert_eq!(fault.code, "BallotFalse");
	assert_eq!(fault.place, Some(export.ballots[6].done.place));
	encrypted(&mut export, 2).entries[0].one.response.0[0] ^= 1;
	track(&mut export, 2);
	let fault = audit(&export).unwrap_err();
	assert_eq!(fault.place, Some(export.ballots[2].done.place));
	assert_eq!(fault.json()["citizen"], 3);
	assert_eq!(fault.json()["block"], export.ballots[2].done.place.block);
	assert!(fault.told().en.contains("card 3"), "{}", fault.told().en);
	export.ballots[1].done.at = END;
	let fault = audit(&export).unwrap_err();
	assert_eq!(fault.code, "BallotOutOfTime");
	assert_eq!(fault.place, Some(export.ballots[1].done.place));
}

#[test]
fn sums_shares_counts_and_outcome_are_checked() {
	let corruptions: &[Corruption] = &[
		("no sums", |it| it.sums = None, "SumsMissing", None),
		(
			"sums",
			|it| tally(it).sums.as_mut().swap(0, 1),
			"SumsDiffer",
			None,
		),
		(
			"sum's element",
			|it| flip(&mut tally(it).sums[2].beta),
			"SumsDiffer",
			None,
		),
		(
			"turnout",
			|it| tally(it).ballots += 1,
			"TurnoutDiffers",
			None,
		),
		(
			"turnout as told",
			|it| it.finally.turnout = Some(7),
			"TurnoutDiffers",
			None,
		),
		(
			"form of the sums",
			|it| {
				tally(it).form = Form::Approval {
					options: 3,
					min: 1,
					max: 1,
				};
			},
			"SumsDiffer",
			None,
		),
		(
			"share's factor",
			|it| {
				let other = it.shares[0].share.0.factors[1];
				it.shares[1].share.0.factors[1] = other;
			},
			"ShareFalse",
			Some(|_| seat(1)),
		),
		(
			"share's malformed factor",
			|it| it.shares[2].share.0.factors[0] = EncodedPoint([0xff; 32]),
			"ShareFalse",
			Some(|_| seat(2)),
		),
		(
			"share's proof",
			|it| it.shares[0].share.0.proof.response.0[0] ^= 1,
			"ShareFalse",
			Some(|_| seat(4)),
		),
		(
			"share's seat",
			|it| it.shares[0].share.0.trustee = TrusteeIndex(3),
			"ShareFalse",
			Some(|_| seat(3)),
		),
		(
			"share of who was left out",
			|it| it.shares[0].share.0.trustee = TrusteeIndex(5),
			"ShareFalse",
			Some(|_| seat(5)),
		),
		(
			"share twice",
			|it| {
				let again = it.shares[1].clone();
				it.shares.push(again);
			},
			"ShareTwice",
			Some(|_| seat(1)),
		),
		(
			"share after the deadline",
			|it| it.shares[1].done.at = SHARES_UNTIL,
			"ShareOutOfTime",
			Some(|_| seat(1)),
		),
		(
			"share before the closing",
			|it| it.shares[1].done.place = it.ballots[0].done.place,
			"ShareOutOfTime",
			Some(|_| seat(1)),
		),
		(
			"dropped share",
			|it| {
				it.shares.remove(0);
			},
			"SharesMissing",
			None,
		),
		(
			"counts",
			|it| it.counts.as_mut().unwrap().counts[0] += 1,
			"CountsDiffer",
			None,
		),
		(
			"swapped counts",
			|it| it.counts.as_mut().unwrap().counts.as_mut().swap(0, 2),
			"CountsDiffer",
			None,
		),
		(
			"outcome",
			|it| {
				let results = vec![3, 1, 2].try_into().unwrap();
				it.ending.as_mut().unwrap().outcome = Outcome::Counted { results };
			},
			"OutcomeDiffers",
			None,
		),
		(
			"outcome everywhere",
			|it| {
				let outcome = Outcome::Counted {
					results: vec![3, 1, 2].try_into().unwrap(),
				};
				it.ending.as_mut().unwrap().outcome = outcome.clone();
				it.certification.as_mut().unwrap().outcome = outcome.clone();
				it.finally.poll.status = PollStatus::Tallied { outcome };
			},
			"OutcomeDiffers",
			None,
		),
		(
			"votes as told",
			|it| it.finally.votes = Some(vec![3, 1, 2]),
			"OutcomeDiffers",
			None,
		),
		("no outcome", |it| it.ending = None, "OutcomeDiffers", None),
		(
			"outcome that nobody decrypted",
			|it| {
				let outcome = Outcome::Undecryptable;
				it.ending.as_mut().unwrap().outcome = outcome.clone();
				it.finally.poll.status = PollStatus::Tallied { outcome };
				it.finally.votes = None;
			},
			"OutcomeDiffers",
			None,
		),
		(
			"outcome below the minimum",
			|it| {
				let outcome = Outcome::BelowMinimum;
				it.ending.as_mut().unwrap().outcome = outcome.clone();
				it.finally.poll.status = PollStatus::Tallied { outcome };
				it.finally.votes = None;
			},
			"OutcomeDiffers",
			None,
		),
		(
			"outcome before the closing",
			|it| it.ending.as_mut().unwrap().done.place.block = 1,
			"OutcomeDiffers",
			None,
		),
		(
			"certified outcome",
			|it| it.certification.as_mut().unwrap().outcome = Outcome::Undecryptable,
			"CertificationDiffers",
			None,
		),
		(
			"certified turnout",
			|it| it.certification.as_mut().unwrap().ballots += 1,
			"CertificationDiffers",
			None,
		),
		(
			"certified quorum",
			|it| it.certification.as_mut().unwrap().quorum = 1,
			"CertificationDiffers",
			None,
		),
		(
			"closed early",
			|it| it.closing.as_mut().unwrap().done.at = END - 1,
			"ClosedOutOfTime",
			None,
		),
		(
			"decrypted while open",
			|it| it.closing = None,
			"DecryptedBeforeClosing",
			Some(|_| seat(4)),
		),
		(
			"cancelled when the result could be known",
			|it| {
				it.cancelled = Some(Cancellation {
					done: it.shares[2].done,
					reason: DocumentCommitment(H256::zero()),
				});
			},
			"CancelledTooLate",
			None,
		),
	];
	all_found(&secret(), corruptions);
}

#[test]
fn below_the_minimum_nothing_may_be_decrypted() {
	let corruptions: &[Corruption] = &[
		(
			"share",
			|it| {
				it.shares = secret().shares;
				it.closing.as_mut().unwrap().shares_until = Some(SHARES_UNTIL);
			},
			"DecryptedBelowMinimum",
			Some(|_| seat(4)),
		),
		(
			"counts",
			|it| it.counts = secret().counts,
			"DecryptedBelowMinimum",
			None,
		),
		(
			"outcome",
			|it| {
				let outcome = Outcome::Counted {
					results: vec![1, 1, 1].try_into().unwrap(),
				};
				it.ending.as_mut().unwrap().outcome = outcome.clone();
				it.certification.as_mut().unwrap().outcome = outcome.clone();
				it.finally.poll.status = PollStatus::Tallied { outcome };
			},
			"OutcomeDiffers",
			None,
		),
		(
			"minimum that was lowered",
			|it| it.finally.poll.settings.minimum_turnout = 3,
			"SettingsChanged",
			None,
		),
	];
	all_found(&below_minimum(), corruptions);
	let mut early = undecryptable();
	early.ending.as_mut().unwrap().done.at = SHARES_UNTIL - 1;
	assert_eq!(audit(&early).unwrap_err().code, "OutcomeDiffers");
}

/// Shares that were made for another minimum, as after a change of it, hold for nothing.
#[test]
fn a_share_is_bound_to_the_minimum() {
	let mut export = secret();
	export.approved.poll.settings.minimum_turnout = 5;
	export.finally.poll.settings.minimum_turnout = 5;
	assert_eq!(audit(&export).unwrap_err().code, "ShareFalse");
}

#[test]
fn words_settings_and_opening_are_checked() {
	let corruptions: &[Corruption] = &[
		(
			"title",
			|it| it.finally.question.title.english = b"No park?".to_vec().try_into().unwrap(),
			"QuestionChanged",
			None,
		),
		(
			"labels",
			|it| it.finally.question.labels.as_mut().swap(0, 1),
			"QuestionChanged",
			None,
		),
		(
			"document",
			|it| it.finally.question.documents = Default::default(),
			"QuestionChanged",
			None,
		),
		(
			"unreadable title",
			|it| it.approved.question.title.korean = Default::default(),
			"QuestionImpossible",
			None,
		),
		(
			"form of the poll",
			|it| it.finally.poll.form = Form::YesNo,
			"QuestionChanged",
			None,
		),
		(
			"quorum",
			|it| it.finally.poll.settings.quorum = 1,
			"SettingsChanged",
			None,
		),
		(
			"eligibility",
			|it| it.finally.poll.settings.eligibility = Eligibility::ListedCards,
			"SettingsChanged",
			None,
		),
		(
			"secrecy",
			|it| {
				it.finally.poll.settings.secrecy = Secrecy::Secret { board: BoardId(8) };
			},
			"SettingsChanged",
			None,
		),
		(
			"end without an extension",
			|it| it.extensions.clear(),
			"ExtensionDiffers",
			None,
		),
		(
			"end",
			|it| it.finally.poll.settings.closes_at += 1,
			"ExtensionDiffers",
			None,
		),
		(
			"extension inwards",
			|it| {
				it.extensions[0].new_closes_at = FIRST_END - 1;
				it.finally.poll.settings.closes_at = FIRST_END - 1;
			},
			"ExtensionDiffers",
			None,
		),
		(
			"extension after the end",
			|it| it.extensions[0].done.at = FIRST_END,
			"ExtensionDiffers",
			None,
		),
		(
			"opened early",
			|it| it.opened.done.at = OPENS - 1,
			"OpenedOutOfTime",
			None,
		),
		(
			"roll as told",
			|it| {
				it.opened.roll = Roll::Cards {
					issued: 101,
					active: 90,
				};
			},
			"RollDiffers",
			None,
		),
		(
			"roll of another kind",
			|it| {
				it.opened.roll = Roll::Listed { cards: 6 };
				it.finally.opening.as_mut().unwrap().roll = it.opened.roll;
			},
			"RollDiffers",
			None,
		),
		(
			"count of the roll",
			|it| {
				it.opened.roll = Roll::Cards {
					issued: 101,
					active: 90,
				};
				it.finally.opening.as_mut().unwrap().roll = it.opened.roll;
			},
			"RollCountDiffers",
			None,
		),
		(
			"roll that is too small",
			|it| {
				it.opened.roll = Roll::Cards {
					issued: 3,
					active: 3,
				};
				it.finally.opening.as_mut().unwrap().roll = it.opened.roll;
			},
			"RollTooSmall",
			None,
		),
		(
			"more voters than can vote",
			|it| {
				it.opened.roll = Roll::Cards {
					issued: 5,
					active: 5,
				};
				it.finally.opening.as_mut().unwrap().roll = it.opened.roll;
				if let Electorate::Cards { before, .. } = &mut it.opened.electorate {
					*before = 0;
				}
			},
			"TooManyVoters",
			None,
		),
		(
			"card that was not there",
			|it| {
				if let Electorate::Cards { voters, .. } = &mut it.opened.electorate {
					voters.remove(2);
				}
			},
			"NotOnRoll",
			Some(|_| Who::Voter(Voter::Citizen(3))),
		),
		(
			"card that was issued at the opening",
			|it| {
				if let Electorate::Cards { voters, .. } = &mut it.opened.electorate {
					voters[2].issued_at = OPENED;
				}
			},
			"NotOnRoll",
			Some(|_| Who::Voter(Voter::Citizen(3))),
		),
		(
			"enrolment in a poll that has none",
			|it| it.enrolments = anonymous().enrolments,
			"EnrolmentNotPossible",
			None,
		),
	];
	all_found(&secret(), corruptions);
}

fn first_ring(export: &mut Export) -> &mut FrozenRing {
	match &mut export.opened.electorate {
		Electorate::Rings { rings, .. } => &mut rings[0],
		_ => panic!("by rings"),
	}
}

fn alias_of(export: &Export, place: usize) -> Who {
	export.enrolments[place].alias.into()
}

#[test]
fn every_part_of_rings_and_enrolments_is_checked() {
	let corruptions: &[Corruption] = &[
		(
			"keys of the rings",
			|it| first_ring(it).members = 8,
			"RingCountDiffers",
			None,
		),
		(
			"key of a ring",
			|it| {
				let used = first_ring(it).used.as_mut().unwrap();
				used.keys[2] = RingSecret::from_entropy([77; 32]).key();
			},
			"RingRootDiffers",
			Some(|_| Who::Ring(0)),
		),
		(
			"order of the keys",
			|it| first_ring(it).used.as_mut().unwrap().keys.swap(0, 1),
			"RingRootDiffers",
			Some(|_| Who::Ring(0)),
		),
		(
			"what is no key",
			|it| first_ring(it).used.as_mut().unwrap().keys[1] = RingKey([0xff; 32]),
			"RingNotBuilt",
			Some(|_| Who::Ring(0)),
		),
		(
			"root",
			|it| first_ring(it).used.as_mut().unwrap().root.0 .0[9] ^= 1,
			"RingRootDiffers",
			Some(|_| Who::Ring(0)),
		),
		(
			"key twice",
			|it| {
				let used = first_ring(it).used.as_mut().unwrap();
				used.keys[1] = used.keys[0];
			},
			"RingKeyTwice",
			Some(|_| Who::Ring(0)),
		),
		(
			"other collection",
			|it| {
				if let Electorate::Rings { collection, .. } = &mut it.opened.electorate {
					*collection = CollectionId::City;
				}
			},
			"RollDiffers",
			None,
		),
		(
			"enrolment's proof",
			|it| it.enrolments[2].proof[300] ^= 1,
			"EnrolmentFalse",
			Some(|it| alias_of(it, 2)),
		),
		(
			"length of a proof",
			|it| {
				it.enrolments[2].proof.pop();
			},
			"EnrolmentFalse",
			Some(|it| alias_of(it, 2)),
		),
		(
			"alias",
			|it| it.enrolments[3].alias.0[0] ^= 1,
			"AliasDiffers",
			Some(|it| alias_of(it, 3)),
		),
		(
			"voting key",
			|it| it.enrolments[1].voting_key = account(1),
			"EnrolmentFalse",
			Some(|it| alias_of(it, 1)),
		),
		(
			"ring of an enrolment",
			|it| it.enrolments[1].at = it.enrolments[6].at,
			"EnrolmentFalse",
			Some(|it| alias_of(it, 1)),
		),
		(
			"revision that was not frozen",
			|it| it.enrolments[1].at.revision = 2,
			"RingUnknown",
			Some(|it| alias_of(it, 1)),
		),
		(
			"alias twice",
			|it| {
				let mut again = it.enrolments[0].clone();
				again.done.place.event += 1;
				again.voting_key = account(3);
				it.enrolments.insert(1, again);
			},
			"AliasTwice",
			Some(|it| alias_of(it, 1)),
		),
		(
			"voting key twice",
			|it| it.enrolments[1].voting_key = it.enrolments[0].voting_key.clone(),
			"VotingKeyTwice",
			Some(|it| alias_of(it, 1)),
		),
		(
			"order of enrolments",
			|it| it.enrolments.swap(0, 1),
			"EnrolledOutOfOrder",
			Some(|it| alias_of(it, 1)),
		),
		(
			"enrolment after the end",
			|it| it.enrolments[6].done.at = FIRST_END,
			"EnrolledOutOfTime",
			Some(|it| alias_of(it, 6)),
		),
		(
			"dropped enrolment",
			|it| {
				it.enrolments.remove(6);
			},
			"EnrolmentCountDiffers",
			None,
		),
		(
			"dropped enrolment of who voted",
			|it| {
				it.enrolments.remove(2);
				it.finally.enrolled = Some(6);
			},
			"NotEnrolled",
			Some(|it| voter_of(it, 2)),
		),
		(
			"signer of a ballot",
			|it| it.ballots[3].signer = Some(account(8)),
			"OtherSigner",
			Some(|it| voter_of(it, 3)),
		),
		(
			"voter who is a card",
			|it| it.ballots[3].voter = Voter::Citizen(3),
			"BallotOfOtherKind",
			Some(|_| Who::Voter(Voter::Citizen(3))),
		),
		(
			"voter who is another alias",
			|it| {
				it.ballots[3].voter = Voter::Alias(it.enrolments[6].alias.0);
				it.ballots[3].signer = None;
			},
			"TrackerDiffers",
			Some(|it| voter_of(it, 3)),
		),
	];
	all_found(&anonymous(), corruptions);
	// Who enrols after the ballot was not enrolled when it came.
	let mut late = anonymous();
	let mut enrolment = late.enrolments.remove(5);
	enrolment.done.place = Place {
		event: late.ballots[6].done.place.event + 1,
		..late.ballots[6].done.place
	};
	late.enrolments.push(enrolment);
	let fault = audit(&late).unwrap_err();
	assert_eq!(
		(fault.code, fault.place),
		("NotEnrolled", Some(late.ballots[6].done.place))
	);
}

#[test]
fn public_ballots_are_checked() {
	fn chosen(export: &mut Export, place: usize, chosen: &[u8]) {
		if let Content::Public { options, .. } = &mut export.ballots[place].content {
			*options = chosen.to_vec().try_into().unwrap();
		}
	}
	let corruptions: &[Corruption] = &[
		("choice", |it| chosen(it, 0, &[1]), "SumsDiffer", None),
		(
			"choice that was replaced",
			|it| chosen(it, 1, &[2]),
			"RevoteDiffers",
			Some(|_| Who::Voter(Voter::Citizen(2))),
		),
		(
			"two choices",
			|it| chosen(it, 0, &[0, 1]),
			"ChoiceImpossible",
			Some(|it| voter_of(it, 0)),
		),
		(
			"no choice",
			|it| chosen(it, 0, &[]),
			"ChoiceImpossible",
			Some(|it| voter_of(it, 0)),
		),
		(
			"option that is none",
			|it| chosen(it, 5, &[3]),
			"ChoiceImpossible",
			Some(|it| voter_of(it, 5)),
		),
		(
			"former choice",
			|it| {
				if let Content::Public { former, .. } = &mut it.ballots[0].content {
					*former = Some(OptionList::default());
				}
			},
			"RevoteDiffers",
			Some(|it| voter_of(it, 0)),
		),
		(
			"votes",
			|it| {
				if let Some(Sums::Public { votes, .. }) = &mut it.sums {
					votes[0] += 1;
				}
			},
			"SumsDiffer",
			None,
		),
		(
			"turnout",
			|it| {
				if let Some(Sums::Public { turnout, .. }) = &mut it.sums {
					*turnout += 1;
				}
			},
			"TurnoutDiffers",
			None,
		),
		(
			"share in a public poll",
			|it| it.shares = secret().shares,
			"DecryptionNotPossible",
			Some(|_| seat(4)),
		),
		("outcome", |it| it.ending = None, "OutcomeDiffers", None),
	];
	all_found(&public(), corruptions);
	let listed: &[Corruption] = &[
		(
			"list",
			|it| {
				if let Electorate::Listed { cards } = &mut it.opened.electorate {
					cards.pop();
				}
			},
			"RollCountDiffers",
			None,
		),
		(
			"card on the list",
			|it| {
				if let Electorate::Listed { cards } = &mut it.opened.electorate {
					cards[3] = CitizenIndex(99);
				}
			},
			"NotOnRoll",
			Some(|_| Who::Voter(Voter::Citizen(4))),
		),
		(
			"card twice",
			|it| {
				if let Electorate::Listed { cards } = &mut it.opened.electorate {
					cards[3] = cards[4];
				}
			},
			"RollCountDiffers",
			None,
		),
	];
	all_found(&by_list(), listed);
}

#[test]
fn credentials_are_checked() {
	fn first(export: &mut Export) -> &mut Disclosure {
		export.ballots[0].credential.as_mut().unwrap()
	}
	let corruptions: &[Corruption] = &[
		(
			"value",
			|it| first(it).value.0 += 1,
			"CredentialFalse",
			Some(|it| voter_of(it, 0)),
		),
		(
			"schema",
			|it| first(it).schema.0 += 1,
			"CredentialFalse",
			Some(|it| voter_of(it, 0)),
		),
		(
			"salt",
			|it| first(it).salt[0] ^= 1,
			"CredentialFalse",
			Some(|it| voter_of(it, 0)),
		),
		(
			"batch",
			|it| first(it).batch.0 += 1,
			"CredentialFalse",
			Some(|it| voter_of(it, 0)),
		),
		(
			"position",
			|it| first(it).position ^= 1,
			"CredentialFalse",
			Some(|it| voter_of(it, 0)),
		),
		(
			"path",
			|it| first(it).path[3].0[0] ^= 1,
			"CredentialFalse",
			Some(|it| voter_of(it, 0)),
		),
		(
			"short path",
			|it| {
				first(it).path.pop();
			},
			"CredentialFalse",
			Some(|it| voter_of(it, 0)),
		),
		(
			"credential of another",
			|it| it.ballots[1].credential = it.ballots[0].credential.clone(),
			"CredentialFalse",
			Some(|it| voter_of(it, 1)),
		),
		(
			"no credential",
			|it| it.ballots[5].credential = None,
			"CredentialFalse",
			Some(|it| voter_of(it, 5)),
		),
		(
			"root of the batch",
			|it| {
				if let Electorate::Credentials { batches, .. } = &mut it.opened.electorate {
					batches[0].root.0[0] ^= 1;
				}
			},
			"CredentialFalse",
			Some(|it| voter_of(it, 0)),
		),
		(
			"kind that says where somebody lives",
			|it| {
				if let Electorate::Credentials { residence, .. } = &mut it.opened.electorate {
					residence.0 += 1;
				}
			},
			"CredentialFalse",
			Some(|it| voter_of(it, 0)),
		),
		(
			"batch after the opening",
			|it| {
				it.opened.roll = Roll::Credentials {
					issued: 100,
					active: 90,
					before: BatchId(3),
				};
				it.finally.opening.as_mut().unwrap().roll = it.opened.roll;
			},
			"CredentialFalse",
			Some(|it| voter_of(it, 0)),
		),
		(
			"credential with a second ballot",
			|it| it.ballots[4].credential = it.ballots[1].credential.clone(),
			"CredentialNotNeeded",
			Some(|it| voter_of(it, 4)),
		),
	];
	all_found(&in_district(), corruptions);
	let elsewhere: Vec<Corruption> = corruptions
		.iter()
		.filter(|(name, ..)| *name != "kind that says where somebody lives")
		.copied()
		.collect();
	all_found(&of_an_age(), &elsewhere);
}

/// What the audit proves of an export: everything but words that only the node can tell, and clocks and places as far as
/// they are in order.
fn proven(export: &Export) -> Export {
	let mut export = export.clone();
	export.format.clear();
	if export.board.is_none() {
		// Nothing in a ballot in clear says of which poll it is.
		export.poll = PollId(0);
	}
	export.genesis = H256::zero();
	(export.block, export.hash) = (0, H256::zero());
	let approved = &mut export.approved;
	approved.poll.status = PollStatus::Scheduled;
	approved.poll.settings.closes_at = 0;
	(approved.opening, approved.turnout, approved.enrolled) = (None, None, None);
	(approved.votes, approved.quorum_reached) = (None, None);
	approved.answer_is_late = false;
	let finally = &mut export.finally;
	if let Some(outcome) = finally.poll.status.outcome().cloned() {
		finally.poll.status = PollStatus::Tallied { outcome };
	}
	(finally.turnout, finally.enrolled, finally.votes) = (None, None, None);
	(finally.quorum_reached, finally.answer_is_late) = (None, false);
	if let Some(board) = &mut export.board {
		(board.from, board.until, board.kind) = (0, 0, BoardKind::Standing);
		board.trustees.clear();
		board
			.registrations
			.iter_mut()
			.for_each(|it| it.done = Done::default());
		board
			.dealings
			.iter_mut()
			.for_each(|it| it.done = Done::default());
		board
			.complaints
			.iter_mut()
			.for_each(|it| it.done = Done::default());
		for named in &mut board.absent {
			(named.done, named.misconduct) = (Done::default(), Misconduct::Absent);
		}
	}
	export.opened.done = Done::default();
	match &mut export.opened.electorate {
		Electorate::Cards {
			before,
			after,
			voters,
		} => {
			(*before, *after) = (0, 0);
			for at in voters {
				at.issued_at = 0;
			}
		},
		Electorate::Credentials { before, after, .. } => (*before, *after) = (0, 0),
		Electorate::Listed { .. } | Electorate::Rings { .. } => {},
	}
	// How many of the cards were active is told, and follows from nothing in the poll.
	let inactive = |roll: &mut Roll| {
		if let Roll::Cards { active, .. } | Roll::Credentials { active, .. } = roll {
			*active = 0;
		}
	};
	inactive(&mut export.opened.roll);
	if let Some(opening) = &mut export.finally.opening {
		inactive(&mut opening.roll);
		opening.at = 0;
	}
	export
		.extensions
		.iter_mut()
		.for_each(|it| it.done = Done::default());
	export
		.enrolments
		.iter_mut()
		.for_each(|it| it.done = Done::default());
	for cast in &mut export.ballots {
		(cast.done, cast.signer) = (Done::default(), None);
	}
	if let Some(closing) = &mut export.closing {
		(closing.done, closing.shares_until) = (Done::default(), None);
	}
	export
		.shares
		.iter_mut()
		.for_each(|it| it.done = Done::default());
	export
		.counts
		.iter_mut()
		.for_each(|it| it.done = Done::default());
	export
		.ending
		.iter_mut()
		.for_each(|it| it.done = Done::default());
	export
		.certification
		.iter_mut()
		.for_each(|it| it.done = Done::default());
	export
}

/// Change one bit of the encoded poll at every so many bytes. Whatever can still be read, and of which the audit finds
/// nothing, is the same poll.
fn no_bit_is_free(honest: &Export, every: usize, seed: u64) {
	let bytes = honest.encode();
	let expected = proven(honest);
	let rng = &mut rng(seed);
	let (mut unreadable, mut found, mut same) = (0, 0, 0);
	let first = usize::try_from(rng.next_u32()).unwrap() % every;
	for place in (first..bytes.len()).step_by(every) {
		let mut changed = bytes.clone();
		changed[place] ^= 1 << (rng.next_u32() % 8);
		let Ok(export) = Export::decode_all(&mut changed.as_slice()) else {
			unreadable += 1;
			continue;
		};
		if audit(&export).is_ok() {
			assert!(proven(&export) == expected, "byte {place}");
			same += 1;
		} else {
			found += 1;
		}
	}
	// Most of a poll is proven.
	assert!(
		found > 4 * (same + unreadable),
		"{found} found, {same} the same, {unreadable} unreadable"
	);
}

#[test]
fn no_bit_of_a_secret_poll_is_free() {
	no_bit_is_free(&secret(), 29, 21);
}

#[test]
fn no_bit_of_a_poll_by_credential_is_free() {
	for seed in 0..8 {
		let honest = in_district();
		let bytes = honest.encode();
		let expected = proven(&honest);
		let rng = &mut rng(seed);
		for _ in 0..400 {
			let mut changed = bytes.clone();
			let place = usize::try_from(rng.next_u32()).unwrap() % bytes.len();
			changed[place] ^= 1 << (rng.next_u32() % 8);
			if let Ok(export) = Export::decode_all(&mut changed.as_slice()) {
				if audit(&export).is_ok() {
					assert!(proven(&export) == expected, "byte {place}");
				}
			}
		}
	}
}

#[test]
fn no_bit_of_an_enrolment_is_free() {
	type Proven = (RingAt, Alias, Vec<u8>);
	let honest = anonymous();
	for place in 0..honest.enrolments.len() {
		let enrolment = &honest.enrolments[place];
		let bytes = (enrolment.at, enrolment.alias, &enrolment.proof).encode();
		for byte in (place..bytes.len()).step_by(97) {
			let mut changed = bytes.clone();
			changed[byte] ^= 1;
			let Ok((at, alias, proof)) = Proven::decode_all(&mut changed.as_slice()) else {
				continue;
			};
			let mut export = honest.clone();
			let of = &mut export.enrolments[place];
			(of.at, of.alias, of.proof) = (at, alias, proof);
			let fault = audit(&export).expect_err("each is proven");
			assert_eq!(fault.place, Some(enrolment.done.place), "byte {byte}");
		}
	}
}

const QUIET: Output = Output {
	language: Language::En,
	json: true,
	quiet: true,
};

#[tokio::test]
async fn a_file_is_audited_without_a_node() {
	let folder = Folder::new();
	for (name, export) in [
		("public", public()),
		("secret", secret()),
		("district", in_district()),
		("listed", by_list()),
		("anonymous", anonymous()),
		("below", below_minimum()),
	] {
		let path = folder.path(name);
		export.write(&path).unwrap();
		assert_eq!(Export::read(&path).unwrap(), export, "{name}");
		let command = |poll| Audit {
			poll,
			from_file: Some(path.clone()),
			export: None,
			jobs: Some(2),
		};
		let report = command(None).run(QUIET, "none").await.unwrap();
		assert_eq!(report.exit, None, "{name}");
		assert_eq!(report.json["agrees"], true, "{name}");
		assert_eq!(report.json["poll"], POLL.0);
		let shares = report.json["shares"].as_array().unwrap().len();
		assert_eq!(shares, export.shares.len(), "{name}");
		if name != "below" {
			assert_eq!(report.json["votes"], serde_json::json!(COUNTED), "{name}");
			assert_eq!(report.json["turnout"], 6);
			assert!(report.text.contains("Number 2: 3"), "{}", report.text);
		} else {
			assert_eq!(report.json["votes"], serde_json::Value::Null);
			assert_eq!(report.json["outcome"], "BelowMinimum");
		}
		let other = command(Some(9)).run(QUIET, "none").await;
		assert_eq!(other.err().unwrap().code, "OtherPoll");
	}
}

#[tokio::test]
async fn a_file_that_was_changed_is_refused_with_its_fault() {
	let folder = Folder::new();
	let mut export = secret();
	export.counts.as_mut().unwrap().counts[1] += 1;
	let path = folder.path("changed");
	export.write(&path).unwrap();
	let audit = Audit {
		poll: Some(POLL.0),
		from_file: Some(path.clone()),
		export: None,
		jobs: None,
	};
	let report = audit.run(QUIET, "none").await.unwrap();
	assert_eq!(report.exit, Some(crate::error::Kind::No));
	assert_eq!(report.json["agrees"], false);
	assert_eq!(report.json["fault"]["code"], "CountsDiffer");
	let place = export.counts.as_ref().unwrap().done.place;
	assert_eq!(report.json["fault"]["block"], place.block);
	assert_eq!(report.json["fault"]["extrinsic"], place.extrinsic);
	assert!(report.text.contains("[CountsDiffer]"), "{}", report.text);
	// What is no export is told so.
	for (name, content) in [("none", "{}"), ("broken", "{"), ("other", "[1]")] {
		let path = folder.file(name, content);
		assert_eq!(Export::read(&path).unwrap_err().code, "ExportUnreadable");
	}
	let text = std::fs::read_to_string(&path).unwrap();
	let cut = folder.file("cut", &text.replacen("\"poll\":4", "\"pool\":4", 1));
	assert_eq!(Export::read(&cut).unwrap_err().code, "ExportUnreadable");
}

/// `cargo test --release --workspace --bin seoul -- --ignored --nocapture audit_of_ten_thousand`
#[test]
#[ignore = "measures"]
fn an_audit_of_ten_thousand_ballots_takes_less_than_a_minute_on_two_processors() {
	const VOTERS: u64 = 10_000;
	let form = Form::SingleChoice { options: 5 };
	let threads = std::thread::available_parallelism().map_or(1, usize::from);
	let cards: Vec<u64> = (1..=VOTERS).collect();
	let started = Instant::now();
	let mut made: Vec<(u64, Ballot, Tracker)> = std::thread::scope(|scope| {
		let parts: Vec<_> = cards
			.chunks(cards.len().div_ceil(threads))
			.map(|part| {
				scope.spawn(move || {
					let rng = &mut rng(part[0]);
					part.iter()
						.map(|card| {
							let option = u8::try_from(card * card % 7 % 5).unwrap();
							let (ballot, tracker) =
								ballot(Voter::Citizen(*card), form, option, rng);
							(*card, ballot, tracker)
						})
						.collect::<Vec<_>>()
				})
			})
			.collect();
		parts
			.into_iter()
			.flat_map(|part| part.join().unwrap())
			.collect()
	});
	made.sort_by_key(|(card, ..)| *card);
	println!("ballots made in {:.1} s", started.elapsed().as_secs_f64());
	let voters = cards
		.iter()
		.map(|card| CardAt {
			card: CitizenIndex(*card),
			issued_at: 1,
		})
		.collect();
	let roll = Roll::Cards {
		issued: VOTERS,
		active: VOTERS,
	};
	let electorate = Electorate::Cards {
		before: VOTERS,
		after: VOTERS,
		voters,
	};
	let settings = settings(Secrecy::Secret { board: BOARD }, Eligibility::AllCitizens);
	let mut making = Making::begin(settings, form, roll, electorate);
	let extension = Extension {
		done: making.clock.at(EXTENDED),
		old_closes_at: FIRST_END,
		new_closes_at: END,
	};
	let ballots = made
		.into_iter()
		.map(|(card, ballot, tracker)| Cast {
			done: making.clock.at(END - 1),
			voter: Voter::Citizen(card),
			signer: Some(account(card)),
			content: Content::Encrypted {
				ballot: Sealed(ballot),
				tracker,
				former: None,
			},
			credential: None,
		})
		.collect();
	let export = making.close(ballots, extension);
	let mut naive = vec![0u32; 5];
	for card in &cards {
		naive[usize::try_from(card * card % 7 % 5).unwrap()] += 1;
	}
	let started = Instant::now();
	let found = verify(&export, 2, &|_, _, _| {}).unwrap();
	let took = started.elapsed();
	println!(
		"audit of {VOTERS} ballots by two threads: {:.1} s",
		took.as_secs_f64()
	);
	assert_eq!(found.votes, Some(naive));
	assert!(took.as_secs() < 60);
	let folder = Folder::new();
	let path = folder.path("large");
	let started = Instant::now();
	export.write(&path).unwrap();
	let written = started.elapsed();
	let size = std::fs::metadata(&path).unwrap().len();
	let started = Instant::now();
	assert_eq!(Export::read(&path).unwrap(), export);
	println!(
		"file of {:.1} MB: written in {:.1} s, read in {:.1} s",
		f64::from(u32::try_from(size).unwrap()) / 1e6,
		written.as_secs_f64(),
		started.elapsed().as_secs_f64()
	);
}
