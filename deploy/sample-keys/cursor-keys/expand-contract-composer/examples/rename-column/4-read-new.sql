set lock_timeout = '2s';
alter table users validate constraint display_name_present;
-- risky-ok: the validated check above is used in place of a scan (Postgres 12 and later)
alter table users alter column display_name set not null;
alter table users drop constraint display_name_present;
