#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Usage: scripts/browser.sh [build]
#
# Builds the prover for browsers into primitives/ring-proofs/browser/dist, and tests it in a headless
# Chromium, which also measures how long proofs take. The first build takes about 4 minutes.
#
#   build    build only: without it Node.js 18.19 and Chromium are needed as well
#
# Variables
#   SEOUL_CHROMIUM    the browser to test with; Debian's chromium, or another one in the path, without it
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

TARGET=wasm32v1-none
BUILT=$CARGO_TARGET_DIR/browser/$TARGET/release/seoul_chain_ring_browser.wasm
DIST=$ROOT/primitives/ring-proofs/browser/dist

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

step "Building the prover for browsers"
cd "$ROOT/primitives/ring-proofs/browser"
# The compiler of the chain's own crates, if one is set, has nothing to do with this workspace.
unset RUSTC_WORKSPACE_WRAPPER
cargo build --locked --release --target "$TARGET" --target-dir "$CARGO_TARGET_DIR/browser" </dev/null
mkdir -p "$DIST"
cp "$BUILT" "$DIST/seoul-ring.wasm"
cp js/seoul-ring.js js/seoul-ring.d.ts "$DIST/"
log "$DIST: $(stat -c %s "$DIST/seoul-ring.wasm") bytes of wasm, $(gzip -9 -c "$DIST/seoul-ring.wasm" | wc -c) compressed"
[[ $test == yes ]] || exit 0

step "Testing it in $browser"
# The points of the ceremony, from which the test makes the pages that a chain has in its state.
package=$(cargo metadata --locked --format-version 1 </dev/null |
	node -e 'const { packages } = JSON.parse(require("fs").readFileSync(0)); console.log(require("path").dirname(packages.find(({ name }) => name === "verifiable").manifest_path))')
SEOUL_CHROMIUM=$browser SEOUL_RING_WASM=$DIST/seoul-ring.wasm SEOUL_RING_POINTS=$package/src/ring/data/bls12-381 \
	node --test --test-reporter spec test/browser.test.js
