#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Usage: scripts/parachain.sh [--relay-chain NAME] [--number N] PRESET|FILE FOLDER
#
# Builds the parachain's runtime and writes what a relay chain and the collators need to begin with:
#
#   FOLDER/plain.json             to read and to edit; give it in the place of PRESET, and the rest is written of it
#   FOLDER/chain-spec.json        for every collator: polkadot-omni-node --chain chain-spec.json
#   FOLDER/genesis-head           for the registration at the relay chain, in hexadecimal
#   FOLDER/validation-code.wasm   for the registration at the relay chain
#
#   PRESET               development, local or seoul
#   FILE                 a plain.json that was edited
#   --relay-chain NAME   the relay chain that the collators follow, as they name it; paseo if none is given
#   --number N           the number that the relay chain gave this chain; 2000 if none is given; a FILE has its own
#
# Before launch the keys of the preset 'seoul' must be replaced in plain.json: docs/parachain.md says how.
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

relay_chain=paseo
number=()
names=()
while (($#)); do
	case $1 in
		-h | --help)
			print_help
			exit 0
			;;
		--relay-chain)
			relay_chain=${2:-}
			[[ -n $relay_chain ]] || die "--relay-chain takes a name; see scripts/parachain.sh --help"
			shift
			;;
		--number)
			[[ ${2:-} =~ ^[0-9]+$ ]] || die "--number takes a number; see scripts/parachain.sh --help"
			number=("$2")
			shift
			;;
		-*) die "parachain.sh does not know '$1'; see scripts/parachain.sh --help" ;;
		*) names+=("$1") ;;
	esac
	shift
done
((${#names[@]} == 2)) || die "name a preset or a file, and a folder; see scripts/parachain.sh --help"
source=${names[0]} folder=${names[1]}
[[ $source != *.json || $source == /* ]] || source=$SEOUL_START_CWD/$source
[[ $folder == /* ]] || folder=$SEOUL_START_CWD/$folder
cd "$ROOT"

"$ROOT/scripts/setup.sh"

step "Building the parachain's runtime"
cargo_linting build --release --locked --workspace --example export ||
	die "the build failed; see above"

step "Writing to $folder"
"$CARGO_TARGET_DIR/release/examples/export" "$source" "$relay_chain" "$folder" "${number[@]}" ||
	die "nothing was exported; see above"
