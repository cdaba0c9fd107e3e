// SPDX-License-Identifier: Apache-2.0

//! Everything that a poll's result follows from, computed anew. It needs an export and nothing else.

use super::{
	ballots,
	export::{Export, Place},
	fault::Fault,
	key, outcome, roll,
};
use crate::error::{text, Text};
use pallet_mvoting::{QuestionFault, Settings};
use seoul_chain_ballot::ThresholdKey;
use seoul_chain_primitives::Moment;

/// What is being verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
	Rings,
	Enrolments,
	Ballots,
	Shares,
}

/// Is told how much of a step is done, and of how much.
pub type Progress<'a> = dyn Fn(Step, usize, usize) + 'a;

/// What was found, where nothing is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
	/// The key of an encrypted poll.
	pub key: Option<ThresholdKey>,
	/// At most so many could vote.
	pub eligible: u64,
	pub enrolled: usize,
	/// Ballots, with those that were replaced.
	pub casts: usize,
	pub turnout: u32,
	/// Votes of each option, if they are known.
	pub votes: Option<Vec<u32>>,
}

/// Until when ballots are accepted, as it was at a place.
pub fn closes_at(export: &Export, place: Place) -> Moment {
	export
		.extensions
		.iter()
		.rfind(|extension| extension.done.place < place)
		.map_or(export.approved.poll.settings.closes_at, |extension| {
			extension.new_closes_at
		})
}

/// Verify a poll, and name the first thing that is wrong: key, roll, ballots, sums, shares, outcome.
pub fn verify(export: &Export, threads: usize, progress: &Progress<'_>) -> Result<Findings, Fault> {
	check_words(export)?;
	check_extensions(export)?;
	let key = key::check(export)?;
	roll::check(export, threads, progress)?;
	let enrolled = roll::check_enrolments(export, threads, progress)?;
	let total = ballots::check(export, key.as_ref(), &enrolled, threads, progress)?;
	let votes = outcome::check(export, key.as_ref(), &total, progress)?;
	Ok(Findings {
		eligible: export.opened.roll.at_most(),
		enrolled: enrolled.len(),
		casts: total.casts,
		turnout: total.turnout,
		key,
		votes,
	})
}

/// Nothing but the end of voting may have changed since the poll was approved.
fn check_words(export: &Export) -> Result<(), Fault> {
	let (approved, finally) = (&export.approved, &export.finally);
	approved.question.check().map_err(|fault| {
		let (ko, en) = match fault {
			QuestionFault::Text => ("글이 올바르지 않습니다", "a text is not readable"),
			QuestionFault::Form => ("투표 방식이 불가능합니다", "the form is impossible"),
			QuestionFault::LabelCount => (
				"선택지 이름의 수가 맞지 않습니다",
				"there is not one label for each option",
			),
			QuestionFault::SameLabel => (
				"같은 이름의 선택지가 있습니다",
				"two options have the same label",
			),
		};
		Fault::new("QuestionImpossible", text!("{ko}.", "{en}"))
	})?;
	let form = approved.question.form;
	if approved.question != finally.question
		|| form != approved.poll.form
		|| form != finally.poll.form
	{
		return Err(Fault::new(
			"QuestionChanged",
			Text::new(
				"질문이나 선택지가 승인 뒤에 바뀌었습니다.",
				"question or options changed after the approval",
			),
		));
	}
	let kept = |settings: &Settings| Settings {
		closes_at: 0,
		..settings.clone()
	};
	let (before, after) = (&approved.poll.settings, &finally.poll.settings);
	if kept(before) != kept(after)
		|| approved.poll.office != finally.poll.office
		|| approved.poll.source != finally.poll.source
		|| approved.poll.listed != finally.poll.listed
	{
		return Err(Fault::new(
			"SettingsChanged",
			Text::new(
				"투표 조건이 승인 뒤에 바뀌었습니다.",
				"how the poll is held changed after the approval",
			),
		));
	}
	Ok(())
}

/// The end may only have moved outwards, each time before it was reached.
fn check_extensions(export: &Export) -> Result<(), Fault> {
	let mut ends = export.approved.poll.settings.closes_at;
	let mut last = export.opened.done.place;
	for extension in &export.extensions {
		let done = &extension.done;
		if extension.old_closes_at != ends
			|| extension.new_closes_at <= ends
			|| done.at >= ends
			|| done.place <= last
		{
			return Err(Fault::new(
				"ExtensionDiffers",
				Text::new(
					"종료 시각이 그 전에 뒤로만 옮겨지지 않았습니다.",
					"the end was not moved outwards before it was reached",
				),
			)
			.at(done));
		}
		ends = extension.new_closes_at;
		last = done.place;
	}
	if ends != export.finally.poll.settings.closes_at {
		return Err(Fault::new(
			"ExtensionDiffers",
			Text::new(
				"종료 시각이 기록된 연장과 다릅니다.",
				"the end is not the one of the recorded extensions",
			),
		));
	}
	Ok(())
}
