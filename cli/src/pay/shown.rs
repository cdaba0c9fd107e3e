// SPDX-License-Identifier: Apache-2.0

//! Answers about payments for people: states in the words of contracts, days as dates, shares in percent.

use super::{
	api,
	days::{self, Days},
	rates,
};
use crate::{error::text, language::Language, output::Output, words};
use serde_json::{json, Map, Value as Json};

/// States and kinds: the chain's name, Korean, English. Elsewhere some of them have other words.
const WORDS: &[(&str, &str, &str)] = &[
	("Active", "이행 중", "works going on"),
	("Advance", "선금", "advance"),
	("Approved", "승인", "approved"),
	("Attached", "압류", "attached"),
	("ChangeProposed", "변경 협의", "another amount proposed"),
	("Closed", "종결", "closed"),
	("Completed", "준공", "completed"),
	("Completion", "준공", "completion"),
	("Confirmed", "확인", "confirmed"),
	("Contested", "이의", "contested"),
	("CorrectionOrdered", "보완 요구", "to be corrected"),
	("Decided", "결정됨", "decided"),
	("Decision", "결정", "decision"),
	("DefectPeriod", "하자담보 기간", "period for defects"),
	("Deposited", "공탁", "deposited"),
	("Draft", "작성", "draft"),
	("Ended", "종료", "ended"),
	("Equipment", "장비", "equipment"),
	("Funded", "자금 배정", "funded"),
	("Inspected", "검사 합격", "passed"),
	("Inspecting", "검사 중", "being inspected"),
	("Instructed", "은행 지급 지시", "with the bank"),
	("Labour", "노무비", "wages"),
	("Material", "자재", "material"),
	("Objected", "이의", "in dispute"),
	("Paid", "지급 완료", "paid"),
	("PartlyPaid", "일부 지급", "partly paid"),
	("Passed", "합격", "passed"),
	("PaymentRequested", "지급 청구됨", "payment requested"),
	("Pending", "대기", "waiting"),
	("Progress", "기성", "progress"),
	("Proposed", "체결 전", "not signed yet"),
	("Purchase", "구매", "purchase"),
	("Releasing", "지급 중", "being paid"),
	("Reported", "검사 중", "reported"),
	("Returned", "지급 반환", "returned"),
	("Services", "용역", "services"),
	("Settlement", "해지 정산", "settlement"),
	("Share", "구성원 대금", "member's share"),
	("Signed", "체결", "signed"),
	("Submitted", "제출", "submitted"),
	("Suspended", "정지", "suspended"),
	("Terminated", "해지", "terminated"),
	("Unclaimed", "미등록 수취인", "payee not admitted"),
	("Unfunded", "자금 부족", "waiting for money"),
	("Withdrawn", "취하·반려", "withdrawn"),
	("Work", "하도급 대금", "work"),
	("Works", "공사", "works"),
];

/// Fields that hold a day.
const DAYS: &[&str] = &[
	"completeBy",
	"due",
	"effectiveFrom",
	"from",
	"on",
	"payOn",
	"reportedOn",
	"since",
	"submittedOn",
	"today",
	"until",
];

/// Fields that hold millionths of a whole.
const RATES: &[&str] = &[
	"cityLateRate",
	"delayDamagesPerDay",
	"highestAdvance",
	"highestDelayDamages",
	"highestLateRate",
	"lateRate",
	"lowestDefectBond",
	"share",
	"subcontractLateRate",
];

/// A state or kind in the words of contracts.
pub fn word(name: &str, output: Output) -> String {
	WORDS
		.iter()
		.find(|(known, _, _)| *known == name)
		.map_or_else(
			|| words::value(name, output.language),
			|(_, ko, en)| match output.language {
				Language::Ko => (*ko).to_owned(),
				Language::En => (*en).to_owned(),
			},
		)
}

/// The state or kind that a variant names, in words.
pub fn state(value: &Json, output: Output) -> String {
	word(api::name(value), output)
}

/// A deadline: its last day, and from when it runs.
pub fn deadline(value: &Json, days: &Days, output: Output) -> Option<String> {
	let due = days.show(days::number(&value["due"])?);
	let from = days.show(days::number(&value["from"])?);
	let (kind, length) = api::variant(&value["period"]);
	let length = api::id(length);
	let period = if kind == "BusinessDays" {
		text!("영업일 {length}일", "{length} business days")
	} else {
		text!("{length}일", "{length} days")
	};
	let period = output.say(&period);
	let missed = value["missed"].as_bool().unwrap_or(false);
	let told = if missed {
		text!(
			"{due} (기한 경과, {from}부터 {period})",
			"{due} (passed unheeded; {period} from {from})"
		)
	} else {
		text!(
			"{due} ({from}부터 {period})",
			"{due} ({period} from {from})"
		)
	};
	Some(output.say(&told).to_owned())
}

/// An answer with dates in place of days, percentages in place of shares and words in place of states, as
/// [`words::describe`] shows it.
pub fn readable(value: &Json, days: &Days, output: Output) -> Json {
	match value {
		Json::Object(object) => {
			if object.contains_key("period") && object.contains_key("missed") {
				if let Some(told) = deadline(value, days, output) {
					return json!(told);
				}
			}
			object
				.iter()
				.map(|(name, content)| (name.clone(), field(name, content, days, output)))
				.collect::<Map<_, _>>()
				.into()
		},
		Json::Array(elements) => elements
			.iter()
			.map(|element| readable(element, days, output))
			.collect(),
		plain => plain.clone(),
	}
}

fn field(name: &str, content: &Json, days: &Days, output: Output) -> Json {
	if DAYS.contains(&name) {
		if let Some(day) = days::number(content) {
			return json!(days.show(day));
		}
	}
	if RATES.contains(&name) {
		if let Some(rate) = days::number(content) {
			return json!(rates::show(rate));
		}
	}
	if matches!(name, "status" | "kind") {
		let (variant, inner) = api::variant(content);
		// Work without a report of its own has nothing more to say.
		let is_bare = inner.is_null() || inner == &json!({"report": null});
		if is_bare && !variant.is_empty() {
			return json!(word(variant, output));
		}
	}
	readable(content, days, output)
}

#[cfg(test)]
mod tests {
	use super::*;
	use seoul_chain_primitives::chain::DAY;

	fn output(language: Language) -> Output {
		Output {
			language,
			json: false,
			quiet: true,
		}
	}

	fn days() -> Days {
		Days {
			length: DAY,
			today: 20_800,
			holidays: Vec::new(),
		}
	}

	#[test]
	fn the_words_are_sorted_and_named_once() {
		for pair in WORDS.windows(2) {
			assert!(pair[0].0 < pair[1].0, "{} before {}", pair[0].0, pair[1].0);
		}
	}

	#[test]
	fn a_contract_has_its_own_words() {
		assert_eq!(word("Active", output(Language::Ko)), "이행 중");
		assert_eq!(
			state(&json!({"Suspended": {"since": 1}}), output(Language::En)),
			"suspended"
		);
		assert_eq!(word("SomethingNew", output(Language::Ko)), "something new");
	}

	#[test]
	fn answers_have_dates_percentages_and_deadlines() {
		let answer = json!({
			"status": {"PaymentRequested": {
				"deadline": {"from": 20_800, "period": {"BusinessDays": 5}, "due": 20_807, "missed": false},
				"payOn": 20_807,
			}},
			"lateRate": 155_000,
			"kind": {"Work": {"report": null}},
			"lines": [{"on": 20_812}],
			"number": 20_812,
		});
		assert_eq!(
			readable(&answer, &days(), output(Language::En)),
			json!({
				"status": {"PaymentRequested": {
					"deadline": "2026-12-20 (5 business days from 2026-12-13)",
					"payOn": "2026-12-20",
				}},
				"lateRate": "15.5 %",
				"kind": "work",
				"lines": [{"on": "2026-12-25"}],
				"number": 20_812,
			})
		);
		let missed = json!({"from": 20_800, "period": {"Days": 14}, "due": 20_814, "missed": true});
		assert_eq!(
			readable(&missed, &days(), output(Language::Ko)),
			json!("2026-12-27 (기한 경과, 2026-12-13부터 14일)")
		);
	}
}
