#!/usr/bin/env bash
# Measures what one check of access costs with 1,000 grants in the ledger and with up to 1,000,000.
#
#   scripts/bench-access.sh [--rounds N]
#
#   --rounds N   checks per size; default 3000
#
# Runs the service's own statement (services/entitlement/ledger/ledger_statements.h) as the service's role, prepared, for
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

# Ten grants a user, each for one of ten KEYS, from $1 on until there are $2.
grow() {
  psql -X -q -v ON_ERROR_STOP=1 -d "$SERVER/$NAME" -v now=2026-01-01Z -v keys=10 -v orders=0 -v "first_grant=$1" -v "grants=$2" \
    <"$KEYS_ROOT/tests/bench/lib/grants.sql" >/dev/null
}

# The statement with pgbench's variables for its parameters.
make_transaction() {
  printf '\\set user random(0, %d)\n\\set key random(0, 9)\n' "$(($1 / 10 - 1))"
  sed -n '/kGrantsOfUserForKey{/,/)"}/p' "$KEYS_ROOT/services/entitlement/ledger/ledger_statements.h" | sed '1d;s/)"};$/;/' |
    sed "s/\$1::uuid/md5('user' || (:user)::int)::uuid/g
         s/\$2::uuid\[\]/'{}'::uuid[]/g
         s/\$3::uuid/md5('key' || 1 + (:key)::int)::uuid/g"
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
first='' last='' before=0
for grants in 1000 10000 100000 1000000; do
  grow "$before" "$grants"
  before=$grants
  measure "$grants" >"$WORK/warm"
  last=$(measure "$grants")
  first=${first:-$last}
  printf '%10d  %s\n' "$grants" "$last"
done
awk -v first="$first" -v last="$last" 'BEGIN { exit !(last <= 2 * first) }' ||
  die "a check at 1,000,000 grants costs more than twice one at 1,000"
