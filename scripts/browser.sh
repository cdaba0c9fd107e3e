#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Usage: scripts/browser.sh [build]
#
# Builds the package for browsers, which makes ring proofs and secret ballots, into primitives/browser/dist. Tests it in
# a headless Chromium and in Node.js, measures it there, and has the chain's crates judge what it made. The first build
# takes about 6 minutes.
#
#   build    build only: without it Node.js 20 and Chromium are needed as well
#
# Variables
#   SEOUL_CHROMIUM    the browser to test with; Debian's chromium, or another one in the path, without it
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

TARGET=wasm32v1-none
TARGET_DIR=$CARGO_TARGET_DIR/browser
BUILT=$TARGET_DIR/$TARGET/release/seoul_chain_browser.wasm
DIST=$ROOT/primitives/browser/dist

test=yes
case ${1:-} in
	'') ;;
	build) test=no ;;
	-h | --help)
		print_help
		exit 0
		;;
	*) die "browser.sh does not know '$1'; see scripts/browser.sh --help" ;;
esac

chromium() {
	local name
	[[ -z ${SEOUL_CHROMIUM:-} ]] || {
		echo "$SEOUL_CHROMIUM"
		return
	}
	for name in chromium chromium-browser google-chrome; do
		have "$name" && command -v "$name" && return
	done
	die "there is no Chromium to test with; install it (apt-get install chromium), or name one in SEOUL_CHROMIUM"
}

browser=
if [[ $test == yes ]]; then
	browser=$(chromium)
	have node || die "there is no Node.js to test with; run scripts/setup.sh --with-tests"
fi
"$ROOT/scripts/setup.sh"

step "Building the package for browsers"
cd "$ROOT/primitives/browser"
# The compiler of the chain's own crates, if one is set, has nothing to do with this workspace.
unset RUSTC_WORKSPACE_WRAPPER
export CARGO_TARGET_DIR=$TARGET_DIR
cargo build --locked --release --target "$TARGET" --package seoul-chain-browser </dev/null
rm -rf "$DIST"
mkdir -p "$DIST"
cargo run --locked --quiet --package seoul-chain-browser-bindgen -- "$BUILT" seoul-voting-module "$DIST" </dev/null
cp js/*.js js/*.d.ts "$DIST/"
module=$DIST/seoul-voting-module_bg.wasm
log "$DIST: $(stat -c %s "$module") bytes of wasm, $(gzip -9 -c "$module" | wc -c) compressed"
[[ $test == yes ]] || exit 0

step "Testing it in $browser and in Node.js"
# The points of the ceremony, from which the test makes the pages that a chain has in its state.
verifiable=$(cargo metadata --locked --format-version 1 </dev/null |
	node -e 'const { packages } = JSON.parse(require("fs").readFileSync(0)); console.log(require("path").dirname(packages.find(({ name }) => name === "verifiable").manifest_path))')
export SEOUL_CHROMIUM=$browser SEOUL_RING_POINTS=$verifiable/src/ring/data/bls12-381 SEOUL_BROWSER_MADE=$TARGET_DIR/made.json
rm -f "$SEOUL_BROWSER_MADE"
# One after the other: they measure.
for file in test/rings.test.js test/ballots.test.js; do
	node --test --test-reporter spec "$file"
done

step "Judging with the chain's crates what it made"
cargo test --locked --package seoul-chain-browser-check --test made </dev/null
