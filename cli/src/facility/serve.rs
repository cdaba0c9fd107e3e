// SPDX-License-Identifier: Apache-2.0

//! A facility's provider of logins: OpenID Connect in front of a node.

use super::{
	config::{self, Config, Kept},
	questions::{shown, Questions},
	remote::Remote,
	rings::RingLogins,
};
use crate::{
	chain::Chain,
	error::{text, Failure, Result, Text},
	output::{Output, Report},
	times,
};
use clap::Args;
use seoul_chain_login::{FacilityId, Gate};
use seoul_chain_oidc::{AnonymousLogins, Parts, Provider, Settings, SystemClock};
use seoul_chain_ring_proofs::login::Facility as RingFacility;
use serde_json::json;
use std::{net::SocketAddr, path::PathBuf, sync::Arc, thread, time::Duration};
use tokio::{
	net::TcpListener,
	signal::unix::{signal, SignalKind},
	sync::{watch, Semaphore},
};

/// How long logins in progress may go on when the program is asked to end.
const LAST_WORDS: Duration = Duration::from_secs(10);

/// 로그인 제공자 운영
#[derive(Debug, Args)]
pub struct Serve {
	/// 설정 파일(JSON) · Configuration (JSON)
	#[arg(long, value_name = "FILE")]
	config: PathBuf,
}

/// What the provider's own log says, on standard error with the time.
struct Log;

impl log::Log for Log {
	fn enabled(&self, about: &log::Metadata<'_>) -> bool {
		about.level() <= log::Level::Warn
			|| (about.level() <= log::Level::Info && about.target().starts_with("seoul"))
	}

	fn log(&self, record: &log::Record<'_>) {
		if self.enabled(record.metadata()) {
			let time = times::show(times::now());
			eprintln!("{time} {}: {}", record.level(), record.args());
		}
	}

	fn flush(&self) {}
}

fn cannot_listen(listen: SocketAddr, error: &std::io::Error) -> Failure {
	Failure::network(
		"CannotListen",
		text!(
			"{listen}에서 받을 수 없습니다: {error}",
			"Cannot listen on {listen}: {error}"
		),
	)
}

/// What is served, and what to tell when it is.
struct Ready {
	provider: Provider,
	name: Text,
	consents: usize,
}

async fn prepare(config: Config, kept: Kept, chain: Chain) -> Result<(Ready, std::fs::File)> {
	let questions = Questions::newest(&chain);
	let number = FacilityId(config.facility);
	let facility = questions.open_facility(number).await?;
	let domain = shown(&facility.details.domain);
	let name = Text::new(
		shown(&facility.details.korean_name),
		shown(&facility.details.english_name),
	);
	let terms = questions.login_terms().await?;
	config.check_pass(facility.details.pass_lifetime.min(terms.longest_pass))?;
	let id = questions.chain_id().await?;
	let ring_size = match config.anonymous {
		Some(_) => Some(questions.ring_settings().await?.size),
		None => None,
	};
	let node = Arc::new(Remote::new(chain));
	let anonymous = config.anonymous.zip(ring_size).map(|(offered, ring_size)| {
		let logins = RingLogins {
			node: node.clone(),
			facility: RingFacility {
				chain: id,
				number: config.facility,
				domain: domain.clone(),
				collection: offered.collection,
				ring_size,
				max_root_age: offered.max_root_age,
			},
			challenge_lifetime: config.challenge_lifetime,
			room: Semaphore::new(thread::available_parallelism().map_or(1, usize::from)),
		};
		Arc::new(logins) as Arc<dyn AnonymousLogins>
	});
	let consents = kept.consents.len();
	let settings = Settings {
		issuer: config.issuer,
		gate: Gate {
			chain: id,
			facility: number,
			domain,
		},
		clients: config.clients,
		pairwise: kept.pairwise,
		challenge_lifetime: config.challenge_lifetime,
		capacity: config.open_logins,
	};
	let provider = Provider::new(Parts {
		settings,
		node,
		clock: Arc::new(SystemClock),
		keys: kept.keys,
		consents: Arc::new(kept.consents),
		anonymous,
	})
	.map_err(|error| {
		Failure::input(
			"ConfigUnusable",
			text!(
				"설정을 쓸 수 없습니다: {error}",
				"The configuration cannot be used: {error}"
			),
		)
	})?;
	let ready = Ready {
		provider,
		name,
		consents,
	};
	Ok((ready, kept.lock))
}

impl Serve {
	pub async fn run(self, output: Output, url: &str) -> Result<Report> {
		let config = Config::load(&self.config)?;
		let (listen, facility) = (config.listen, config.facility);
		let issuer = config.issuer.to_string();
		// The node first: what can be restarted costs least.
		let chain = Chain::connect(url).await?;
		let kept = config::open(&config)?;
		let (ready, _lock) = prepare(config, kept, chain).await?;
		let bound = TcpListener::bind(listen)
			.await
			.map_err(|error| cannot_listen(listen, &error))?;
		let at = bound.local_addr().unwrap_or(listen);
		// Another logger may be set in tests; then it is that one's business.
		if log::set_boxed_logger(Box::new(Log)).is_ok() {
			log::set_max_level(log::LevelFilter::Info);
		}
		let Text { ko, en } = &ready.name;
		let consents = ready.consents;
		output.progress(&text!(
			"{facility}번 시설 {ko}: {issuer} 로그인을 {at}에서 받습니다. 보관된 동의 {consents}건. 끝내려면 Ctrl-C.",
			"facility {facility}, {en}: logins for {issuer}, listening on {at}, {consents} consents kept. Ctrl-C ends it."
		));
		serve(bound, Arc::new(ready.provider), at).await?;
		Ok(Report::new(
			json!({"facility": facility, "ended": true}),
			output
				.say(&text!(
					"로그인 제공자를 닫았습니다.",
					"The provider is closed."
				))
				.to_owned(),
		))
	}
}

/// Serve until the program is asked to end; what is in progress then may go on for a moment.
async fn serve(bound: TcpListener, provider: Arc<Provider>, at: SocketAddr) -> Result<()> {
	let failed = |error: std::io::Error| cannot_listen(at, &error);
	let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
	let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
	let (tell, mut told) = watch::channel(());
	let asked_to_end = async move {
		// Closed or told, it is the end.
		let _ = told.changed().await;
	};
	let mut serving = tokio::spawn(seoul_chain_oidc::serve(bound, provider, asked_to_end));
	tokio::select! {
		ended = &mut serving => return ended.unwrap_or_else(|error| Err(std::io::Error::other(error))).map_err(failed),
		_ = interrupt.recv() => {},
		_ = terminate.recv() => {},
	}
	drop(tell);
	let _ = tokio::time::timeout(LAST_WORDS, serving).await;
	Ok(())
}
