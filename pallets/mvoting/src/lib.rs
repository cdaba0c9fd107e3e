// SPDX-License-Identifier: Apache-2.0

//! # 엠보팅 · mVoting
//!
//! Polls that a citizen can trust without trusting whoever holds them, and proposals of citizens that the city must
//! answer.
//!
//! | call | who | what |
//! |---|---|---|
//! | `draft_poll`, `change_poll` | poll office | writes a poll |
//! | `list_cards`, `unlist_cards` | the office of the poll | says whose cards may vote |
//! | `submit_poll`, `return_poll`, `approve_poll` | two officials of the office | has it reviewed and scheduled |
//! | `hasten_opening` | the office | has rings rebuilt, so that an anonymous poll can open |
//! | `open_poll`, `close_poll` | anyone, at the time | begins and ends the voting |
//! | `extend_poll` | the office, before the end | gives more time |
//! | `cast_public`, `cast_secret` | a citizen | votes, or votes again |
//! | `enrol` | whoever has a valid proof, without signer | binds a voting key in an anonymous poll |
//! | `enrol_batch` | anyone, for others | the same for up to 48 |
//! | `cast_anonymous` | a voting key | votes, or votes again |
//! | `claim_reward` | the voter | is credited what could not be credited before |
//! | `post_share` | a trustee | decrypts the sums of a closed poll |
//! | `post_counts` | anyone | shows what the sums are |
//! | `declare_undecryptable` | anyone, after the deadline | ends a poll with too few trustees |
//! | `certify_poll`, `answer_poll` | the office | signs the outcome, and says what follows |
//! | `cancel_poll` | the office, while no result is known | ends it without a result |
//! | `propose`, `withdraw_proposal` | a citizen | puts a question to the city |
//! | `support`, `withdraw_support` | a citizen | stands behind it |
//! | `adopt_proposal`, `answer_proposal` | poll office | makes a poll of it, or answers |
//! | `record_lateness`, `lapse_proposal` | anyone, after the deadline | puts a deadline on record |
//! | `convene_standing_board`, `retire_board` | governance | names trustees for a term |
//! | `convene_poll_board` | poll office | names trustees for one poll |
//! | `register_transport_key`, `deal`, `confirm_shares`, `complain` | a trustee | makes a board's key with the others |
//! | `advance_board`, `finish_board` | anyone | goes on when time is up |
//! | `sweep_poll`, `sweep_proposal` | anyone, after the retention | removes what serves nothing any more |
//! | `set_terms` | governance | sets marks and periods |
//!
//! ## Overview
//!
//! A poll is drafted and reviewed by two officials of an office, then scheduled; from then on only its end can move.
//! Anyone opens and closes it when the time has come. In a *public* poll ballots are in clear and counted at once. In
//! *secret* and *anonymous* ones a ballot is a vector of ciphertexts with a proof; the chain verifies it, adds it
//! to encrypted sums, and subtracts the voter's former one. After the closing the trustees of a board decrypt the
//! sums, each with a proof. No call decrypts one ballot, and the sums of a poll with fewer ballots than its minimum
//! are never decrypted.
//!
//! In an anonymous poll a proof of membership in a ring binds a *voting key* to an alias; ballots are signed by that
//! key. The proof binds poll and key, so nobody can use it for another.
//!
//! A board of trustees makes its key on the chain: transport keys, dealings, checks. A complaint is judged in the
//! call that brings it.
//!
//! The protocols, and what they do not give, stand in `docs/voting.md`; the cryptography in the crate
//! `seoul-chain-ballot`.
//!
//! ## Terminology
//!
//! * **Board** (수탁자단): trustees who share a key. **Standing**: for all polls of its term.
//! * **Roll** (선거인 명부): who can vote, as fixed at the opening.
//! * **Sums** (합계): the encrypted votes of each option, added up.
//! * **Share** (몫): what one trustee contributes to decrypting the sums.
//! * **Tracker** (추적 번호): hash of a ballot, by which its voter finds it again.
//! * **Alias** (가명): by what a ring key is known in one poll. **Voting key** (투표 열쇠): what votes for it.
//! * **Minimum turnout** (최소 참여자 수): below it nothing is decrypted. **Quorum** (정족수): below it the result does not
//!   count.
//!
//! ## Example
//!
//! What a poll may ask, and of whom:
//!
//! ```
//! use pallet_mvoting::{Label, Question, QuestionFault, Title};
//! use seoul_chain_ballot::Form;
//!
//! let text = |text: &str| text.as_bytes().to_vec().try_into().unwrap();
//! let label = |korean: &str, english: &str| Label {
//!     korean: korean.as_bytes().to_vec().try_into().unwrap(),
//!     english: english.as_bytes().to_vec().try_into().unwrap(),
//! };
//! let mut question = Question {
//!     title: Title {
//!         korean: text("서울광장에 나무를 더 심을까요?"),
//!         english: text("Shall more trees be planted on Seoul Plaza?"),
//!     },
//!     labels: vec![label("찬성", "Yes"), label("반대", "No")].try_into().unwrap(),
//!     form: Form::YesNo,
//!     documents: Default::default(),
//! };
//! assert_eq!(question.check(), Ok(()));
//! // The same label twice would let an organiser say afterwards which one counted.
//! question.labels[1] = label("찬성", "No");
//! assert_eq!(question.check(), Err(QuestionFault::SameLabel));
//! ```
//!
//! ## Invariants
//!
//! Checked by [`Pallet::do_try_state`]:
//!
//! 1. A poll has a number below the next and a question of its form.
//! 2. Exactly polls that were opened have a roll, and public or encrypted sums as their secrecy says.
//! 3. Ballots are as many as the sums count, and at most as many as can vote; so are enrolments.
//! 4. Counts of a public poll are the sum of its ballots, and each ballot is of its form.
//! 5. An encrypted ballot is of the poll's form, and of a voter of the poll's kind.
//! 6. The list of a poll has as many cards as the poll says.
//! 7. Shares and results of encrypted polls are of closed polls with at least the minimum of ballots.
//! 8. Alias and voting key lead to each other, and are as many as counted.
//! 9. Exactly the boards that are ready or retired have a key, of as many seats as take part; dealings are there.
//! 10. Terms are valid.
//! 11. A proposal can be asked, has as many supporters as it says, and a duty to answer once they are enough.
//! 12. The gathering proposals of a citizen are as many as counted.
//!
//! 3 to 6 and 8 hold until a poll is swept, 11 until a proposal is.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	target_arch = "wasm32",
	deny(
		clippy::arithmetic_side_effects,
		clippy::expect_used,
		clippy::indexing_slicing,
		clippy::unwrap_used
	)
)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
mod features;
#[cfg(test)]
mod mock;
pub mod runtime_api;
#[cfg(test)]
mod tests;
pub mod traits;
mod try_state;
pub mod types;
pub mod weights;

pub use features::EnrolRefusal;
pub use pallet::*;
pub use traits::{CardRegister, Credentials, PollRings, ProofToVerify};
pub use types::*;
pub use weights::WeightInfo;

use frame_support::weights::{constants::WEIGHT_REF_TIME_PER_MILLIS, Weight};
use seoul_chain_primitives::Moment;

/// What the first proof of membership that a wasm instance verifies costs more than the next. The node starts a fresh
/// instance for each transaction that it validates, and benchmarks repeat inside one.
pub const COLD_START: Weight = Weight::from_parts(20 * WEIGHT_REF_TIME_PER_MILLIS, 0);

#[frame_support::pallet]
#[allow(clippy::expect_used)] // In what the macro generates; `scripts/check.sh` reads what we write.
pub mod pallet {
	use super::*;
	use crate::features::size;
	use alloc::boxed::Box;
	use features::Crediting;
	use frame_support::{dispatch::PostDispatchInfo, pallet_prelude::*, traits::UnixTime};
	use frame_system::{ensure_authorized, pallet_prelude::*};
	use seoul_chain_ballot::{
		Ballot, BoardId, ChainId, Complaint, Dealing, DecryptionShare, EncodedPoint,
		KnowledgeProof, PollId, Tally, ThresholdKey, Tracker, TrusteeIndex, Verdict, Voter,
	};
	use seoul_chain_login::{Disclosure, SchemaId};
	use seoul_chain_primitives::{
		AccountClass, AccountId, Actor, Admission, AgencyId, AgencyRegistry, CitizenIndex,
		CitizenRegistry, DocumentCommitment, EnsureActor, OnAdmission, ParticipationReward,
	};
	use seoul_chain_ring_proofs::Alias;

	/// The layout of this pallet's storage.
	pub const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config:
		frame_system::Config<AccountId = AccountId, RuntimeEvent: From<Event<Self>>>
	{
		/// The poll office: drafts, reviews, certifies and answers.
		type OfficeOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;

		/// Trustees.
		type TrusteeOrigin: EnsureActor<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;

		/// Governance: convenes standing boards, sets terms.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Who may act for a citizen.
		type Citizens: CitizenRegistry<Self::AccountId>;

		/// The register of cards.
		type Cards: CardRegister;

		/// The register of agencies.
		type Agencies: AgencyRegistry<Self::AccountId>;

		/// The register of credentials.
		type Credentials: Credentials;

		/// 거주지 자격의 종류.
		///
		/// The kind of credential whose value is the code of the district in which its holder lives.
		#[pallet::constant]
		type ResidenceSchema: Get<SchemaId>;

		/// The rings.
		type Rings: PollRings;

		/// Credits points for taking part.
		type Rewards: ParticipationReward;

		/// The identity of the chain, bound to everything that is proven.
		type ChainId: Get<ChainId>;

		/// Who is admitted already. Such an account cannot be that of a voting key.
		type Admissions: Admission<Self::AccountId>;

		/// As what voting keys are admitted: a class that can only call `cast_anonymous`.
		type VoterClass: Get<AccountClass>;

		/// Is told of each voting key.
		type OnAdmission: OnAdmission<Self::AccountId>;

		/// The priority in the pool of an enrolment. It pays nothing.
		type EnrolmentPriority: Get<TransactionPriority>;

		/// Legal time.
		type Clock: UnixTime;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// What benchmarks need of the other registers.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: benchmarking::BenchmarkHelper;
	}

	/// 투표.
	///
	/// Polls, without their words.
	#[pallet::storage]
	pub type Polls<T: Config> =
		StorageMap<_, Twox64Concat, PollId, Poll<T::AccountId>, OptionQuery>;

	/// 질문.
	///
	/// What voters are shown.
	#[pallet::storage]
	pub type Questions<T: Config> = StorageMap<_, Twox64Concat, PollId, Question, OptionQuery>;

	/// 다음 투표 번호.
	///
	/// The number of the next poll; nothing before the first.
	#[pallet::storage]
	pub type NextPoll<T: Config> = StorageValue<_, PollId, OptionQuery>;

	/// 투표 시작.
	///
	/// When polls were opened, and for whom. Never changed.
	#[pallet::storage]
	pub type Openings<T: Config> = StorageMap<_, Twox64Concat, PollId, Opening, OptionQuery>;

	/// 명단.
	///
	/// The cards that may vote in a poll by list.
	#[pallet::storage]
	pub type ListedCards<T: Config> =
		StorageDoubleMap<_, Twox64Concat, PollId, Twox64Concat, CitizenIndex, (), OptionQuery>;

	/// 공개 집계.
	///
	/// Counts of public polls.
	#[pallet::storage]
	pub type PublicTallies<T: Config> =
		StorageMap<_, Twox64Concat, PollId, PublicTally, ValueQuery>;

	/// 공개 표.
	///
	/// Ballots of public polls.
	#[pallet::storage]
	pub type PublicBallots<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		PollId,
		Twox64Concat,
		CitizenIndex,
		PublicBallot,
		OptionQuery,
	>;

	/// 암호화된 합계.
	///
	/// Sums of encrypted polls. Not written again after the closing.
	#[pallet::storage]
	pub type Tallies<T: Config> = StorageMap<_, Twox64Concat, PollId, Tally, OptionQuery>;

	/// 암호화된 표.
	///
	/// The last ballot of each voter of an encrypted poll.
	#[pallet::storage]
	pub type EncryptedBallots<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		PollId,
		Blake2_128Concat,
		Voter,
		EncryptedBallot,
		OptionQuery,
	>;

	/// 등록된 가명.
	///
	/// Aliases of anonymous polls, with their voting keys.
	#[pallet::storage]
	pub type Enrolments<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		PollId,
		Blake2_128Concat,
		Alias,
		T::AccountId,
		OptionQuery,
	>;

	/// 등록 수.
	///
	/// How many aliases of a poll have a voting key.
	#[pallet::storage]
	pub type Enrolled<T: Config> = StorageMap<_, Twox64Concat, PollId, u32, ValueQuery>;

	/// 투표 열쇠.
	///
	/// For which alias of which poll a key votes.
	#[pallet::storage]
	pub type VotingKeys<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, VotingKey, OptionQuery>;

	/// 개표 몫.
	///
	/// Decryption shares of the sums of closed polls.
	#[pallet::storage]
	pub type Shares<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		PollId,
		Twox64Concat,
		TrusteeIndex,
		DecryptionShare,
		OptionQuery,
	>;

	/// 수탁자단.
	///
	/// Boards of trustees.
	#[pallet::storage]
	pub type Boards<T: Config> = StorageMap<_, Twox64Concat, BoardId, Board, OptionQuery>;

	/// 다음 수탁자단 번호.
	///
	/// The number of the next board; nothing before the first.
	#[pallet::storage]
	pub type NextBoard<T: Config> = StorageValue<_, BoardId, OptionQuery>;

	/// 수탁자단의 열쇠.
	///
	/// Keys of boards: the election key, and with what shares of each seat are checked.
	#[pallet::storage]
	pub type BoardKeys<T: Config> = StorageMap<_, Twox64Concat, BoardId, ThresholdKey, OptionQuery>;

	/// 분배.
	///
	/// Dealings, by board, attempt and seat. Trustees and auditors read them again.
	#[pallet::storage]
	pub type Dealings<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Twox64Concat, BoardId>,
			NMapKey<Twox64Concat, u32>,
			NMapKey<Twox64Concat, TrusteeIndex>,
		),
		Dealing,
		OptionQuery,
	>;

	/// 이의.
	///
	/// What complaints came to, by board, attempt, dealer and who complained.
	#[pallet::storage]
	pub type Complaints<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Twox64Concat, BoardId>,
			NMapKey<Twox64Concat, u32>,
			NMapKey<Twox64Concat, TrusteeIndex>,
			NMapKey<Twox64Concat, TrusteeIndex>,
		),
		Verdict,
		OptionQuery,
	>;

	/// 시민 제안.
	///
	/// Questions that citizens put to the city.
	#[pallet::storage]
	pub type Proposals<T: Config> = StorageMap<_, Twox64Concat, ProposalId, Proposal, OptionQuery>;

	/// 다음 제안 번호.
	///
	/// The number of the next proposal.
	#[pallet::storage]
	pub type NextProposal<T: Config> = StorageValue<_, ProposalId, ValueQuery>;

	/// 지지자.
	///
	/// Who stands behind a proposal.
	#[pallet::storage]
	pub type Supporters<T: Config> =
		StorageDoubleMap<_, Twox64Concat, ProposalId, Twox64Concat, CitizenIndex, (), OptionQuery>;

	/// 시민별 진행 중인 제안 수.
	///
	/// How many proposals of a citizen gather supporters.
	#[pallet::storage]
	pub type GatheringProposals<T: Config> =
		StorageMap<_, Twox64Concat, CitizenIndex, u32, ValueQuery>;

	/// 정리된 투표.
	///
	/// Polls whose ballots are being removed or were removed.
	#[pallet::storage]
	pub type Swept<T: Config> = StorageMap<_, Twox64Concat, PollId, (), OptionQuery>;

	/// 정리된 제안.
	///
	/// Proposals whose supporters are being removed or were removed.
	#[pallet::storage]
	pub type SweptProposals<T: Config> = StorageMap<_, Twox64Concat, ProposalId, (), OptionQuery>;

	/// 투표 기준.
	///
	/// Marks and periods for what is begun from now on.
	#[pallet::storage]
	pub type Terms<T: Config> = StorageValue<_, PollTerms, ValueQuery>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Marks and periods.
		pub terms: PollTerms,
		#[serde(skip)]
		pub(crate) _marker: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(
				self.terms.is_valid(),
				"the terms of polls in the genesis are not valid"
			);
			Terms::<T>::put(self.terms);
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// 투표 초안이 작성되었다.
		///
		/// A poll was drafted.
		PollDrafted {
			/// 투표. Its number.
			poll: PollId,
			/// 관리 기관. The office that holds it.
			office: AgencyId,
			/// 출처. Whose question it is.
			source: Source,
			/// 서명한 계정. The official who signed.
			by: T::AccountId,
		},
		/// 투표 초안이 바뀌었다.
		///
		/// A draft changed. The question as it is now stands in the call and in the state.
		PollChanged {
			/// 투표. The poll.
			poll: PollId,
			/// 이전 조건. How it was to be held.
			old_settings: Settings,
			/// 새 조건. How it is to be held.
			new_settings: Settings,
			/// 서명한 계정. The official who signed.
			by: T::AccountId,
		},
		/// 투표 명단이 바뀌었다.
		///
		/// Cards were put on a list or taken off it.
		ListChanged {
			/// 투표. The poll.
			poll: PollId,
			/// 이전 카드 수. How many there were.
			old_listed: u32,
			/// 새 카드 수. How many there are.
			new_listed: u32,
			/// 서명한 계정. The official who signed.
			by: T::AccountId,
		},
		/// 투표의 단계가 바뀌었다.
		///
		/// A poll came to another stage.
		PollStageChanged {
			/// 투표. The poll.
			poll: PollId,
			/// 이전 단계. The stage before.
			old_stage: Stage,
			/// 새 단계. The stage now.
			new_stage: Stage,
			/// 서명한 계정. Who signed.
			by: T::AccountId,
		},
		/// 투표가 반려되었다.
		///
		/// A reviewer gave a poll back.
		PollReturned {
			/// 투표. The poll.
			poll: PollId,
			/// 사유서. Why.
			reason: DocumentCommitment,
		},
		/// 선거인 명부가 확정되었다.
		///
		/// It is fixed who can vote in a poll.
		RollFixed {
			/// 투표. The poll.
			poll: PollId,
			/// 선거인 명부. Who, and how many at most.
			roll: Roll,
		},
		/// 투표 기간이 연장되었다.
		///
		/// The end of a poll was moved outwards, before it was reached.
		PollExtended {
			/// 투표. The poll.
			poll: PollId,
			/// 이전 종료 시각. The end before.
			old_closes_at: Moment,
			/// 새 종료 시각. The end now.
			new_closes_at: Moment,
			/// 서명한 계정. The official who signed.
			by: T::AccountId,
		},
		/// 공개 투표를 하였다.
		///
		/// A citizen voted in a public poll, or voted again.
		PublicBallotCast {
			/// 투표. The poll.
			poll: PollId,
			/// 시민. Who.
			citizen: CitizenIndex,
			/// 이전 선택. What was chosen before; nothing the first time.
			old_options: Option<OptionList>,
			/// 새 선택. What is chosen now.
			new_options: OptionList,
		},
		/// 암호화된 표가 접수되었다.
		///
		/// An encrypted ballot was verified and is in the sums in place of the voter's former one.
		EncryptedBallotCast {
			/// 투표. The poll.
			poll: PollId,
			/// 투표자. A citizen, or an alias.
			voter: Voter,
			/// 이전 추적 번호. The tracker of the ballot that counts no more; nothing the first time.
			old_tracker: Option<Tracker>,
			/// 새 추적 번호. The tracker of the ballot that counts.
			new_tracker: Tracker,
		},
		/// 참여 보상이 지급되었다.
		///
		/// Points for taking part were credited. They do not depend on the choice.
		RewardPaid {
			/// 투표. The poll.
			poll: PollId,
			/// 시민. Who took part.
			citizen: CitizenIndex,
			/// 점수. Points.
			points: u64,
		},
		/// 참여 보상을 지급하지 못하였다.
		///
		/// The ballot stands, but the points could not be credited. The voter claims them with `claimReward`.
		RewardOwed {
			/// 투표. The poll.
			poll: PollId,
			/// 시민. Who took part.
			citizen: CitizenIndex,
			/// 점수. Points.
			points: u64,
			/// 사유. Why they could not be credited.
			reason: DispatchError,
		},
		/// 익명 투표에 등록되었다.
		///
		/// An alias has a voting key in an anonymous poll.
		Enrolled {
			/// 투표. The poll.
			poll: PollId,
			/// 가명. The alias.
			alias: Alias,
			/// 투표 열쇠. The account of its voting key.
			voting_key: T::AccountId,
		},
		/// 일괄 등록 중 하나를 건너뛰었다.
		///
		/// One enrolment of a batch was skipped.
		EnrolmentSkipped {
			/// 투표. The poll.
			poll: PollId,
			/// 순번. Its place in the batch, from 0.
			position: u32,
			/// 사유. Why.
			reason: DispatchError,
		},
		/// 개표 몫이 제출되었다.
		///
		/// A trustee decrypted the sums of a poll, and proved that it did so rightly.
		SharePosted {
			/// 투표. The poll.
			poll: PollId,
			/// 자리. The trustee's seat.
			trustee: TrusteeIndex,
			/// 기관. The trustee's agency.
			agency: AgencyId,
			/// 서명한 계정. The agency's delegate who signed.
			by: T::AccountId,
		},
		/// 결과가 확정되었다.
		///
		/// The office signed the outcome of a poll.
		PollCertified {
			/// 투표. The poll.
			poll: PollId,
			/// 결과. The outcome.
			outcome: Outcome,
			/// 참여자 수. How many voted.
			ballots: u32,
			/// 정족수. With how many the result counts.
			quorum: u32,
		},
		/// 시민 제안이 등록되었다.
		///
		/// A citizen put a question to the city.
		Proposed {
			/// 제안. Its number.
			proposal: ProposalId,
			/// 제안자. Whose it is.
			proposer: CitizenIndex,
			/// 지지 기한. Until when it can be supported.
			until: Moment,
		},
		/// 제안을 지지하였다.
		///
		/// A citizen stands behind a proposal.
		Supported {
			/// 제안. The proposal.
			proposal: ProposalId,
			/// 시민. Who.
			citizen: CitizenIndex,
			/// 지지자 수. How many now.
			supporters: u32,
		},
		/// 제안의 지지를 철회하였다.
		///
		/// A citizen stands behind a proposal no more.
		SupportWithdrawn {
			/// 제안. The proposal.
			proposal: ProposalId,
			/// 시민. Who.
			citizen: CitizenIndex,
			/// 지지자 수. How many now.
			supporters: u32,
		},
		/// 제안의 상태가 바뀌었다.
		///
		/// A proposal is in debate, must be answered, was answered late, or ended.
		ProposalStatusChanged {
			/// 제안. The proposal.
			proposal: ProposalId,
			/// 이전 상태. How far it was.
			old_status: ProposalStatus,
			/// 새 상태. How far it is.
			new_status: ProposalStatus,
		},
		/// 제안에 답변하였다.
		///
		/// The city answered a proposal.
		ProposalAnswered {
			/// 제안. The proposal.
			proposal: ProposalId,
			/// 결정. What it decided.
			decision: Decision,
			/// 답변서. Its words.
			answer: DocumentCommitment,
			/// 기관. The office.
			office: AgencyId,
			/// 서명한 계정. The official who signed.
			by: T::AccountId,
		},
		/// 수탁자단이 소집되었다.
		///
		/// A board was convened. Its trustees register transport keys.
		BoardConvened {
			/// 수탁자단. Its number.
			board: BoardId,
			/// 종류. For which polls it is.
			kind: BoardKind,
			/// 필요한 수탁자 수. How many trustees it takes to decrypt.
			threshold: u8,
			/// 임기 시작. From when on its polls open.
			from: Moment,
			/// 임기 종료. Until when its polls close.
			until: Moment,
			/// 등록 기한. Until when transport keys can be registered.
			registered_by: Moment,
		},
		/// 수탁자단의 상태가 바뀌었다.
		///
		/// A board's key is further, must be begun again, is ready, or cannot be made.
		BoardStatusChanged {
			/// 수탁자단. The board.
			board: BoardId,
			/// 이전 상태. How far it was.
			old_status: BoardStatus,
			/// 새 상태. How far it is.
			new_status: BoardStatus,
		},
		/// 전송 열쇠가 등록되었다.
		///
		/// A trustee registered the key under which shares travel to it.
		TransportKeyRegistered {
			/// 수탁자단. The board.
			board: BoardId,
			/// 자리. The trustee's seat.
			trustee: TrusteeIndex,
			/// 전송 열쇠. The key.
			key: EncodedPoint,
			/// 서명한 계정. The agency's delegate who signed.
			by: T::AccountId,
		},
		/// 수탁자가 분배하였다.
		///
		/// A trustee dealt shares.
		Dealt {
			/// 수탁자단. The board.
			board: BoardId,
			/// 차수. Which attempt.
			attempt: u32,
			/// 자리. The trustee's seat.
			trustee: TrusteeIndex,
			/// 서명한 계정. The agency's delegate who signed.
			by: T::AccountId,
		},
		/// 수탁자가 몫을 확인하였다.
		///
		/// A trustee says that the shares it was dealt are good.
		SharesConfirmed {
			/// 수탁자단. The board.
			board: BoardId,
			/// 자리. The trustee's seat.
			trustee: TrusteeIndex,
			/// 서명한 계정. The agency's delegate who signed.
			by: T::AccountId,
		},
		/// 수탁자의 잘못이 기록되었다.
		///
		/// A trustee cheated, complained without ground, or was absent, as the chain itself found.
		TrusteeNamed {
			/// 수탁자단. The board.
			board: BoardId,
			/// 자리. The trustee's seat.
			trustee: TrusteeIndex,
			/// 기관. The trustee's agency.
			agency: AgencyId,
			/// 잘못. What it did.
			misconduct: Misconduct,
		},
		/// 수탁자단의 열쇠가 만들어졌다.
		///
		/// A board has a key. Compare it with what your device encrypts under.
		BoardKeyMade {
			/// 수탁자단. The board.
			board: BoardId,
			/// 투표 암호화 열쇠. The election key.
			election_key: EncodedPoint,
		},
		/// 투표 자료가 정리되었다.
		///
		/// Entries of a poll whose retention is over were removed.
		PollSwept {
			/// 투표. The poll.
			poll: PollId,
			/// 삭제된 수. How many.
			removed: u32,
		},
		/// 제안 자료가 정리되었다.
		///
		/// Supporters of a proposal whose retention is over were removed.
		ProposalSwept {
			/// 제안. The proposal.
			proposal: ProposalId,
			/// 삭제된 수. How many.
			removed: u32,
		},
		/// 투표 기준이 바뀌었다.
		///
		/// Marks or periods changed, for what is begun from now on.
		TermsChanged {
			/// 이전 기준. The terms before.
			old_terms: PollTerms,
			/// 새 기준. The terms now.
			new_terms: PollTerms,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// 권한이 없습니다.
		///
		/// Only governance may do this.
		NotAuthorized,
		/// 시민카드의 계정이 아닙니다.
		///
		/// The account is not that of a citizen card. Sign with the card's account; an alias of another service
		/// cannot vote.
		NotACitizen,
		/// 그런 투표가 없습니다.
		///
		/// No poll has this number.
		PollNotFound,
		/// 다른 기관의 투표입니다.
		///
		/// Another office holds this poll.
		NotYourPoll,
		/// 이 단계에서는 할 수 없습니다.
		///
		/// The poll is at another stage. Read its status.
		WrongStage,
		/// 글이 올바르지 않습니다.
		///
		/// A text is empty, is not UTF-8 on one line, or has characters that are not seen or turn the direction of
		/// the text.
		InvalidText,
		/// 투표 방식이 올바르지 않습니다.
		///
		/// There must be 2 to 32 options, and for an approval a possible range of approvals.
		InvalidForm,
		/// 선택지 이름의 수가 맞지 않습니다.
		///
		/// There must be one label for each option; a yes/no poll has two.
		WrongLabelCount,
		/// 같은 이름의 선택지가 있습니다.
		///
		/// Two options have the same label in one of the languages.
		SameLabel,
		/// 시민이 제안한 질문은 바꿀 수 없습니다.
		///
		/// The words are those of a citizens' proposal. Change the settings only.
		CitizensQuestion,
		/// 기간이 올바르지 않습니다.
		///
		/// A poll ends after it begins and after now, and an extension is later than the end so far.
		InvalidPeriod,
		/// 투표 기간이 너무 깁니다.
		///
		/// The poll would be open for longer than the terms allow.
		PollTooLong,
		/// 자격 값이 올바르지 않습니다.
		///
		/// Values must be in rising order and at least one, or a range from low to high.
		InvalidEligibility,
		/// 익명 투표에 쓸 수 없는 자격입니다.
		///
		/// Anonymous polls are for all citizens or for one district: only these have rings.
		EligibilityNotPossible,
		/// 이 투표에 쓸 수 없는 공개 시점입니다.
		///
		/// A public poll is always live, because its ballots are in clear; an encrypted one never is, because nothing
		/// is decrypted before the end.
		VisibilityNotPossible,
		/// 공개 투표에는 최소 참여자 수를 둘 수 없습니다.
		///
		/// The ballots of a public poll are in clear, so nothing could be withheld. Set it to 0; use the quorum.
		MinimumNotPossible,
		/// 최소 참여자 수가 너무 적습니다.
		///
		/// The sums of so few ballots would tell too much of each. The terms say how many it must be.
		MinimumTooLow,
		/// 보상이 너무 큽니다.
		///
		/// The points are more than the terms allow.
		RewardTooHigh,
		/// 익명 투표에는 보상을 둘 수 없습니다.
		///
		/// Points are credited to a citizen and would name the voter. Set the reward to 0.
		RewardNotPossible,
		/// 명단이 없는 투표입니다.
		///
		/// The poll is not by list. Change its eligibility first.
		NoList,
		/// 명단이 비어 있지 않습니다.
		///
		/// Take all cards off the list before you change the eligibility.
		ListNotEmpty,
		/// 명단이 비어 있습니다.
		///
		/// Put cards on the list before you submit the poll.
		EmptyList,
		/// 그런 시민카드가 없습니다.
		///
		/// No card has this index.
		CardNotFound,
		/// 이미 명단에 있습니다.
		///
		/// A card is on the list already.
		AlreadyListed,
		/// 명단에 없습니다.
		///
		/// The card is not on the list of this poll.
		NotListed,
		/// 제출한 사람이 승인할 수 없습니다.
		///
		/// Another official of the office must approve.
		SameOfficial,
		/// 익명 투표가 아닙니다.
		///
		/// The poll is not anonymous, so it has neither rings nor enrolments.
		NotAnonymous,
		/// 아직 이릅니다.
		///
		/// The time for this has not come. The poll, board or proposal says when.
		TooEarly,
		/// 기한이 지났습니다.
		///
		/// The deadline for this has passed.
		DeadlinePassed,
		/// 투표할 수 있는 사람이 너무 적습니다.
		///
		/// Fewer can vote than the minimum turnout asks, so there could never be a result.
		TooFewEligible,
		/// 진행 중인 투표가 아닙니다.
		///
		/// The poll is not open. Anyone can open a scheduled poll at its time.
		NotOpen,
		/// 투표가 끝났습니다.
		///
		/// The poll's time is over; no ballot is accepted any more.
		VotingEnded,
		/// 다른 비밀 수준의 투표입니다.
		///
		/// Public polls take `castPublic`, secret ones `castSecret`, anonymous ones `castAnonymous`.
		WrongSecrecy,
		/// 선택이 올바르지 않습니다.
		///
		/// Name options by their positions from 0, each once, in rising order, and as many as the poll allows.
		InvalidChoice,
		/// 투표 시작 뒤에 발급된 카드입니다.
		///
		/// The card was not issued before the opening, and who can vote was fixed then.
		CardTooNew,
		/// 자격 증명이 필요합니다.
		///
		/// Open the credential that the poll asks for, in this call.
		CredentialMissing,
		/// 자격 증명이 필요하지 않습니다.
		///
		/// The poll does not ask for a credential, or you have shown it with your first ballot. Do not open it.
		CredentialNotNeeded,
		/// 다른 종류의 자격 증명입니다.
		///
		/// The poll asks for a credential of another kind.
		OtherCredential,
		/// 자격 요건을 충족하지 않습니다.
		///
		/// The value of the credential is none that the poll accepts.
		ValueNotAccepted,
		/// 투표 시작 뒤에 발급된 자격 증명입니다.
		///
		/// The credential was not published before the opening, and who can vote was fixed then.
		CredentialTooNew,
		/// 그런 자격 일괄이 없습니다.
		///
		/// There is no such batch of credentials, or it expired and was forgotten.
		CredentialNotFound,
		/// 만료된 자격 증명입니다.
		///
		/// The credential has expired.
		CredentialExpired,
		/// 폐기된 자격 증명입니다.
		///
		/// The issuer revoked the credential or its whole batch.
		CredentialRevoked,
		/// 발급 권한이 없는 기관의 자격 증명입니다.
		///
		/// The agency that published the batch does not attest this kind.
		IssuerNotAuthorized,
		/// 증명되지 않은 자격입니다.
		///
		/// The credential is of another citizen or value, or its path does not lead to the root of the batch.
		CredentialNotProven,
		/// 표가 없습니다.
		///
		/// You have no ballot in this poll.
		BallotNotFound,
		/// 받을 보상이 없습니다.
		///
		/// The poll has no reward, or it was credited already.
		NothingOwed,
		/// 등록되지 않은 투표 열쇠입니다.
		///
		/// The account is not a voting key of this poll. Enrol first.
		NotEnrolled,
		/// 이미 등록된 가명입니다.
		///
		/// The alias has a voting key in this poll. Vote with that key.
		AliasEnrolled,
		/// 이미 쓰이는 투표 열쇠입니다.
		///
		/// The account is admitted or enrolled already. Draw a fresh key for each poll.
		KeyInUse,
		/// 증명의 길이가 올바르지 않습니다.
		///
		/// A proof in one context has 785 bytes, no more and no less.
		WrongProofLength,
		/// 등록할 수 있는 것이 하나도 없습니다.
		///
		/// Nothing of the batch could be enrolled. Send one alone to read why.
		NothingEnrolled,
		/// 맞지 않는 증명이 있습니다.
		///
		/// One proof of the batch does not hold for its poll, ring, alias and voting key, so none of it was entered. Ask a
		/// node whether it would take each as `enrol`, leave out what it refuses, and send the others.
		FalseProof,
		/// 부호화가 올바르지 않은 원소가 있습니다.
		///
		/// An element is not 32 bytes in the group's canonical encoding. Let your device make it anew.
		MalformedElement,
		/// 항등원이 있습니다.
		///
		/// A group element is the identity, which no honest sender makes.
		IdentityElement,
		/// 부호화가 올바르지 않은 스칼라가 있습니다.
		///
		/// A scalar is not a number below the group's order. Let your device make it anew.
		NonCanonicalScalar,
		/// 표의 형식이 투표 방식과 다릅니다.
		///
		/// The ballot has not one entry for each option, or the proof about the sum is not of the poll's form.
		WrongBallotShape,
		/// 표의 증명이 올바르지 않습니다.
		///
		/// The ballot is not a proven choice for this chain, poll, voter and key. Let your device make it anew.
		InvalidBallotProof,
		/// 그런 수탁자단이 없습니다.
		///
		/// No board has this number.
		BoardNotFound,
		/// 수탁자단이 준비되지 않았습니다.
		///
		/// The board has no key yet, was retired, or has failed.
		BoardNotReady,
		/// 수탁자단의 임기를 벗어납니다.
		///
		/// The poll must open and close within the term of its board.
		OutsideBoardTerm,
		/// 다른 기관의 수탁자단입니다.
		///
		/// Another office convened this board for a poll of its own.
		NotYourBoard,
		/// 다른 투표의 수탁자단입니다.
		///
		/// The board is for one poll, and that is another.
		BoardAssigned,
		/// 이 단계의 수탁자단에서는 할 수 없습니다.
		///
		/// The board is at another stage. Read its status.
		WrongBoardStage,
		/// 수탁자가 너무 적습니다.
		///
		/// A board has at least as many trustees as the terms say.
		TooFewTrustees,
		/// 같은 수탁자가 두 번 있습니다.
		///
		/// Each trustee of a board is another agency.
		SameTrustee,
		/// 소집 기관은 수탁자가 될 수 없습니다.
		///
		/// The office that holds the poll cannot be a trustee of its board.
		OfficeIsTrustee,
		/// 필요한 수탁자 수가 올바르지 않습니다.
		///
		/// It takes more than half of the trustees to decrypt, and at most all.
		InvalidThreshold,
		/// 임기가 올바르지 않습니다.
		///
		/// A term ends after it begins and after now, and lasts no longer than the terms allow.
		InvalidTerm,
		/// 이 수탁자단의 수탁자가 아닙니다.
		///
		/// Your agency has no seat on this board, or has no share of its key.
		NotATrustee,
		/// 제외된 수탁자입니다.
		///
		/// Your agency did not register or deal in time, and takes no part in making this key.
		LeftOut,
		/// 이미 전송 열쇠를 등록하였습니다.
		///
		/// Your agency has registered a transport key for this board.
		AlreadyRegistered,
		/// 이미 쓰이는 전송 열쇠입니다.
		///
		/// Another seat has this transport key. Draw a fresh one for each board.
		TransportKeyInUse,
		/// 전송 열쇠의 증명이 올바르지 않습니다.
		///
		/// The proof does not show that you hold the secret of this key, for this board and seat.
		InvalidKeyProof,
		/// 이미 분배하였습니다.
		///
		/// Your agency has dealt in this attempt.
		AlreadyDealt,
		/// 분배의 크기가 올바르지 않습니다.
		///
		/// A dealing has one commitment for each unit of the threshold and one share for each seat.
		WrongDealingSize,
		/// 분배의 증명이 올바르지 않습니다.
		///
		/// The dealing was made for another board, attempt or seat, or its proofs do not hold.
		InvalidDealingProof,
		/// 이미 확인하였습니다.
		///
		/// Your agency has confirmed its shares.
		AlreadyConfirmed,
		/// 그런 분배가 없습니다.
		///
		/// The seat has not dealt, or its dealing was rejected already.
		DealingNotFound,
		/// 이미 이의를 제기하였습니다.
		///
		/// Your agency's complaint about this dealing was judged.
		AlreadyComplained,
		/// 이의의 증명이 올바르지 않습니다.
		///
		/// The complaint does not show the point with which your share is opened, so it says nothing.
		InvalidComplaintProof,
		/// 다른 수탁자의 자리입니다.
		///
		/// The share names another seat than yours.
		NotYourSeat,
		/// 이미 개표 몫을 제출하였습니다.
		///
		/// Your agency's share of this poll is there.
		AlreadyPosted,
		/// 개표 몫의 크기가 올바르지 않습니다.
		///
		/// A share has one element for each entry of a ballot.
		WrongShareSize,
		/// 개표 몫이 거짓입니다.
		///
		/// The proof does not show that the sums of this poll were decrypted with your share of the key.
		InvalidDecryptionShare,
		/// 개표 몫이 부족합니다.
		///
		/// Fewer trustees have posted shares than it takes.
		TooFewShares,
		/// 득표수가 다릅니다.
		///
		/// The counts are not what the sums decrypt to.
		WrongCounts,
		/// 개표할 수 있습니다.
		///
		/// Enough shares are there. Post the counts.
		StillDecryptable,
		/// 이미 결과를 알 수 있습니다.
		///
		/// The result is there, or everyone can compute it. It is too late to cancel.
		ResultKnown,
		/// 그런 제안이 없습니다.
		///
		/// No proposal has this number.
		ProposalNotFound,
		/// 다른 시민의 제안입니다.
		///
		/// Only its proposer takes a proposal back.
		NotYourProposal,
		/// 이 단계의 제안에는 할 수 없습니다.
		///
		/// The proposal is at another stage. Read its status.
		WrongProposalStage,
		/// 지지 기한이 지났습니다.
		///
		/// The proposal gathers supporters no more.
		ProposalExpired,
		/// 진행 중인 제안이 너무 많습니다.
		///
		/// You have as many gathering proposals as a citizen can have. Take one back, or wait until one ends.
		TooManyProposals,
		/// 이미 지지하였습니다.
		///
		/// You stand behind this proposal already.
		AlreadySupported,
		/// 지지하지 않았습니다.
		///
		/// You do not stand behind this proposal.
		NotSupported,
		/// 이미 기록되었습니다.
		///
		/// It is on record that the city is late.
		AlreadyRecorded,
		/// 기준이 올바르지 않습니다.
		///
		/// Periods and marks must be above zero, the first mark at most the second, the smallest minimum and the
		/// smallest board at least two.
		InvalidTerms,
		/// 정리할 것이 없습니다.
		///
		/// Everything that could be removed was removed.
		NothingToDo,
		/// 번호가 더 없습니다.
		///
		/// A number or count is as large as it can be.
		NumbersExhausted,
		/// 체인의 자료가 손상되었습니다.
		///
		/// What the chain keeps of this does not fit together. That should never happen: tell the operators.
		Corrupted,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			let normal = T::BlockWeights::get()
				.get(DispatchClass::Normal)
				.max_extrinsic;
			let dearest = T::WeightInfo::enrol_batch(MAX_ENROLMENTS)
				.saturating_add(COLD_START)
				.max(T::WeightInfo::finish_board())
				.max(T::WeightInfo::cast_secret(MAX_ELEMENTS));
			assert!(
				normal.is_none_or(|most| dearest.all_lte(most)),
				"each call must fit into a block at its worst"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	/// How many group elements a ballot has: what it costs to verify.
	fn elements_of(ballot: &Ballot) -> u32 {
		let sum = ballot
			.sum
			.as_ref()
			.map_or(0, |sum| size(sum.further.len()).saturating_add(1));
		size(ballot.entries.len())
			.saturating_mul(6)
			.saturating_add(sum.saturating_mul(2))
	}

	/// What opening a credential costs, if one is opened.
	fn credential_weight<T: Config>(credential: Option<&Disclosure>) -> Weight {
		credential.map_or(Weight::zero(), |_| T::Credentials::weight())
	}

	/// What a ballot of this weight has cost, if no points were credited with it.
	fn charged(weight: Weight, crediting: Crediting) -> PostDispatchInfo {
		match crediting {
			Crediting::Tried => None,
			Crediting::NotTried => Some(weight),
		}
		.into()
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// 투표 초안을 작성한다 (투표 관리 부서).
		///
		/// Writes a draft. By the poll office.
		///
		/// - `question`: title, labels and documents, in Korean and English.
		/// - `settings`: how it is held. Times in milliseconds since 1970.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::draft_poll(size(question.labels.len())))]
		pub fn draft_poll(
			origin: OriginFor<T>,
			question: Box<Question>,
			settings: Settings,
		) -> DispatchResult {
			let actor = T::OfficeOrigin::ensure_actor(origin)?;
			Self::create_poll(&actor, Source::Office, *question, settings).map(drop)
		}

		/// 투표 초안을 고친다 (관리 부서).
		///
		/// Changes a draft, all of it. By the office of the poll. The words of a citizens' proposal stay.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::change_poll(size(question.labels.len())))]
		pub fn change_poll(
			origin: OriginFor<T>,
			poll: PollId,
			question: Box<Question>,
			settings: Settings,
		) -> DispatchResult {
			let actor = T::OfficeOrigin::ensure_actor(origin)?;
			Self::do_change_poll(actor, poll, *question, settings)
		}

		/// 명단에 시민카드를 올린다 (관리 부서).
		///
		/// Puts up to 100 cards on the list of a draft. By the office of the poll. The list is public.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::list_cards(size(cards.len())))]
		pub fn list_cards(
			origin: OriginFor<T>,
			poll: PollId,
			cards: BoundedVec<CitizenIndex, ConstU32<MAX_LISTED>>,
		) -> DispatchResult {
			let actor = T::OfficeOrigin::ensure_actor(origin)?;
			Self::do_list_cards(actor, poll, cards)
		}

		/// 명단에서 시민카드를 뺀다 (관리 부서).
		///
		/// Takes up to 100 cards off the list of a draft. By the office of the poll.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::unlist_cards(size(cards.len())))]
		pub fn unlist_cards(
			origin: OriginFor<T>,
			poll: PollId,
			cards: BoundedVec<CitizenIndex, ConstU32<MAX_LISTED>>,
		) -> DispatchResult {
			let actor = T::OfficeOrigin::ensure_actor(origin)?;
			Self::do_unlist_cards(actor, poll, cards)
		}

		/// 투표를 검토에 올린다 (관리 부서).
		///
		/// Gives a draft to review. By the office of the poll.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::submit_poll())]
		pub fn submit_poll(origin: OriginFor<T>, poll: PollId) -> DispatchResult {
			let actor = T::OfficeOrigin::ensure_actor(origin)?;
			Self::do_submit_poll(actor, poll)
		}

		/// 투표를 반려한다 (관리 부서).
		///
		/// Gives a poll in review back to be changed. By the office of the poll.
		///
		/// - `reason`: commitment to a document that says why.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::return_poll())]
		pub fn return_poll(
			origin: OriginFor<T>,
			poll: PollId,
			reason: DocumentCommitment,
		) -> DispatchResult {
			let actor = T::OfficeOrigin::ensure_actor(origin)?;
			Self::do_return_poll(actor, poll, reason)
		}

		/// 투표를 승인한다 (관리 부서의 다른 담당자).
		///
		/// Schedules a poll in review. By another official of the office than who submitted it. It can never be
		/// changed again; an encrypted poll's board must be ready.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::approve_poll())]
		pub fn approve_poll(origin: OriginFor<T>, poll: PollId) -> DispatchResult {
			let actor = T::OfficeOrigin::ensure_actor(origin)?;
			Self::do_approve_poll(actor, poll)
		}

		/// 링의 재구성을 앞당긴다 (관리 부서).
		///
		/// Has the rings of a scheduled anonymous poll rebuilt without waiting, so that it can open at its time. By
		/// the office of the poll.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::hasten_opening())]
		pub fn hasten_opening(origin: OriginFor<T>, poll: PollId) -> DispatchResult {
			let actor = T::OfficeOrigin::ensure_actor(origin)?;
			Self::do_hasten_opening(actor, poll)
		}

		/// 투표를 시작한다 (누구나, 시작 시각부터).
		///
		/// Opens a scheduled poll and fixes who can vote. By anyone, from its opening time on. An anonymous poll waits
		/// while a removed key is still in a ring.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::open_poll())]
		pub fn open_poll(origin: OriginFor<T>, poll: PollId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_open_poll(poll, who)
		}

		/// 투표 기간을 연장한다 (관리 부서, 종료 전).
		///
		/// Moves the end of an open poll outwards. By the office of the poll, before the end.
		///
		/// - `closes_at`: the new end, in milliseconds since 1970.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::extend_poll())]
		pub fn extend_poll(
			origin: OriginFor<T>,
			poll: PollId,
			closes_at: Moment,
		) -> DispatchResult {
			let actor = T::OfficeOrigin::ensure_actor(origin)?;
			Self::do_extend_poll(actor, poll, closes_at)
		}

		/// 투표를 마감한다 (누구나, 종료 시각부터).
		///
		/// Closes a poll whose time is over. By anyone. A public poll has its result at once; an encrypted one is
		/// decrypted next, if enough have voted.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::close_poll())]
		pub fn close_poll(origin: OriginFor<T>, poll: PollId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_close_poll(poll, who)
		}

		/// 투표를 취소한다 (관리 부서, 결과를 알기 전).
		///
		/// Ends a poll without a result. By the office of the poll, while nobody can know the result.
		///
		/// - `reason`: commitment to a document that says why.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::cancel_poll())]
		pub fn cancel_poll(
			origin: OriginFor<T>,
			poll: PollId,
			reason: DocumentCommitment,
		) -> DispatchResult {
			let actor = T::OfficeOrigin::ensure_actor(origin)?;
			Self::do_cancel_poll(actor, poll, reason)
		}

		/// 개표 몫을 제출한다 (수탁자).
		///
		/// Decrypts the sums of a closed poll with a trustee's share of the key. By a trustee of its board, before the
		/// deadline. A false share is refused.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::post_share(size(share.factors.len())))]
		pub fn post_share(
			origin: OriginFor<T>,
			poll: PollId,
			share: Box<DecryptionShare>,
		) -> DispatchResult {
			let actor = T::TrusteeOrigin::ensure_actor(origin)?;
			Self::do_post_share(actor, poll, *share)
		}

		/// 득표수를 제출한다 (누구나).
		///
		/// Shows what the sums of a poll are, once enough shares are there. By anyone: the chain checks it.
		///
		/// - `counts`: one for each entry of a ballot; of a yes/no poll the yeses alone.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::post_counts(size(counts.len()), MAX_SEATS))]
		pub fn post_counts(origin: OriginFor<T>, poll: PollId, counts: Results) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_post_counts(poll, &counts, who)
		}

		/// 개표할 수 없음을 선언한다 (누구나, 개표 기한 뒤).
		///
		/// Ends a poll for which too few trustees gave shares in time. By anyone. Nothing is revealed.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::declare_undecryptable())]
		pub fn declare_undecryptable(origin: OriginFor<T>, poll: PollId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_declare_undecryptable(poll, who)
		}

		/// 결과를 확정한다 (관리 부서).
		///
		/// Signs the outcome of a poll. By its office. The outcome itself stands already.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::certify_poll())]
		pub fn certify_poll(origin: OriginFor<T>, poll: PollId) -> DispatchResult {
			let actor = T::OfficeOrigin::ensure_actor(origin)?;
			Self::do_certify_poll(actor, poll)
		}

		/// 결과에 대한 조치를 밝힌다 (관리 부서).
		///
		/// Says what follows from a certified outcome. By the office of the poll.
		///
		/// - `answer`: commitment to the published document.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::answer_poll())]
		pub fn answer_poll(
			origin: OriginFor<T>,
			poll: PollId,
			answer: DocumentCommitment,
		) -> DispatchResult {
			let actor = T::OfficeOrigin::ensure_actor(origin)?;
			Self::do_answer_poll(actor, poll, answer)
		}

		/// 투표 자료를 정리한다 (누구나, 보관 기간 뒤).
		///
		/// Removes up to 100 ballots, listed cards and voting keys of a poll whose retention is over. By anyone. The
		/// sums, shares and the outcome stay.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::sweep_poll(MAX_SWEPT))]
		pub fn sweep_poll(origin: OriginFor<T>, poll: PollId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let removed = Self::do_sweep_poll(poll)?;
			Ok(Some(T::WeightInfo::sweep_poll(removed)).into())
		}

		/// 공개 투표를 한다 (시민).
		///
		/// Votes in a public poll, or votes again. By a citizen who may. Everyone sees who voted for what.
		///
		/// - `options`: positions of the chosen options from 0, in rising order.
		/// - `credential`: what the poll asks for, with the first ballot only.
		#[pallet::call_index(20)]
		#[pallet::weight(
			T::WeightInfo::cast_public()
				.saturating_add(T::Rewards::weight())
				.saturating_add(credential_weight::<T>(credential.as_deref()))
		)]
		pub fn cast_public(
			origin: OriginFor<T>,
			poll: PollId,
			options: OptionList,
			credential: Option<Box<Disclosure>>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let credential = credential.as_deref();
			let weight =
				T::WeightInfo::cast_public().saturating_add(credential_weight::<T>(credential));
			Self::do_cast_public(&who, poll, options, credential)
				.map(|crediting| charged(weight, crediting))
				.map_err(Into::into)
		}

		/// 비밀 투표를 한다 (시민).
		///
		/// Votes in a secret poll, or votes again. By a citizen who may. Everyone sees who voted, nobody for what.
		///
		/// - `ballot`: encrypted and proven by your device, for this poll and you.
		/// - `credential`: what the poll asks for, with the first ballot only.
		#[pallet::call_index(21)]
		#[pallet::weight(
			T::WeightInfo::cast_secret(elements_of(ballot))
				.saturating_add(T::Rewards::weight())
				.saturating_add(credential_weight::<T>(credential.as_deref()))
		)]
		pub fn cast_secret(
			origin: OriginFor<T>,
			poll: PollId,
			ballot: Box<Ballot>,
			credential: Option<Box<Disclosure>>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let credential = credential.as_deref();
			let weight = T::WeightInfo::cast_secret(elements_of(&ballot))
				.saturating_add(credential_weight::<T>(credential));
			Self::do_cast_secret(&who, poll, &ballot, credential)
				.map(|crediting| charged(weight, crediting))
				.map_err(Into::into)
		}

		/// 익명 투표를 한다 (투표 열쇠).
		///
		/// Votes in an anonymous poll, or votes again. Signed by a voting key that is enrolled in it. Nobody sees who
		/// voted, nor for what.
		///
		/// - `ballot`: encrypted and proven by your device, for this poll and your alias.
		#[pallet::call_index(22)]
		#[pallet::weight(T::WeightInfo::cast_anonymous(elements_of(ballot)))]
		pub fn cast_anonymous(
			origin: OriginFor<T>,
			poll: PollId,
			ballot: Box<Ballot>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_cast_anonymous(&who, poll, &ballot)
		}

		/// 참여 보상을 받는다 (시민).
		///
		/// Credits the points for taking part that could not be credited with the ballot. By the voter.
		#[pallet::call_index(23)]
		#[pallet::weight(T::WeightInfo::claim_reward().saturating_add(T::Rewards::weight()))]
		pub fn claim_reward(origin: OriginFor<T>, poll: PollId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_claim_reward(&who, poll)
		}

		/// 익명 투표에 등록한다 (서명 없이, 증명으로).
		///
		/// Binds a fresh voting key in an open anonymous poll. It is a general transaction without signer: who sends it
		/// is not known. The proof is made in the context of the poll and binds the key.
		///
		/// - `enrolment`: which revision, the alias that the proof shows, the account of the voting key, 785 bytes.
		#[pallet::call_index(24)]
		#[pallet::weight(T::WeightInfo::enrol())]
		#[pallet::authorize(Self::authorize_enrol)]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_enrol().saturating_add(COLD_START))]
		pub fn enrol(
			origin: OriginFor<T>,
			poll: PollId,
			enrolment: Enrolment<T::AccountId>,
		) -> DispatchResult {
			ensure_authorized(origin)?;
			// The proof was verified when the transaction was authorised, in the same block.
			Self::do_enrol(poll, &enrolment)
		}

		/// 여러 등록을 한꺼번에 전한다 (누구나).
		///
		/// Brings up to 48 enrolments of others. By anyone who pays for it. Each whose alias or key is in use by now, or whose
		/// ring is none of the poll's, is skipped and named with the reason in an event. Refused if none is left, and
		/// refused as a whole if one proof is false: ask a node whether it would take each as `enrol` before you send.
		#[pallet::call_index(25)]
		#[pallet::weight(
			T::WeightInfo::enrol_batch(size(enrolments.len())).saturating_add(COLD_START)
		)]
		pub fn enrol_batch(
			origin: OriginFor<T>,
			poll: PollId,
			enrolments: BoundedVec<Enrolment<T::AccountId>, ConstU32<MAX_ENROLMENTS>>,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_enrol_batch(poll, &enrolments)
		}

		/// 시민 제안을 한다 (시민).
		///
		/// Puts a question to the city. By a citizen. The proposer is public.
		#[pallet::call_index(30)]
		#[pallet::weight(T::WeightInfo::propose(size(question.labels.len())))]
		pub fn propose(origin: OriginFor<T>, question: Box<Question>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_propose(&who, *question)
		}

		/// 제안을 지지한다 (시민).
		///
		/// Stands behind a proposal, once. By a citizen. Support is public.
		#[pallet::call_index(31)]
		#[pallet::weight(T::WeightInfo::support())]
		pub fn support(origin: OriginFor<T>, proposal: ProposalId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_support(&who, proposal)
		}

		/// 지지를 철회한다 (시민).
		///
		/// Takes one's support back. By a citizen. A duty to answer that has begun stays.
		#[pallet::call_index(32)]
		#[pallet::weight(T::WeightInfo::withdraw_support())]
		pub fn withdraw_support(origin: OriginFor<T>, proposal: ProposalId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw_support(&who, proposal)
		}

		/// 제안을 철회한다 (제안자).
		///
		/// Takes a proposal back that is not in debate yet. By its proposer.
		#[pallet::call_index(33)]
		#[pallet::weight(T::WeightInfo::withdraw_proposal())]
		pub fn withdraw_proposal(origin: OriginFor<T>, proposal: ProposalId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw_proposal(&who, proposal)
		}

		/// 제안을 만료시킨다 (누구나, 지지 기한 뒤).
		///
		/// Ends a proposal whose time was over before it reached the second mark. By anyone.
		#[pallet::call_index(34)]
		#[pallet::weight(T::WeightInfo::lapse_proposal())]
		pub fn lapse_proposal(origin: OriginFor<T>, proposal: ProposalId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_lapse_proposal(proposal)
		}

		/// 제안에 답변한다 (투표 관리 부서).
		///
		/// Answers a proposal that has reached the second mark, without a poll. By the poll office.
		///
		/// - `reply`: whether the city does it.
		/// - `answer`: commitment to the published answer.
		#[pallet::call_index(35)]
		#[pallet::weight(T::WeightInfo::answer_proposal())]
		pub fn answer_proposal(
			origin: OriginFor<T>,
			proposal: ProposalId,
			reply: Reply,
			answer: DocumentCommitment,
		) -> DispatchResult {
			let actor = T::OfficeOrigin::ensure_actor(origin)?;
			Self::do_answer_proposal(actor, proposal, reply, answer)
		}

		/// 제안을 투표에 부친다 (투표 관리 부서).
		///
		/// Answers a proposal in debate, or one that must be answered, with a draft of a poll. By the poll office. Its
		/// words stay those of the proposal.
		///
		/// - `settings`: how the poll is held.
		/// - `answer`: commitment to the published answer.
		#[pallet::call_index(36)]
		#[pallet::weight(T::WeightInfo::adopt_proposal())]
		pub fn adopt_proposal(
			origin: OriginFor<T>,
			proposal: ProposalId,
			settings: Settings,
			answer: DocumentCommitment,
		) -> DispatchResult {
			let actor = T::OfficeOrigin::ensure_actor(origin)?;
			Self::do_adopt_proposal(actor, proposal, settings, answer)
		}

		/// 답변 지연을 기록한다 (누구나, 답변 기한 뒤).
		///
		/// Puts on record that the city is late with an answer. By anyone.
		#[pallet::call_index(37)]
		#[pallet::weight(T::WeightInfo::record_lateness())]
		pub fn record_lateness(origin: OriginFor<T>, proposal: ProposalId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_record_lateness(proposal)
		}

		/// 제안 자료를 정리한다 (누구나, 보관 기간 뒤).
		///
		/// Removes up to 100 supporters of a proposal whose retention is over. By anyone.
		#[pallet::call_index(38)]
		#[pallet::weight(T::WeightInfo::sweep_proposal(MAX_SWEPT))]
		pub fn sweep_proposal(
			origin: OriginFor<T>,
			proposal: ProposalId,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let removed = Self::do_sweep_proposal(proposal)?;
			Ok(Some(T::WeightInfo::sweep_proposal(removed)).into())
		}

		/// 상설 수탁자단을 소집한다 (거버넌스).
		///
		/// Names the trustees of all polls of a term. By governance. Each is another agency with the role of a trustee.
		///
		/// - `trustees`: at most 15; the first has seat 1.
		/// - `threshold`: how many it takes to decrypt, more than half.
		/// - `from`, `until`: within these its polls open and close, in milliseconds since 1970.
		#[pallet::call_index(40)]
		#[pallet::weight(T::WeightInfo::convene_board(size(trustees.len())))]
		pub fn convene_standing_board(
			origin: OriginFor<T>,
			trustees: BoundedVec<AgencyId, ConstU32<MAX_SEATS>>,
			threshold: u8,
			from: Moment,
			until: Moment,
		) -> DispatchResult {
			Self::ensure_governance(origin)?;
			Self::do_convene_board(BoardKind::Standing, &trustees, threshold, from, until)
		}

		/// 한 투표의 수탁자단을 소집한다 (투표 관리 부서).
		///
		/// Names the trustees of one poll of the office. By the poll office, which cannot be one of them.
		///
		/// - `trustees`, `threshold`, `from`, `until`: as for a standing board.
		#[pallet::call_index(41)]
		#[pallet::weight(T::WeightInfo::convene_board(size(trustees.len())))]
		pub fn convene_poll_board(
			origin: OriginFor<T>,
			trustees: BoundedVec<AgencyId, ConstU32<MAX_SEATS>>,
			threshold: u8,
			from: Moment,
			until: Moment,
		) -> DispatchResult {
			let office = T::OfficeOrigin::ensure_actor(origin)?.agency;
			let kind = BoardKind::Unassigned { office };
			Self::do_convene_board(kind, &trustees, threshold, from, until)
		}

		/// 전송 열쇠를 등록한다 (수탁자).
		///
		/// Registers the key under which shares travel to a trustee. By a trustee, before the deadline. When all have,
		/// they deal.
		///
		/// - `key`: fresh for each board.
		/// - `proof`: that you hold its secret.
		#[pallet::call_index(42)]
		#[pallet::weight(T::WeightInfo::register_transport_key())]
		pub fn register_transport_key(
			origin: OriginFor<T>,
			board: BoardId,
			key: EncodedPoint,
			proof: KnowledgeProof,
		) -> DispatchResult {
			let actor = T::TrusteeOrigin::ensure_actor(origin)?;
			Self::do_register_transport_key(&actor, board, key, &proof)
		}

		/// 몫을 분배한다 (수탁자).
		///
		/// Publishes a trustee's part of the key, with a masked share for each seat. By a trustee, before the deadline.
		/// When all have, they check.
		#[pallet::call_index(43)]
		#[pallet::weight(T::WeightInfo::deal(size(dealing.shares.len()).max(size(dealing.commitments.len()))))]
		pub fn deal(origin: OriginFor<T>, board: BoardId, dealing: Box<Dealing>) -> DispatchResult {
			let actor = T::TrusteeOrigin::ensure_actor(origin)?;
			Self::do_deal(&actor, board, *dealing)
		}

		/// 받은 몫이 올바름을 확인한다 (수탁자).
		///
		/// Says that all shares that count are good. By a trustee who has checked each. When all have, the key can be
		/// made at once.
		#[pallet::call_index(44)]
		#[pallet::weight(T::WeightInfo::confirm_shares())]
		pub fn confirm_shares(origin: OriginFor<T>, board: BoardId) -> DispatchResult {
			let actor = T::TrusteeOrigin::ensure_actor(origin)?;
			Self::do_confirm_shares(&actor, board)
		}

		/// 받은 몫에 이의를 제기한다 (수탁자).
		///
		/// Shows that a share is not what its dealer committed to. By the trustee who got it. The chain judges at once,
		/// and names whoever cheated: the dealer, or you. Only complain about a share that your tool refuses.
		///
		/// - `dealer`: the dealer's seat.
		/// - `complaint`: the point that opens this one share, with its proof.
		#[pallet::call_index(45)]
		#[pallet::weight(T::WeightInfo::complain())]
		pub fn complain(
			origin: OriginFor<T>,
			board: BoardId,
			dealer: TrusteeIndex,
			complaint: Complaint,
		) -> DispatchResult {
			let actor = T::TrusteeOrigin::ensure_actor(origin)?;
			Self::do_complain(&actor, board, dealer, &complaint)
		}

		/// 기한이 지난 수탁자단을 다음 단계로 넘긴다 (누구나).
		///
		/// Leaves out trustees who did not register or deal in time, names them, and goes on without them if enough are
		/// left. By anyone.
		#[pallet::call_index(46)]
		#[pallet::weight(T::WeightInfo::advance_board())]
		pub fn advance_board(origin: OriginFor<T>, board: BoardId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_advance_board(board)
		}

		/// 수탁자단의 열쇠를 만든다 (누구나).
		///
		/// Adds up the dealings that stand, when all have confirmed or time is up. By anyone. With fewer than the threshold
		/// the board has failed.
		#[pallet::call_index(47)]
		#[pallet::weight(T::WeightInfo::finish_board())]
		pub fn finish_board(origin: OriginFor<T>, board: BoardId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_finish_board(board)
		}

		/// 수탁자단을 해임한다 (거버넌스).
		///
		/// Retires a board, so that it serves no new poll. By governance. Polls that are open are still decrypted by it.
		#[pallet::call_index(48)]
		#[pallet::weight(T::WeightInfo::retire_board())]
		pub fn retire_board(origin: OriginFor<T>, board: BoardId) -> DispatchResult {
			Self::ensure_governance(origin)?;
			Self::do_retire_board(board)
		}

		/// 투표 기준을 정한다 (거버넌스).
		///
		/// Sets marks and periods for what is begun from now on. By governance. Periods in milliseconds.
		#[pallet::call_index(49)]
		#[pallet::weight(T::WeightInfo::set_terms())]
		pub fn set_terms(origin: OriginFor<T>, terms: PollTerms) -> DispatchResult {
			Self::ensure_governance(origin)?;
			Self::do_set_terms(terms)
		}
	}
}
