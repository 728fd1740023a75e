#!/bin/sh
# Prints the five read-only queries as Markdown to paste into the incident. Changes nothing.
#   DATABASE_URL=… scripts/evidence.sh | tee "evidence-$(date -u +%Y%m%dT%H%M%SZ).md"
# Uses one connection and gives up after ten seconds rather than hang on a database that does not answer.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
if [ -z "${DATABASE_URL:-}" ]; then
  echo "evidence.sh: set DATABASE_URL to a role that may read pg_stat_activity (member of pg_monitor)" >&2
  exit 2
fi
PGCONNECT_TIMEOUT=5
PGOPTIONS='-c statement_timeout=10s -c application_name=evidence'
export PGCONNECT_TIMEOUT PGOPTIONS

statements() {
  echo '\pset footer off'
  for query in "$here"/queries/[1-9]_*.sql; do
    printf "\\\\echo\n\\\\echo '### %s'\n\\\\echo '\`\`\`'\n" "$(basename "$query" .sql)"
    cat "$query"
    printf "\\\\echo '\`\`\`'\n"
  done
}

printf '## Connections, %s\n' "$(date -u '+%Y-%m-%d %H:%M:%S UTC')"
statements | psql "$DATABASE_URL" --no-psqlrc --quiet -v ON_ERROR_STOP=1 -f -
