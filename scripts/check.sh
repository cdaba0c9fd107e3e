#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Usage: scripts/check.sh
#
# The checks that compile nothing; they take seconds.
#
#   casts           no number is converted with 'as' in what runs on chain
#   panics          no pallet unwraps, expects, asserts or panics, but in its genesis and integrity test
#   tests           every file of a runtime's tests is part of that runtime's one program
#   documents       tables of calls, errors and events are as in the sources, commands are marked, no link is dead
#                   (where there is Node.js)
#   format          cargo fmt --check, and bash -n (and shellcheck, where installed) on the scripts
#   packages        Cargo.lock has no more packages than scripts/budgets.sh allows
#   SDK versions    no SDK crate is there in two versions, in Cargo.lock or in `cargo tree -d`
#   sources         every dependency comes from crates.io or from this repository
#   licences        every dependency's licence is allowed by deny.toml (and cargo-deny, where installed)
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=scripts/budgets.sh
. "$ROOT/scripts/budgets.sh"
cd "$ROOT"

case ${1:-} in
	'') ;;
	-h | --help)
		print_help
		exit 0
		;;
	*) die "check.sh does not know '$1'; see scripts/check.sh --help" ;;
esac

check_format() {
	cargo fmt --all --check || die "the code is not formatted; run: cargo fmt --all"

	local script scripts=(scripts/*.sh)
	[[ ! -f .ci/run ]] || scripts+=(.ci/run)
	for script in "${scripts[@]}"; do
		bash -n "$script" || die "$script does not parse"
		[[ -x $script || $(head -c 2 "$script") != '#!' ]] || die "$script cannot be started; run: chmod +x $script"
	done
	if have shellcheck; then
		shellcheck -x "${scripts[@]}" || die "shellcheck found something in the scripts"
	fi
}

# What runs on chain converts numbers with From and TryFrom. Clippy's `as_conversions` would say so too,
# but it also fires on what the codec's derives generate.
check_casts() {
	local casts
	casts=$(grep -rnE --include='*.rs' '\bas (u|i)(8|16|32|64|128|size)\b' primitives/src primitives/*/src pallets/*/src runtime/*/src runtime/common/shared |
		grep -vE '/(tests|mock|benchmarking|benchmarks)(\.rs|/)' || true)
	[[ -z $casts ]] || die "casts with 'as' in what runs on chain; use From or TryFrom: ${casts//$'\n'/; }"
}

# Nothing panics on chain but the building of a genesis and what tests ask. For wasm32 clippy denies `unwrap` and `expect`, yet not in the
# modules that FRAME's macros fill with their own; `panic!`, `unreachable!` and `assert!` it lets pass. rustfmt gives the end of a function
# the indentation of its beginning.
check_panics() {
	local panics
	panics=$(find pallets/*/src -name '*.rs' | grep -vE '/(tests|mock|benchmarking|try_state)(\.rs|/)' | sort | xargs awk '
		FNR == 1 { skipped_until = ""; tests = 0; rest_is_tests = 0 }
		rest_is_tests { next }
		/^#\[cfg\(test\)\]/ { tests = FNR }
		/^mod .* \{/ && tests == FNR - 1 { rest_is_tests = 1; next }
		skipped_until != "" { if ($0 == skipped_until) skipped_until = ""; next }
		/^\t*fn (build\(&self\)|integrity_test\(\)) \{$/ { skipped_until = $0; sub(/fn.*/, "}", skipped_until); next }
		/^[ \t]*\/\// || /^const _: \(\) = assert!/ { next }
		/\.(unwrap|expect)\(|(^|[^_[:alnum:]])(panic|unreachable|todo|unimplemented|assert|assert_eq|assert_ne)!/ {
			print FILENAME ":" FNR ":" $0
		}
	')
	[[ -z $panics ]] || die "a pallet can panic; return an error: ${panics//$'\n'/; }"
}

# All files of a runtime's tests are modules of one program; cargo does not look for others.
check_test_modules() {
	local file name program
	for file in runtime/*/tests/*.rs; do
		name=$(basename "$file" .rs)
		program=$(dirname "$file")/main.rs
		[[ $name == main ]] || grep -qx "mod $name;" "$program" ||
			die "$file is never run; add 'mod $name;' to $program"
	done
}

# Where there is no Node.js the end-to-end tests look at them.
check_documents() {
	have node || return 0
	node scripts/docs-tables.mjs --check >/dev/null || die "docs/pallets does not fit the sources; run: node scripts/docs-tables.mjs"
	node scripts/docs-commands.mjs --check >/dev/null || die "the documents have dead links or unmarked commands; see above"
}

# "Latest" on crates.io mixes two SDK lines, and a mix does not fail to resolve: it fails to compile
# much later, with types that differ from themselves.
SDK_CRATES='^(bp|cumulus|frame|pallet|polkadot|sc|sp|staging|substrate|xcm)-'

check_sdk_versions() {
	local doubled
	doubled=$(awk -F '"' '
		/^name = / { name = $2 }
		/^version = / { print name, $2 }
	' Cargo.lock | sort -u | awk -v sdk="$SDK_CRATES" '
		$1 ~ sdk { count[$1]++; versions[$1] = versions[$1] " " $2 }
		END { for (name in count) if (count[name] > 1) print name ":" versions[name] }
	')
	[[ -z $doubled ]] ||
		die "Cargo.lock has SDK crates in two versions; follow the release line in Cargo.toml: ${doubled//$'\n'/; }"

	doubled=$(cargo tree --workspace --locked --duplicates --depth 0 --prefix none \
		-e normal,build,dev -f '{p}' </dev/null | awk -v sdk="$SDK_CRATES" '
		$1 ~ sdk && !seen[$1 " " $2]++ { count[$1]++; versions[$1] = versions[$1] " " $2 }
		END { for (name in count) if (count[name] > 1) print name ":" versions[name] }
	') || die "cargo tree failed; does Cargo.lock fit Cargo.toml? (cargo metadata >/dev/null brings it up to date)"
	[[ -z $doubled ]] || die "cargo tree -d shows SDK crates in two versions: ${doubled//$'\n'/; }"
}

check_sources() {
	local members foreign
	members=$(cargo tree --workspace --locked --depth 0 --prefix none -f '{p}' </dev/null | awk '{ print $1 }')
	foreign=$(awk -F '"' -v members="$members" '
		BEGIN { split(members, list, "\n"); for (i in list) ours[list[i]] = 1 }
		function flush() {
			if (name == "") return
			if (source == "" && !(name in ours)) print name " (not a member of the workspace)"
			if (source != "" && source != "registry+https://github.com/rust-lang/crates.io-index")
				print name " (" source ")"
		}
		/^\[\[package\]\]/ { flush(); name = ""; source = "" }
		/^name = / { name = $2 }
		/^source = / { source = $2 }
		END { flush() }
	' Cargo.lock)
	[[ -z $foreign ]] || die "dependencies that are neither from crates.io nor ours: ${foreign//$'\n'/; }"
}

# Reads lines "name version<TAB>licence expression" and prints those that the list does not allow.
# A slash is the old way of writing OR.
refused_licences() {
	perl -e '
		use strict;
		use warnings;
		my %allowed = map { $_ => 1 } split /\n/, shift @ARGV;

		sub alternatives {
			my ($tokens) = @_;
			my $value = conjunction($tokens);
			while (@$tokens && $tokens->[0] eq "OR") {
				shift @$tokens;
				my $right = conjunction($tokens);
				$value ||= $right;
			}
			return $value;
		}
		sub conjunction {
			my ($tokens) = @_;
			my $value = single($tokens);
			while (@$tokens && $tokens->[0] eq "AND") {
				shift @$tokens;
				my $right = single($tokens);
				$value &&= $right;
			}
			return $value;
		}
		sub single {
			my ($tokens) = @_;
			my $token = shift @$tokens // return 0;
			if ($token eq "(") {
				my $value = alternatives($tokens);
				shift @$tokens;
				return $value;
			}
			if (@$tokens > 1 && $tokens->[0] eq "WITH") {
				shift @$tokens;
				$token .= " WITH " . shift @$tokens;
			}
			return $allowed{$token} ? 1 : 0;
		}

		while (my $line = <STDIN>) {
			chomp $line;
			my ($package, $licence) = split /\t/, $line, 2;
			my $expression = $licence // "";
			$expression =~ s{\s*/\s*}{ OR }g;
			my @tokens = $expression =~ /[()]|[^\s()]+/g;
			my $fine = @tokens && alternatives(\@tokens) && !@tokens;
			print "$package (", $licence || "no licence named", ")\n" unless $fine;
		}
	' "$1"
}

check_licences() {
	local allowed packages refused
	allowed=$(awk '
		/^\[/ { section = $0 }
		section == "[licenses]" && /^allow = \[/ { inside = 1; next }
		inside && /^\]/ { inside = 0 }
		inside && /"/ { split($0, part, "\""); print part[2] }
	' deny.toml)
	[[ -n $allowed ]] || die "deny.toml has no list of allowed licences"

	packages=$(cargo tree --workspace --locked --prefix none -e normal,build,dev -f '{p}	{l}' </dev/null |
		sed '/^$/d; s/ (\*)$//; s/ (proc-macro)//' | sort -u)
	refused=$(refused_licences "$allowed" <<<"$packages")
	[[ -z $refused ]] || die "licences that deny.toml does not allow: ${refused//$'\n'/; }"

	if cargo deny --version >/dev/null 2>&1; then
		cargo deny --locked check licenses sources bans || die "cargo-deny found something"
	fi
}

step "Checking format, casts, panics, tests, documents, packages, SDK versions, sources and licences"
check_format
check_casts
check_panics
check_test_modules
check_documents
packages_within_budget || exit 1
check_sdk_versions
check_sources
check_licences
log "Checks passed"
