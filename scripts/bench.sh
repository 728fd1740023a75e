#!/usr/bin/env bash
# Measures every path beside a reference server (tests/bench/reference) and nginx, and prints tables.
#
#   scripts/bench.sh [--size LIST] [--paths PATTERN] [--connections LIST] [--rounds N] [--seconds S]
#   scripts/bench.sh --quick
#   scripts/bench.sh --counts [--size LIST] [--paths PATTERN]
#
#   --size LIST          shops to measure, by their number of KEYS, with commas: 1000, 10000, 50000 (default 1000), each with
#                        100,000 orders, 1,000,000 grants and 1,000,000 events. Also: quick (1,000 KEYS and little else), test
#   --paths PATTERN      only the paths whose name matches this regular expression (JavaScript's), such as 'discover|webhook'
#   --connections LIST   how many connections ask at once; default 1,16
#   --rounds N           how often each server is asked, in turns; the median counts. Default 3
#   --seconds S          how long each run asks; default 5
#   --quick              a small shop, two rounds of a second: less than three minutes on a quiet machine
#   --counts             no measurement (--size test will do): statements, commits and RPCs of a request, and the statements by name
#
# Prints CPU seconds per 1,000 requests of all processes with the ratio to the reference, rates, latencies, our CPU by
# process, and statements, commits and RPCs a request. tests/bench/README.md says how each figure is made and holds the
# last ones. wrk and the servers share the cores: compare figures of one run only, best of a quiet machine.
# Everything is asked on 127.0.0.1 and ends with the script; the data is in build/bench and goes with it.
# KEYS_BIN_DIR runs the programs of that folder and builds nothing.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/lib/common.sh"
# shellcheck source=scripts/lib/build.sh
. "$KEYS_ROOT/scripts/lib/build.sh"
# shellcheck source=scripts/lib/node_modules.sh
. "$KEYS_ROOT/scripts/lib/node_modules.sh"
# shellcheck source=scripts/lib/attended.sh
. "$KEYS_ROOT/scripts/lib/attended.sh"
# shellcheck source=scripts/lib/uncached_gateway.sh
. "$KEYS_ROOT/scripts/lib/uncached_gateway.sh"

BENCH=$KEYS_ROOT/tests/bench DATA=$KEYS_ROOT/build/bench LOG=$KEYS_ROOT/build/bench.log
SIZES=1000 OPTIONS=()

stop_shop() {
  stop_uncached
  [ ! -e "$DATA" ] || node "$BENCH/lib/stack.mjs" stop "$DATA" >/dev/null 2>&1 || say "could not remove $DATA"
}

# However we end: nothing that we started goes on.
finish() {
  local code=$?
  trap '' INT TERM HUP
  end_attended
  stop_shop
  exit "$code"
}

parse_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --size) SIZES=${2:?--size needs a list} && shift ;;
      --paths | --connections | --rounds | --seconds) OPTIONS+=("$1" "${2:?$1 needs a value}") && shift ;;
      --quick) SIZES=quick OPTIONS+=(--rounds 2 --seconds 1) ;;
      --counts) OPTIONS+=(--counts) ;;
      -h | --help) show_help && exit 0 ;;
      *) usage_error "unknown argument $1" ;;
    esac
    shift
  done
}

install_and_build() {
  "$KEYS_ROOT/scripts/setup.sh" --for bench
  install_node_modules_in "$BENCH/reference"
  [ -n "${KEYS_BIN_DIR:-}" ] || build_preset release keys-programs
  export KEYS_BIN_DIR=${KEYS_BIN_DIR:-$KEYS_ROOT/build/release/bin}
}

measure_size() {
  step "a shop of size $1"
  attended node "$BENCH/lib/stack.mjs" start "$DATA" "$1" 2>"$LOG" || { tail -n 30 "$LOG" >&2 && die "the shop could not be made"; }
  start_uncached "$DATA"
  attended node "$BENCH/bench.mjs" --data "$DATA" --uncached "$UNCACHED_URL" --uncached-pid "$UNCACHED_PID" "${OPTIONS[@]}"
  stop_shop
}

parse_arguments "$@"
install_and_build
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP
mark_run
for size in ${SIZES//,/ }; do
  measure_size "$size"
done
