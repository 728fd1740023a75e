#!/bin/sh
# Applies the SQL to the empty database at DATABASE_URL and tries to break in.
#   createdb rls_try && DATABASE_URL=postgres:///rls_try tests/run.sh
# On Supabase (local: `supabase start`) add SHIM=no; the three roles and auth.uid() are there already.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
if [ -z "${DATABASE_URL:-}" ]; then
  echo "run.sh: set DATABASE_URL to an empty database" >&2
  exit 2
fi
apply() { psql "$DATABASE_URL" --no-psqlrc --quiet -v ON_ERROR_STOP=1 -f "$here/$1"; }
PGOPTIONS='-c client_min_messages=warning'
export PGOPTIONS
if [ "${SHIM:-yes}" = yes ]; then apply tests/supabase_shim.sql; fi
apply sql/001_tables.sql
apply sql/002_policies.sql
# Twice: applying it again must change nothing.
apply sql/002_policies.sql
apply tests/break_in.sql
