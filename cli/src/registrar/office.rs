// SPDX-License-Identifier: Apache-2.0

//! Who may ask, and the answer. Everything is decided here; the network is elsewhere.

use super::{
	journal::{used_nonces, Entry, Journal, Outcome},
	question::{Asked, Hex, Question, NONCE_LENGTH},
};
use crate::{
	error::{text, Failure, Kind, Result},
	keys::{parse_account, RegistrarKeys},
	tags,
};
use serde::{Deserialize, Serialize};
use serde_json::{json, Value as Json};
use sp_core::H256;
use sp_runtime::AccountId32;
use std::{
	collections::{BTreeMap, BTreeSet, VecDeque},
	future::Future,
};
use tokio::sync::Mutex;

/// A question is answered if it was signed at most so long ago, or, as clocks differ, so long ahead.
pub const FRESHNESS: u64 = 120_000;
/// The span in which an institution's questions are counted.
const HOUR: u64 = 3_600_000;

/// So many refusals of accounts of which no agency is known are written down in an hour. More are
/// refused without a trace.
const STRANGERS_PER_HOUR: u32 = 60;

/// Roles that may ask, unless the office names others.
pub const ROLES: [&str; 6] = [
	"Auditor",
	"Court",
	"Insurer",
	"Police",
	"Registrar",
	"TaxOffice",
];

/// What the office asks of the chain.
pub trait Register {
	/// For which agency an account may act now, and in which roles.
	fn standing(
		&self,
		account: &AccountId32,
	) -> impl Future<Output = Result<Option<Standing>>> + Send;
	/// The car of a tag.
	fn find(&self, subject: Tag) -> impl Future<Output = Result<Option<[u8; 16]>>> + Send;
}

/// For whom an account acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
	pub agency: u32,
	/// Roles that it can use now; none if the delegation is over or the agency suspended.
	pub roles: BTreeSet<String>,
}

/// A tag to look for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
	Vin(H256),
	Plate(H256),
}

/// Institutions with which the office has agreed.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ClientsFile {
	clients: Vec<Client>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Client {
	/// Its number on chain.
	agency: u32,
	/// For people who read the file.
	#[serde(rename = "name")]
	_name: String,
	/// At most so many questions in any hour.
	per_hour: u32,
	/// Only these accounts; without the list every delegate with a role that may ask.
	accounts: Option<Vec<String>>,
}

/// The clients by their agency.
#[derive(Debug)]
pub struct Clients(BTreeMap<u32, (u32, Option<BTreeSet<AccountId32>>)>);

impl Clients {
	pub fn parse(content: &str) -> Result<Self> {
		let unusable = |error: String| {
			Failure::file(
				"ClientsFileUnusable",
				text!(
					"기관 목록 파일을 읽을 수 없습니다: {error}",
					"The clients file cannot be read: {error}"
				),
			)
		};
		let file: ClientsFile =
			serde_json::from_str(content).map_err(|error| unusable(error.to_string()))?;
		let mut clients = BTreeMap::new();
		for client in file.clients {
			let accounts = client
				.accounts
				.map(|accounts| {
					accounts
						.iter()
						.map(|account| parse_account(account))
						.collect::<Result<BTreeSet<_>>>()
				})
				.transpose()
				.map_err(|failure| unusable(failure.to_string()))?;
			let agency = client.agency;
			if clients
				.insert(agency, (client.per_hour, accounts))
				.is_some()
			{
				return Err(unusable(format!("agency {agency} is there twice")));
			}
		}
		Ok(Self(clients))
	}
}

/// An answer: the status of HTTP, and its body.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
	pub status: u16,
	pub body: Json,
}

impl Reply {
	pub fn failure(status: u16, failure: &Failure) -> Self {
		Self {
			status,
			body: failure.to_json(),
		}
	}
}

/// What questions leave behind.
struct Book {
	journal: Journal,
	/// Nonces with the time that was signed with them.
	nonces: BTreeSet<(u64, [u8; 32], [u8; NONCE_LENGTH])>,
	/// When each agency's questions of the last hour were answered.
	asked: BTreeMap<u32, VecDeque<u64>>,
	/// When accounts of which no agency is known were refused in the last hour.
	strangers: VecDeque<u64>,
}

/// A registrar's office that answers.
pub struct Office<R> {
	pub name: String,
	pub chain: H256,
	pub roles: BTreeSet<String>,
	keys: RegistrarKeys,
	clients: Clients,
	register: R,
	book: Mutex<Book>,
}

/// Refusals that are written down, since it is known who was refused.
struct Refusal {
	status: u16,
	failure: Failure,
	standing: Option<Standing>,
}

fn refuse(status: u16, code: &str, text: crate::error::Text) -> (u16, Failure) {
	(status, Failure::refused(code, text))
}

impl<R: Register> Office<R> {
	pub fn new(
		name: String,
		chain: H256,
		roles: BTreeSet<String>,
		keys: RegistrarKeys,
		clients: Clients,
		register: R,
		(journal, before): (Journal, Vec<Entry>),
	) -> Self {
		let nonces = used_nonces(&before)
			.map(|(account, nonce, time)| (time, account, nonce))
			.collect();
		let mut asked: BTreeMap<u32, VecDeque<u64>> = BTreeMap::new();
		for entry in &before {
			// As they were counted: what was refused was not.
			if let (Some(agency), Outcome::Found(_) | Outcome::NotFound) =
				(entry.agency, &entry.outcome)
			{
				asked.entry(agency).or_default().push_back(entry.time);
			}
		}
		Self {
			name,
			chain,
			roles,
			keys,
			clients,
			register,
			book: Mutex::new(Book {
				journal,
				nonces,
				asked,
				strangers: VecDeque::new(),
			}),
		}
	}

	/// What anyone may know of the office, so that questions can be made out to it.
	pub fn about(&self, now: u64) -> Json {
		json!({
			"office": self.name,
			"chain": Hex(self.chain.0),
			"roles": self.roles,
			"time": now,
		})
	}

	/// Answer a question. Who cannot be told is refused without a trace; every other question is in the
	/// journal before it is answered.
	pub async fn answer(&self, body: &[u8], now: u64) -> Reply {
		let question: Question = match serde_json::from_slice(body) {
			Ok(question) => question,
			Err(error) => {
				return Reply::failure(
					400,
					&Failure::input(
						"QuestionUnreadable",
						text!(
							"조회를 읽을 수 없습니다: {error}",
							"The question cannot be read: {error}"
						),
					),
				);
			},
		};
		let asked = match self.authenticate(&question, now) {
			Ok(asked) => asked,
			Err((status, failure)) => return Reply::failure(status, &failure),
		};
		// One question at a time, so that two with one nonce cannot pass each other.
		let mut book = self.book.lock().await;
		if let Err((status, failure)) = book.take_nonce(&question, now) {
			return Reply::failure(status, &failure);
		}
		let tag = self.newest_tag(&asked);
		let decided = self.decide(&question, &asked, &mut book, now).await;
		if let Err(refusal) = &decided {
			// Anyone can make keys: what strangers ask must not fill the disk.
			if refusal.standing.is_none() && !counted(&mut book.strangers, STRANGERS_PER_HOUR, now)
			{
				return Reply::failure(refusal.status, &refusal.failure);
			}
		}
		let (outcome, standing, reply) = match decided {
			Ok((standing, Some(vehicle))) => (
				Outcome::Found(Hex(vehicle)),
				Some(standing),
				Reply {
					status: 200,
					body: json!({"vehicle": Hex(vehicle)}),
				},
			),
			Ok((standing, None)) => (
				Outcome::NotFound,
				Some(standing),
				Reply::failure(
					404,
					&Failure::no(
						"VehicleNotFound",
						text!(
							"이 차대번호 또는 등록번호의 차량이 없습니다.",
							"No car has this VIN or plate."
						),
					),
				),
			),
			Err(refusal) => (
				Outcome::Refused(refusal.failure.code.clone()),
				refusal.standing,
				Reply::failure(refusal.status, &refusal.failure),
			),
		};
		let role = standing
			.as_ref()
			.and_then(|standing| standing.roles.intersection(&self.roles).next().cloned());
		let agency = standing.map(|standing| standing.agency);
		let entry = |number| Entry {
			number,
			time: now,
			account: question.address(),
			agency,
			role,
			tag: Hex(tag.0),
			outcome,
			signed: question.signed.clone(),
			signature: question.signature,
		};
		match book.journal.add(entry) {
			Ok(hash) => {
				let Reply { status, mut body } = reply;
				body["journal"] = json!(hash);
				Reply { status, body }
			},
			// What cannot be written down is not answered.
			Err(failure) => Reply::failure(503, &failure),
		}
	}

	/// Whose question it is, and that it is a fresh one for this office.
	fn authenticate(&self, question: &Question, now: u64) -> Result<Asked, (u16, Failure)> {
		let asked = question.check().map_err(|failure| {
			let status = if failure.kind == Kind::Refused {
				401
			} else {
				400
			};
			(status, failure)
		})?;
		let signed = &question.signed;
		if signed.chain.0 != self.chain.0 {
			return Err(refuse(
				401,
				"OtherChain",
				text!(
					"다른 체인에 대하여 서명된 조회입니다.",
					"The question was signed for another chain."
				),
			));
		}
		if signed.office != self.name {
			let name = &self.name;
			return Err(refuse(
				401,
				"OtherOffice",
				text!(
					"다른 관청에 대한 조회입니다. 이 관청은 {name}입니다.",
					"The question is for another office; this one is {name}."
				),
			));
		}
		if signed.time.abs_diff(now) > FRESHNESS {
			return Err(refuse(
				401,
				"QuestionStale",
				text!(
					"서명한 시각이 지금과 너무 다릅니다. 시계를 확인하고 다시 조회하십시오.",
					"It was signed at another time than now. Check the clock, and ask again."
				),
			));
		}
		Ok(asked)
	}

	/// Whether who asks may, and the answer.
	async fn decide(
		&self,
		question: &Question,
		asked: &Asked,
		book: &mut Book,
		now: u64,
	) -> Result<(Standing, Option<[u8; 16]>), Refusal> {
		let account = question.account();
		let unavailable = |standing: Option<Standing>| {
			move |failure: Failure| Refusal {
				status: 503,
				failure,
				standing,
			}
		};
		let standing = self
			.register
			.standing(&account)
			.await
			.map_err(unavailable(None))?;
		let refused = |status, code: &str, text, standing: Option<Standing>| Refusal {
			status,
			failure: Failure::refused(code, text),
			standing,
		};
		let Some(standing) = standing else {
			return Err(refused(
				403,
				"NotADelegate",
				text!(
					"기관의 담당자가 아닌 계정입니다.",
					"The account acts for no agency."
				),
				None,
			));
		};
		if standing.roles.is_disjoint(&self.roles) {
			let roles: Vec<&str> = self.roles.iter().map(String::as_str).collect();
			let roles = roles.join(", ");
			return Err(refused(
				403,
				"RoleNotHeld",
				text!(
					"조회할 수 있는 역할({roles})이 없거나, 위임이 만료되었거나, 기관이 정지되었습니다.",
					"It holds no role that may ask ({roles}), or the delegation has expired, or the agency is suspended."
				),
				Some(standing),
			));
		}
		let agency = standing.agency;
		let Some((per_hour, accounts)) = self.clients.0.get(&agency) else {
			return Err(refused(
				403,
				"NotAClient",
				text!(
					"기관 {agency}은(는) 이 관청과 협약한 기관이 아닙니다.",
					"Agency {agency} is not on this office's list."
				),
				Some(standing),
			));
		};
		if accounts
			.as_ref()
			.is_some_and(|accounts| !accounts.contains(&account))
		{
			return Err(refused(
				403,
				"AccountNotListed",
				text!(
					"이 관청의 목록에 없는 계정입니다.",
					"The account is not on this office's list."
				),
				Some(standing),
			));
		}
		if !book.count(agency, *per_hour, now) {
			return Err(refused(
				429,
				"TooManyQuestions",
				text!(
					"한 시간에 조회할 수 있는 건수({per_hour})를 넘었습니다.",
					"The agency has asked as often as it may in an hour ({per_hour})."
				),
				Some(standing),
			));
		}
		for tag in self.tags(asked) {
			let found = self
				.register
				.find(tag)
				.await
				.map_err(unavailable(Some(standing.clone())))?;
			if found.is_some() {
				return Ok((standing, found));
			}
		}
		Ok((standing, None))
	}

	/// The tags of what is asked for, under every version of the key, the newest first.
	fn tags(&self, asked: &Asked) -> Vec<Tag> {
		self.keys
			.newest_first()
			.map(|(_, key)| match asked {
				Asked::Vin(vin) => Tag::Vin(tags::vin_tag(key, vin)),
				Asked::Plate(plate) => Tag::Plate(tags::plate_tag(key, plate)),
			})
			.collect()
	}

	fn newest_tag(&self, asked: &Asked) -> H256 {
		match self.tags(asked).first() {
			Some(Tag::Vin(tag) | Tag::Plate(tag)) => *tag,
			None => H256::zero(),
		}
	}
}

impl Book {
	/// Refuse a question that was asked before.
	fn take_nonce(&mut self, question: &Question, now: u64) -> Result<(), (u16, Failure)> {
		// Older ones are refused for their time.
		let oldest = now.saturating_sub(FRESHNESS);
		self.nonces = self.nonces.split_off(&(oldest, [0; 32], [0; NONCE_LENGTH]));
		let signed = &question.signed;
		let is_new = self
			.nonces
			.insert((signed.time, signed.account.0, signed.nonce.0));
		if !is_new {
			return Err(refuse(
				409,
				"QuestionRepeated",
				text!(
					"이미 받은 조회입니다. 새로 서명하여 조회하십시오.",
					"This very question was asked already. Sign a new one."
				),
			));
		}
		Ok(())
	}

	/// Count an agency's question, unless there were too many in the last hour.
	fn count(&mut self, agency: u32, per_hour: u32, now: u64) -> bool {
		counted(self.asked.entry(agency).or_default(), per_hour, now)
	}
}

/// Count one more, unless there were too many in the last hour.
fn counted(times: &mut VecDeque<u64>, per_hour: u32, now: u64) -> bool {
	while times
		.front()
		.is_some_and(|first| first.saturating_add(HOUR) <= now)
	{
		times.pop_front();
	}
	let within = u32::try_from(times.len()).is_ok_and(|count| count < per_hour);
	if within {
		times.push_back(now);
	}
	within
}

/// A reply to `about`, as a client reads it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct About {
	pub office: String,
	pub chain: Hex<32>,
	pub time: u64,
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		files::tests::Folder,
		registrar::question::{
			tests::{key, question, VIN},
			Circumstances, Subject,
		},
		tags::{Plate, Vin},
	};
	use std::{fs, path::PathBuf};
	use zeroize::Zeroizing;

	const NOW: u64 = 1_764_000_000_000;
	const CAR: [u8; 16] = [7; 16];
	const KEY: [u8; 32] = [1; 32];
	const OLD_KEY: [u8; 32] = [2; 32];

	/// A chain on which `//Two` is an insurer of agency 4, `//Shop` a repair shop of agency 7, `//Gone` a
	/// delegate whose delegation is over, and `//Bank` an insurer of agency 9.
	#[derive(Default)]
	struct Fake {
		cars: Vec<(Tag, [u8; 16])>,
		down: bool,
	}

	impl Register for Fake {
		async fn standing(&self, account: &AccountId32) -> Result<Option<Standing>> {
			if self.down {
				return Err(Failure::network("NodeUnreachable", text!("없음", "down")));
			}
			let known = [
				("//Two", 4, vec!["Insurer", "Representative"]),
				("//Shop", 7, vec!["RepairShop"]),
				("//Gone", 4, vec![]),
				("//Bank", 9, vec!["Insurer"]),
			];
			Ok(known
				.into_iter()
				.find(|(uri, _, _)| key(uri).account() == account)
				.map(|(_, agency, roles)| Standing {
					agency,
					roles: roles.into_iter().map(str::to_owned).collect(),
				}))
		}

		async fn find(&self, tag: Tag) -> Result<Option<[u8; 16]>> {
			Ok(self
				.cars
				.iter()
				.find(|(known, _)| *known == tag)
				.map(|(_, car)| *car))
		}
	}

	fn vin_tag(key: [u8; 32]) -> Tag {
		Tag::Vin(tags::vin_tag(
			&Zeroizing::new(key),
			&Vin::parse(VIN).unwrap(),
		))
	}

	struct Set {
		folder: Folder,
		office: Office<Fake>,
	}

	fn clients(per_hour: u32) -> Clients {
		Clients::parse(
			&json!({"clients": [
				{"agency": 4, "name": "보험개발원", "perHour": per_hour},
				{"agency": 7, "name": "답십리 정비", "perHour": 10},
			]})
			.to_string(),
		)
		.unwrap()
	}

	fn office_in(folder: &Folder, register: Fake, clients: Clients) -> Office<Fake> {
		Office::new(
			"lookup.example".into(),
			H256::repeat_byte(9),
			ROLES.iter().map(|role| (*role).to_owned()).collect(),
			RegistrarKeys::of_test(&[(0, OLD_KEY), (1, KEY)]),
			clients,
			register,
			Journal::open(&folder.path("journal.jsonl")).unwrap(),
		)
	}

	fn set(register: Fake, clients: Clients) -> Set {
		let folder = Folder::new();
		let office = office_in(&folder, register, clients);
		Set { folder, office }
	}

	fn with_car() -> Fake {
		Fake {
			cars: vec![(vin_tag(KEY), CAR)],
			down: false,
		}
	}

	impl Set {
		fn journal(&self) -> Vec<Json> {
			let path: PathBuf = self.folder.path("journal.jsonl");
			fs::read_to_string(path)
				.unwrap()
				.lines()
				.map(|line| serde_json::from_str::<Json>(line).unwrap()["entry"].clone())
				.collect()
		}

		async fn ask(&self, question: &Question) -> Reply {
			self.office
				.answer(&serde_json::to_vec(question).unwrap(), NOW)
				.await
		}

		async fn refused(&self, question: &Question, status: u16, code: &str) {
			let reply = self.ask(question).await;
			assert_eq!(reply.status, status, "{}", reply.body);
			assert_eq!(reply.body["error"]["code"], code);
			assert!(reply.body.get("vehicle").is_none());
		}
	}

	#[tokio::test]
	async fn an_institution_is_told_the_car_and_the_question_is_written_down() {
		let set = set(with_car(), clients(10));
		let reply = set.ask(&question("//Two", 1, NOW)).await;
		assert_eq!(reply.status, 200);
		assert_eq!(reply.body["vehicle"], json!(Hex(CAR)));
		let [entry]: [Json; 1] = set.journal().try_into().unwrap();
		assert_eq!(entry["agency"], 4);
		assert_eq!(entry["role"], "Insurer");
		assert_eq!(entry["signed"]["reason"], "2026가단1234 사고 조사");
		assert_eq!(entry["time"], NOW);
		assert_eq!(entry["outcome"], json!({"found": Hex(CAR)}));
		let Tag::Vin(tag) = vin_tag(KEY) else {
			unreachable!()
		};
		assert_eq!(entry["tag"], json!(Hex(tag.0)));
		assert!(!entry.to_string().contains(VIN));
	}

	#[tokio::test]
	async fn a_car_under_an_earlier_key_is_found() {
		let register = Fake {
			cars: vec![(vin_tag(OLD_KEY), CAR)],
			down: false,
		};
		let set = set(register, clients(10));
		assert_eq!(set.ask(&question("//Two", 1, NOW)).await.status, 200);
	}

	#[tokio::test]
	async fn a_car_is_found_by_its_plate() {
		let plate = Plate::parse("123가4567").unwrap();
		let tag = Tag::Plate(tags::plate_tag(&Zeroizing::new(KEY), &plate));
		let set = set(
			Fake {
				cars: vec![(tag, CAR)],
				down: false,
			},
			clients(10),
		);
		let question = Question::sign(
			&Asked::parse(Subject::Plate, "123가4567").unwrap(),
			Circumstances {
				chain: H256::repeat_byte(9),
				office: "lookup.example".into(),
				reason: "주차 단속".into(),
				nonce: [1; NONCE_LENGTH],
				time: NOW,
			},
			&Zeroizing::new([6; 32]),
			&key("//Two"),
		)
		.unwrap();
		assert_eq!(set.ask(&question).await.status, 200);
		assert!(!set.journal()[0].to_string().contains("123가4567"));
	}

	#[tokio::test]
	async fn a_car_that_is_not_there_is_written_down_too() {
		let set = set(Fake::default(), clients(10));
		set.refused(&question("//Two", 1, NOW), 404, "VehicleNotFound")
			.await;
		assert_eq!(set.journal()[0]["outcome"], "notFound");
	}

	#[tokio::test]
	async fn a_repeated_question_is_refused() {
		let set = set(with_car(), clients(10));
		let question = question("//Two", 1, NOW);
		assert_eq!(set.ask(&question).await.status, 200);
		set.refused(&question, 409, "QuestionRepeated").await;
		assert_eq!(set.journal().len(), 1);
	}

	#[tokio::test]
	async fn a_repeated_question_is_refused_also_after_a_restart() {
		let folder = Folder::new();
		let asked = serde_json::to_vec(&question("//Two", 1, NOW)).unwrap();
		let office = office_in(&folder, with_car(), clients(10));
		assert_eq!(office.answer(&asked, NOW).await.status, 200);
		drop(office);
		let again = office_in(&folder, with_car(), clients(10));
		assert_eq!(again.answer(&asked, NOW + 1).await.status, 409);
	}

	#[tokio::test]
	async fn a_question_of_another_time_is_refused() {
		let set = set(with_car(), clients(10));
		for time in [NOW - FRESHNESS - 1, NOW + FRESHNESS + 1, 0, u64::MAX] {
			set.refused(&question("//Two", 1, time), 401, "QuestionStale")
				.await;
		}
		for (nonce, time) in [(1, NOW - FRESHNESS), (2, NOW + FRESHNESS)] {
			assert_eq!(set.ask(&question("//Two", nonce, time)).await.status, 200);
		}
	}

	#[tokio::test]
	async fn a_question_from_the_edge_of_its_time_cannot_be_repeated_either() {
		let set = set(with_car(), clients(10));
		let early = question("//Two", 1, NOW - FRESHNESS);
		assert_eq!(set.ask(&early).await.status, 200);
		set.refused(&early, 409, "QuestionRepeated").await;
	}

	#[tokio::test]
	async fn the_wrong_role_is_refused_and_written_down() {
		let set = set(with_car(), clients(10));
		set.refused(&question("//Shop", 1, NOW), 403, "RoleNotHeld")
			.await;
		set.refused(&question("//Gone", 2, NOW), 403, "RoleNotHeld")
			.await;
		set.refused(&question("//Nobody", 3, NOW), 403, "NotADelegate")
			.await;
		set.refused(&question("//Bank", 4, NOW), 403, "NotAClient")
			.await;
		let outcomes: Vec<Json> = set
			.journal()
			.iter()
			.map(|entry| entry["outcome"]["refused"].clone())
			.collect();
		assert_eq!(
			outcomes,
			["RoleNotHeld", "RoleNotHeld", "NotADelegate", "NotAClient"]
		);
	}

	#[tokio::test]
	async fn an_account_that_is_not_listed_is_refused() {
		let listed = json!({"clients": [{
			"agency": 4, "name": "보험개발원", "perHour": 9,
			"accounts": ["5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"],
		}]});
		let set = set(with_car(), Clients::parse(&listed.to_string()).unwrap());
		set.refused(&question("//Two", 1, NOW), 403, "AccountNotListed")
			.await;
	}

	#[tokio::test]
	async fn an_agency_asks_only_so_often_in_an_hour() {
		let set = set(with_car(), clients(2));
		assert_eq!(set.ask(&question("//Two", 1, NOW)).await.status, 200);
		assert_eq!(set.ask(&question("//Two", 2, NOW)).await.status, 200);
		set.refused(&question("//Two", 3, NOW), 429, "TooManyQuestions")
			.await;
		let later = NOW + HOUR;
		let body = serde_json::to_vec(&question("//Two", 4, later)).unwrap();
		assert_eq!(set.office.answer(&body, later).await.status, 200);
	}

	#[tokio::test]
	async fn strangers_do_not_fill_the_journal() {
		let set = set(with_car(), clients(10));
		for number in 0..STRANGERS_PER_HOUR + 5 {
			let asked = question("//Nobody", u8::try_from(number).unwrap(), NOW);
			set.refused(&asked, 403, "NotADelegate").await;
		}
		assert_eq!(
			set.journal().len(),
			usize::try_from(STRANGERS_PER_HOUR).unwrap()
		);
		assert_eq!(set.ask(&question("//Two", 1, NOW)).await.status, 200);
	}

	#[tokio::test]
	async fn refused_questions_do_not_count_against_an_agency_after_a_restart() {
		let folder = Folder::new();
		let ask = |office: Office<Fake>, nonce| async move {
			let asked = serde_json::to_vec(&question("//Two", nonce, NOW)).unwrap();
			office.answer(&asked, NOW).await.status
		};
		let nobody = || Clients::parse(r#"{"clients": []}"#).unwrap();
		assert_eq!(ask(office_in(&folder, with_car(), nobody()), 1).await, 403);
		for (nonce, status) in [(2, 200), (3, 429)] {
			assert_eq!(
				ask(office_in(&folder, with_car(), clients(1)), nonce).await,
				status
			);
		}
	}

	#[tokio::test]
	async fn what_nobody_signed_leaves_no_trace() {
		let set = set(with_car(), clients(10));
		let mut forged = question("//Two", 1, NOW);
		forged.signed.reason.push('!');
		set.refused(&forged, 401, "SignatureWrong").await;
		for body in [&b""[..], b"{}", b"[1]", b"\xff"] {
			let reply = set.office.answer(body, NOW).await;
			assert_eq!(reply.status, 400);
			assert_eq!(reply.body["error"]["code"], "QuestionUnreadable");
		}
		assert!(set.journal().is_empty());
	}

	#[tokio::test]
	async fn a_question_for_another_office_or_chain_is_refused() {
		let mut set = set(with_car(), clients(10));
		set.office.name = "other.example".into();
		set.refused(&question("//Two", 1, NOW), 401, "OtherOffice")
			.await;
		set.office.name = "lookup.example".into();
		set.office.chain = H256::repeat_byte(8);
		set.refused(&question("//Two", 1, NOW), 401, "OtherChain")
			.await;
	}

	#[tokio::test]
	async fn without_the_chain_nothing_is_answered() {
		let set = set(
			Fake {
				cars: vec![(vin_tag(KEY), CAR)],
				down: true,
			},
			clients(10),
		);
		set.refused(&question("//Two", 1, NOW), 503, "NodeUnreachable")
			.await;
	}

	#[test]
	fn a_clients_file_with_faults_is_refused() {
		for content in [
			"",
			"[]",
			r#"{"clients": [{"agency": 4}]}"#,
			r#"{"clients": [{"agency": 4, "name": "x", "perHour": 1, "extra": 2}]}"#,
			r#"{"clients": [{"agency": 4, "name": "x", "perHour": 1, "accounts": ["x"]}]}"#,
			r#"{"clients": [{"agency": 4, "name": "x", "perHour": 1}, {"agency": 4, "name": "y", "perHour": 1}]}"#,
		] {
			assert_eq!(
				Clients::parse(content).unwrap_err().code,
				"ClientsFileUnusable",
				"{content}"
			);
		}
	}
}
