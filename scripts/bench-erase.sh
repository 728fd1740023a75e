#!/usr/bin/env bash
# How long it takes to erase a person from a large shop, and what others feel of it: an order's page, a purchase from payment to
# grant, a download link, each before and during, side by side.
#
#   scripts/bench-erase.sh [--rows N] [--own N]
#
#   --rows N   orders, Stripe's events, downloads and views that the shop holds, of each; default 1000000
#   --own N    how many of each the person left; default 20000
#
# Runs what is built (build/release) as a stack of its own, which is deleted at the end. Filling it takes minutes. Fails when
# the erasure takes more than a minute, leaves something, or others' p99 becomes three times as long and half a second more.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/lib/common.sh"

ROWS=1000000 OWN=20000
while [ $# -gt 0 ]; do
  case $1 in
    --rows) ROWS=${2:?--rows needs a number} && shift ;;
    --own) OWN=${2:?--own needs a number} && shift ;;
    -h | --help) show_help && exit 0 ;;
    *) usage_error "unknown argument $1" ;;
  esac
  shift
done

KEYS_ERASE_ROWS=$ROWS KEYS_ERASE_OWN=$OWN exec node --test "$KEYS_ROOT/tests/e2e/erasure_load.test.mjs"
