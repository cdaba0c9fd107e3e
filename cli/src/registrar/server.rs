// SPDX-License-Identifier: Apache-2.0

//! The office on the network: HTTP on this machine only. A proxy in front of it speaks TLS.

use super::{
	journal::Journal,
	office::{Clients, Office, Register, Reply, Standing, Tag, ROLES},
};
use crate::{
	chain::{Chain, State},
	desk::CARS,
	error::{text, Failure, Kind, Result},
	files,
	keys::{self, RegistrarKeys, SS58_PREFIX},
	output::{Output, Report},
	times,
};
use clap::Args;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::{
	body::{Bytes, Incoming},
	header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE},
	server::conn::http1,
	service::service_fn,
	Method, Request, Response, StatusCode,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::{json, Value as Json};
use sp_runtime::AccountId32;
use std::{
	collections::BTreeSet, convert::Infallible, net::SocketAddr, path::PathBuf, sync::Arc,
	time::Duration,
};
use tokio::{
	net::{TcpListener, TcpStream},
	signal::unix::{signal, SignalKind},
	sync::{Mutex, Semaphore},
};

/// A question is far smaller.
const LARGEST_BODY: usize = 16 * 1024;
/// How long a client may take to send its headers, and then its question.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a connection may live.
const LONGEST_CONNECTION: Duration = Duration::from_mins(1);
/// How many connections are served at once.
const CONNECTIONS: usize = 64;

/// 조회 창구
#[derive(Debug, Args)]
pub struct Serve {
	/// 이 컴퓨터의 주소와 포트. 바깥에는 TLS 프록시를 두십시오 · Address on this machine; a TLS proxy stands before it
	#[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:9980")]
	listen: SocketAddr,
	/// 기관들이 부르는 이름(예: lookup.ddm.go.kr). 없으면 주소와 포트 · Name under which institutions reach the office;
	/// address and port without it
	#[arg(long)]
	name: Option<String>,
	/// 등록 관청 키 파일(권한 0600) · File with the registrars' key, mode 0600
	#[arg(long, value_name = "FILE")]
	registrar_key_file: PathBuf,
	/// 협약 기관 목록(JSON) · The institutions that may ask
	#[arg(long, value_name = "FILE")]
	clients_file: PathBuf,
	/// 조회 기록(JSON 줄) · The journal of questions
	#[arg(long, value_name = "FILE")]
	journal: PathBuf,
	/// 조회할 수 있는 역할 · Roles that may ask
	#[arg(long, value_name = "ROLE", value_delimiter = ',', default_values = ROLES)]
	roles: Vec<String>,
}

/// The chain, connected anew when the connection is lost.
struct Node {
	url: String,
	chain: Mutex<Option<Chain>>,
}

impl Node {
	/// The latest final state. A connection that was lost meanwhile is opened again, once.
	async fn state(&self) -> Result<State> {
		let mut held = self.chain.lock().await;
		if let Some(chain) = held.as_ref() {
			if let Ok(state) = chain.state().await {
				return Ok(state);
			}
		}
		*held = None;
		let chain = Chain::connect(&self.url).await?;
		let state = chain.state().await?;
		*held = Some(chain);
		Ok(state)
	}
}

impl Register for Node {
	async fn standing(&self, account: &AccountId32) -> Result<Option<Standing>> {
		let state = self.state().await?;
		let address = json!(keys::address(account, SS58_PREFIX));
		let Some(delegation) = state
			.stored("Agencies", "Delegations", std::slice::from_ref(&address))
			.await?
		else {
			return Ok(None);
		};
		let Some(agency) = delegation["agency"]
			.as_u64()
			.and_then(|agency| u32::try_from(agency).ok())
		else {
			return Ok(None);
		};
		// The chain itself says which roles count now.
		let usable = state
			.view("Agencies", "effective_roles", &[address])
			.await?;
		let roles = usable
			.as_array()
			.into_iter()
			.flatten()
			.filter_map(Json::as_str)
			.map(str::to_owned)
			.collect();
		Ok(Some(Standing { agency, roles }))
	}

	async fn find(&self, tag: Tag) -> Result<Option<[u8; 16]>> {
		let (question, tag) = match tag {
			Tag::Vin(tag) => ("find_by_vin_tag", tag),
			Tag::Plate(tag) => ("find_by_plate_tag", tag),
		};
		let state = self.state().await?;
		let found = state
			.ask(CARS, question, &[json!(format!("{tag:?}"))])
			.await?;
		let Some(id) = found.as_str() else {
			return Ok(None);
		};
		let mut vehicle = [0; 16];
		hex::decode_to_slice(id.trim_start_matches("0x"), &mut vehicle)
			.map(|()| Some(vehicle))
			.map_err(|error| {
				Failure::new(
					Kind::Network,
					"Undecodable",
					text!(
						"체인의 응답을 해석할 수 없습니다({error}).",
						"The chain's answer cannot be decoded ({error})."
					),
				)
			})
	}
}

impl Serve {
	pub async fn run(self, output: Output, url: &str) -> Result<Report> {
		let listen = self.listen;
		if !listen.ip().is_loopback() {
			return Err(Failure::input(
				"ListenNotLocal",
				text!(
					"{listen}: 암호화되지 않은 연결은 이 컴퓨터 안에서만 받습니다. 127.0.0.1에서 받고, 앞에 TLS 프록시를 두십시오.",
					"{listen}: without encryption it listens on this machine only. Listen on 127.0.0.1, and put a TLS proxy in front."
				),
			));
		}
		let keys = RegistrarKeys::load(&self.registrar_key_file)?;
		let clients = Clients::parse(&files::read_text_not_writable_by_others(
			&self.clients_file,
		)?)?;
		let journal = Journal::open(&self.journal)?;
		let chain = Chain::connect(url).await?;
		let genesis = chain.genesis();
		let bound = TcpListener::bind(listen).await.map_err(|error| {
			Failure::network(
				"CannotListen",
				text!(
					"{listen}에서 받을 수 없습니다: {error}",
					"Cannot listen on {listen}: {error}"
				),
			)
		})?;
		let at = bound.local_addr().unwrap_or(listen);
		let office = Arc::new(Office::new(
			self.name.unwrap_or_else(|| at.to_string()),
			genesis,
			self.roles.into_iter().collect::<BTreeSet<_>>(),
			keys,
			clients,
			Node {
				url: url.to_owned(),
				chain: Mutex::new(Some(chain)),
			},
			journal,
		));
		let name = office.name.clone();
		output.progress(&text!(
			"{name}: {at}에서 조회를 받습니다. 끝내려면 Ctrl-C.",
			"{name}: listening on {at}. Ctrl-C ends it."
		));
		serve(&bound, office).await?;
		Ok(Report::new(
			json!({"office": name, "ended": true}),
			output
				.say(&text!("창구를 닫았습니다.", "The office is closed."))
				.to_owned(),
		))
	}
}

fn unavailable(error: &std::io::Error) -> Failure {
	Failure::network(
		"CannotListen",
		text!(
			"연결을 받을 수 없습니다: {error}",
			"Cannot take connections: {error}"
		),
	)
}

/// Serve until the program is asked to end.
async fn serve<R: Register + Send + Sync + 'static>(
	bound: &TcpListener,
	office: Arc<Office<R>>,
) -> Result<()> {
	let room = Arc::new(Semaphore::new(CONNECTIONS));
	let mut interrupt = signal(SignalKind::interrupt()).map_err(|error| unavailable(&error))?;
	let mut terminate = signal(SignalKind::terminate()).map_err(|error| unavailable(&error))?;
	loop {
		// Wait for room first: what cannot be served stays in the system's queue.
		let Ok(place) = room.clone().acquire_owned().await else {
			return Ok(());
		};
		let stream = tokio::select! {
			_ = interrupt.recv() => return Ok(()),
			_ = terminate.recv() => return Ok(()),
			taken = bound.accept() => if let Ok((stream, _)) = taken {
				stream
			} else {
				// A client that was gone before it was taken, or too many open files: go on.
				tokio::time::sleep(Duration::from_millis(50)).await;
				continue;
			},
		};
		let office = office.clone();
		tokio::spawn(async move {
			connection(stream, office).await;
			drop(place);
		});
	}
}

async fn connection<R: Register + Send + Sync + 'static>(
	stream: TcpStream,
	office: Arc<Office<R>>,
) {
	let service = service_fn(move |request| {
		let office = office.clone();
		async move { Ok::<_, Infallible>(respond(&office, request).await) }
	});
	let served = http1::Builder::new()
		.timer(TokioTimer::new())
		.header_read_timeout(PATIENCE)
		.keep_alive(false)
		.serve_connection(TokioIo::new(stream), service);
	// What goes wrong here is the client's: there is nobody to tell.
	let _ = tokio::time::timeout(LONGEST_CONNECTION, served).await;
}

async fn respond<R: Register>(
	office: &Office<R>,
	request: Request<Incoming>,
) -> Response<Full<Bytes>> {
	let now = times::now();
	let reply = match (request.uri().path(), request.method()) {
		("/v1/office", &Method::GET) => Reply {
			status: 200,
			body: office.about(now),
		},
		("/v1/lookup", &Method::POST) => match body_of(request).await {
			Ok(body) => office.answer(&body, now).await,
			Err(reply) => reply,
		},
		("/v1/office" | "/v1/lookup", _) => Reply::failure(
			405,
			&Failure::input(
				"MethodUnknown",
				text!(
					"GET /v1/office 또는 POST /v1/lookup만 됩니다.",
					"There are GET /v1/office and POST /v1/lookup."
				),
			),
		),
		_ => Reply::failure(
			404,
			&Failure::input(
				"PathUnknown",
				text!(
					"GET /v1/office 또는 POST /v1/lookup만 됩니다.",
					"There are GET /v1/office and POST /v1/lookup."
				),
			),
		),
	};
	let Reply { status, body } = reply;
	let mut response = Response::new(Full::new(Bytes::from(format!("{body}\n"))));
	*response.status_mut() =
		StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
	let headers = response.headers_mut();
	headers.insert(
		CONTENT_TYPE,
		hyper::header::HeaderValue::from_static("application/json"),
	);
	headers.insert(
		CACHE_CONTROL,
		hyper::header::HeaderValue::from_static("no-store"),
	);
	if status == 405 {
		headers.insert(ALLOW, hyper::header::HeaderValue::from_static("GET, POST"));
	}
	response
}

async fn body_of(request: Request<Incoming>) -> Result<Bytes, Reply> {
	let collected = Limited::new(request.into_body(), LARGEST_BODY).collect();
	match tokio::time::timeout(PATIENCE, collected).await {
		Ok(Ok(body)) => Ok(body.to_bytes()),
		Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Reply::failure(
			413,
			&Failure::input(
				"QuestionTooLong",
				text!("조회가 너무 깁니다.", "The question is too long."),
			),
		)),
		Ok(Err(_)) | Err(_) => Err(Reply::failure(
			408,
			&Failure::input(
				"QuestionIncomplete",
				text!("조회를 다 받지 못했습니다.", "The question did not arrive."),
			),
		)),
	}
}
