#!/usr/bin/env bash
# Builds everything and runs the tests: unit, Postgres, component, end-to-end, and the fast half of lint.
#
#   scripts/test.sh [-R PATTERN] [--watch] [--all] [--no-build] [-j N]
#
#   -R PATTERN   only the tests whose name matches this regular expression. Builds only the programs that these
#                tests need, and keeps the test database running for the next call; without --all. The database
#                ends with: scripts/db.sh stop --data build/test-pg
#   --watch      with -R: runs the tests again whenever a source file has changed, until Ctrl-C
#   --all        full counts for random suites, kills and hangs (tests labelled "all"), then the unit and
#                Postgres tests built with AddressSanitizer and UndefinedBehaviorSanitizer (at the small
#                counts: a sanitizer needs every path, not every number), then each fuzz target for a minute
#                (clang). A stage that fails does not keep the next one from running
#   --no-build   use what is built
#   -j N         tests at the same time (default: one more than cores, since many of them wait)
#
# Installs what is missing first, as scripts/run.sh does. Random suites draw from KEYS_TEST_SEED; set it to
# the number printed to see the same draws again. Ends with the figures the tests printed (kept in
# build/<preset>/figures.txt), one line a stage and ctest's summaries; the exit code is 0 when every test passed. Ctrl-C, SIGTERM
# and failures leave nothing running. Tests find their surroundings in KEYS_TEST_DATABASE_URL,
# KEYS_TEST_ROLE_PASSWORD, KEYS_TEST_SEED, KEYS_TEST_SCALE (small or all) and KEYS_BIN_DIR.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/lib/common.sh"
# shellcheck source=scripts/lib/build.sh
. "$KEYS_ROOT/scripts/lib/build.sh"
# shellcheck source=scripts/lib/node_modules.sh
. "$KEYS_ROOT/scripts/lib/node_modules.sh"
# shellcheck source=scripts/lib/web.sh
. "$KEYS_ROOT/scripts/lib/web.sh"
# shellcheck source=scripts/lib/attended.sh
. "$KEYS_ROOT/scripts/lib/attended.sh"

PATTERN='' ALL=no BUILD=yes WATCH=no JOBS=$(($(nproc) + 1))
TEST_DATA=$KEYS_ROOT/build/test-pg OWN_DATABASE=no
STAGES=() SUMMARY=''

parse_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      -R) PATTERN=${2:?-R needs a pattern} && shift ;;
      -j) JOBS=${2:?-j needs a number} && shift ;;
      --all) ALL=yes ;;
      --watch) WATCH=yes ;;
      --no-build) BUILD=no ;;
      -h | --help) show_help && exit 0 ;;
      *) usage_error "unknown argument $1" ;;
    esac
    shift
  done
  [ "$WATCH" = no ] || [ -n "$PATTERN" ] || usage_error "--watch needs -R PATTERN"
  [ "$WATCH" = no ] || [ "$ALL" = no ] || usage_error "--watch and --all exclude each other"
}

# A call that names its tests is likely to come again soon.
keeps_database() { [ -n "$PATTERN" ] && [ "$ALL" = no ]; }

# However we end: nothing that we started goes on, except the database of a call with -R.
finish() {
  local code=$?
  trap '' INT TERM HUP
  end_attended
  [ "$OWN_DATABASE" = no ] || keeps_database || "$KEYS_ROOT/scripts/db.sh" stop --data "$TEST_DATA" || true
  exit "$code"
}

start_database() {
  local assignments
  "$KEYS_ROOT/scripts/db.sh" status --data "$TEST_DATA" >/dev/null 2>&1 || OWN_DATABASE=yes
  assignments=$("$KEYS_ROOT/scripts/db.sh" template --data "$TEST_DATA")
  eval "$assignments"
}

prepare() {
  "$KEYS_ROOT/scripts/setup.sh" --for "$([ "$ALL" = yes ] && printf all || printf test)"
  install_node_modules
  [ -n "$(web_lacks)" ] || build_web || die "the storefront could not be built"
  trap finish EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 129' HUP
  # If a stage fails before its tests run, figures of an earlier run must not be taken for its own.
  rm -f -- "$KEYS_ROOT"/build/*/figures.txt
  start_database
  mark_run
  export KEYS_TEST_SEED=${KEYS_TEST_SEED:-$((RANDOM * 32768 + RANDOM))}
  export KEYS_TEST_SCALE=small
  [ "$ALL" = no ] || KEYS_TEST_SCALE=all
}

# build PRESET [TARGET…]
build() { [ "$BUILD" = no ] || attended build_preset "$@"; }

# run_ctest PRESET [ctest arguments]
run_ctest() {
  local folder=$KEYS_ROOT/build/$1 code=0 narrowed=()
  shift
  [ -z "$PATTERN" ] || narrowed=(-R "$PATTERN")
  step "tests in ${folder#"$KEYS_ROOT"/}; KEYS_TEST_SEED=$KEYS_TEST_SEED KEYS_TEST_SCALE=$KEYS_TEST_SCALE"
  KEYS_BIN_DIR=$folder/bin attended ctest --test-dir "$folder" --output-on-failure -j "$JOBS" \
    --output-log "$folder/ctest.log" "${narrowed[@]}" "$@" || code=$?
  end_left_behind
  awk -f "$KEYS_ROOT/scripts/lib/figures.awk" "$folder"/Testing/T*/LastTest.log \
    >"$folder/figures.txt" 2>/dev/null || true
  SUMMARY+=$(sed -n "s|^[0-9]*% tests passed.*|& (build/${folder##*/})|p" "$folder/ctest.log")$'\n'
  return $code
}

# Tests that use nothing built with sanitizers have the label "script" and are not run twice.
sanitized() {
  build asan keys-tests &&
    KEYS_TEST_SCALE=small ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1 \
      run_ctest asan -L '^(unit|pg)$' -LE '^script$' --no-tests=ignore
}

# One target a core: the minute is meant to be a minute of work.
fuzzed() {
  local cores
  cores=$(nproc)
  [ "$JOBS" -le "$cores" ] || JOBS=$cores
  build fuzz keys-fuzz && run_ctest fuzz -L '^fuzz$' --no-tests=ignore
}

# Prints the targets of build/release that the chosen tests need; without a pattern, all of them.
release_targets() {
  TARGETS=()
  [ "$BUILD" = yes ] && keeps_database || return 0
  configure_preset release
  mapfile -t TARGETS < <(node "$KEYS_ROOT/scripts/lib/test_targets.mjs" "$KEYS_ROOT/build/release" "$PATTERN" -LE '^all$')
  [ "${#TARGETS[@]}" -gt 0 ] || die "no test matches $PATTERN"
}

released() {
  local chosen=()
  [ "$ALL" = yes ] || chosen=(-LE '^all$')
  release_targets
  build release "${TARGETS[@]}" && run_ctest release "${chosen[@]}" --no-tests=error
}

# Waits until a source file changes, and then until half a second has passed without another change.
await_change() {
  step "waiting for a change (Ctrl-C ends)"
  attended inotifywait -qq -r -e close_write,create,delete,move \
    "$KEYS_ROOT"/{common,gateway,protos,scripts,services,tests} --exclude '/(node_modules|dist)(/|$)'
  while attended timeout 0.5 inotifywait -qq -r -e close_write,create,delete,move \
    "$KEYS_ROOT"/{common,gateway,protos,scripts,services,tests} --exclude '/(node_modules|dist)(/|$)'; do :; done
}

# stage NAME FUNCTION: runs it, whatever became of those before, and remembers how it went.
stage() {
  local began=$SECONDS result=passed
  "$2" || result=FAILED
  STAGES+=("$1: $result after $((SECONDS - began)) s, with its build")
}

report() {
  local preset line
  for preset in release asan fuzz; do
    [ "$preset" = release ] || [ "$ALL" = yes ] || continue
    [ -s "$KEYS_ROOT/build/$preset/figures.txt" ] || continue
    step "figures of build/$preset"
    cat -- "$KEYS_ROOT/build/$preset/figures.txt"
  done
  for line in "${STAGES[@]}"; do step "$line"; done
  printf '%s' "$SUMMARY"
  ! keeps_database || [ "$OWN_DATABASE" = no ] ||
    step "the test database is kept for the next call; it ends with: scripts/db.sh stop --data build/test-pg"
  [[ ${STAGES[*]} != *FAILED* ]]
}

parse_arguments "$@"
prepare
stage "tests" released
while [ "$WATCH" = yes ]; do
  report || true
  await_change
  STAGES=() SUMMARY=''
  stage "tests" released
done
if [ "$ALL" = yes ]; then
  stage "sanitizers" sanitized
  stage "fuzz targets" fuzzed
fi
report
