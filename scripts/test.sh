#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Usage: scripts/test.sh [--no-e2e] [-- arguments for cargo test]
#
# Sets up this machine and runs every test, in this order:
#
#   quick   set-up and the checks of scripts/check.sh                     seconds
#   slow    lint and build everything in one pass                         the first time about 40 minutes
#                                                                         on two cores, then what has changed
#   slow    lint what runs on chain, compiled for wasm32                  the first time a few minutes
#   quick   unit, property and journey tests (cargo test)                 a few minutes
#   slow    end-to-end tests: Node.js clients against the built node,     about half an hour
#           with one validator and with four
#
#   --no-e2e             leave out the end-to-end tests, and do not ask for Node.js
#   -- ARGUMENTS         go to cargo test: scripts/test.sh --no-e2e -- -p pallet-agencies
#
# The last line is the sum of all tests: 'N passed, N failed'. The line before it names the end-to-end tests that were
# skipped, if any were. The budgets of scripts/budgets.sh count as tests: how long the build takes, how large the runtimes are.
#
# Variables
#   SEOUL_BUILD_MINUTES    minutes that lint and build may take: 75 unless told, which is for two cores and from nothing
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=scripts/budgets.sh
. "$ROOT/scripts/budgets.sh"
cd "$ROOT"

e2e=yes
while (($#)); do
	case $1 in
		--no-e2e) e2e=no ;;
		--)
			shift
			break
			;;
		-h | --help)
			print_help
			exit 0
			;;
		*) die "test.sh does not know '$1'; see scripts/test.sh --help" ;;
	esac
	shift
done
cargo_test_arguments=("$@")
((${#cargo_test_arguments[@]})) || cargo_test_arguments=(--workspace)

workdir=$(mktemp -d)
trap 'rm -rf "$workdir"' EXIT
passed=0
failed=0

# Adds up "test result: ok. 12 passed; 0 failed; ..." of every test program.
count_cargo_tests() {
	local status=$1 sums
	sums=$(awk '/^test result:/ { passed += $4; failed += $6 } END { print passed + 0, failed + 0 }' \
		"$workdir/cargo-test")
	add_results "$status" "$sums"
}

# Adds up "# pass 12", "# fail 0" and "# cancelled 0", and keeps what was skipped: "ok 3 - NAME # SKIP reason". Node.js does not count a suite
# that is skipped as a whole among "# skipped 0".
count_node_tests() {
	local status=$1 sums
	sums=$(awk '/^# pass / { passed += $3 } /^# (fail|cancelled) / { failed += $3 }
		END { print passed + 0, failed + 0 }' "$workdir/node-test")
	sed -nE 's/^ *(not )?ok [0-9]+ - (.*) # SKIP ?(.*)$/\2 (\3)/p' "$workdir/node-test" | sed 's/ ()$//' >>"$workdir/skipped"
	add_results "$status" "$sums"
}

# Runs the test files $2... of the current folder, $1 at a time, and adds up their results.
run_node_tests() {
	local concurrency=$1 status=0
	shift
	node --test --test-concurrency="$concurrency" --test-reporter=spec --test-reporter-destination=stdout \
		--test-reporter=tap --test-reporter-destination="$workdir/node-test" "$@" </dev/null || status=$?
	count_node_tests "$status"
}

# Counts the budget that the function $1 holds, with its arguments, as a test.
count_budget() {
	local status=0
	"$@" || status=$?
	add_results "$status" "$((status == 0)) $((status != 0))"
}

# A test program that breaks off reports no result: it counts as one that failed.
add_results() {
	local status=$1 more_passed more_failed
	read -r more_passed more_failed <<<"$2"
	((status == 0 || more_failed > 0)) || more_failed=1
	passed=$((passed + more_passed))
	failed=$((failed + more_failed))
}

# Cargo repeats the warnings of crates that it need not compile again, so asking a second time costs
# a second, and "deny warnings" need not be part of how the crates are compiled.
refuse_warnings() {
	local output
	output=$("$@" 2>&1) || die "$output"
	if grep -Eq '^warning: .* generated [0-9]+ warning' <<<"$output"; then
		die "the lints found something; see the warnings above"
	fi
}

lint_and_build() {
	cargo_linting build --release --workspace --all-targets --locked
}

# On wasm32 more is denied: panics, unchecked arithmetic, lossy conversions. The runtime's build
# script does not lint, so this pass does.
lint_for_wasm() {
	cargo_linting check --release --locked -p seoul-chain-runtime -p seoul-chain-parachain-runtime --no-default-features \
		--target wasm32v1-none --config 'target.wasm32v1-none.rustflags=["--cfg","substrate_runtime"]'
}

if [[ $e2e == yes ]]; then
	"$ROOT/scripts/setup.sh" --with-tests
else
	"$ROOT/scripts/setup.sh"
fi
"$ROOT/scripts/check.sh"

step "Linting and building everything (the first time about 40 minutes on two cores)"
build_started_at=$SECONDS
lint_and_build || die "the lints or the build failed; see above"
build_time=$((SECONDS - build_started_at))
refuse_warnings lint_and_build
count_budget build_time_within_budget "$build_time"
count_budget solo_runtime_within_budget
count_budget parachain_runtime_within_budget

step "Linting what runs on chain, for wasm32"
lint_for_wasm || die "the lints for wasm32 failed; see above"
refuse_warnings lint_for_wasm

step "Unit, property and journey tests"
status=0
cargo_linting test --release --locked --no-fail-fast "${cargo_test_arguments[@]}" |
	tee "$workdir/cargo-test" || status=$?
count_cargo_tests "$status"

if [[ $e2e == yes ]]; then
	step "End-to-end tests"
	export SEOUL_NODE=$CARGO_TARGET_DIR/release/$NODE_BINARY_NAME
	[[ -x $SEOUL_NODE ]] || die "no node at $SEOUL_NODE"
	[[ -f scripts/e2e/package-lock.json ]] || die "scripts/e2e/package-lock.json is missing; restore it with: git checkout scripts/e2e"
	cd scripts/e2e
	if [[ ! package-lock.json -ot node_modules/.package-lock.json ]]; then
		log "Installing the clients' packages with npm"
		npm ci --no-audit --no-fund --loglevel=error || die "npm could not install the packages of scripts/e2e; is the npm registry reachable?"
	fi
	# These measure.
	alone_names=(-name 'network-*.test.js' -o -name oidc-login.test.js -o -name demo.test.js)
	mapfile -t alone < <(find test \( "${alone_names[@]}" \) | sort)
	# The largest first: they take longest, and nothing should be left to wait for at the end. What the documents' commands take is in the documents.
	documents=test/docs-commands.test.js
	mapfile -t together < <(
		echo "$documents"
		find test -name '*.test.js' ! \( "${alone_names[@]}" \) ! -path "$documents" -printf '%s %p\n' | sort -rn | cut -d ' ' -f 2
	)
	# Each starts its own chain of one node and mostly waits for its blocks.
	run_node_tests 8 "${together[@]}"
	# Four validators, kills and floods, times of logins and of a day in Seoul: what they measure would be another's load.
	run_node_tests 1 "${alone[@]}"
	cd "$ROOT"
fi

step "All done"
if [[ -s $workdir/skipped ]]; then
	printf '%d skipped: %s\n' "$(wc -l <"$workdir/skipped")" "$(paste -sd ';' "$workdir/skipped" | sed 's/;/; /g')"
fi
printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
