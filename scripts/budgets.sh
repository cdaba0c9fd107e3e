# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# What the project may cost to compile, and how large what is compiled may be. Sourced by scripts/check.sh and scripts/test.sh,
# never run. Today's figures stand in docs/benchmarks.md, "What it costs to compile"; whoever raises a budget changes both.

# Most bytes of a compressed runtime, of the profile release. An upgrade is one transaction, and transactions have 3,932,160
# bytes of a block; a relay chain takes 5 MiB at most, and its network may have set less.
BUDGET_SOLO_RUNTIME=1700000
BUDGET_PARACHAIN_RUNTIME=1850000

# Most packages in Cargo.lock: 1,296 when the budget was made, and a fiftieth more.
BUDGET_PACKAGES=1321

# Most minutes of wall time, on two cores and from nothing, in which scripts/test.sh lints and builds everything.
BUDGET_BUILD_MINUTES=${SEOUL_BUILD_MINUTES:-75}
[[ $BUDGET_BUILD_MINUTES =~ ^[1-9][0-9]*$ ]] || die "SEOUL_BUILD_MINUTES is '$BUDGET_BUILD_MINUTES'; give it a number of minutes"

# Fails with one line if $2 is more than the budget $3 of what $1 says; $4 says what to do.
within_budget() {
	(($2 <= $3)) && return
	printf 'error: %s: %d, and the budget is %d; %s\n' "$@" >&2
	return 1
}

packages_within_budget() {
	within_budget 'packages in Cargo.lock' "$(grep -cx '\[\[package\]\]' "$ROOT/Cargo.lock")" "$BUDGET_PACKAGES" \
		'do without a dependency (cargo tree -i NAME shows who wants it), or raise BUDGET_PACKAGES in scripts/budgets.sh'
}

# The runtime of the crate $1, with the budget $2 that has the name $3.
runtime_within_budget() {
	local wasm=$CARGO_TARGET_DIR/release/wbuild/$1/${1//-/_}.compact.compressed.wasm
	if [[ ! -f $wasm ]]; then
		printf 'error: there is no runtime at %s; build it without SKIP_WASM_BUILD\n' "$wasm" >&2
		return 1
	fi
	within_budget "bytes of $(basename "$wasm")" "$(stat -c %s "$wasm")" "$2" "find what has grown, or raise $3 in scripts/budgets.sh"
}

solo_runtime_within_budget() {
	runtime_within_budget seoul-chain-runtime "$BUDGET_SOLO_RUNTIME" BUDGET_SOLO_RUNTIME
}

parachain_runtime_within_budget() {
	runtime_within_budget seoul-chain-parachain-runtime "$BUDGET_PARACHAIN_RUNTIME" BUDGET_PARACHAIN_RUNTIME
}

# Of the $1 seconds that the build took. A minute that was begun counts.
build_time_within_budget() {
	within_budget 'minutes to lint and build everything' "$((($1 + 59) / 60))" "$BUDGET_BUILD_MINUTES" \
		'find what compiles longer (cargo build --timings), or set SEOUL_BUILD_MINUTES on a slower machine'
}
