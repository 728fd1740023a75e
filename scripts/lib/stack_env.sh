# The environment of a stack (docs/contract.md §7): what the caller had set is kept, what is missing is made.
#
#   DATA/secrets.env   secrets made here, kept from start to start (mode 600)
#   DATA/stack.env     everything resolved, to source in a shell (mode 600)
# Needs common.sh, postgres.sh (SERVICES) and $DATA.

PROCESSES=(sandbox "${SERVICES[@]}" gateway)

# Kept when set, absent otherwise.
OPTIONAL_VARIABLES=(STRIPE_CA_FILE JWKS_URL JWKS_REFRESH_MS JWT_ISSUER ADMIN_USER_IDS LONGEST_TOKEN_LIFE_SECONDS TRUSTED_PROXIES
  RATE_LIMIT_PER_MINUTE RATE_LIMIT_BURST ANONYMOUS_EVENTS_PER_MINUTE POPULARITY_REFRESH_SECONDS FAILPOINTS_FILE LAME_DUCK_SECONDS REUSE_PORT WEB_ROOT DEV_SIGN_IN SUPABASE_AUTH_URL AUTH_PROVIDERS
  SIGN_IN_ATTEMPTS_PER_MINUTE AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN)

# A secret goes only to the processes named here; every other variable goes to all of them.
declare -A OWNERS_OF=(
  [DATABASE_URL]='' # the migrator's: no process needs it
  [STRIPE_SECRET_KEY]='billing sandbox' [STRIPE_WEBHOOK_SECRET]='billing sandbox'
  [SUPABASE_JWT_SECRET]=gateway [SUPABASE_ANON_KEY]=gateway [HTTP_LISTEN]=gateway
  [URL_SIGNING_KEYS]=entitlement [IP_HASH_SECRET]=entitlement
  [CURSOR_KEY]='catalog entitlement billing ingestion discovery'
  [AWS_ACCESS_KEY_ID]='gateway ingestion' [AWS_SECRET_ACCESS_KEY]='gateway ingestion' # who opens the storage
  [AWS_SESSION_TOKEN]='gateway ingestion')
for service in "${SERVICES[@]}"; do
  OWNERS_OF[DATABASE_URL_${service^^}]=$service
done

RESOLVED=() # names, in the order of stack.env

# Takes NAME from the caller's environment, else DEFAULT.
resolve() {
  local -n variable=$1
  variable=${variable:-$2}
  RESOLVED+=("$1")
}

# The same for a secret, made once: resolve_secret NAME PREFIX.
resolve_secret() {
  local -n variable=$1
  if [ -z "${variable:-}" ]; then
    variable=$(without_mark "$DATA/secrets.env" 2>/dev/null | sed -n "s/^$1=//p") || true # the first start has none
    if [ -z "$variable" ]; then
      variable=$2$(random_secret)
      (umask 077 && printf '%s=%s\n' "$1" "$variable" >>"$DATA/secrets.env")
    fi
  fi
  RESOLVED+=("$1")
}

checksum() { cksum <<<"$1" | cut -d' ' -f1; }

# Variables that came from sourcing a stack's stack.env describe that stack, not what the caller wants:
# KEYS_STACK_RESOLVED tells them by "NAME:checksum" of the value it gave.
forget_sourced_stack() {
  local entry name
  for entry in ${KEYS_STACK_RESOLVED:-}; do
    name=${entry%%:*}
    [[ $name =~ ^[A-Z_]+$ && "$(checksum "${!name:-}")" = "${entry#*:}" ]] || continue
    unset "$name"
  done
}

uses_sandbox() { [ -z "${STRIPE_API_BASE:-}" ] && [ -z "${STRIPE_SECRET_KEY:-}" ]; }

# $1: the sandbox's port, empty when real Stripe is used.
resolve_stripe() {
  if [ -n "$1" ]; then
    resolve STRIPE_API_BASE "http://127.0.0.1:$1"
    resolve_secret STRIPE_SECRET_KEY sk_test_
    resolve_secret STRIPE_WEBHOOK_SECRET whsec_
  else
    resolve STRIPE_API_BASE https://api.stripe.com
    resolve STRIPE_SECRET_KEY ''
    # Only Stripe can know the secret of its webhook endpoint. Without it the webhook answers 503.
    resolve STRIPE_WEBHOOK_SECRET ''
  fi
}

resolve_secrets() {
  resolve_secret SUPABASE_JWT_SECRET ''
  resolve_secret CURSOR_KEY ''
  resolve_secret IP_HASH_SECRET ''
  resolve_secret URL_SIGNING_KEYS k1:
}

# If the caller names no issuer and no secret of tokens, the stack lets anybody at this machine sign in as one of the
# personas. With any of them, the caller must set DEV_SIGN_IN to allow that.
resolve_sign_in() {
  [ -z "${SUPABASE_ANON_KEY:-}" ] || RESOLVED+=(SUPABASE_ANON_KEY)
  [ -z "${DEV_SIGN_IN:-}${SUPABASE_JWT_SECRET:-}${JWKS_URL:-}${SUPABASE_AUTH_URL:-}" ] || return 0
  DEV_SIGN_IN=on
}

# The certificate of process $1 of a stack with --tls.
certificate_of() {
  GRPC_TLS_CA_FILE=$DATA/certificates/$1/ca.pem
  GRPC_TLS_CERT_FILE=$DATA/certificates/$1/cert.pem
  GRPC_TLS_KEY_FILE=$DATA/certificates/$1/key.pem
}

resolve_tls() {
  certificate_of "$1"
  RESOLVED+=(GRPC_TLS_CA_FILE GRPC_TLS_CERT_FILE GRPC_TLS_KEY_FILE)
}

# resolve_stack PORT ASSETS; the ports of all processes are in PORT_OF.
resolve_stack() {
  local service name here=http://127.0.0.1:$1
  RESOLVED=(DATABASE_URL)
  for service in "${SERVICES[@]}"; do
    RESOLVED+=("DATABASE_URL_${service^^}")
    resolve "${service^^}_ADDRESS" "127.0.0.1:${PORT_OF[$service.grpc]}"
  done
  HTTP_LISTEN=127.0.0.1:$1
  KEYS_ASSETS_ROOT=$2
  RESOLVED+=(HTTP_LISTEN KEYS_ASSETS_ROOT)
  resolve FRONTEND_URL "$here"
  resolve PUBLIC_URL "$here"
  resolve CORS_ORIGINS "$here,http://localhost:$1"
  resolve RETURN_ORIGINS "$here,http://localhost:$1"
  resolve STORAGE_URL "file://$DATA/storage"
  resolve JWT_AUDIENCE authenticated
  resolve CLOCK_OFFSET_FILE "$DATA/clock.offset"
  resolve TRUST_ORG_CLAIMS 1
  resolve SERVICE_PEERS_FILE "$DATA/keys/peers.json"
  SERVICE_KEY_FILE=$DATA/keys/operator.pem # of whoever sources stack.env; each process gets its own
  RESOLVED+=(SERVICE_KEY_FILE)
  [ "$TLS" = no ] || resolve_tls operator
  resolve_sign_in
  for name in "${OPTIONAL_VARIABLES[@]}"; do
    [ -z "${!name:-}" ] || RESOLVED+=("$name")
  done
  resolve_secrets
  resolve_stripe "${PORT_OF[sandbox]:-}"
}

write_stack_env() {
  local name sums=()
  {
    for name in "${RESOLVED[@]}"; do
      export_line "$name" "${!name}"
      sums+=("$name:$(checksum "${!name}")")
    done
    export_line KEYS_STACK_RESOLVED "${sums[*]}"
  } | write_file "$DATA/stack.env" 600
}

# Removes from the environment what process $1 is not to know: secrets of other processes, and whatever else the
# caller's shell has that its name calls a secret.
drop_foreign_secrets() {
  local name
  unset KEYS_STACK_RESOLVED
  while IFS= read -r name; do
    [[ -z ${OWNERS_OF[$name]+known} && $name =~ (SECRET|PASSWORD|PASSWD|TOKEN|CREDENTIAL|PRIVATE|API_?KEY)|^PG ]] || continue
    unset "$name"
  done < <(compgen -e)
  for name in "${!OWNERS_OF[@]}"; do
    case " ${OWNERS_OF[$name]} " in
      *" $1 "*) ;;
      *) unset "$name" ;;
    esac
  done
}
