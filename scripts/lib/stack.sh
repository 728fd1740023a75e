# The steps of starting and stopping a stack, one function each, for scripts/run.sh.

PROGRAMS=(keys-stripe-sandbox keys-analytics keys-catalog keys-entitlement keys-billing keys-ingestion
  keys-discovery keys-gateway)
SUPERVISOR=''
OWNERS_ORGANISATION=55555555-5555-4555-8555-555555555555
declare -A PORT_OF=()

# Everything a stack writes below DATA, so that --reset never touches what is not ours.
STACK_FILES=(keys certificates logs run storage db.lock db.env secrets.env stack.env endpoints.json clock.offset)

# One run.sh or supervisor a data folder: fd 9 holds the lock as long as one of them lives.
claim_data_folder() {
  mkdir -p "$DATA/run" "$DATA/logs"
  exec 9>>"$DATA/run/lock"
  flock -n 9 || return 1
  printf '%s\n' "$$" >"$DATA/run/starter.pid"
  rm -f -- "$DATA/run/ready" "$DATA/run/restarts"
}

stack_port() { sed -n "s/^export HTTP_LISTEN='127.0.0.1:\(.*\)'$/\1/p" "$DATA/stack.env" 2>/dev/null; }

answers() { curl -sf -o /dev/null --max-time 3 "$1"; }
gateway_is_ready() { answers "http://127.0.0.1:$PORT/readyz"; }

# Another run.sh has this data folder: with --detach that is what was asked for, if it is ready.
answer_already_running() {
  local running deadline=$((SECONDS + ${KEYS_READY_SECONDS:-60}))
  running=$(stack_port)
  [ "$DETACH" = yes ] || die "a stack runs already in $DATA (port ${running:-not known yet}); end it with --stop"
  [ -z "$running" ] || [ "$running" = "$PORT" ] ||
    die "a stack runs already in $DATA, at port $running; end it with --stop, or take another --data"
  while [ ! -e "$DATA/run/ready" ] && [ "$SECONDS" -lt "$deadline" ]; do
    sleep 0.5
  done
  [ -e "$DATA/run/ready" ] && gateway_is_ready || die "a stack runs already in $DATA, but it is not ready"
  say "the stack in $DATA runs already: http://127.0.0.1:$PORT"
}

need_programs() {
  local program
  for program in "${PROGRAMS[@]}"; do
    [ "$program" != keys-stripe-sandbox ] || uses_sandbox || continue
    [ -x "$KEYS_BIN_DIR/$program" ] || die "$KEYS_BIN_DIR/$program is missing"
  done
}

# Processes whose supervisor was killed.
end_leftovers() {
  [ -n "$(stack_pids)" ] || return 0
  say "ending what a killed supervisor left behind"
  stop_processes
}

prepare_database_of_stack() {
  local assignments line name external=()
  [ -z "${DATABASE_URL:-}" ] || external=(--external)
  step "database"
  "$KEYS_ROOT/scripts/db.sh" migrate --data "$DATA" "${external[@]}" 9>&-
  load_cluster
  assignments=$("$KEYS_ROOT/scripts/db.sh" env --data "$DATA")
  while IFS= read -r line; do
    name=${line#export }
    name=${name%%=*}
    [ -n "${!name:-}" ] || eval "$line"
  done <<<"$assignments"
}

choose_stack_ports() {
  local names=() ports i
  for i in "${SERVICES[@]}"; do
    names+=("$i.grpc" "$i.admin")
  done
  names+=(gateway.admin)
  ! uses_sandbox || names+=(sandbox)
  mapfile -t ports < <(choose_ports "${#names[@]}")
  [ "${#ports[@]}" -eq "${#names[@]}" ] || die "could not find enough free ports"
  for i in "${!names[@]}"; do
    PORT_OF[${names[i]}]=${ports[i]}
    printf '%s %s\n' "${names[i]}" "${ports[i]}"
  done >"$DATA/run/ports"
}

prepare_stack() {
  prepare_database_of_stack
  mkdir -p "$DATA/storage"
  [ -s "$DATA/clock.offset" ] || printf '0\n' >"$DATA/clock.offset"
  make_identities
  [ "$TLS" = no ] || "$KEYS_ROOT/scripts/certificates.sh" make --out "$DATA/certificates"
  choose_stack_ports
  resolve_stack "$PORT" "$ASSETS"
  write_stack_env
}

start_supervisor() {
  local watched=$$
  step "starting the sandbox, six services and the gateway"
  [ "$DETACH" = no ] || watched=''
  KEYS_PROCESS_OF=$DATA KEYS_BIN_DIR=$KEYS_BIN_DIR setsid "$KEYS_ROOT/scripts/lib/supervisor.sh" "$DATA" \
    "$watched" </dev/null >>"$DATA/logs/supervisor.log" 2>&1 &
  SUPERVISOR=$!
}

# Names of processes that have ended five times or more.
hopeless() { awk '$2 >= 5 { print $1 }' "$DATA/run/restarts" 2>/dev/null; }

show_end_of_log() {
  say "--- end of $DATA/logs/$1.log"
  tail -n "${2:-15}" "$DATA/logs/$1.log" >&2 2>/dev/null || say "(no log)"
}

# Says why the stack is not ready: what /readyz answers, and the logs of whoever keeps ending.
explain_not_ready() {
  local name
  say "the stack did not become ready."
  say "--- /readyz: $(curl -s --max-time 3 "http://127.0.0.1:$PORT/readyz" || printf 'no answer')"
  for name in $(awk '{ print $1 }' "$DATA/run/restarts" 2>/dev/null); do
    show_end_of_log "$name"
  done
  show_end_of_log gateway 5
  show_end_of_log supervisor 10
}

# The names of processes that do not say they are ready.
not_ready() {
  local name
  for name in "${SERVICES[@]}" gateway; do
    answers "http://127.0.0.1:${PORT_OF[$name.admin]}/readyz" || printf '%s\n' "$name"
  done
  [ -z "${PORT_OF[sandbox]:-}" ] || answers "http://127.0.0.1:${PORT_OF[sandbox]}/healthz" ||
    printf 'sandbox\n'
}

# Says why the stack is not ready: what each process answers and the end of its log.
explain_not_ready() {
  local name
  say "the stack did not become ready."
  say "/readyz says: $(curl -s --max-time 3 "http://127.0.0.1:$PORT/readyz" || printf '(no answer)')"
  for name in $(not_ready); do
    [ "$name" = sandbox ] ||
      say "$name: $(curl -s --max-time 3 "http://127.0.0.1:${PORT_OF[$name.admin]}/readyz" || printf '(no answer)')"
    show_end_of_log "$name"
  done
  show_end_of_log supervisor 10
}

wait_until_ready() {
  local deadline=$((SECONDS + ${KEYS_READY_SECONDS:-60}))
  until gateway_is_ready && [ -z "$(not_ready)" ]; do
    if [ "$SECONDS" -ge "$deadline" ] || [ -n "$(hopeless)" ] || ! kill -0 "$SUPERVISOR" 2>/dev/null; then
      explain_not_ready
      exit 1
    fi
    sleep 0.2
  done
}

admin_token() { "$KEYS_ROOT/scripts/token.sh" --data "$DATA" --user 00000000-0000-4000-8000-000000000001 --admin; }

# post PATH: as an administrator; prints the body, then the status on a line of its own.
post_as_admin() {
  printf 'Authorization: Bearer %s\n' "$(admin_token)" |
    curl -s --max-time 120 -X POST -H @- -H 'Content-Type: application/json' -d '{}' -w '\n%{http_code}\n' \
      "http://127.0.0.1:$PORT$1"
}

# The persona "owner" owns an organisation (gateway/sign_in/personas.cc has the user's id).
make_owners_organisation() {
  [ "${DEV_SIGN_IN:-off}" = on ] || return 0
  printf 'Authorization: Bearer %s\n' "$(admin_token)" |
    curl -sf --max-time 20 -o /dev/null -X PUT -H @- -H 'Content-Type: application/json' -d '{"role":"owner"}' \
      "http://127.0.0.1:$PORT/marketplace/admin/orgs/$OWNERS_ORGANISATION/members/33333333-3333-4333-8333-333333333333" ||
    say "the persona owner has no organisation: the shop did not make it"
}

json_number() { sed -n "s/.*\"$1\": *\([0-9]*\).*/\1/p" <<<"$2" | head -n 1; }

# The assets folder into the shop. A bad asset is reported and does not stop the start.
ingest() {
  local answer status body tries=0
  step "ingesting $ASSETS"
  while :; do
    answer=$(post_as_admin /marketplace/admin/ingest) || true
    status=${answer##*$'\n'} body=${answer%$'\n'*}
    [ "$status" != 200 ] || break
    tries=$((tries + 1))
    if [[ $tries -ge 5 || ! $status =~ ^(000|409|503)$ ]]; then
      say "the first ingestion failed ($status): $body"
      show_end_of_log ingestion
      exit 1
    fi
    sleep 1
  done
  say "ingested: $(json_number success "$body") versions of KEYS, $(json_number unchanged "$body") of them known before"
  [[ $body =~ \"errors\":\ *\[\] ]] || say "with errors: ${body//\},\{/\},$'\n'  \{}"
}

# Until the stack is up, anything that ends run.sh ends all of it.
give_up() {
  trap '' INT TERM HUP
  stop_processes
  ! load_cluster || "$KEYS_ROOT/scripts/db.sh" stop --data "$DATA"
}

# A run.sh that is still starting, or waiting in a terminal, holds the lock without any process.
stop_starter() {
  local starter
  ! flock -w 3 "$DATA/run/lock" true || return 0
  read -r starter <"$DATA/run/starter.pid" || return 0
  ! grep -qz 'run\.sh$' "/proc/$starter/cmdline" 2>/dev/null || kill -TERM "$starter" 2>/dev/null || true
  flock -w 60 "$DATA/run/lock" true || die "process $starter is still starting the stack in $DATA"
}

stop_stack() {
  [ -d "$DATA/run" ] || { say "nothing runs in $DATA" && return; }
  stop_processes
  stop_starter
  "$KEYS_ROOT/scripts/db.sh" stop --data "$DATA"
  rm -f -- "$DATA/run/supervisor.pid" "$DATA/run/ready" "$DATA/endpoints.json"
  say "stopped the stack in $DATA"
}

reset_data() {
  local name
  "$KEYS_ROOT/scripts/db.sh" reset --data "$DATA"
  for name in "${STACK_FILES[@]}"; do
    [ "$name$STOP" = runno ] || rm -rf -- "${DATA:?}/$name" # a start holds the lock in run
  done
  rm -f -- "$DATA"/sandbox.state*
  if [ "$STOP" = no ]; then mkdir -p "$DATA/logs"; else rmdir -- "$DATA" 2>/dev/null || true; fi
  say "the data in $DATA is gone"
}
