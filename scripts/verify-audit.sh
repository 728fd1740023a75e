#!/usr/bin/env bash
# Checks every audit chain in the database: each entry's hash, its place, its link to the one before. An entry
# that a person was erased from is held against the hash that the erasure's own entry tells of it.
#
#   scripts/verify-audit.sh [--data DIR | --url URL]
#
#   --data DIR   the stack's data folder (default .run)
#   --url URL    instead: the migrator's connection string (DATABASE_URL), who may become keys_owner
#
# Prints one line a chain, "<service> <entries> <hash of the last>", and exits 0. Prints the first entry that
# does not fit and exits 1 when a chain was tampered with. Entries cut off at a chain's end leave a whole, shorter
# chain: keep the printed lines somewhere else, and compare.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/lib/common.sh"

DATA=$KEYS_ROOT/.run URL=''

parse_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --data) DATA=$(absolute_path "${2:?--data needs a folder}") && shift ;;
      --url) URL=${2:?--url needs a connection string} && shift ;;
      -h | --help) show_help && exit 0 ;;
      *) usage_error "unknown argument $1" ;;
    esac
    shift
  done
}

# psql at the database asked for, quiet and unaligned; SQL on stdin. As the tables' owner, whom row level
# security hides nothing from: a chain of which nothing is seen would look whole.
ask() {
  local options=(-X -q -A -t -F ' ' -v ON_ERROR_STOP=1)
  if [ -n "$URL" ]; then
    { printf 'SET ROLE keys_owner;\n' && cat; } | psql "${options[@]}" -d "$URL"
  else
    { printf 'SET ROLE keys_owner;\n' && cat; } | "$KEYS_ROOT/scripts/db.sh" psql --data "$DATA" -- "${options[@]}"
  fi
}

# The same computation as common/audit makes when it appends.
chain_query() {
  sed "s/@/$1/g" <<'SQL'
WITH checked AS (
  SELECT entry.seq, entry.hash,
         CASE WHEN entry.hash = encode(sha256(convert_to(jsonb_build_array(entry.prev_hash, entry.seq,
           (extract(epoch FROM entry.at) * 1000000)::bigint, entry.actor, entry.action, entry.subject,
           entry.details)::text, 'UTF8')), 'hex') THEN true
         ELSE coalesce(keys_erased_entry_hash(entry.hash, entry.prev_hash, entry.seq, entry.at, entry.actor,
           entry.action, entry.subject, entry.details) = (SELECT later.details->'entries'->>entry.seq::text
             FROM @_audit AS later WHERE later.action = 'person.erase' AND later.seq > entry.seq
               AND later.details->'entries' ? entry.seq::text ORDER BY later.seq DESC LIMIT 1), false) END
         AND entry.prev_hash = coalesce(lag(entry.hash) OVER (ORDER BY entry.seq), '')
         AND entry.seq = coalesce(lag(entry.seq) OVER (ORDER BY entry.seq), 0) + 1 AS fits
  FROM @_audit entry)
SELECT coalesce((SELECT 'BROKEN @ ' || min(seq) FROM checked WHERE NOT fits HAVING count(*) > 0),
                (SELECT '@ ' || count(*) || ' ' || coalesce((SELECT hash FROM checked ORDER BY seq DESC LIMIT 1), '-')
                 FROM checked));
SQL
}

chains() {
  ask <<'SQL'
SELECT left(table_name, -6) FROM information_schema.tables
WHERE table_schema = 'public' AND right(table_name, 6) = '_audit' ORDER BY table_name;
SQL
}

verify() {
  local service line broken=0 services
  services=$(chains)
  [ -n "$services" ] || die "this database has no audit chain"
  for service in $services; do
    line=$(chain_query "$service" | ask)
    case $line in
      BROKEN*)
        printf '%s: entry %s was changed, moved, or follows one that was taken out\n' "$service" "${line##* }"
        broken=1
        ;;
      *) printf '%s\n' "$line" ;;
    esac
  done
  return $broken
}

parse_arguments "$@"
verify
