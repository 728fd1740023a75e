-- For reports: which orders money moved of between two moments.
CREATE INDEX marketplace_order_facts_of_money ON marketplace_order_facts (recorded_at, order_id)
  WHERE kind IN ('charge', 'refund', 'dispute') OR (kind = 'session' AND state = 'paid');
