#!/usr/bin/env bash
# Backups of a stack's database, object store and secrets, and restoring them elsewhere, to any moment.
#
#   scripts/backup.sh COMMAND --repo REPO [--data DIR] [options]
#
#   setup     once: make the repository and send all WAL to it (restarts PostgreSQL when that is new)
#   backup    a backup of database, objects and secrets      --full: not only what changed since the last one
#   verify    read the whole repository and check every digest
#   restore   to another data folder                         --to NEW [--at 'YYYY-MM-DD HH:MM:SS+00']
#   list      which backups there are, and which moments can be restored
#   expire    delete what is beyond --keep; each backup does so too
#
#   --repo REPO      the repository's folder; on another disk, and as secret as the database: passwords and private keys
#                    are in it
#   --data DIR       the stack's data folder (default .run)
#   --keep N         full backups that are kept, with all that is needed from the oldest on (default 4)
#   --metrics FILE   after backup and verify: write FILE for node exporter's textfile collector
#   --max-age S      how old the last good backup may be before BackupOld fires (default 93600: 26 hours)
#
# Needs pgbackrest (scripts/setup.sh --for all). WAL is sent when a segment is full and at least each minute: so much can be
# lost with the machine. Without --at everything is restored that has arrived. A restored folder starts with
# scripts/run.sh --data NEW and sends no WAL until setup is run for it.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname -- "$0")/lib/common.sh"
# shellcheck source=scripts/lib/ports.sh
. "$KEYS_ROOT/scripts/lib/ports.sh"
# shellcheck source=scripts/lib/postgres.sh
. "$KEYS_ROOT/scripts/lib/postgres.sh"
# shellcheck source=scripts/lib/backup.sh
. "$KEYS_ROOT/scripts/lib/backup.sh"

COMMAND='' DATA=$KEYS_ROOT/.run REPO='' TO='' AT='' KEEP=4 METRICS='' MAX_AGE=93600 TYPE=incr

parse_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --repo) REPO=$(absolute_path "${2:?--repo needs a folder}") && shift ;;
      --data) DATA=$(absolute_path "${2:?--data needs a folder}") && shift ;;
      --to) TO=$(absolute_path "${2:?--to needs a folder}") && shift ;;
      --at) AT=${2:?--at needs a moment} && shift ;;
      --keep) KEEP=${2:?--keep needs a number} && shift ;;
      --metrics) METRICS=$(absolute_path "${2:?--metrics needs a file}") && shift ;;
      --max-age) MAX_AGE=${2:?--max-age needs seconds} && shift ;;
      --full) TYPE=full ;;
      -h | --help) show_help && exit 0 ;;
      -*) usage_error "unknown option $1" ;;
      *)
        [ -z "$COMMAND" ] || usage_error "one command, please: $COMMAND or $1?"
        COMMAND=$1
        ;;
    esac
    shift
  done
  [ -n "$COMMAND" ] || usage_error "which command?"
  [ -n "$REPO" ] || usage_error "--repo says where the repository is"
  [[ $KEEP =~ ^[1-9][0-9]*$ ]] || usage_error "--keep takes a number from 1 on"
  [[ $MAX_AGE =~ ^[1-9][0-9]*$ ]] || usage_error "--max-age takes seconds"
  command -v pgbackrest >/dev/null || die "pgbackrest is missing; run scripts/setup.sh --for all"
}

setup() {
  need_own_cluster
  mkdir -p "$REPO"
  make_owned_folder "$REPO"
  as_cluster_user test -w "$REPO" || die "user postgres cannot reach $REPO: let it pass through the folders above, or choose another --repo"
  as_cluster_user mkdir -p "$REPO/pg" "$REPO/log" "$REPO/lock"
  write_configuration "$PG_HOME/data"
  run_pgbackrest --no-online stanza-create
  begin_archiving
  run_pgbackrest check
  step "WAL of $DATA goes to $REPO; now: scripts/backup.sh backup --repo $REPO"
}

# Objects first: every version that the database of this backup knows is then in it.
backup() {
  need_repository
  need_own_cluster
  archives_here || die "the cluster of $DATA does not send its WAL to $REPO: run setup first"
  write_configuration "$PG_HOME/data"
  copy_objects
  copy_secrets
  run_pgbackrest --type="$TYPE" backup
  note_success success
  [ -z "$METRICS" ] || write_metrics "$METRICS"
}

verify() {
  local said
  need_repository
  said=$(run_pgbackrest verify --output=text --verbose) || die "the repository is damaged: $said"
  [[ $said == *"status: ok"* && $said == *"backup:"* ]] || die "the repository is not whole: $said"
  verify_objects
  printf '%s\n' "$said"
  note_success verified
  [ -z "$METRICS" ] || write_metrics "$METRICS"
}

restore() {
  local target=(--type=default)
  need_repository
  [ -n "$TO" ] || usage_error "restore needs --to NEW, a folder that does not exist yet"
  [ ! -e "$TO" ] || die "$TO exists: restore goes to a new folder and overwrites nothing"
  [ -z "$AT" ] || target=(--type=time --target="$AT" --target-action=promote)
  DATA=$TO
  restore_folder
  step "restoring the database to $PG_HOME"
  run_pgbackrest --pg1-path="$PG_HOME/data" --archive-mode=off "${target[@]}" restore ||
    { rm -rf -- "$PG_HOME" "$DATA" && die "nothing was restored (reason above)"; }
  start_cluster
  await_recovery
  step "restored; look at it with scripts/db.sh psql --data $TO, start it with scripts/run.sh --data $TO"
}

parse_arguments "$@"
# verify, list, expire and restore need the repository alone: the stack may be lost, or on another machine. What is there and
# cannot be read is another matter: half of it would be taken for all of it.
[ ! -e "$DATA/db.env" ] || load_cluster || die "$DATA/db.env is there and cannot be read: mend it, or name another --data"
case $COMMAND in
  setup | backup | verify | restore) $COMMAND ;;
  list) need_repository && run_pgbackrest info ;;
  expire) need_repository && run_pgbackrest --repo1-retention-full="$KEEP" expire ;;
  *) usage_error "unknown command $COMMAND" ;;
esac
