// SPDX-License-Identifier: Apache-2.0

//! What can be wrong with the place where a node is started, said in one line before anything is
//! changed: a base path that cannot be used, a port that another program has.

use sc_network::{multiaddr::Protocol, Multiaddr};
use sc_service::{config::RpcEndpoint, Configuration, DatabaseSource};
use std::{
	error::Error as _,
	fs,
	io::ErrorKind,
	net::{IpAddr, SocketAddr, TcpListener},
	path::Path,
};

/// An error as one line of text, with what to do where that is known.
pub fn in_one_line(error: &sc_cli::Error) -> String {
	let text = match error {
		sc_cli::Error::Input(text) | sc_cli::Error::Service(sc_service::Error::Other(text)) => {
			text.clone()
		},
		sc_cli::Error::NetworkKeyNotFound(path) => format!(
			"There is no network key at {}; make one with 'seoul-chain-node key generate-node-key \
			 --chain CHAIN --base-path PATH', or take a new one with --unsafe-force-node-key-generation",
			path.display(),
		),
		other => {
			let mut text = other.to_string();
			let mut cause = other.source();
			while let Some(error) = cause {
				let reason = error.to_string();
				if !text.contains(&reason) {
					text.push_str(": ");
					text.push_str(&reason);
				}
				cause = error.source();
			}
			text
		},
	};
	text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Makes the directory of the base path, and sees whether the node can write there.
pub fn ensure_base_path(path: &Path) -> sc_cli::Result<()> {
	let unusable = |reason: String| {
		sc_cli::Error::Input(format!(
			"The base path {} cannot be used ({reason}); choose another with --base-path",
			path.display(),
		))
	};
	if path.exists() && !path.is_dir() {
		return Err(unusable("it is not a directory".into()));
	}
	fs::create_dir_all(path).map_err(|error| unusable(error.to_string()))?;

	let probe = path.join(format!(".writable-{}", std::process::id()));
	fs::write(&probe, [])
		.and_then(|()| fs::remove_file(&probe))
		.map_err(|error| unusable(error.to_string()))
}

/// Refuses to read a chain where none is, instead of showing a new and empty one.
pub fn ensure_database(config: &Configuration) -> sc_cli::Result<()> {
	let found = match &config.database {
		DatabaseSource::Auto {
			paritydb_path,
			rocksdb_path,
			..
		} => paritydb_path.exists() || rocksdb_path.exists(),
		other => other.path().is_none_or(Path::exists),
	};
	if found {
		return Ok(());
	}
	Err(sc_cli::Error::Input(format!(
		"There is no database of the chain '{}' in {}; is --base-path right, and --chain?",
		config.chain_spec.id(),
		config.data_path.display(),
	)))
}

/// Refuses to start where another program has a port of this node.
///
/// The SDK would take a random port for RPC, go on without metrics, and be unreachable for its peers:
/// whoever asked for a port would talk to the other program.
pub fn ensure_ports_are_free(config: &Configuration) -> sc_cli::Result<()> {
	let rpc = config
		.rpc
		.addr
		.iter()
		.flatten()
		.filter(|endpoint| !endpoint.retry_random_port);
	for RpcEndpoint { listen_addr, .. } in rpc {
		ensure_free(*listen_addr, "RPC", "--rpc-port")?;
	}
	if let Some(prometheus) = &config.prometheus_config {
		ensure_free(
			prometheus.port,
			"Prometheus",
			"--prometheus-port (or --no-prometheus)",
		)?;
	}
	for address in config
		.network
		.listen_addresses
		.iter()
		.filter_map(tcp_address)
	{
		ensure_free(address, "peer-to-peer", "--port")?;
	}
	Ok(())
}

fn ensure_free(address: SocketAddr, whose: &str, option: &str) -> sc_cli::Result<()> {
	match TcpListener::bind(address) {
		Err(error) if error.kind() == ErrorKind::AddrInUse => Err(sc_cli::Error::Input(format!(
			"The {whose} port {} is taken by another program; choose another with {option}",
			address.port(),
		))),
		Err(error) if error.kind() == ErrorKind::PermissionDenied => {
			Err(sc_cli::Error::Input(format!(
				"The {whose} port {} may not be used by this user; choose another with {option}",
				address.port(),
			)))
		},
		// An address that this machine lacks, of IPv6 for example, is not a taken port.
		Ok(_) | Err(_) => Ok(()),
	}
}

fn tcp_address(address: &Multiaddr) -> Option<SocketAddr> {
	let mut parts = address.iter();
	let ip = match parts.next()? {
		Protocol::Ip4(ip) => IpAddr::V4(ip),
		Protocol::Ip6(ip) => IpAddr::V6(ip),
		_ => return None,
	};
	match parts.next()? {
		Protocol::Tcp(port) => Some(SocketAddr::new(ip, port)),
		_ => None,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::{env, process};

	#[test]
	fn a_taken_port_is_refused_with_the_option_that_changes_it() {
		let other = TcpListener::bind("127.0.0.1:0").expect("some port is free");
		let address = other.local_addr().expect("it listens");
		let error = ensure_free(address, "RPC", "--rpc-port").expect_err("the port is taken");
		assert_eq!(
			in_one_line(&error),
			format!(
				"The RPC port {} is taken by another program; choose another with --rpc-port",
				address.port()
			),
		);

		drop(other);
		ensure_free(address, "RPC", "--rpc-port").expect("the port is free again");
	}

	#[test]
	fn only_tcp_addresses_are_tried() {
		let address = |text: &str| tcp_address(&text.parse().expect("it is a multiaddress"));
		assert_eq!(
			address("/ip4/0.0.0.0/tcp/30333"),
			"0.0.0.0:30333".parse().ok()
		);
		assert_eq!(address("/ip6/::/tcp/30333/ws"), "[::]:30333".parse().ok());
		assert_eq!(address("/ip4/0.0.0.0/udp/30333/webrtc-direct"), None);
		assert_eq!(address("/dns/seoul.example/tcp/30333"), None);
	}

	#[test]
	fn a_base_path_that_is_a_file_is_refused_and_left_alone() {
		let file = env::temp_dir().join(format!("seoul-chain-{}-base-path", process::id()));
		fs::write(&file, "precious").expect("the temporary directory is writable");

		for path in [file.clone(), file.join("below")] {
			let error = ensure_base_path(&path).expect_err("a file is no base path");
			let text = in_one_line(&error);
			assert!(
				text.starts_with(&format!("The base path {}", path.display())),
				"{text}"
			);
			assert!(text.ends_with("choose another with --base-path"), "{text}");
		}
		assert_eq!(
			fs::read_to_string(&file).expect("it is still there"),
			"precious"
		);
		fs::remove_file(&file).expect("it is ours");
	}

	#[test]
	fn a_base_path_is_made_where_there_is_none() {
		let parent = env::temp_dir().join(format!("seoul-chain-{}-new", process::id()));
		let path = parent.join("base");
		ensure_base_path(&path).expect("the temporary directory is writable");
		assert_eq!(fs::read_dir(&path).expect("it is a directory").count(), 0);
		fs::remove_dir_all(&parent).expect("it is ours");
	}

	#[test]
	fn errors_of_many_lines_become_one() {
		let text = in_one_line(&sc_cli::Error::NetworkKeyNotFound("/srv/key".into()));
		assert_eq!(text.lines().count(), 1);
		assert!(
			text.contains("/srv/key") && text.contains("generate-node-key"),
			"{text}"
		);
	}
}
