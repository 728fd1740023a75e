#!/usr/bin/env bash
# Keeps the processes of one stack alive. Started by scripts/run.sh in a session of its own:
#
#   supervisor.sh DATA [PID]
#
# A process that ends is started again after 0.2 s, then 0.4 s … 5 s, from 0.2 s again once it has lived
# for 30 s (KEYS_RESTART_MS instead of 5 s for tests that kill often); PostgreSQL too. endpoints.json is written anew whenever a pid changes, DATA/run/restarts counts.
# SIGTERM: the gateway drains first, then the others, then PostgreSQL; LAME_DUCK_SECONDS and 12 s each, then SIGKILL.
# With PID it also ends when that process (the run.sh in somebody's terminal) is gone.
# A log over 20 MB is moved to <name>.log.1, so a process's logs hold at most about 40 MB.
set -uo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/common.sh"
# shellcheck source=scripts/lib/postgres.sh
. "$KEYS_ROOT/scripts/lib/postgres.sh"
# shellcheck source=scripts/lib/stack_env.sh
. "$KEYS_ROOT/scripts/lib/stack_env.sh"
# shellcheck source=scripts/lib/jwt.sh
. "$KEYS_ROOT/scripts/lib/jwt.sh"
# shellcheck source=scripts/lib/process.sh
. "$KEYS_ROOT/scripts/lib/process.sh"
# shellcheck source=scripts/lib/become.sh
. "$KEYS_ROOT/scripts/lib/become.sh"
# shellcheck source=scripts/lib/endpoints.sh
. "$KEYS_ROOT/scripts/lib/endpoints.sh"

FIRST_DELAY_MS=200
LONGEST_DELAY_MS=${KEYS_RESTART_MS:-5000}
HEALTHY_AFTER_MS=30000
LOG_BYTES=20000000

declare -A PORT_OF=() PID_OF=() STARTED_MS=() DELAY_MS=() DUE_MS=() RESTARTS=()
STOPPING=''

note() { printf '%(%Y-%m-%dT%H:%M:%S%z)T %s\n' -1 "$*"; }

# A log is rotated while nobody has it open, or cut in place: writers append.
bound_log() {
  local file=$1 size
  size=$(stat -c %s -- "$file" 2>/dev/null) || return 0
  [ "$size" -gt $LOG_BYTES ] || return 0
  cp -f -- "$file" "$file.1" && : >"$file"
}

start_process() {
  local name=$1
  bound_log "$DATA/logs/$name.log"
  become "$name" </dev/null >>"$DATA/logs/$name.log" 2>&1 7<&- 9>&- &
  PID_OF[$name]=$!
  now_ms
  STARTED_MS[$name]=$NOW_MS
}

process_ended() {
  local name=$1 code=0 delay
  wait "${PID_OF[$name]}" || code=$?
  PID_OF[$name]=''
  now_ms
  delay=${DELAY_MS[$name]:-$FIRST_DELAY_MS}
  [ $((NOW_MS - STARTED_MS[$name])) -lt $HEALTHY_AFTER_MS ] || delay=$FIRST_DELAY_MS
  note "$name ended with $code; starts again in $delay ms"
  DUE_MS[$name]=$((NOW_MS + delay))
  DELAY_MS[$name]=$((delay * 2 < LONGEST_DELAY_MS ? delay * 2 : LONGEST_DELAY_MS))
  RESTARTS[$name]=$((${RESTARTS[$name]:-0} + 1))
  for name in "${!RESTARTS[@]}"; do
    printf '%s %s\n' "$name" "${RESTARTS[$name]}"
  done | write_file "$DATA/run/restarts"
}

# One look at every process; publishes endpoints.json when a pid changed.
look_after_processes() {
  local name changed=''
  for name in "${PROCESSES[@]}"; do
    [ "$name" != sandbox ] || [ -n "${PORT_OF[sandbox]:-}" ] || continue
    if [ -n "${PID_OF[$name]:-}" ]; then
      ! kill -0 "${PID_OF[$name]}" 2>/dev/null || continue
      process_ended "$name"
    else
      now_ms
      [ "$NOW_MS" -ge "${DUE_MS[$name]:-0}" ] || continue
      start_process "$name"
    fi
    changed=yes
  done
  [ -z "$changed" ] || write_endpoints
}

look_after_postgres() {
  [ "$PG_KIND" = external ] || find_postmaster || {
    note "PostgreSQL ended; starting it again"
    env -u KEYS_PROCESS_OF "$KEYS_ROOT/scripts/db.sh" start --data "$DATA" 7<&- 9>&-
    load_cluster
    write_endpoints
  }
}

# drain NAME… : SIGTERM, and SIGKILL to those that are still there after their time.
drain() {
  local name left=$((120 + 10 * ${LAME_DUCK_SECONDS:-0}))
  for name in "$@"; do
    [ -z "${PID_OF[$name]:-}" ] || kill -TERM "${PID_OF[$name]}" 2>/dev/null
  done
  for name in "$@"; do
    while [ -n "${PID_OF[$name]:-}" ] && kill -0 "${PID_OF[$name]}" 2>/dev/null; do
      left=$((left - 1))
      if [ "$left" -eq 0 ]; then
        note "$name did not end in time"
        kill -KILL "${PID_OF[$name]}"
        left=1
      fi
      pause
    done
    PID_OF[$name]=''
  done
}

stop_everything() {
  note "stopping"
  drain gateway
  drain sandbox "${SERVICES[@]}"
  [ "$PG_KIND" = external ] || stop_cluster
  note "stopped"
}

# A tenth of a second without a child process: nobody ever writes to fd 7.
pause() { read -r -t 0.1 -u 7 || true; }

main() {
  local watched=${2:-} ticks=0
  DATA=$1
  exec 7<> <(:)
  trap 'STOPPING=yes' TERM INT HUP
  load_stack
  printf '%s\n' "$$" | write_file "$DATA/run/supervisor.pid"
  note "started"
  while [ -z "$STOPPING" ]; do
    look_after_processes
    pause
    ticks=$((ticks + 1))
    [ $((ticks % 10)) -ne 0 ] || look_after_postgres
    [ $((ticks % 300)) -ne 0 ] || for name in "$DATA"/logs/*.log; do bound_log "$name"; done
    [ -z "$watched" ] || kill -0 "$watched" 2>/dev/null || STOPPING=yes
  done
  stop_everything
  rm -f -- "$DATA/run/supervisor.pid" "$DATA/endpoints.json"
}

main "$@"
exit
