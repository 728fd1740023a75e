set lock_timeout = '2s';
drop trigger write_both on users;
drop function users_write_both();
-- risky-ok: 5a was deployed a day ago; no reader in the code, in pg_depend or in pg_stat_statements
alter table users drop column fullname;
