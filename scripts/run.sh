#!/usr/bin/env bash
# Runs the whole marketplace on this machine: database, payment sandbox, six services and the gateway, with the
# sample KEYS ingested. Installs and builds what is missing first. The storefront is built when Node 18 and
# npm are installed; without them the shop serves its API and plain pages, and run.sh says so.
#
#   scripts/run.sh [--port N] [--data DIR] [--assets DIR] [--tls] [--detach]
#   scripts/run.sh --stop [--data DIR] [--reset]
#
#   --port N      the gateway's port on 127.0.0.1 (default 8080); all other ports are chosen free
#   --data DIR    where everything it writes goes (default .run); stacks with different --data and --port
#                 run side by side
#   --assets DIR  the folder of KEYS to ingest (default: KEYS_ASSETS_ROOT, else deploy/sample-keys)
#   --tls         the services speak gRPC by mutual TLS, with an authority and certificates made in DIR/certificates
#   --detach      return when the shop is ready and the first ingestion is done (exit code 0), or say why it
#                 is not (non-zero exit code, nothing is left running); without --detach Ctrl-C ends everything
#   --stop        end the stack of DIR; no process is left, even when its supervisor was killed
#   --reset       stop the stack, delete its data (database, objects, secrets), then start; with --stop do not start
#
# DIR/endpoints.json says where everything is, while it runs: {gateway, sandbox, database_url,
# metrics:{name:url}, grpc:{name:host:port}, pids:{name:pid}, supervisor, postgres}. DIR/stack.env (mode 600)
# is the resolved environment, to source in a shell. DIR/logs has one log a process.
#
# Configuration is by environment: a variable of the list below that is set when this script is called is kept;
# any other gets a value made for this stack. Secrets are made once (DIR/secrets.env).
#   STRIPE_SECRET_KEY or STRIPE_API_BASE   real Stripe instead of the sandbox; give STRIPE_WEBHOOK_SECRET too
#   DATABASE_URL                           another PostgreSQL server instead of a private cluster; if it has the
#                                          services' roles already, DATABASE_URL_<SERVICE> too (docs/operations.md)
#   SUPABASE_JWT_SECRET, JWKS_URL, JWKS_REFRESH_MS, JWT_AUDIENCE, JWT_ISSUER, ADMIN_USER_IDS, TRUST_ORG_CLAIMS
#   SUPABASE_AUTH_URL, SUPABASE_ANON_KEY, AUTH_PROVIDERS, SIGN_IN_ATTEMPTS_PER_MINUTE
#   DEV_SIGN_IN                            on: anybody at this machine may sign in as one of four personas (the
#                                          default, unless a variable above names another issuer); off: nobody may
#   STORAGE_URL, FRONTEND_URL, PUBLIC_URL, CORS_ORIGINS, RETURN_ORIGINS, TRUSTED_PROXIES, STRIPE_CA_FILE
#   WEB_ROOT                               a storefront that is built already, instead of building gateway/web
#   URL_SIGNING_KEYS, CURSOR_KEY, IP_HASH_SECRET, CLOCK_OFFSET_FILE, SERVICE_PEERS_FILE, RATE_LIMIT_*,
#   FAILPOINTS_FILE, LAME_DUCK_SECONDS
#   REUSE_PORT                             1: scripts/roll.sh may replace processes without a refused request
#   DATABASE_URL_<SERVICE>, <SERVICE>_ADDRESS
# All processes get all of these, except that a secret is given only to the processes that use it (OWNERS_OF in
# scripts/lib/stack_env.sh). GRPC_LISTEN, ADMIN_LISTEN and SERVICE_KEY_FILE differ for each process.
# For tests: KEYS_BIN_DIR runs the programs of that folder and neither installs nor builds;
# KEYS_READY_SECONDS is how long to wait for readiness (default 60), KEYS_RESTART_MS the longest pause
# before a process that ended is started again (5000).
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/lib/common.sh"
for part in ports postgres build node_modules web jwt peer_calls identity stack_env process endpoints stack guide; do
  # shellcheck disable=SC1090
  . "$KEYS_ROOT/scripts/lib/$part.sh"
done

PORT=8080 DETACH=no STOP=no RESET=no TLS=no
ASSETS=${KEYS_ASSETS_ROOT:-$KEYS_ROOT/deploy/sample-keys}

# shellcheck disable=SC2034 # TLS is read by stack.sh and stack_env.sh
parse_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --port) PORT=${2:?--port needs a number} && shift ;;
      --data) DATA=${2:?--data needs a folder} && shift ;;
      --assets) ASSETS=${2:?--assets needs a folder} && shift ;;
      --tls) TLS=yes ;;
      --detach) DETACH=yes ;;
      --stop) STOP=yes ;;
      --reset) RESET=yes ;;
      -h | --help) show_help && exit 0 ;;
      *) usage_error "unknown argument $1" ;;
    esac
    shift
  done
  [[ $PORT =~ ^[1-9][0-9]{0,4}$ && $PORT -le 65535 ]] || usage_error "--port: $PORT is no port"
  DATA=$(absolute_path "$DATA")
  ASSETS=$(absolute_path "$ASSETS")
  [[ ! $DATA =~ [[:space:]\'\"%?#\\] ]] ||
    die "--data: $DATA becomes part of a URL, so it can have no spaces, quotes, %, ?, # or backslashes"
}

install_and_build() {
  if [ -z "${KEYS_BIN_DIR:-}" ]; then
    "$KEYS_ROOT/scripts/setup.sh" --for run
    build_preset release "${PROGRAMS[@]}"
    KEYS_BIN_DIR=$KEYS_ROOT/build/release/bin
    prepare_web build
  else
    prepare_web as-it-is
  fi
  KEYS_BIN_DIR=$(absolute_path "$KEYS_BIN_DIR")
  need_programs
}

# While somebody sits at the terminal, run.sh ends with Ctrl-C, or when the supervisor does.
stay_in_front() {
  trap 'kill -TERM "$SUPERVISOR" 2>/dev/null || true' INT TERM HUP
  while kill -0 "$SUPERVISOR" 2>/dev/null; do
    wait "$SUPERVISOR" || true
  done
  say "the stack has ended"
}

start() {
  local began=$SECONDS
  forget_sourced_stack
  [ "$RESET" = no ] || stop_stack
  [ -d "$ASSETS" ] || die "--assets: there is no folder $ASSETS"
  claim_data_folder || { answer_already_running && return; }
  end_leftovers
  [ "$RESET" = no ] || reset_data
  ! port_is_taken "$PORT" || die "port $PORT is in use by another program; choose one with --port N"
  trap 'give_up' EXIT
  trap 'exit 130' INT TERM HUP
  install_and_build
  prepare_stack
  start_supervisor
  wait_until_ready
  ingest
  make_owners_organisation
  trap - EXIT INT TERM HUP
  : >"$DATA/run/ready"
  print_guide $((SECONDS - began))
  [ "$DETACH" = yes ] || stay_in_front
}

DATA=$KEYS_ROOT/.run
parse_arguments "$@"
if [ "$STOP" = no ]; then
  start
else
  stop_stack
  [ "$RESET" = no ] || reset_data
fi
exit
