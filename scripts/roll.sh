#!/usr/bin/env bash
# Replaces the processes of a running stack, one after the other, without a refused request.
#
#   scripts/roll.sh [--data DIR] [NAME]…
#
#   NAME         analytics, catalog, entitlement, billing, ingestion, discovery or gateway; without any: all of them
#   --data DIR   the data folder of the stack (default .run), as given to scripts/run.sh
#
# The stack must have been started with REUSE_PORT=1. For each process a stand-in is started on the same port; when that
# is ready the process is told to end; when the stack's supervisor has started it again, from the program as it is on the
# disk then, and it is ready, the stand-in is told to end. LAME_DUCK_SECONDS says how long a process that was told to end
# serves on (1 or more where clients come over a network). Nothing is ended unless its successor is ready.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/lib/common.sh"
for part in ports postgres jwt stack_env process become; do
  # shellcheck disable=SC1090
  . "$KEYS_ROOT/scripts/lib/$part.sh"
done

DATA=.run NAMES=() STAND_IN='' READY_SECONDS=60 END_SECONDS=30
declare -A PORT_OF=()

parse_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --data) DATA=${2:?--data needs a folder} && shift ;;
      -h | --help) show_help && exit 0 ;;
      -*) usage_error "unknown argument $1" ;;
      *) NAMES+=("$1") ;;
    esac
    shift
  done
  DATA=$(absolute_path "$DATA")
  # Callees first, so that a new caller finds new callees.
  [ ${#NAMES[@]} -gt 0 ] || NAMES=(analytics catalog entitlement billing ingestion discovery gateway)
  for name in "${NAMES[@]}"; do
    [[ " ${SERVICES[*]} gateway " = *" $name "* ]] || usage_error "$name is none of: ${SERVICES[*]} gateway"
  done
}

# The pid of process $1, as endpoints.json tells it; empty while it has none.
pid_of() { sed -n "s/.*\"pids\": {.*\"$1\": \([0-9]*\).*/\1/p" "$DATA/endpoints.json" 2>/dev/null; }

# wait_for SECONDS WHAT COMMAND… : until COMMAND succeeds.
wait_for() {
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || die "$what, not within its time; logs: $DATA/logs"
    sleep 0.1
  done
}

is_ready() { curl -sf -o /dev/null --max-time 3 "http://127.0.0.1:$1/readyz"; }
has_ended() { ! kill -0 "$1" 2>/dev/null; }
was_replaced() { local pid && pid=$(pid_of "$1") && [ -n "$pid" ] && [ "$pid" != "$2" ]; }

start_stand_in() {
  local name=$1 port
  port=$(choose_ports 1)
  # shellcheck disable=SC2030,SC2031 # only the stand-in has this port
  (
    PORT_OF[$name.admin]=$port
    become "$name"
  ) </dev/null >>"$DATA/logs/$name.log" 2>&1 &
  STAND_IN=$!
  wait_for $READY_SECONDS "the stand-in of $name is ready" stand_in_is_ready "$port"
}

stand_in_is_ready() {
  ! has_ended "$STAND_IN" || die "the stand-in ended at once; its log: $DATA/logs"
  is_ready "$1"
}

end() {
  kill -TERM "$2" 2>/dev/null || true
  wait_for $((END_SECONDS + ${LAME_DUCK_SECONDS:-0})) "$1 ends" has_ended "$2"
}

# shellcheck disable=SC2031 # the process's own port is meant
replace() {
  local name=$1 old
  old=$(pid_of "$name")
  [ -n "$old" ] || die "$name does not run"
  start_stand_in "$name"
  end "$name" "$old"
  wait_for $READY_SECONDS "$name runs again" was_replaced "$name" "$old"
  wait_for $READY_SECONDS "$name is ready again" is_ready "${PORT_OF[$name.admin]}"
  end "the stand-in of $name" "$STAND_IN"
  STAND_IN=''
  say "$name was replaced: $old by $(pid_of "$name")"
}

main() {
  parse_arguments "$@"
  [ -s "$DATA/endpoints.json" ] || die "no stack runs in $DATA: start one with REUSE_PORT=1 scripts/run.sh --detach --data $DATA"
  load_stack
  [[ ${REUSE_PORT:-} =~ ^(1|true|yes|on)$ ]] || die "the stack in $DATA was not started with REUSE_PORT=1"
  # The supervisor's own programs, so that both are of one folder.
  # shellcheck disable=SC2034 # become.sh reads it
  KEYS_BIN_DIR=$(tr '\0' '\n' <"/proc/$(supervisor_pid)/environ" | sed -n 's/^KEYS_BIN_DIR=//p')
  trap '[ -z "$STAND_IN" ] || kill -TERM "$STAND_IN" 2>/dev/null || true' EXIT
  for name in "${NAMES[@]}"; do replace "$name"; done
}

main "$@"
