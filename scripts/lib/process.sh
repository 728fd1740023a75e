# Processes of a stack. Each has KEYS_PROCESS_OF=<data folder> in its environment, so that they are
# found again whoever died in between; nothing is ever killed by its name.

# Pids of the stack's processes, the supervisor included.
stack_pids() {
  grep -lzxF "KEYS_PROCESS_OF=$DATA" /proc/[0-9]*/environ 2>/dev/null | tr -dc '0-9\n' | grep -vx "$$" || true
}

# Waits until no process of the stack is left, at most $1 tenths of a second.
wait_until_gone() {
  local left=$1
  while [ -n "$(stack_pids)" ]; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || return 1
    sleep 0.1
  done
}

# Ends every process of the stack, the supervisor first so that it starts nothing again.
stop_processes() {
  local pids supervisor
  supervisor=$(supervisor_pid) || supervisor=
  if [ -n "$supervisor" ]; then
    kill -TERM "$supervisor" 2>/dev/null || true
    wait_until_gone 400 && return
    kill -KILL "$supervisor" 2>/dev/null || true
  fi
  pids=$(stack_pids)
  [ -n "$pids" ] || return 0
  # shellcheck disable=SC2086
  kill -TERM $pids 2>/dev/null || true
  wait_until_gone 120 && return
  pids=$(stack_pids)
  # shellcheck disable=SC2086
  kill -KILL $pids 2>/dev/null || true
  wait_until_gone 50 || die "these processes do not end: $(stack_pids | tr '\n' ' ')"
}

# The supervisor's pid while it lives.
supervisor_pid() {
  local pid
  read -r pid 2>/dev/null <"$DATA/run/supervisor.pid" || return 1
  stack_pids | grep -x "$pid"
}

now_ms() { NOW_MS=$((${EPOCHREALTIME/[.,]/} / 1000)); }
