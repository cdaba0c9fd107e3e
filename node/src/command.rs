// SPDX-License-Identifier: Apache-2.0

//! Runs what the command line says.

use crate::{
	chain_spec,
	cli::{Cli, Command},
	service::{self, Service},
	startup,
};
use sc_cli::{CliConfiguration, Result, SubstrateCli};
use sc_network::{config::NetworkBackendType, Litep2pNetworkBackend, NetworkWorker};
use sc_service::{BasePath, ChainSpec, Configuration};
use seoul_chain_runtime::opaque::{Block, Hash};

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"Seoul Chain Node".into()
	}

	fn impl_version() -> String {
		env!("SUBSTRATE_CLI_IMPL_VERSION").into()
	}

	/// Fixed, because the default base path is made from it.
	fn executable_name() -> String {
		env!("CARGO_PKG_NAME").into()
	}

	fn description() -> String {
		env!("CARGO_PKG_DESCRIPTION").into()
	}

	fn author() -> String {
		env!("CARGO_PKG_AUTHORS").into()
	}

	fn support_url() -> String {
		"https://github.com/seoul-chain/seoul-chain/issues".into()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, id: &str) -> std::result::Result<Box<dyn ChainSpec>, String> {
		chain_spec::load(id)
	}
}

/// Parses the command line and runs it.
pub fn run() -> Result<()> {
	let cli = Cli::parse_arguments();
	if cli
		.chain_params()
		.is_some_and(|params| params.chain.is_none() && !params.dev)
	{
		return Err(sc_cli::Error::Input(
			"No chain was chosen; give --dev, or --chain with dev, local, seoul or the path of a \
			 chain spec file"
				.into(),
		));
	}

	match &cli.subcommand {
		None => run_node(&cli),
		Some(Command::Key(command)) => command.run(&cli),
		Some(Command::BuildSpec(command)) => {
			let runner = cli.create_runner(command)?;
			runner.sync_run(|config| command.run(config.chain_spec, config.network))
		},
		Some(Command::ExportChainSpec(command)) => {
			let spec = cli.load_spec(&command.chain)?;
			command.run(spec).map_err(|error| match &command.output {
				Some(path) => format!("Cannot write {}: {error}", path.display()).into(),
				None => error,
			})
		},
		Some(Command::CheckBlock(command)) => {
			let runner = cli.create_runner(command)?;
			startup::ensure_database(runner.config())?;
			runner.async_run(|config| {
				let Service {
					client,
					task_manager,
					import_queue,
					..
				} = open(&config)?;
				Ok((command.run(client, import_queue), task_manager))
			})
		},
		Some(Command::ExportBlocks(command)) => {
			let runner = cli.create_runner(command)?;
			startup::ensure_database(runner.config())?;
			runner.async_run(|config| {
				let Service {
					client,
					task_manager,
					..
				} = open(&config)?;
				Ok((command.run(client, config.database), task_manager))
			})
		},
		Some(Command::ImportBlocks(command)) => {
			if let Some(input) = command.input.as_ref().filter(|input| !input.is_file()) {
				return Err(
					format!("There is no file {} to read blocks from", input.display()).into(),
				);
			}
			ensure_base_path(command)?;
			let runner = cli.create_runner(command)?;
			runner.async_run(|config| {
				let Service {
					client,
					task_manager,
					import_queue,
					..
				} = open(&config)?;
				Ok((command.run(client, import_queue), task_manager))
			})
		},
		Some(Command::ExportState(command)) => {
			let runner = cli.create_runner(command)?;
			startup::ensure_database(runner.config())?;
			runner.async_run(|config| {
				let Service {
					client,
					task_manager,
					..
				} = open(&config)?;
				Ok((command.run(client, config.chain_spec), task_manager))
			})
		},
		Some(Command::PurgeChain(command)) => {
			let runner = cli.create_runner(command)?;
			runner.sync_run(|config| command.run(config.database))
		},
		Some(Command::Revert(command)) => {
			let runner = cli.create_runner(command)?;
			startup::ensure_database(runner.config())?;
			runner.async_run(|config| {
				let Service {
					client,
					task_manager,
					backend,
					..
				} = open(&config)?;
				let revert_grandpa = Box::new(|client, _, blocks| {
					sc_consensus_grandpa::revert(client, blocks)?;
					Ok(())
				});
				Ok((
					command.run(client, backend, Some(revert_grandpa)),
					task_manager,
				))
			})
		},
		Some(Command::ChainInfo(command)) => {
			let runner = cli.create_runner(command)?;
			startup::ensure_database(runner.config())?;
			runner.sync_run(|config| command.run::<Block>(&config))
		},
		#[cfg(feature = "runtime-benchmarks")]
		Some(Command::Benchmark(command)) => benchmark(&cli, command),
	}
}

fn run_node(cli: &Cli) -> Result<()> {
	ensure_base_path(&cli.run)?;
	let mut runner = cli.create_runner(&cli.run)?;

	// The SDK takes a random port if the one for RPC is taken; only who writes out an endpoint in full
	// can wish for that.
	if cli.run.rpc_params.experimental_rpc_endpoint.is_empty() {
		for endpoint in runner.config_mut().rpc.addr.iter_mut().flatten() {
			endpoint.retry_random_port = false;
		}
	}
	startup::ensure_ports_are_free(runner.config())?;

	runner.run_node_until_exit(|config| async move {
		match config.network.network_backend {
			NetworkBackendType::Libp2p => service::new_full::<NetworkWorker<Block, Hash>>(config),
			NetworkBackendType::Litep2p => service::new_full::<Litep2pNetworkBackend>(config),
		}
		.map_err(sc_cli::Error::Service)
	})
}

fn ensure_base_path(command: &impl CliConfiguration) -> Result<()> {
	let path = command
		.base_path()?
		.unwrap_or_else(|| BasePath::from_project("", "", &Cli::executable_name()));
	startup::ensure_base_path(path.path())
}

fn open(config: &Configuration) -> Result<Service> {
	service::new_partial(config).map_err(sc_cli::Error::Service)
}

#[cfg(feature = "runtime-benchmarks")]
fn benchmark(cli: &Cli, command: &frame_benchmarking_cli::BenchmarkCmd) -> Result<()> {
	use frame_benchmarking_cli::{BenchmarkCmd, SUBSTRATE_REFERENCE_HARDWARE};
	use sp_runtime::traits::HashingFor;

	// A pallet can be measured in a runtime from a file, without any chain.
	if let BenchmarkCmd::Pallet(pallet) = command {
		if pallet.runtime.is_some() {
			command.init(&Cli::support_url(), &Cli::impl_version(), |_| {})?;
			return pallet.run_with_spec::<HashingFor<Block>, ()>(None);
		}
	}

	let runner = cli.create_runner(command)?;
	runner.sync_run(|config| match command {
		BenchmarkCmd::Pallet(command) => {
			command.run_with_spec::<HashingFor<Block>, ()>(Some(config.chain_spec))
		},
		BenchmarkCmd::Machine(command) => {
			command.run(&config, SUBSTRATE_REFERENCE_HARDWARE.clone())
		},
		BenchmarkCmd::Block(command) => {
			let Service { client, .. } = open(&config)?;
			command.run(client)
		},
		BenchmarkCmd::Storage(command) => {
			let Service {
				client, backend, ..
			} = open(&config)?;
			let database = backend.expose_db();
			let storage = backend.expose_storage();
			let cache = backend.expose_shared_trie_cache();
			command.run(config, client, database, storage, cache)
		},
		BenchmarkCmd::Overhead(command) => {
			command.run_with_default_builder_and_spec::<Block, ()>(Some(config.chain_spec))
		},
		BenchmarkCmd::Extrinsic(_) => Err(sc_cli::Error::Input(
			"This node names no extrinsics to measure; use 'benchmark pallet'".into(),
		)),
	})
}
