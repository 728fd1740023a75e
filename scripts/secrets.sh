#!/usr/bin/env bash
# Makes the secrets of an installation, one file each, as deploy/compose.yaml and deploy/k8s want them.
#
#   scripts/secrets.sh --out DIR [--database HOST:PORT] [--group GID]
#
#   --out DIR             where to: DIR/CURSOR_KEY, DIR/DATABASE_URL_BILLING, …; also one key a program and peers.json
#   --database HOST:PORT  where the programs reach PostgreSQL (default postgres:5432, its name in compose)
#   --group GID           the group that may read the files beside their owner (default 10001, that of the image)
#
# What is there is kept, so a second run changes nothing. STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET come from this
# script's environment; without them they are made up, which fits the payment sandbox only. To replace a secret, delete
# its file; a new password of the database must also be set there (scripts/db.sh roles --external --help).
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/lib/common.sh"
for part in ports postgres peer_calls identity; do
  # shellcheck disable=SC1090
  . "$KEYS_ROOT/scripts/lib/$part.sh"
done

OUT='' DATABASE_AT=postgres:5432 GROUP=10001
while [ $# -gt 0 ]; do
  case $1 in
    --out) OUT=$(absolute_path "${2:?--out needs a folder}") && shift ;;
    --database) DATABASE_AT=${2:?--database needs HOST:PORT} && shift ;;
    --group) GROUP=${2:?--group needs a number} && shift ;;
    -h | --help) show_help && exit 0 ;;
    *) usage_error "unknown argument $1" ;;
  esac
  shift
done
[ -n "$OUT" ] || usage_error "--out says where the secrets go"

# keep NAME VALUE: a file that exists stays as it is.
keep() { [ -s "$OUT/$1" ] || printf '%s' "$2" | write_file "$OUT/$1" 640; }

make_secrets() {
  local service password
  keep postgres_password "$(random_secret)"
  keep grafana_password "$(random_secret)"
  password=$(cat "$OUT/postgres_password")
  keep DATABASE_URL "postgresql://$PG_ADMIN:$password@$DATABASE_AT/keys"
  for service in "${SERVICES[@]}"; do
    keep "DATABASE_URL_${service^^}" "postgresql://keys_$service:$(random_secret)@$DATABASE_AT/keys"
  done
  keep CURSOR_KEY "$(random_secret)"
  keep IP_HASH_SECRET "$(random_secret)"
  keep SUPABASE_JWT_SECRET "${SUPABASE_JWT_SECRET:-$(random_secret)}"
  keep URL_SIGNING_KEYS "k1:$(random_secret)"
  keep STRIPE_SECRET_KEY "${STRIPE_SECRET_KEY:-sk_test_$(random_secret)}"
  keep STRIPE_WEBHOOK_SECRET "${STRIPE_WEBHOOK_SECRET:-whsec_$(random_secret)}"
  keep AWS_ACCESS_KEY_ID "${AWS_ACCESS_KEY_ID:-keys$(random_secret | tr -dc 'a-z0-9' | cut -c1-12)}"
  keep AWS_SECRET_ACCESS_KEY "${AWS_SECRET_ACCESS_KEY:-$(random_secret)}"
}

mkdir -p "$OUT"
make_secrets
# shellcheck disable=SC2034 # make_identities reads it
DATA=$OUT
make_identities
chmod -R u=rwX,g=rX,o= "$OUT"
# Only root may give files to a group that it is not in; elsewhere the reader is told.
chgrp -R "$GROUP" "$OUT" 2>/dev/null || say "note: could not give $OUT to group $GROUP; its files must be readable for uid 10001"
step "secrets, keys and peers.json are in $OUT"
