begin;

-- Your own orders table will have more; these four columns are what the ledger compares a payment with.
create table if not exists shop_orders (
  id         text    primary key,
  amount     bigint  not null check (amount >= 0),
  currency   text    not null check (currency ~ '^[a-z]{3}$'),
  livemode   boolean not null
);

-- Every event once. Kept: it is what you look at when a customer and you disagree.
create table if not exists stripe_events (
  event_id    text        primary key,
  type        text        not null,
  payload     jsonb       not null,
  received_at timestamptz not null default current_timestamp
);

-- What the events said. Facts are only added; two events that say the same are one fact. An order or an intent may be unknown as yet.
create table if not exists stripe_facts (
  object         text   not null,
  kind           text   not null check (kind in ('session', 'charge', 'dispute')),
  stage          bigint not null,
  word           text   not null,
  order_id       text   references shop_orders (id),
  payment_intent text,
  amount         bigint,
  currency       text,
  livemode       boolean,
  event_id       text   not null references stripe_events (event_id),
  primary key (object, stage, word)
);

create index if not exists stripe_facts_order on stripe_facts (order_id) where order_id is not null;
create index if not exists stripe_facts_intent on stripe_facts (payment_intent) where payment_intent is not null;

commit;
