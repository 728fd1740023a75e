-- A caller's own tables (pg_temp) are looked at last: see deploy/postgres/database.sql.
ALTER FUNCTION discovery_erase_person(uuid, uuid, timestamptz)
  SET search_path = pg_catalog, public, pg_temp;
