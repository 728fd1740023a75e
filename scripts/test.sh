#!/usr/bin/env bash
# Builds everything and runs the tests: unit, Postgres, component, end-to-end, and the fast half of lint.
#
#   scripts/test.sh [-R PATTERN] [--all] [--no-build] [-j N]
#
#   -R PATTERN   only the tests whose name matches this regular expression
#   --all        full counts for random suites, kills and hangs (tests labelled "all"), and first the
#                unit and Postgres tests built with AddressSanitizer and UndefinedBehaviorSanitizer (at the
#                small counts: a sanitizer needs every path, not every number), then each fuzz target for
#                a minute (clang)
#   --no-build   use what is built
#   -j N         tests at the same time (default: number of cores)
#
# Installs what is missing first, as scripts/run.sh does. Random suites draw from KEYS_TEST_SEED; set it to
# the number printed to see the same draws again. Ends with ctest's summary; the exit code is 0 when every
# test passed. Before it stands what passing tests counted and measured. Tests find their surroundings in KEYS_TEST_DATABASE_URL, KEYS_TEST_ROLE_PASSWORD,
# KEYS_TEST_SEED, KEYS_TEST_SCALE (small or all) and KEYS_BIN_DIR.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/lib/common.sh"
# shellcheck source=scripts/lib/build.sh
. "$KEYS_ROOT/scripts/lib/build.sh"
# shellcheck source=scripts/lib/node_modules.sh
. "$KEYS_ROOT/scripts/lib/node_modules.sh"

PATTERN='' ALL=no BUILD=yes JOBS=$(nproc) COUNTED='' SUMMARY=''
TEST_DATA=$KEYS_ROOT/build/test-pg

parse_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      -R) PATTERN=${2:?-R needs a pattern} && shift ;;
      -j) JOBS=${2:?-j needs a number} && shift ;;
      --all) ALL=yes ;;
      --no-build) BUILD=no ;;
      -h | --help) show_help && exit 0 ;;
      *) usage_error "unknown argument $1" ;;
    esac
    shift
  done
}

start_database() {
  local assignments
  if ! "$KEYS_ROOT/scripts/db.sh" status --data "$TEST_DATA" >/dev/null 2>&1; then
    trap '"$KEYS_ROOT/scripts/db.sh" stop --data "$TEST_DATA"' EXIT
  fi
  assignments=$("$KEYS_ROOT/scripts/db.sh" template --data "$TEST_DATA")
  eval "$assignments"
}

prepare() {
  "$KEYS_ROOT/scripts/setup.sh" --for "$([ "$ALL" = yes ] && printf all || printf test)"
  if [ "$BUILD" = yes ]; then
    build_preset release
    if [ "$ALL" = yes ]; then
      build_preset asan
      build_preset fuzz keys-fuzz
    fi
  fi
  install_node_modules
  start_database
  export KEYS_TEST_SEED=${KEYS_TEST_SEED:-$((RANDOM * 32768 + RANDOM))}
  export KEYS_TEST_SCALE=small
  [ "$ALL" = no ] || KEYS_TEST_SCALE=all
}

# run_ctest PRESET [ctest arguments]: keeps the summary and what was counted for the end
run_ctest() {
  local preset=$1 folder=$KEYS_ROOT/build/$1 console outcome=0
  console=$folder/Testing/console.log
  shift
  mkdir -p "$folder/Testing"
  step "tests in build/$preset; KEYS_TEST_SEED=$KEYS_TEST_SEED KEYS_TEST_SCALE=$KEYS_TEST_SCALE"
  KEYS_BIN_DIR=$folder/bin ctest --test-dir "$folder" --output-on-failure -j "$JOBS" "$@" 2>&1 |
    tee "$console" || outcome=$?
  COUNTED+="$(awk -v preset="$preset" -f "$KEYS_ROOT/scripts/lib/counts.awk" \
    "$folder"/Testing/*/LastTest.log)"$'\n'
  SUMMARY+="$(sed -n "s|^[0-9]*% tests passed.*|& (build/$preset)|p" "$console")"$'\n'
  return $outcome
}

print_summary() {
  step "what the tests counted and measured (KEYS_TEST_SEED=$KEYS_TEST_SEED)"
  printf '%s' "$COUNTED"
  step "summary"
  printf '%s' "$SUMMARY"
}

run_tests() {
  local failed=0 narrowed=()
  [ -z "$PATTERN" ] || narrowed=(-R "$PATTERN")
  if [ "$ALL" = yes ]; then
    KEYS_TEST_SCALE=small ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1 \
      run_ctest asan -L '^(unit|pg)$' "${narrowed[@]}" --no-tests=ignore || failed=1
    run_ctest fuzz -L '^fuzz$' "${narrowed[@]}" --no-tests=ignore || failed=1
  else
    narrowed+=(-LE '^all$')
  fi
  run_ctest release "${narrowed[@]}" --no-tests=error || failed=1
  print_summary
  return $failed
}

parse_arguments "$@"
prepare
run_tests
