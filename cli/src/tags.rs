// SPDX-License-Identifier: Apache-2.0

//! What stands for a VIN and a plate on chain, computed here.
//!
//! The same rules as `scripts/e2e/lib/tags.js`, and the same test vectors: two spellings of one VIN or
//! plate must give one tag, or a car could be registered twice.

use crate::error::{text, Failure, Result};
use sp_core::H256;
use sp_crypto_hashing::blake2_256;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// Length in bytes of the registrars' key and of a certificate's code.
pub const SECRET_LENGTH: usize = 32;
/// A secret of 32 bytes, wiped from memory when it is dropped.
pub type Secret = Zeroizing<[u8; SECRET_LENGTH]>;

const VIN_LENGTH: usize = 17;

/// 32 bytes from the operating system's random numbers.
pub fn random_secret() -> Result<Secret> {
	let mut secret = Zeroizing::new([0; SECRET_LENGTH]);
	getrandom::fill(secret.as_mut_slice()).map_err(|error| {
		Failure::file(
			"NoRandomness",
			text!(
				"운영체제에서 난수를 얻지 못했습니다: {error}",
				"The operating system gives no random numbers: {error}"
			),
		)
	})?;
	Ok(secret)
}

/// Show one character so that look-alikes are told apart.
fn show(text: &str) -> String {
	let mut characters = text.chars();
	match (characters.next(), characters.next()) {
		(Some(only), None) => format!("\"{only}\" (U+{:04X})", u32::from(only)),
		_ => format!("\"{text}\""),
	}
}

/// A vehicle identification number: 17 upper-case letters and digits, without I, O and Q.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vin(String);

impl Vin {
	/// Lower-case letters are raised. Nothing else is repaired: a stray blank or hyphen may be where a
	/// character is missing, so it is shown to the clerk instead. The ninth character is not checked as a
	/// check digit, because it is one in North America only.
	pub fn parse(vin: &str) -> Result<Self> {
		if vin.is_empty() {
			return Err(Failure::input(
				"VinEmpty",
				text!("차대번호가 비어 있습니다.", "The VIN is empty."),
			));
		}
		// Only ASCII is raised: 'ß' would become 'SS' and 'ı' would become 'I'.
		let upper = vin.to_ascii_uppercase();
		for (index, character) in upper.chars().enumerate() {
			let place = index + 1;
			let shown = show(&character.to_string());
			if !character.is_ascii_alphanumeric() {
				return Err(Failure::input(
					"VinCharacter",
					text!(
						"차대번호 {place}번째 글자 {shown}은(는) 쓸 수 없습니다.",
						"Character {place} of the VIN, {shown}, is neither a Latin letter nor a digit."
					),
				));
			}
			if matches!(character, 'I' | 'O' | 'Q') {
				return Err(Failure::input(
					"VinForbiddenLetter",
					text!(
						"차대번호에는 I, O, Q를 쓰지 않습니다({place}번째 글자 {character}). 숫자 1이나 0인지 확인하십시오.",
						"A VIN has no I, O or Q (character {place} is {character}): is it the digit 1 or 0?"
					),
				));
			}
		}
		let length = upper.chars().count();
		if length != VIN_LENGTH {
			return Err(Failure::input(
				"VinLength",
				text!(
					"차대번호는 {VIN_LENGTH}자리인데 {length}자리입니다.",
					"A VIN has {VIN_LENGTH} characters, this one has {length}."
				),
			));
		}
		Ok(Self(upper))
	}

	pub fn as_str(&self) -> &str {
		&self.0
	}
}

const REGIONS: [&str; 17] = [
	"서울", "부산", "대구", "인천", "광주", "대전", "울산", "세종", "경기", "강원", "충북", "충남",
	"전북", "전남", "경북", "경남", "제주",
];

/// Private cars, then taxis, buses and lorries for hire, parcel delivery, rental, armed forces.
const PLATE_LETTERS: &str = concat!(
	"가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주",
	"바사아자",
	"배",
	"하허호",
	"국합육해공"
);

/// A number plate, in Unicode NFC and without blanks: `12가3456`, `123가4567` or `서울12가3456`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plate(String);

impl Plate {
	/// Some systems hand Korean text over in decomposed form (NFD), which looks alike and hashes
	/// differently; it is composed here. Diplomatic and temporary plates have no tag.
	pub fn parse(plate: &str) -> Result<Self> {
		let normal: String = plate
			.nfc()
			.filter(|character| !is_blank(*character))
			.collect();
		if normal.is_empty() {
			return Err(Failure::input(
				"PlateEmpty",
				text!("등록번호가 비어 있습니다.", "The number plate is empty."),
			));
		}
		if has_plate_shape(&normal) {
			return Ok(Self(normal));
		}
		if let Some(letter) = letter_between_digits(&normal) {
			if !PLATE_LETTERS.contains(letter) {
				let shown = show(&letter.to_string());
				return Err(Failure::input(
					"PlateLetter",
					text!(
						"등록번호에 쓰지 않는 글자 {shown}입니다.",
						"{shown} is not a letter of Korean number plates."
					),
				));
			}
		}
		let shown = show(&normal);
		Err(Failure::input(
			"PlateShape",
			text!(
				"등록번호 {shown}의 형식이 맞지 않습니다(예: 12가3456, 123가4567, 서울12가3456).",
				"{shown} is not shaped like a Korean number plate, such as 12가3456, 123가4567 or 서울12가3456."
			),
		))
	}

	pub fn as_str(&self) -> &str {
		&self.0
	}
}

/// White space as JavaScript has it, so that both libraries take out the same.
fn is_blank(character: char) -> bool {
	character == '\u{feff}' || (character != '\u{85}' && character.is_whitespace())
}

fn has_plate_shape(plate: &str) -> bool {
	let (rest, fewest_digits) = REGIONS
		.iter()
		.find_map(|region| plate.strip_prefix(region))
		.map_or((plate, 2), |rest| (rest, 1));
	let before: usize = rest.chars().take_while(char::is_ascii_digit).count();
	let mut after = rest.chars().skip(before);
	let letter = after
		.next()
		.is_some_and(|letter| PLATE_LETTERS.contains(letter));
	let serial: Vec<char> = after.collect();
	(fewest_digits..=3).contains(&before)
		&& letter
		&& serial.len() == 4
		&& serial.iter().all(char::is_ascii_digit)
}

/// The first letter of any script that stands between two digits.
fn letter_between_digits(text: &str) -> Option<char> {
	let characters: Vec<char> = text.chars().collect();
	characters.windows(3).find_map(|three| match three {
		[before, letter, after]
			if before.is_ascii_digit() && letter.is_alphabetic() && after.is_ascii_digit() =>
		{
			Some(*letter)
		},
		_ => None,
	})
}

/// The code of a registration certificate: 32 random bytes, printed in base32.
#[derive(Clone, PartialEq, Eq)]
pub struct CertificateCode(Secret);

/// Groups of four characters in which a code is printed.
const CODE_GROUP: usize = 4;
const CODE_CHARACTERS: usize = 52;

impl CertificateCode {
	/// A new code. Every registration and every transfer prints a new one, so that the last owner's
	/// certificate no longer finds the car.
	pub fn random() -> Result<Self> {
		random_secret().map(Self)
	}

	/// Blanks, hyphens and lower case are accepted, as people type it; so are the digits 0 and 1, which
	/// base32 does not have, for the letters O and I they look like.
	pub fn parse(printed: &str) -> Result<Self> {
		let text: Zeroizing<String> = Zeroizing::new(
			printed
				.chars()
				.filter(|character| *character != '-' && !is_blank(*character))
				.collect::<String>()
				.to_uppercase()
				.replace('0', "O")
				.replace('1', "I"),
		);
		if let Some(stranger) = text
			.chars()
			.find(|character| !matches!(character, 'A'..='Z' | '2'..='7'))
		{
			let shown = show(&stranger.to_string());
			return Err(Failure::input(
				"CodeCharacter",
				text!(
					"등록증 코드에 없는 글자 {shown}입니다.",
					"{shown} does not occur in certificate codes."
				),
			));
		}
		data_encoding::BASE32_NOPAD
			.decode(text.as_bytes())
			.map(Zeroizing::new)
			.ok()
			.and_then(|bytes| <[u8; SECRET_LENGTH]>::try_from(bytes.as_slice()).ok())
			.map(|bytes| Self(Zeroizing::new(bytes)))
			.ok_or_else(|| {
				Failure::input(
					"CodeLength",
					text!(
						"등록증 코드는 {CODE_CHARACTERS}자리입니다. 빠지거나 바뀐 글자가 있는지 확인하십시오.",
						"A certificate code has {CODE_CHARACTERS} characters: is one missing or changed?"
					),
				)
			})
	}

	/// As the certificate shows it: 13 groups of four.
	pub fn printed(&self) -> String {
		let text = data_encoding::BASE32_NOPAD.encode(self.0.as_slice());
		text.as_bytes()
			.chunks(CODE_GROUP)
			.map(|group| String::from_utf8_lossy(group).into_owned())
			.collect::<Vec<_>>()
			.join("-")
	}
}

/// BLAKE2b-256 with a key of 32 bytes (RFC 7693).
fn keyed_blake2b_256(key: &Secret, message: &[u8]) -> H256 {
	H256::from_slice(
		blake2b_simd::Params::new()
			.hash_length(SECRET_LENGTH)
			.key(key.as_slice())
			.hash(message)
			.as_bytes(),
	)
}

fn tag_message(domain: &str, text: &str) -> Vec<u8> {
	[domain.as_bytes(), b"\0", text.as_bytes()].concat()
}

/// The tag under which registrars know a car by its VIN.
pub fn vin_tag(key: &Secret, vin: &Vin) -> H256 {
	keyed_blake2b_256(key, &tag_message("seoul/vin", vin.as_str()))
}

/// The tag under which registrars know a car by its plate.
pub fn plate_tag(key: &Secret, plate: &Plate) -> H256 {
	keyed_blake2b_256(key, &tag_message("seoul/plate", plate.as_str()))
}

/// The tag under which whoever is shown the registration certificate finds the car.
pub fn access_tag(vin: &Vin, code: &CertificateCode) -> H256 {
	let mut message = Zeroizing::new(tag_message("seoul/access", vin.as_str()));
	message.extend_from_slice(code.0.as_slice());
	H256(blake2_256(&message))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::error::Kind;

	const VIN: &str = "KMHSE0UL0PA000001";
	const PRINTED: &str = "AAAQ-EAYE-AUDA-OCAJ-BIFQ-YDIO-B4IB-CEQT-CQKR-MFYY-DENB-WHA5-DYPQ";

	/// 0, 1, 2, … 31.
	fn counting() -> Secret {
		let mut key = Zeroizing::new([0; SECRET_LENGTH]);
		for (byte, value) in key.iter_mut().zip(0u8..) {
			*byte = value;
		}
		key
	}

	fn vin() -> Vin {
		Vin::parse(VIN).unwrap()
	}

	fn plate(text: &str) -> Plate {
		Plate::parse(text).unwrap()
	}

	fn shown(tag: H256) -> String {
		format!("{tag:?}")
	}

	fn refused<T>(result: Result<T>, code: &str, words: &[&str]) {
		let Err(failure) = result else {
			panic!("should be refused with {code}")
		};
		assert_eq!(failure.kind, Kind::Input);
		assert_eq!(failure.code, code);
		let line = failure.to_string();
		for word in words {
			assert!(line.contains(word), "{line:?} should say {word}");
		}
	}

	#[test]
	fn a_vin_of_the_right_shape_passes_and_small_letters_are_raised() {
		assert_eq!(vin().as_str(), VIN);
		assert_eq!(Vin::parse(&VIN.to_lowercase()).unwrap(), vin());
	}

	#[test]
	fn every_other_vin_is_refused_with_what_is_wrong() {
		let short = &VIN[1..];
		let cases: [(String, &str, &[&str]); 17] = [
			(String::new(), "VinEmpty", &["empty"]),
			(short.into(), "VinLength", &["16"]),
			(format!("{VIN}1"), "VinLength", &["18"]),
			(
				"KMHSE0UL0PA00000I".into(),
				"VinForbiddenLetter",
				&["17", "digit 1 or 0"],
			),
			(
				"KMHSEOUL0PA000001".into(),
				"VinForbiddenLetter",
				&["6", "digit 1 or 0"],
			),
			(
				"QMHSE0UL0PA000001".into(),
				"VinForbiddenLetter",
				&["1", "digit 1 or 0"],
			),
			("KMHSEoUL0PA000001".into(), "VinForbiddenLetter", &["6"]),
			(format!(" {short}"), "VinCharacter", &["U+0020"]),
			("KMHSE0UL-PA000001".into(), "VinCharacter", &["9", "U+002D"]),
			(format!("{short}\n"), "VinCharacter", &["17"]),
			("가MHSE0UL0PA000001".into(), "VinCharacter", &["가"]),
			("KMHSE0UL0PA00000１".into(), "VinCharacter", &["U+FF11"]),
			("КMHSE0UL0PA000001".into(), "VinCharacter", &["U+041A"]),
			("KMHSE0UL0PA00000ı".into(), "VinCharacter", &["U+0131"]),
			("KMHSE0UL0PA0000ß".into(), "VinCharacter", &["U+00DF"]),
			("KMHSE0UL0PA00000🚗".into(), "VinCharacter", &["17", "🚗"]),
			("KMHSE0UL0PA00000\u{301}".into(), "VinCharacter", &["17"]),
		];
		for (text, code, words) in cases {
			refused(Vin::parse(&text), code, words);
		}
	}

	#[test]
	fn plates_of_every_shape_pass() {
		for text in [
			"12가3456",
			"123가4567",
			"서울12가3456",
			"서울1가3456",
			"경기78바1234",
			"123하4567",
			"99배0001",
		] {
			assert_eq!(plate(text).as_str(), text);
		}
	}

	#[test]
	fn blanks_of_any_kind_are_taken_out_of_a_plate() {
		assert_eq!(plate(" 서울 12가\t3456 ").as_str(), "서울12가3456");
		assert_eq!(plate("123가\u{a0}4567").as_str(), "123가4567");
		assert_eq!(plate("123가\u{3000}4567").as_str(), "123가4567");
		assert_eq!(plate("\u{feff}123가4567").as_str(), "123가4567");
	}

	#[test]
	fn decomposed_hangul_gives_the_same_plate_and_the_same_tag() {
		let decomposed: String = "서울12가3456".nfd().collect();
		assert_ne!(decomposed, "서울12가3456");
		assert_eq!(plate(&decomposed).as_str(), "서울12가3456");
		assert_eq!(
			plate_tag(&counting(), &plate(&decomposed)),
			plate_tag(&counting(), &plate("서울12가3456"))
		);
	}

	#[test]
	fn every_other_plate_is_refused_with_what_is_wrong() {
		for (text, code) in [
			("", "PlateEmpty"),
			(" \t ", "PlateEmpty"),
			("1234567", "PlateShape"),
			("12가345", "PlateShape"),
			("12가34567", "PlateShape"),
			("1234가5678", "PlateShape"),
			("1가3456", "PlateShape"),
			("한양12가3456", "PlateShape"),
			("12가나3456", "PlateShape"),
			("12가-3456", "PlateShape"),
			("１２가３４５６", "PlateShape"),
			("12가\u{200b}3456", "PlateShape"),
			("12힣3456", "PlateLetter"),
			("12A3456", "PlateLetter"),
			("12ㅏ3456", "PlateLetter"),
		] {
			refused(Plate::parse(text), code, &[]);
		}
	}

	/// Computed with another implementation of BLAKE2b (Python's hashlib), and the same as in
	/// `scripts/e2e/test/tags.test.js`.
	#[test]
	fn tags_are_those_of_the_client_library() {
		assert_eq!(
			shown(vin_tag(&counting(), &vin())),
			"0x05108c27d55f93ecf469ebd8fb0cc444f29c045c8d3eb4fb57619663bae77ab6"
		);
		assert_eq!(
			shown(plate_tag(&counting(), &plate("123가4567"))),
			"0xc4a586c2fb0df41e3f8f22013ba9ff43476a45ec76b0f6af919b088b6ebc2820"
		);
		assert_eq!(
			shown(plate_tag(&counting(), &plate("서울12가3456"))),
			"0xab0a66fee33c28ea16bf752a40043aa6db3503d0d52b237bb2d9a45b5d86fc22"
		);
		assert_eq!(
			shown(access_tag(&vin(), &CertificateCode(counting()))),
			"0x9be9d8f5362a3c999526f1926225e202915ffd7049aa3b5fa81de30835a4f50f"
		);
	}

	#[test]
	fn another_key_gives_other_tags() {
		let mut other = counting();
		other[0] ^= 1;
		assert_ne!(vin_tag(&other, &vin()), vin_tag(&counting(), &vin()));
		assert_ne!(
			plate_tag(&other, &plate("123가4567")),
			plate_tag(&counting(), &plate("123가4567"))
		);
	}

	#[test]
	fn a_code_is_printed_in_base32_in_groups_of_four() {
		assert_eq!(CertificateCode(counting()).printed(), PRINTED);
		assert!(CertificateCode::parse(PRINTED).unwrap() == CertificateCode(counting()));
	}

	#[test]
	fn a_code_is_read_however_it_is_typed() {
		for typed in [
			PRINTED.to_lowercase().replace('-', " "),
			PRINTED.replace('O', "0").replace('I', "1"),
		] {
			assert!(CertificateCode::parse(&typed).unwrap() == CertificateCode(counting()));
		}
	}

	#[test]
	fn codes_of_all_ones_and_all_zeros_survive_the_round_trip() {
		for fill in [0x00, 0xff] {
			let code = CertificateCode(Zeroizing::new([fill; SECRET_LENGTH]));
			assert!(CertificateCode::parse(&code.printed()).unwrap() == code);
		}
	}

	#[test]
	fn a_new_code_is_never_the_last_one() {
		let first = CertificateCode::random().unwrap();
		let second = CertificateCode::random().unwrap();
		assert!(first != second);
		assert!(CertificateCode::parse(&first.printed()).unwrap() == first);
	}

	#[test]
	fn a_damaged_code_is_refused() {
		refused(CertificateCode::parse(&PRINTED[1..]), "CodeLength", &["52"]);
		refused(
			CertificateCode::parse(&format!("{PRINTED}A")),
			"CodeLength",
			&[],
		);
		let spare_bit = format!("{}R", &PRINTED[..PRINTED.len() - 1]);
		refused(CertificateCode::parse(&spare_bit), "CodeLength", &[]);
		refused(
			CertificateCode::parse(&PRINTED.replace('Y', "8")),
			"CodeCharacter",
			&["8"],
		);
		refused(CertificateCode::parse(""), "CodeLength", &[]);
	}
}
