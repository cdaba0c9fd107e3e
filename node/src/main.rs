// SPDX-License-Identifier: Apache-2.0

//! The node of the Seoul chain.

// The SDK's error types are large, and every fallible function here returns one of them.
#![allow(clippy::result_large_err)]

mod chain_spec;
mod cli;
mod command;
mod double_authoring;
mod rpc;
mod service;
mod startup;

use std::process::ExitCode;

fn main() -> ExitCode {
	match command::run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("Error: {}", startup::in_one_line(&error));
			ExitCode::FAILURE
		},
	}
}
