-- Writes, reads and tampers, then rolls everything back. Needs a superuser: the worst tampering is tried with all rights.
\set ON_ERROR_STOP on
\set QUIET on
\pset tuples_only on
\pset format unaligned
begin;

create function pg_temp.is(got text, expected text, sentence text) returns text language plpgsql as $$
begin
  if got is distinct from expected then
    raise exception '% - got % instead of %', sentence, got, expected;
  end if;
  return 'ok   ' || sentence;
end $$;
create function pg_temp.refused(code text, statement text, sentence text) returns text language plpgsql as $$
begin
  begin
    execute statement;
  exception when others then
    return pg_temp.is(sqlstate, code, sentence);
  end;
  raise exception '% - was allowed', sentence;
end $$;
-- Runs a tampering with the guard switched off, looks what verify says, and undoes it.
create function pg_temp.found(tampering text, expected text, sentence text) returns text language plpgsql as $$
declare
  verdict text;
begin
  begin
    alter table audit.entries disable trigger append_only;
    execute tampering;
    select seq || ': ' || problem into verdict from audit.verify('acme');
    raise exception 'undo' using errcode = 'U0000';
  exception when sqlstate 'U0000' then
    return pg_temp.is(verdict, expected, sentence);
  end;
end $$;

create table public.invoices (id int primary key, org text not null, total int not null, iban text);
grant select, insert, update, delete on public.invoices to authenticated;
create trigger audited after insert or update or delete on public.invoices
  for each row execute function audit.record('org', 'id', 'iban');

set local role authenticated;
select set_config('request.jwt.claims', '{"sub":"00000000-0000-4000-8000-000000000001"}', true) \g /dev/null
insert into public.invoices values (1, 'acme', 100, 'DE00 1'), (2, 'acme', 200, 'DE00 2'), (3, 'evil', 666, null);
update public.invoices set total = 150 where id = 1;
update public.invoices set total = 150 where id = 1;
update public.invoices set iban = 'DE00 9' where id = 2;
delete from public.invoices where id = 1;

select pg_temp.refused('42501', 'insert into audit.entries select * from audit.entries', 'a user writes no entry of their own');
select pg_temp.is((select count(*)::text from audit.entries), '0', 'a user reads nothing until somebody allows it');
select pg_temp.refused('42501', 'insert into audit.readers values (''00000000-0000-4000-8000-000000000001'', ''evil'')', 'a user does not allow themselves');
reset role;
insert into audit.readers values ('00000000-0000-4000-8000-000000000001', 'acme');
set local role authenticated;
select pg_temp.is((select string_agg(distinct chain, ',') from audit.entries), 'acme', 'a reader sees the chain that was allowed, and no other');
reset role;

select pg_temp.is((select string_agg(action || ' ' || (row_key ->> 'id'), ', ' order by seq) from audit.entries where chain = 'acme'),
                  'INSERT 1, INSERT 2, UPDATE 1, UPDATE 2, DELETE 1', 'every change is there once, and one that changed nothing is not');
select pg_temp.is((select actor from audit.entries where chain = 'acme' and seq = 1), '00000000-0000-4000-8000-000000000001', 'with the user who did it');
select pg_temp.is((select (before ->> 'total') || ' → ' || (after ->> 'total') from audit.entries where chain = 'acme' and seq = 3), '100 → 150', 'and what it was before');
select pg_temp.is((select count(*)::text from audit.entries where before::text || after::text like '%DE00%'), '0', 'a redacted column is nowhere');
select pg_temp.is((select (before ->> 'iban') || ' → ' || (after ->> 'iban') from audit.entries where chain = 'acme' and seq = 4),
                  '[redacted, old] → [redacted, new]', 'but that it changed can be seen');

select pg_temp.refused('42501', 'update audit.entries set actor = ''somebody else''', 'not even the owner updates an entry');
select pg_temp.refused('42501', 'delete from audit.entries', 'nor deletes one');
select pg_temp.refused('42501', 'truncate audit.entries', 'nor all of them');

select pg_temp.is((select count(*)::text from audit.verify('acme')), '0', 'the untouched chain holds');
select pg_temp.is((select count(*)::text from audit.verify('never heard of')), '0', 'a chain without entries holds, too');
select pg_temp.found('update audit.entries set after = jsonb_set(after, ''{total}'', ''1'') where chain = ''acme'' and seq = 3', '3: its contents were changed', 'a changed value is found');
select pg_temp.found('update audit.entries set actor = ''x'' where chain = ''acme'' and seq = 2', '2: its contents were changed', 'a changed name is found');
select pg_temp.found('update audit.entries set at = at - interval ''1 microsecond'' where chain = ''acme'' and seq = 5', '5: its contents were changed', 'a microsecond is found');
select pg_temp.found('delete from audit.entries where chain = ''acme'' and seq = 2', '2: entries are missing from here on', 'a removed entry is found');
select pg_temp.found('delete from audit.entries where chain = ''acme'' and seq = 1', '1: entries are missing from here on', 'a removed beginning is found');
select pg_temp.found('delete from audit.entries where chain = ''acme'' and seq = 5', '5: the newest entries are missing', 'a removed end is found');
select pg_temp.found('update audit.entries set after = ''{"id": 1, "total": 1}'', hash = audit.digest(prev_hash, chain, seq, at, actor, action, tbl, row_key, before, ''{"id": 1, "total": 1}'')
                       where chain = ''acme'' and seq = 3', '4: does not follow from the entry before it', 'a changed value with a hash made to fit is found');

set local timezone = 'Asia/Tokyo';
set local datestyle = 'German, DMY';
select pg_temp.is((select count(*)::text from audit.verify('acme')), '0', 'the settings of a session do not matter');
rollback;
