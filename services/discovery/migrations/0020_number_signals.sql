-- Which signal of a type is the newest is told by a sequence: what was told while the clock was fast would otherwise
-- count for as long as it was fast, whatever is told after it was put right.

ALTER TABLE marketplace_discovery_signals ADD COLUMN sequence bigint;
UPDATE marketplace_discovery_signals s SET sequence = numbered.n
  FROM (SELECT id, row_number() OVER (ORDER BY created_at, id) AS n FROM marketplace_discovery_signals) AS numbered
  WHERE numbered.id = s.id;
ALTER TABLE marketplace_discovery_signals ALTER COLUMN sequence SET NOT NULL;
ALTER TABLE marketplace_discovery_signals ALTER COLUMN sequence ADD GENERATED ALWAYS AS IDENTITY;
SELECT setval(pg_get_serial_sequence('marketplace_discovery_signals', 'sequence'),
              (SELECT coalesce(max(sequence), 0) + 1 FROM marketplace_discovery_signals), false);
-- For the newest of a type; the list of one user's signals keeps its own.
CREATE INDEX marketplace_discovery_signals_latest
  ON marketplace_discovery_signals (user_id, signal_type, sequence DESC);
