#!/usr/bin/env bash
# Checks the code against the project's rules. Prints "file:line: [rule] what and why"; exit code 1 when it found
# something.
#
#   scripts/lint.sh [--fast] [--tidy] [--base REV] [--root DIR]
#
#   --fast       what needs no compiler (the default; part of scripts/test.sh): formatting, layering, sizes of
#                files and functions, names that two sources of a library define, forbidden calls, comments
#                that are fragments, words that mean something is unfinished, citations of
#                documents that do not exist, error codes that docs/contract.md lacks, and (where it is
#                installed) shellcheck
#   --tidy       also clang-tidy, on the C++ files changed since REV; needs a configured and built build/release
#   --base REV   compare with this commit (default: where this branch left origin/main, else HEAD~1)
#   --root DIR   check another tree than this one
#
# The rules are in scripts/lint/*.mjs; each message says the reason.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/lib/common.sh"

ROOT=$KEYS_ROOT TIDY=no BASE=''

parse_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --fast) ;;
      --tidy) TIDY=yes ;;
      --base) BASE=${2:?--base needs a commit} && shift ;;
      --root) ROOT=$(absolute_path "${2:?--root needs a folder}") && shift ;;
      -h | --help) show_help && exit 0 ;;
      *) usage_error "unknown argument $1" ;;
    esac
    shift
  done
  [ -d "$ROOT" ] || die "there is no folder $ROOT"
}

# NUL-separated paths below ROOT that match the given patterns; the sample KEYS are goods, not our code.
files_like() {
  if [ -e "$ROOT/.git" ]; then
    git -C "$ROOT" ls-files -z -co --exclude-standard -- "$@" ':!deploy/sample-keys' |
      while IFS= read -r -d '' path; do [ ! -e "$ROOT/$path" ] || printf '%s\0' "$path"; done
  else
    (cd "$ROOT" && find . \( -name build -o -name node_modules -o -path ./deploy/sample-keys \) -prune -o \
      -type f \( -name "$1" "${@:2}" \) -printf '%P\0')
  fi
}

cpp_files() {
  if [ -e "$ROOT/.git" ]; then files_like '*.cc' '*.h'; else files_like '*.cc' -o -name '*.h'; fi
}

check_format() {
  local said problems
  command -v clang-format >/dev/null || die "clang-format is missing; run scripts/setup.sh"
  # With --dry-run clang-format exits 0 whatever it finds, so any other status means that it did not look.
  said=$(cd "$ROOT" && cpp_files | xargs -0 -r -n 40 -P "$(nproc)" clang-format --dry-run \
    --style="file:$KEYS_ROOT/.clang-format" 2>&1) ||
    { printf '%s\n' "$said" "[format] clang-format failed" && return 1; }
  problems=$(printf '%s\n' "$said" | sort -t: -k1,1 -k2,2n |
    awk -F: '/code should be clang-formatted/ && !seen[$1]++ {
      print $1 ":" $2 ": [format] not as clang-format writes it (scripts/format.sh mends it)" }')
  [ -z "$problems" ] || { printf '%s\n' "$problems" && return 1; }
}

check_shell() {
  [ "$ROOT" = "$KEYS_ROOT" ] || return 0
  ! command -v shellcheck >/dev/null || (cd "$ROOT" && shellcheck -x --format=gcc scripts/*.sh scripts/lib/supervisor.sh .ci/run)
}

# The commit that --tidy compares with.
base_commit() {
  if [ -n "$BASE" ]; then
    git -C "$ROOT" rev-parse --verify -q "$BASE^{commit}" || die "--base: no commit $BASE"
  else
    git -C "$ROOT" merge-base HEAD origin/main 2>/dev/null || git -C "$ROOT" rev-parse HEAD~1
  fi
}

# The .cc files that changed, and those of changed headers.
changed_sources() {
  local path
  git -C "$ROOT" diff --name-only --diff-filter=d "$1" -- '*.cc' '*.h' | while IFS= read -r path; do
    path=${path%.h}
    path=${path%.cc}.cc
    [ ! -e "$ROOT/$path" ] || printf '%s\n' "$path"
  done | sort -u
}

check_tidy() {
  local base sources
  [ -e "$ROOT/build/release/compile_commands.json" ] || die "--tidy needs build/release: cmake --preset release, ninja"
  base=$(base_commit)
  mapfile -t sources < <(changed_sources "$base")
  [ ${#sources[@]} -gt 0 ] || return 0
  step "clang-tidy on ${#sources[@]} files changed since ${base:0:12}"
  (cd "$ROOT" && printf '%s\0' "${sources[@]}" | xargs -0 -n 1 -P "$(nproc)" clang-tidy -p build/release --quiet 2>/dev/null)
}

main() {
  local failed=0
  parse_arguments "$@"
  check_format || failed=1
  node "$KEYS_ROOT/scripts/lint/main.mjs" "$ROOT" || failed=1
  check_shell || failed=1
  [ "$TIDY" = no ] || check_tidy || failed=1
  return $failed
}

main "$@"
