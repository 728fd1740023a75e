#!/usr/bin/env bash
# Measures how a running stack on this machine answers reads, with wrk.
#
#   scripts/load.sh [--data DIR] [--seconds S] [--connections N] [--uncached]
#   scripts/load.sh --mix [--data DIR] [--seconds S] [--people N]
#
#   --data DIR        the running stack's data folder (default .run)
#   --seconds S       how long each route is asked (default 5)
#   --connections N   how many connections ask at once (default 32)
#   --uncached        measure each route twice: at the stack's gateway, and at a second one that caches nothing
#
#   --mix             instead of reads: people who browse, get recommendations, buy by the sandbox and download, and a few
#                     forged webhooks, by Node and not by wrk (lib/load_mix.mjs); exit code 1 when anything failed
#   --people N        how many of them at once (default 8)
#
# Prints a line for each route: requests a second, median and 99th percentile, and answers that were not 2xx or 3xx.
# The load generator shares the cores with the stack, so compare figures only with others from the same machine.
# Only addresses on this machine are called. With RATE_LIMIT_* set, the limits are what is measured.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/lib/common.sh"
# shellcheck source=scripts/lib/uncached_gateway.sh
. "$KEYS_ROOT/scripts/lib/uncached_gateway.sh"

DATA=$KEYS_ROOT/.run SECONDS_EACH=5 CONNECTIONS=32 PEOPLE=8 MIX=no UNCACHED='' GATEWAYS=()

gateway_url() { sed -n 's/.*"gateway": "\(http:\/\/127\.0\.0\.1:[0-9]*\)".*/\1/p' "$DATA/endpoints.json"; }

first_slug() { curl -s --max-time 5 "$1/marketplace/keys?limit=1" | grep -o '"slug": *"[^"]*"' | head -n 1 | cut -d'"' -f4; }

# measure NAME URL
measure() {
  wrk -t1 -c"$CONNECTIONS" -d"${SECONDS_EACH}s" --latency "$2" | awk -v name="$1" '
    $1 == "50%" { median = $2 }
    $1 == "99%" { slowest = $2 }
    /Requests\/sec/ { rate = $2 }
    /Non-2xx/ { failed = $NF }
    END { printf "%-26s %10.0f/s   p50 %-9s p99 %-9s failed %d\n", name, rate, median, slowest, failed }'
}

# measure_route NAME PATH: of each gateway, one after the other.
measure_route() {
  local entry
  for entry in "${GATEWAYS[@]}"; do
    measure "$1${entry%% *}" "${entry#* }$2"
  done
}

load_mix() {
  [ -r "$DATA/endpoints.json" ] || die "no stack runs in $DATA (scripts/run.sh --detach starts one)"
  KEYS_DATA=$(absolute_path "$DATA") exec node "$KEYS_ROOT/scripts/lib/load_mix.mjs" "$SECONDS_EACH" "$PEOPLE"
}

main() {
  local gateway slug
  while [ $# -gt 0 ]; do
    case $1 in
      --data) DATA=${2:?--data needs a folder} && shift ;;
      --seconds) SECONDS_EACH=${2:?--seconds needs a number} && shift ;;
      --connections) CONNECTIONS=${2:?--connections needs a number} && shift ;;
      --uncached) UNCACHED=yes ;;
      --mix) MIX=yes ;;
      --people) PEOPLE=${2:?--people needs a number} && shift ;;
      -h | --help) show_help && return 0 ;;
      *) usage_error "unknown argument $1" ;;
    esac
    shift
  done
  [ "$MIX" = no ] || load_mix
  command -v wrk >/dev/null || die "wrk is missing; run scripts/setup.sh --all"
  [ -r "$DATA/endpoints.json" ] || die "no stack runs in $DATA (scripts/run.sh --detach starts one)"
  gateway=$(gateway_url)
  slug=$(first_slug "$gateway")
  GATEWAYS=(" $gateway")
  if [ -n "$UNCACHED" ]; then
    trap stop_uncached EXIT
    start_uncached "$DATA"
    GATEWAYS+=("-uncached $UNCACHED_URL")
  fi
  measure_route healthz /healthz
  measure_route "list of 20" /marketplace/keys
  measure_route "list by tool" "/marketplace/keys?tool=node"
  measure_route "list with facets" "/marketplace/keys?facets=true"
  measure_route detail "/marketplace/keys/${slug:?the shop has no KEYS}"
  measure_route bundles /marketplace/bundles
}

main "$@"
