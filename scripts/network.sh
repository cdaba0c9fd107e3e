#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Usage: scripts/network.sh up [COUNT] | down | status | kill I | stop I | start I
#
# A network of validators on this machine: the chain `local`, with keys that everybody knows. They
# listen on 127.0.0.1 only, and take no peers but one another (--reserved-only).
#
#   up [COUNT]   start the validators 1 (alice), 2 (bob), 3 (charlie), 4 (dave), or the first COUNT of
#                them; wait until finality moves; print name, RPC address, peer id and process of each.
#                Finality takes three of the four: with COUNT 1 or 2 there are blocks only
#   down         stop exactly those that `up` and `start` started
#   status       say of each whether it runs, and its best and final block; fails unless all run
#   kill I       kill validator I at once (kill -9), as a crash would
#   stop I       stop validator I as an operator does
#   start I      start validator I again; it goes on from its database
#
# Builds the node if it is not there. The chain is kept and goes on at the next `up`; for a new one,
# delete the directory.
#
# Variables
#   SEOUL_NETWORK_DIR     where everything is kept: $HOME/.local/share/seoul-chain/network unless told
#   SEOUL_NETWORK_PORT    P, 19940 unless told: validator I has P+I for RPC, P+10+I for peers and P+20+I
#                         for Prometheus
#   SEOUL_NETWORK_GRACE   seconds that a validator may take to stop before it is killed: 20 unless told
#   SEOUL_NODE            the node to start, instead of the one in cargo's target directory
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

NAMES=('' alice bob charlie dave)
MOST=4
# Of the four validators of the chain, so many make a block final.
QUORUM=3
START_TIMEOUT=90
FINALITY_TIMEOUT=180

DIR=${SEOUL_NETWORK_DIR:-$HOME/.local/share/seoul-chain/network}
[[ $DIR == /* ]] || DIR=$SEOUL_START_CWD/$DIR
GRACE=${SEOUL_NETWORK_GRACE:-20}
[[ $GRACE =~ ^[0-9]+$ ]] || die "SEOUL_NETWORK_GRACE is '$GRACE'; give it a number of seconds"

# Set by read_settings or `up`.
count=0
port=0

rpc_port() { echo $((port + $1)); }
p2p_port() { echo $((port + 10 + $1)); }
prometheus_port() { echo $((port + 20 + $1)); }

# ---------------------------------------------------------------- processes

is_gone() {
	local state
	state=$(ps -o stat= -p "$1" 2>/dev/null) || return 0
	[[ $state == Z* ]]
}

# The process of validator $1. A number in a file may have become another program's: only a process
# that was started on this validator's base path counts.
pid_of() {
	local pid='' command
	[[ -f $DIR/$1/pid ]] || return 1
	read -r pid <"$DIR/$1/pid" || return 1
	[[ $pid =~ ^[0-9]+$ ]] || return 1
	command=$(ps -ww -o args= -p "$pid" 2>/dev/null) || return 1
	[[ $command == *" --base-path $DIR/$1/data "* ]] || return 1
	echo "$pid"
}

any_runs() {
	local i
	for ((i = 1; i <= MOST; i++)); do
		! pid_of "$i" >/dev/null || return 0
	done
	return 1
}

# Waits $1 seconds at most until the processes $2... are gone.
wait_until_gone() {
	local deadline=$((SECONDS + $1)) pid
	shift
	for pid in "$@"; do
		until is_gone "$pid"; do
			((SECONDS < deadline)) || return 1
			sleep 0.1
		done
	done
}

# Stops the validators $@, as far as they run.
stop_validators() {
	local i pid pids=()
	for i in "$@"; do
		if pid=$(pid_of "$i"); then
			kill -TERM "$pid" 2>/dev/null || true
			pids+=("$pid")
		fi
	done
	((${#pids[@]})) || return 0
	if ! wait_until_gone "$GRACE" "${pids[@]}"; then
		for i in "$@"; do
			if pid=$(pid_of "$i"); then
				log "Validator $i (${NAMES[i]}) did not stop within $GRACE seconds and is killed"
				kill -KILL "$pid" 2>/dev/null || true
			fi
		done
		wait_until_gone 10 "${pids[@]}" || die "a validator cannot be killed; see: ps -p ${pids[*]}"
	fi
	for i in "$@"; do
		rm -f "$DIR/$i/pid"
	done
}

# ---------------------------------------------------------------- RPC

# Calls method $2 of validator $1 with the parameters $3 and prints the answer. Needs no curl.
rpc() {
	local body="{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$2\",\"params\":${3:-[]}}" at response=''
	at=$(rpc_port "$1")
	response=$(
		exec 2>/dev/null 3<>"/dev/tcp/127.0.0.1/$at" || exit 1
		printf 'POST / HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nContent-Type: application/json\r\nContent-Length: %s\r\nConnection: close\r\n\r\n%s' \
			"$at" "${#body}" "$body" >&3 || exit 1
		# Ends at the end of the answer, and then counts as failed.
		IFS= read -r -t 5 -d '' answer <&3 || true
		printf '%s' "${answer:-}"
	) || return 1
	[[ $response == *'"result":'* ]] || return 1
	printf '%s\n' "${response##*$'\r\n\r\n'}"
}

number_in() {
	[[ $1 =~ \"number\":\"(0x[0-9a-f]+)\" ]] || return 1
	echo $((BASH_REMATCH[1]))
}

best_of() {
	local header
	header=$(rpc "$1" chain_getHeader) || return 1
	number_in "$header"
}

final_of() {
	local answer header
	answer=$(rpc "$1" chain_getFinalizedHead) || return 1
	[[ $answer =~ \"(0x[0-9a-f]{64})\" ]] || return 1
	header=$(rpc "$1" chain_getHeader "[\"${BASH_REMATCH[1]}\"]") || return 1
	number_in "$header"
}

peers_of() {
	local health
	health=$(rpc "$1" system_health) || return 1
	[[ $health =~ \"peers\":([0-9]+) ]] || return 1
	echo "${BASH_REMATCH[1]}"
}

# ---------------------------------------------------------------- starting

# Sets node to the path of the binary, and builds it where it is not there.
find_node() {
	if [[ -n ${SEOUL_NODE:-} ]]; then
		node=$SEOUL_NODE
		[[ $node == /* ]] || node=$SEOUL_START_CWD/$node
		[[ -f $node && -x $node ]] || die "SEOUL_NODE names $node, which is no program; correct it, or unset it to build the node"
		return
	fi
	node=$CARGO_TARGET_DIR/release/$NODE_BINARY_NAME
	[[ ! -x $node ]] || return 0
	"$ROOT/scripts/setup.sh"
	step "Building the node; the first build compiles about 1,000 crates: about 40 minutes on two cores"
	cd "$ROOT"
	cargo_linting build --release --locked --workspace --bin "$NODE_BINARY_NAME" ||
		die "the node does not build; the compiler says why above"
	[[ -x $node ]] || die "cargo did not leave the node at $node"
}

read_settings() {
	[[ -f $DIR/settings ]] || die "there is no network in $DIR; start one with: scripts/network.sh up"
	read -r count port <"$DIR/settings" || die "$DIR/settings is damaged; delete $DIR and start a new network"
	[[ $count =~ ^[1-4]$ && $port =~ ^[0-9]+$ ]] || die "$DIR/settings is damaged; delete $DIR and start a new network"
}

# Every node starts from one file: a runtime that is compiled again would make another genesis.
make_chain_spec() {
	[[ ! -f $DIR/chain.json ]] || return 0
	"$node" export-chain-spec --chain local --raw --output "$DIR/chain.json.new" >/dev/null 2>"$DIR/export.log" </dev/null ||
		die "the node cannot export the chain 'local'; it says why in $DIR/export.log"
	mv "$DIR/chain.json.new" "$DIR/chain.json"
}

make_node_key() {
	[[ ! -s $DIR/$1/node-key ]] || return 0
	mkdir -p "$DIR/$1"
	(
		umask 077
		"$node" key generate-node-key --file "$DIR/$1/node-key" >/dev/null 2>&1 </dev/null
	) || die "the node cannot make a network key in $DIR/$1; is the disk full?"
}

peer_id_of() {
	"$node" key inspect-node-key --file "$DIR/$1/node-key" 2>/dev/null </dev/null ||
		die "$DIR/$1/node-key is damaged; delete it, then: scripts/network.sh down, and up"
}

# Starts validator $1 in the background, in a process group of its own, so that Ctrl-C leaves it alone.
launch() {
	local i=$1 other peer arguments reserved=()
	for ((other = 1; other <= count; other++)); do
		if ((other != i)); then
			peer=$(peer_id_of "$other")
			reserved+=("/ip4/127.0.0.1/tcp/$(p2p_port "$other")/p2p/$peer")
		fi
	done
	arguments=(
		--chain "$DIR/chain.json" --base-path "$DIR/$i/data" "--${NAMES[i]}"
		--node-key-file "$DIR/$i/node-key" --listen-addr "/ip4/127.0.0.1/tcp/$(p2p_port "$i")"
		--rpc-port "$(rpc_port "$i")" --prometheus-port "$(prometheus_port "$i")"
		--no-telemetry --no-mdns --reserved-only
	)
	if ((${#reserved[@]})); then
		arguments+=(--reserved-nodes "${reserved[@]}")
	else
		# Without peers a validator waits for some, unless told that it is alone.
		arguments+=(--force-authoring)
	fi
	mkdir -p "$DIR/$i/data"
	set -m
	nohup "$node" "${arguments[@]}" </dev/null >>"$DIR/$i/log" 2>&1 &
	echo "$!" >"$DIR/$i/pid"
	disown "$!"
	set +m
}

# Waits until validator $1, which was launched, answers.
wait_for_rpc() {
	local i=$1 pid deadline=$((SECONDS + START_TIMEOUT)) last
	read -r pid <"$DIR/$i/pid"
	until rpc "$i" system_health >/dev/null; do
		if is_gone "$pid"; then
			last=$(grep -a . "$DIR/$i/log" | tail -n 1)
			die "validator $i (${NAMES[i]}) ended: ${last:-it said nothing} (see $DIR/$i/log; other ports: SEOUL_NETWORK_PORT)"
		fi
		((SECONDS < deadline)) ||
			die "validator $i (${NAMES[i]}) does not answer after $START_TIMEOUT seconds; see $DIR/$i/log"
		sleep 0.2
	done
	pid_of "$i" >/dev/null || die "another program answers on port $(rpc_port "$i"); choose others with SEOUL_NETWORK_PORT"
}

# Waits until what $1 tells of validator 1 (best_of or final_of) rises.
wait_until_rises() {
	local deadline=$((SECONDS + FINALITY_TIMEOUT)) first='' now
	while ((SECONDS < deadline)); do
		if now=$("$1" 1); then
			first=${first:-$now}
			((now <= first)) || return 0
		fi
		sleep 0.5
	done
	return 1
}

print_validator() {
	printf '%s %-8s ws://127.0.0.1:%s  %s  pid %s\n' "$1" "${NAMES[$1]}" "$(rpc_port "$1")" "$(peer_id_of "$1")" "$(pid_of "$1")"
}

# ---------------------------------------------------------------- commands

# What a failed or interrupted `up` started is stopped again.
incomplete=no
clean_up() {
	local status=$?
	if [[ $incomplete == yes ]]; then
		incomplete=no
		stop_validators 1 2 3 4
	fi
	return "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

up() {
	local i
	! any_runs || die "a network runs in $DIR already (scripts/network.sh status); stop it first: scripts/network.sh down"
	count=$1
	port=${SEOUL_NETWORK_PORT:-19940}
	[[ $port =~ ^[0-9]{1,5}$ ]] && ((port > 1023 && port < 65500)) ||
		die "SEOUL_NETWORK_PORT is '$port'; give it a number from 1024 to 65499"
	find_node
	mkdir -p "$DIR" 2>/dev/null || die "cannot make $DIR; choose another place with SEOUL_NETWORK_DIR"
	make_chain_spec
	for ((i = 1; i <= count; i++)); do
		make_node_key "$i"
	done
	echo "$count $port" >"$DIR/settings"

	step "Starting $count of the $MOST validators of the chain 'local'"
	incomplete=yes
	for ((i = 1; i <= count; i++)); do
		launch "$i"
	done
	for ((i = 1; i <= count; i++)); do
		wait_for_rpc "$i"
	done
	if ((count >= QUORUM)); then
		wait_until_rises final_of || die "nothing became final within $FINALITY_TIMEOUT seconds; see $DIR/*/log"
		log "Finality moves"
	else
		wait_until_rises best_of || die "no block was made within $FINALITY_TIMEOUT seconds; see $DIR/*/log"
		log "Blocks are made; none becomes final with fewer than $QUORUM of the $MOST validators"
	fi
	incomplete=no
	for ((i = 1; i <= count; i++)); do
		print_validator "$i"
	done
	log "Kept in      $DIR (delete it for a new chain)"
	log "Browse it    https://polkadot.js.org/apps/?rpc=ws%3A%2F%2F127.0.0.1%3A$(rpc_port 1)"
	log "Stop it      with: scripts/network.sh down"
}

down() {
	if any_runs; then
		stop_validators 1 2 3 4
		log "The network in $DIR is stopped"
	else
		log "No network runs in $DIR"
	fi
}

status() {
	local i pid best final peers dead=0
	read_settings
	for ((i = 1; i <= count; i++)); do
		if ! pid=$(pid_of "$i"); then
			printf '%s %-8s does not run; start it with: scripts/network.sh start %s\n' "$i" "${NAMES[i]}" "$i"
			dead=$((dead + 1))
		elif best=$(best_of "$i") && final=$(final_of "$i") && peers=$(peers_of "$i"); then
			printf '%s %-8s best %s  final %s  peers %s  ws://127.0.0.1:%s  pid %s\n' \
				"$i" "${NAMES[i]}" "$best" "$final" "$peers" "$(rpc_port "$i")" "$pid"
		else
			printf '%s %-8s runs as %s and does not answer; see %s\n' "$i" "${NAMES[i]}" "$pid" "$DIR/$i/log"
			dead=$((dead + 1))
		fi
	done
	((dead == 0))
}

# Checks that $1 is the number of a validator of this network.
ensure_validator() {
	read_settings
	[[ $1 =~ ^[1-4]$ ]] && (($1 <= count)) || die "there is no validator '$1' in this network; give a number from 1 to $count"
}

kill_validator() {
	local pid
	ensure_validator "$1"
	pid=$(pid_of "$1") || die "validator $1 (${NAMES[$1]}) does not run; see scripts/network.sh status"
	kill -KILL "$pid" 2>/dev/null || true
	wait_until_gone 10 "$pid" || die "validator $1 (${NAMES[$1]}) cannot be killed; see: ps -p $pid"
	rm -f "$DIR/$1/pid"
	log "Validator $1 (${NAMES[$1]}) is killed"
}

stop_validator() {
	ensure_validator "$1"
	pid_of "$1" >/dev/null || die "validator $1 (${NAMES[$1]}) does not run; see scripts/network.sh status"
	stop_validators "$1"
	log "Validator $1 (${NAMES[$1]}) is stopped"
}

start_validator() {
	ensure_validator "$1"
	! pid_of "$1" >/dev/null || die "validator $1 (${NAMES[$1]}) runs already; see scripts/network.sh status"
	find_node
	launch "$1"
	wait_for_rpc "$1"
	print_validator "$1"
}

case ${1:-} in
	-h | --help)
		print_help
		exit 0
		;;
	up)
		(($# <= 2)) && [[ ${2:-$MOST} =~ ^[1-4]$ ]] || die "up takes a number of validators from 1 to $MOST; see scripts/network.sh --help"
		up "${2:-$MOST}"
		;;
	down | status)
		(($# == 1)) || die "$1 takes nothing; see scripts/network.sh --help"
		"$1"
		;;
	kill | stop | start)
		(($# == 2)) || die "$1 takes the number of a validator; see scripts/network.sh --help"
		"$1_validator" "$2"
		;;
	*) die "network.sh does not know '${1:-}'; see scripts/network.sh --help" ;;
esac
