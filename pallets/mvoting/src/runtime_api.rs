// SPDX-License-Identifier: Apache-2.0

//! What any node answers about polls.

use crate::types::*;
use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use seoul_chain_ballot::{
	BoardId, Ceremony, ChainId, Dealing, DecryptionShare, PollId, Tally, TallyContext,
	ThresholdKey, Tracker, TrusteeIndex, Voter,
};
use seoul_chain_primitives::{AccountId, AgencyId, Moment};
use sp_runtime::DispatchError;

/// A poll with its words, and what may be told of it now.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct PollInfo {
	/// 투표.
	pub poll: Poll<AccountId>,
	/// 질문.
	pub question: Question,
	/// 투표 시작: when it was opened, and for whom.
	pub opening: Option<Opening>,
	/// 참여자 수: voters with a ballot; nothing before the closing of a poll that tells it only then.
	pub turnout: Option<u32>,
	/// 등록 수: aliases with a voting key; nothing in other than anonymous polls, and as with the turnout.
	pub enrolled: Option<u32>,
	/// 득표수: votes of each option, live in a public poll, otherwise once there is an outcome.
	pub votes: Option<Vec<u32>>,
	/// 정족수 충족 여부: whether as many have voted as the result needs; as with the turnout.
	pub quorum_reached: Option<bool>,
	/// 답변 지연 여부: whether the office is late with its answer.
	pub answer_is_late: bool,
}

/// A voter's ballot, as it counts now.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub enum BallotInfo {
	/// 공개 표.
	#[codec(index = 0)]
	Public(PublicBallot),
	/// 암호화된 표: its tracker, how often the voter has voted, and what became of the reward.
	#[codec(index = 1)]
	Encrypted {
		/// 추적 번호. Of the ballot in the sums.
		tracker: Tracker,
		/// 투표 횟수.
		casts: u32,
		/// 보상.
		reward: Reward,
	},
}

/// A board with its key and what its trustees published.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct BoardInfo {
	/// 수탁자단.
	pub board: Board,
	/// 차수의 내용: the attempt in progress, or by which the key was made.
	pub ceremony: Option<Ceremony>,
	/// 분배: each dealing of this attempt.
	pub dealings: Vec<(TrusteeIndex, Dealing)>,
	/// 열쇠.
	pub key: Option<ThresholdKey>,
}

/// What is decrypted after a closing, and with what.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct DecryptionInfo {
	/// 수탁자단.
	pub board: BoardId,
	/// 열쇠.
	pub key: ThresholdKey,
	/// 맥락: what shares are bound to.
	pub context: TallyContext,
	/// 합계: the encrypted sums.
	pub tally: Tally,
	/// 제출된 몫: in order of their seats.
	pub shares: Vec<DecryptionShare>,
}

/// What a trustee has to do.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub enum Duty {
	/// 전송 열쇠 등록. Register a transport key.
	#[codec(index = 0)]
	RegisterTransportKey {
		/// 수탁자단.
		board: BoardId,
		/// 자리.
		seat: TrusteeIndex,
		/// 기한.
		until: Moment,
	},
	/// 분배. Deal shares.
	#[codec(index = 1)]
	Deal {
		/// 수탁자단.
		board: BoardId,
		/// 자리.
		seat: TrusteeIndex,
		/// 기한.
		until: Moment,
	},
	/// 확인. Check the shares, and confirm or complain.
	#[codec(index = 2)]
	CheckShares {
		/// 수탁자단.
		board: BoardId,
		/// 자리.
		seat: TrusteeIndex,
		/// 기한.
		until: Moment,
	},
	/// 개표. Decrypt the sums of a poll.
	#[codec(index = 3)]
	PostShare {
		/// 투표.
		poll: PollId,
		/// 자리.
		seat: TrusteeIndex,
		/// 기한.
		until: Moment,
	},
}

sp_api::decl_runtime_apis! {
	/// 엠보팅 조회: questions about polls, answered from any block's state.
	pub trait MVotingApi {
		/// A poll by its number.
		fn poll(poll: PollId) -> Option<PollInfo>;
		/// Up to 100 polls from a number on.
		fn polls(from: PollId, limit: u32) -> Vec<(PollId, PollInfo)>;
		/// A voter's ballot. Compare its tracker with the one that your device showed.
		fn ballot(poll: PollId, voter: Voter) -> Option<BallotInfo>;
		/// The voter for whom an account votes in a poll, or exactly why it cannot vote now. Does not look at
		/// credentials.
		fn voter(poll: PollId, account: AccountId) -> Result<Voter, DispatchError>;
		/// The key of an encrypted poll: what ballots are encrypted under, and with what shares are checked.
		fn election_key(poll: PollId) -> Option<ThresholdKey>;
		/// The encrypted sums as they stand now; nothing before the closing of a poll that tells its turnout only then.
		fn tally(poll: PollId) -> Option<Tally>;
		/// What trustees and auditors need after the closing; nothing before, and nothing below the minimum.
		fn decryption(poll: PollId) -> Option<DecryptionInfo>;
		/// Who can vote: how many at most, as fixed at the opening.
		fn eligible(poll: PollId) -> Option<Opening>;
		/// A board by its number.
		fn board(board: BoardId) -> Option<BoardInfo>;
		/// What an agency has to do as a trustee, the most urgent first.
		fn duties(agency: AgencyId) -> Vec<Duty>;
		/// A proposal by its number.
		fn proposal(proposal: ProposalId) -> Option<Proposal>;
		/// Up to 100 proposals from a number on.
		fn proposals(from: ProposalId, limit: u32) -> Vec<(ProposalId, Proposal)>;
		/// Proposals to which the city owes an answer, with the deadline, the earliest first.
		fn answers_due() -> Vec<(ProposalId, Moment)>;
		/// The marks and periods for what is begun now.
		fn poll_terms() -> PollTerms;
		/// The chain's identity in what is proven.
		fn voting_chain_id() -> ChainId;
	}
}
