# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# What the scripts of this repository share. Sourced, never run.

if [[ -z ${SEOUL_START_CWD:-} ]]; then
	SEOUL_START_CWD=$PWD
	SEOUL_STARTED_AT=$(date +%s)
	export SEOUL_START_CWD SEOUL_STARTED_AT
fi

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
SELF=$(cd "$(dirname "$0")" && pwd -P)/$(basename "$0")
NODE_BINARY_NAME=seoul-chain-node
export ROOT NODE_BINARY_NAME

if [[ -d ${CARGO_HOME:-$HOME/.cargo}/bin && :$PATH: != *:"${CARGO_HOME:-$HOME/.cargo}/bin":* ]]; then
	PATH=${CARGO_HOME:-$HOME/.cargo}/bin:$PATH
	export PATH
fi

CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$ROOT/target}
[[ $CARGO_TARGET_DIR == /* ]] || CARGO_TARGET_DIR=$SEOUL_START_CWD/$CARGO_TARGET_DIR
export CARGO_TARGET_DIR

# The runtime's build script looks for Cargo.lock above the target directory. Where that lies outside
# the clone it finds none, and would compile the runtime with whatever versions are newest today.
export WASM_BUILD_WORKSPACE_HINT=$ROOT

elapsed() {
	local seconds=$(($(date +%s) - SEOUL_STARTED_AT))
	printf '%02d:%02d' $((seconds / 60)) $((seconds % 60))
}

# One line about what is happening now.
log() {
	printf '[%s] %s\n' "$(elapsed)" "$*"
}

# The title of a step that may take long.
step() {
	printf '\n[%s] == %s\n' "$(elapsed)" "$*"
}

# One line about what is wrong and what to do, then the end.
die() {
	printf 'error: %s\n' "$*" >&2
	exit 1
}

have() {
	command -v "$1" >/dev/null 2>&1
}

# Cargo with clippy as the compiler of this workspace's crates, so that one pass lints and builds.
# Building and testing use it alike: a crate compiled by another compiler is compiled again. The build script of one runtime
# waits for the wasm of the other and takes a job meanwhile, so there is one job more than processors.
cargo_linting() {
	env -u CLIPPY_ARGS RUSTC_WORKSPACE_WRAPPER=clippy-driver CARGO_BUILD_JOBS="${CARGO_BUILD_JOBS:-$(($(nproc) + 1))}" \
		cargo "$@" </dev/null
}

# Prints the comment at the head of the running script, which is its help.
print_help() {
	awk 'NR > 2 && /^#/ { sub(/^# ?/, ""); print; next } NR > 2 { exit }' "$SELF"
}
