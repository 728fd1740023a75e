#!/usr/bin/env bash
# Makes what the programs of an installation prove their names by: one Ed25519 key each and the list of peers.
#
#   scripts/identities.sh --data DIR
#
#   --data DIR   where to: DIR/keys/NAME.pem and DIR/keys/peers.json, which says which RPCs each may call
#
# Keys that are there are kept, so a second run changes nothing unless the code calls other RPCs than before. To
# replace a key, delete it, run this again, and give the new peers.json to every program before the new key is used.
# scripts/run.sh does the same for its own stack; this is for systemd, compose and Kubernetes (deploy/README.md).
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/lib/common.sh"
# shellcheck source=scripts/lib/peer_calls.sh
. "$KEYS_ROOT/scripts/lib/peer_calls.sh"
# shellcheck source=scripts/lib/identity.sh
. "$KEYS_ROOT/scripts/lib/identity.sh"

DATA=''
while [ $# -gt 0 ]; do
  case $1 in
    --data) DATA=$(absolute_path "${2:?--data needs a folder}") && shift ;;
    -h | --help) show_help && exit 0 ;;
    *) usage_error "unknown argument $1" ;;
  esac
  shift
done
[ -n "$DATA" ] || usage_error "--data says where the keys go"
make_identities
step "keys and peers.json are in $DATA/keys"
