#!/usr/bin/env bash
# Writes every C++ file as clang-format wants it.
#
#   scripts/format.sh [FILE…]      without files: all of them
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/lib/common.sh"

main() {
  case ${1:-} in
    -h | --help) show_help && return 0 ;;
    -*) usage_error "unknown option $1" ;;
  esac
  if [ $# -gt 0 ]; then
    clang-format -i --style="file:$KEYS_ROOT/.clang-format" -- "$@"
  else
    cd "$KEYS_ROOT"
    git ls-files -z -co --exclude-standard -- '*.cc' '*.h' ':!deploy/sample-keys' |
      xargs -0 -r clang-format -i
  fi
}

main "$@"
