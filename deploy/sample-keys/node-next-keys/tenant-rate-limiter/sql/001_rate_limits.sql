-- Unlogged: after a crash every tenant starts with a full burst, which is a fair price for writes at half the cost.
create unlogged table if not exists rate_limits (
  key    text             primary key,
  tat_ms double precision not null
) with (fillfactor = 50);

-- The table is updated far more than it grows; a half-empty page lets Postgres rewrite a row in place (HOT) without touching the index.
