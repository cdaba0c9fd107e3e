#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Usage: scripts/setup.sh [--with-tests]
#
# Installs what the build needs and this machine lacks; says nothing when nothing is missing.
#
#   a C and C++ compiler, make, perl    Debian's build-essential
#   protoc                              Debian's protobuf-compiler
#   the Rust of rust-toolchain.toml, with clippy and rustfmt
#   the target wasm32v1-none            rustup, or built from Rust's library source
#
#   --with-tests    also Node.js 18.19 or newer and npm, for the end-to-end tests
#
# Variables
#   RUST_LIBRARY_SRC     a tarball of the folder `library` of the Rust repository, of exactly the
#                        compiler's version, for machines that do not reach rustup's servers
#   SEOUL_WASM_TARGET    rustup or source: get the wasm target in this one way, even if it is there
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$ROOT"

WASM_TARGET=wasm32v1-none
NODEJS_MINIMUM=18.19
RUSTUP_TIMEOUT=900

with_tests=no
for argument in "$@"; do
	case $argument in
		--with-tests) with_tests=yes ;;
		-h | --help)
			print_help
			exit 0
			;;
		*) die "setup.sh does not know '$argument'; see scripts/setup.sh --help" ;;
	esac
done

workdir=
borrowed_source=
cleanup() {
	if [[ -n $borrowed_source ]]; then
		rm -f "$borrowed_source"
		rmdir "$(dirname "$borrowed_source")" 2>/dev/null || true
	fi
	[[ -z $workdir ]] || rm -rf "$workdir"
}
trap cleanup EXIT

# ---------------------------------------------------------------- system packages

apt_install() {
	local as_root=()
	have apt-get || die "install $* with this system's package manager, then run this again"
	if [[ $(id -u) != 0 ]]; then
		if have sudo && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; then
			as_root=(sudo)
		else
			die "run as root: apt-get install -y $*"
		fi
	fi
	log "Installing $* with apt-get"
	local output
	output=$(
		{
			"${as_root[@]}" apt-get -qq update &&
				"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
					apt-get -qq install -y --no-install-recommends "$@"
		} 2>&1
	) || {
		printf '%s\n' "$output" >&2
		die "apt-get could not install them; run as root: apt-get install -y $*"
	}
}

ensure_system_packages() {
	local missing=()
	if ! have cc || ! have c++ || ! have make || ! have perl; then
		missing+=(build-essential)
	fi
	have protoc || missing+=(protobuf-compiler)
	if ((${#missing[@]})); then
		apt_install "${missing[@]}"
		{ have cc && have c++ && have make && have perl; } ||
			die "no C and C++ compiler, make and perl on the PATH; run as root: apt-get install -y build-essential"
		have protoc ||
			die "no protoc on the PATH; run as root: apt-get install -y protobuf-compiler"
	fi
}

# Whether Node.js is as new as its argument says, as "major.minor".
nodejs_is_at_least() {
	node -e '
		const [major, minor] = process.versions.node.split(".").map(Number);
		const [wantedMajor, wantedMinor] = process.argv[1].split(".").map(Number);
		process.exit(major > wantedMajor || (major === wantedMajor && minor >= wantedMinor) ? 0 : 1);
	' "$1" 2>/dev/null
}

ensure_nodejs() {
	have node || apt_install nodejs npm
	nodejs_is_at_least "$NODEJS_MINIMUM" ||
		die "Node.js $(node --version) is too old for the end-to-end tests; install $NODEJS_MINIMUM or newer (https://nodejs.org/en/download)"
	have npm || apt_install npm
}

# ---------------------------------------------------------------- Rust

wanted_rust() {
	sed -n 's/^channel *= *"\([^"]*\)".*/\1/p' rust-toolchain.toml
}

# The version the compiler says it has, or nothing. Never lets rustup install something by itself.
present_rust() {
	RUSTUP_AUTO_INSTALL=0 rustc --version 2>/dev/null | awk '{ print $2 }' || true
}

ensure_rust() {
	local wanted present
	wanted=$(wanted_rust)
	[[ -n $wanted ]] || die "rust-toolchain.toml names no channel; restore it with: git checkout rust-toolchain.toml"
	have rustup || have rustc || die "Rust is missing; install rustup (https://rustup.rs), then run this again"

	present=$(present_rust)
	if [[ $present != "$wanted" ]]; then
		have rustup || die "Rust $wanted is needed and $present is installed; install rustup (https://rustup.rs), then run this again"
		log "Installing Rust $wanted"
		timeout "$RUSTUP_TIMEOUT" rustup toolchain install "$wanted" --no-self-update \
			--profile minimal --component clippy --component rustfmt --component rust-src \
			--target "$WASM_TARGET" ||
			die "rustup could not install Rust $wanted; check the network and run: rustup toolchain install $wanted"
		present=$(present_rust)
		[[ $present == "$wanted" ]] ||
			die "Rust $wanted is needed and '$present' is active; is a rustup override or RUSTUP_TOOLCHAIN set?"
	fi

	SYSROOT=$(rustc --print sysroot)
	if [[ ! -x $SYSROOT/bin/clippy-driver || ! -x $SYSROOT/bin/rustfmt ]]; then
		log "Installing clippy and rustfmt"
		{ have rustup && timeout "$RUSTUP_TIMEOUT" rustup component add clippy rustfmt; } ||
			die "clippy and rustfmt of Rust $wanted are missing; run: rustup component add clippy rustfmt"
	fi
}

# ---------------------------------------------------------------- the wasm target

# Whether this compiler compiles for the target: files of another compiler's version are of no use.
wasm_target_works() {
	[[ -n $workdir ]] || workdir=$(mktemp -d)
	printf '#![no_std]\nextern crate alloc;\n' |
		rustc --crate-name probe --crate-type rlib --emit metadata --target "$WASM_TARGET" \
			--out-dir "$workdir" - 2>/dev/null
}

wasm_target_from_rustup() {
	have rustup || return 1
	log "Installing the target $WASM_TARGET with rustup"
	timeout 300 rustup target add "$WASM_TARGET" && wasm_target_works
}

# Puts Rust's library source where cargo looks for it. Removed again by `cleanup`, because a later
# build that finds it there may compile against it.
place_library_source() {
	local version=$1 place=$SYSROOT/lib/rustlib/src/rust tarball sibling debian
	[[ ! -f $place/library/core/Cargo.toml ]] || return 0

	tarball=${RUST_LIBRARY_SRC:-}
	sibling=$ROOT/../shared/toolchain/rust-library-$version.tar.xz
	if [[ -n $tarball && ! -f $tarball ]]; then
		die "RUST_LIBRARY_SRC names no file: $tarball"
	fi
	[[ -n $tarball || ! -f $sibling ]] || tarball=$sibling

	mkdir -p "$workdir/source"
	if [[ -n $tarball ]]; then
		log "Unpacking Rust's library source from $tarball"
		tar -xf "$tarball" -C "$workdir/source" || die "cannot unpack $tarball; is it a tarball of Rust's folder 'library'?"
	elif [[ -f /usr/src/rustc-$version/library/core/Cargo.toml ]]; then
		ln -s "/usr/src/rustc-$version/library" "$workdir/source/library"
	elif have apt-cache && have dpkg-deb && debian=$(apt-cache madison rust-src 2>/dev/null |
		awk -v wanted="$version" 'index($3, wanted) == 1 { print $3; exit }') && [[ -n $debian ]]; then
		log "Fetching Debian's rust-src $debian"
		(cd "$workdir" && apt-get -qq download "rust-src=$debian" && dpkg-deb -x rust-src_*.deb deb) || return 1
		ln -s "$workdir/deb/usr/src/rustc-$version/library" "$workdir/source/library"
	else
		return 1
	fi
	[[ -f $workdir/source/library/core/Cargo.toml ]] || return 1

	{ mkdir -p "$SYSROOT/lib/rustlib/src" 2>/dev/null && [[ -w $SYSROOT/lib/rustlib/src ]]; } ||
		die "cannot write to $SYSROOT; run scripts/setup.sh as the user who owns it"
	[[ ! -L $place ]] || rm -f "$place"
	[[ ! -e $place ]] || die "$place has no library source in it; remove it and run this again"
	borrowed_source=$place
	ln -s "$workdir/source" "$place"
}

wasm_target_from_source() {
	local version libdir=$SYSROOT/lib/rustlib/$WASM_TARGET/lib built
	version=$(present_rust)
	place_library_source "$version" || return 1

	log "Building the target $WASM_TARGET from Rust's library source (about 20 seconds)"
	mkdir -p "$workdir/probe/src"
	printf '#![no_std]\n' >"$workdir/probe/src/lib.rs"
	printf '[package]\nname = "probe"\nversion = "0.0.0"\nedition = "2021"\n\n[workspace]\n' \
		>"$workdir/probe/Cargo.toml"
	# Without the bitcode the runtime, which is linked with link-time optimisation, cannot use them.
	(
		cd "$workdir/probe"
		env -u CARGO_ENCODED_RUSTFLAGS -u RUSTC_WRAPPER -u RUSTC_WORKSPACE_WRAPPER \
			RUSTC="$SYSROOT/bin/rustc" RUSTC_BOOTSTRAP=1 RUSTFLAGS='-C embed-bitcode=yes' \
			CARGO_TARGET_DIR="$workdir/target" \
			"$SYSROOT/bin/cargo" build --quiet --release -Zbuild-std=core,alloc --target "$WASM_TARGET" \
			</dev/null
	) || return 1

	mkdir -p "$libdir" || die "cannot write to $SYSROOT; run scripts/setup.sh as the user who owns it"
	rm -f "$libdir"/lib{core,alloc,compiler_builtins}-*
	for built in core alloc compiler_builtins; do
		cp "$workdir/target/$WASM_TARGET/release/deps/lib$built"-*.rlib "$libdir/"
	done
	wasm_target_works
}

ensure_wasm_target() {
	local hint="run: rustup target add $WASM_TARGET (or set RUST_LIBRARY_SRC to a tarball of Rust's folder 'library')"
	case ${SEOUL_WASM_TARGET:-} in
		'')
			wasm_target_works || wasm_target_from_rustup || wasm_target_from_source ||
				die "the target $WASM_TARGET is missing; $hint"
			;;
		rustup) wasm_target_from_rustup || die "rustup could not install the target; $hint" ;;
		source) wasm_target_from_source || die "no library source of Rust $(present_rust) was found or it did not build; $hint" ;;
		*) die "SEOUL_WASM_TARGET is 'rustup' or 'source', not '$SEOUL_WASM_TARGET'" ;;
	esac
}

ensure_system_packages
ensure_rust
ensure_wasm_target
[[ $with_tests == no ]] || ensure_nodejs
