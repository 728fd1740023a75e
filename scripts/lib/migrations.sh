# Migrations: services/<name>/migrations/NNNN_verb_noun.sql, forward only, each applied once, in its
# own transaction, as keys_owner. Needs postgres.sh.

# Prints "<service> <name> <sha256> <path>" of every migration in the tree, in the order to apply.
migrations_in_tree() {
  local service path sum
  for service in "${SERVICES[@]}"; do
    for path in "$KEYS_ROOT/services/$service/migrations"/*.sql; do
      [ -e "$path" ] || continue
      [[ ${path##*/} =~ ^[0-9]{4}_[a-z0-9]+_[a-z0-9_]+\.sql$ ]] ||
        die "$path: a migration is called NNNN_verb_noun.sql"
      sum=$(sha256sum <"$path")
      printf '%s %s %s %s\n' "$service" "${path##*/}" "${sum%% *}" "$path"
    done
  done
}

# Changes whenever a fresh database would come out differently.
migrations_hash() {
  { cat "$KEYS_ROOT"/deploy/postgres/{roles,database}.sql "$KEYS_ROOT/scripts/lib/migrations.sh" &&
    migrations_in_tree | cut -d' ' -f1-3; } | sha256sum | cut -d' ' -f1
}

password_statements() {
  local role
  for role in migrator "${SERVICES[@]}"; do
    [ "$PG_KIND $role" != "external migrator" ] || continue
    printf "ALTER ROLE keys_%s PASSWORD '%s';\n" "$role" "$(password_of "$role")"
  done
}

# Somebody else's server: roles and their passwords belong to everybody who uses it, other databases of
# it included. Only make_roles, which is asked for, changes them.

# Counts the services' login roles that the server has.
count_roles() {
  psql_as admin postgres -At -c "SELECT count(*) FROM pg_roles
    WHERE rolname IN ($(printf "'keys_%s'," "${SERVICES[@]}" | sed 's/,$//'))"
}

# Gives the services' roles the passwords that the caller's DATABASE_URL_<SERVICE> have: who made the secrets of an
# installation beforehand (scripts/secrets.sh) wants these roles and no others. Only on a server that has no roles yet.
take_given_passwords() {
  local service url password
  for service in "${SERVICES[@]}"; do
    url=DATABASE_URL_${service^^}
    [[ ${!url:-} =~ ^postgres(ql)?://keys_$service:([^@/]*)@ ]] || continue
    password=${BASH_REMATCH[2]}
    [[ $password =~ ^[A-Za-z0-9_-]{16,}$ ]] ||
      die "the password in $url has 16 characters or more, only letters, digits, _ and -, so that it means the same in a URL"
    printf -v "PG_PASSWORD_${service^^}" '%s' "$password"
  done
}

# Makes the roles that are missing and gives the login roles new passwords, kept in db.env.
make_roles() {
  choose_passwords
  [ "${1:-}" != given ] || take_given_passwords
  { cat "$KEYS_ROOT/deploy/postgres/roles.sql" && password_statements; } |
    psql_as admin postgres -q >/dev/null || die "could not make the roles"
  save_cluster
}

# Decides what a start does about roles: as the first host it makes them on a server that has none; otherwise it uses
# those that it was given (DATABASE_URL_<SERVICE>) or made itself, and changes nothing.
find_roles() {
  local service variable found
  found=$(count_roles) || die "could not ask the server of DATABASE_URL for its roles"
  if [ "$found" -eq 0 ]; then
    make_roles given
    return
  fi
  for service in "${SERVICES[@]}"; do
    variable=DATABASE_URL_${service^^}
    [ -n "${!variable:-}" ] || [ -n "$(password_of "$service")" ] ||
      die "the server of DATABASE_URL has our roles already, so another host or database uses them, and no start" \
        "changes their passwords. Give $variable and its siblings as that host has them (its stack.env)," \
        "or set new passwords for all hosts with: scripts/db.sh roles --external --data $DATA"
  done
}

create_database_statements() {
  printf "SELECT 'CREATE DATABASE %s OWNER keys_owner' WHERE NOT EXISTS " "$1"
  printf "(SELECT FROM pg_database WHERE datname = '%s') \\\\gexec\n" "$1"
  printf '\\connect %s\n' "$1"
}

# Roles with their passwords, the database $1, and what it needs before the first migration.
prepare_database() {
  if [ "$PG_KIND" = external ]; then
    find_roles
    psql_as admin postgres -q <"$KEYS_ROOT/deploy/postgres/database.sql" >/dev/null ||
      die "could not prepare the database of DATABASE_URL"
    return
  fi
  {
    cat "$KEYS_ROOT/deploy/postgres/roles.sql"
    password_statements
    create_database_statements "$1"
    cat "$KEYS_ROOT/deploy/postgres/database.sql"
  } | psql_as admin postgres -q >/dev/null || die "could not prepare database $1"
}

apply_migration() { # DATABASE SERVICE NAME SHA256 PATH
  psql_as migrator "$1" -q --single-transaction -c "SET ROLE keys_owner" -f "$5" \
    -c "SET ROLE keys_owner" -c "INSERT INTO public.schema_migrations (service, name, sha256, applied_at)
      VALUES ('$2', '$3', '$4', '$(date -u +%Y-%m-%dT%H:%M:%SZ)')" >/dev/null ||
    die "services/$2/migrations/$3 failed; nothing of it was applied"
  say "applied $2/$3"
}

# Brings database $1 to the tree's state. Applied files are immutable: a change to one is an error.
migrate_database() {
  local service name sum path
  local -A applied=()
  prepare_database "$1"
  while read -r service name sum; do
    applied[$service/$name]=$sum
  done < <(psql_as migrator "$1" -At -F ' ' -c "SELECT service, name, sha256 FROM public.schema_migrations")
  while read -r service name sum path; do
    if [ -z "${applied[$service/$name]:-}" ]; then
      apply_migration "$1" "$service" "$name" "$sum" "$path"
    elif [ "${applied[$service/$name]}" != "$sum" ]; then
      die "services/$service/migrations/$name was changed after it had been applied to this database." \
        "Put the change into a new migration (or throw the local data away with --reset)."
    fi
    unset "applied[$service/$name]"
  done < <(migrations_in_tree)
  [ ${#applied[@]} -eq 0 ] ||
    die "this database has migrations that the tree does not know (${!applied[*]}):" \
      "it was made by newer code (throw the local data away with --reset, or update the code)"
}

test_role_statements() {
  printf "DO \$\$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'keys_test') THEN\n"
  printf "CREATE ROLE keys_test LOGIN CREATEDB; END IF; END \$\$;\n"
  printf "ALTER ROLE keys_test PASSWORD '%s';\n" "$(password_of test)"
  printf 'GRANT anon, authenticated, service_role, keys_owner, keys_migrator, pg_signal_backend, pg_monitor'
  printf ', keys_%s' "${SERVICES[@]}"
  printf ' TO keys_test;\n'
}

template_hash() {
  psql_as admin postgres -At -c \
    "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = 'keys_template'"
}

drop_template() {
  psql_as admin postgres -q -v ON_ERROR_STOP=0 -c "ALTER DATABASE keys_template IS_TEMPLATE false" \
    -c "DROP DATABASE IF EXISTS keys_template WITH (FORCE)" >/dev/null 2>&1 || true
}

# keys_template: migrated, closed to connections, free to clone; made again only when migrations changed.
build_template() {
  local wanted
  wanted=$(migrations_hash)
  [ "$(template_hash)" != "$wanted" ] || return 0
  step "making the test template database"
  drop_template
  migrate_database keys_template
  { test_role_statements &&
    printf "COMMENT ON DATABASE keys_template IS '%s';\n" "$wanted" &&
    printf "ALTER DATABASE keys_template IS_TEMPLATE true ALLOW_CONNECTIONS false;\n"; } |
    psql_as admin postgres -q >/dev/null || die "could not finish the test template"
}
