// SPDX-License-Identifier: Apache-2.0

//! Casting a ballot, in the way that the poll asks for.

use super::{
	challenge,
	keys::VotingKeyArgs,
	prepare::{
		citizen, decide, encrypt, enrolled, open_poll, somebody_is_there, stopped, Choice,
		Decision, ElectionKeyArgs, Prepared,
	},
	receipt::{self, Receipt},
	Which,
};
use crate::{
	desk::Desk,
	error::{text, Failure, Kind, Result, Text},
	keys::SigningKey,
	login::credentials_of,
	metadata::{lacks, Call},
	output::Report,
	ring::node::shown,
	scale::json_of,
	submit::{self, Extras, Write, WriteArgs},
	times,
	voting::{Voting, PALLET},
};
use clap::Args;
use pallet_mvoting::{
	runtime_api::{BallotInfo, PollInfo},
	Accepted, Eligibility, OptionList, Roll, Secrecy, ADMITTED_CASTS,
};
use seoul_chain_ballot::{PollId, Voter};
use seoul_chain_login::{CredentialValue, Disclosure, SchemaId};
use seoul_chain_oidc::wire::CredentialForm;
use serde_json::json;
use std::{
	fmt::Write as _,
	path::{Path, PathBuf},
};

/// 투표
#[derive(Debug, Args)]
pub struct Cast {
	#[command(flatten)]
	of: Which,
	#[command(flatten)]
	choice: Choice,
	/// 투표가 요구하는 자격 증명 파일. 첫 표에만 엽니다 · File of the credential that the poll asks for; opened with the first ballot only
	#[arg(long, value_name = "FILE")]
	credential: Vec<PathBuf>,
	/// 시민카드 번호 (--prepare로 지갑에서 서명할 때) · Number of the citizen's card, where a wallet signs (--prepare)
	#[arg(long, value_name = "CITIZEN", requires = "prepare")]
	citizen: Option<u64>,
	#[command(flatten)]
	known: ElectionKeyArgs,
	#[command(flatten)]
	from: VotingKeyArgs,
	/// 접수증 파일. 없으면 ~/.config/seoul/receipts에 둠 · File of the receipt; in ~/.config/seoul/receipts without it
	#[arg(long, value_name = "FILE")]
	receipt: Option<PathBuf>,
	/// 추적 번호를 보고 묻지 않고 투표 · Cast without asking after the tracker is shown
	#[arg(long)]
	yes: bool,
	/// 시험을 고르면 연 표를 둘 파일. 없으면 표준 출력 · File of the opened ballot if it is challenged; standard output without it
	#[arg(long, value_name = "FILE")]
	out: Option<PathBuf>,
}

/// Who votes, and who signs.
struct Caster {
	voter: Voter,
	key: Option<SigningKey>,
}

/// The voter of a poll, and the key that signs; nothing where a wallet does.
async fn who(
	desk: &Desk,
	id: PollId,
	info: &PollInfo,
	cast: &Cast,
	how: &WriteArgs,
) -> Result<Caster> {
	if let Secrecy::Anonymous { .. } = info.poll.settings.secrecy {
		if how.prepare || how.signer.key_file.is_some() {
			return Err(Failure::input(
				"PollIsAnonymous",
				text!(
					"익명 투표에는 등록할 때 만든 투표 열쇠가 서명합니다. --key-file과 --prepare를 빼십시오.",
					"An anonymous poll is signed with the voting key that enrolling drew. Leave --key-file and --prepare out."
				),
			));
		}
		let key = enrolled(desk, id, &cast.from).await?;
		return Ok(Caster {
			voter: Voter::Alias(key.alias),
			key: Some(key.signer()?),
		});
	}
	let Some(key) = how.key()? else {
		return Ok(Caster {
			voter: citizen(cast.citizen)?,
			key: None,
		});
	};
	let voting = Voting::newest(&desk.chain);
	Ok(Caster {
		voter: voting.voter(&desk.state, id, key.account()).await?,
		key: Some(key),
	})
}

/// How often a voter has voted.
fn casts(ballot: Option<&BallotInfo>) -> u32 {
	match ballot {
		None => 0,
		Some(BallotInfo::Public(ballot)) => ballot.casts,
		Some(BallotInfo::Encrypted { casts, .. }) => *casts,
	}
}

/// A voting key is admitted for a few ballots, and has no won for more.
fn ensure_casts_left(voter: Voter, casts: u32) -> Result<()> {
	match voter {
		Voter::Alias(_) if casts >= ADMITTED_CASTS => Err(Failure::no(
			"NoCastsLeft",
			text!(
				"이 투표 열쇠로는 {ADMITTED_CASTS}번까지 투표할 수 있습니다. 마지막 표가 그대로 반영됩니다.",
				"This voting key is good for {ADMITTED_CASTS} ballots. The last one counts as it is."
			),
		)),
		_ => Ok(()),
	}
}

/// Which credential a poll asks for.
fn needed(desk: &Desk, eligibility: &Eligibility) -> Result<Option<(SchemaId, Accepted)>> {
	match eligibility {
		Eligibility::AllCitizens | Eligibility::ListedCards => Ok(None),
		Eligibility::Credential { schema, accepted } => Ok(Some((*schema, accepted.clone()))),
		Eligibility::District { district } => {
			let schema = desk.state.metadata.constant(PALLET, "ResidenceSchema");
			let value = CredentialValue(district.0);
			Ok(Some((
				schema.ok_or_else(|| lacks("MVoting.ResidenceSchema"))?,
				Accepted::Between {
					lowest: value,
					highest: value,
				},
			)))
		},
	}
}

/// The credential to open, of those in the files: of the kind that the poll asks for, with a value that it accepts, and
/// published before the opening.
fn credential(
	schema: SchemaId,
	accepted: &Accepted,
	roll: Option<&Roll>,
	held: &[Disclosure],
) -> Result<Disclosure> {
	let kind = schema.0;
	let mut why = Failure::no(
		"CredentialMissing",
		text!(
			"이 투표에는 자격 종류 {kind}의 자격 증명이 필요합니다. --credential로 파일을 지정하십시오.",
			"This poll asks for a credential of kind {kind}. Name its file with --credential."
		),
	);
	for one in held.iter().filter(|one| one.schema == schema) {
		let value = one.value.0;
		if !accepted.accepts(one.value) {
			why = Failure::no(
				"ValueNotAccepted",
				text!(
					"자격 종류 {kind}의 값 {value}은(는) 이 투표의 자격이 아닙니다. 열지 않았습니다.",
					"The value {value} of kind {kind} is none that this poll accepts. It was not opened."
				),
			);
			continue;
		}
		match roll {
			Some(Roll::Credentials { before, .. }) if one.batch >= *before => {
				why = Failure::no(
					"CredentialTooNew",
					text!(
						"자격 증명이 투표 시작 뒤에 발급되었습니다. 열지 않았습니다.",
						"The credential was published after the poll was opened. It was not opened now."
					),
				);
			},
			_ => return Ok(one.clone()),
		}
	}
	Err(why)
}

/// The credential to open with a ballot, if one is needed.
fn to_open(
	desk: &Desk,
	info: &PollInfo,
	places: &[PathBuf],
	former: Option<&BallotInfo>,
) -> Result<Option<Disclosure>> {
	let settings = &info.poll.settings;
	let needed = match settings.secrecy {
		// The rings say who may vote.
		Secrecy::Anonymous { .. } => None,
		_ => needed(desk, &settings.eligibility)?,
	};
	let Some((schema, accepted)) = needed.filter(|_| former.is_none()) else {
		if !places.is_empty() {
			desk.output.progress(&text!(
				"자격 증명이 필요하지 않아 열지 않습니다.",
				"No credential is needed. None is opened."
			));
		}
		return Ok(None);
	};
	let mut held = Vec::new();
	for place in places {
		held.extend(
			credentials_of(place)?
				.iter()
				.filter_map(CredentialForm::read),
		);
	}
	let roll = info.opening.as_ref().map(|opening| &opening.roll);
	credential(schema, &accepted, roll, &held).map(Some)
}

pub async fn run(desk: &Desk, command: Write<Cast>) -> Result<Report> {
	let Write { what, how } = command;
	let (id, info) = open_poll(desk, what.of.poll).await?;
	let chosen = what.choice.positions(&info)?;
	let Caster { voter, key } = who(desk, id, &info, &what, &how).await?;
	let place = receipt::place(what.receipt.as_deref(), id, voter)?;
	let voting = Voting::newest(&desk.chain);
	let chain = voting.chain_id().await?;
	let former = voting.ballot(id, voter).await?;
	ensure_casts_left(voter, casts(former.as_ref()))?;
	let opened = to_open(desk, &info, &what.credential, former.as_ref())?;
	let mut extras = Extras::default();
	extras.json.insert("poll".into(), json!(id.0));
	extras.json.insert("voter".into(), json_of(&voter)?);
	extras
		.json
		.insert("replaces".into(), json!(former.is_some()));
	if opened.is_some() {
		extras.lines.push(text!(
			"자격 증명을 열었습니다. 그 값은 이제 공개됩니다.",
			"The credential was opened. Its value is public now."
		));
	}
	let (tracker, call) = if info.poll.settings.secrecy == Secrecy::Public {
		let options = OptionList::try_from(chosen).map_err(|_| lacks("OptionList"))?;
		let arguments = json!({
			"poll": id.0,
			"options": json_of(&options)?,
			"credential": json_of(&opened)?,
		});
		let call = desk
			.state
			.metadata
			.call(PALLET, "cast_public", &arguments)?;
		(None, call)
	} else {
		let prepared = encrypt(desk, id, &info, voter, &chosen, &what.known).await?;
		let tracker = prepared.tracker;
		let decision = if what.yes || !somebody_is_there() {
			Decision::Cast
		} else {
			decide(desk, &info, &chosen, &tracker)
		};
		match decision {
			Decision::Cast => {},
			Decision::Challenge => return challenge::open(desk, prepared, what.out.as_deref()),
			Decision::Stop => return Err(stopped()),
		}
		let call = encrypted_call(desk, id, voter, prepared, opened.as_ref(), &mut extras)?;
		(Some(tracker), call)
	};
	let waiting = key.is_none();
	let result = submit::carry_out(desk, &how, key.as_ref(), &call, extras).await;
	let receipt = Receipt::new(&chain, id, voter, tracker, times::now());
	keep(desk, &place, receipt, result, waiting)
}

/// The call that casts an encrypted ballot.
fn encrypted_call(
	desk: &Desk,
	id: PollId,
	voter: Voter,
	prepared: Prepared,
	opened: Option<&Disclosure>,
	extras: &mut Extras,
) -> Result<Call> {
	let tracker = shown(prepared.tracker.0);
	desk.output
		.progress(&text!("추적 번호: {tracker}", "tracker: {tracker}"));
	let key = shown(prepared.key.encoded().0);
	extras.json.insert("electionKey".into(), json!(key));
	extras.add(
		"tracker",
		json!(tracker),
		text!("추적 번호: {tracker}", "tracker: {tracker}"),
	);
	let number = id.0;
	extras.lines.push(text!(
		"반영되는지는 seoul vote check {number}로 확인하십시오. 끝날 때까지 다시 투표할 수 있습니다.",
		"Check that it counts with seoul vote check {number}. You can vote again until the end."
	));
	let mut arguments = json!({"poll": number, "ballot": json_of(&prepared.ballot.cast())?});
	let name = match voter {
		Voter::Citizen(_) => {
			arguments["credential"] = json!(opened.map(json_of).transpose()?);
			"cast_secret"
		},
		Voter::Alias(_) => "cast_anonymous",
	};
	desk.state.metadata.call(PALLET, name, &arguments)
}

/// Keep the receipt of a ballot that was cast, or of which that is not known; and say so. The ballot is cast whether or not
/// the file can be written.
fn keep(
	desk: &Desk,
	place: &Path,
	receipt: Receipt,
	result: Result<Report>,
	waiting: bool,
) -> Result<Report> {
	let saved = |receipt: &Receipt| match receipt.save(place) {
		Ok(()) => {
			let file = place.display();
			text!("접수증: {file}", "receipt: {file}")
		},
		Err(failure) => {
			let Text { ko, en } = failure.text;
			text!(
				"접수증을 쓰지 못했습니다: {ko}",
				"The receipt could not be written: {en}"
			)
		},
	};
	match result {
		Ok(mut report) => {
			let mut said = vec![saved(&receipt.located(&report.json))];
			report.json["receipt"] = json!(place.display().to_string());
			if waiting {
				said.push(text!(
					"접수증은 서명하여 보낸 뒤에 유효합니다.",
					"The receipt holds once it is signed and sent."
				));
			}
			if !report.text.ends_with('\n') {
				report.text.push('\n');
			}
			for line in &said {
				let _ = writeln!(report.text, "{}", desk.output.say(line));
			}
			Ok(report)
		},
		Err(failure) => {
			if failure.kind == Kind::Unknown {
				desk.output.progress(&saved(&receipt));
			}
			Err(failure)
		},
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::voting::tests::poll_of;
	use pallet_mvoting::{PollStatus, PublicBallot, Reward};
	use seoul_chain_ballot::{BoardId, Form};
	use seoul_chain_login::BatchId;

	fn disclosure(schema: u16, value: u32, batch: u64) -> Disclosure {
		Disclosure {
			schema: SchemaId(schema),
			value: CredentialValue(value),
			salt: [1; 32],
			batch: BatchId(batch),
			position: 0,
			path: Vec::new(),
		}
	}

	#[test]
	fn only_a_credential_that_the_poll_accepts_is_opened() {
		let accepted = Accepted::Between {
			lowest: CredentialValue(11_740),
			highest: CredentialValue(11_740),
		};
		let roll = Roll::Credentials {
			issued: 9,
			active: 9,
			before: BatchId(4),
		};
		let choose = |held: &[Disclosure]| credential(SchemaId(1), &accepted, Some(&roll), held);
		let refused = |held: &[Disclosure]| choose(held).unwrap_err().code;
		let good = disclosure(1, 11_740, 3);
		assert_eq!(refused(&[]), "CredentialMissing");
		assert_eq!(refused(&[disclosure(2, 11_740, 3)]), "CredentialMissing");
		assert_eq!(refused(&[disclosure(1, 11_110, 3)]), "ValueNotAccepted");
		assert_eq!(refused(&[disclosure(1, 11_740, 4)]), "CredentialTooNew");
		let held = [
			disclosure(2, 11_740, 3),
			disclosure(1, 11_110, 3),
			disclosure(1, 11_740, 4),
			good.clone(),
		];
		assert_eq!(choose(&held).unwrap(), good);
	}

	#[test]
	fn a_voting_key_is_not_used_for_more_ballots_than_it_is_admitted_for() {
		let alias = Voter::Alias([1; 32]);
		assert!(ensure_casts_left(alias, ADMITTED_CASTS - 1).is_ok());
		let failure = ensure_casts_left(alias, ADMITTED_CASTS).unwrap_err();
		assert_eq!(failure.code, "NoCastsLeft");
		assert!(ensure_casts_left(Voter::Citizen(1), ADMITTED_CASTS).is_ok());
		let ballot = BallotInfo::Public(PublicBallot {
			options: vec![0].try_into().unwrap(),
			casts: 3,
			reward: Reward::Nothing,
		});
		assert_eq!((casts(Some(&ballot)), casts(None)), (3, 0));
	}

	/// Written as the chain takes it, and read back: nothing of the ballot is lost on the way through JSON.
	#[test]
	fn a_ballot_is_the_same_after_json() {
		use super::super::prepare::tests::key;
		use crate::scale::{registry_of, Types};
		use codec::Encode;
		use seoul_chain_ballot::{Ballot, BallotContext};

		for form in [
			Form::YesNo,
			Form::SingleChoice { options: 3 },
			Form::Approval {
				options: 4,
				min: 0,
				max: 2,
			},
		] {
			let info = poll_of(
				Secrecy::Secret { board: BoardId(0) },
				form,
				PollStatus::Open,
			);
			let context = BallotContext {
				chain: [7; 32],
				poll: PollId(3),
				voter: Voter::Citizen(1_001),
			};
			let chosen = crate::voting::choices(info.poll.form, &[1]).unwrap();
			let ballot = Prepared::new(key(), context, &chosen)
				.unwrap()
				.ballot
				.cast();
			let json = json_of(&ballot).unwrap();
			let (registry, id) = registry_of::<Ballot>();
			let mut encoded = Vec::new();
			Types::new(&registry, 42)
				.encode(id, &json, "ballot", &mut encoded)
				.unwrap();
			assert_eq!(encoded, ballot.encode(), "{form:?}");
			assert_eq!(encoded.len(), form.encoded_length());
		}
	}
}
