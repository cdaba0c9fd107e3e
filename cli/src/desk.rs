// SPDX-License-Identifier: Apache-2.0

//! What commands have at hand: the node, the state they speak about, and how to find a car in it.

use crate::{
	chain::{Chain, State},
	document::{self, NoSalt},
	error::{text, Failure, Result},
	files, keys,
	keys::RegistrarKeys,
	output::{Output, Report},
	parties,
	submit::Extras,
	tags::{self, CertificateCode, Plate, Vin},
	words,
};
use serde_json::{json, Map, Value as Json};
use sp_core::H256;
use std::{
	collections::BTreeSet,
	fmt::Write as _,
	path::{Path, PathBuf},
};

/// The runtime API of the car registry.
pub const CARS: &str = "CarRegistryApi";

/// A node, and the state at the block that it finalised last.
pub struct Desk {
	pub output: Output,
	pub chain: Chain,
	pub state: State,
}

/// Which car a command is about.
#[derive(Debug, clap::Args)]
pub struct Which {
	/// 차량 번호 · The car's number, 0x and 32 digits
	#[arg(
		value_name = "VEHICLE",
		required_unless_present_any = ["vin", "plate"],
		conflicts_with_all = ["vin", "plate"]
	)]
	pub vehicle: Option<String>,

	/// 차대번호. 등록증 코드 또는 등록 관청 키와 함께 · VIN, with the certificate's code or the registrars' key
	#[arg(long, conflicts_with = "plate")]
	pub vin: Option<String>,

	/// 등록증 코드. 없으면 묻습니다 · Code of the registration certificate; asked for without it
	#[arg(long, requires = "vin", conflicts_with_all = ["code_file", "registrar_key_file"])]
	pub code: Option<String>,

	/// 등록증 코드가 든 파일 · File with that code
	#[arg(
		long,
		value_name = "FILE",
		requires = "vin",
		conflicts_with = "registrar_key_file"
	)]
	pub code_file: Option<PathBuf>,

	/// 등록번호. 등록 관청 키와 함께 · Number plate, with the registrars' key
	#[arg(long, requires = "registrar_key_file")]
	pub plate: Option<String>,

	/// 등록 관청 키 파일(권한 0600) · File with the registrars' key, mode 0600
	#[arg(long, value_name = "FILE")]
	pub registrar_key_file: Option<PathBuf>,
}

fn shown(tag: H256) -> Json {
	json!(format!("{tag:?}"))
}

/// The code that a clerk types, has in a file, or is asked for.
pub fn read_code(code: Option<&str>, file: Option<&Path>) -> Result<CertificateCode> {
	match (code, file) {
		(Some(code), _) => CertificateCode::parse(code),
		(None, Some(file)) => CertificateCode::parse(&files::read_text(file)?),
		(None, None) => CertificateCode::parse(&keys::prompt(
			&text!(
				"등록증 코드(화면에 보이지 않음)",
				"Code of the registration certificate (not shown)"
			),
			&text!(
				"--code-file로 등록증 코드가 든 파일을 지정하십시오. 차대번호만으로는 차량을 찾을 수 없습니다.",
				"Name a file with the certificate's code with --code-file. A VIN alone finds no car."
			),
		)?),
	}
}

/// The code for a new certificate: the one in `file`, so that a command can be run again, or a new one,
/// which is kept there if it is named.
pub fn new_code(file: Option<&Path>, extras: &mut Extras) -> Result<CertificateCode> {
	let code = match file {
		Some(file) if file.exists() => CertificateCode::parse(&files::read_secret(file)?)?,
		Some(file) => {
			let code = CertificateCode::random()?;
			files::write_new_private(file, &format!("{}\n", code.printed()))?;
			code
		},
		None => CertificateCode::random()?,
	};
	let printed = code.printed();
	extras.add(
		"certificateCode",
		json!(printed),
		text!(
			"등록증에 인쇄할 코드: {printed}",
			"code to print on the certificate: {printed}"
		),
	);
	Ok(code)
}

/// Commit to a paper, and say so.
pub fn paper(name: &str, file: &Path, salt: Option<&Path>, extras: &mut Extras) -> Result<Json> {
	let committed = document::commit(file, salt, NoSalt::Make)?;
	let hex = committed.hex();
	let (paper, place) = (file.display(), committed.salt_file.display());
	extras.add(
		&format!("{name}Commitment"),
		json!(hex),
		text!("{paper}의 확인값: {hex}", "commitment to {paper}: {hex}"),
	);
	if committed.salt_is_new {
		extras.add(
			&format!("{name}Salt"),
			json!(place.to_string()),
			text!(
				"새 솔트를 {place}에 두었습니다. 문서와 함께 보관하십시오.",
				"A new salt was written to {place}. Keep it with the document."
			),
		);
	}
	Ok(json!(hex))
}

fn no_such_car(ko: &str, en: &str) -> Failure {
	Failure::no(
		"VehicleNotFound",
		text!("{ko} 차량을 찾을 수 없습니다.", "There is no car {en}."),
	)
}

/// The key that a registrar must name.
pub fn registrar_keys(file: Option<&Path>) -> Result<RegistrarKeys> {
	file.map_or_else(
		|| {
			Err(Failure::input(
				"RegistrarKeyNeeded",
				text!(
					"--registrar-key-file로 등록 관청 키 파일을 지정하십시오.",
					"Name the registrars' key with --registrar-key-file."
				),
			))
		},
		RegistrarKeys::load,
	)
}

impl Desk {
	pub async fn open(output: Output, url: &str) -> Result<Self> {
		let chain = Chain::connect(url).await?;
		let state = chain.state().await?;
		Ok(Self {
			output,
			chain,
			state,
		})
	}

	async fn find(&self, question: &str, tag: H256) -> Result<Option<String>> {
		let found = self.state.ask(CARS, question, &[shown(tag)]).await?;
		Ok(found.as_str().map(str::to_owned))
	}

	/// The number of the car that is meant.
	pub async fn vehicle(&self, which: &Which) -> Result<String> {
		if let Some(id) = &which.vehicle {
			return parties::vehicle_id(id);
		}
		if let Some(plate) = &which.plate {
			let plate = Plate::parse(plate)?;
			let keys = registrar_keys(which.registrar_key_file.as_deref())?;
			return self
				.by_plate(&keys, &plate)
				.await?
				.ok_or_else(|| no_such_car("이 등록번호의", "with this number plate"));
		}
		let vin = Vin::parse(which.vin.as_deref().unwrap_or_default())?;
		if which.registrar_key_file.is_some() {
			let keys = registrar_keys(which.registrar_key_file.as_deref())?;
			return self
				.by_vin(&keys, &vin)
				.await?
				.ok_or_else(|| no_such_car("이 차대번호의", "with this VIN"));
		}
		let code = read_code(which.code.as_deref(), which.code_file.as_deref())?;
		self.find("find_by_access_tag", tags::access_tag(&vin, &code))
			.await?
			.ok_or_else(|| {
				no_such_car(
					"이 차대번호와 등록증 코드의",
					"with this VIN and certificate code (a transfer issues a new code)",
				)
			})
	}

	/// The car of a VIN, under any version of the key.
	pub async fn by_vin(&self, keys: &RegistrarKeys, vin: &Vin) -> Result<Option<String>> {
		for (_, key) in keys.newest_first() {
			let found = self
				.find("find_by_vin_tag", tags::vin_tag(key, vin))
				.await?;
			if found.is_some() {
				return Ok(found);
			}
		}
		Ok(None)
	}

	/// The car of a plate, under any version of the key.
	pub async fn by_plate(&self, keys: &RegistrarKeys, plate: &Plate) -> Result<Option<String>> {
		for (_, key) in keys.newest_first() {
			let found = self
				.find("find_by_plate_tag", tags::plate_tag(key, plate))
				.await?;
			if found.is_some() {
				return Ok(found);
			}
		}
		Ok(None)
	}

	/// The version of the registrars' key in force, and whether cars still wait for it.
	pub async fn tag_key(&self) -> Result<(u16, bool)> {
		let key = self
			.state
			.stored("CarRegistry", "CurrentTagKey", &[])
			.await?;
		let version = key
			.as_ref()
			.and_then(|key| key["version"].as_u64())
			.and_then(|version| u16::try_from(version).ok())
			.unwrap_or(0);
		let waiting = key
			.as_ref()
			.and_then(|key| key["outdated"].as_u64())
			.is_some_and(|outdated| outdated > 0);
		Ok((version, waiting))
	}

	/// An answer for programs and for people, with the block that it is about and the names of the agencies
	/// that it mentions.
	pub async fn report(&self, answer: Map<String, Json>) -> Result<Report> {
		let shown = words::lifted(Json::Object(answer.clone()));
		self.report_shown(answer, &shown).await
	}

	/// The same, where people are shown something else than programs.
	pub async fn report_shown(&self, answer: Map<String, Json>, shown: &Json) -> Result<Report> {
		let mut told = words::describe(shown, self.output.language);
		for (number, ko, en) in self.agency_names(shown).await? {
			let line = text!("기관 {number}: {ko}", "agency {number}: {en}");
			let _ = writeln!(told, "{}", self.output.say(&line));
		}
		self.report_told(answer, &told).await
	}

	/// The same, where what people are told is written out.
	pub async fn report_told(&self, answer: Map<String, Json>, told: &str) -> Result<Report> {
		let mut json = Json::Object(answer);
		let (number, hash) = (self.state.number, format!("{:?}", self.state.hash));
		let heading = text!(
			"확정된 블록 #{number} ({hash}) 기준",
			"As of final block #{number} ({hash})"
		);
		let heading = self.output.say(&heading);
		let agencies: Map<String, Json> = self
			.agency_names(&json)
			.await?
			.into_iter()
			.map(|(number, ko, en)| (number.to_string(), json!({"ko": ko, "en": en})))
			.collect();
		json["block"] = self.state.block();
		json["agencies"] = Json::Object(agencies);
		Ok(Report::new(json, format!("{heading}\n{told}")))
	}

	/// The names of the agencies that an answer mentions, by their numbers.
	pub async fn agency_names(&self, answer: &Json) -> Result<Vec<(u64, String, String)>> {
		let mut numbers = BTreeSet::new();
		mentioned_agencies(answer, &mut numbers);
		let mut names = Vec::new();
		for number in numbers {
			let agency = self
				.state
				.stored("Agencies", "Agencies", &[json!(number)])
				.await?
				.unwrap_or(Json::Null);
			let name = |language: &str| {
				agency["name"][language]
					.as_str()
					.and_then(|digits| hex::decode(digits.strip_prefix("0x")?).ok())
					.map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
					.unwrap_or_default()
			};
			names.push((number, name("ko"), name("en")));
		}
		Ok(names)
	}
}

/// Fields that hold an agency's number.
const AGENCY_FIELDS: [&str; 22] = [
	"Agency",
	"agency",
	"bank",
	"by",
	"channel",
	"court",
	"dealer",
	"department",
	"disputeBody",
	"guarantor",
	"holder",
	"inspector",
	"issuedBy",
	"issuer",
	"lienor",
	"newIssuer",
	"office",
	"officer",
	"oldIssuer",
	"payee",
	"supervisor",
	"workshop",
];

fn mentioned_agencies(answer: &Json, numbers: &mut BTreeSet<u64>) {
	match answer {
		Json::Object(object) => {
			for (name, content) in object {
				// A larger number is a moment, as the deadline `by`.
				match content
					.as_u64()
					.filter(|number| u32::try_from(*number).is_ok())
				{
					Some(number) if AGENCY_FIELDS.contains(&name.as_str()) => {
						numbers.insert(number);
					},
					_ => mentioned_agencies(content, numbers),
				}
			}
		},
		Json::Array(elements) => {
			for element in elements {
				mentioned_agencies(element, numbers);
			}
		},
		_ => {},
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::files::tests::Folder;

	#[test]
	fn agencies_are_found_wherever_an_answer_mentions_them() {
		let answer = json!({
			"owner": {"Citizen": 1001},
			"records": [[0, {"by": {"Agency": 1}, "entry": {"Listed": {"dealer": 6}}}]],
			"divergence": {"by": 2, "record": 9},
			"sale": 3,
		});
		let mut numbers = BTreeSet::new();
		mentioned_agencies(&answer, &mut numbers);
		assert_eq!(numbers.into_iter().collect::<Vec<_>>(), [1, 2, 6]);
	}

	#[test]
	fn a_new_code_is_kept_so_that_a_command_can_be_run_again() {
		let folder = Folder::new();
		let file = folder.path("certificate.code");
		let mut extras = Extras::default();
		let first = new_code(Some(&file), &mut extras).unwrap();
		let again = new_code(Some(&file), &mut extras).unwrap();
		assert!(first == again);
		assert_eq!(extras.json["certificateCode"], first.printed());
		assert!(new_code(None, &mut extras).unwrap() != first);
	}

	#[test]
	fn a_paper_is_committed_to_and_its_new_salt_is_told() {
		let folder = Folder::new();
		let file = folder.file("contract.pdf", "contract");
		let mut extras = Extras::default();
		let first = paper("contract", &file, None, &mut extras).unwrap();
		assert_eq!(extras.json["contractCommitment"], first);
		assert!(extras.json.contains_key("contractSalt"));
		let mut extras = Extras::default();
		assert_eq!(paper("contract", &file, None, &mut extras).unwrap(), first);
		assert!(!extras.json.contains_key("contractSalt"));
	}
}
