// SPDX-License-Identifier: Apache-2.0

//! What clients show of the city's pallets: every text in Korean and then in English, and names that JavaScript can read. The
//! pallets are those of the runtime's metadata that are not the SDK's, so that a new one is held to it by being there.

use codec::Decode;
use frame_metadata::{
	v16::{PalletMetadata, RuntimeMetadataV16},
	RuntimeMetadata, RuntimeMetadataPrefixed,
};
use scale_info::{form::PortableForm, interner::UntrackedSymbol, Field, TypeDef, Variant};
use seoul_chain_runtime::Runtime;
use std::{any::TypeId, collections::BTreeSet};

/// The pallets of the SDK, whose texts are not ours.
const OF_THE_SDK: [&str; 20] = [
	"Assets",
	"Aura",
	"Authorship",
	"Balances",
	"Council",
	"Grandpa",
	"Historical",
	"Migrations",
	"Multisig",
	"Offences",
	"Proxy",
	"SafeMode",
	"Session",
	"System",
	"TechnicalCommittee",
	"Timestamp",
	"TransactionPayment",
	"TxPause",
	"Utility",
	"Whitelist",
];

/// What FRAME adds to a counted map, with a text of its own.
const COUNTER: &str = "CounterFor";

/// Words that a field in JavaScript cannot be taken apart by.
const RESERVED: &str = "arguments await break case catch class const continue debugger default delete do \
	else enum eval export extends false finally for function if implements import in instanceof interface \
	let new null package private protected public return static super switch this throw true try typeof \
	var void while with yield";

/// Fields that are called so all the same, by crate: a client in JavaScript gives them another name when it takes them apart.
const RENAMED_BY_CLIENTS: [(&str, &str); 1] = [("pallet_transaction_quota", "class")];

/// The metadata in its newest version, as a client gets it.
fn metadata() -> RuntimeMetadataV16 {
	let encoded = sp_io::TestExternalities::default()
		.execute_with(|| Runtime::metadata_at_version(16))
		.expect("version 16 is offered");
	let decoded = RuntimeMetadataPrefixed::decode(&mut encoded.as_slice());
	match decoded.expect("it is metadata").1 {
		RuntimeMetadata::V16(metadata) => metadata,
		other => panic!("version {} was given", other.version()),
	}
}

type Pallet = PalletMetadata<PortableForm>;
type TypeNumber = UntrackedSymbol<TypeId>;

fn ours(metadata: &RuntimeMetadataV16) -> Vec<&Pallet> {
	metadata
		.pallets
		.iter()
		.filter(|pallet| !OF_THE_SDK.contains(&pallet.name.as_str()))
		.collect()
}

fn variants(metadata: &RuntimeMetadataV16, of: TypeNumber) -> &[Variant<PortableForm>] {
	let shown = metadata.types.resolve(of.id).expect("the type is there");
	match &shown.type_def {
		TypeDef::Variant(variants) => &variants.variants,
		other => panic!("{other:?} has no variants"),
	}
}

fn is_hangul(letter: char) -> bool {
	('가'..='힣').contains(&letter)
}

/// Whether it is a text in Korean and one in English.
fn are_korean_and_english(korean: &str, english: &str) -> bool {
	korean.contains(is_hangul) && english.starts_with(|letter: char| letter.is_ascii_uppercase())
}

/// Whether the first line is Korean, and the next that is not empty English.
fn is_korean_then_english(docs: &[String]) -> bool {
	let mut lines = docs
		.iter()
		.map(|line| line.trim())
		.filter(|line| !line.is_empty());
	matches!(
		(lines.next(), lines.next()),
		(Some(korean), Some(english)) if are_korean_and_english(korean, english)
	)
}

/// Whether the first sentence is Korean, and the next English: what is short stands in one line.
fn is_korean_then_english_in_one_line(docs: &[String]) -> bool {
	docs.join(" ")
		.trim()
		.split_once(". ")
		.is_some_and(|(korean, english)| are_korean_and_english(korean, english.trim_start()))
}

/// How the Korean sentence of a text ends. Calls say what they do and events what was done, plainly ("한다", "되었다"); an error
/// answers the person who signed ("없습니다").
fn is_plain(docs: &[String]) -> bool {
	let sentence = first_sentence(docs);
	sentence.ends_with('다') && !is_polite(docs)
}

fn is_polite(docs: &[String]) -> bool {
	first_sentence(docs).ends_with("니다")
}

/// The first sentence, without the full stop and without those who may call, in brackets.
fn first_sentence(docs: &[String]) -> &str {
	let line = docs.first().map_or("", |line| line.trim());
	let sentence = line.split(". ").next().unwrap_or_default();
	let sentence = sentence.split(" (").next().unwrap_or_default();
	sentence.trim_end_matches('.')
}

/// Whether the English of a call begins with a verb in the third person: "Registers".
fn says_what_it_does(docs: &[String]) -> bool {
	docs.iter()
		.map(|line| line.trim())
		.filter(|line| !line.is_empty())
		.nth(1)
		.and_then(|english| english.split_whitespace().next())
		.is_some_and(|verb| verb.trim_end_matches(['.', ',', ':']).ends_with('s'))
}

fn text(lines: &[&str]) -> Vec<String> {
	lines.iter().map(|line| (*line).to_owned()).collect()
}

#[test]
fn the_sdks_pallets_are_in_the_runtime_and_the_citys_are_the_others() {
	let metadata = metadata();
	let all: BTreeSet<&str> = metadata
		.pallets
		.iter()
		.map(|pallet| pallet.name.as_str())
		.collect();
	assert!(OF_THE_SDK.iter().all(|name| all.contains(name)));
	let ours: BTreeSet<&str> = ours(&metadata)
		.into_iter()
		.map(|pallet| pallet.name.as_str())
		.collect();
	assert_eq!(ours.len() + OF_THE_SDK.len(), all.len());
	for pallet in ["Agencies", "ChainIdentity", "MVoting", "ValidatorSet"] {
		assert!(ours.contains(pallet), "{pallet} is not looked at");
	}
}

#[test]
fn clients_show_every_call_event_error_item_constant_and_view_in_korean_and_english() {
	let metadata = metadata();
	let mut seen = 0;
	let mut poor = Vec::new();
	for pallet in ours(&metadata) {
		let mut look = |kind: &str, name: &str, docs: &[String]| {
			seen += 1;
			if !is_korean_then_english(docs) {
				poor.push(format!("{} {kind} {name}: {docs:?}", pallet.name));
			}
		};
		for (kind, shown) in [
			("call", pallet.calls.as_ref().map(|calls| calls.ty)),
			("event", pallet.event.as_ref().map(|event| event.ty)),
			("error", pallet.error.as_ref().map(|error| error.ty)),
		] {
			let variants = shown.map(|shown| variants(&metadata, shown));
			for variant in variants.unwrap_or_default() {
				look(kind, &variant.name, &variant.docs);
			}
		}
		for item in pallet.storage.iter().flat_map(|storage| &storage.entries) {
			if !item.name.starts_with(COUNTER) {
				look("item", &item.name, &item.docs);
			}
		}
		for constant in &pallet.constants {
			look("constant", &constant.name, &constant.docs);
		}
		for view in &pallet.view_functions {
			look("view", &view.name, &view.docs);
		}
	}
	assert!(poor.is_empty(), "{}", poor.join("\n"));
	assert!(seen > 1_200, "only {seen} texts were looked at");
}

#[test]
fn calls_and_events_are_told_plainly_and_errors_politely() {
	let metadata = metadata();
	let (mut seen, mut other) = (0, Vec::new());
	for pallet in ours(&metadata) {
		let shown = [
			(
				"call",
				pallet.calls.as_ref().map(|calls| calls.ty),
				(|docs| is_plain(docs) && says_what_it_does(docs)) as fn(&[String]) -> bool,
			),
			(
				"event",
				pallet.event.as_ref().map(|event| event.ty),
				is_plain,
			),
			(
				"error",
				pallet.error.as_ref().map(|error| error.ty),
				is_polite,
			),
		];
		for (kind, of, holds) in shown {
			let variants = of.map(|of| variants(&metadata, of));
			for variant in variants.unwrap_or_default() {
				seen += 1;
				if !holds(&variant.docs) {
					other.push(format!(
						"{} {kind} {}: {:?}",
						pallet.name, variant.name, variant.docs
					));
				}
			}
		}
	}
	assert!(other.is_empty(), "{}", other.join("\n"));
	assert!(seen > 1_000, "only {seen} texts were looked at");
}

#[test]
fn clients_show_every_field_of_an_event_in_korean_and_english() {
	let metadata = metadata();
	let mut seen = 0;
	let mut poor = Vec::new();
	for pallet in ours(&metadata) {
		let events = pallet.event.as_ref();
		let events = events.map(|event| variants(&metadata, event.ty));
		for event in events.unwrap_or_default() {
			for Field { name, docs, .. } in &event.fields {
				seen += 1;
				if name.is_none() || !is_korean_then_english_in_one_line(docs) {
					poor.push(format!("{}.{} {name:?}: {docs:?}", pallet.name, event.name));
				}
			}
		}
	}
	assert!(poor.is_empty(), "{}", poor.join("\n"));
	assert!(seen > 900, "only {seen} fields were looked at");
}

#[test]
fn a_text_that_lacks_a_language_is_refused() {
	let refused = [
		text(&[]),
		text(&["", " "]),
		text(&["기관을 등록한다."]),
		text(&["Registers an agency."]),
		text(&["기관을 등록한다. Registers an agency."]),
		text(&["Registers an agency.", "기관을 등록한다."]),
		text(&["기관을 등록한다.", "", "기관의 번호는 새로 매긴다."]),
		text(&["기관을 등록한다.", "registers an agency."]),
		text(&["ㄱ.", "Registers an agency."]),
	];
	for docs in refused {
		assert!(!is_korean_then_english(&docs), "{docs:?}");
	}
	for docs in [
		text(&["기관을 등록한다.", "Registers an agency."]),
		text(&[
			" 기관을 등록한다. ",
			"",
			" Registers an agency.",
			"It acts.",
		]),
	] {
		assert!(is_korean_then_english(&docs), "{docs:?}");
	}
}

#[test]
fn how_a_text_speaks_is_told_apart() {
	for plain in [
		"기관을 등록한다.",
		"열렸다. 되돌릴 수 없습니다.",
		" 기관을 폐지한다 (협의회; 담당자도 가능합니다).",
	] {
		assert!(is_plain(&text(&[plain])), "{plain}");
		assert!(!is_polite(&text(&[plain])), "{plain}");
	}
	for polite in ["권한이 없습니다.", "제안이 아닙니다 (해당 매매)."] {
		assert!(is_polite(&text(&[polite])), "{polite}");
		assert!(!is_plain(&text(&[polite])), "{polite}");
	}
	for neither in ["", "기관 등록.", "기관 등록 (등록한다)."] {
		assert!(!is_plain(&text(&[neither])), "{neither}");
		assert!(!is_polite(&text(&[neither])), "{neither}");
	}
	assert!(says_what_it_does(&text(&["발행한다.", "Mints. It acts."])));
	assert!(says_what_it_does(&text(&[
		"등록한다.",
		"",
		"Registers an agency."
	])));
	for refused in [
		text(&[]),
		text(&["등록한다."]),
		text(&["등록한다.", "Register agencies."]),
	] {
		assert!(!says_what_it_does(&refused), "{refused:?}");
	}
}

#[test]
fn a_text_in_one_line_that_lacks_a_language_is_refused() {
	let refused = [
		text(&[]),
		text(&["기관 번호."]),
		text(&["The agency."]),
		text(&["The agency. 기관 번호."]),
		text(&["기관 번호: the agency."]),
		text(&["기관 번호. the agency."]),
		text(&["기관 번호. 새로 매긴 번호."]),
	];
	for docs in refused {
		assert!(!is_korean_then_english_in_one_line(&docs), "{docs:?}");
	}
	for docs in [
		text(&[" 기관 번호. The agency."]),
		text(&["기관 번호.", "The agency."]),
		text(&["기관 번호. The agency. It acts", "for itself."]),
	] {
		assert!(is_korean_then_english_in_one_line(&docs), "{docs:?}");
	}
}

#[test]
fn no_other_field_is_called_by_a_reserved_word_of_javascript() {
	let metadata = metadata();
	let crate_of = |of: TypeNumber| {
		let shown = metadata.types.resolve(of.id).expect("the type is there");
		shown.path.segments.first().cloned()
	};
	let crates: BTreeSet<String> = ours(&metadata)
		.iter()
		.filter_map(|pallet| pallet.error.as_ref().and_then(|error| crate_of(error.ty)))
		.collect();
	assert!(crates.contains("pallet_car_registry"));
	let reserved: BTreeSet<&str> = RESERVED.split_whitespace().collect();
	let mut seen = 0;
	let mut found = BTreeSet::new();
	for shown in &metadata.types.types {
		let Some(first) = shown.ty.path.segments.first() else {
			continue;
		};
		if !crates.contains(first) && !first.starts_with("seoul_chain") {
			continue;
		}
		let fields: Vec<_> = match &shown.ty.type_def {
			TypeDef::Composite(composite) => composite.fields.iter().collect(),
			TypeDef::Variant(all) => {
				let fields = all.variants.iter().flat_map(|variant| &variant.fields);
				fields.collect()
			},
			_ => vec![],
		};
		for name in fields.iter().filter_map(|field| field.name.as_ref()) {
			seen += 1;
			if reserved.contains(name.as_str()) {
				found.insert((first.as_str(), name.as_str()));
			}
		}
	}
	assert_eq!(found, BTreeSet::from(RENAMED_BY_CLIENTS));
	assert!(seen > 1_500, "only {seen} fields were looked at");
}
