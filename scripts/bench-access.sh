#!/usr/bin/env bash
# Measures what one check of access costs with 1,000 grants in the ledger and with up to 1,000,000.
#
#   scripts/bench-access.sh [--rounds N]
#
#   --rounds N   checks per size; default 3000
#
# Runs the service's own statement (services/entitlement/ledger_statements.h) as the service's role, prepared, for
# random users and KEYS. Fails when the mean at 1,000,000 is above twice that at 1,000. The database lives on the
# cluster of the tests (scripts/db.sh template) and is dropped at the end.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/lib/common.sh"

ROUNDS=3000
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) ROUNDS=${2:?--rounds needs a number} && shift ;;
    -h | --help) show_help && exit 0 ;;
    *) usage_error "unknown argument $1" ;;
  esac
  shift
done

NAME=bench_access_$$
assignments=$("$KEYS_ROOT/scripts/db.sh" template)
eval "$assignments"
SERVER=${KEYS_TEST_DATABASE_URL%/*}
PGBENCH=$(command -v pgbench || ls /usr/lib/postgresql/*/bin/pgbench)
WORK=$(mktemp -d)

drop() {
  psql -X -q -d "$KEYS_TEST_DATABASE_URL" -c "DROP DATABASE IF EXISTS $NAME WITH (FORCE)" || true
  rm -r -- "$WORK"
}
trap drop EXIT

sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 -d "$SERVER/$NAME" >/dev/null; }

# Ten grants a user, each for one of ten KEYS, until there are $1.
grow() {
  sql <<SQL
SET ROLE keys_owner;
CREATE TEMP TABLE fresh AS
SELECT n, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid AS id,
       ('00000000-0000-7000-9000-' || lpad(to_hex(n / 10), 12, '0'))::uuid AS tenant,
       ('00000000-0000-7000-a000-' || lpad(to_hex(n % 10), 12, '0'))::uuid AS key
FROM generate_series((SELECT count(*) FROM marketplace_entitlements), $1 - 1) AS n;
INSERT INTO marketplace_entitlements
  (id, tenant_id, tenant_type, key_id, source, status, starts_at, created_at, updated_at)
SELECT id, tenant, 'user', key, 'gift', 'active', '2026-01-01Z', '2026-01-01Z', '2026-01-01Z' FROM fresh;
DO \$\$ BEGIN
  IF to_regclass('ledger_people') IS NOT NULL THEN
    EXECUTE 'INSERT INTO ledger_people (tenant_id, user_id, created_at)
             SELECT DISTINCT tenant, tenant, timestamptz ''2026-01-01Z'' FROM fresh ON CONFLICT DO NOTHING';
    ANALYZE ledger_people;
  END IF;
END \$\$;
ANALYZE marketplace_entitlements;
SQL
}

# The statement with pgbench's variables for its parameters.
make_transaction() {
  printf '\\set user random(0, %d)\n\\set key random(0, 9)\n' "$(($1 / 10 - 1))"
  sed -n '/kGrantsOfUser{/,/)"}/p' "$KEYS_ROOT/services/entitlement/ledger_statements.h" | sed '1d;s/)"};$/;/' |
    sed "s/\$1::uuid/('00000000-0000-7000-9000-' || lpad(to_hex((:user)::int), 12, '0'))::uuid/g
         s/\$2::uuid\[\]/'{}'::uuid[]/g
         s/\$3::uuid/('00000000-0000-7000-a000-' || lpad(to_hex((:key)::int), 12, '0'))::uuid/g"
}

# Milliseconds a check, on average.
measure() {
  make_transaction "$1" >"$WORK/check.sql"
  PGPASSWORD=$KEYS_TEST_ROLE_PASSWORD "$PGBENCH" -n -M prepared -t "$ROUNDS" -f "$WORK/check.sql" \
    "${SERVER/keys_test:*@/keys_entitlement@}/$NAME" >"$WORK/report" 2>&1 || die "pgbench: $(cat "$WORK/report")"
  sed -n 's/^latency average = \([0-9.]*\) ms$/\1/p' "$WORK/report"
}

psql -X -q -d "$KEYS_TEST_DATABASE_URL" -c "CREATE DATABASE $NAME TEMPLATE keys_template STRATEGY file_copy"
printf '%10s  %s\n' grants 'ms a check (mean)'
first='' last=''
for grants in 1000 10000 100000 1000000; do
  grow "$grants"
  measure "$grants" >"$WORK/warm"
  last=$(measure "$grants")
  first=${first:-$last}
  printf '%10d  %s\n' "$grants" "$last"
done
awk -v first="$first" -v last="$last" 'BEGIN { exit !(last <= 2 * first) }' ||
  die "a check at 1,000,000 grants costs more than twice one at 1,000"
