#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Usage: scripts/release.sh [--force] [--dirty] [OUT]
#
# Builds what a city deploys, out of the commit that is checked out, and puts it into the folder OUT, data/release if none
# is named:
#
#   seoul-chain-node    the node; a preset that it starts has the runtime below
#   seoul               the command line
#   seoul_chain_runtime.compact.compressed.wasm
#                       the runtime, of the profile production, with the hash of its metadata inside
#   manifest.json       commit, versions, compiler, the hash that system.authorizeUpgrade takes, the metadata hash
#   SHA256SUMS          for sha256sum -c
#
# The released node must start a chain of this very runtime that takes transactions signed over its metadata hash, and over
# no other: that is tested before anything is put there. After scripts/test.sh all of it takes about 25 minutes on two
# cores.
#
#   --force    replace files of these names in OUT, which must be empty without it
#   --dirty    build also what is not committed; the manifest says so
#
# The runtime has the same bytes on every machine of one kind (`host` in the manifest) on which rustup installed Rust and the
# wasm target, wherever repository, cargo and Rust lie there. Of node and command line nobody promises that.
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

NODEJS_MINIMUM=18.19
WASM_TARGET=wasm32v1-none
RUNTIME=seoul_chain_runtime
RUNTIME_FILE=$RUNTIME.compact.compressed.wasm

# The wasm builder compiles our crates from outside their workspace. Cargo then mixes their absolute paths into the names of
# all that it compiles of them, which no flag can change. So it sees the repository through a link, named alike everywhere.
PLACE=/tmp/seoul-chain-source

force=no
dirty=no
out=
while (($#)); do
	case $1 in
		-h | --help)
			print_help
			exit 0
			;;
		--force) force=yes ;;
		--dirty) dirty=yes ;;
		-*) die "release.sh does not know '$1'; see scripts/release.sh --help" ;;
		*)
			[[ -n $1 && -z $out ]] || die "name one folder; see scripts/release.sh --help"
			out=$1
			;;
	esac
	shift
done
out=${out:-$ROOT/data/release}
[[ $out == /* ]] || out=$SEOUL_START_CWD/$out
cd "$ROOT"

have node || die "there is no Node.js to test the release with; run scripts/setup.sh --with-tests, or install Node.js $NODEJS_MINIMUM or newer"
[[ ! -e $out || -d $out ]] || die "$out is no folder; name another"
[[ $force == yes || -z $(ls -A "$out" 2>/dev/null) ]] ||
	die "$out is not empty; name another folder, or say --force to replace a release in it"

changes() {
	git status --porcelain
}

commit=$(git rev-parse --verify --quiet HEAD) || die "a release is built out of a commit, and $ROOT is no clone; get it with git clone"
uncommitted=()
if [[ -n $(changes) ]]; then
	[[ $dirty == yes ]] || die "some changes are not committed (git status shows them); commit them, or say --dirty for a build that is no release"
	uncommitted=(--uncommitted)
fi

"$ROOT/scripts/setup.sh" --with-tests

workdir=
placed=no
cleanup() {
	[[ $placed == no ]] || rm -f "$PLACE"
	[[ -z $workdir ]] || rm -rf "$workdir"
}
trap cleanup EXIT

# ---------------------------------------------------------------- the build

sysroot=$(rustc --print sysroot)
compiler=$(rustc -Vv)
rust_commit=$(awk '$1 == "commit-hash:" { print $2 }' <<<"$compiler")
cargo_home=${CARGO_HOME:-$HOME/.cargo}
# Places of this machine, and what the runtime calls them. Where several fit a path, the last is taken. Rust's library source,
# where it is installed, gets the name under which the compiler knows it where it is not.
places=("$ROOT" "$PLACE" "$CARGO_TARGET_DIR" "$cargo_home" "$sysroot" "$sysroot/lib/rustlib/src/rust")
names=(/seoul-chain /seoul-chain /target /cargo /rust "/rustc/$rust_commit")
for place in "${places[@]}"; do
	[[ $place != *[[:space:]]* ]] || die "the compiler's flags cannot name '$place', which has a space in it; move it"
done

# Whence the wasm target's libraries come: those that setup.sh builds are not rustup's, byte by byte.
wasm_target_from() {
	local core
	for core in "$sysroot/lib/rustlib/$WASM_TARGET/lib"/libcore-*.rlib; do
		if ! grep -qsF "/${core##*/}" "$sysroot/lib/rustlib/manifest-rust-std-$WASM_TARGET"; then
			echo source
			return
		fi
	done
	echo rustup
}

renaming_flags() {
	local i
	for i in "${!places[@]}"; do
		printf -- '--remap-path-prefix=%s=%s ' "${places[i]}" "${names[i]}"
	done
}

# What is set here for other builds does not reach this one.
forget_settings() {
	local name
	for name in $(compgen -e); do
		case $name in
			RUSTFLAGS | CARGO_ENCODED_RUSTFLAGS | CARGO_BUILD_RUST* | CARGO_BUILD_TARGET | CARGO_INCREMENTAL) unset "$name" ;;
			CARGO_PROFILE_* | CARGO_TARGET_*_RUSTFLAGS | RUSTC | RUSTC_WRAPPER | RUSTC_BOOTSTRAP) unset "$name" ;;
			WASM_* | SKIP_*WASM_BUILD | SUBSTRATE_RUNTIME_TARGET) unset "$name" ;;
		esac
	done
}

# The wasm builder appends WASM_BUILD_RUSTFLAGS to the flags of its own. Node and command line are of the profile release with our
# crates optimised as all others are there, which takes the crates of others as scripts/run.sh has compiled them. The profile
# production would compile all of them again, and what computes on chain is the wasm.
build() {
	forget_settings
	export WASM_BUILD_TYPE=production WASM_BUILD_WORKSPACE_HINT=$PLACE WASM_BUILD_RUSTFLAGS
	WASM_BUILD_RUSTFLAGS=$(renaming_flags)
	SUBSTRATE_CLI_GIT_COMMIT_HASH=$(git rev-parse --short=11 HEAD)
	export SUBSTRATE_CLI_GIT_COMMIT_HASH
	cargo_linting build --manifest-path "$PLACE/Cargo.toml" --release --locked --workspace --bin "$NODE_BINARY_NAME" --bin seoul \
		--config 'profile.release.opt-level=3'
}

built=$CARGO_TARGET_DIR/release
wbuild=$built/wbuild/seoul-chain-runtime

# Fails unless the runtime that was built is of the profile production and names no place of this machine.
check_runtime() {
	local i
	cmp -s "$wbuild/$RUNTIME.wasm" "$wbuild/target/$WASM_TARGET/production/$RUNTIME.wasm" ||
		die "the runtime in $wbuild is not of the profile production; was something else built there meanwhile? Run this again"
	for i in "${!places[@]}"; do
		[[ ${places[i]} == "${names[i]}" ]] || ! grep -aqF "${places[i]}/" "$wbuild/$RUNTIME.compact.wasm" ||
			die "the runtime names the folder ${places[i]} of this machine, so others would get other bytes"
	done
}

step "Building node, command line and runtime; the runtime is optimised in full, twice, since it holds its metadata's hash"
[[ $(wasm_target_from) == rustup ]] ||
	log "The wasm target was built on this machine and not installed by rustup: others get other bytes of the runtime"
ln -sT "$ROOT" "$PLACE" 2>/dev/null ||
	die "$PLACE is there already: another release is being built, or one broke off; if none is, remove it"
placed=yes
(build) || die "the build failed; see above"
check_runtime

workdir=$(mktemp -d "$CARGO_TARGET_DIR/release-XXXXXX")
staged=$workdir/staged
mkdir "$staged"
install -m 755 "$built/$NODE_BINARY_NAME" "$built/seoul" "$staged/"
install -m 644 "$wbuild/$RUNTIME_FILE" "$staged/"

# ---------------------------------------------------------------- the test

step "Testing the released node and runtime"
export SEOUL_NODE=$staged/$NODE_BINARY_NAME SEOUL_RUNTIME=$staged/$RUNTIME_FILE
cd scripts/e2e
if [[ ! package-lock.json -ot node_modules/.package-lock.json ]]; then
	log "Installing the client's packages with npm"
	npm ci --no-audit --no-fund --loglevel=error || die "npm could not install the packages of scripts/e2e; is the npm registry reachable?"
fi
node --test --test-reporter=spec test/metadata-hash.test.js </dev/null || die "node and runtime do not pass, so there is no release; see above"

# ---------------------------------------------------------------- the folder

code_hash=0x$(b2sum -l 256 "$staged/$RUNTIME_FILE" | cut -d ' ' -f 1)
node release/manifest.js "$workdir/manifest.json" --version "$(sed -n 's/^version = "\(.*\)"$/\1/p' "$ROOT/Cargo.toml")" --commit "$commit" \
	"${uncommitted[@]}" --compiler "$compiler" --wasm-target "$(wasm_target_from)" --runtime "$staged/$RUNTIME_FILE" --code-hash "$code_hash" \
	</dev/null || die "there is no manifest; see above"
cd "$ROOT"
mv "$workdir/manifest.json" "$staged/"
[[ $(git rev-parse HEAD) == "$commit" && (-n ${uncommitted[*]} || -z $(changes)) ]] ||
	die "the repository was changed while the release was built; run this again"

step "Writing to $out"
(cd "$staged" && sha256sum -- * >"$workdir/SHA256SUMS")
mkdir -p "$out"
mv -f "$staged"/* "$workdir/SHA256SUMS" "$out/"
(cd "$out" && sha256sum -c SHA256SUMS) || die "the files in $out are not those that were built; is the disk full?"
log "Commit       $commit"
log "To authorise $code_hash, of $RUNTIME_FILE"
