-- Which session of an order is the newest is told by a sequence: a clock that is put right while an order gets its
-- next session would make an old one the newest.

ALTER TABLE stripe_sessions ADD COLUMN sequence bigint;
UPDATE stripe_sessions s SET sequence = numbered.n
  FROM (SELECT session_id, row_number() OVER (ORDER BY created_at, session_id) AS n FROM stripe_sessions) AS numbered
  WHERE numbered.session_id = s.session_id;
ALTER TABLE stripe_sessions ALTER COLUMN sequence SET NOT NULL;
ALTER TABLE stripe_sessions ALTER COLUMN sequence ADD GENERATED ALWAYS AS IDENTITY;
SELECT setval(pg_get_serial_sequence('stripe_sessions', 'sequence'),
              (SELECT coalesce(max(sequence), 0) + 1 FROM stripe_sessions), false);
