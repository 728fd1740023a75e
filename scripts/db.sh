#!/usr/bin/env bash
# The private PostgreSQL cluster of a data folder.
#
#   scripts/db.sh COMMAND [--data DIR] [--external] [-- arguments for psql]
#
#   init       create the cluster, unless it exists
#   start      init, then start it on 127.0.0.1 at a free port
#   migrate    start, then roles, database "keys" and all migrations; a second run changes nothing
#   roles      with --external: create the roles that are missing on the server of DATABASE_URL, give the six login
#              roles new passwords, and print DATABASE_URL_<SERVICE> as lines to source. Afterwards every host and
#              database that uses the server needs these lines. No other command changes roles that exist
#   env        print DATABASE_URL (the migrator's) and DATABASE_URL_<SERVICE> as lines to source
#   psql       psql as the migrator
#   status     say where the cluster is and whether it runs; exit code 0 when it does
#   stop       stop it
#   reset      stop it and delete it
#   template   for tests: start a cluster without fsync, make database keys_template (migrated), and
#              print KEYS_TEST_DATABASE_URL and KEYS_TEST_ROLE_PASSWORD as lines to source
#
#   --data DIR   the data folder; default .run, for template build/test-pg
#   --external   with migrate and roles: use the server and database of DATABASE_URL instead of a private cluster.
#                DATABASE_URL and DATABASE_URL_<SERVICE> may stand in files that DATABASE_URL_FILE and so on name.
#                Its role must be able to create the schema auth if it does not exist and, if the server has none
#                of the services' roles, to create roles
#
# To run Postgres tests by hand:
#   eval "$(scripts/db.sh template)"
#   build/release/bin/pg_test
# The role in KEYS_TEST_DATABASE_URL, keys_test, may CREATE DATABASE x TEMPLATE keys_template STRATEGY
# file_copy, and SET ROLE to every role; each login role (keys_catalog, …) has the password
# KEYS_TEST_ROLE_PASSWORD there, which may be chosen by that variable before the cluster is made.
#
# When called by root, everything runs as user postgres. If that user cannot reach DIR, the cluster is below
# /var/lib/keys-marketplace; reset deletes it there too.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/lib/common.sh"
# shellcheck source=scripts/lib/ports.sh
. "$KEYS_ROOT/scripts/lib/ports.sh"
# shellcheck source=scripts/lib/postgres.sh
. "$KEYS_ROOT/scripts/lib/postgres.sh"
# shellcheck source=scripts/lib/migrations.sh
. "$KEYS_ROOT/scripts/lib/migrations.sh"

DATABASE=keys
EXTERNAL=no

need_cluster() { load_cluster || die "there is no cluster in $DATA (scripts/db.sh migrate makes one)"; }

start() {
  local service
  if [ "$EXTERNAL" = yes ]; then
    secret_from_file DATABASE_URL
    for service in "${SERVICES[@]}"; do
      secret_from_file "DATABASE_URL_${service^^}"
    done
    use_external "${DATABASE_URL:?--external needs DATABASE_URL}"
    return
  fi
  init_cluster "$1"
  start_cluster
}

print_env() {
  local service
  need_cluster
  export_line DATABASE_URL "$(database_url migrator $DATABASE)"
  for service in "${SERVICES[@]}"; do
    [ -n "$(password_of "$service")" ] || continue # given to every start by the caller
    export_line "DATABASE_URL_${service^^}" "$(database_url "$service" $DATABASE)"
  done
}

roles() {
  [ "$EXTERNAL" = yes ] || usage_error "roles needs --external; a cluster of our own has its roles"
  start stack
  make_roles
  print_env | grep -v '^export DATABASE_URL='
}

template() {
  start test
  build_template
  export_line KEYS_TEST_DATABASE_URL "$(database_url test postgres)"
  export_line KEYS_TEST_ROLE_PASSWORD "$(password_of test)"
}

status() {
  need_cluster
  [ "$PG_KIND" != external ] || { printf 'external: %s\n' "${PG_URL##*@}" && return; }
  printf 'data %s/data\nlog %s/postgres.log\nport %s\n' "$PG_HOME" "$PG_HOME" "$PG_PORT"
  cluster_runs || { printf 'stopped\n' && return 1; }
  printf 'running, pid %s\n' "$(postmaster_pid)"
}

lock_data() {
  mkdir -p "$DATA"
  exec 8>"$DATA/db.lock"
  flock 8
}

run_command() {
  local command=$1
  shift
  case $command in
    init) lock_data && init_cluster stack ;;
    start) lock_data && start stack ;;
    migrate) lock_data && start stack && migrate_database $DATABASE ;;
    roles) lock_data && roles ;;
    env) print_env ;;
    psql) need_cluster && psql_as migrator $DATABASE "$@" ;;
    status) status ;;
    stop) ! load_cluster || { lock_data && stop_cluster; } ;;
    reset) [ ! -d "$DATA" ] || { lock_data && remove_cluster && rm -f "$DATA/db.lock"; } ;;
    template) lock_data && template ;;
    *) usage_error "unknown command $command" ;;
  esac
}

main() {
  local command='' data=''
  while [ $# -gt 0 ]; do
    case $1 in
      --data) data=${2:?--data needs a folder} && shift ;;
      --external) EXTERNAL=yes ;;
      -h | --help) show_help && return 0 ;;
      --) shift && break ;;
      -*) usage_error "unknown option $1" ;;
      *)
        [ -z "$command" ] || usage_error "one command, please: $command or $1?"
        command=$1
        ;;
    esac
    shift
  done
  [ -n "$command" ] || usage_error "which command?"
  [ -n "$data" ] || data=$KEYS_ROOT/.run
  [ "$command" != template ] || [ "$data" != "$KEYS_ROOT/.run" ] || data=$KEYS_ROOT/build/test-pg
  DATA=$(absolute_path "$data")
  run_command "$command" "$@"
}

main "$@"
