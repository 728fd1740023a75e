#!/usr/bin/env bash
# Prints a token for a running stack.
#
#   scripts/token.sh [--data DIR] --user UUID [--email E] [--org UUID:ROLE]… [--admin] [--expires-in S]
#   scripts/token.sh [--data DIR] --service NAME [--expires-in S]
#
#   --data DIR       the stack's data folder (default .run)
#   --user UUID      the user: prints a JWT (HS256) for "Authorization: Bearer …"
#   --email E        the user's e-mail address
#   --org UUID:ROLE  a membership, ROLE = owner, admin or member; may be given more than once
#   --admin          an administrator of the shop
#   --expires-in S   seconds it is valid, by the stack's clock (default 3600; with --service 300)
#   --service NAME   instead of a user: the token with which peer NAME calls a service over gRPC (EdDSA), for the
#                    metadata x-keys-service-token; "operator" may call everything
#
#   curl -H "Authorization: Bearer $(scripts/token.sh --user 11111111-1111-4111-8111-111111111111)" …
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/lib/common.sh"
# shellcheck source=scripts/lib/jwt.sh
. "$KEYS_ROOT/scripts/lib/jwt.sh"

UUID='^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$'

USER_ID='' EMAIL='' ADMIN=no SERVICE='' EXPIRES_IN='' ORGS=()

app_metadata() {
  local org separator='' text=''
  [ "$ADMIN" = no ] || text='"role":"admin",'
  text+='"orgs":['
  for org in "${ORGS[@]}"; do
    text+="$separator{\"id\":\"${org%%:*}\",\"role\":\"${org#*:}\"}"
    separator=','
  done
  printf '{%s]}' "$text"
}

user_claims() {
  local now=$1 text
  text="\"sub\":\"$USER_ID\",\"aud\":$(json_string "${JWT_AUDIENCE:-authenticated}"),\"role\":\"authenticated\""
  [ -z "${JWT_ISSUER:-}" ] || text+=",\"iss\":$(json_string "$JWT_ISSUER")"
  [ -z "$EMAIL" ] || text+=",\"email\":$(json_string "$EMAIL")"
  printf '{%s,"app_metadata":%s,"iat":%s,"exp":%s}' "$text" "$(app_metadata)" "$now" \
    $((now + ${EXPIRES_IN:-3600}))
}

service_claims() {
  printf '{"iss":"%s","aud":"keys-internal","iat":%s,"exp":%s}' "$SERVICE" "$1" $(($1 + ${EXPIRES_IN:-300}))
}

check_arguments() {
  local org
  [ -n "$USER_ID$SERVICE" ] || usage_error "--user UUID or --service NAME is needed"
  [ -z "$USER_ID" ] || [[ $USER_ID =~ $UUID ]] || usage_error "--user: $USER_ID is no UUID"
  [[ -z $SERVICE || $SERVICE =~ ^[a-z]+$ ]] || usage_error "--service: $SERVICE is no peer's name"
  [[ -z $EXPIRES_IN || $EXPIRES_IN =~ ^-?[0-9]+$ ]] || usage_error "--expires-in takes seconds"
  for org in "${ORGS[@]}"; do
    [[ ${org%%:*} =~ $UUID && ${org#*:} =~ ^(owner|admin|member)$ ]] ||
      usage_error "--org: $org is not UUID:owner, UUID:admin or UUID:member"
  done
}

main() {
  local data=$KEYS_ROOT/.run now
  while [ $# -gt 0 ]; do
    case $1 in
      --data) data=${2:?--data needs a folder} && shift ;;
      --user) USER_ID=${2:?--user needs a UUID} && shift ;;
      --email) EMAIL=${2:?--email needs an address} && shift ;;
      --org) ORGS+=("${2:?--org needs UUID:ROLE}") && shift ;;
      --admin) ADMIN=yes ;;
      --service) SERVICE=${2:?--service needs a name} && shift ;;
      --expires-in) EXPIRES_IN=${2:?--expires-in needs seconds} && shift ;;
      -h | --help) show_help && return 0 ;;
      *) usage_error "unknown argument $1" ;;
    esac
    shift
  done
  check_arguments
  [ -r "$data/stack.env" ] || die "there is no stack in $data (scripts/run.sh makes one)"
  # shellcheck disable=SC1091
  . "$data/stack.env"
  now=$(stack_now "${CLOCK_OFFSET_FILE:-$data/clock.offset}")
  if [ -n "$SERVICE" ]; then
    [ -r "$data/keys/$SERVICE.pem" ] || die "no key for $SERVICE in $data/keys"
    eddsa_token "$(service_claims "$now")" "$data/keys/$SERVICE.pem"
  else
    hs256_token "$(user_claims "$now")" "$SUPABASE_JWT_SECRET"
  fi
}

main "$@"
