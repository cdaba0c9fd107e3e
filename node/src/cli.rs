// SPDX-License-Identifier: Apache-2.0

//! The command line.

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use sc_cli::{Database, DatabaseParams, SharedParams, SubstrateCli};

const CHAIN_HELP: &str =
	"The chain: dev, local, seoul, or the path of a chain spec file (export-chain-spec writes one)";

/// The node's command line. Without a subcommand it runs a node.
#[derive(Debug, Parser)]
pub struct Cli {
	// No doc comments here: clap would print them as help.
	#[allow(missing_docs)]
	#[command(subcommand)]
	pub subcommand: Option<Command>,

	#[allow(missing_docs)]
	#[command(flatten)]
	pub run: sc_cli::RunCmd,
}

/// What the node can do besides running.
// The command line is parsed once in the life of a process; boxing its variants gains nothing.
#[allow(clippy::large_enum_variant)]
#[derive(Debug, Subcommand)]
pub enum Command {
	/// Generate and inspect keys, and put them into a node's keystore.
	#[command(subcommand)]
	Key(sc_cli::KeySubcommand),

	/// Print a chain spec, with this node as its boot node.
	BuildSpec(sc_cli::BuildSpecCmd),

	/// Write a chain spec to a file.
	ExportChainSpec(sc_cli::ExportChainSpecCmd),

	/// Check blocks that are in the database.
	CheckBlock(sc_cli::CheckBlockCmd),

	/// Write blocks to a file.
	ExportBlocks(sc_cli::ExportBlocksCmd),

	/// Read blocks from a file.
	ImportBlocks(sc_cli::ImportBlocksCmd),

	/// Print the state at a block as a chain spec.
	ExportState(sc_cli::ExportStateCmd),

	/// Delete the whole chain from the database.
	PurgeChain(sc_cli::PurgeChainCmd),

	/// Take back blocks that are not final yet.
	Revert(sc_cli::RevertCmd),

	/// Print what is in the database: genesis, best and final block.
	ChainInfo(sc_cli::ChainInfoCmd),

	/// Measure the runtime and this machine.
	#[cfg(feature = "runtime-benchmarks")]
	#[command(subcommand)]
	Benchmark(frame_benchmarking_cli::BenchmarkCmd),
}

/// Puts this node's chains in place of those that the SDK's help names.
fn with_chain_help(command: clap::Command) -> clap::Command {
	command
		.mut_args(|argument| match argument.get_id().as_str() {
			"chain" => argument.help(CHAIN_HELP).long_help(CHAIN_HELP),
			_ => argument,
		})
		.mut_subcommands(with_chain_help)
}

impl Cli {
	/// Parses the arguments of this process. Prints help and errors itself, and then does not return.
	pub fn parse_arguments() -> Self {
		let matches = with_chain_help(Self::setup_command(Self::command())).get_matches();
		let mut cli = Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
		cli.prefer_parity_db();
		cli
	}

	/// Takes ParityDB where the command line names no database, also in a build that has RocksDB.
	fn prefer_parity_db(&mut self) {
		if let Some(params) = self.database_params_mut() {
			params.database.get_or_insert(Database::ParityDb);
		}
	}

	fn database_params_mut(&mut self) -> Option<&mut DatabaseParams> {
		match &mut self.subcommand {
			None => Some(&mut self.run.import_params.database_params),
			Some(Command::CheckBlock(command)) => Some(&mut command.import_params.database_params),
			Some(Command::ImportBlocks(command)) => {
				Some(&mut command.import_params.database_params)
			},
			Some(Command::ExportBlocks(command)) => Some(&mut command.database_params),
			Some(Command::ExportState(command)) => Some(&mut command.database_params),
			Some(Command::PurgeChain(command)) => Some(&mut command.database_params),
			Some(Command::Revert(command)) => Some(&mut command.database_params),
			Some(Command::ChainInfo(command)) => Some(&mut command.database_params),
			Some(Command::Key(_) | Command::BuildSpec(_) | Command::ExportChainSpec(_)) => None,
			#[cfg(feature = "runtime-benchmarks")]
			Some(Command::Benchmark(_)) => None,
		}
	}

	/// The options about chain and base path of a command that cannot do without a chain.
	pub fn chain_params(&self) -> Option<&SharedParams> {
		match &self.subcommand {
			None => Some(&self.run.shared_params),
			Some(Command::BuildSpec(command)) => Some(&command.shared_params),
			Some(Command::CheckBlock(command)) => Some(&command.shared_params),
			Some(Command::ImportBlocks(command)) => Some(&command.shared_params),
			Some(Command::ExportBlocks(command)) => Some(&command.shared_params),
			Some(Command::ExportState(command)) => Some(&command.shared_params),
			Some(Command::PurgeChain(command)) => Some(&command.shared_params),
			Some(Command::Revert(command)) => Some(&command.shared_params),
			Some(Command::ChainInfo(command)) => Some(&command.shared_params),
			Some(Command::Key(_) | Command::ExportChainSpec(_)) => None,
			#[cfg(feature = "runtime-benchmarks")]
			Some(Command::Benchmark(_)) => None,
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn parsed(line: &str) -> Cli {
		let mut cli = Cli::try_parse_from(line.split(' ')).expect("the line is well-formed");
		cli.prefer_parity_db();
		cli
	}

	#[test]
	fn the_command_line_is_consistent() {
		with_chain_help(Cli::setup_command(Cli::command())).debug_assert();
	}

	#[test]
	fn every_command_with_a_database_takes_parity_db_unless_told_otherwise() {
		for line in [
			"node --dev",
			"node --chain seoul --validator",
			"node check-block 1 --dev",
			"node import-blocks file --dev",
			"node export-blocks --dev",
			"node export-state --dev",
			"node purge-chain --dev",
			"node revert --dev",
			"node chain-info --dev",
		] {
			let mut cli = parsed(line);
			let params = cli
				.database_params_mut()
				.expect("the command has a database");
			assert_eq!(params.database, Some(Database::ParityDb), "{line}");
		}
		let mut cli = parsed("node --dev --database auto");
		assert_eq!(
			cli.database_params_mut().and_then(|params| params.database),
			Some(Database::Auto)
		);
	}
}
