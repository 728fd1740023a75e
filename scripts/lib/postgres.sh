# A private PostgreSQL cluster in a data folder: never a system cluster, never as root.
#
# DATA/db.env (mode 600) remembers where the cluster lives and every password:
#   PG_HOME      DATA/postgres, or /var/lib/keys-marketplace/<hash of DATA> where the user postgres
#                cannot reach DATA (a clone below a 0700 home; no parent's mode is ever changed)
#   PG_PORT PG_SOCKET_DIR PG_KIND (stack|test|external) PG_PASSWORD_<ROLE>
# PG_KIND external: somebody else's server, reached by PG_URL; then there is no cluster here, only
# the passwords of the six service roles, and those only where this data folder made them.
# Every function expects load_cluster to have run, and $DATA to be absolute.

unset "${!PG_@}" # nothing from the caller's environment
SERVICES=(analytics catalog entitlement billing ingestion discovery) # in rank order
PG_ADMIN=keys_admin
PG_FAR_HOME=/var/lib/keys-marketplace

pg_bin() {
  local found
  found=$(printf '%s\n' /usr/lib/postgresql/*/bin/postgres | sort -V | tail -n 1)
  [ -x "$found" ] || die "PostgreSQL is not installed; run scripts/setup.sh"
  dirname "$found"
}

# The newest psql: with somebody else's server a machine, or the image, needs no server of its own.
psql_program() {
  local found
  found=$(printf '%s\n' /usr/lib/postgresql/*/bin/psql | sort -V | tail -n 1)
  [ -x "$found" ] || die "psql is not installed; run scripts/setup.sh"
  printf '%s\n' "$found"
}

# Runs a command as the user who owns the cluster, holding none of our locks (fds 8 and 9).
as_cluster_user() {
  (
    cd /
    export LC_ALL=C.UTF-8
    if is_root; then
      exec setpriv --reuid=postgres --regid=postgres --init-groups -- "$@" 8>&- 9>&-
    fi
    exec "$@" 8>&- 9>&-
  )
}

cluster_hash() { printf '%s' "$1" | sha256sum | cut -c1-16; }

# Prints where the cluster of data folder $1 should live.
choose_pg_home() {
  if as_cluster_user test -x "$1"; then
    printf '%s/postgres\n' "$1"
  else
    printf '%s/%s\n' "$PG_FAR_HOME" "$(cluster_hash "$1")"
  fi
}

load_cluster() {
  [ -r "$DATA/db.env" ] || return 1
  # shellcheck disable=SC1091
  . "$DATA/db.env"
}

save_cluster() {
  local name
  for name in $(compgen -v PG_ | grep -E '^PG_(HOME|PORT|SOCKET_DIR|KIND|URL|PASSWORD_.*)$'); do
    printf '%s=%q\n' "$name" "${!name}"
  done | write_file "$DATA/db.env" 600
}

password_of() {
  local name=PG_PASSWORD_${1^^}
  printf '%s' "${!name:-}"
}

choose_passwords() {
  local role fixed=
  [ "$PG_KIND" != test ] || fixed=${KEYS_TEST_ROLE_PASSWORD:-$(random_secret)}
  [[ $fixed =~ ^[A-Za-z0-9_-]*$ ]] || die "KEYS_TEST_ROLE_PASSWORD: letters, digits, _ and - only"
  for role in admin migrator test "${SERVICES[@]}"; do
    printf -v "PG_PASSWORD_${role^^}" '%s' "${fixed:-$(random_secret)}"
  done
}

make_owned_folder() {
  mkdir -p "$1"
  chmod 700 "$1"
  ! is_root || chown postgres:postgres "$1"
}

cluster_settings() {
  printf "%s\n" "listen_addresses = '127.0.0.1'" "password_encryption = 'scram-sha-256'" \
    "timezone = 'UTC'" "log_timezone = 'UTC'" "max_connections = 200" \
    "log_line_prefix = '%m [%p] %q%u@%d '"
  [ "$PG_KIND" = test ] || return 0
  # A test cluster is thrown away: nothing in it needs to survive a power cut.
  printf '%s\n' "fsync = off" "synchronous_commit = off" "full_page_writes = off" \
    "wal_level = minimal" "max_wal_senders = 0" "max_wal_size = '2GB'"
}

run_initdb() {
  local secret
  secret=$(mktemp)
  password_of admin >"$secret"
  ! is_root || chown postgres "$secret"
  as_cluster_user "$(pg_bin)/initdb" -D "$PG_HOME/data" -U "$PG_ADMIN" --pwfile="$secret" -E UTF8 \
    --locale=C.UTF-8 --lc-collate=C -A scram-sha-256 --no-sync --no-instructions >"$DATA/initdb.log" 2>&1 ||
    { rm -f "$secret" && cat "$DATA/initdb.log" >&2 && die "initdb failed"; }
  rm -f "$secret" "$DATA/initdb.log"
}

# Takes the server at URL $1 instead of a cluster of our own.
use_external() {
  load_cluster || true
  [ "${PG_KIND:-external}" = external ] ||
    die "$DATA already has a private cluster; to use DATABASE_URL instead, take another --data"
  mkdir -p "$DATA"
  PG_KIND=external
  PG_URL=$1
  save_cluster
}

# Makes the cluster of kind $1 (stack|test) unless it is there.
init_cluster() {
  ! load_cluster || [ "$PG_KIND" != external ] ||
    die "$DATA uses the server of DATABASE_URL, which is not set now; take another --data for a private one"
  ! load_cluster || [ ! -e "$PG_HOME/data/PG_VERSION" ] || return 0
  mkdir -p "$DATA"
  PG_KIND=$1
  PG_HOME=$(choose_pg_home "$DATA")
  PG_PORT=$(choose_ports 1)
  choose_passwords
  case $PG_HOME in
    "$PG_FAR_HOME"/*) say "user postgres cannot reach $DATA: the database lives in $PG_HOME" ;;
  esac
  mkdir -p "$(dirname "$PG_HOME")"
  rm -rf -- "$PG_HOME"
  make_owned_folder "$PG_HOME"
  run_initdb
  cluster_settings | as_cluster_user tee -a "$PG_HOME/data/postgresql.conf" >/dev/null
  save_cluster
}

# Sets POSTMASTER_PID; false when no postmaster lives. Starts no process: the supervisor asks each second.
find_postmaster() {
  local name=''
  POSTMASTER_PID=''
  read -r POSTMASTER_PID 2>/dev/null <"$PG_HOME/data/postmaster.pid" || return 1
  read -r name 2>/dev/null <"/proc/$POSTMASTER_PID/comm"
  [ "$name" = postgres ]
}

postmaster_pid() { find_postmaster && printf '%s\n' "$POSTMASTER_PID"; }

cluster_runs() {
  [ "$PG_KIND" != external ] && [ -e "$PG_HOME/data" ] || return 1
  as_cluster_user "$(pg_bin)/pg_ctl" -D "$PG_HOME/data" status >/dev/null 2>&1
}

# The socket's path must be short (107 bytes) and its folder nobody else's: a new one in /tmp each time.
make_socket_folder() {
  rm -rf -- "${PG_SOCKET_DIR:-/nonexistent}"
  PG_SOCKET_DIR=$(mktemp -d /tmp/keys-pg.XXXXXXXX)
  make_owned_folder "$PG_SOCKET_DIR"
}

start_cluster() {
  ! cluster_runs || return 0
  ! port_is_taken "$PG_PORT" || PG_PORT=$(choose_ports 1)
  make_socket_folder
  save_cluster
  [ "$(stat -c %s "$PG_HOME/postgres.log" 2>/dev/null || printf 0)" -lt 20000000 ] ||
    mv -f -- "$PG_HOME/postgres.log" "$PG_HOME/postgres.log.1"
  as_cluster_user "$(pg_bin)/pg_ctl" -D "$PG_HOME/data" -l "$PG_HOME/postgres.log" -w -t 60 -s \
    -o "-p $PG_PORT -k $PG_SOCKET_DIR" start </dev/null >&2 ||
    { tail -n 20 "$PG_HOME/postgres.log" >&2 && die "PostgreSQL did not start (log above)"; }
}

# $1: fast (the default) or immediate.
stop_cluster() {
  if cluster_runs; then
    as_cluster_user "$(pg_bin)/pg_ctl" -D "$PG_HOME/data" -m "${1:-fast}" -w -t 60 -s stop >&2 ||
      die "PostgreSQL did not stop; its log is $PG_HOME/postgres.log"
  fi
  [ "$PG_KIND" = external ] || rm -rf -- "${PG_SOCKET_DIR:-/nonexistent}"
}

# Throws the cluster away, wherever it lives.
remove_cluster() {
  load_cluster || return 0
  stop_cluster immediate
  [ "$PG_KIND" = external ] || rm -rf -- "$PG_HOME"
  rm -f -- "$DATA/db.env"
}

# psql_as ROLE DATABASE [psql arguments]; the password never shows on a command line.
psql_as() {
  local role=$1 database=$2
  shift 2
  if [ "$PG_KIND" = external ]; then
    "$(psql_program)" "$PG_URL" --no-psqlrc -v ON_ERROR_STOP=1 "$@"
    return
  fi
  PGHOST=127.0.0.1 PGPORT=$PG_PORT PGUSER=keys_$role PGDATABASE=$database PGCONNECT_TIMEOUT=10 \
    PGPASSWORD=$(password_of "$role") env -u PGSERVICE -u PGOPTIONS -u PGHOSTADDR \
    "$(pg_bin)/psql" --no-psqlrc -v ON_ERROR_STOP=1 "$@"
}

database_url() { # ROLE DATABASE
  if [ "$PG_KIND" = external ]; then
    external_url "$1"
    return
  fi
  printf 'postgresql://keys_%s:%s@127.0.0.1:%s/%s\n' "$1" "$(password_of "$1")" "$PG_PORT" "$2"
}

# PG_URL itself for the migrator, else PG_URL with another role's name and password.
external_url() {
  if [ "$1" = migrator ]; then
    printf '%s\n' "$PG_URL"
  elif [[ $PG_URL =~ ^(postgres(ql)?://)([^@/]*@)?(.*)$ ]]; then
    printf '%skeys_%s:%s@%s\n' "${BASH_REMATCH[1]}" "$1" "$(password_of "$1")" "${BASH_REMATCH[4]}"
  else
    die "DATABASE_URL is no postgresql:// URL"
  fi
}
