#!/bin/sh
# Holds the database against anchors kept elsewhere: every anchored entry must still be there with that hash, and every chain must hold.
#   DATABASE_URL=… scripts/check-anchors.sh anchors-2026-11-20.csv
# Exit code 1 and the chains concerned if not.
set -eu
file=${1:?usage: check-anchors.sh anchors.csv}
[ -r "$file" ] || { echo "check-anchors.sh: cannot read $file" >&2; exit 2; }
problems=$(
  {
    echo 'begin;'
    echo 'create temp table anchors (chain text, seq bigint, hash text);'
    echo 'copy anchors from stdin with (format csv, header true);'
    cat "$file"
    echo '\.'
    cat <<'SQL'
select a.chain || ' ' || a.seq || ': the anchored entry is not there any more'
  from anchors a
  left join audit.entries e on e.chain = a.chain and e.seq = a.seq and encode(e.hash, 'hex') = a.hash
 where e.chain is null
union all
select h.chain || ' ' || v.seq || ': ' || v.problem from audit.heads h cross join lateral audit.verify(h.chain) v
 order by 1;
rollback;
SQL
  } | psql "${DATABASE_URL:?set DATABASE_URL}" --no-psqlrc --quiet -At -v ON_ERROR_STOP=1
)
if [ -n "$problems" ]; then
  printf '%s\n' "$problems"
  exit 1
fi
echo "all chains hold and fit $file"
