begin;

create table if not exists job_queue (
  id         bigint generated always as identity primary key,
  kind       text        not null,
  payload    jsonb       not null default '{}'::jsonb,
  run_at     timestamptz not null default current_timestamp,
  attempts   integer     not null default 0 check (attempts >= 0),
  locked_at  timestamptz,
  locked_by  text,
  last_error text,
  created_at timestamptz not null default current_timestamp
);

create index if not exists job_queue_run_at on job_queue (run_at) where locked_at is null;

commit;
