// SPDX-License-Identifier: Apache-2.0

//! What clients show of this pallet: its texts, and names that they can read.

use crate::{
	mock::{CarRegistry, Test},
	*,
};
use frame_support::traits::ConstU32;
use scale_info::{
	form::{MetaForm, PortableForm},
	meta_type, Field, PortableRegistry, Registry, Type, TypeDef, TypeInfo, Variant,
};

/// Words that a field in JavaScript cannot be taken apart by.
const RESERVED: &str = "arguments await break case catch class const continue debugger default delete do \
	else enum eval export extends false finally for function if implements import in instanceof interface \
	let new null package private protected public return static super switch this throw true try typeof \
	var void while with yield";

fn variants(of: &Type) -> Vec<Variant<MetaForm>> {
	match &of.type_def {
		TypeDef::Variant(variants) => variants.variants.clone(),
		other => panic!("{other:?} has no variants"),
	}
}

fn is_hangul(letter: char) -> bool {
	('가'..='힣').contains(&letter)
}

#[test]
fn clients_show_every_call_event_and_error_in_korean_and_english() {
	for shown in [
		Call::<Test>::type_info(),
		Event::<Test>::type_info(),
		Error::<Test>::type_info(),
	] {
		for variant in variants(&shown) {
			if variant.name == "__Ignore" {
				continue;
			}
			let lines: Vec<_> = variant
				.docs
				.iter()
				.map(|line| line.trim())
				.filter(|line| !line.is_empty())
				.collect();
			assert!(
				lines.first().is_some_and(|line| line.contains(is_hangul)),
				"{} does not begin in Korean: {lines:?}",
				variant.name
			);
			assert!(
				lines.get(1).is_some_and(
					|line| line.starts_with(|letter: char| letter.is_ascii_uppercase())
				),
				"{} does not go on in English: {lines:?}",
				variant.name
			);
		}
	}
}

#[test]
fn clients_show_every_storage_item_in_korean_and_english() {
	for item in CarRegistry::storage_metadata().entries {
		let text = item.docs.join(" ");
		assert!(
			item.name.starts_with(':')
				|| item.name == "CounterFor"
				|| text.contains(is_hangul)
					&& text.contains(|letter: char| letter.is_ascii_alphabetic()),
			"{}: {text:?}",
			item.name
		);
	}
}

#[test]
fn no_field_is_called_by_a_reserved_word_of_javascript() {
	let mut registry = Registry::new();
	for part in [
		meta_type::<Call<Test>>(),
		meta_type::<Event<Test>>(),
		meta_type::<Vehicle>(),
		meta_type::<Sale>(),
		meta_type::<Record>(),
		meta_type::<IncidentEntry>(),
		meta_type::<Encumbrance>(),
		meta_type::<MortgageConsent>(),
		meta_type::<Divergence>(),
		meta_type::<WarrantyClaim>(),
		meta_type::<DocumentEntry>(),
		meta_type::<VehicleInfo>(),
		meta_type::<frame_support::BoundedVec<DatedTerms, ConstU32<MAX_DATED_TERMS>>>(),
	] {
		registry.register_type(&part);
	}
	let reserved: Vec<_> = RESERVED.split_whitespace().collect();
	let mut seen = 0;
	let mut check = |of: &str, fields: &[Field<PortableForm>]| {
		for name in fields.iter().filter_map(|field| field.name.as_ref()) {
			seen += 1;
			assert!(
				!reserved.contains(&name.as_str()),
				"{of} has a field called `{name}`, which polkadot.js cannot read"
			);
		}
	};
	for portable in PortableRegistry::from(registry).types {
		let name = portable.ty.path.segments.join("::");
		match &portable.ty.type_def {
			TypeDef::Composite(composite) => check(&name, &composite.fields),
			TypeDef::Variant(all) => all
				.variants
				.iter()
				.for_each(|variant| check(&format!("{name}::{}", variant.name), &variant.fields)),
			_ => {},
		}
	}
	assert!(seen > 300, "only {seen} fields were looked at");
}
