// SPDX-License-Identifier: Apache-2.0

//! A poll out of the blocks of a node, which must keep all states.

use super::{
	ballots::opens,
	blocks::{scan, without_call, Block, Happened, Made, Subject},
	export::*,
	roll::holds,
};
use crate::{
	blocks::first_late,
	chain::State,
	desk::Desk,
	error::{text, Failure, Result, Text},
	facility::questions::{ask, Questions},
	metadata::lacks,
	ring::node::collection_json,
	scale::count,
	voting::{Voting, PALLET},
};
use codec::Encode;
use pallet_citizen_rings::{runtime_api::RootView, Era, RevisionRecord};
use pallet_mvoting::{
	runtime_api::PollInfo, Eligibility, Enrolment, Misconduct, OptionList, Outcome, PollStatus,
	Results, RingAt, Roll, Secrecy, Settings, Stage,
};
use seoul_chain_ballot::{
	check_transport_key, judge, Ballot, BallotContext, BoardId, Ceremony, ChainId, Complaint,
	Dealing, DecryptionShare, EncodedPoint, KnowledgeProof, PollId, Seat, Tracker, TrusteeIndex,
	Voter,
};
use seoul_chain_login::{BatchId, Disclosure};
use seoul_chain_primitives::{AccountId, CitizenIndex, DocumentCommitment, Moment};
use seoul_chain_ring_proofs::{CollectionId, RingKey};
use serde_json::{json, Value as Json};
use std::collections::{BTreeMap, BTreeSet};
use tokio::task::JoinSet;

/// So many rings are asked for at once.
const RINGS: u32 = 64;
/// So many cards are asked for at once.
const CARDS: usize = 64;

/// Read a poll with everything that its result follows from.
///
/// # Errors
/// `PollNotFound`; `PollNotOpened`; `EventWithoutCall`; `StateDiscarded` if the node does not keep the states of the
/// blocks.
pub async fn gather(desk: &Desk, poll: PollId) -> Result<Export> {
	let voting = Voting::of(desk);
	let finally = voting.poll(poll).await?;
	if finally.opening.is_none() {
		let number = poll.0;
		return Err(Failure::no(
			"PollNotOpened",
			text!(
				"{number}번 투표는 시작되지 않아 감사할 것이 없습니다.",
				"Poll {number} was not opened, so there is nothing to audit."
			),
		));
	}
	let chain = voting.chain_id().await?;
	let heights = Heights::of(desk, poll).await?;
	let approved = voting_at(desk, heights.approved).await?.poll(poll).await?;
	let mut found = Collector::new(chain, poll);
	if finally.poll.settings.eligibility == Eligibility::ListedCards {
		let listing = (heights.drafted, heights.approved);
		scan(desk, listing.0, listing.1, Subject::Poll(poll), |block| {
			found.take_lists(block)
		})
		.await?;
	}
	scan(
		desk,
		heights.opened,
		heights.ended,
		Subject::Poll(poll),
		|block| found.take(block),
	)
	.await?;
	let board = match finally.poll.settings.secrecy.board() {
		Some(board) => Some(gather_board(desk, chain, board).await?),
		None => None,
	};
	let opened = found.opened(desk, &finally.poll.settings).await?;
	let (closing, sums) = closing_of(desk, poll, &finally, found.closed).await?;
	let ending = match found.tallied {
		Some(done) => outcome_at(desk, poll, done).await?,
		None => None,
	};
	let outcome = ending.as_ref().map(|ending: &Ending| &ending.outcome);
	choose(&mut found.counts, |counted| is_counted(outcome, counted));
	for all in &mut found.shares {
		choose_share(desk, poll, all).await?;
	}
	Ok(Export {
		format: FORMAT.to_owned(),
		chain,
		genesis: desk.chain.genesis(),
		block: desk.state.number,
		hash: desk.state.hash,
		poll,
		approved,
		finally,
		board,
		opened,
		extensions: found.extensions,
		enrolments: found.enrolments.into_iter().flatten().collect(),
		ballots: found.ballots,
		closing,
		sums,
		shares: found.shares.into_iter().flatten().collect(),
		counts: found.counts.pop(),
		ending,
		certification: found.certification,
		cancelled: found.cancelled,
	})
}

/// Whether these counts gave an outcome. The counts of a yes/no poll are of the yeses alone.
fn is_counted(outcome: Option<&Outcome>, counted: &Counted) -> bool {
	match outcome {
		Some(Outcome::Counted { results }) => results.starts_with(&counted.counts),
		_ => false,
	}
}

/// Of several shares that one extrinsic has of a trustee, the one that the chain keeps.
async fn choose_share(desk: &Desk, poll: PollId, all: &mut Vec<Posted>) -> Result<()> {
	let Some(first) = all.first().filter(|_| all.len() > 1) else {
		return Ok(());
	};
	let voting = voting_at(desk, first.done.place.block).await?;
	let kept = voting.decryption(poll).await?;
	choose(all, |posted| {
		kept.as_ref()
			.is_some_and(|kept| kept.shares.contains(&posted.share.0))
	});
	Ok(())
}

/// Questions at the block of this number, which its own runtime answers.
async fn state_at(desk: &Desk, number: u32) -> Result<State> {
	desk.state_of(number).await
}

async fn voting_at(desk: &Desk, number: u32) -> Result<Voting<'_>> {
	Ok(Voting::at(&desk.chain, &state_at(desk, number).await?))
}

/// A storage item of the polls; nothing before there were polls.
async fn stored(state: &State, item: &str, key: u32) -> Result<Option<Json>> {
	match state.stored(PALLET, item, &[json!(key)]).await {
		Err(failure) if failure.code == "ChainLacks" => Ok(None),
		other => other,
	}
}

/// The first block of the chain in whose state something holds that holds ever after; the last final one if it holds in
/// none before.
async fn first_with(
	desk: &Desk,
	item: &str,
	key: u32,
	holds: impl Fn(&Json) -> bool,
) -> Result<u32> {
	let holds = &holds;
	let late = |number| async move {
		let state = state_at(desk, number).await?;
		Ok(stored(&state, item, key)
			.await?
			.is_some_and(|it| holds(&it)))
	};
	Ok(first_late(1, desk.state.number, late)
		.await?
		.min(desk.state.number))
}

fn stage_of(poll: &Json) -> &str {
	let status = &poll["status"];
	let variant = status
		.as_object()
		.and_then(|status| status.keys().next())
		.map(String::as_str);
	variant.or_else(|| status.as_str()).unwrap_or_default()
}

/// Between which blocks a poll lies.
struct Heights {
	drafted: u32,
	approved: u32,
	opened: u32,
	/// The last in which something that counts can have happened.
	ended: u32,
}

impl Heights {
	async fn of(desk: &Desk, PollId(poll): PollId) -> Result<Self> {
		let drafted = first_with(desk, "Polls", poll, |_| true).await?;
		let approved = first_with(desk, "Polls", poll, |poll| {
			!matches!(stage_of(poll), "Draft" | "InReview")
		})
		.await?;
		let opened = first_with(desk, "Openings", poll, |_| true).await?;
		let ended = first_with(desk, "Polls", poll, |poll| {
			matches!(stage_of(poll), "Certified" | "Answered" | "Cancelled")
		})
		.await?;
		Ok(Self {
			drafted,
			approved,
			opened,
			ended,
		})
	}
}

/// What an event has under a name.
fn field<T: scale_info::TypeInfo + codec::DecodeAll + 'static>(
	event: &Happened,
	name: &str,
) -> Result<T> {
	Shape::new().read(&event.data[name], name)
}

/// The argument of a call.
fn argument<T: scale_info::TypeInfo + codec::DecodeAll + 'static>(
	made: &Made<'_>,
	name: &str,
) -> Result<T> {
	Shape::new().read(&made.arguments[name], name)
}

/// What blocks have of a poll.
struct Collector {
	chain: ChainId,
	poll: PollId,
	ballot: Shape<Ballot>,
	enrolment: Shape<Enrolment<AccountId>>,
	voter: Shape<Voter>,
	tracker: Shape<Tracker>,
	former: Shape<Option<Tracker>>,
	options: Shape<OptionList>,
	former_options: Shape<Option<OptionList>>,
	disclosure: Shape<Option<Disclosure>>,
	account: Shape<AccountId>,
	listed: BTreeSet<CitizenIndex>,
	opened: Option<(Done, Roll)>,
	extensions: Vec<Extension>,
	/// Of each what could have made it: a batch may repeat it with proofs that were refused.
	enrolments: Vec<Vec<EnrolledAt>>,
	ballots: Vec<Cast>,
	/// Credentials that could have been opened with a ballot, where there are several.
	credentials: Vec<(usize, Vec<Disclosure>)>,
	closed: Option<Done>,
	tallied: Option<Done>,
	/// Of each what could have made it.
	shares: Vec<Vec<Posted>>,
	counts: Vec<Counted>,
	certification: Option<Certification>,
	cancelled: Option<Cancellation>,
}

impl Collector {
	fn new(chain: ChainId, poll: PollId) -> Self {
		Self {
			chain,
			poll,
			ballot: Shape::new(),
			enrolment: Shape::new(),
			voter: Shape::new(),
			tracker: Shape::new(),
			former: Shape::new(),
			options: Shape::new(),
			former_options: Shape::new(),
			disclosure: Shape::new(),
			account: Shape::new(),
			listed: BTreeSet::new(),
			opened: None,
			extensions: Vec::new(),
			enrolments: Vec::new(),
			ballots: Vec::new(),
			credentials: Vec::new(),
			closed: None,
			tallied: None,
			shares: Vec::new(),
			counts: Vec::new(),
			certification: None,
			cancelled: None,
		}
	}

	/// The calls about this poll in the extrinsic of an event.
	fn calls<'a>(&self, block: &'a Block, event: &Happened, name: &str) -> Vec<Made<'a>> {
		let poll = json!(self.poll.0);
		let mut calls = block.calls(event, name);
		calls.retain(|made| made.arguments["poll"] == poll);
		calls
	}

	/// What was put on the list and taken off it.
	fn take_lists(&mut self, block: &Block) -> Result<()> {
		for event in &block.events {
			if event.name != "ListChanged" {
				continue;
			}
			let [old, new] = ["oldListed", "newListed"].map(|name| count(&event.data[name]));
			let name = if new < old {
				"unlist_cards"
			} else {
				"list_cards"
			};
			let calls = self.calls(block, event, name);
			let number = usize::try_from((new - old).unsigned_abs()).unwrap_or(usize::MAX);
			let made = calls
				.iter()
				.filter(|made| {
					made.arguments["cards"]
						.as_array()
						.is_some_and(|cards| cards.len() == number)
				})
				.nth(same_before(block, event, number));
			let made = made.ok_or_else(|| without_call(event))?;
			let cards: Vec<CitizenIndex> = argument(made, "cards")?;
			for card in cards {
				if new < old {
					self.listed.remove(&card);
				} else {
					self.listed.insert(card);
				}
			}
		}
		Ok(())
	}

	fn take(&mut self, block: &Block) -> Result<()> {
		for event in &block.events {
			let done = event.done;
			match event.name.as_str() {
				"RollFixed" => self.opened = Some((done, field(event, "roll")?)),
				"PollExtended" => self.extensions.push(Extension {
					done,
					old_closes_at: field(event, "oldClosesAt")?,
					new_closes_at: field(event, "newClosesAt")?,
				}),
				"Enrolled" => self.take_enrolment(block, event)?,
				"PublicBallotCast" => self.take_public(block, event)?,
				"EncryptedBallotCast" => self.take_encrypted(block, event)?,
				"PollStageChanged" => self.take_stage(block, event)?,
				"SharePosted" => self.take_share(block, event)?,
				"PollCertified" => {
					self.certification = Some(Certification {
						done,
						outcome: field(event, "outcome")?,
						ballots: field(event, "ballots")?,
						quorum: field(event, "quorum")?,
					});
				},
				_ => {},
			}
		}
		Ok(())
	}

	fn take_enrolment(&mut self, block: &Block, event: &Happened) -> Result<()> {
		let is_it = |enrolment: &Json| {
			enrolment["alias"] == event.data["alias"]
				&& enrolment["votingKey"] == event.data["votingKey"]
		};
		let single = self.calls(block, event, "enrol");
		let batches = self.calls(block, event, "enrol_batch");
		let found = single
			.iter()
			.map(|made| &made.arguments["enrolment"])
			.chain(batches.iter().flat_map(|made| {
				made.arguments["enrolments"]
					.as_array()
					.into_iter()
					.flatten()
			}))
			.filter(|enrolment| is_it(enrolment));
		let mut all = Vec::new();
		for enrolment in found {
			let Enrolment {
				at,
				alias,
				voting_key,
				proof,
			} = self.enrolment.read(enrolment, "enrolment")?;
			all.push(EnrolledAt {
				done: event.done,
				at,
				alias,
				voting_key,
				proof: proof.to_vec(),
			});
		}
		if all.is_empty() {
			return Err(without_call(event));
		}
		self.enrolments.push(all);
		Ok(())
	}

	fn take_public(&mut self, block: &Block, event: &Happened) -> Result<()> {
		let card: CitizenIndex = field(event, "citizen")?;
		let chosen = &event.data["newOptions"];
		let mut calls = self.calls(block, event, "cast_public");
		calls.retain(|made| made.arguments["options"] == *chosen);
		let content = Content::Public {
			options: self.options.read(chosen, "newOptions")?,
			former: self
				.former_options
				.read(&event.data["oldOptions"], "oldOptions")?,
		};
		self.push(event, Voter::Citizen(card.0), &calls, content)
	}

	fn take_encrypted(&mut self, block: &Block, event: &Happened) -> Result<()> {
		let voter = self.voter.read(&event.data["voter"], "voter")?;
		let tracker = self.tracker.read(&event.data["newTracker"], "newTracker")?;
		let former = self.former.read(&event.data["oldTracker"], "oldTracker")?;
		let context = BallotContext {
			chain: self.chain,
			poll: self.poll,
			voter,
		};
		let mut calls = self.calls(block, event, "cast_secret");
		calls.extend(self.calls(block, event, "cast_anonymous"));
		let mut known = None;
		let mut same = Vec::new();
		for made in calls {
			let ballot = self.ballot.read(&made.arguments["ballot"], "ballot")?;
			if ballot.tracker(&context) == tracker {
				same.push(made);
				known = Some(ballot);
			}
		}
		let encrypted = Content::Encrypted {
			ballot: Sealed(known.ok_or_else(|| without_call(event))?),
			tracker,
			former,
		};
		self.push(event, voter, &same, encrypted)
	}

	/// Take a ballot that one of these calls has cast.
	fn push(
		&mut self,
		event: &Happened,
		voter: Voter,
		calls: &[Made<'_>],
		content: Content,
	) -> Result<()> {
		let made = calls.first().ok_or_else(|| without_call(event))?;
		let signer = made
			.signer
			.map(|signer| self.account.read(signer, "signer"))
			.transpose()?;
		let is_first = match &content {
			Content::Public { former, .. } => former.is_none(),
			Content::Encrypted { former, .. } => former.is_none(),
		};
		let mut credentials = Vec::new();
		// A ballot that replaces another opens none, and the chain refuses one that does.
		for made in calls.iter().filter(|_| is_first) {
			let credential = &made.arguments["credential"];
			credentials.extend(self.disclosure.read(credential, "credential")?);
		}
		let credential = credentials.first().cloned();
		if credentials.len() > 1 {
			self.credentials.push((self.ballots.len(), credentials));
		}
		self.ballots.push(Cast {
			done: event.done,
			voter,
			signer,
			content,
			credential,
		});
		Ok(())
	}

	fn take_stage(&mut self, block: &Block, event: &Happened) -> Result<()> {
		let [old, new]: [Stage; 2] = [field(event, "oldStage")?, field(event, "newStage")?];
		let done = event.done;
		match (old, new) {
			(Stage::Open, Stage::Tallying) => self.closed = Some(done),
			(Stage::Open, Stage::Tallied) => {
				self.closed = Some(done);
				self.tallied = Some(done);
			},
			(_, Stage::Tallied) => {
				self.tallied = Some(done);
				// If there are none, the poll was declared undecryptable.
				for made in self.calls(block, event, "post_counts") {
					let counts: Results = argument(&made, "counts")?;
					self.counts.push(Counted { done, counts });
				}
			},
			(_, Stage::Cancelled) => {
				let calls = self.calls(block, event, "cancel_poll");
				let made = calls.first().ok_or_else(|| without_call(event))?;
				let reason: DocumentCommitment = argument(made, "reason")?;
				self.cancelled = Some(Cancellation { done, reason });
			},
			_ => {},
		}
		Ok(())
	}

	fn take_share(&mut self, block: &Block, event: &Happened) -> Result<()> {
		let mut calls = self.calls(block, event, "post_share");
		calls.retain(|made| made.arguments["share"]["trustee"] == event.data["trustee"]);
		let mut all = Vec::new();
		for made in &calls {
			let share: DecryptionShare = argument(made, "share")?;
			all.push(Posted {
				done: event.done,
				share: Sealed(share),
			});
		}
		if all.is_empty() {
			return Err(without_call(event));
		}
		self.shares.push(all);
		Ok(())
	}

	/// The opening, with what the roll is compared with.
	async fn opened(&mut self, desk: &Desk, settings: &Settings) -> Result<Opened> {
		let (done, roll) = self.opened.ok_or_else(|| lacks("MVoting.RollFixed"))?;
		let after = state_at(desk, done.place.block).await?;
		let electorate = match roll {
			Roll::Listed { .. } => Electorate::Listed {
				cards: self.listed.iter().copied().collect(),
			},
			Roll::Rings { hold, .. } => {
				let electorate = rings(desk, &after, hold.0, &self.enrolments).await?;
				for all in &mut self.enrolments {
					choose(all, |enrolment| {
						holds(&self.chain, self.poll, &electorate, enrolment)
					});
				}
				electorate
			},
			Roll::Cards { .. } => {
				let (before, issued) = issued_around(desk, &after).await?;
				Electorate::Cards {
					before,
					after: issued,
					voters: cards(desk, &after, &self.ballots).await?,
				}
			},
			Roll::Credentials { .. } => {
				let (before, issued) = issued_around(desk, &after).await?;
				let residence = after.metadata.constant(PALLET, "ResidenceSchema");
				Electorate::Credentials {
					before,
					after: issued,
					residence: residence.ok_or_else(|| lacks("MVoting.ResidenceSchema"))?,
					batches: batches(desk, &self.ballots, &self.credentials).await?,
				}
			},
		};
		let opened = Opened {
			done,
			roll,
			electorate,
		};
		self.choose_credentials(settings, &opened);
		Ok(opened)
	}

	/// Of several credentials that could have been opened with a ballot, the one that the poll accepts.
	fn choose_credentials(&mut self, settings: &Settings, opened: &Opened) {
		for (place, credentials) in std::mem::take(&mut self.credentials) {
			let Some(cast) = self.ballots.get_mut(place) else {
				continue;
			};
			let Voter::Citizen(card) = cast.voter else {
				continue;
			};
			let is_it = |credential: &Disclosure| {
				let eligibility = &settings.eligibility;
				opens(
					&self.chain,
					CitizenIndex(card),
					credential,
					eligibility,
					opened,
				)
			};
			if let Some(credential) = credentials.into_iter().find(is_it) {
				cast.credential = Some(credential);
			}
		}
	}
}

/// Leave what holds of what could have been, or the first if nothing does.
fn choose<T>(all: &mut Vec<T>, is_it: impl Fn(&T) -> bool) {
	if all.len() > 1 {
		let chosen = all.iter().position(is_it).unwrap_or_default();
		all.swap(0, chosen);
		all.truncate(1);
	}
}

/// How many events of the extrinsic before this one changed the list by as many cards.
fn same_before(block: &Block, event: &Happened, number: usize) -> usize {
	let changed = |other: &Happened| {
		let [old, new] = ["oldListed", "newListed"].map(|name| count(&other.data[name]));
		(new - old, usize::try_from((new - old).unsigned_abs()))
	};
	let (own, _) = changed(event);
	block
		.events
		.iter()
		.filter(|other| {
			let (by, size) = changed(other);
			other.name == event.name
				&& other.done.place.extrinsic == event.done.place.extrinsic
				&& other.done.place.event < event.done.place.event
				&& by.signum() == own.signum()
				&& size == Ok(number)
		})
		.count()
}

/// Cards that were ever issued, before a block and after it.
async fn issued_around(desk: &Desk, after: &State) -> Result<(u64, u64)> {
	let before = state_at(desk, after.number.saturating_sub(1)).await?;
	let mut both = [0; 2];
	for (number, state) in both.iter_mut().zip([&before, after]) {
		let issued = state
			.stored("CitizenIdentity", "IssuedCards", &[])
			.await?
			.unwrap_or_default();
		*number = u64::try_from(count(&issued)).unwrap_or_default();
	}
	Ok((both[0], both[1]))
}

/// When the cards of those who voted were issued, of those that there were at the opening.
async fn cards(desk: &Desk, opening: &State, ballots: &[Cast]) -> Result<Vec<CardAt>> {
	let voters: BTreeSet<u64> = ballots
		.iter()
		.filter_map(|cast| match cast.voter {
			Voter::Citizen(card) => Some(card),
			Voter::Alias(_) => None,
		})
		.collect();
	let voters: Vec<u64> = voters.into_iter().collect();
	let mut all = Vec::with_capacity(voters.len());
	for (done, some) in (0usize..).step_by(CARDS).zip(voters.chunks(CARDS)) {
		tell(
			desk,
			done,
			voters.len(),
			&Text::new("투표자의 카드 확인 중", "looking at the voters' cards"),
		);
		let mut asking = JoinSet::new();
		for card in some.iter().copied() {
			let state = opening.beside(opening.number, opening.hash);
			asking.spawn(async move {
				let found = state
					.stored("CitizenIdentity", "Cards", &[json!(card.to_string())])
					.await?;
				let issued =
					found.and_then(|found| Moment::try_from(count(&found["issuedAt"])).ok());
				Ok::<_, Failure>(issued.map(|issued_at| CardAt {
					card: CitizenIndex(card),
					issued_at,
				}))
			});
		}
		while let Some(answer) = asking.join_next().await {
			all.extend(answer.map_err(|error| desk.chain.lost(error))??);
		}
	}
	desk.output.end_ticks();
	all.sort_unstable_by_key(|at| at.card);
	Ok(all)
}

fn tell(desk: &Desk, done: usize, total: usize, what: &Text) {
	let bar = crate::output::bar(done, total);
	let Text { ko, en } = what;
	desk.output.tick(&text!("{bar} {ko}", "{bar} {en}"));
}

/// The roots of the batches whose credentials were shown, each as it was when it was first shown.
async fn batches(
	desk: &Desk,
	ballots: &[Cast],
	others: &[(usize, Vec<Disclosure>)],
) -> Result<Vec<BatchRoot>> {
	let mut shown: BTreeMap<BatchId, u32> = BTreeMap::new();
	let first = ballots
		.iter()
		.filter_map(|cast| Some((cast, cast.credential.as_ref()?)));
	let further = others.iter().flat_map(|(place, credentials)| {
		let cast = ballots.get(*place);
		credentials
			.iter()
			.filter_map(move |credential| Some((cast?, credential)))
	});
	for (cast, credential) in first.chain(further) {
		let block = shown.entry(credential.batch).or_insert(u32::MAX);
		*block = cast.done.place.block.min(*block);
	}
	let mut all = Vec::new();
	for (batch, block) in shown {
		let state = state_at(desk, block).await?;
		let found = Questions::of(&desk.chain, &state).batch(batch).await?;
		all.extend(found.map(|found| BatchRoot {
			batch,
			root: found.root,
		}));
	}
	Ok(all)
}

/// The rings as they were frozen, and the keys of those in which somebody enrolled.
async fn rings(
	desk: &Desk,
	opening: &State,
	hold: u64,
	enrolments: &[Vec<EnrolledAt>],
) -> Result<Electorate> {
	const RING_PALLET: &str = "CitizenRings";
	let found = opening
		.stored(RING_PALLET, "Holds", &[json!(hold.to_string())])
		.await?
		.ok_or_else(|| lacks("CitizenRings.Holds"))?;
	let collection: CollectionId = Shape::new().read(&found["collection"], "collection")?;
	let era: Era = Shape::new().read(&found["era"], "era")?;
	let at = Some(opening.hash);
	let settings = Questions::of(&desk.chain, opening).ring_settings().await?;
	let used: BTreeSet<(u32, u32)> = enrolments
		.iter()
		.flatten()
		.map(|enrolment| (enrolment.at.ring, enrolment.at.revision))
		.collect();
	let mut all = Vec::new();
	let mut from = 0u32;
	loop {
		let function = "CitizenRingsApi_roots";
		let arguments = (collection, from, RINGS).encode();
		let views: Vec<RootView> = ask(&desk.chain, function, &arguments, at).await?;
		let mut asking = JoinSet::new();
		for view in views {
			let state = opening.beside(opening.number, opening.hash);
			asking.spawn(async move {
				let key = [
					collection_json(collection),
					json!(view.ring.0),
					json!(view.revision.0),
				];
				let record = state.stored(RING_PALLET, "Revisions", &key).await?;
				let record: RevisionRecord =
					Shape::new().read(&record.unwrap_or_default(), "revision")?;
				Ok::<_, Failure>((view, record))
			});
		}
		let mut page = Vec::new();
		while let Some(answer) = asking.join_next().await {
			page.push(answer.map_err(|error| desk.chain.lost(error))??);
		}
		if page.is_empty() {
			break;
		}
		page.retain(|(_, record)| record.was_newest_in(era));
		page.sort_unstable_by_key(|(view, _)| view.ring.0);
		for (view, record) in page {
			let at_ring = RingAt {
				ring: view.ring.0,
				revision: view.revision.0,
			};
			let mut ring = FrozenRing {
				at: at_ring,
				members: record.members,
				used: None,
			};
			if used.contains(&(at_ring.ring, at_ring.revision)) {
				let function = "CitizenRingsApi_keys";
				let arguments = (collection, at_ring.ring, at_ring.revision).encode();
				let keys: Option<Vec<RingKey>> = ask(&desk.chain, function, &arguments, at).await?;
				ring.used = Some(UsedRing {
					root: Sealed(record.root),
					keys: keys.unwrap_or_default(),
				});
			}
			all.push(ring);
		}
		from = from.saturating_add(RINGS);
	}
	Ok(Electorate::Rings {
		collection,
		size: settings.size,
		rings: all,
	})
}

/// The closing, and what the chain says that the ballots add up to: as of the closing, or now.
async fn closing_of(
	desk: &Desk,
	poll: PollId,
	finally: &PollInfo,
	closed: Option<Done>,
) -> Result<(Option<Closing>, Option<Sums>)> {
	let at_closing;
	let (voting, info) = match closed {
		Some(done) => {
			let voting = voting_at(desk, done.place.block).await?;
			at_closing = voting.poll(poll).await?;
			(voting, &at_closing)
		},
		None => (Voting::of(desk), finally),
	};
	let encrypted = finally.poll.settings.secrecy != Secrecy::Public;
	let sums = if encrypted {
		voting.tally(poll).await?.map(Sums::Encrypted)
	} else {
		info.turnout
			.zip(info.votes.clone())
			.map(|(turnout, votes)| Sums::Public { turnout, votes })
	};
	let Some(done) = closed else {
		return Ok((None, sums));
	};
	let shares_until = match &info.poll.status {
		PollStatus::Tallying { shares_until } => Some(*shares_until),
		_ if !encrypted => None,
		status if matches!(status.outcome(), Some(Outcome::BelowMinimum)) => None,
		// Closed and counted in one block.
		_ => Some(done.at.saturating_add(voting.terms().await?.share_period)),
	};
	Ok((Some(Closing { done, shares_until }), sums))
}

/// The outcome as it stood after the block in which it came to stand.
async fn outcome_at(desk: &Desk, poll: PollId, done: Done) -> Result<Option<Ending>> {
	let info = voting_at(desk, done.place.block).await?.poll(poll).await?;
	Ok(info.poll.status.outcome().map(|outcome| Ending {
		done,
		outcome: outcome.clone(),
	}))
}

/// What blocks have of a board.
struct BoardCollector {
	chain: ChainId,
	board: BoardId,
	attempt: u32,
	/// The attempt and its dealings, as the chain keeps them.
	ceremony: Option<Ceremony>,
	kept: Vec<(TrusteeIndex, Dealing)>,
	registrations: Vec<Registration>,
	absent: Vec<Named>,
	dealings: Vec<Dealt>,
	complaints: Vec<Complained>,
	told: Option<EncodedPoint>,
}

impl BoardCollector {
	fn calls<'a>(&self, block: &'a Block, event: &Happened, name: &str) -> Vec<Made<'a>> {
		let board = json!(self.board.0);
		let mut calls = block.calls(event, name);
		calls.retain(|made| made.arguments["board"] == board);
		calls
	}

	fn take(&mut self, block: &Block) -> Result<()> {
		for event in &block.events {
			let done = event.done;
			match event.name.as_str() {
				"TransportKeyRegistered" => {
					let seat = Seat {
						trustee: field(event, "trustee")?,
						key: field(event, "key")?,
					};
					let mut proofs: Vec<KnowledgeProof> = Vec::new();
					for made in self.calls(block, event, "register_transport_key") {
						if made.arguments["key"] == event.data["key"] {
							proofs.push(argument(&made, "proof")?);
						}
					}
					choose(&mut proofs, |proof| {
						check_transport_key(&self.chain, self.board, &seat, proof).is_ok()
					});
					self.registrations.push(Registration {
						done,
						trustee: seat.trustee,
						key: seat.key,
						proof: Sealed(proofs.pop().ok_or_else(|| without_call(event))?),
					});
				},
				"Dealt" => {
					let attempt: u32 = field(event, "attempt")?;
					if attempt != self.attempt {
						continue;
					}
					let trustee: TrusteeIndex = field(event, "trustee")?;
					let mut dealings: Vec<Dealing> = Vec::new();
					for made in self.calls(block, event, "deal") {
						dealings.push(argument(&made, "dealing")?);
					}
					choose(&mut dealings, |dealing| {
						self.kept
							.iter()
							.any(|(dealer, kept)| *dealer == trustee && kept == dealing)
					});
					self.dealings.push(Dealt {
						done,
						trustee,
						dealing: Sealed(dealings.pop().ok_or_else(|| without_call(event))?),
					});
				},
				"TrusteeNamed" => self.take_named(block, event)?,
				"BoardKeyMade" => self.told = Some(field(event, "electionKey")?),
				_ => {},
			}
		}
		Ok(())
	}

	fn take_named(&mut self, block: &Block, event: &Happened) -> Result<()> {
		let done = event.done;
		let trustee: TrusteeIndex = field(event, "trustee")?;
		let misconduct: Misconduct = field(event, "misconduct")?;
		if misconduct == Misconduct::Absent {
			self.absent.push(Named {
				done,
				trustee,
				misconduct,
			});
			return Ok(());
		}
		let mut all: Vec<(TrusteeIndex, Complaint)> = Vec::new();
		for made in self.calls(block, event, "complain") {
			all.push((argument(&made, "dealer")?, argument(&made, "complaint")?));
		}
		// One whose proof holds for nobody was refused.
		if all.len() > 1 {
			all.retain(|(dealer, complaint)| self.is_judged(*dealer, complaint));
		}
		let place = self
			.complaints
			.iter()
			.filter(|before| {
				before.done.place.block == done.place.block
					&& before.done.place.extrinsic == done.place.extrinsic
			})
			.count();
		let (dealer, complaint) = all.get(place).ok_or_else(|| without_call(event))?;
		self.complaints.push(Complained {
			done,
			dealer: *dealer,
			complaint: Sealed(*complaint),
			named: trustee,
			misconduct,
		});
		Ok(())
	}

	/// Whether a complaint is one of a trustee who takes part.
	fn is_judged(&self, dealer: TrusteeIndex, complaint: &Complaint) -> bool {
		let dealing = self.kept.iter().find(|(other, _)| *other == dealer);
		self.ceremony.iter().any(|ceremony| {
			ceremony.seats.iter().any(|seat| {
				dealing.is_some_and(|(_, dealing)| {
					judge(ceremony, dealer, dealing, seat.trustee, complaint).is_ok()
				})
			})
		})
	}
}

/// A board with how its key was made.
async fn gather_board(desk: &Desk, chain: ChainId, id: BoardId) -> Result<BoardRecord> {
	let info = Voting::of(desk).board(id).await?;
	let (Some(attempt), Some(key)) = (info.board.status.attempt(), info.key) else {
		let number = id.0;
		return Err(Failure::no(
			"BoardHasNoKey",
			text!(
				"감사 결과 다름: {number}번 수탁자단에는 열쇠가 없습니다.",
				"The audit found a difference: board {number} has no key."
			),
		));
	};
	let convened = first_with(desk, "Boards", id.0, |_| true).await?;
	let made = first_with(desk, "BoardKeys", id.0, |_| true).await?;
	let mut found = BoardCollector {
		chain,
		board: id,
		attempt,
		ceremony: info.ceremony,
		kept: info.dealings,
		registrations: Vec::new(),
		absent: Vec::new(),
		dealings: Vec::new(),
		complaints: Vec::new(),
		told: None,
	};
	scan(desk, convened, made, Subject::Board(id), |block| {
		found.take(block)
	})
	.await?;
	Ok(BoardRecord {
		board: id,
		kind: info.board.kind,
		threshold: info.board.threshold,
		from: info.board.from,
		until: info.board.until,
		trustees: info
			.board
			.trustees
			.iter()
			.map(|trustee| trustee.agency)
			.collect(),
		registrations: found.registrations,
		attempt,
		absent: found.absent,
		dealings: found.dealings,
		complaints: found.complaints,
		told: found.told.ok_or_else(|| lacks("MVoting.BoardKeyMade"))?,
		key,
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		metadata::Extrinsic,
		poll_audit::{
			roll,
			tests::{anonymous, in_district, public, secret, CHAIN, POLL},
		},
		scale::json_of,
	};

	fn json<T: scale_info::TypeInfo + Encode + 'static>(value: &T) -> Json {
		json_of(value).unwrap()
	}

	/// A block with these calls in one batch, in the extrinsic of a place, and one event of it.
	fn block(done: Done, calls: Vec<Json>, name: &str, data: Json) -> Block {
		let extrinsics = (0..=done.place.extrinsic)
			.map(|_| Extrinsic {
				signer: None,
				call: json!({"Utility": {"force_batch": {"calls": calls}}}),
			})
			.collect();
		let name = name.to_owned();
		Block {
			extrinsics,
			events: vec![Happened { done, name, data }],
		}
	}

	fn call(name: &str, arguments: Json) -> Json {
		json!({"MVoting": {name: arguments}})
	}

	/// The event of a ballot, and its call with what else is in the batch.
	fn cast_block(cast: &Cast, before: Vec<Json>) -> Block {
		let credential = json(&cast.credential);
		let (name, own, data) = match &cast.content {
			Content::Public { options, former } => {
				let Voter::Citizen(card) = cast.voter else {
					panic!("public ballots are of citizens");
				};
				(
					"PublicBallotCast",
					call(
						"cast_public",
						json!({"poll": POLL.0, "options": json(options), "credential": credential}),
					),
					json!({
						"poll": POLL.0,
						"citizen": card,
						"oldOptions": json(former),
						"newOptions": json(options),
					}),
				)
			},
			Content::Encrypted {
				ballot,
				tracker,
				former,
			} => {
				let ballot = json(&ballot.0);
				let arguments = match cast.voter {
					Voter::Citizen(_) => {
						json!({"poll": POLL.0, "ballot": ballot, "credential": credential})
					},
					Voter::Alias(_) => json!({"poll": POLL.0, "ballot": ballot}),
				};
				let name = match cast.voter {
					Voter::Citizen(_) => "cast_secret",
					Voter::Alias(_) => "cast_anonymous",
				};
				(
					"EncryptedBallotCast",
					call(name, arguments),
					json!({
						"poll": POLL.0,
						"voter": json(&cast.voter),
						"oldTracker": json(former),
						"newTracker": json(tracker),
					}),
				)
			},
		};
		let mut calls = before;
		calls.push(own);
		block(cast.done, calls, name, data)
	}

	fn without_signer(ballots: &[Cast]) -> Vec<Cast> {
		let mut ballots = ballots.to_vec();
		for cast in &mut ballots {
			cast.signer = None;
		}
		ballots
	}

	#[test]
	fn ballots_are_found_by_their_events_among_others() {
		for export in [secret(), anonymous(), public(), in_district()] {
			let mut found = Collector::new(CHAIN, POLL);
			for (place, cast) in export.ballots.iter().enumerate() {
				// The ballot of another poll, and one of somebody else that came before.
				let strangers = export.ballots[..place]
					.iter()
					.flat_map(|other| cast_block(other, Vec::new()).extrinsics)
					.map(|extrinsic| extrinsic.call)
					.filter(|_| !matches!(cast.content, Content::Public { .. }))
					.collect();
				found.take(&cast_block(cast, strangers)).unwrap();
			}
			assert_eq!(found.ballots, without_signer(&export.ballots));
			assert!(found.credentials.is_empty());
		}
	}

	#[test]
	fn an_event_without_its_call_is_named() {
		let export = secret();
		let mut found = Collector::new(CHAIN, POLL);
		let mut other = cast_block(&export.ballots[3], Vec::new());
		other.extrinsics = cast_block(&export.ballots[4], Vec::new()).extrinsics;
		let failure = found.take(&other).unwrap_err();
		assert_eq!(failure.code, "EventWithoutCall");
		let place = export.ballots[3].done.place;
		let said = format!("block #{}, extrinsic {}", place.block, place.extrinsic);
		assert!(failure.text.en.contains(&said), "{}", failure.text.en);
		// The same ballot, cast in another poll.
		let mut elsewhere = Collector::new(CHAIN, PollId(POLL.0 + 1));
		let own = cast_block(&export.ballots[3], Vec::new());
		assert_eq!(elsewhere.take(&own).unwrap_err().code, "EventWithoutCall");
	}

	/// Whoever puts refused calls beside an accepted one into a batch must not make auditors see a fault.
	#[test]
	fn refused_calls_in_the_same_batch_are_told_apart() {
		let export = in_district();
		let cast = &export.ballots[0];
		let mut refused = cast.clone();
		refused.credential.as_mut().unwrap().salt = [1; 32];
		let before = cast_block(&refused, Vec::new()).extrinsics[0].call.clone();
		let mut found = Collector::new(CHAIN, POLL);
		found.take(&cast_block(cast, vec![before])).unwrap();
		assert_eq!(found.credentials.len(), 1);
		found.choose_credentials(&export.finally.poll.settings, &export.opened);
		assert_eq!(found.ballots[0].credential, cast.credential);

		let export = anonymous();
		let enrolled = &export.enrolments[1];
		let enrolment = |proof: &[u8]| {
			json!({
				"at": json(&enrolled.at),
				"alias": json(&enrolled.alias),
				"votingKey": json(&enrolled.voting_key),
				"proof": format!("0x{}", hex::encode(proof)),
			})
		};
		let mut forged = enrolled.proof.clone();
		forged[100] ^= 1;
		let calls = vec![call(
			"enrol_batch",
			json!({"poll": POLL.0, "enrolments": [enrolment(&forged), enrolment(&enrolled.proof)]}),
		)];
		let data = json!({
			"poll": POLL.0,
			"alias": json(&enrolled.alias),
			"votingKey": json(&enrolled.voting_key),
		});
		let mut found = Collector::new(CHAIN, POLL);
		let block_of_two = block(enrolled.done, calls, "Enrolled", data);
		found.take(&block_of_two).unwrap();
		let mut all = found.enrolments.remove(0);
		assert_eq!(all.len(), 2);
		choose(&mut all, |one| {
			roll::holds(&CHAIN, POLL, &export.opened.electorate, one)
		});
		assert_eq!(all, std::slice::from_ref(enrolled));
		// If none holds, the first is shown to the audit.
		let mut none = vec![1, 2];
		choose(&mut none, |_| false);
		assert_eq!(none, [1]);
	}

	#[test]
	fn closing_shares_counts_and_certification_are_found() {
		let export = secret();
		let closed = export.closing.as_ref().unwrap().done;
		let mut found = Collector::new(CHAIN, POLL);
		let stage = |old: &str, new: &str| json!({"poll": POLL.0, "oldStage": old, "newStage": new, "by": "5"});
		let close = vec![call("close_poll", json!({"poll": POLL.0}))];
		let data = stage("Open", "Tallying");
		found
			.take(&block(closed, close, "PollStageChanged", data))
			.unwrap();
		assert_eq!((found.closed, found.tallied), (Some(closed), None));
		for posted in &export.shares {
			let share = call(
				"post_share",
				json!({"poll": POLL.0, "share": json(&posted.share.0)}),
			);
			let data = json!({"poll": POLL.0, "trustee": json(&posted.share.0.trustee), "agency": 3, "by": "5"});
			found
				.take(&block(posted.done, vec![share], "SharePosted", data))
				.unwrap();
		}
		let shares: Vec<Posted> = found.shares.iter().flatten().cloned().collect();
		assert_eq!(shares, export.shares);

		let counted = export.counts.clone().unwrap();
		let wrong = json!({"poll": POLL.0, "counts": [0, 0, 0]});
		let right = json!({"poll": POLL.0, "counts": json(&counted.counts)});
		let counts = [&right, &wrong, &right].map(|counts| call("post_counts", counts.clone()));
		let data = stage("Tallying", "Tallied");
		let tallied = block(counted.done, counts.to_vec(), "PollStageChanged", data);
		found.take(&tallied).unwrap();
		assert_eq!(found.tallied, Some(counted.done));
		let outcome = export.ending.as_ref().map(|ending| &ending.outcome);
		choose(&mut found.counts, |one| is_counted(outcome, one));
		assert_eq!(found.counts, [counted]);

		let signed = export.certification.clone().unwrap();
		let data =
			json!({"poll": POLL.0, "outcome": json(&signed.outcome), "ballots": 6, "quorum": 5});
		found
			.take(&block(signed.done, Vec::new(), "PollCertified", data))
			.unwrap();
		assert_eq!(found.certification, Some(signed));
	}

	#[test]
	fn the_making_of_a_key_is_found() {
		let record = secret().board.unwrap();
		let id = record.board;
		let mut found = BoardCollector {
			chain: CHAIN,
			board: id,
			attempt: record.attempt,
			ceremony: None,
			kept: record
				.dealings
				.iter()
				.map(|dealt| (dealt.trustee, dealt.dealing.0.clone()))
				.collect(),
			registrations: Vec::new(),
			absent: Vec::new(),
			dealings: Vec::new(),
			complaints: Vec::new(),
			told: None,
		};
		for registered in &record.registrations {
			let key = json(&registered.key);
			let of = |proof: &KnowledgeProof| {
				let proof = json(proof);
				call(
					"register_transport_key",
					json!({"board": id.0, "key": key, "proof": proof}),
				)
			};
			// One with a false proof was refused before.
			let mut refused = registered.proof.0;
			refused.response.0[0] ^= 1;
			let calls = vec![of(&refused), of(&registered.proof.0)];
			let data =
				json!({"board": id.0, "trustee": json(&registered.trustee), "key": key, "by": "5"});
			found
				.take(&block(
					registered.done,
					calls,
					"TransportKeyRegistered",
					data,
				))
				.unwrap();
		}
		let named = |trustee: TrusteeIndex, misconduct: Misconduct| json!({"board": id.0, "trustee": json(&trustee), "agency": 4, "misconduct": json(&misconduct)});
		for absent in &record.absent {
			let calls = vec![call("advance_board", json!({"board": id.0}))];
			let data = named(absent.trustee, absent.misconduct);
			found
				.take(&block(absent.done, calls, "TrusteeNamed", data))
				.unwrap();
		}
		for dealt in &record.dealings {
			for attempt in [0, record.attempt] {
				let others = [&record.dealings[0].dealing.0, &dealt.dealing.0];
				let calls = others
					.map(|dealing| call("deal", json!({"board": id.0, "dealing": json(dealing)})))
					.to_vec();
				let data = json!({"board": id.0, "attempt": attempt, "trustee": json(&dealt.trustee), "by": "5"});
				found
					.take(&block(dealt.done, calls, "Dealt", data))
					.unwrap();
			}
		}
		for complained in &record.complaints {
			let calls = vec![call(
				"complain",
				json!({
					"board": id.0,
					"dealer": json(&complained.dealer),
					"complaint": json(&complained.complaint.0),
				}),
			)];
			let data = named(complained.named, complained.misconduct);
			found
				.take(&block(complained.done, calls, "TrusteeNamed", data))
				.unwrap();
		}
		let data = json!({"board": id.0, "electionKey": json(&record.told)});
		let finish = vec![call("finish_board", json!({"board": id.0}))];
		found
			.take(&block(Done::default(), finish, "BoardKeyMade", data))
			.unwrap();
		assert_eq!(found.registrations, record.registrations);
		assert_eq!(found.absent, record.absent);
		assert_eq!(found.dealings, record.dealings);
		assert_eq!(found.complaints, record.complaints);
		assert_eq!(found.told, Some(record.told));
	}

	#[test]
	fn a_list_is_what_the_calls_made_of_it() {
		let mut found = Collector::new(CHAIN, POLL);
		let mut change = |name: &str, cards: &[u64], old: u32| {
			let number = u32::try_from(cards.len()).unwrap();
			let new = if name == "list_cards" {
				old + number
			} else {
				old - number
			};
			let calls = vec![call(name, json!({"poll": POLL.0, "cards": cards}))];
			let data = json!({"poll": POLL.0, "oldListed": old, "newListed": new, "by": "5"});
			found.take_lists(&block(Done::default(), calls, "ListChanged", data))
		};
		change("list_cards", &[7, 1_000_000_000_000, 3], 0).unwrap();
		change("list_cards", &[9], 3).unwrap();
		change("unlist_cards", &[3, 9], 4).unwrap();
		let lost = change("list_cards", &[], 2);
		assert!(lost.is_ok(), "an empty list changes nothing");
		assert_eq!(
			found
				.listed
				.into_iter()
				.map(|card| card.0)
				.collect::<Vec<_>>(),
			[7, 1_000_000_000_000]
		);
	}

	#[test]
	fn a_stage_is_read_with_and_without_what_it_has() {
		assert_eq!(stage_of(&json!({"status": "Open"})), "Open");
		assert_eq!(
			stage_of(&json!({"status": {"Tallying": {"sharesUntil": 3}}})),
			"Tallying"
		);
		assert_eq!(stage_of(&json!({})), "");
	}
}
