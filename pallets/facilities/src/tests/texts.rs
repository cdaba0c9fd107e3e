// SPDX-License-Identifier: Apache-2.0

use scale_info::{TypeDef, TypeInfo};
use seoul_chain_login::Refusal;

#[test]
fn clients_show_every_refusal_in_korean_and_english() {
	let TypeDef::Variant(refusals) = Refusal::type_info().type_def else {
		panic!("a refusal is an enum");
	};
	for refusal in refusals.variants {
		let text = refusal.docs.join(" ");
		assert!(
			text.contains(|letter: char| ('가'..='힣').contains(&letter))
				&& text.contains(|letter: char| letter.is_ascii_uppercase()),
			"{}: {text:?}",
			refusal.name
		);
	}
}
