#!/usr/bin/env bash
# What lists and searches of the catalog cost at 1,000 and at 50,000 KEYS, side by side.
#
#   scripts/bench-catalog.sh [--rounds N] [--scripts] [--no-build]
#
#   --rounds N   requests per line, size and batch; default 200. Up to five batches are asked, in turns at both
#                sizes, and the middle one's figures count, so that a burst of other work does not
#   --scripts    instead, what a script without blanks (Chinese) costs beside one with blanks: index, publishing, searches
#   --no-build   use what is built
#
# Takes at most 50 minutes. Fails when the worst 99th percentile at 50,000 is above twice that at 1,000. The databases live on the
# cluster of the tests (scripts/db.sh template) and are dropped at the end.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/lib/common.sh"
# shellcheck source=scripts/lib/build.sh
. "$KEYS_ROOT/scripts/lib/build.sh"

ROUNDS=200 BUILD=yes CASES=()
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) ROUNDS=${2:?--rounds needs a number} && shift ;;
    --scripts) CASES=("[.scripts]") ;;
    --no-build) BUILD=no ;;
    -h | --help) show_help && exit 0 ;;
    *) usage_error "unknown argument $1" ;;
  esac
  shift
done

"$KEYS_ROOT/scripts/setup.sh" --for test
if [ "$BUILD" = yes ]; then
  cd "$KEYS_ROOT"
  cmake --preset release -S . >/dev/null
  ninja -C build/release catalog_bench
fi
assignments=$("$KEYS_ROOT/scripts/db.sh" template)
eval "$assignments"
BENCH_ROUNDS=$ROUNDS timeout 3000 "$KEYS_ROOT/build/release/bin/catalog_bench" "${CASES[@]}"
