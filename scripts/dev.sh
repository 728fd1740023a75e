#!/usr/bin/env bash
# Builds one program of a running stack and restarts it with the new code.
#
#   scripts/dev.sh NAME [--data DIR]
#
#   NAME         analytics, billing, catalog, discovery, entitlement, gateway, ingestion or sandbox
#   --data DIR   the data folder of the stack (default .run), as given to scripts/run.sh
#
# The stack must have been started by scripts/run.sh from this folder. Nothing is restarted when the build
# fails. The process gets SIGTERM, so that it finishes its requests, and the stack's supervisor starts it again.
# Returns when the new process is ready, or says where its log is.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/lib/common.sh"
# shellcheck source=scripts/lib/build.sh
. "$KEYS_ROOT/scripts/lib/build.sh"

NAMES=' analytics billing catalog discovery entitlement gateway ingestion sandbox '
NAME='' DATA=.run READY_SECONDS=60

parse_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --data) DATA=${2:?--data needs a folder} && shift ;;
      -h | --help) show_help && exit 0 ;;
      -*) usage_error "unknown argument $1" ;;
      *) [ -z "$NAME" ] || usage_error "one NAME at a time" && NAME=$1 ;;
    esac
    shift
  done
  [ -n "$NAME" ] || usage_error "which program?"
  [[ $NAMES == *" $NAME "* ]] || usage_error "$NAME is no program of the stack: one of$NAMES"
  DATA=$(absolute_path "$DATA")
}

# endpoint MEMBER: a value of endpoints.json, e.g. pids.billing; empty while it has none.
endpoint() {
  node -e 'const [file, path] = process.argv.slice(1);
           const found = path.split(".").reduce((at, name) => at?.[name], JSON.parse(require("fs").readFileSync(file, "utf8")));
           process.stdout.write(String(found ?? ""));' "$DATA/endpoints.json" "$1" 2>/dev/null || true
}

# Ready means that the process answers /readyz at its admin port; the sandbox and the gateway have one port.
ready_address() {
  case $NAME in
    gateway | sandbox) printf '%s/readyz' "$(endpoint "$NAME")" ;;
    *) endpoint "metrics.$NAME" | sed 's|/metrics$|/readyz|' ;;
  esac
}

restarted() {
  local pid
  pid=$(endpoint "pids.$NAME")
  [ -n "$pid" ] && [ "$pid" != "$1" ] && curl -sf -o /dev/null --max-time 2 "$(ready_address)"
}

main() {
  local old deadline began program=keys-$NAME
  parse_arguments "$@"
  [ "$NAME" != sandbox ] || program=keys-stripe-sandbox
  old=$(endpoint "pids.$NAME")
  [ -n "$old" ] || die "no stack runs in $DATA: start one with scripts/run.sh --detach --data $DATA"
  build_preset release "$program"
  began=$SECONDS deadline=$((SECONDS + READY_SECONDS))
  kill -TERM "$old"
  until restarted "$old"; do
    [ "$SECONDS" -lt "$deadline" ] || die "$NAME is not ready after $READY_SECONDS s; its log: $DATA/logs/$NAME.log"
    sleep 0.1
  done
  say "$NAME runs the new code after $((SECONDS - began)) s (pid $(endpoint "pids.$NAME"))"
}

main "$@"
