# Shared by every script here: where the repository is, how to speak, how to give up.
# To be sourced after `set -euo pipefail`.

KEYS_ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)

# Progress goes to stderr, so that what a script prints for other programs stays alone on stdout.
say() { printf '%s\n' "$*" >&2; }

step() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }
[ -t 2 ] || step() { printf '==> %s\n' "$*" >&2; }

die() {
  printf '%s: %s\n' "$(basename -- "$0")" "$*" >&2
  exit 1
}

usage_error() {
  printf '%s: %s (see --help)\n' "$(basename -- "$0")" "$*" >&2
  exit 2
}

# The comment that opens a script is its manual page.
show_help() { sed -n '2,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$0"; }

is_root() { [ "$(id -u)" -eq 0 ]; }

# An absolute path; nothing needs to exist there yet.
absolute_path() { realpath -m -- "$1"; }

# Writes stdin to a file that appears whole or not at all: where the disk is full, or the machine loses its power,
# what stood there before stays. $1 file, $2 mode (default 644). Does not count on `set -e`: the supervisor has none.
write_file() {
  local made
  made=$(mktemp -- "$1.XXXXXX") || return 1
  if cat >"$made" && chmod -- "${2:-644}" "$made" && sync -- "$made" && mv -f -- "$made" "$1"; then
    return 0
  fi
  rm -f -- "$made"
  say "cannot write $1; what it held before stays"
  return 1
}

# 32 random bytes as base64url without padding: fit for URLs, environment files and passwords.
random_secret() { openssl rand -base64 32 | tr '+/' '-_' | tr -d '=\n'; }

# Prints a file without the byte order mark and the last line end that editors add.
without_mark() { sed '1s/^\xEF\xBB\xBF//' -- "$1"; }

# Sets NAME from the file that NAME_FILE names, as the programs do. Both at once are refused: which one counts would be a
# guess.
secret_from_file() {
  local file=$1_FILE value
  [ -n "${!file:-}" ] || return 0
  [ -z "${!1:-}" ] || die "$1 and $file are both set; unset one of them"
  value=$(without_mark "${!file}") || die "$file names a file that cannot be read: ${!file}"
  value=${value%$'\r'}
  [ -n "$value" ] || die "$file names a file that is empty: ${!file}"
  printf -v "$1" '%s' "$value"
}

# One line to source in a shell: export NAME='value'.
export_line() { printf "export %s='%s'\n" "$1" "${2//\'/\'\\\'\'}"; }
