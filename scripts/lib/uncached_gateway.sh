# A second gateway beside a running stack, which keeps no answers. Needs common.sh.

# Starts it with the environment of the stack in folder $1. Sets UNCACHED_URL and UNCACHED_PID; the caller ends it with
# stop_uncached.
start_uncached() {
  local data=$1 port='' left=300
  UNCACHED_LOG=$(mktemp)
  (
    set -a
    # shellcheck disable=SC1091
    . "$data/stack.env"
    export SERVICE_KEY_FILE=$data/keys/gateway.pem HTTP_LISTEN=127.0.0.1:0 ADMIN_LISTEN=127.0.0.1:0 CACHE_MAX_BYTES=0
    exec "${KEYS_BIN_DIR:-$KEYS_ROOT/build/release/bin}/keys-gateway" 2>"$UNCACHED_LOG"
  ) &
  UNCACHED_PID=$!
  while [ -z "$port" ]; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || die "the second gateway did not start: $(tail -n 3 "$UNCACHED_LOG")"
    sleep 0.1
    port=$(sed -n 's/.*"event":"http.listening".*"port":\([0-9]*\).*/\1/p' "$UNCACHED_LOG")
  done
  UNCACHED_URL=http://127.0.0.1:$port
}

stop_uncached() {
  [ -n "${UNCACHED_PID:-}" ] || return 0
  kill "$UNCACHED_PID" 2>/dev/null || true
  wait "$UNCACHED_PID" 2>/dev/null || true
  rm -f -- "$UNCACHED_LOG"
  UNCACHED_PID=''
}
