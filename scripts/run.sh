#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Usage: scripts/run.sh [options for the node]
#
# Sets up this machine, builds the node and the command line (target/release/seoul) and starts a
# development chain: one validator (Alice), a block every 2 seconds, the database embedded. The first
# build takes about 40 minutes on two cores, later ones only what has changed.
#
# The chain is kept in data/development and goes on from there at the next start. For a new one,
# delete that directory; for one that is forgotten at the end:
#
#   scripts/run.sh --tmp
#
# Every option is passed to the node, for example
#
#   scripts/run.sh --rpc-port 9955 --base-path /srv/chain
#   scripts/run.sh -l runtime=debug
#
# The node keeps the state of all blocks (--state-pruning archive) unless you say otherwise.
# With --chain NAME it starts that chain instead of the development one.
#
# Variables
#   SEOUL_NODE    the node to start, instead of building it
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

rpc_port=9944
chain=
base_path=$ROOT/data/development
own_pruning=no
options=("$@")
for ((i = 0; i < ${#options[@]}; i++)); do
	option=${options[i]}
	case $option in
		-h | --help)
			print_help
			exit 0
			;;
	esac
	case $option in
		--*=*) value=${option#*=} option=${option%%=*} ;;
		*) value=${options[i + 1]:-} ;;
	esac
	case $option in
		--rpc-port) rpc_port=$value ;;
		--experimental-rpc-endpoint) rpc_port= ;;
		--chain) chain=$value ;;
		--dev) chain=dev ;;
		--tmp) base_path= ;;
		--base-path | -d) base_path=given ;;
		--state-pruning | --pruning) own_pruning=yes ;;
	esac
done

arguments=()
[[ -n $chain ]] || arguments+=(--dev)
case $base_path in
	'') kept='nowhere: it is forgotten when the node stops' ;;
	given) kept='where --base-path says' ;;
	*)
		arguments+=(--base-path "$base_path")
		kept="$base_path (delete it, or use --tmp, for a new chain)"
		;;
esac
[[ $own_pruning == yes ]] || arguments+=(--state-pruning archive)

build() {
	"$ROOT/scripts/setup.sh"
	cd "$ROOT"
	if [[ -x $node ]]; then
		step "Building what has changed since the last build"
	else
		step "Building node and command line; the first build compiles about 1,000 crates: about 40 minutes on two cores"
	fi
	cargo_linting build --release --locked --workspace --bin "$NODE_BINARY_NAME" --bin seoul ||
		die "node and command line do not build; the compiler says why above"
	[[ -x $node ]] || die "cargo did not leave the node at $node"
}

if [[ -n ${SEOUL_NODE:-} ]]; then
	node=$SEOUL_NODE
	[[ $node == /* ]] || node=$SEOUL_START_CWD/$node
	[[ -f $node && -x $node ]] || die "SEOUL_NODE names $node, which is no program; correct it, or unset it to build the node"
else
	node=$CARGO_TARGET_DIR/release/$NODE_BINARY_NAME
	build
fi

step "Starting the chain '${chain:-dev}'"
log "Kept in      $kept"
if [[ -n $rpc_port ]]; then
	log "Listens on   ws://127.0.0.1:$rpc_port"
	log "Browse it    https://polkadot.js.org/apps/?rpc=ws%3A%2F%2F127.0.0.1%3A$rpc_port"
else
	log "Listens      where --experimental-rpc-endpoint says"
fi
[[ -n ${SEOUL_NODE:-} ]] || log "Command line $CARGO_TARGET_DIR/release/seoul"
log "Stop it      with Ctrl-C"

# Paths among the options are relative to where the script was started.
cd "$SEOUL_START_CWD"
exec "$node" "${arguments[@]}" "$@"
