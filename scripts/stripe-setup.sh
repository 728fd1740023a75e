#!/usr/bin/env bash
# Makes the shop's webhook endpoint at Stripe, or brings it up to date, and checks the billing portal.
#
#   STRIPE_SECRET_KEY=sk_… scripts/stripe-setup.sh --url https://shop.example/billing/webhook
#
#   --url URL        where Stripe sends events; an endpoint with this URL is updated, not made again
#   --customer ID    also ask for a billing portal session of this customer, which tells whether the
#                    account has a portal configuration
#
# STRIPE_API_BASE (default https://api.stripe.com) may name the sandbox, STRIPE_CA_FILE its authority.
# The signing secret is printed only when the endpoint is made: keep it as STRIPE_WEBHOOK_SECRET.
# An endpoint of another api_version cannot be changed: the script says so and stops.
set -euo pipefail

API_VERSION=2026-10-28.endive
BASE=${STRIPE_API_BASE:-https://api.stripe.com}
EVENTS='checkout.session.completed checkout.session.async_payment_succeeded
  checkout.session.async_payment_failed checkout.session.expired charge.refunded refund.created
  refund.updated refund.failed charge.dispute.created charge.dispute.updated charge.dispute.closed
  charge.dispute.funds_withdrawn charge.dispute.funds_reinstated'
URL='' CUSTOMER=''

fail() {
  printf 'stripe-setup: %s\n' "$*" >&2
  exit 1
}

usage() { sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0"; }

# stripe METHOD PATH [curl arguments]: prints the answer. The key goes by standard input, where no
# list of processes shows it.
stripe() {
  local method=$1 path=$2
  shift 2
  printf 'header = "Authorization: Bearer %s"\n' "$STRIPE_SECRET_KEY" |
    curl --silent --show-error --max-time 30 --config - --request "$method" \
      ${STRIPE_CA_FILE:+--cacert "$STRIPE_CA_FILE"} \
      --header "Stripe-Version: $API_VERSION" "$@" "$BASE$path"
}

# member NAME: the text of a member of the JSON object on standard input.
member() { node -e 'let s="";process.stdin.on("data",d=>s+=d).on("end",()=>{let v=JSON.parse(s);for(const k of process.argv[1].split("."))v=v?.[k];process.stdout.write(String(v??""))})' "$1"; }

find_endpoint() {
  stripe GET '/v1/webhook_endpoints?limit=100' |
    node -e 'let s="";process.stdin.on("data",d=>s+=d).on("end",()=>{const a=JSON.parse(s);if(a.error){console.error("stripe-setup: Stripe refused: "+a.error.message);process.exit(1)}const e=a.data.find(e=>e.url===process.argv[1]);if(e)process.stdout.write(JSON.stringify(e))})' "$URL"
}

event_arguments() {
  local event i=0
  for event in $EVENTS; do
    printf -- '--data-urlencode\nenabled_events[%d]=%s\n' "$i" "$event"
    i=$((i + 1))
  done
}

check() {
  local message
  message=$(member error.message <<<"$1")
  [ -z "$message" ] || fail "Stripe refused: $message"
}

set_up_endpoint() {
  local found answer id version
  local -a arguments
  mapfile -t arguments < <(event_arguments)
  found=$(find_endpoint)
  if [ -n "$found" ]; then
    id=$(member id <<<"$found")
    version=$(member api_version <<<"$found")
    [ "$version" = "$API_VERSION" ] ||
      fail "$id has api_version ${version:-of the account}; delete it and run this again"
    answer=$(stripe POST "/v1/webhook_endpoints/$id" "${arguments[@]}")
    check "$answer"
    printf 'updated %s\n' "$id"
    return
  fi
  answer=$(stripe POST /v1/webhook_endpoints --data-urlencode "url=$URL" \
    --data-urlencode "api_version=$API_VERSION" "${arguments[@]}")
  check "$answer"
  printf 'made %s\n' "$(member id <<<"$answer")"
  printf 'STRIPE_WEBHOOK_SECRET=%s\n' "$(member secret <<<"$answer")"
}

check_portal() {
  local answer
  answer=$(stripe POST /v1/billing_portal/sessions --data-urlencode "customer=$CUSTOMER")
  check "$answer"
  printf 'the billing portal is configured\n'
}

while [ $# -gt 0 ]; do
  case $1 in
    --url) URL=${2:?} && shift 2 ;;
    --customer) CUSTOMER=${2:?} && shift 2 ;;
    --help) usage && exit 0 ;;
    *) fail "unknown argument $1; see --help" ;;
  esac
done
[ -n "$URL" ] || fail 'say where events go: --url'
[ -n "${STRIPE_SECRET_KEY:-}" ] || fail 'STRIPE_SECRET_KEY is not set'
set_up_endpoint
[ -z "$CUSTOMER" ] || check_portal
