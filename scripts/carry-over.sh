#!/usr/bin/env bash
# Carries the data of the original marketplace's database into this one's.
#
#   scripts/carry-over.sh --from URL (--to URL | --data DIR) [--dry-run] [--null-price unknown|free]
#
#   --from URL     the original's database, with a role that sees every row (its owner, or one that bypasses row
#                  level security; any other is refused). It is only read, in one snapshot.
#   --to URL       this shop's database, migrated; the migrator's DATABASE_URL
#   --data DIR     instead: the database of the stack with this data folder
#   --dry-run      do everything in one transaction, list the result, and roll it back
#   --null-price   what a missing price means: unknown (the default: the KEY is not sold singly until it gets a
#                  price) or free (price 0, claimed through checkout)
#
# Writes to stdout, as CSV (table, what, reason, detail, row), every row that could not be carried, was merged into
# an existing one, or was changed to fit; to stderr, for each table, how many rows were written, existed already,
# were merged and were left out. Every row of the original is counted in exactly one of these, or the script fails.
#
# What is carried: KEYS, versions, bundles, organisations, members, entitlements, bundle entitlements, downloads, analytics,
# living signals, handled Stripe events, Stripe customers; ids are kept. Slugs and versions that break our rules are
# made to fit, and listed. Access is written to the ledger, source manual: what was paid for counts as owned, and
# credits nothing, since no order says what was paid.
# Not carried, because it means nothing here: archives and storage paths (ingest the assets folder afterwards: the first
# bytes of a version attach to it), ids of Stripe products and prices (billing makes its own), invitations, legacy packs,
# subscriptions, upgrade_transactions.
#
# The script may be run again, also after an interruption: each part is one transaction, and rows that exist are left
# as they are. Both shops may be used meanwhile; run it once more when the old one has stopped. Exit code 0 when
# every row was carried or listed, 2 for wrong arguments, 1 when something failed.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/lib/common.sh"

FROM='' TO='' DATA='' DRY_RUN=no NULL_PRICE=unknown
PARTS=$KEYS_ROOT/scripts/carry-over
TABLES=(marketplace_keys marketplace_key_versions marketplace_bundles organizations organization_members
  marketplace_entitlements marketplace_bundle_entitlements marketplace_download_events marketplace_analytics
  marketplace_discovery_signals stripe_webhook_events user_profiles upgrade_transactions invitations
  marketplace_packs marketplace_pack_versions)

parse_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --from) FROM=${2:?--from needs a connection string} && shift ;;
      --to) TO=${2:?--to needs a connection string} && shift ;;
      --data) DATA=$(absolute_path "${2:?--data needs a folder}") && shift ;;
      --dry-run) DRY_RUN=yes ;;
      --null-price) NULL_PRICE=${2:?--null-price needs unknown or free} && shift ;;
      -h | --help) show_help && exit 0 ;;
      *) usage_error "unknown argument $1" ;;
    esac
    shift
  done
  [ -n "$FROM" ] || usage_error "--from, please"
  [[ $NULL_PRICE =~ ^(unknown|free)$ ]] || usage_error "--null-price is unknown or free"
  [ -z "$TO" ] || [ -z "$DATA" ] || usage_error "--to or --data, not both"
  # shellcheck disable=SC1090
  [ -z "$DATA" ] || TO=$(. <("$KEYS_ROOT/scripts/db.sh" env --data "$DATA") && printf '%s' "$DATABASE_URL")
  [ -n "$TO" ] || usage_error "--to or --data, please"
}

psql_at() { PGOPTIONS='-c TimeZone=UTC' psql -X -q -A -t -v ON_ERROR_STOP=1 -d "$1" "${@:2}"; }

# Reads the tables of the original that are there into file $1, as lines for COPY.
read_original() {
  local there table
  there=$(psql_at "$FROM" -c "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')")
  grep -qx marketplace_keys <<<"$there" || die "there is no table marketplace_keys at --from"
  {
    # Rather an error than rows that are not seen.
    printf 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;\nSET LOCAL row_security = off;\n'
    for table in "${TABLES[@]}"; do
      grep -qx "$table" <<<"$there" || continue
      printf "COPY (SELECT '%s', to_jsonb(t) FROM public.%s t ORDER BY to_jsonb(t) ->> 'created_at', to_jsonb(t)::text) TO STDOUT;\n" "$table" "$table"
    done
    printf 'COMMIT;\n'
  } | psql_at "$FROM" -f - >"$1" || die "the original could not be read"
}

# The session at the target, as the owner of its tables: row level security hides nothing from an owner, and
# nobody but it may write for several services.
script() {
  local part
  printf '\\set at %s\n\\set null_price %s\n\\set sums %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$NULL_PRICE" "$WORK/sums"
  printf 'SET ROLE keys_owner;\nSET client_min_messages = warning;\nSET lock_timeout = %s;\n' "'30s'"
  printf "SELECT pg_advisory_lock(hashtextextended('keys carry-over', 0)) \\\\g /dev/null\n"
  printf '\\i %s\n' "$PARTS/1_tools.sql"
  printf '\\copy original (tab, line) FROM %s\n' "'$WORK/original'"
  [ "$DRY_RUN" = no ] || printf 'BEGIN;\n'
  for part in 2_catalog 3_bundles 4_access 5_history; do
    [ "$DRY_RUN" = yes ] || printf 'BEGIN;\n'
    printf '\\i %s\n' "$PARTS/$part.sql"
    [ "$DRY_RUN" = yes ] || printf 'COMMIT;\n'
  done
  printf '\\i %s\n' "$PARTS/6_report.sql"
  [ "$DRY_RUN" = no ] || printf 'ROLLBACK;\n'
}

main() {
  parse_arguments "$@"
  WORK=$(mktemp -d)
  trap 'rm -rf "$WORK"' EXIT
  read_original "$WORK/original"
  script | psql_at "$TO" -f - || die "stopped; parts that were done are kept, and the next run goes on"
  cat "$WORK/sums" >&2
  [ "$DRY_RUN" = no ] || say "dry run: nothing was written"
}

main "$@"
