// SPDX-License-Identifier: Apache-2.0

//! `seoul`: the command line of citizens, clerks and auditors.
//!
//! It speaks to a node through that node's own metadata, signs with a key from a file or leaves signing
//! to a wallet, and tells everything in Korean and English. `docs/command-line.md` shows each command.

mod batch;
mod blocks;
mod call;
mod car;
mod card;
mod certificate;
mod chain;
mod consent;
mod credential;
mod desk;
#[cfg(test)]
#[path = "../../primitives/ballot/tests/common/dishonest.rs"]
mod dishonest;
mod document;
mod error;
mod facility;
mod files;
mod form82;
mod http;
mod keys;
mod language;
mod login;
mod metadata;
mod mileage;
mod money;
mod output;
mod parties;
mod pay;
mod plan;
mod poll;
mod poll_audit;
mod proposal;
mod registrar;
mod ring;
mod scale;
mod sealed;
mod session;
mod submit;
mod table;
mod tags;
mod times;
mod transaction;
mod trustee;
mod vote;
mod voting;
mod words;

use clap::{Parser, Subcommand};
use error::{text, Failure, Kind, Result};
use language::Language;
use output::{Output, Report};
use std::process::ExitCode;

/// Options that every command takes.
const COMMON: &str = "공통 · Common";

/// 서울 체인의 명령줄 · The command line of the Seoul chain
#[derive(Debug, Parser)]
#[command(
	name = "seoul",
	version,
	arg_required_else_help = true,
	after_help = "종료 부호 · Exit codes: 0 성공 · done, 1 아니요 · the answer is no, 2 입력 오류 · input, 3 거부됨 · refused, \
		4 연결 · network, 5 파일·키 · file or key, 6 결과 불명 · sent, outcome unknown, 7 일부 거부 · partly refused"
)]
struct Cli {
	/// 노드의 WebSocket 주소 · WebSocket address of a node
	#[arg(long, global = true, default_value = "ws://127.0.0.1:9944", help_heading = COMMON)]
	url: String,

	/// JSON 출력 · JSON on standard output
	#[arg(long, global = true, help_heading = COMMON)]
	json: bool,

	/// 진행 상황을 알리지 않음 · No progress
	#[arg(long, global = true, help_heading = COMMON)]
	quiet: bool,

	/// 언어. 없으면 환경에 따름 · Language; as the environment says without it
	#[arg(long, global = true, value_enum, value_name = "LANGUAGE", help_heading = COMMON)]
	lang: Option<Language>,

	#[command(subcommand)]
	command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
	/// 자동차 등록 · The register of cars
	#[command(subcommand)]
	Car(car::CarCommand),
	/// 차대번호·등록번호 조회 창구 · Questions of institutions that have a VIN or a plate
	#[command(subcommand)]
	Registrar(registrar::RegistrarCommand),
	/// 마일리지 · Mileage: points of several schemes in one wallet
	#[command(subcommand)]
	Mileage(mileage::MileageCommand),
	/// 대금 지급 · Contracts of the city, claims, and payments to every payee
	#[command(subcommand)]
	Pay(pay::PayCommand),
	/// 시민카드 · Citizen cards
	#[command(subcommand)]
	Card(card::CardCommand),
	/// 익명 링 (시민카드 발급 부서, 감사) · Rings of anonymous keys, for the card office and auditors
	#[command(subcommand)]
	Ring(ring::RingCommand),
	/// 서비스별 가명 (시민) · Acting in a service under an alias (citizen)
	#[command(subcommand)]
	Alias(ring::AliasCommand),
	/// 시설과 로그인 제공자 · Facilities that citizens log in to
	#[command(subcommand)]
	Facility(facility::FacilityCommand),
	/// 시설에 로그인 (시민) · Log in to a facility (citizen)
	Login(Box<login::Login>),
	/// 로그인 이용 동의 · For what facilities may use logins
	#[command(subcommand)]
	Consent(consent::ConsentCommand),
	/// 로그인 세션 키 · Keys that log in for a time
	#[command(subcommand)]
	Session(session::SessionCommand),
	/// 자격 증명 · Credentials: predicates that issuers attest
	#[command(subcommand)]
	Credential(credential::CredentialCommand),
	/// 엠보팅 투표 (시민) · Voting in polls (citizen)
	#[command(subcommand)]
	Vote(vote::VoteCommand),
	/// 시민 제안 · Questions that citizens want to be put to the city
	#[command(subcommand)]
	Proposal(proposal::ProposalCommand),
	/// 엠보팅 투표의 관리 · Polls, for the office that holds them, and for auditors
	#[command(subcommand)]
	Poll(poll::PollCommand),
	/// 개표 수탁자 · Trustees, who decrypt the sums of polls
	#[command(subcommand)]
	Trustee(trustee::TrusteeCommand),
	/// 수탁자단 · Boards of trustees
	#[command(subcommand)]
	Board(trustee::BoardCommand),
	/// 문서 확인값 계산 · Commit to a document
	Commit(call::Commit),
	/// 임의의 호출 · Any call of any pallet
	Call(Box<submit::Write<call::Call>>),
}

async fn run(command: Command, output: Output, url: &str) -> Result<Report> {
	match command {
		Command::Car(command) => command.run(output, url).await,
		Command::Registrar(command) => command.run(output, url).await,
		Command::Mileage(command) => command.run(output, url).await,
		Command::Pay(command) => command.run(output, url).await,
		Command::Card(command) => command.run(output, url).await,
		Command::Ring(command) => command.run(output, url).await,
		Command::Alias(command) => command.run(output, url).await,
		Command::Facility(command) => command.run(output, url).await,
		Command::Login(command) => command.run(output, url).await,
		Command::Consent(command) => command.run(output, url).await,
		Command::Session(command) => command.run(output, url).await,
		Command::Credential(command) => command.run(output, url).await,
		Command::Vote(command) => command.run(output, url).await,
		Command::Proposal(command) => command.run(output, url).await,
		Command::Poll(command) => command.run(output, url).await,
		Command::Trustee(command) => command.run(output, url).await,
		Command::Board(command) => command.run(output, url).await,
		Command::Commit(commit) => commit.run(output),
		Command::Call(call) => call::Call::run(*call, output, url).await,
	}
}

/// What is typed, or what to say instead: help, the version, or what cannot be understood.
fn parse() -> Result<Cli, ExitCode> {
	Cli::try_parse().map_err(|error| {
		// For programs a mistake in the command line is a failure like any other.
		if error.use_stderr() && std::env::args_os().any(|word| word == "--json") {
			let said = error.to_string();
			let said = said.strip_prefix("error: ").unwrap_or(&said).trim();
			let failure = Failure::input(
				"CommandLineUnreadable",
				text!("명령을 이해할 수 없습니다: {said}", "{said}"),
			);
			return Output {
				language: Language::of_environment(),
				json: true,
				quiet: true,
			}
			.failure(&failure);
		}
		let _ = error.print();
		// Asked for, it is an answer; everything else is a mistake in what was typed.
		if error.use_stderr() {
			ExitCode::from(Kind::Input as u8)
		} else {
			ExitCode::SUCCESS
		}
	})
}

fn main() -> ExitCode {
	let cli = match parse() {
		Ok(cli) => cli,
		Err(exit) => return exit,
	};
	let output = Output {
		language: cli.lang.unwrap_or_else(Language::of_environment),
		json: cli.json,
		quiet: cli.quiet,
	};
	let result = tokio::runtime::Builder::new_multi_thread()
		.enable_all()
		.build()
		.map_err(|error| {
			Failure::file(
				"NoRuntime",
				text!(
					"프로그램을 시작할 수 없습니다: {error}",
					"The program cannot start: {error}"
				),
			)
		})
		.and_then(|runtime| runtime.block_on(run(cli.command, output, &cli.url)));
	match result {
		Ok(report) => output.report(&report),
		Err(failure) => output.failure(&failure),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::CommandFactory;

	#[test]
	fn the_version_is_told_and_needs_no_command() {
		let error = Cli::try_parse_from(["seoul", "--version"]).unwrap_err();
		assert!(!error.use_stderr());
		assert_eq!(
			error.to_string(),
			format!("seoul {}\n", env!("CARGO_PKG_VERSION"))
		);
	}

	#[test]
	fn the_command_line_is_consistent() {
		Cli::command().debug_assert();
	}

	/// What clap asserts in builds for debugging only.
	#[test]
	fn no_command_has_two_options_of_one_name() {
		fn check(command: &clap::Command, path: &str) {
			let mut names: Vec<String> = command
				.get_arguments()
				.flat_map(|argument| {
					let long = argument.get_long().map(|long| format!("--{long}"));
					std::iter::once(argument.get_id().to_string()).chain(long)
				})
				.collect();
			let all = names.len();
			names.sort_unstable();
			names.dedup();
			assert_eq!(names.len(), all, "{path}");
			for sub in command.get_subcommands() {
				check(sub, &format!("{path} {}", sub.get_name()));
			}
		}
		check(&Cli::command(), "seoul");
	}

	/// The words of a line as a shell splits them: blanks, single and double quotes.
	fn words_of(line: &str) -> Vec<String> {
		let mut words = Vec::new();
		let mut word = String::new();
		let mut quote = None;
		let mut begun = false;
		for character in line.chars() {
			match (quote, character) {
				(Some(open), close) if open == close => quote = None,
				(None, '\'' | '"') => {
					quote = Some(character);
					begun = true;
				},
				(None, ' ') => {
					if begun {
						words.push(std::mem::take(&mut word));
					}
					begun = false;
				},
				(_, other) => {
					word.push(other);
					begun = true;
				},
			}
		}
		if begun {
			words.push(word);
		}
		words
	}

	const COMMAND_LINE: &str = include_str!("../../docs/command-line.md");

	/// The guides whose examples name what only their readers have, so that nobody plays them against a chain.
	const GUIDES: [&str; 3] = [
		COMMAND_LINE,
		include_str!("../../docs/login.md"),
		include_str!("../../docs/ring-keys.md"),
	];

	/// Every example of a guide, with continued lines joined, without remarks and without where its output goes.
	fn examples(guide: &str) -> Vec<String> {
		let text = guide.replace("\\\n", " ");
		let mut inside = false;
		let mut examples = Vec::new();
		for line in text.lines().map(str::trim_start) {
			if line.starts_with("```") {
				inside = !inside;
			} else if inside && line.starts_with("seoul ") {
				let typed = line.split("  #").next().unwrap_or(line);
				examples.push(typed.split(" > ").next().unwrap_or(typed).to_owned());
			}
		}
		examples
	}

	#[test]
	fn every_example_of_the_documentation_is_understood() {
		for (guide, at_least) in GUIDES.into_iter().zip([40, 10, 8]) {
			let examples = examples(guide);
			assert!(examples.len() >= at_least, "{} are few", examples.len());
			for example in examples {
				if let Err(error) = Cli::try_parse_from(words_of(&example)) {
					panic!("{example}\n{error}");
				}
			}
		}
	}

	fn paths_of(command: &clap::Command, before: &str, paths: &mut Vec<String>) {
		for sub in command.get_subcommands() {
			let path = format!("{before} {}", sub.get_name());
			if sub.has_subcommands() {
				paths_of(sub, &path, paths);
			} else {
				paths.push(path);
			}
		}
	}

	#[test]
	fn every_command_has_an_example_in_the_documentation() {
		let mut paths = Vec::new();
		paths_of(&Cli::command(), "seoul", &mut paths);
		let examples = examples(COMMAND_LINE);
		for path in paths {
			assert!(
				examples
					.iter()
					.any(|example| format!("{example} ").starts_with(&format!("{path} "))),
				"no example of {path}"
			);
		}
	}

	#[test]
	fn a_command_says_in_both_languages_what_it_does() {
		fn check(command: &clap::Command) {
			for sub in command.get_subcommands() {
				let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
				assert!(about.contains(" · "), "{}: {about}", sub.get_name());
				check(sub);
			}
		}
		check(&Cli::command());
	}
}
