// SPDX-License-Identifier: Apache-2.0

//! What the polls store.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use seoul_chain_ballot::{
	BoardId, Ciphertexts, EncodedPoint, Form, PollId, Tracker, TrusteeIndex, MAX_OPTIONS,
};
use seoul_chain_login::{BatchId, CredentialValue, SchemaId};
use seoul_chain_primitives::{
	chain::DAY, AgencyId, CitizenIndex, DistrictCode, DocumentCommitment, Moment,
};
use seoul_chain_ring_proofs::{Alias, CollectionId};
use serde::{Deserialize, Serialize};

/// The longest title, in bytes of UTF-8 and for each language.
pub const MAX_TITLE: u32 = 200;
/// The longest label of an option, in bytes of UTF-8 and for each language.
pub const MAX_LABEL: u32 = 120;
/// How many documents a question commits to at most.
pub const MAX_DOCUMENTS: u32 = 8;
/// How many values of a credential a poll names at most: as many as there are districts.
pub const MAX_VALUES: u32 = 25;
/// How many seats a board has at most.
pub const MAX_SEATS: u32 = 15;
/// How many cards are listed in one call at most.
pub const MAX_LISTED: u32 = 100;
/// How many enrolments one call brings at most: what its weight lets into a block, with room for a slower machine.
pub const MAX_ENROLMENTS: u32 = 48;
/// How many entries that serve nothing any more one call removes at most.
pub const MAX_SWEPT: u32 = 100;
/// For how many ballots of its own a voting key is admitted.
pub const ADMITTED_CASTS: u32 = 8;
/// How many group elements the largest ballot has: six for each of 32 options, two for each of 32 sums.
pub const MAX_ELEMENTS: u32 = 256;
/// The longest proof that is decoded. A proof has 785 bytes; longer ones are refused with their own reason.
pub const MAX_PROOF: u32 = 1_024;

/// A proof of membership, as it comes.
pub type ProofBytes = BoundedVec<u8, ConstU32<MAX_PROOF>>;
/// Positions of options from 0, in rising order.
pub type OptionList = BoundedVec<u8, ConstU32<MAX_OPTIONS>>;
/// Votes of each option.
pub type Results = BoundedVec<u32, ConstU32<MAX_OPTIONS>>;

/// Whether `bytes` are UTF-8 with something to read on one line, and nothing that changes how the rest is shown:
/// a wallet shows this before it signs.
pub fn is_line(bytes: &[u8]) -> bool {
	core::str::from_utf8(bytes)
		.is_ok_and(|text| !text.trim().is_empty() && !text.chars().any(is_deceptive))
}

/// Control characters, and those that are not seen or turn the direction of what follows.
fn is_deceptive(letter: char) -> bool {
	letter.is_control()
		|| matches!(
			letter,
			'\u{ad}'
				| '\u{61c}'
				| '\u{200b}'..='\u{200f}'
				| '\u{2028}'..='\u{202e}'
				| '\u{2060}'..='\u{206f}'
				| '\u{feff}'
				| '\u{fff9}'..='\u{fffb}'
		)
}

/// 제목. What is asked.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Title {
	/// 한국어. In Korean, UTF-8.
	pub korean: BoundedVec<u8, ConstU32<MAX_TITLE>>,
	/// 영어. In English, UTF-8.
	pub english: BoundedVec<u8, ConstU32<MAX_TITLE>>,
}

/// 선택지. What can be chosen.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Label {
	/// 한국어. In Korean, UTF-8.
	pub korean: BoundedVec<u8, ConstU32<MAX_LABEL>>,
	/// 영어. In English, UTF-8.
	pub english: BoundedVec<u8, ConstU32<MAX_LABEL>>,
}

/// 질문. What voters are shown, word for word.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Question {
	/// 제목. What is asked.
	pub title: Title,
	/// 선택지. One label for each option. Of a yes/no poll the first is yes.
	pub labels: BoundedVec<Label, ConstU32<MAX_OPTIONS>>,
	/// 투표 방식. How many options may be chosen.
	pub form: Form,
	/// 문서. Commitments to explanations and images.
	pub documents: BoundedVec<DocumentCommitment, ConstU32<MAX_DOCUMENTS>>,
}

/// Why a question cannot be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionFault {
	/// A text is empty, not UTF-8, or has characters that are not seen.
	Text,
	/// The form is impossible.
	Form,
	/// There is not one label for each option.
	LabelCount,
	/// Two options have the same label.
	SameLabel,
}

impl Question {
	/// Whether it can be asked.
	///
	/// # Errors
	/// The first fault found.
	pub fn check(&self) -> Result<(), QuestionFault> {
		self.form.check().map_err(|_| QuestionFault::Form)?;
		if self.labels.len() != usize::from(self.form.options()) {
			return Err(QuestionFault::LabelCount);
		}
		let readable = is_line(&self.title.korean)
			&& is_line(&self.title.english)
			&& self
				.labels
				.iter()
				.all(|label| is_line(&label.korean) && is_line(&label.english));
		if !readable {
			return Err(QuestionFault::Text);
		}
		let distinct = self.labels.iter().zip(1usize..).all(|(label, next)| {
			!self
				.labels
				.iter()
				.skip(next)
				.any(|other| other.korean == label.korean || other.english == label.english)
		});
		if distinct {
			Ok(())
		} else {
			Err(QuestionFault::SameLabel)
		}
	}
}

/// 비밀 수준. Who sees what of a ballot.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum Secrecy {
	/// 공개 투표. Everyone sees who voted for what.
	#[codec(index = 0)]
	Public,
	/// 비밀 투표. Everyone sees who took part, nobody sees what was chosen.
	#[codec(index = 1)]
	Secret {
		/// 수탁자단. The board whose trustees decrypt the sums.
		board: BoardId,
	},
	/// 익명 투표. Nobody sees who took part, nor what was chosen.
	#[codec(index = 2)]
	Anonymous {
		/// 수탁자단. The board whose trustees decrypt the sums.
		board: BoardId,
	},
}

impl Secrecy {
	/// The board of an encrypted poll.
	pub const fn board(&self) -> Option<BoardId> {
		match self {
			Self::Public => None,
			Self::Secret { board } | Self::Anonymous { board } => Some(*board),
		}
	}
}

/// 공개 시점. What the chain's questions tell before the closing.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum Visibility {
	/// 실시간. Turnout and votes. Public polls are always live, others never.
	#[codec(index = 0)]
	Live,
	/// 참여자 수만. Only how many took part.
	#[codec(index = 1)]
	TurnoutOnly,
	/// 마감 후. Nothing. Who counts the entries of the state knows the turnout all the same.
	#[codec(index = 2)]
	AfterClose,
}

/// 자격 값. Which values of a credential are accepted.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub enum Accepted {
	/// 목록. Any of these, in rising order.
	#[codec(index = 0)]
	OneOf {
		/// 값 목록. The values.
		values: BoundedVec<CredentialValue, ConstU32<MAX_VALUES>>,
	},
	/// 범위. Any from the lowest to the highest.
	#[codec(index = 1)]
	Between {
		/// 최솟값. The lowest.
		lowest: CredentialValue,
		/// 최댓값. The highest.
		highest: CredentialValue,
	},
}

impl Accepted {
	/// Whether some value is accepted, and none is named twice.
	pub fn is_valid(&self) -> bool {
		match self {
			Self::OneOf { values } => {
				!values.is_empty()
					&& values
						.iter()
						.zip(values.iter().skip(1))
						.all(|(one, next)| one < next)
			},
			Self::Between { lowest, highest } => lowest <= highest,
		}
	}

	/// Whether `value` is accepted.
	pub fn accepts(&self, value: CredentialValue) -> bool {
		match self {
			Self::OneOf { values } => values.contains(&value),
			Self::Between { lowest, highest } => (*lowest..=*highest).contains(&value),
		}
	}
}

/// 투표 자격. Who may vote.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub enum Eligibility {
	/// 모든 시민. Whoever has a card that was issued before the opening; in an anonymous poll, a key in the rings of
	/// the city.
	#[codec(index = 0)]
	AllCitizens,
	/// 자치구 주민. The residents of a district: by credential, or in an anonymous poll by a key in the rings of the
	/// district.
	#[codec(index = 1)]
	District {
		/// 자치구. The district.
		district: DistrictCode,
	},
	/// 명단. The listed cards.
	#[codec(index = 2)]
	ListedCards,
	/// 기타 자격. Who opens a credential of a kind with one of the values.
	#[codec(index = 3)]
	Credential {
		/// 자격 종류. The kind.
		schema: SchemaId,
		/// 자격 값. Which values.
		accepted: Accepted,
	},
}

impl Eligibility {
	/// The rings whose keys may vote in an anonymous poll, if there can be one.
	pub const fn collection(&self) -> Option<CollectionId> {
		match self {
			Self::AllCitizens => Some(CollectionId::City),
			Self::District { district } => Some(CollectionId::District(district.0)),
			Self::ListedCards | Self::Credential { .. } => None,
		}
	}
}

/// 투표 조건. How a poll is held.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Settings {
	/// 비밀 수준. Who sees what of a ballot.
	pub secrecy: Secrecy,
	/// 공개 시점. What is told before the closing.
	pub visibility: Visibility,
	/// 투표 자격. Who may vote.
	pub eligibility: Eligibility,
	/// 시작 시각. From when on it can be opened.
	pub opens_at: Moment,
	/// 종료 시각. From when on no ballot is accepted.
	pub closes_at: Moment,
	/// 정족수. With how many ballots the result counts; 0 for any number.
	pub quorum: u32,
	/// 최소 참여자 수. Below how many ballots the sums of an encrypted poll are never decrypted; 0 in a public poll.
	pub minimum_turnout: u32,
	/// 참여 보상 (점). Points for taking part; 0 for none. Never in an anonymous poll.
	pub reward: u64,
}

/// Why a poll cannot be held so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsFault {
	/// It does not end after it begins and after now.
	Period,
	/// It is open for longer than the terms allow.
	TooLong,
	/// The values of the credential are none, not in rising order, or a range from high to low.
	Values,
	/// An anonymous poll is for whom there are no rings.
	Eligibility,
	/// A public poll is not live, or an encrypted one is.
	Visibility,
	/// A public poll has a minimum turnout.
	Minimum,
	/// The minimum turnout is below that of the terms.
	MinimumTooLow,
	/// The points are more than the terms allow.
	RewardTooHigh,
	/// An anonymous poll has a reward.
	Reward,
}

impl Settings {
	/// Whether a poll can be held so, if it is written at `now`.
	///
	/// # Errors
	/// The first fault found.
	pub fn check(&self, terms: &PollTerms, now: Moment) -> Result<(), SettingsFault> {
		let ensure = |holds: bool, fault: SettingsFault| if holds { Ok(()) } else { Err(fault) };
		ensure(
			self.opens_at < self.closes_at && now < self.closes_at,
			SettingsFault::Period,
		)?;
		ensure(
			self.closes_at.saturating_sub(self.opens_at) <= terms.longest_poll,
			SettingsFault::TooLong,
		)?;
		if let Eligibility::Credential { accepted, .. } = &self.eligibility {
			ensure(accepted.is_valid(), SettingsFault::Values)?;
		}
		ensure(
			self.reward <= terms.most_points,
			SettingsFault::RewardTooHigh,
		)?;
		let live = self.visibility == Visibility::Live;
		match self.secrecy {
			Secrecy::Public => {
				ensure(live, SettingsFault::Visibility)?;
				return ensure(self.minimum_turnout == 0, SettingsFault::Minimum);
			},
			Secrecy::Secret { .. } => {},
			Secrecy::Anonymous { .. } => {
				ensure(
					self.eligibility.collection().is_some(),
					SettingsFault::Eligibility,
				)?;
				ensure(self.reward == 0, SettingsFault::Reward)?;
			},
		}
		ensure(!live, SettingsFault::Visibility)?;
		ensure(
			self.minimum_turnout >= terms.least_minimum,
			SettingsFault::MinimumTooLow,
		)
	}
}

/// 제안 번호. Number of a citizens' proposal, in order of creation.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
)]
pub struct ProposalId(pub u32);

/// 투표의 출처. Whose question it is.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum Source {
	/// 기관. The office's own.
	#[codec(index = 0)]
	Office,
	/// 시민 제안. Of citizens; its words cannot be changed.
	#[codec(index = 1)]
	Citizens {
		/// 제안. The proposal.
		proposal: ProposalId,
	},
}

/// 투표. A poll, without its words.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Poll<AccountId> {
	/// 관리 기관. The office that holds it.
	pub office: AgencyId,
	/// 출처. Whose question it is.
	pub source: Source,
	/// 투표 방식. How many options may be chosen.
	pub form: Form,
	/// 투표 조건. How it is held.
	pub settings: Settings,
	/// 명단의 카드 수. How many cards are listed.
	pub listed: u32,
	/// 상태. How far it is.
	pub status: PollStatus<AccountId>,
}

/// 투표 상태. How far a poll is.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum Stage {
	/// 작성 중.
	#[codec(index = 0)]
	Draft,
	/// 검토 중.
	#[codec(index = 1)]
	InReview,
	/// 예정.
	#[codec(index = 2)]
	Scheduled,
	/// 진행 중.
	#[codec(index = 3)]
	Open,
	/// 개표 중.
	#[codec(index = 4)]
	Tallying,
	/// 개표 완료.
	#[codec(index = 5)]
	Tallied,
	/// 확정.
	#[codec(index = 6)]
	Certified,
	/// 답변 완료.
	#[codec(index = 7)]
	Answered,
	/// 취소.
	#[codec(index = 8)]
	Cancelled,
}

/// 투표 상태. How far a poll is, and what is known by then.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub enum PollStatus<AccountId> {
	/// 작성 중. It can be changed.
	#[codec(index = 0)]
	Draft,
	/// 검토 중. Another official of the office reads it.
	#[codec(index = 1)]
	InReview {
		/// 제출한 계정. Who submitted it, and so cannot approve it.
		submitted_by: AccountId,
	},
	/// 예정. It waits for its opening and is never changed again.
	#[codec(index = 2)]
	Scheduled,
	/// 진행 중. Ballots are accepted until its closing time.
	#[codec(index = 3)]
	Open,
	/// 개표 중. The trustees decrypt the sums.
	#[codec(index = 4)]
	Tallying {
		/// 개표 기한. Until when shares are accepted.
		shares_until: Moment,
	},
	/// 개표 완료. The outcome stands and waits for the office's signature.
	#[codec(index = 5)]
	Tallied {
		/// 결과. The outcome.
		outcome: Outcome,
	},
	/// 확정. The office has signed the outcome.
	#[codec(index = 6)]
	Certified {
		/// 결과. The outcome.
		outcome: Outcome,
		/// 확정 시각. When.
		certified_at: Moment,
		/// 답변 기한. Until when the office has to say what follows from it.
		answer_by: Moment,
	},
	/// 답변 완료. The office has said what follows from the outcome.
	#[codec(index = 7)]
	Answered {
		/// 결과. The outcome.
		outcome: Outcome,
		/// 답변 시각. When.
		answered_at: Moment,
		/// 답변서. The answer.
		answer: DocumentCommitment,
	},
	/// 취소. It counts for nothing.
	#[codec(index = 8)]
	Cancelled {
		/// 취소 시각. When.
		cancelled_at: Moment,
		/// 사유서. Why.
		reason: DocumentCommitment,
	},
}

impl<AccountId> PollStatus<AccountId> {
	/// The stage alone.
	pub const fn stage(&self) -> Stage {
		match self {
			Self::Draft => Stage::Draft,
			Self::InReview { .. } => Stage::InReview,
			Self::Scheduled => Stage::Scheduled,
			Self::Open => Stage::Open,
			Self::Tallying { .. } => Stage::Tallying,
			Self::Tallied { .. } => Stage::Tallied,
			Self::Certified { .. } => Stage::Certified,
			Self::Answered { .. } => Stage::Answered,
			Self::Cancelled { .. } => Stage::Cancelled,
		}
	}

	/// The outcome, once there is one.
	pub const fn outcome(&self) -> Option<&Outcome> {
		match self {
			Self::Tallied { outcome }
			| Self::Certified { outcome, .. }
			| Self::Answered { outcome, .. } => Some(outcome),
			_ => None,
		}
	}
}

/// 투표 결과. What came out of a poll.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub enum Outcome {
	/// 집계. The votes of each option.
	#[codec(index = 0)]
	Counted {
		/// 득표수. Votes, in the order of the options.
		results: Results,
	},
	/// 최소 참여자 수 미달. Fewer ballots than the minimum; nothing was decrypted, and nothing ever can be.
	#[codec(index = 1)]
	BelowMinimum,
	/// 개표 불가. Fewer trustees than it takes gave their shares in time.
	#[codec(index = 2)]
	Undecryptable,
}

/// 선거인 명부. Who can vote, as it was fixed at the opening.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum Roll {
	/// 시민카드. Cards issued before the opening.
	#[codec(index = 0)]
	Cards {
		/// 발급 수. How many had ever been issued: at most so many can vote.
		issued: u64,
		/// 사용 중. How many were active.
		active: u64,
	},
	/// 명단. The listed cards.
	#[codec(index = 1)]
	Listed {
		/// 카드 수. How many.
		cards: u32,
	},
	/// 자격 증명. Who opens a credential that was published before the opening. How many those are nobody knows.
	#[codec(index = 2)]
	Credentials {
		/// 발급 수. How many cards had ever been issued: at most so many can vote.
		issued: u64,
		/// 사용 중. How many were active.
		active: u64,
		/// 자격 일괄의 끝. Credentials of this batch and later ones do not count.
		before: BatchId,
	},
	/// 익명 링. Keys in the rings as they were.
	#[codec(index = 3)]
	Rings {
		/// 보존 번호. By which the rings keep them.
		hold: RingHold,
		/// 열쇠 수. How many.
		key_count: u32,
	},
}

impl Roll {
	/// At most so many can vote.
	pub fn at_most(&self) -> u64 {
		match self {
			Self::Cards { issued, .. } | Self::Credentials { issued, .. } => *issued,
			Self::Listed { cards } => u64::from(*cards),
			Self::Rings { key_count, .. } => u64::from(*key_count),
		}
	}
}

/// 투표 시작. When a poll was opened, and for whom.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub struct Opening {
	/// 시작 시각. When.
	pub at: Moment,
	/// 선거인 명부. For whom.
	pub roll: Roll,
}

/// 보존 번호. By which the rings keep what they were at an opening.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub struct RingHold(pub u64);

/// 링의 판. Which revision of which ring a proof is of.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub struct RingAt {
	/// 링. The ring.
	pub ring: u32,
	/// 판. Its revision.
	pub revision: u32,
}

/// 공개 집계. Ballots of a public poll, added up.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Debug,
	Default,
	PartialEq,
	Eq,
)]
pub struct PublicTally {
	/// 참여자 수. Voters with a ballot.
	pub ballots: u32,
	/// 득표수. Votes of each option.
	pub counts: Results,
}

/// 보상. What became of the points for taking part.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum Reward {
	/// 없음. The poll has none.
	#[codec(index = 0)]
	Nothing,
	/// 지급 대기. It could not be credited; the voter claims it.
	#[codec(index = 1)]
	Owed,
	/// 지급 완료. It was credited.
	#[codec(index = 2)]
	Paid,
}

/// 공개 표. A voter's ballot in a public poll.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct PublicBallot {
	/// 선택. Which options.
	pub options: OptionList,
	/// 투표 횟수. How often the voter has voted in this poll.
	pub casts: u32,
	/// 보상. What became of the reward.
	pub reward: Reward,
}

/// 암호화된 표. A voter's last ballot in an encrypted poll.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct EncryptedBallot {
	/// 암호문. What is in the sums.
	pub ciphertexts: Ciphertexts,
	/// 추적 번호. By which the voter finds it again.
	pub tracker: Tracker,
	/// 투표 횟수. How often the voter has voted in this poll.
	pub casts: u32,
	/// 보상. What became of the reward.
	pub reward: Reward,
}

/// 등록. One alias of an anonymous poll, with the key that votes for it.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Enrolment<AccountId> {
	/// 링의 판. Of which ring the proof is.
	pub at: RingAt,
	/// 가명. The alias that it shows.
	pub alias: Alias,
	/// 투표 열쇠. The account of the key that it binds.
	pub voting_key: AccountId,
	/// 증명. The proof.
	pub proof: ProofBytes,
}

/// 투표 열쇠. For whom a voting key votes.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub struct VotingKey {
	/// 투표. In which poll.
	pub poll: PollId,
	/// 가명. For which alias.
	pub alias: Alias,
}

/// 수탁자단. A board of trustees.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Board {
	/// 종류. For which polls it is.
	pub kind: BoardKind,
	/// 필요한 수탁자 수. How many trustees it takes to decrypt.
	pub threshold: u8,
	/// 임기 시작. From when on its polls open.
	pub from: Moment,
	/// 임기 종료. Until when its polls close.
	pub until: Moment,
	/// 수탁자. The trustees; the first has seat 1.
	pub trustees: BoundedVec<Trustee, ConstU32<MAX_SEATS>>,
	/// 상태. How far its key is.
	pub status: BoardStatus,
}

/// 수탁자단의 종류. For which polls a board is.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum BoardKind {
	/// 상설. All polls of its term.
	#[codec(index = 0)]
	Standing,
	/// 단독. One poll of an office, which is not chosen yet.
	#[codec(index = 1)]
	Unassigned {
		/// 소집 기관. The office.
		office: AgencyId,
	},
	/// 단독 (지정됨). This poll.
	#[codec(index = 2)]
	Assigned {
		/// 소집 기관. The office.
		office: AgencyId,
		/// 투표. The poll.
		poll: PollId,
	},
}

/// 수탁자. A member of a board.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub struct Trustee {
	/// 기관. The agency.
	pub agency: AgencyId,
	/// 자리. Whether it takes part.
	pub seat: SeatState,
	/// 분배. What became of its dealing.
	pub dealing: DealingState,
	/// 확인. What it says of the shares it was dealt.
	pub check: ShareCheck,
}

/// 자리. Whether a trustee takes part in making the key.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum SeatState {
	/// 미등록. It has no transport key yet.
	#[codec(index = 0)]
	Vacant,
	/// 등록. It has a transport key.
	#[codec(index = 1)]
	Taken {
		/// 전송 열쇠. The key under which shares travel to it.
		key: EncodedPoint,
	},
	/// 제외. It was absent, and has no share.
	#[codec(index = 2)]
	LeftOut,
}

/// 분배. What became of a trustee's dealing.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum DealingState {
	/// 없음. It has not dealt.
	#[codec(index = 0)]
	Missing,
	/// 유효. It counts.
	#[codec(index = 1)]
	Standing,
	/// 기각. A complaint against it was upheld.
	#[codec(index = 2)]
	Rejected,
}

/// 확인. What a trustee says of the shares it was dealt.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum ShareCheck {
	/// 대기. Nothing yet.
	#[codec(index = 0)]
	Pending,
	/// 확인 완료. That all that count are good.
	#[codec(index = 1)]
	Confirmed,
}

/// 수탁자단 상태. How far a board's key is.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum BoardStatus {
	/// 전송 열쇠 등록. Trustees register transport keys.
	#[codec(index = 0)]
	Registering {
		/// 기한. Until when.
		until: Moment,
	},
	/// 분배. Trustees deal shares.
	#[codec(index = 1)]
	Dealing {
		/// 차수. Which attempt, from 0.
		attempt: u32,
		/// 기한. Until when.
		until: Moment,
	},
	/// 확인. Trustees check their shares, and confirm or complain.
	#[codec(index = 2)]
	Checking {
		/// 차수. Which attempt, from 0.
		attempt: u32,
		/// 기한. Until when.
		until: Moment,
	},
	/// 준비 완료. The key is made.
	#[codec(index = 3)]
	Ready {
		/// 차수. By which attempt.
		attempt: u32,
		/// 시각. When.
		since: Moment,
	},
	/// 해임. It serves no new poll, and still decrypts those that are open.
	#[codec(index = 4)]
	Retired {
		/// 차수. By which attempt the key was made.
		attempt: u32,
		/// 시각. When.
		since: Moment,
	},
	/// 실패. Too few trustees were left to make a key.
	#[codec(index = 5)]
	Failed {
		/// 시각. When.
		since: Moment,
	},
}

/// 진행 단계. Which step of making a board's key comes next.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum BoardStage {
	/// 전송 열쇠 등록.
	#[codec(index = 0)]
	Registering,
	/// 분배.
	#[codec(index = 1)]
	Dealing,
	/// 확인.
	#[codec(index = 2)]
	Checking,
	/// 준비 완료.
	#[codec(index = 3)]
	Ready,
	/// 해임.
	#[codec(index = 4)]
	Retired,
	/// 실패.
	#[codec(index = 5)]
	Failed,
}

impl BoardStatus {
	/// The stage alone.
	pub const fn stage(&self) -> BoardStage {
		match self {
			Self::Registering { .. } => BoardStage::Registering,
			Self::Dealing { .. } => BoardStage::Dealing,
			Self::Checking { .. } => BoardStage::Checking,
			Self::Ready { .. } => BoardStage::Ready,
			Self::Retired { .. } => BoardStage::Retired,
			Self::Failed { .. } => BoardStage::Failed,
		}
	}

	/// The attempt in progress, or by which the key was made.
	pub const fn attempt(&self) -> Option<u32> {
		match self {
			Self::Dealing { attempt, .. }
			| Self::Checking { attempt, .. }
			| Self::Ready { attempt, .. }
			| Self::Retired { attempt, .. } => Some(*attempt),
			Self::Registering { .. } | Self::Failed { .. } => None,
		}
	}
}

impl Board {
	/// The seat of an agency.
	pub fn seat_of(&self, agency: AgencyId) -> Option<TrusteeIndex> {
		(1..=u8::MAX)
			.zip(&self.trustees)
			.find(|(_, trustee)| trustee.agency == agency)
			.map(|(seat, _)| TrusteeIndex(seat))
	}

	/// Who holds a seat.
	pub fn trustee(&self, seat: TrusteeIndex) -> Option<&Trustee> {
		self.trustees.get(usize::from(seat.0.checked_sub(1)?))
	}

	/// Who holds a seat.
	pub fn trustee_mut(&mut self, seat: TrusteeIndex) -> Option<&mut Trustee> {
		self.trustees.get_mut(usize::from(seat.0.checked_sub(1)?))
	}

	/// How many take part.
	pub fn taken(&self) -> usize {
		self.trustees
			.iter()
			.filter(|trustee| matches!(trustee.seat, SeatState::Taken { .. }))
			.count()
	}

	/// How many dealings count.
	pub fn standing(&self) -> usize {
		self.trustees
			.iter()
			.filter(|trustee| trustee.dealing == DealingState::Standing)
			.count()
	}
}

/// 잘못. What a trustee did wrong, as the chain found.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum Misconduct {
	/// 거짓 분배. It dealt a share that is not what it committed to.
	#[codec(index = 0)]
	FalseShare,
	/// 근거 없는 이의. It complained about a good share.
	#[codec(index = 1)]
	UnfoundedComplaint,
	/// 불참. It did not act in time.
	#[codec(index = 2)]
	Absent,
}

/// 시민 제안. A question that citizens want to be put to the city.
#[derive(
	Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
)]
pub struct Proposal {
	/// 제안자. Whose it is.
	pub proposer: CitizenIndex,
	/// 질문. What is to be asked.
	pub question: Question,
	/// 토론 기준. With how many supporters it is in debate.
	pub debate_mark: u32,
	/// 답변 기준. With how many supporters the city has to answer.
	pub answer_mark: u32,
	/// 답변 기간. How long the city then has.
	pub answer_period: Moment,
	/// 지지 기한. Until when it can be supported.
	pub until: Moment,
	/// 지지자 수. How many support it.
	pub supporters: u32,
	/// 상태. How far it is.
	pub status: ProposalStatus,
}

/// 제안 상태. How far a proposal is.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum ProposalStatus {
	/// 지지 모집. It gathers supporters.
	#[codec(index = 0)]
	Gathering,
	/// 토론. It has reached the first mark.
	#[codec(index = 1)]
	Debate {
		/// 시각. When.
		since: Moment,
	},
	/// 답변 의무. It has reached the second mark: the city must answer.
	#[codec(index = 2)]
	AnswerDue {
		/// 기한. Until when.
		by: Moment,
		/// 지연. Whether the city is on record as late.
		lateness: Lateness,
	},
	/// 답변 완료. The city has answered.
	#[codec(index = 3)]
	Answered {
		/// 시각. When.
		at: Moment,
		/// 결정. What it decided.
		decision: Decision,
		/// 답변서. Its words.
		answer: DocumentCommitment,
	},
	/// 철회. The proposer took it back.
	#[codec(index = 4)]
	Withdrawn {
		/// 시각. When.
		at: Moment,
	},
	/// 만료. Its time was over before it reached the second mark.
	#[codec(index = 5)]
	Lapsed {
		/// 시각. When.
		at: Moment,
	},
}

impl ProposalStatus {
	/// Whether it can be supported, were it in time.
	pub const fn is_gathering(&self) -> bool {
		matches!(
			self,
			Self::Gathering | Self::Debate { .. } | Self::AnswerDue { .. }
		)
	}

	/// Since when nothing can happen to it any more.
	pub const fn ended_at(&self) -> Option<Moment> {
		match self {
			Self::Answered { at, .. } | Self::Withdrawn { at } | Self::Lapsed { at } => Some(*at),
			Self::Gathering | Self::Debate { .. } | Self::AnswerDue { .. } => None,
		}
	}
}

/// 지연. Whether a deadline of the city has passed on record.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum Lateness {
	/// 없음. It has not.
	#[codec(index = 0)]
	NotRecorded,
	/// 기록됨. It has.
	#[codec(index = 1)]
	Recorded {
		/// 시각. Since when it is on record.
		at: Moment,
	},
}

/// 결정. What the city says to a proposal.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum Decision {
	/// 투표 실시. It is put to a poll.
	#[codec(index = 0)]
	Poll {
		/// 투표. The poll.
		poll: PollId,
	},
	/// 수용. The city does it without a poll.
	#[codec(index = 1)]
	Accepted,
	/// 불수용. The city does not do it, and says why.
	#[codec(index = 2)]
	Declined,
}

/// 투표 기준. Marks and periods. A deadline that has begun stays, and a proposal keeps its marks.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PollTerms {
	/// 토론 기준 (명). Supporters with which a proposal is in debate.
	pub debate_mark: u32,
	/// 답변 기준 (명). Supporters with which the city must answer.
	pub answer_mark: u32,
	/// 지지 기간. How long a proposal gathers supporters, in milliseconds.
	pub gathering_period: Moment,
	/// 답변 기간. How long the city has to answer, in milliseconds.
	pub answer_period: Moment,
	/// 시민당 제안 수. How many proposals of one citizen gather at once.
	pub most_proposals: u32,
	/// 최소 참여자 수의 하한. The smallest minimum turnout of an encrypted poll.
	pub least_minimum: u32,
	/// 최장 투표 기간. How long a poll is open at most, in milliseconds.
	pub longest_poll: Moment,
	/// 보상 상한 (점). Points for taking part at most.
	pub most_points: u64,
	/// 최소 수탁자 수. How many trustees a board has at least.
	pub least_trustees: u8,
	/// 최장 임기. How long a board serves at most, in milliseconds.
	pub longest_term: Moment,
	/// 등록 기간. How long transport keys can be registered, in milliseconds.
	pub registration_period: Moment,
	/// 분배 기간. How long trustees have to deal, in milliseconds.
	pub dealing_period: Moment,
	/// 확인 기간. How long trustees have to check their shares, in milliseconds.
	pub checking_period: Moment,
	/// 개표 기간. How long trustees have to decrypt the sums, in milliseconds.
	pub share_period: Moment,
	/// 보관 기간. How long ballots and supporters are kept after the end, in milliseconds.
	pub retention: Moment,
}

impl Default for PollTerms {
	fn default() -> Self {
		Self {
			debate_mark: 100,
			answer_mark: 1_000,
			gathering_period: 60 * DAY,
			answer_period: 30 * DAY,
			most_proposals: 3,
			least_minimum: 10,
			longest_poll: 90 * DAY,
			most_points: 500,
			least_trustees: 3,
			longest_term: 400 * DAY,
			registration_period: 7 * DAY,
			dealing_period: 7 * DAY,
			checking_period: 7 * DAY,
			share_period: 14 * DAY,
			retention: 365 * DAY,
		}
	}
}

impl PollTerms {
	/// Whether polls can be held by them.
	pub fn is_valid(&self) -> bool {
		let periods = [
			self.gathering_period,
			self.answer_period,
			self.longest_poll,
			self.longest_term,
			self.registration_period,
			self.dealing_period,
			self.checking_period,
			self.share_period,
			self.retention,
		];
		periods.iter().all(|period| *period > 0)
			&& self.debate_mark > 0
			&& self.debate_mark <= self.answer_mark
			&& self.most_proposals > 0
			&& self.least_minimum >= 2
			&& self.least_trustees >= 2
			&& u32::from(self.least_trustees) <= MAX_SEATS
	}
}

/// 회신. What the city says to a proposal without a poll.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum Reply {
	/// 수용. The city does it.
	#[codec(index = 0)]
	Accepted,
	/// 불수용. The city does not do it, and says why.
	#[codec(index = 1)]
	Declined,
}
