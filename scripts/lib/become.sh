# How a process of a stack is started. Needs common.sh, postgres.sh, stack_env.sh, process.sh, $DATA and the array PORT_OF.

load_stack() {
  local name port
  load_cluster
  # shellcheck disable=SC1091
  . "$DATA/stack.env"
  while read -r name port; do
    PORT_OF[$name]=$port
  done <"$DATA/run/ports"
}

sandbox_arguments() {
  ARGUMENTS=(--listen "127.0.0.1:${PORT_OF[sandbox]}" --webhook-url "http://$HTTP_LISTEN/billing/webhook"
    --state "$DATA/sandbox.state")
}

# Becomes process $1. Runs in a subshell.
become() {
  local name=$1 program=keys-$1 address=${1^^}_ADDRESS ARGUMENTS=()
  if [ "$name" = sandbox ]; then
    program=keys-stripe-sandbox
    sandbox_arguments
  fi
  drop_foreign_secrets "$name"
  export SERVICE_KEY_FILE=$DATA/keys/$name.pem KEYS_PROCESS_OF=$DATA
  # stack.env names the operator's certificate, and each process has its own.
  [ "${GRPC_TLS_CA_FILE:-}" != "$DATA/certificates/operator/ca.pem" ] || certificate_of "$name"
  [ -z "${PORT_OF[$name.admin]:-}" ] || export ADMIN_LISTEN=127.0.0.1:${PORT_OF[$name.admin]}
  [ -z "${!address:-}" ] || export GRPC_LISTEN=${!address}
  exec "$KEYS_BIN_DIR/$program" "${ARGUMENTS[@]}"
}
