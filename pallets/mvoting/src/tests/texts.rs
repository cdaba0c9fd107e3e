// SPDX-License-Identifier: Apache-2.0

//! What clients show.

use crate::{mock::*, runtime_api::*, *};
use scale_info::{
	form::MetaForm, meta_type, PortableRegistry, Registry, Type, TypeDef, TypeInfo, Variant,
};

type Call = crate::Call<Test>;

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
	assert!(
		lines.len() >= 2,
		"{what} is documented in one language at most: {lines:?}"
	);
	assert!(
		lines[0].contains(is_hangul),
		"{what} does not begin in Korean: {}",
		lines[0]
	);
	assert!(
		lines[1].starts_with(|letter: char| letter.is_ascii_uppercase()),
		"{what} does not go on in English: {}",
		lines[1]
	);
}

#[test]
fn clients_show_every_call_event_error_and_item_in_korean_and_english() {
	for shown in [
		Call::type_info(),
		Event::<Test>::type_info(),
		Fault::type_info(),
	] {
		for variant in variants(&shown) {
			if variant.name != "__Ignore" {
				assert_korean_then_english(variant.name, &variant.docs);
			}
		}
	}
	for item in MVoting::storage_metadata().entries {
		assert_korean_then_english(item.name, &item.docs);
	}
}

#[test]
fn clients_show_every_field_of_an_event_in_korean_and_english() {
	for variant in variants(&Event::<Test>::type_info()) {
		for field in variant.fields {
			let text = field.docs.join(" ");
			assert!(
				text.contains(is_hangul)
					&& text.contains(|letter: char| letter.is_ascii_uppercase()),
				"{}::{:?}: {text:?}",
				variant.name,
				field.name
			);
		}
	}
}

/// Words that a field in JavaScript cannot be taken apart by.
const RESERVED: &str = "arguments await break case catch class const continue debugger default delete do \
	else enum eval export extends false finally for function if implements import in instanceof interface \
	let new null package private protected public return static super switch this throw true try typeof \
	var void while with yield";

#[test]
fn no_field_is_called_by_a_reserved_word_of_javascript() {
	let mut registry = Registry::new();
	for part in [
		meta_type::<Call>(),
		meta_type::<Event<Test>>(),
		meta_type::<PollInfo>(),
		meta_type::<BallotInfo>(),
		meta_type::<BoardInfo>(),
		meta_type::<DecryptionInfo>(),
		meta_type::<Duty>(),
		meta_type::<Proposal>(),
	] {
		registry.register_type(&part);
	}
	let reserved: Vec<_> = RESERVED.split_whitespace().collect();
	let mut seen = 0;
	for portable in PortableRegistry::from(registry).types {
		let fields: Vec<_> = match &portable.ty.type_def {
			TypeDef::Composite(composite) => composite.fields.clone(),
			TypeDef::Variant(all) => all
				.variants
				.iter()
				.flat_map(|variant| variant.fields.clone())
				.collect(),
			_ => vec![],
		};
		for name in fields.iter().filter_map(|field| field.name.as_ref()) {
			seen += 1;
			assert!(
				!reserved.contains(&name.as_str()),
				"a field is called `{name}`, which polkadot.js cannot read"
			);
		}
	}
	assert!(seen > 150, "only {seen} fields were looked at");
}
