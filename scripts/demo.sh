#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Usage: scripts/demo.sh [--auto] [options]
#
# A day in Seoul: three citizens, a dealer, an inspector, a contractor with two subs, a merchant and the city go through
# all five services on a development chain, with real transactions and real proofs. Each step says in one line who did
# what, what it proves, and where to see it in polkadot.js apps. At three points it hands over to you. It ends with a
# table, leaves the chain running, and fails if anything differs from what it claims.
#
#   --auto             hand over nothing: the program does it all, in less than four minutes
#   --lang ko|en       the language; without it that of the terminal (LANG)
#   --port P           where on this machine a chain is looked for, and started if none runs: 9944 unless told
#   --url URL          a chain that runs elsewhere; none is started then
#   --folder FOLDER    where keys, papers and the exported poll are kept; without it a new one in /tmp
#   --report FILE      write what was done and seen as JSON
#   --stop             stop the chain that an earlier run started
#
# A chain that it starts is kept in data/demo and goes on from there the next time; the node's log is data/demo.log.
# It can be played again on the same chain: each run has citizens of its own.
#
# Variables
#   SEOUL_DEMO_DIR           where the chain, its log and the number of its process are kept, instead of data
#   SEOUL_DEMO_TRACE         if it is set, show where the program noticed what differs from what it claims
#   SEOUL_NODE, SEOUL_CLI    node and command line to use, instead of those that scripts/run.sh builds
set -euo pipefail

# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

DATA=${SEOUL_DEMO_DIR:-$ROOT/data}
[[ $DATA == /* ]] || DATA=$SEOUL_START_CWD/$DATA
PID_FILE=$DATA/demo.pid
LOG_FILE=$DATA/demo.log
BASE_PATH=$DATA/demo
STOP_TIMEOUT=30
NODEJS_MINIMUM=18.19

port=9944
url=
stop=no
arguments=()
while (($#)); do
	case $1 in
		-h | --help)
			print_help
			exit 0
			;;
		--stop) stop=yes ;;
		--port | --url | --lang | --folder | --report)
			(($# > 1)) || die "$1 needs a value; see scripts/demo.sh --help"
			case $1 in
				--port) port=$2 ;;
				--url) url=$2 ;;
				*) arguments+=("$1" "$2") ;;
			esac
			shift
			;;
		--auto) arguments+=("$1") ;;
		*) die "demo.sh does not know '$1'; see scripts/demo.sh --help" ;;
	esac
	shift
done
[[ $port =~ ^[0-9]{1,5}$ ]] && ((port > 0 && port < 65536)) || die "--port is '$port'; give it a number from 1 to 65535"

# Whether a program listens on port $1 of this machine.
listens() {
	(exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# The process that an earlier run started. A number in a file may have become another program's: only a process of this base
# path counts, or the script that builds its node.
pid_of_chain() {
	local pid='' command
	[[ -f $PID_FILE ]] || return 1
	read -r pid <"$PID_FILE" || return 1
	[[ $pid =~ ^[0-9]+$ ]] || return 1
	command=$(ps -ww -o args= -p "$pid" 2>/dev/null) || return 1
	[[ $command == *"--base-path $BASE_PATH"* ]] || return 1
	echo "$pid"
}

if [[ $stop == yes ]]; then
	pid=$(pid_of_chain) || die "no chain of scripts/demo.sh runs; one that you started yourself is yours to stop"
	kill -TERM "$pid"
	for ((waited = 0; waited < STOP_TIMEOUT * 10; waited++)); do
		pid_of_chain >/dev/null || break
		sleep 0.1
	done
	! pid_of_chain >/dev/null || die "the chain does not stop within $STOP_TIMEOUT seconds; see: ps -p $pid"
	rm -f "$PID_FILE"
	log "The chain is stopped; it goes on from $BASE_PATH the next time"
	exit 0
fi

have node || die "there is no Node.js; run scripts/setup.sh --with-tests, or install Node.js $NODEJS_MINIMUM or newer"
node -e '
	const [major, minor] = process.versions.node.split(".").map(Number);
	const [wantedMajor, wantedMinor] = process.argv[1].split(".").map(Number);
	process.exit(major > wantedMajor || (major === wantedMajor && minor >= wantedMinor) ? 0 : 1);
' "$NODEJS_MINIMUM" || die "Node.js $(node --version) is too old; run scripts/setup.sh --with-tests, or install $NODEJS_MINIMUM or newer"
cd "$ROOT/scripts/e2e"
if [[ ! package-lock.json -ot node_modules/.package-lock.json ]]; then
	have npm || die "there is no npm to install the client with; run scripts/setup.sh --with-tests"
	log "Installing the client's packages with npm"
	npm ci --no-audit --no-fund --loglevel=error || die "npm could not install the packages of scripts/e2e; is the npm registry reachable?"
fi

# Starts a chain in the background, in a process group of its own, so that Ctrl-C leaves it alone.
start_chain() {
	local pid said='' line
	! pid_of_chain >/dev/null || die "the chain that an earlier run started is on another port; stop it first: scripts/demo.sh --stop"
	mkdir -p "$DATA" 2>/dev/null || die "cannot make $DATA; choose another place with SEOUL_DEMO_DIR"
	log "No chain listens on port $port: starting one with scripts/run.sh (its log is $LOG_FILE)"
	set -m
	nohup "$ROOT/scripts/run.sh" --base-path "$BASE_PATH" --rpc-port "$port" --port 0 --no-prometheus --no-mdns --no-telemetry \
		</dev/null >"$LOG_FILE" 2>&1 &
	pid=$!
	disown "$pid"
	set +m
	echo "$pid" >"$PID_FILE"
	# It may have to build the node first; as long as it works, it is waited for.
	until listens "$port"; do
		pid_of_chain >/dev/null || die "the chain did not start: $(grep -a . "$LOG_FILE" | tail -n 1) (see $LOG_FILE)"
		line=$(grep -a '^\[[0-9]*:[0-9]*\]' "$LOG_FILE" | tail -n 1 || true)
		if [[ $line != "$said" ]]; then
			said=$line
			printf '    %s\n' "$line"
		fi
		sleep 0.5
	done
}

started=no
if [[ -z $url ]]; then
	url=ws://127.0.0.1:$port
	if ! listens "$port"; then
		start_chain
		started=yes
	fi
fi

status=0
node demo/day.js --url "$url" ${arguments[@]+"${arguments[@]}"} || status=$?
if [[ $started == yes ]]; then
	log "The chain runs on at $url and is kept in $BASE_PATH. Stop it: scripts/demo.sh --stop"
fi
exit "$status"
