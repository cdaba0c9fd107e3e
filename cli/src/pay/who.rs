// SPDX-License-Identifier: Apache-2.0

//! Who must act for a claim or a line to go on, and by when.

use super::{
	api::{id, name, variant},
	days,
};
use crate::error::{text, Text};
use serde_json::{json, Value as Json};

/// What somebody is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
	/// The party; nothing if it is the chain, or whoever has a key.
	pub who: Json,
	pub what: Text,
	/// The last day, if there is one.
	pub due: Option<u32>,
}

impl Task {
	fn new(who: Json, what: Text, due: Option<u32>) -> Self {
		Self { who, what, due }
	}
}

fn agency(number: &Json) -> Json {
	json!({ "Agency": number })
}

/// The last day of the deadline in a status.
fn due(status: &Json) -> Option<u32> {
	days::number(&variant(status).1["deadline"]["due"])
}

/// Who submitted a claim, as a party.
fn claimant(contract: &Json, claim: &Json, tree: &[(u64, Json)]) -> Json {
	match variant(&claim["claimant"]) {
		("Subcontractor", number) => tree
			.iter()
			.find(|(known, _)| *known == id(number))
			.map_or(Json::Null, |(_, subcontract)| {
				subcontract["contractor"].clone()
			}),
		("Department", _) => agency(&contract["department"]),
		_ => contract["members"][0]["party"].clone(),
	}
}

/// Who must act for a claim to go on.
pub fn of_claim(contract: &Json, claim: &Json, tree: &[(u64, Json)]) -> Option<Task> {
	let status = &claim["status"];
	let level = name(&claim["level"]);
	// After a timeout the next level answers.
	let answers = |first: &str| match level {
		"Officer" => agency(&contract["officer"]),
		"Department" => agency(&contract["department"]),
		_ => agency(&contract[first]),
	};
	let due = due(status);
	let (who, what) = match name(status) {
		"Submitted" if level == "Inspector" => (
			answers("supervisor"),
			text!("청구 확인", "endorse the claim"),
		),
		"Submitted" | "Inspecting" => (answers("inspector"), text!("검사", "inspect")),
		"Inspected" => (answers("department"), text!("승인", "approve")),
		"CorrectionOrdered" => (
			claimant(contract, claim, tree),
			text!("보완 제출", "correct and submit again"),
		),
		"Approved" => (
			claimant(contract, claim, tree),
			text!("지급 청구", "request the payment"),
		),
		"Unfunded" => (
			agency(&contract["officer"]),
			text!("자금 예치", "fund the contract"),
		),
		"PaymentRequested" | "Releasing" => (
			Json::Null,
			text!("체인이 스스로 지급", "the chain pays by itself"),
		),
		_ => return None,
	};
	Some(Task::new(who, what, due))
}

/// Who must act for a line to go on.
pub fn of_line(contract: &Json, line: &Json) -> Option<Task> {
	let status = &line["status"];
	let (who, what) = match name(status) {
		"Objected" => (
			agency(&contract["disputeBody"]),
			text!("분쟁 결정", "decide the dispute"),
		),
		"Attached" => (
			agency(&variant(status).1["court"]),
			text!("압류 처리", "settle what is attached"),
		),
		"Unclaimed" => (
			Json::Null,
			text!("수취인 등록과 수령", "be admitted and redeem it"),
		),
		"Instructed" => (
			Json::Null,
			text!("은행 지급 확인", "confirm the bank's payment"),
		),
		"Returned" => (
			agency(&contract["officer"]),
			text!("재지급 또는 공탁", "have it retried, or deposit it"),
		),
		_ => return None,
	};
	Some(Task::new(who, what, due(status)))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn contract() -> Json {
		json!({
			"department": 20, "officer": 16, "supervisor": 21, "inspector": 22, "disputeBody": 28,
			"members": [{"party": {"Agency": 23}, "share": 1_000_000}],
		})
	}

	fn who(claim: &Json) -> (Json, Option<u32>) {
		let tree = vec![(4, json!({"contractor": {"Agency": 24}}))];
		let task = of_claim(&contract(), claim, &tree).unwrap();
		(task.who, task.due)
	}

	#[test]
	fn the_office_whose_turn_it_is_is_named_with_the_last_day() {
		let deadline = json!({"deadline": {"due": 20_814}});
		let claim = |status: &str, level: &str| json!({"status": {status: deadline}, "level": level, "claimant": "Lead"});
		for (status, level, agency) in [
			("Submitted", "Inspector", 21),
			("Submitted", "Department", 20),
			("Inspecting", "Inspector", 22),
			("Inspecting", "Department", 20),
			("Inspecting", "Officer", 16),
			("Inspected", "Inspector", 20),
			("Inspected", "Officer", 16),
			("Unfunded", "Inspector", 16),
		] {
			assert_eq!(
				who(&claim(status, level)),
				(json!({ "Agency": agency }), Some(20_814)),
				"{status} {level}"
			);
		}
		assert_eq!(
			who(&claim("PaymentRequested", "Inspector")),
			(Json::Null, Some(20_814))
		);
	}

	#[test]
	fn the_claimant_corrects_and_requests() {
		let claim = |claimant: Json| json!({"status": {"Approved": {"on": 1}}, "level": "Inspector", "claimant": claimant});
		assert_eq!(who(&claim(json!("Lead"))).0, json!({"Agency": 23}));
		assert_eq!(
			who(&claim(json!({"Subcontractor": 4}))).0,
			json!({"Agency": 24})
		);
		assert_eq!(who(&claim(json!("Department"))).0, json!({"Agency": 20}));
	}

	#[test]
	fn what_is_paid_waits_for_nobody() {
		assert_eq!(
			of_claim(&contract(), &json!({"status": {"Paid": {}}}), &[]),
			None
		);
		assert_eq!(of_line(&contract(), &json!({"status": "Pending"})), None);
		let disputed = json!({"status": {"Objected": {"deadline": {"due": 7}}}});
		let task = of_line(&contract(), &disputed).unwrap();
		assert_eq!((task.who, task.due), (json!({"Agency": 28}), Some(7)));
	}
}
