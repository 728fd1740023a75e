-- A queue is one table. A job that waits and a job that somebody holds differ only in what run_at means:
-- "not before" for the first, "the lease ends" for the second. One partial index therefore serves every claim.
begin;

create table if not exists job_queue (
  id           bigint generated always as identity primary key,
  tenant_id    text        not null,
  kind         text        not null,
  payload      jsonb       not null default '{}'::jsonb,
  dedupe_key   text,
  state        text        not null default 'ready' check (state in ('ready', 'leased', 'done', 'dead')),
  run_at       timestamptz not null default current_timestamp,
  attempts     integer     not null default 0 check (attempts >= 0),
  max_attempts integer     not null default 8 check (max_attempts between 1 and 100),
  fence        bigint      not null default 0,
  leased_by    text,
  last_error   text,
  created_at   timestamptz not null default current_timestamp,
  finished_at  timestamptz,
  check ((state in ('done', 'dead')) = (finished_at is not null))
);

-- Claiming reads this index from its start; finished jobs are not in it, so it stays small.
create index if not exists job_queue_due on job_queue (run_at, id) where state in ('ready', 'leased');

-- The same work may be asked for twice while the first is still on its way, and is then one job. Once it
-- is finished it may be asked for again.
create unique index if not exists job_queue_dedupe on job_queue (tenant_id, kind, dedupe_key)
  where dedupe_key is not null and state in ('ready', 'leased');

-- What to put on a dashboard: how much waits, how late the oldest is, what has given up.
create or replace view job_queue_health as
select kind,
       count(*) filter (where state = 'ready' and run_at <= statement_timestamp())  as due,
       count(*) filter (where state = 'ready' and run_at >  statement_timestamp())  as delayed,
       count(*) filter (where state = 'leased' and run_at > statement_timestamp())  as running,
       count(*) filter (where state = 'leased' and run_at <= statement_timestamp()) as lease_expired,
       count(*) filter (where state = 'dead')                                       as dead,
       coalesce(extract(epoch from statement_timestamp()
         - min(run_at) filter (where state in ('ready', 'leased') and run_at <= statement_timestamp())), 0)::bigint
                                                                                    as oldest_due_seconds
  from job_queue
 group by kind;

commit;
