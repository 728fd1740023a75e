#!/usr/bin/env bash
# Checks every audit chain in the database: each entry's hash, its position, its link to the one before. An entry
# from which a person was erased is compared with the hash that the erasure's own entry records for it.
#
#   scripts/verify-audit.sh [--data DIR | --url URL] [--heads FILE]
#
#   --data DIR     the stack's data folder (default .run)
#   --url URL      instead: the migrator's connection string (DATABASE_URL), who may become keys_owner
#   --heads FILE   compare the chains with the heads in FILE, then write the present heads there
#
# Prints one line for each chain, "<service> <entries> <hash of the last>" and how many entries are vouched for by an
# erasure instead of their own hash, and exits with 0. For each chain that was tampered with it prints the first
# entry that does not fit, and exits with 1.
#
# A chain alone does not show that its end was cut off, that it was emptied, rewritten from some entry on, or replaced
# by an old copy: each of those is a valid chain. The heads (the last entry of each chain) show it. Keep FILE where
# nobody who can write to the database can change it. It is written only when every chain is valid.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/lib/common.sh"

DATA=$KEYS_ROOT/.run URL='' HEADS=''

parse_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --data) DATA=$(absolute_path "${2:?--data needs a folder}") && shift ;;
      --url) URL=${2:?--url needs a connection string} && shift ;;
      --heads) HEADS=$(absolute_path "${2:?--heads needs a file}") && shift ;;
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

# The same computation as common/audit makes when it appends. $2 and $3: the head that was kept.
chain_query() {
  sed -e "s/@/$1/g" -e "s/#kept/$2/g" -e "s/#hash/$3/g" <<'SQL'
WITH checked AS (
  SELECT entry.seq, entry.hash,
         entry.hash = encode(sha256(convert_to(jsonb_build_array(entry.prev_hash, entry.seq,
           (extract(epoch FROM entry.at) * 1000000)::bigint, entry.actor, entry.action, entry.subject,
           entry.details)::text, 'UTF8')), 'hex') AS own,
         coalesce(keys_erased_entry_hash(entry.hash, entry.prev_hash, entry.seq, entry.at, entry.actor,
           entry.action, entry.subject, entry.details) = (SELECT later.details->'entries'->>entry.seq::text
             FROM @_audit AS later WHERE later.action = 'person.erase' AND later.seq > entry.seq
               AND later.details->'entries' ? entry.seq::text ORDER BY later.seq DESC LIMIT 1), false) AS attested,
         entry.prev_hash = coalesce(lag(entry.hash) OVER (ORDER BY entry.seq), '')
         AND entry.seq = coalesce(lag(entry.seq) OVER (ORDER BY entry.seq), 0) + 1 AS in_place
  FROM @_audit entry)
SELECT coalesce(
  (SELECT '@ BROKEN ' || min(seq) || ' was changed, moved, or follows one that was taken out'
   FROM checked WHERE NOT (in_place AND (own OR attested)) HAVING count(*) > 0),
  (SELECT '@ BROKEN #kept is not the one that was there when the heads were kept: the chain was cut off or written anew'
   WHERE #kept > 0 AND NOT EXISTS (SELECT 1 FROM checked WHERE seq = #kept AND hash = '#hash')),
  (SELECT '@ ' || count(*) || ' ' || coalesce((SELECT hash FROM checked ORDER BY seq DESC LIMIT 1), '-')
          || coalesce(' ' || nullif(count(*) FILTER (WHERE NOT own), 0) || ' erased', '')
   FROM checked));
SQL
}

# "<service> t" for each that has tables here, and "f" when its chain is gone: that is no chain that is whole.
chains() {
  ask <<'SQL'
SELECT service, to_regclass('public.' || service || '_audit') IS NOT NULL
FROM (SELECT DISTINCT service FROM schema_migrations) AS services ORDER BY service;
SQL
}

# "<entries> <hash>" of the chain $1 in HEADS; "0 -" when none was kept.
kept_head() {
  local line
  line=$(grep -E "^$1 [0-9]+ ([0-9a-f]{64}|-)( |$)" "$HEADS" 2>/dev/null | tail -n 1 | cut -d ' ' -f 2,3) || true
  printf '%s\n' "${line:-0 -}"
}

keep_heads() {
  (umask 077 && printf '%s\n' "$1" >"$HEADS.new") && mv -f "$HEADS.new" "$HEADS"
}

# One line a service: what chain_query answers.
examine() {
  local service there kept hash queries=''
  while read -r service there; do
    kept=0 hash=-
    [ -z "$HEADS" ] || read -r kept hash < <(kept_head "$service")
    if [ "$there" = t ]; then
      queries+=$(chain_query "$service" "$kept" "$hash")
    else
      queries+="SELECT '$service BROKEN 1 is gone, and all others with it';"
    fi
  done <<<"$1"
  ask <<<"$queries"
}

verify() {
  local service line lines services broken=0 heads=''
  [ -z "$HEADS" ] || [ ! -s "$HEADS" ] || ! grep -qvE '^[a-z]+ [0-9]+ ([0-9a-f]{64}|-)( [0-9]+ erased)?$' "$HEADS" ||
    die "$HEADS holds no heads that this program has kept"
  services=$(chains)
  [ -n "$services" ] || die "this database has no audit chain"
  lines=$(examine "$services") || die "the chains cannot be read"
  while read -r service line; do
    case $line in
      BROKEN*)
        printf '%s: entry %s\n' "$service" "${line#BROKEN }"
        broken=1
        ;;
      *)
        printf '%s %s\n' "$service" "$line"
        heads+="$service $line"$'\n'
        ;;
    esac
  done <<<"$lines"
  [ -z "$HEADS" ] || [ $broken -ne 0 ] || keep_heads "${heads%$'\n'}"
  return $broken
}

parse_arguments "$@"
verify
