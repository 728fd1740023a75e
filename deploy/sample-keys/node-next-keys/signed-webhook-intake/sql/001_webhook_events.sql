begin;

create table if not exists webhook_events (
  source      text        not null,
  event_id    text        not null check (length(event_id) between 1 and 200),
  type        text        not null,
  payload     jsonb       not null,
  signed_at   timestamptz not null,
  received_at timestamptz not null default current_timestamp,
  state       text        not null default 'stored' check (state in ('stored', 'handled', 'failed')),
  attempts    integer     not null default 0,
  last_error  text,
  handled_at  timestamptz,
  primary key (source, event_id)
);

-- The sweep looks only at what is not handled, which is nearly nothing on a good day.
create index if not exists webhook_events_unhandled on webhook_events (source, received_at) where state <> 'handled';

commit;
