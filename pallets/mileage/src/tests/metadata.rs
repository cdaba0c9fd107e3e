// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, *};
use scale_info::{form::MetaForm, Type, TypeDef, TypeInfo, Variant};

fn is_hangul(letter: char) -> bool {
	('가'..='힣').contains(&letter)
}

fn variants(of: &Type) -> Vec<Variant<MetaForm>> {
	match &of.type_def {
		TypeDef::Variant(variants) => variants.variants.clone(),
		other => panic!("{other:?} has no variants"),
	}
}

fn assert_korean_then_english(what: &str, docs: &[&str]) {
	let lines: Vec<&str> = docs
		.iter()
		.map(|line| line.trim())
		.filter(|line| !line.is_empty())
		.collect();
	assert!(lines.len() >= 2, "{what}: {lines:?}");
	assert!(lines[0].contains(is_hangul), "{what}: {}", lines[0]);
	assert!(
		lines[1].starts_with(|letter: char| letter.is_ascii_uppercase()),
		"{what}: {}",
		lines[1]
	);
}

#[test]
fn clients_show_every_call_event_error_item_and_constant_in_korean_and_english() {
	for shown in [
		Call::<Test>::type_info(),
		Event::<Test>::type_info(),
		Error::<Test>::type_info(),
	] {
		for variant in variants(&shown) {
			if !variant.name.starts_with("__") {
				assert_korean_then_english(variant.name, &variant.docs);
			}
		}
	}
	for item in Mileage::storage_metadata().entries {
		assert_korean_then_english(item.name, &item.docs);
	}
	for constant in Mileage::pallet_constants_metadata() {
		assert_korean_then_english(constant.name, &constant.docs);
	}
}

#[test]
fn clients_show_every_field_of_an_event_in_korean_and_english() {
	for variant in variants(&Event::<Test>::type_info()) {
		for field in variant.fields {
			let text = field.docs.join(" ");
			assert!(
				text.contains(is_hangul)
					&& text.contains(|letter: char| letter.is_ascii_alphabetic()),
				"{}::{:?}: {text:?}",
				variant.name,
				field.name
			);
			assert!(
				!["new", "class", "delete", "default"].contains(&field.name.unwrap_or_default())
			);
		}
	}
}
