// SPDX-License-Identifier: Apache-2.0

//! Why a login is refused.

use crate::{credential::SchemaId, request::BatchId};
use codec::{Decode, DecodeWithMemTracking, Encode};
use core::fmt;
use scale_info::TypeInfo;
use sp_runtime::DispatchError;

/// 로그인 거부 사유. Why a login is refused, in the order in which it is checked: what costs least comes first.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
#[scale_info(capture_docs = "always")]
pub enum Refusal {
	/// 주소 형식이 올바르지 않습니다. The challenge names no host.
	#[codec(index = 0)]
	MalformedDomain,
	/// 기간이 올바르지 않습니다. The challenge ends before it begins, or after the year 9999.
	#[codec(index = 1)]
	MalformedPeriod,
	/// 유효 기간이 너무 깁니다. A challenge is valid for ten minutes at most.
	#[codec(index = 2)]
	LifetimeTooLong,
	/// 다른 체인의 요청입니다. The challenge is for another chain.
	#[codec(index = 3)]
	OtherChain,
	/// 아직 유효하지 않습니다. The challenge was issued in the future. Check the facility's clock.
	#[codec(index = 4)]
	NotYetValid,
	/// 요청이 만료되었습니다. The challenge is void. Log in again.
	#[codec(index = 5)]
	ChallengeExpired,
	/// 자격이 너무 많습니다. More credentials are opened than any facility requires.
	#[codec(index = 6)]
	TooManyDisclosures,

	/// 등록되지 않은 시설입니다. No facility has this number.
	#[codec(index = 10)]
	UnknownFacility,
	/// 폐쇄된 시설입니다. The facility is closed.
	#[codec(index = 11)]
	FacilityClosed,
	/// 시설 운영 기관이 활동할 수 없습니다. The agency that runs the facility is suspended, retired, or not an
	/// operator of facilities any more; the error of the register of agencies says which.
	#[codec(index = 12)]
	Operator(DispatchError),
	/// 다른 주소의 요청입니다. The facility is registered under another host name.
	#[codec(index = 13)]
	OtherDomain,

	/// 알 수 없는 계정입니다. The account is neither that of a card nor a session key.
	#[codec(index = 20)]
	UnknownSigner,
	/// 닫힌 세션입니다. The session was closed by its holder, or because the card was suspended or ended or the
	/// citizen changed accounts.
	#[codec(index = 21)]
	SessionClosed,
	/// 만료된 세션입니다. The session has expired. Open another.
	#[codec(index = 22)]
	SessionExpired,
	/// 시민카드를 쓸 수 없습니다. The card is suspended, expired, revoked or its holder dead; the error of the
	/// register of cards says which.
	#[codec(index = 23)]
	Card(DispatchError),

	/// 동의가 없습니다. The facility has no consent of this citizen. Ask for one.
	#[codec(index = 30)]
	ConsentMissing,
	/// 동의 형식이 올바르지 않습니다. The consent has no purpose or too many, no host name or no period.
	#[codec(index = 31)]
	ConsentMalformed,
	/// 동의 기간이 너무 깁니다. A consent cannot be given for so long.
	#[codec(index = 32)]
	ConsentTooLong,
	/// 다른 시설에 대한 동의입니다. The consent is for another chain, facility or host name.
	#[codec(index = 33)]
	ConsentElsewhere,
	/// 동의가 아직 유효하지 않습니다. The consent was issued in the future. Check the facility's clock.
	#[codec(index = 34)]
	ConsentNotYetValid,
	/// 동의가 만료되었습니다. The consent has expired. Ask for another.
	#[codec(index = 35)]
	ConsentExpired,
	/// 동의한 계정을 쓸 수 없습니다. The account that consented is not this citizen's any more, or never was, or
	/// its session is closed. Ask for another consent.
	#[codec(index = 36)]
	ConsentOfAnother,
	/// 동의하지 않은 이용 목적이 있습니다. The facility has a purpose to which the citizen did not consent.
	#[codec(index = 37)]
	ConsentDoesNotCover,
	/// 철회된 동의입니다. The citizen revoked the consent.
	#[codec(index = 38)]
	ConsentRevoked,

	/// 요구되지 않은 자격입니다. The facility does not require this kind of credential. Do not open it.
	#[codec(index = 40)]
	NotRequired(SchemaId),
	/// 필요한 자격이 없습니다. The facility requires this kind of credential.
	#[codec(index = 41)]
	PredicateMissing(SchemaId),
	/// 자격 요건을 충족하지 않습니다. The credential's value is none that the facility accepts.
	#[codec(index = 42)]
	ValueNotAccepted(SchemaId),
	/// 경로 형식이 올바르지 않습니다. The path of the credential has not the length that every path has.
	#[codec(index = 43)]
	MalformedPath(SchemaId),
	/// 알 수 없는 자격 일괄입니다. There is no such batch, or it expired and was forgotten.
	#[codec(index = 44)]
	UnknownBatch(BatchId),
	/// 폐기된 자격 일괄입니다. The issuer revoked all of the batch.
	#[codec(index = 45)]
	BatchRevoked(BatchId),
	/// 만료된 자격입니다. The batch has expired. The issuer gives a new credential.
	#[codec(index = 46)]
	CredentialExpired(SchemaId),
	/// 발급 권한이 없는 기관의 자격입니다. The agency that published the batch does not attest this kind.
	#[codec(index = 47)]
	IssuerNotAuthorized(SchemaId),
	/// 발급 기관이 활동할 수 없습니다. The agency that published the batch is suspended, retired, or not an issuer
	/// any more; the error of the register of agencies says which.
	#[codec(index = 48)]
	Issuer(DispatchError),
	/// 폐기된 자격입니다. The issuer revoked the credential.
	#[codec(index = 49)]
	CredentialRevoked(SchemaId),
	/// 증명되지 않은 자격입니다. The credential is of another citizen, of another value, or not in the batch.
	#[codec(index = 50)]
	NotInBatch(SchemaId),

	/// 서명이 올바르지 않습니다. The account in the challenge did not sign this challenge.
	#[codec(index = 60)]
	InvalidSignature,
	/// 동의 서명이 올바르지 않습니다. The account in the consent did not sign this consent.
	#[codec(index = 61)]
	InvalidConsentSignature,

	/// 발급하지 않았거나 이미 쓰인 요청입니다. The facility did not issue this challenge, or it was answered
	/// before. Said by the facility itself, not by the chain.
	#[codec(index = 70)]
	NonceNotOpen,
}

impl Refusal {
	/// The reason in a few words, without which kind or batch it is about and without the error inside.
	pub const fn words(&self) -> &'static str {
		match self {
			Self::MalformedDomain => "the challenge names no host",
			Self::MalformedPeriod => "the challenge has no valid period",
			Self::LifetimeTooLong => "the challenge is valid for too long",
			Self::OtherChain => "the challenge is for another chain",
			Self::NotYetValid => "the challenge was issued in the future",
			Self::ChallengeExpired => "the challenge has expired",
			Self::TooManyDisclosures => "too many credentials are opened",
			Self::UnknownFacility => "no facility has this number",
			Self::FacilityClosed => "the facility is closed",
			Self::Operator(_) => "the agency that runs the facility cannot act",
			Self::OtherDomain => "the facility is registered under another host name",
			Self::UnknownSigner => "the account is neither that of a card nor a session key",
			Self::SessionClosed => "the session is closed",
			Self::SessionExpired => "the session has expired",
			Self::Card(_) => "the citizen card cannot be used",
			Self::ConsentMissing => "there is no consent",
			Self::ConsentMalformed => "the consent is malformed",
			Self::ConsentTooLong => "the consent is given for too long",
			Self::ConsentElsewhere => "the consent is for another facility",
			Self::ConsentNotYetValid => "the consent was issued in the future",
			Self::ConsentExpired => "the consent has expired",
			Self::ConsentOfAnother => "the account that consented is not this citizen's",
			Self::ConsentDoesNotCover => "the consent does not cover every purpose",
			Self::ConsentRevoked => "the consent was revoked",
			Self::NotRequired(_) => "the facility does not require this kind of credential",
			Self::PredicateMissing(_) => "a credential that the facility requires is missing",
			Self::ValueNotAccepted(_) => "the facility does not accept the credential's value",
			Self::MalformedPath(_) => "the path of the credential is malformed",
			Self::UnknownBatch(_) => "there is no such batch of credentials",
			Self::BatchRevoked(_) => "the batch of credentials was revoked",
			Self::CredentialExpired(_) => "the credential has expired",
			Self::IssuerNotAuthorized(_) => "the issuer does not attest this kind of credential",
			Self::Issuer(_) => "the issuer of the credential cannot act",
			Self::CredentialRevoked(_) => "the credential was revoked",
			Self::NotInBatch(_) => "the credential is not in its batch",
			Self::InvalidSignature => "the challenge is not signed by its account",
			Self::InvalidConsentSignature => "the consent is not signed by its account",
			Self::NonceNotOpen => "the challenge is not open, or was answered before",
		}
	}
}

impl fmt::Display for Refusal {
	fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
		to.write_str(self.words())?;
		match self {
			Self::NotRequired(schema)
			| Self::PredicateMissing(schema)
			| Self::ValueNotAccepted(schema)
			| Self::MalformedPath(schema)
			| Self::CredentialExpired(schema)
			| Self::IssuerNotAuthorized(schema)
			| Self::CredentialRevoked(schema)
			| Self::NotInBatch(schema) => write!(to, " (kind {})", schema.0),
			Self::UnknownBatch(batch) | Self::BatchRevoked(batch) => {
				write!(to, " (batch {})", batch.0)
			},
			Self::Operator(reason) | Self::Card(reason) | Self::Issuer(reason) => {
				write!(to, " ({})", <&'static str>::from(*reason))
			},
			_ => Ok(()),
		}
	}
}

#[cfg(feature = "std")]
impl std::error::Error for Refusal {}
