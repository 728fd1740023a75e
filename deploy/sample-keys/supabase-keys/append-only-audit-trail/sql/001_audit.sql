-- An audit trail that says who changed what and when, and can prove that nobody edited the answer.
--
-- One chain per tenant (or whatever you choose): each entry holds the hash of the one before. Changing, removing or inserting an entry breaks
-- the chain at that place; removing the newest ones breaks the head. Somebody with all rights could still rebuild a whole chain; the anchors
-- kept elsewhere (scripts/anchor.sh) tell that, too.
begin;

create schema if not exists audit;
revoke all on schema audit from public;

create table if not exists audit.entries (
  chain     text        not null,
  seq       bigint      not null check (seq > 0),
  at        timestamptz not null,
  actor     text        not null,
  action    text        not null check (action in ('INSERT', 'UPDATE', 'DELETE')),
  tbl       text        not null,
  row_key   jsonb       not null,
  before    jsonb,
  after     jsonb,
  prev_hash bytea       not null check (length(prev_hash) = 32),
  hash      bytea       not null check (length(hash) = 32),
  primary key (chain, seq)
);
create index if not exists entries_of_row on audit.entries (tbl, row_key, at desc);
create index if not exists entries_of_actor on audit.entries (actor, at desc);

-- The end of each chain. Its row is locked by each entry, so entries of one chain stand in line; those of different chains do not.
create table if not exists audit.heads (
  chain text   primary key,
  seq   bigint not null,
  hash  bytea  not null
);

-- Who may read which chain. Empty: only the owner and roles that bypass row level security.
create table if not exists audit.readers (
  user_id uuid not null,
  chain   text not null,
  primary key (user_id, chain)
);

-- The bytes that are hashed. Lengths stand before the parts: "ab","c" and "a","bc" must not be the same. jsonb prints its keys in one order,
-- and times are written in UTC to the microsecond, so that the session's settings do not matter.
create or replace function audit.digest(prev bytea, chain text, seq bigint, at timestamptz, actor text, action text, tbl text,
                                        row_key jsonb, before jsonb, after jsonb) returns bytea
  language sql immutable set search_path = '' set timezone = 'UTC'
as $$
  select pg_catalog.sha256(prev || convert_to(string_agg(length(part)::text || ':' || part, '' order by n), 'UTF8'))
    from unnest(array[chain, seq::text, extract(epoch from at)::numeric(20, 6)::text, actor, action, tbl, row_key::text,
                      coalesce(before::text, ''), coalesce(after::text, '')]) with ordinality as parts (part, n)
$$;

-- Who acts: the user of the API's token, else what the application said (set_config('app.actor', …, true)), else the database login.
create or replace function audit.actor() returns text
  language sql stable set search_path = ''
as $$
  select coalesce(nullif(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub', ''),
                  nullif(current_setting('app.actor', true), ''),
                  'login:' || session_user)
$$;

-- The trigger. Arguments: the column that names the chain ('' = one chain for all), the key columns, the columns to redact; lists with commas.
--   create trigger audited after insert or update or delete on public.invoices
--     for each row execute function audit.record('org_id', 'id', 'iban,note');
create or replace function audit.record() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare
  chain_column text := tg_argv[0];
  keys   text[] := string_to_array(coalesce(tg_argv[1], 'id'), ',');
  secret text[] := string_to_array(coalesce(tg_argv[2], ''), ',');
  old_row jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  new_row jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  this_row jsonb := coalesce(new_row, old_row);
  key jsonb := (select jsonb_object_agg(k, this_row -> k) from unnest(keys) k);
  which text := case when chain_column = '' then 'all' else coalesce(this_row ->> chain_column, 'none') end;
  changed text[];
  head record;
  now_at timestamptz := clock_timestamp();
  entry_hash bytea;
begin
  if old_row = new_row then
    return null;
  end if;
  -- A redacted column still shows *that* it changed: the value is replaced by a keyless mark, different before and after.
  select array_agg(s) into changed from unnest(secret) s where (old_row -> s) is distinct from (new_row -> s);
  old_row := old_row || (select coalesce(jsonb_object_agg(s, case when s = any (changed) then '[redacted, old]' else '[redacted]' end), '{}')
                           from unnest(secret) s where old_row ? s);
  new_row := new_row || (select coalesce(jsonb_object_agg(s, case when s = any (changed) then '[redacted, new]' else '[redacted]' end), '{}')
                           from unnest(secret) s where new_row ? s);

  insert into audit.heads as h (chain, seq, hash) values (which, 0, sha256(convert_to('audit:' || which, 'UTF8'))) on conflict do nothing;
  select h.seq, h.hash into head from audit.heads h where h.chain = which for update;
  entry_hash := audit.digest(head.hash, which, head.seq + 1, now_at, audit.actor(), tg_op, tg_table_schema || '.' || tg_table_name,
                             key, old_row, new_row);
  insert into audit.entries (chain, seq, at, actor, action, tbl, row_key, before, after, prev_hash, hash)
  values (which, head.seq + 1, now_at, audit.actor(), tg_op, tg_table_schema || '.' || tg_table_name, key, old_row, new_row, head.hash, entry_hash);
  update audit.heads h set seq = head.seq + 1, hash = entry_hash where h.chain = which;
  return null;
end
$$;

-- Nobody edits the past. A superuser can switch a trigger off; that is what the chain is for.
create or replace function audit.refuse() returns trigger
  language plpgsql set search_path = ''
as $$
begin
  raise exception 'the audit trail is append-only' using errcode = '42501';
end
$$;
drop trigger if exists append_only on audit.entries;
create trigger append_only before update or delete or truncate on audit.entries for each statement execute function audit.refuse();

-- The first place where a chain is broken, and how; no row: the chain holds from its first entry to its head.
create or replace function audit.verify(which text) returns table (seq bigint, problem text)
  language plpgsql stable set search_path = ''
as $$
declare
  entry audit.entries;
  head audit.heads;
  expected_seq bigint := 1;
  expected_prev bytea := sha256(convert_to('audit:' || which, 'UTF8'));
begin
  for entry in select * from audit.entries e where e.chain = which order by e.seq loop
    if entry.seq <> expected_seq then
      return query select expected_seq, 'entries are missing from here on'; return;
    elsif entry.prev_hash <> expected_prev then
      return query select entry.seq, 'does not follow from the entry before it'; return;
    elsif entry.hash <> audit.digest(entry.prev_hash, entry.chain, entry.seq, entry.at, entry.actor, entry.action, entry.tbl,
                                     entry.row_key, entry.before, entry.after) then
      return query select entry.seq, 'its contents were changed'; return;
    end if;
    expected_seq := entry.seq + 1;
    expected_prev := entry.hash;
  end loop;
  select * into head from audit.heads h where h.chain = which;
  if head.seq is distinct from expected_seq - 1 and not (head.seq is null and expected_seq = 1) then
    return query select expected_seq, 'the newest entries are missing';
  elsif head.hash is distinct from expected_prev and head.seq is not null then
    return query select expected_seq - 1, 'the head was changed';
  end if;
end
$$;

alter table audit.entries enable row level security;
alter table audit.heads   enable row level security;
alter table audit.readers enable row level security;
drop policy if exists readers_read on audit.entries;
create policy readers_read on audit.entries for select to authenticated
  using (chain = any (array(select r.chain from audit.readers r where r.user_id =
    (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid)));
drop policy if exists own_right on audit.readers;
create policy own_right on audit.readers for select to authenticated
  using (user_id = (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid);

revoke all on all tables in schema audit from public, anon, authenticated, service_role;
revoke all on all functions in schema audit from public;
grant usage on schema audit to authenticated, service_role;
grant select on audit.entries, audit.readers to authenticated;
grant select on audit.entries, audit.heads, audit.readers to service_role;
grant execute on function audit.verify(text), audit.digest(bytea, text, bigint, timestamptz, text, text, text, jsonb, jsonb, jsonb) to service_role;

commit;
