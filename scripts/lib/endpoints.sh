# DATA/endpoints.json: where everything is. Needs stack_env.sh, jwt.sh (json_string) and the arrays
# PORT_OF and PID_OF.

# json_members NAME… : "name": value, … with each value given by $VALUE_OF NAME
json_members() {
  local name separator=''
  for name in "$@"; do
    printf '%s"%s": %s' "$separator" "$name" "$("$VALUE_OF" "$name")"
    separator=', '
  done
}

# The sandbox has one port for everything.
metrics_value() { json_string "http://127.0.0.1:${PORT_OF[$1.admin]:-${PORT_OF[$1]}}/metrics"; }
grpc_value() {
  local variable=${1^^}_ADDRESS
  json_string "${!variable}"
}
pid_value() { printf '%s' "${PID_OF[$1]}"; }

sandbox_value() {
  if [ -n "${PORT_OF[sandbox]:-}" ]; then
    json_string "http://127.0.0.1:${PORT_OF[sandbox]}"
  else
    printf null
  fi
}

postgres_value() {
  if [ "$PG_KIND" = external ]; then
    printf null
  else
    printf '{"pid": %s, "port": %s, "data": %s, "log": %s}' "$(postmaster_pid || printf null)" "$PG_PORT" \
      "$(json_string "$PG_HOME/data")" "$(json_string "$PG_HOME/postgres.log")"
  fi
}

# Every process that has a pid at the moment.
running_names() {
  local name
  for name in "${PROCESSES[@]}"; do
    [ -z "${PID_OF[$name]:-}" ] || printf '%s\n' "$name"
  done
}

write_endpoints() {
  local running measured=("${SERVICES[@]}" gateway)
  [ -z "${PORT_OF[sandbox]:-}" ] || measured+=(sandbox)
  mapfile -t running < <(running_names)
  {
    printf '{\n'
    printf '  "gateway": %s,\n' "$(json_string "http://$HTTP_LISTEN")"
    printf '  "sandbox": %s,\n' "$(sandbox_value)"
    printf '  "database_url": %s,\n' "$(json_string "$DATABASE_URL")"
    printf '  "metrics": {%s},\n' "$(VALUE_OF=metrics_value json_members "${measured[@]}")"
    printf '  "grpc": {%s},\n' "$(VALUE_OF=grpc_value json_members "${SERVICES[@]}")"
    printf '  "pids": {%s},\n' "$(VALUE_OF=pid_value json_members "${running[@]}")"
    printf '  "supervisor": %s,\n' "$$"
    printf '  "postgres": %s\n}\n' "$(postgres_value)"
  } | write_file "$DATA/endpoints.json" 600
}
