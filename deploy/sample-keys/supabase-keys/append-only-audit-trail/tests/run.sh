#!/bin/sh
# Applies the SQL to the empty database at DATABASE_URL (as superuser) and tampers with it.
#   createdb audit_try && DATABASE_URL=postgres:///audit_try tests/run.sh
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
if [ -z "${DATABASE_URL:-}" ]; then
  echo "run.sh: set DATABASE_URL to an empty database" >&2
  exit 2
fi
PGOPTIONS='-c client_min_messages=warning'
export PGOPTIONS
for file in tests/supabase_shim.sql sql/001_audit.sql sql/001_audit.sql tests/tamper.sql; do
  psql "$DATABASE_URL" --no-psqlrc --quiet -v ON_ERROR_STOP=1 -f "$here/$file"
done
