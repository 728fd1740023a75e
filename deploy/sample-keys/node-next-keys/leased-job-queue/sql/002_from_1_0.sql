-- Turns the table of version 1.0.0 into this version's. Stop the old workers first: they delete rows by id alone,
-- which is the very fault the fence cures. Jobs they held become due at once and run again.
begin;

alter table job_queue
  add column tenant_id    text        not null default 'global',
  add column dedupe_key   text,
  add column state        text        not null default 'ready' check (state in ('ready', 'leased', 'done', 'dead')),
  add column max_attempts integer     not null default 8 check (max_attempts between 1 and 100),
  add column fence        bigint      not null default 0,
  add column leased_by    text,
  add column finished_at  timestamptz;

alter table job_queue alter column tenant_id drop default;

-- 1.0.0 had no dead letter: what had used its attempts stayed in the table and was skipped by every claim.
update job_queue
   set state = 'dead', finished_at = statement_timestamp(),
       last_error = coalesce(last_error, 'gave up under version 1.0.0')
 where attempts >= max_attempts;

alter table job_queue
  add check ((state in ('done', 'dead')) = (finished_at is not null)),
  drop column locked_at,
  drop column locked_by;

drop index if exists job_queue_run_at;

commit;

-- Now apply 001_job_queue.sql: its "if not exists" leaves the table alone and adds the indexes and the view.
