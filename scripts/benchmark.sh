#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Usage: scripts/benchmark.sh [--check] [PALLET...]
#
# Measures the calls of the city's pallets in the runtime's wasm and writes pallets/*/src/weights.rs and
# the tables in docs/benchmarks.md.
# Weights are never typed by hand: change a call, run this, commit the result.
#
#   PALLET      a pallet of the folder pallets, as pallet_car_registry; all of them if none is named
#   --check     run every benchmark once and write nothing: proves that they still work
#
# Builds the node with the feature runtime-benchmarks first: about 15 minutes on two cores after an
# ordinary build. Let nothing else run meanwhile: what is measured is time.
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$ROOT"

check=no
pallets=()
while (($#)); do
	case $1 in
		--check) check=yes ;;
		-h | --help)
			print_help
			exit 0
			;;
		pallet_*)
			[[ -f pallets/$(sed 's/^pallet_//; s/_/-/g' <<<"$1")/src/benchmarking.rs ]] ||
				die "there is no pallet '$1' with benchmarks in pallets/"
			pallets+=("$1")
			;;
		*) die "benchmark.sh does not know '$1'; see scripts/benchmark.sh --help" ;;
	esac
	shift
done
if ((${#pallets[@]} == 0)); then
	# A pallet without calls has nothing to measure.
	for benchmarks in pallets/*/src/benchmarking.rs; do
		pallets+=("pallet_$(basename "${benchmarks%/src/benchmarking.rs}" | tr - _)")
	done
fi

"$ROOT/scripts/setup.sh"

step "Building the node with its benchmarks"
# A runtime that only `benchmark storage` with test data would run; it cannot be built outside the SDK.
export SKIP_FRAME_STORAGE_ACCESS_TEST_RUNTIME_WASM_BUILD=1
cargo build --release --locked -p seoul-chain-node --features runtime-benchmarks </dev/null ||
	die "the build failed; see above"
# The next ordinary build puts the ordinary node at the usual place again; this one is kept apart.
node=$CARGO_TARGET_DIR/release/$NODE_BINARY_NAME-benchmarks
mv -f "$CARGO_TARGET_DIR/release/$NODE_BINARY_NAME" "$node"
runtime=$CARGO_TARGET_DIR/release/wbuild/seoul-chain-runtime/seoul_chain_runtime.compact.compressed.wasm
[[ -f $runtime ]] || die "no runtime at $runtime"

for pallet in "${pallets[@]}"; do
	step "Measuring $pallet"
	folder=pallets/$(sed 's/^pallet_//; s/_/-/g' <<<"$pallet")
	arguments=(
		benchmark pallet --runtime "$runtime" --genesis-builder runtime --genesis-builder-preset development
		--pallet "$pallet" --extrinsic '*' --wasm-execution compiled
	)
	if [[ $check == yes ]]; then
		arguments+=(--steps 2 --repeat 1)
	else
		arguments+=(
			--steps 50 --repeat 20
			--header scripts/templates/weights-header.txt
			--template scripts/templates/pallet-weights.hbs
			--output "$folder/src/weights.rs"
		)
	fi
	"$node" "${arguments[@]}" </dev/null || die "the benchmarks of $pallet failed; see above"
done

if [[ $check == yes ]]; then
	step "Every benchmark runs"
else
	step "Writing the table of docs/benchmarks.md"
	SEOUL_WRITE_TABLE=1 SKIP_WASM_BUILD=1 cargo_linting test --release --locked --workspace \
		--test runtime benchmark_table || die "the table could not be written, or a call costs more than promised; see above"
	step "Writing the table of proofs, with the new weights in the parachain's runtime"
	SEOUL_WRITE_TABLE=1 cargo_linting test --release --locked --workspace \
		--test parachain the_table_of_proofs || die "the table could not be written, or a call needs more proof than it declares; see above"
	step "Written; look at the change with: git diff --stat pallets"
fi
