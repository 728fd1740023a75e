#!/usr/bin/env bash
# Runs one fuzz target for a while, beginning with its checked-in corpus.
#
#   tests/fuzz/fuzz.sh PROGRAM TARGET FOLDER [SECONDS]
#
# New inputs go to FOLDER/corpus/TARGET, inputs that break a promise to FOLDER/crashes/TARGET-…; copy
# those into tests/fuzz/corpus/TARGET with a name that says what they show. KEYS_TEST_SEED is the seed.
set -euo pipefail
program=${1:?PROGRAM} target=${2:?TARGET} folder=${3:?FOLDER} seconds=${4:-60}
here=$(cd -- "$(dirname -- "$0")" && pwd)

mkdir -p "$folder/corpus/$target" "$folder/crashes"
export KEYS_FUZZ_TARGET=$target
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
echo "fuzz $target: $seconds s, seed ${KEYS_TEST_SEED:-1}"
exec "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=16384 -print_final_stats=1 \
  -seed="${KEYS_TEST_SEED:-1}" -artifact_prefix="$folder/crashes/$target-" \
  "$folder/corpus/$target" "$here/corpus/$target"
