#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Usage: scripts/load.sh --mix city [--seconds N] [--rate R] [options]
#
# Drives signed transactions of all services, in the proportions of a year of Seoul, at one or four validators of a new
# chain `local` on this machine, and says how many became final, how long that took, how full blocks were, and what each
# node took of the machine. How it measures, and figures: docs/load.md.
#
#   --mix city         the mix of transactions; there is this one
#   --seconds N        for how long it measures: 60 unless told, 10 to 300. It warms up for half a minute before
#   --rate R           transactions a second: 200 unless told
#   --validators 1|4   four unless told
#   --rows N           rows in a batch of mileage credits: 71 unless told, which is 1,000 credits a second at rate 200
#   --seed N           of the times at which transactions are sent: 1 unless told
#   --json FILE        write the same as JSON
#
# Builds the node and the command line if they are not there. The chain is thrown away at the end. Ballots are made by
# the package for browsers, where scripts/browser.sh has built it, and else by the command line, which takes longer.
#
# Variables
#   SEOUL_NODE, SEOUL_CLI    node and command line to use, instead of those in cargo's target directory
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

NODEJS_MINIMUM=18.19

for argument in "$@"; do
	case $argument in
		-h | --help)
			print_help
			exit 0
			;;
	esac
done

have node || die "there is no Node.js; run scripts/setup.sh --with-tests, or install Node.js $NODEJS_MINIMUM or newer"
if [[ -z ${SEOUL_NODE:-} || -z ${SEOUL_CLI:-} ]]; then
	if [[ ! -x $CARGO_TARGET_DIR/release/$NODE_BINARY_NAME || ! -x $CARGO_TARGET_DIR/release/seoul ]]; then
		"$ROOT/scripts/setup.sh" --with-tests
		step "Building node and command line; the first build compiles about 1,000 crates: about 40 minutes on two cores"
		cd "$ROOT"
		cargo_linting build --release --locked --workspace --bin "$NODE_BINARY_NAME" --bin seoul ||
			die "node and command line do not build; the compiler says why above"
	fi
fi
cd "$ROOT/scripts/e2e"
if [[ ! package-lock.json -ot node_modules/.package-lock.json ]]; then
	have npm || die "there is no npm to install the client with; run scripts/setup.sh --with-tests"
	log "Installing the client's packages with npm"
	npm ci --no-audit --no-fund --loglevel=error || die "npm could not install the packages of scripts/e2e; is the npm registry reachable?"
fi
exec node load/city.js "$@"
