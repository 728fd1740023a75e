# Commands that are ended together with us, and whatever they left running. To be sourced; call mark_run first.

ATTENDED='' RUN_MARK=''

# Everything started from now on carries KEYS_TEST_RUN in its environment, also what leaves our process
# group and session as a detached stack does.
mark_run() {
  RUN_MARK=$$.$(od -An -N8 -tx8 /dev/urandom | tr -d ' ')
  export KEYS_TEST_RUN=$RUN_MARK
}

# Pids of the processes of this run.
marked_pids() {
  (
    unset KEYS_TEST_RUN # or the search finds itself
    grep -lzxF "KEYS_TEST_RUN=$RUN_MARK" /proc/[0-9]*/environ 2>/dev/null | tr -dc '0-9\n' || true
  )
}

# Runs a command in a process group of its own and answers its exit code. Meanwhile a signal is handled at
# once, and Ctrl-C means to it what it means at a terminal (a plain & would have it ignored).
attended() {
  local code=0
  set -m
  "$@" </dev/null &
  ATTENDED=$!
  set +m
  wait "$ATTENDED" || code=$?
  ATTENDED=''
  return $code
}

# Waits until no process of this run is left, at most $1 tenths of a second.
marked_gone() {
  local left=$1
  while [ -n "$(marked_pids)" ]; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || return 1
    sleep 0.1
  done
}

# Ends the attended command and all that carries our mark. Supervisors drain their stacks and PostgreSQL stops
# fast when asked; QUIT is how it is made to stop at once.
end_attended() {
  local signal left=150
  [ -n "$RUN_MARK" ] || return 0
  [ -z "$ATTENDED" ] || kill -TERM -- "-$ATTENDED" 2>/dev/null || true
  for signal in TERM QUIT KILL; do
    # shellcheck disable=SC2046
    [ -z "$(marked_pids)" ] || kill "-$signal" $(marked_pids) 2>/dev/null || true
    # shellcheck disable=SC2046
    [ -z "$(marked_pids)" ] || kill -CONT $(marked_pids) 2>/dev/null || true
    ! marked_gone $left || return 0
    left=30
  done
  say "these processes do not end: $(marked_pids | tr '\n' ' ')"
}

# Processes that finished tests left running are named and ended.
end_left_behind() {
  local pid
  ! marked_gone 50 || return 0
  for pid in $(marked_pids); do
    say "left running by a test: $pid $(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null || true)"
  done
  end_attended
}
