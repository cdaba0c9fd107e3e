// SPDX-License-Identifier: Apache-2.0

//! Polls as an office writes them into a file, checked by the chain's own rules before anything is sent.

use crate::{
	desk::{self, Desk},
	error::{text, Failure, Result, Text},
	facility::questions::Questions,
	metadata::lacks,
	output::Report,
	pay::draft::{load, placed},
	ring::node::{collection_name, collections, parse_bytes},
	submit::Extras,
	times, trustee,
	voting::Voting,
};
use clap::Args;
use pallet_mvoting::{
	is_line, Accepted, BoardKind, BoardStage, BoardStatus, Eligibility, Label, PollTerms, Question,
	QuestionFault, Secrecy, Settings, SettingsFault, Title, Visibility, MAX_DOCUMENTS, MAX_LABEL,
	MAX_TITLE, MAX_VALUES,
};
use seoul_chain_ballot::{BoardId, Form, PollId, MAX_OPTIONS};
use seoul_chain_login::{CredentialValue, SchemaId};
use seoul_chain_primitives::{
	chain::DAY, district::DISTRICTS, DistrictCode, DocumentCommitment, Moment,
};
use serde::Deserialize;
use serde_json::Value as Json;
use sp_core::{bounded::BoundedVec, ConstU32, H256};
use std::path::{Path, PathBuf};

/// The example of a file.
const TEMPLATE: &str = include_str!("template.json");

/// 초안 파일의 보기
#[derive(Debug, Args)]
pub struct Template {}

/// The example, for people and programs alike.
pub fn template() -> Report {
	Report::verbatim(TEMPLATE.to_owned())
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
	ko: String,
	en: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum FormEntry {
	YesNo,
	SingleChoice,
	Approval { min: u8, max: u8 },
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct QuestionFile {
	title: Words,
	options: Vec<Words>,
	form: FormEntry,
	#[serde(default)]
	documents: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum SecrecyEntry {
	Public,
	Secret,
	Anonymous,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum VisibilityEntry {
	Live,
	TurnoutOnly,
	AfterClose,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CredentialEntry {
	schema: u16,
	one_of: Option<Vec<u32>>,
	between: Option<[u32; 2]>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum EligibleEntry {
	AllCitizens,
	ListedCards,
	/// Its name or its code.
	District(Json),
	Credential(CredentialEntry),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PollFile {
	title: Option<Words>,
	options: Option<Vec<Words>>,
	form: Option<FormEntry>,
	#[serde(default)]
	documents: Vec<PathBuf>,
	secrecy: SecrecyEntry,
	board: Option<u32>,
	visibility: VisibilityEntry,
	eligible: EligibleEntry,
	opens_at: String,
	closes_at: String,
	#[serde(default)]
	quorum: u32,
	#[serde(default)]
	minimum_turnout: u32,
	#[serde(default)]
	reward: u64,
}

impl PollFile {
	/// Its question, if it has one. Half a question is none.
	fn take_question(&mut self) -> Result<Option<QuestionFile>> {
		let documents = std::mem::take(&mut self.documents);
		match (self.title.take(), self.options.take(), self.form.take()) {
			(Some(title), Some(options), Some(form)) => Ok(Some(QuestionFile {
				title,
				options,
				form,
				documents,
			})),
			(None, None, None) if documents.is_empty() => Ok(None),
			_ => Err(Failure::input(
				"QuestionIncomplete",
				Text::new(
					"질문은 title, options, form이 모두 있어야 합니다(documents는 없어도 됩니다).",
					"A question has title, options and form, all of them; documents may be left out.",
				),
			)),
		}
	}
}

/// What a file says.
pub struct Draft {
	/// Nothing if the file has only how the poll is held.
	pub question: Option<Question>,
	pub settings: Settings,
}

/// The question of a file that has nothing else. The documents that it names are committed to.
pub fn question(path: &Path, extras: &mut Extras) -> Result<Question> {
	question_of(load(path)?, path, extras)
}

/// A poll of a file, checked as far as that can be done without a chain. The documents that it names are committed to.
pub fn read(path: &Path, extras: &mut Extras) -> Result<Draft> {
	let mut file: PollFile = load(path)?;
	let asked = file.take_question()?;
	let settings = settings_of(&file)?;
	let question = asked
		.map(|asked| question_of(asked, path, extras))
		.transpose()?;
	Ok(Draft { question, settings })
}

/// A text that is shown to voters.
fn shown_text<const MOST: u32>(place: &str, typed: &str) -> Result<BoundedVec<u8, ConstU32<MOST>>> {
	let bytes = typed.as_bytes();
	if !is_line(bytes) {
		return Err(Failure::input(
			"TextUnfit",
			text!(
				"{place}: 비어 있거나, 줄이 바뀌거나, 보이지 않는 문자가 있습니다.",
				"{place} is empty, has a line break, or characters that are not seen."
			),
		));
	}
	bytes.to_vec().try_into().map_err(|_| {
		let length = bytes.len();
		Failure::input(
			"TextTooLong",
			text!(
				"{place}: UTF-8로 {MOST}바이트까지입니다(지금 {length}바이트).",
				"{place} has {length} bytes of UTF-8, at most {MOST} are possible."
			),
		)
	})
}

/// At most so many of something.
fn at_most(name: &str, count: usize, most: u32) -> Result<()> {
	if u32::try_from(count).is_ok_and(|count| count <= most) {
		return Ok(());
	}
	Err(Failure::input(
		"DraftTooLong",
		text!(
			"{name}: {most}개까지 둘 수 있습니다(지금 {count}개).",
			"{name} has {count} entries, at most {most} are possible."
		),
	))
}

fn question_of(file: QuestionFile, path: &Path, extras: &mut Extras) -> Result<Question> {
	at_most("options", file.options.len(), MAX_OPTIONS)?;
	at_most("documents", file.documents.len(), MAX_DOCUMENTS)?;
	let title = Title {
		korean: shown_text::<MAX_TITLE>("title.ko", &file.title.ko)?,
		english: shown_text::<MAX_TITLE>("title.en", &file.title.en)?,
	};
	let labels: Vec<Label> = file
		.options
		.iter()
		.enumerate()
		.map(|(place, option)| {
			Ok(Label {
				korean: shown_text::<MAX_LABEL>(&format!("options[{place}].ko"), &option.ko)?,
				english: shown_text::<MAX_LABEL>(&format!("options[{place}].en"), &option.en)?,
			})
		})
		.collect::<Result<_>>()?;
	let options = u8::try_from(labels.len()).unwrap_or(u8::MAX);
	let mut question = Question {
		title,
		labels: BoundedVec::truncate_from(labels),
		form: match file.form {
			FormEntry::YesNo => Form::YesNo,
			FormEntry::SingleChoice => Form::SingleChoice { options },
			FormEntry::Approval { min, max } => Form::Approval { options, min, max },
		},
		documents: BoundedVec::default(),
	};
	question.check().map_err(question_fault)?;
	// The last, because it leaves salts beside the documents.
	let folder = path.parent().unwrap_or_else(|| Path::new(""));
	let documents = (1u32..)
		.zip(&file.documents)
		.map(|(number, document)| {
			let name = format!("document{number}");
			let committed = desk::paper(&name, &folder.join(document), None, extras)?;
			let bytes = committed.as_str().and_then(parse_bytes);
			bytes
				.map(|bytes| DocumentCommitment(H256(bytes)))
				.ok_or_else(|| lacks("DocumentCommitment"))
		})
		.collect::<Result<Vec<_>>>()?;
	question.documents = BoundedVec::truncate_from(documents);
	Ok(question)
}

fn question_fault(fault: QuestionFault) -> Failure {
	let (code, text) = match fault {
		QuestionFault::Text => (
			"TextUnfit",
			Text::new(
				"글이 비어 있거나 보이지 않는 문자가 있습니다.",
				"A text is empty or has characters that are not seen.",
			),
		),
		QuestionFault::Form => (
			"FormImpossible",
			text!(
				"form: 선택지는 2~{MAX_OPTIONS}개이고, approval의 min과 max는 min ≤ max ≤ 선택지 수이며 max는 1 이상입니다.",
				"form: there are 2 to {MAX_OPTIONS} options, and of an approval min ≤ max ≤ the options, with max at least 1."
			),
		),
		QuestionFault::LabelCount => (
			"OptionsMissing",
			Text::new(
				"options: yes-no 투표의 선택지는 둘이고, 첫째가 찬성입니다.",
				"options: a yes-no poll has two, and the first is yes.",
			),
		),
		QuestionFault::SameLabel => (
			"OptionTwice",
			Text::new(
				"options: 이름이 같은 선택지가 있습니다.",
				"options: two have the same label in one of the languages.",
			),
		),
	};
	Failure::input(code, text)
}

/// A district by its name, or by its code as a number or a text.
fn parse_district(typed: &Json) -> Result<DistrictCode> {
	let name = typed
		.as_str()
		.map_or_else(|| typed.to_string(), |name| name.trim().to_owned());
	DISTRICTS
		.iter()
		.find(|known| {
			known.name_ko == name
				|| known.name_en.eq_ignore_ascii_case(&name)
				|| known.code.to_string() == name
		})
		.map(|known| DistrictCode(known.code))
		.ok_or_else(|| {
			Failure::input(
				"DistrictUnknown",
				text!(
					"{name}은(는) 서울의 자치구가 아닙니다. 이름(강동구, Gangdong-gu)이나 행정 코드 다섯 자리(11740)로 쓰십시오.",
					"{name} is no district of Seoul. Write its name (강동구, Gangdong-gu) or the five digits of its code (11740)."
				),
			)
		})
}

fn accepted_of(entry: &CredentialEntry) -> Result<Accepted> {
	match (&entry.one_of, entry.between) {
		(Some(values), None) => {
			at_most("oneOf", values.len(), MAX_VALUES)?;
			let mut values: Vec<CredentialValue> =
				values.iter().copied().map(CredentialValue).collect();
			values.sort_unstable();
			Ok(Accepted::OneOf {
				values: BoundedVec::truncate_from(values),
			})
		},
		(None, Some([lowest, highest])) => Ok(Accepted::Between {
			lowest: CredentialValue(lowest),
			highest: CredentialValue(highest),
		}),
		_ => Err(Failure::input(
			"ValuesMissing",
			Text::new(
				"credential: oneOf(값의 목록)와 between([최솟값, 최댓값]) 가운데 하나를 쓰십시오.",
				"credential: write either oneOf, a list of values, or between, the lowest and the highest.",
			),
		)),
	}
}

fn secrecy_of(secrecy: SecrecyEntry, board: Option<u32>) -> Result<Secrecy> {
	match (secrecy, board.map(BoardId)) {
		(SecrecyEntry::Public, None) => Ok(Secrecy::Public),
		(SecrecyEntry::Secret, Some(board)) => Ok(Secrecy::Secret { board }),
		(SecrecyEntry::Anonymous, Some(board)) => Ok(Secrecy::Anonymous { board }),
		(SecrecyEntry::Public, Some(_)) => Err(Failure::input(
			"BoardNotNeeded",
			Text::new(
				"board: 공개 투표에는 수탁자단이 없습니다.",
				"board: a public poll has no trustees.",
			),
		)),
		(SecrecyEntry::Secret | SecrecyEntry::Anonymous, None) => Err(Failure::input(
			"BoardMissing",
			Text::new(
				"board: 비밀·익명 투표에는 수탁자단의 번호가 필요합니다. seoul board list로 찾으십시오.",
				"board: a secret or anonymous poll needs the number of a board of trustees. Find one with seoul board list.",
			),
		)),
	}
}

fn settings_of(file: &PollFile) -> Result<Settings> {
	let time = |name: &str, typed: &str| times::parse(typed).map_err(|cause| placed(name, cause));
	let eligibility = match &file.eligible {
		EligibleEntry::AllCitizens => Eligibility::AllCitizens,
		EligibleEntry::ListedCards => Eligibility::ListedCards,
		EligibleEntry::District(district) => Eligibility::District {
			district: parse_district(district).map_err(|cause| placed("eligible", cause))?,
		},
		EligibleEntry::Credential(entry) => Eligibility::Credential {
			schema: SchemaId(entry.schema),
			accepted: accepted_of(entry).map_err(|cause| placed("eligible", cause))?,
		},
	};
	Ok(Settings {
		secrecy: secrecy_of(file.secrecy, file.board)?,
		visibility: match file.visibility {
			VisibilityEntry::Live => Visibility::Live,
			VisibilityEntry::TurnoutOnly => Visibility::TurnoutOnly,
			VisibilityEntry::AfterClose => Visibility::AfterClose,
		},
		eligibility,
		opens_at: time("opensAt", &file.opens_at)?,
		closes_at: time("closesAt", &file.closes_at)?,
		quorum: file.quorum,
		minimum_turnout: file.minimum_turnout,
		reward: file.reward,
	})
}

/// Why a poll cannot be held so, in the words of the file.
fn settings_fault(fault: SettingsFault, terms: &PollTerms, now: Moment) -> Failure {
	let (longest, points, minimum) = (
		terms.longest_poll.checked_div(DAY).unwrap_or_default(),
		terms.most_points,
		terms.least_minimum,
	);
	let now = times::show(now);
	let (code, text) = match fault {
		SettingsFault::Period => (
			"InvalidPeriod",
			text!(
				"closesAt은 opensAt보다, 그리고 지금({now})보다 뒤여야 합니다.",
				"closesAt must be after opensAt, and after now ({now})."
			),
		),
		SettingsFault::TooLong => (
			"PollTooLong",
			text!(
				"투표 기간은 최장 {longest}일입니다.",
				"A poll is open for {longest} days at most."
			),
		),
		SettingsFault::Values => (
			"InvalidEligibility",
			Text::new(
				"eligible: 값은 하나 이상이고 서로 다르며, 범위는 작은 값부터 씁니다.",
				"eligible: there must be a value, none twice, and a range goes from low to high.",
			),
		),
		SettingsFault::Eligibility => (
			"EligibilityNotPossible",
			Text::new(
				"eligible: 익명 투표는 all-citizens 또는 district만 됩니다. 링이 있는 것이 그뿐입니다.",
				"eligible: an anonymous poll is for all-citizens or a district, which have rings.",
			),
		),
		SettingsFault::Visibility => (
			"VisibilityNotPossible",
			Text::new(
				"visibility: 공개 투표는 live, 비밀·익명 투표는 turnout-only 또는 after-close입니다.",
				"visibility: a public poll is live, a secret or anonymous one turnout-only or after-close.",
			),
		),
		SettingsFault::Minimum => (
			"MinimumNotPossible",
			Text::new(
				"minimumTurnout: 공개 투표에는 둘 수 없습니다. quorum을 쓰십시오.",
				"minimumTurnout: a public poll has none. Use quorum.",
			),
		),
		SettingsFault::MinimumTooLow => (
			"MinimumTooLow",
			text!(
				"minimumTurnout: 비밀·익명 투표에서는 {minimum}명 이상이어야 합니다.",
				"minimumTurnout: a secret or anonymous poll has at least {minimum}."
			),
		),
		SettingsFault::RewardTooHigh => (
			"RewardTooHigh",
			text!(
				"reward: 최대 {points}점입니다.",
				"reward: at most {points} points."
			),
		),
		SettingsFault::Reward => (
			"RewardNotPossible",
			Text::new(
				"reward: 익명 투표에는 둘 수 없습니다. 받는 사람이 드러납니다.",
				"reward: an anonymous poll has none. It would name the voter.",
			),
		),
	};
	Failure::input(code, text)
}

/// Check what depends on the chain: its terms and clock, the board, the kind of credential, the rings.
pub async fn check(
	desk: &Desk,
	settings: &Settings,
	poll: Option<PollId>,
	extras: &mut Extras,
) -> Result<()> {
	let voting = Voting::of(desk);
	let terms = voting.terms().await?;
	let now = desk.state.now().await?;
	settings
		.check(&terms, now)
		.map_err(|fault| settings_fault(fault, &terms, now))?;
	if let Eligibility::Credential { schema, .. } = settings.eligibility {
		let known = Questions::of(&desk.chain, &desk.state)
			.schema(schema)
			.await?;
		if known.is_none() {
			let number = schema.0;
			return Err(Failure::input(
				"SchemaUnknown",
				text!(
					"eligible: 자격 종류 {number}이(가) 없습니다.",
					"eligible: there is no kind of credential {number}."
				),
			));
		}
	}
	if let (Secrecy::Anonymous { .. }, Some(collection)) =
		(settings.secrecy, settings.eligibility.collection())
	{
		let all = collections(desk).await?;
		if !all.iter().any(|(known, _)| *known == collection) {
			let name = collection_name(collection);
			return Err(Failure::input(
				"CollectionUnknown",
				text!(
					"eligible: 모음 {name}의 익명 링이 이 체인에 없습니다.",
					"eligible: this chain has no rings of collection {name}."
				),
			));
		}
	}
	match settings.secrecy.board() {
		Some(board) => check_board(&voting, board, settings, poll, extras).await,
		None => Ok(()),
	}
}

/// Whether a board could serve a poll. One that is still making its key is told of.
async fn check_board(
	voting: &Voting<'_>,
	id: BoardId,
	settings: &Settings,
	poll: Option<PollId>,
	extras: &mut Extras,
) -> Result<()> {
	let number = id.0;
	let board = voting.board(id).await?.board;
	let Text { ko, en } = trustee::board_stage(board.status.stage());
	if matches!(
		board.status.stage(),
		BoardStage::Failed | BoardStage::Retired
	) {
		return Err(Failure::input(
			"BoardNotReady",
			text!(
				"board: {number}번 수탁자단은 쓸 수 없습니다({ko}).",
				"board: board {number} serves no new poll: {en}."
			),
		));
	}
	if let BoardKind::Assigned { poll: other, .. } = board.kind {
		if poll != Some(other) {
			let other = other.0;
			return Err(Failure::input(
				"BoardAssigned",
				text!(
					"board: {number}번 수탁자단은 {other}번 투표의 것입니다.",
					"board: board {number} is that of poll {other}."
				),
			));
		}
	}
	if settings.opens_at < board.from || board.until < settings.closes_at {
		let [from, until] = [board.from, board.until].map(times::show);
		return Err(Failure::input(
			"OutsideBoardTerm",
			text!(
				"board: {number}번 수탁자단의 임기는 {from}부터 {until}까지입니다. 투표의 시작과 종료가 그 안이어야 합니다.",
				"board: the term of board {number} is from {from} to {until}. The poll must open and close within it."
			),
		));
	}
	if !matches!(board.status, BoardStatus::Ready { .. }) {
		extras.lines.push(text!(
			"{number}번 수탁자단이 아직 준비되지 않았습니다({ko}). 준비된 뒤에만 투표를 승인할 수 있습니다.",
			"Board {number} is not ready ({en}). The poll can only be approved when it is."
		));
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		files::tests::Folder,
		scale::{json_of, tests::both_ways},
	};
	use serde_json::json;

	/// 2027-03-01 in Seoul.
	const NOW: Moment = 1_803_826_800_000;

	fn template() -> Json {
		serde_json::from_str(TEMPLATE).unwrap()
	}

	/// What a changed template is read as.
	fn read_with(pointer: &str, changed: Json) -> Result<Draft> {
		let folder = Folder::new();
		let mut file = template();
		let (parent, name) = pointer.rsplit_once('/').unwrap();
		match file.pointer_mut(parent).unwrap() {
			Json::Array(entries) => entries[name.parse::<usize>().unwrap()] = changed,
			other => other[name] = changed,
		}
		folder.file("explanation.pdf", "explanation");
		read(
			&folder.file("poll.json", &file.to_string()),
			&mut Extras::default(),
		)
	}

	fn refused(pointer: &str, changed: Json) -> Failure {
		match read_with(pointer, changed) {
			Err(failure) => failure,
			Ok(draft) => settings_fault(
				draft
					.settings
					.check(&PollTerms::default(), NOW)
					.expect_err(pointer),
				&PollTerms::default(),
				NOW,
			),
		}
	}

	#[test]
	fn the_template_is_a_poll_and_stands_in_the_documentation() {
		let folder = Folder::new();
		folder.file("explanation.pdf", "explanation");
		let path = folder.file("poll.json", TEMPLATE);
		let mut extras = Extras::default();
		let Draft { question, settings } = read(&path, &mut extras).unwrap();
		let question = question.unwrap();
		assert_eq!(settings.check(&PollTerms::default(), NOW), Ok(()));
		assert_eq!(question.form, Form::YesNo);
		assert_eq!(settings.secrecy, Secrecy::Secret { board: BoardId(0) });
		let district = DistrictCode(11_740);
		assert_eq!(settings.eligibility, Eligibility::District { district });
		assert_eq!(times::show(settings.opens_at), "2027-03-02 09:00:00 KST");
		// What is sent is what was read.
		both_ways(&question, &json_of(&question).unwrap());
		both_ways(&settings, &json_of(&settings).unwrap());
		// The commitment is that of the document with the salt that was left beside it.
		let hex = format!("{:?}", question.documents[0].0);
		assert_eq!(extras.json["document1Commitment"], json!(hex));
		assert!(folder.path("explanation.pdf.salt").exists());
		let documentation = include_str!("../../../docs/command-line.md");
		assert!(documentation.contains(&format!("```json\n{TEMPLATE}```\n")));
	}

	#[test]
	fn a_file_without_a_question_keeps_that_of_the_poll() {
		let mut file = template();
		for name in ["title", "options", "form", "documents"] {
			file.as_object_mut().unwrap().remove(name);
		}
		let folder = Folder::new();
		let path = folder.file("settings.json", &file.to_string());
		let draft = read(&path, &mut Extras::default()).unwrap();
		assert_eq!(draft.question, None);
		file["title"] = json!({"ko": "제목", "en": "Title"});
		let path = folder.file("half.json", &file.to_string());
		let failure = read(&path, &mut Extras::default()).err().unwrap();
		assert_eq!(failure.code, "QuestionIncomplete");
	}

	#[test]
	fn forms_and_electorates_are_those_of_the_chain() {
		let form = |typed: Json| read_with("/form", typed).unwrap().question.unwrap().form;
		assert_eq!(
			form(json!("single-choice")),
			Form::SingleChoice { options: 2 }
		);
		assert_eq!(
			form(json!({"approval": {"min": 0, "max": 2}})),
			Form::Approval {
				options: 2,
				min: 0,
				max: 2
			}
		);
		let eligible = |typed: Json| read_with("/eligible", typed).unwrap().settings.eligibility;
		assert_eq!(eligible(json!("all-citizens")), Eligibility::AllCitizens);
		assert_eq!(eligible(json!("listed-cards")), Eligibility::ListedCards);
		for typed in [
			json!("Gangdong-gu"),
			json!(11_740),
			json!("11740"),
			json!(" 강동구 "),
		] {
			let district = DistrictCode(11_740);
			assert_eq!(
				eligible(json!({ "district": typed })),
				Eligibility::District { district }
			);
		}
		let values = |typed: &[u32]| {
			typed
				.iter()
				.copied()
				.map(CredentialValue)
				.collect::<Vec<_>>()
		};
		assert_eq!(
			eligible(json!({"credential": {"schema": 2, "oneOf": [3, 2]}})),
			Eligibility::Credential {
				schema: SchemaId(2),
				accepted: Accepted::OneOf {
					values: values(&[2, 3]).try_into().unwrap()
				},
			}
		);
		assert_eq!(
			eligible(json!({"credential": {"schema": 2, "between": [2, 3]}})),
			Eligibility::Credential {
				schema: SchemaId(2),
				accepted: Accepted::Between {
					lowest: CredentialValue(2),
					highest: CredentialValue(3)
				},
			}
		);
	}

	#[test]
	fn every_mistake_of_a_question_is_named_before_anything_is_sent() {
		let long = "가".repeat(67);
		let many: Vec<Json> = (0..33)
			.map(|number| json!({"ko": number.to_string(), "en": number.to_string()}))
			.collect();
		for (pointer, changed, code, word) in [
			("/titel", json!("x"), "DraftUnreadable", "titel"),
			("/title/ko", json!(""), "TextUnfit", "title.ko"),
			("/title/en", json!("a\nb"), "TextUnfit", "title.en"),
			("/title/ko", json!(long), "TextTooLong", "201 bytes"),
			(
				"/options/1/en",
				json!("N\u{202e}o"),
				"TextUnfit",
				"options[1].en",
			),
			("/options/1/ko", json!("찬성"), "OptionTwice", "same label"),
			(
				"/options",
				json!([{"ko": "가", "en": "a"}]),
				"OptionsMissing",
				"two",
			),
			("/options", json!(many), "DraftTooLong", "32"),
			("/form", json!("ranking"), "DraftUnreadable", "ranking"),
			(
				"/form",
				json!({"approval": {"min": 2, "max": 1}}),
				"FormImpossible",
				"min",
			),
			(
				"/documents",
				json!(["none.pdf"]),
				"FileNotFound",
				"none.pdf",
			),
		] {
			let failure = refused(pointer, changed);
			assert_eq!(failure.code, code, "{pointer}");
			assert!(failure.text.en.contains(word), "{}", failure.text.en);
		}
	}

	#[test]
	fn every_mistake_of_the_settings_is_named_before_anything_is_sent() {
		for (pointer, changed, code, word) in [
			("/secrecy", json!("private"), "DraftUnreadable", "private"),
			("/secrecy", json!("public"), "BoardNotNeeded", "trustees"),
			(
				"/secrecy",
				json!("anonymous"),
				"RewardNotPossible",
				"reward",
			),
			("/board", Json::Null, "BoardMissing", "seoul board list"),
			(
				"/visibility",
				json!("live"),
				"VisibilityNotPossible",
				"turnout-only",
			),
			(
				"/eligible",
				json!({"district": "Busan"}),
				"DistrictUnknown",
				"Busan",
			),
			(
				"/eligible",
				json!({"credential": {"schema": 2}}),
				"ValuesMissing",
				"oneOf",
			),
			(
				"/eligible",
				json!({"credential": {"schema": 2, "oneOf": [2, 2]}}),
				"InvalidEligibility",
				"twice",
			),
			("/opensAt", json!("tomorrow"), "TimeUnreadable", "opensAt"),
			(
				"/closesAt",
				json!("2027-03-02"),
				"InvalidPeriod",
				"closesAt",
			),
			("/closesAt", json!("2027-09-02"), "PollTooLong", "90 days"),
			("/minimumTurnout", json!(9), "MinimumTooLow", "10"),
			("/quorum", json!(-1), "DraftUnreadable", "at line"),
			("/reward", json!(501), "RewardTooHigh", "500"),
		] {
			let failure = refused(pointer, changed);
			assert_eq!(failure.code, code, "{pointer}");
			assert!(failure.text.en.contains(word), "{}", failure.text.en);
		}
	}
}
