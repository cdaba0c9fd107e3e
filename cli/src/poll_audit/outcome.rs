// SPDX-License-Identifier: Apache-2.0

//! What was decrypted, and what came out.

use super::{
	ballots::Total,
	export::{Ending, Export, Posted, Sums},
	fault::Fault,
	verify::{closes_at, Progress, Step},
};
use crate::error::{text, Text};
use pallet_mvoting::Outcome;
use seoul_chain_ballot::{DecryptionShare, Tally, TallyContext, ThresholdKey, TrusteeIndex};
use std::collections::BTreeMap;

fn differs(code: &'static str, ko: &str, en: &str) -> Fault {
	Fault::new(code, Text::new(ko, en))
}

/// Check closing, shares, counts, outcome and certification. Returns the votes of each option if they are known.
pub fn check(
	export: &Export,
	key: Option<&ThresholdKey>,
	total: &Total,
	progress: &Progress<'_>,
) -> Result<Option<Vec<u32>>, Fault> {
	check_closing(export)?;
	let votes = match (&total.sums, key) {
		(Sums::Encrypted(tally), Some(key)) => check_encrypted(export, key, tally, progress)?,
		(Sums::Public { votes, .. }, _) => {
			no_decryption(export, "DecryptionNotPossible")?;
			Some(votes.clone())
		},
		(Sums::Encrypted(_), None) => {
			return Err(differs(
				"KeyMissing",
				"암호화된 투표의 열쇠가 없습니다.",
				"the key of the encrypted poll is missing",
			))
		},
	};
	let told = &export.finally.votes;
	if told.is_some() && *told != votes {
		return Err(differs(
			"OutcomeDiffers",
			"체인이 알리는 득표수가 계산과 다릅니다.",
			"the votes that the chain tells are not what is computed",
		));
	}
	check_outcome(export, total, votes.as_deref())?;
	check_certification(export, total)?;
	Ok(votes)
}

fn check_closing(export: &Export) -> Result<(), Fault> {
	if let Some(closing) = &export.closing {
		if closing.done.place <= export.opened.done.place
			|| closing.done.at < closes_at(export, closing.done.place)
		{
			return Err(differs(
				"ClosedOutOfTime",
				"종료 시각 전에 마감하였습니다.",
				"it was closed before its end",
			)
			.at(&closing.done));
		}
		return Ok(());
	}
	no_decryption(export, "DecryptedBeforeClosing")?;
	export.ending.as_ref().map_or(Ok(()), |ending| {
		Err(differs(
			"OutcomeDiffers",
			"마감하기 전에는 결과가 있을 수 없습니다.",
			"there can be no outcome before the closing",
		)
		.at(&ending.done))
	})
}

/// Where nothing may be decrypted there is neither a share nor a count.
fn no_decryption(export: &Export, code: &'static str) -> Result<(), Fault> {
	if let Some(posted) = export.shares.first() {
		return Err(differs(
			code,
			"있을 수 없는 개표 몫이 있습니다.",
			"there is a decryption share where there must be none",
		)
		.at(&posted.done)
		.of(posted.share.0.trustee));
	}
	if let Some(counted) = &export.counts {
		return Err(differs(
			code,
			"있을 수 없는 득표수가 있습니다.",
			"there are counts where there must be none",
		)
		.at(&counted.done));
	}
	Ok(())
}

/// The outcome, which must be of this kind.
fn outcome_of(export: &Export) -> Option<&Outcome> {
	export.ending.as_ref().map(|ending| &ending.outcome)
}

/// The votes of an encrypted poll, if enough shares are there.
fn check_encrypted(
	export: &Export,
	key: &ThresholdKey,
	tally: &Tally,
	progress: &Progress<'_>,
) -> Result<Option<Vec<u32>>, Fault> {
	let minimum = export.approved.poll.settings.minimum_turnout;
	let below = tally.ballots == 0 || tally.ballots < minimum;
	if export.closing.is_none() {
		return Ok(None);
	}
	if below {
		no_decryption(export, "DecryptedBelowMinimum")?;
		return Ok(None);
	}
	let context = TallyContext {
		chain: export.chain,
		poll: export.poll,
		minimum,
	};
	let shares = check_shares(export, key, &context, tally, progress)?;
	let threshold = usize::from(key.threshold);
	if shares.len() < threshold {
		if matches!(outcome_of(export), Some(Outcome::Counted { .. })) || export.counts.is_some() {
			let found = shares.len();
			return Err(Fault::new(
				"SharesMissing",
				text!(
					"결과가 있으나 개표 몫은 {found}개로 필요한 {threshold}개보다 적습니다.",
					"there is a result, and {found} shares, fewer than the {threshold} that it takes"
				),
			));
		}
		return Ok(None);
	}
	let counts = key.count(&context, tally, &shares).map_err(|error| {
		Fault::new(
			"NotDecryptable",
			text!(
				"합계가 득표수로 풀리지 않습니다({error:?}).",
				"the sums decrypt to no counts: {error}"
			),
		)
	})?;
	check_counts(export, &counts)?;
	let results = tally
		.form
		.results(&counts, tally.ballots)
		.map_err(|error| {
			Fault::new(
				"CountsImpossible",
				text!(
					"이런 득표수가 나올 수 없습니다({error:?}).",
					"no ballots can have given these counts: {error}"
				),
			)
		})?;
	Ok(Some(results))
}

/// Every share, in the order of the seats.
fn check_shares(
	export: &Export,
	key: &ThresholdKey,
	context: &TallyContext,
	tally: &Tally,
	progress: &Progress<'_>,
) -> Result<Vec<DecryptionShare>, Fault> {
	let mut shares: BTreeMap<TrusteeIndex, DecryptionShare> = BTreeMap::new();
	let total = export.shares.len();
	for (done, posted) in export.shares.iter().enumerate() {
		progress(Step::Shares, done, total);
		let share = &posted.share.0;
		let wrong = |fault: Fault| fault.at(&posted.done).of(share.trustee);
		if is_out_of_time(export, posted) {
			return Err(wrong(differs(
				"ShareOutOfTime",
				"마감 뒤 개표 기한까지의 개표 몫이 아닙니다.",
				"the share was not posted between the closing and the deadline",
			)));
		}
		key.verify_share(context, tally, share).map_err(|error| {
			wrong(Fault::new(
				"ShareFalse",
				text!(
					"개표 몫의 증명이 이 합계에 맞지 않습니다({error:?}).",
					"the share does not hold for these sums: {error}"
				),
			))
		})?;
		if shares.insert(share.trustee, share.clone()).is_some() {
			return Err(wrong(differs(
				"ShareTwice",
				"개표 몫이 두 번 있습니다.",
				"there are two shares of this seat",
			)));
		}
	}
	Ok(shares.into_values().collect())
}

fn is_out_of_time(export: &Export, posted: &Posted) -> bool {
	export.closing.as_ref().is_none_or(|closing| {
		posted.done.place <= closing.done.place
			|| closing
				.shares_until
				.is_none_or(|until| posted.done.at >= until)
	})
}

/// What was posted as counts must be what the shares decrypt to.
fn check_counts(export: &Export, counts: &[u32]) -> Result<(), Fault> {
	let Some(posted) = &export.counts else {
		return Ok(());
	};
	let stated = &posted.counts;
	let differ = counts
		.iter()
		.zip(stated)
		.position(|(computed, stated)| computed != stated)
		.or_else(|| (counts.len() != stated.len()).then_some(0));
	let Some(entry) = differ else {
		return Ok(());
	};
	let of = |counts: &[u32]| counts.get(entry).copied().unwrap_or_default();
	let (number, computed, stated) = (entry.saturating_add(1), of(counts), of(stated));
	Err(Fault::new(
		"CountsDiffer",
		text!(
			"{number}번 득표수: 계산 {computed}, 체인 {stated}",
			"count {number}: computed {computed}, the chain states {stated}"
		),
	)
	.at(&posted.done))
}

/// What must have come out.
fn check_outcome(export: &Export, total: &Total, votes: Option<&[u32]>) -> Result<(), Fault> {
	let minimum = export.approved.poll.settings.minimum_turnout;
	let encrypted = matches!(total.sums, Sums::Encrypted(_));
	let below = encrypted && (total.turnout == 0 || total.turnout < minimum);
	let wrong = |ko: &str, en: &str| differs("OutcomeDiffers", ko, en);
	let stated = export.finally.poll.status.outcome();
	if let Some(cancelled) = &export.cancelled {
		// Where everyone can compute the result it is too late to give a poll up.
		let known = export.closing.is_some() && votes.is_some();
		if known || export.ending.is_some() || stated.is_some() {
			return Err(differs(
				"CancelledTooLate",
				"결과를 알 수 있게 된 뒤에 취소하였습니다.",
				"it was cancelled when the result could be known",
			)
			.at(&cancelled.done));
		}
		return Ok(());
	}
	let Some(Ending { done, outcome }) = &export.ending else {
		let immediate = export.closing.is_some() && (below || !encrypted);
		return if immediate || stated.is_some() {
			Err(wrong(
				"마감된 투표에 결과가 없습니다.",
				"the poll is closed and has no outcome",
			))
		} else {
			Ok(())
		};
	};
	if stated != Some(outcome) {
		return Err(wrong(
			"체인의 결과가 나중에 바뀌었습니다.",
			"the outcome on the chain changed afterwards",
		)
		.at(done));
	}
	if (export.closing.as_ref()).is_some_and(|closing| done.place < closing.done.place) {
		return Err(wrong(
			"마감하기 전의 결과입니다.",
			"the outcome is older than the closing",
		)
		.at(done));
	}
	match outcome {
		Outcome::BelowMinimum if below => Ok(()),
		Outcome::Counted { results } if !below => {
			let (computed, stated) = (votes.unwrap_or_default(), results.to_vec());
			if computed == stated {
				return Ok(());
			}
			Err(wrong(
				&format!("결과: 계산 {computed:?}, 체인 {stated:?}"),
				&format!("result: computed {computed:?}, the chain states {stated:?}"),
			)
			.at(done))
		},
		Outcome::Undecryptable if encrypted && !below && votes.is_none() => {
			let deadline = export
				.closing
				.as_ref()
				.and_then(|closing| closing.shares_until);
			if deadline.is_some_and(|until| done.at >= until) {
				Ok(())
			} else {
				Err(wrong(
					"개표 기한 전에 개표할 수 없다고 하였습니다.",
					"it was declared undecryptable before the deadline",
				)
				.at(done))
			}
		},
		_ => {
			let turnout = total.turnout;
			Err(Fault::new(
				"OutcomeDiffers",
				text!(
					"참여자 {turnout}명, 최소 {minimum}명인 투표에서 나올 수 없는 결과입니다.",
					"with {turnout} ballots and a minimum of {minimum} this outcome cannot be"
				),
			)
			.at(done))
		},
	}
}

fn check_certification(export: &Export, total: &Total) -> Result<(), Fault> {
	let Some(signed) = &export.certification else {
		return Ok(());
	};
	let quorum = export.approved.poll.settings.quorum;
	let same = outcome_of(export) == Some(&signed.outcome)
		&& signed.ballots == total.turnout
		&& signed.quorum == quorum;
	let in_order = export
		.ending
		.as_ref()
		.is_some_and(|ending| ending.done.place < signed.done.place);
	if same && in_order {
		return Ok(());
	}
	Err(differs(
		"CertificationDiffers",
		"확정된 결과, 참여자 수 또는 정족수가 감사한 것과 다릅니다.",
		"outcome, turnout or quorum of the certification are not what was audited",
	)
	.at(&signed.done))
}
