// SPDX-License-Identifier: Apache-2.0

//! 중고자동차 성능·상태점검기록부 (form 82): from the codes that an inspector's system writes to those
//! that the chain takes. The tables are those of the client library.

use crate::{
	error::{text, Failure, Result},
	times,
};
use serde::Deserialize;
use serde_json::{json, Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};

const TABLES: &str = include_str!("../../scripts/e2e/lib/form82.json");
const DETAIL_BYTES: usize = 11;
const NOT_APPLICABLE: &str = "notApplicable";
const NOT_APPLICABLE_CODE: u8 = 3;
/// The letters of the drawing's marks in the order of the form's legend, which is the chain's.
const MARKS: &str = "XWCAUT";

#[derive(Deserialize)]
struct Tables {
	/// By scale and state: the code, and the form's word.
	scales: BTreeMap<String, BTreeMap<String, (u8, String)>>,
	items: Vec<Item>,
	panels: Vec<PanelName>,
	/// By letter: the chain's name, and the form's word.
	codes: BTreeMap<char, (String, String)>,
}

#[derive(Deserialize)]
struct Item {
	key: String,
	scale: String,
}

#[derive(Deserialize)]
struct PanelName {
	panel: String,
}

fn tables() -> Result<Tables> {
	serde_json::from_str(TABLES).map_err(|error| {
		Failure::file(
			"FormTables",
			text!(
				"서식 표를 읽을 수 없습니다: {error}",
				"The form's tables cannot be read: {error}"
			),
		)
	})
}

/// The form as the chain's call takes it. `form` is what the inspector's system writes: the fields of
/// the call, with panels as `["FrontFender", "Left", "X"]` and details by name.
pub fn encode(form: &Json) -> Result<Json> {
	let tables = tables()?;
	let object = form.as_object().ok_or_else(|| {
		Failure::input(
			"FormNotAnObject",
			text!(
				"점검 내용 파일은 JSON 객체여야 합니다.",
				"The form file must hold a JSON object."
			),
		)
	})?;
	let mut encoded = object.clone();
	if let Some(text) = object.get("inspectedAt").and_then(Json::as_str) {
		encoded.insert("inspectedAt".into(), times::parse(text)?.into());
	}
	let panels = object
		.get("panels")
		.and_then(Json::as_array)
		.map_or(&[][..], Vec::as_slice)
		.iter()
		.map(|finding| panel(&tables, finding))
		.collect::<Result<Vec<_>>>()?;
	encoded.insert("panels".into(), panels.into());
	let nothing = Map::new();
	let details = object
		.get("details")
		.and_then(Json::as_object)
		.unwrap_or(&nothing);
	let bytes = encode_details(&tables, details)?;
	encoded.insert("details".into(), format!("0x{}", hex::encode(bytes)).into());
	Ok(Json::Object(encoded))
}

fn panel(tables: &Tables, finding: &Json) -> Result<Json> {
	let unreadable = || {
		let shown = finding.to_string();
		Failure::input(
			"PanelUnreadable",
			text!(
				"부위 표시 {shown}을(를) 읽을 수 없습니다. [\"Door\", \"Left\", \"XW\"] 또는 절단·용접이면 [\"Door\", \"Left\", \"XW\", true]로 쓰십시오.",
				"The panel finding {shown} cannot be read. Write [\"Door\", \"Left\", \"XW\"], or with true at the end if it was cut or welded."
			),
		)
	};
	let parts = finding.as_array().ok_or_else(unreadable)?;
	let texts: Vec<&str> = parts.iter().take(3).filter_map(Json::as_str).collect();
	let cut_or_welded = match parts.get(3) {
		None => false,
		Some(Json::Bool(cut)) => *cut,
		Some(_) => return Err(unreadable()),
	};
	let &[panel, position, marks] = texts.as_slice() else {
		return Err(unreadable());
	};
	if parts.len() > 4 {
		return Err(unreadable());
	}
	if !tables.panels.iter().any(|known| known.panel == panel) {
		return Err(Failure::input(
			"PanelUnknown",
			text!(
				"점검부위에 없는 \"{panel}\"입니다.",
				"The form has no panel {panel}."
			),
		));
	}
	if marks.is_empty() {
		return Err(Failure::input(
			"PanelWithoutCode",
			text!(
				"{panel}: 상태표시 부호가 없습니다.",
				"{panel}: a marked panel needs at least one code."
			),
		));
	}
	let letters: BTreeSet<char> = marks.chars().collect();
	if let Some(stranger) = letters.iter().find(|letter| !MARKS.contains(**letter)) {
		return Err(Failure::input(
			"PanelCode",
			text!(
				"상태표시 부호에 없는 \"{stranger}\"입니다.",
				"{stranger} is not one of X, W, C, A, U, T."
			),
		));
	}
	let codes: Vec<&str> = MARKS
		.chars()
		.filter(|letter| letters.contains(letter))
		.filter_map(|letter| tables.codes.get(&letter))
		.map(|(name, _)| name.as_str())
		.collect();
	Ok(json!({
		"panel": panel,
		"position": position,
		"codes": codes,
		"cutOrWelded": cut_or_welded,
	}))
}

fn encode_details(tables: &Tables, states: &Map<String, Json>) -> Result<[u8; DETAIL_BYTES]> {
	let mut bytes = [0u8; DETAIL_BYTES];
	for (index, item) in tables.items.iter().enumerate() {
		let key = &item.key;
		let state = states.get(key).and_then(Json::as_str).ok_or_else(|| {
			Failure::input(
				"DetailMissing",
				text!(
					"세부상태 {key}이(가) 비어 있습니다.",
					"The form's item {key} is missing."
				),
			)
		})?;
		let scale = tables.scales.get(&item.scale);
		let code = if state == NOT_APPLICABLE {
			Some(NOT_APPLICABLE_CODE)
		} else {
			scale
				.and_then(|scale| scale.get(state))
				.map(|(code, _)| *code)
		};
		let Some(code) = code else {
			let names: Vec<&str> = scale
				.into_iter()
				.flat_map(BTreeMap::keys)
				.map(String::as_str)
				.collect();
			let names = names.join(", ");
			return Err(Failure::input(
				"DetailState",
				text!(
					"세부상태 {key}에 없는 상태 \"{state}\"입니다({names}, {NOT_APPLICABLE}).",
					"The form's item {key} can be {names} or {NOT_APPLICABLE}, not {state}."
				),
			));
		};
		if let Some(byte) = bytes.get_mut(index / 4) {
			*byte |= code << (index % 4 * 2);
		}
	}
	if let Some(stranger) = states
		.keys()
		.find(|key| !tables.items.iter().any(|item| item.key == **key))
	{
		return Err(Failure::input(
			"DetailUnknown",
			text!(
				"세부상태에 없는 항목 \"{stranger}\"입니다.",
				"The form has no item {stranger}."
			),
		));
	}
	Ok(bytes)
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Decode;
	use pallet_car_registry::form82::{InspectionForm, DETAIL_ITEMS};
	use scale_info::{MetaType, PortableRegistry, Registry};

	fn sample() -> Json {
		let papers: Json =
			serde_json::from_str(include_str!("../../scripts/e2e/documents/sample.json")).unwrap();
		let mut form = papers["dealerSale"]["form"].clone();
		form["inspectedAt"] = json!("2026-11-20 10:00");
		form["odometerKm"] = papers["dealerSale"]["car"]["km"].clone();
		form
	}

	#[test]
	fn the_sample_form_is_one_that_the_chain_takes() {
		let mut registry = Registry::new();
		let id = registry
			.register_type(&MetaType::new::<InspectionForm>())
			.id;
		let registry: PortableRegistry = registry.into();
		let mut bytes = Vec::new();
		crate::scale::Types::new(&registry, 42)
			.encode(id, &encode(&sample()).unwrap(), "form", &mut bytes)
			.unwrap();
		let form = InspectionForm::decode(&mut bytes.as_slice()).unwrap();
		assert_eq!(form.check(), Ok(()));
		assert_eq!(form.odometer_km, 48_217);
		assert_eq!(form.panels.len(), 2);
		assert!(!form.accident_history().accident);
		assert!(form.accident_history().simple_repair);
		assert_eq!(tables().unwrap().items.len(), DETAIL_ITEMS);
	}

	#[test]
	fn marks_are_in_the_order_of_the_legend_and_count_once() {
		let finding = panel(&tables().unwrap(), &json!(["Door", "Left", "TXWX", true])).unwrap();
		assert_eq!(
			finding["codes"],
			json!(["Exchange", "WeldOrSheetMetal", "Damage"])
		);
		assert_eq!(finding["cutOrWelded"], true);
	}

	#[test]
	fn faults_of_a_form_are_named() {
		let fault = |change: &dyn Fn(&mut Json)| {
			let mut form = sample();
			change(&mut form);
			encode(&form).unwrap_err().code
		};
		assert_eq!(
			fault(&|form| form["panels"] = json!([["Wing", "Left", "X"]])),
			"PanelUnknown"
		);
		assert_eq!(
			fault(&|form| form["panels"] = json!([["Door", "Left", ""]])),
			"PanelWithoutCode"
		);
		assert_eq!(
			fault(&|form| form["panels"] = json!([["Door", "Left", "Z"]])),
			"PanelCode"
		);
		for unreadable in [
			json!("Door"),
			json!(["Door", "X"]),
			json!(["Door", "Left", "X", "yes"]),
		] {
			assert_eq!(
				fault(&|form| form["panels"] = json!([unreadable])),
				"PanelUnreadable"
			);
		}
		assert_eq!(
			fault(&|form| form["details"]["engineIdling"] = json!(null)),
			"DetailMissing"
		);
		assert_eq!(
			fault(&|form| form["details"]["engineIdling"] = json!("leak")),
			"DetailState"
		);
		assert_eq!(
			fault(&|form| form["details"]["rotors"] = json!("good")),
			"DetailUnknown"
		);
		assert_eq!(
			fault(&|form| form["inspectedAt"] = json!("yesterday")),
			"TimeUnreadable"
		);
		assert_eq!(encode(&json!([])).unwrap_err().code, "FormNotAnObject");
	}
}
