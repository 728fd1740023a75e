#!/bin/sh
# Prints the head of every chain as CSV: chain,seq,hash. Run it nightly and keep the output where the database's owner cannot write (a
# repository with protected branches, write-once storage, a mail to the auditor).
#   DATABASE_URL=… scripts/anchor.sh > "anchors-$(date -u +%F).csv"
set -eu
psql "${DATABASE_URL:?set DATABASE_URL}" --no-psqlrc --quiet -v ON_ERROR_STOP=1 \
  -c "\\copy (select chain, seq, encode(hash, 'hex') as hash from audit.heads where seq > 0 order by chain) to stdout with (format csv, header true)"
