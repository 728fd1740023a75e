# The parts of scripts/backup.sh: pgBackRest for the database, copies with digests for the object store. Needs
# common.sh, ports.sh and postgres.sh; $REPO is absolute.
#
#   REPO/pg          pgBackRest's repository: backups and WAL       REPO/pgbackrest.conf   its configuration
#   REPO/objects     the object store's files                       REPO/objects.sha256    their digests
#   REPO/stack       db.env, secrets.env and keys/ of the stack     REPO/state             when what last succeeded
#   REPO/log, lock   pgBackRest's

STANZA=keys
STORE=marketplace # the folder of the object store within storage/

# pgbackrest [arguments], as the user who owns cluster and repository.
run_pgbackrest() {
  as_cluster_user env PGPASSWORD="$(password_of admin)" pgbackrest --config="$REPO/pgbackrest.conf" --stanza=$STANZA "$@"
}

# $1: PGDATA. What a start changes, port and socket, is written anew before each use.
write_configuration() {
  as_cluster_user tee "$REPO/pgbackrest.conf" >/dev/null <<CONF
[global]
repo1-path=$REPO/pg
repo1-retention-full=$KEEP
repo1-bundle=y
compress-type=gz
compress-level=1
start-fast=y
archive-timeout=60
log-path=$REPO/log
lock-path=$REPO/lock
log-level-console=warn

[$STANZA]
pg1-path=$1
pg1-port=$PG_PORT
pg1-socket-path=$PG_SOCKET_DIR
pg1-user=$PG_ADMIN
pg1-database=postgres
CONF
}

need_repository() { [ -e "$REPO/pgbackrest.conf" ] || die "$REPO is no repository yet: scripts/backup.sh setup makes one"; }

need_own_cluster() {
  load_cluster || die "there is no cluster in $DATA"
  [ "$PG_KIND" != external ] || die "the database of $DATA is somebody else's server: back it up there"
  cluster_runs || die "the cluster of $DATA does not run"
}

# True when WAL goes to this repository already.
archives_here() { [ "$(psql_as admin postgres -qAt -c "SELECT current_setting('archive_mode') || ' ' || current_setting('archive_command')")" = "on $(archive_command)" ]; }

archive_command() { printf 'pgbackrest --config=%s/pgbackrest.conf --stanza=%s archive-push %%p' "$REPO" "$STANZA"; }

# Turning archive_mode on needs a restart of PostgreSQL; the stack's supervisor waits for the lock meanwhile.
begin_archiving() {
  ! archives_here || return 0
  psql_as admin postgres -q -v command="$(archive_command)" <<'SQL'
ALTER SYSTEM SET archive_mode = on;
ALTER SYSTEM SET archive_command = :'command';
ALTER SYSTEM SET archive_timeout = 60;
SQL
  step "restarting PostgreSQL, so that it keeps its WAL in $REPO"
  exec 8>"$DATA/db.lock"
  flock 8
  stop_cluster
  start_cluster
  exec 8>&-
  write_configuration "$PG_HOME/data"
}

# New files only: what is published is never changed. A file appears whole or not at all, its digest beside it.
copy_objects() {
  local from=$DATA/storage path
  [ -d "$from/$STORE" ] || { say "no object store in $from: an s3:// storage keeps its own versions" && return 0; }
  mkdir -p "$REPO/objects"
  touch "$REPO/objects.sha256"
  while IFS= read -r -d '' path; do
    [ ! -e "$REPO/objects/$path" ] || continue
    mkdir -p "$REPO/objects/$(dirname -- "$path")"
    cp -- "$from/$path" "$REPO/objects/$path.part" && sync -- "$REPO/objects/$path.part"
    (cd "$REPO/objects" && sha256sum -- "$path.part") | sed 's/\.part$//' >>"$REPO/objects.sha256"
    mv -- "$REPO/objects/$path.part" "$REPO/objects/$path"
  done < <(cd "$from" && find "$STORE" -type f -print0)
}

# Passwords and private keys: without them a restored database cannot be logged into.
copy_secrets() {
  rm -rf -- "$REPO/stack.new"
  (umask 077 && mkdir -p "$REPO/stack.new" && cp -r -- "$DATA/db.env" "$DATA/keys" "$REPO/stack.new/" &&
    cp -- "$DATA/secrets.env" "$REPO/stack.new/" 2>/dev/null) || [ -e "$REPO/stack.new/db.env" ] || die "cannot copy the stack's secrets"
  rm -rf -- "$REPO/stack"
  mv -- "$REPO/stack.new" "$REPO/stack"
}

note_success() { mkdir -p "$REPO/state" && date +%s | write_file "$REPO/state/$1"; }

# Writes the file $1 for node exporter's textfile collector.
write_metrics() {
  local name
  {
    for name in success verified; do
      [ -s "$REPO/state/$name" ] || continue
      printf '# TYPE keys_backup_last_%s_timestamp_seconds gauge\n' "$name"
      printf 'keys_backup_last_%s_timestamp_seconds %s\n' "$name" "$(cat "$REPO/state/$name")"
    done
    printf '# TYPE keys_backup_age_limit_seconds gauge\nkeys_backup_age_limit_seconds %s\n' "$MAX_AGE"
  } | write_file "$1"
}

verify_objects() {
  [ -s "$REPO/objects.sha256" ] || return 0
  (cd "$REPO/objects" && sha256sum --quiet --strict -c ../objects.sha256) || die "objects of $REPO are damaged (named above)"
}

# The data folder of a restored stack: its secrets, its objects, and a cluster at a port of its own.
restore_folder() {
  mkdir -p "$DATA/storage"
  cp -r -- "$REPO/stack/." "$DATA/"
  [ ! -d "$REPO/objects" ] || cp -r -- "$REPO/objects/." "$DATA/storage/"
  load_cluster
  PG_HOME=$(choose_pg_home "$DATA")
  PG_PORT=$(choose_ports 1)
  PG_SOCKET_DIR=''
  mkdir -p "$(dirname "$PG_HOME")"
  make_owned_folder "$PG_HOME"
  save_cluster
}

# Waits until the cluster has replayed the WAL that it should and takes writes.
await_recovery() {
  local left=1200
  until [ "$(psql_as admin postgres -qAt -c 'SELECT pg_is_in_recovery()' 2>/dev/null)" = f ]; do
    left=$((left - 1))
    [ "$left" -gt 0 ] && cluster_runs || { tail -n 15 "$PG_HOME/postgres.log" >&2 && die "the restored cluster did not come up (log above)"; }
    sleep 0.5
  done
}
