-- The few rows that could break what must always hold, so that counting them costs nothing.
CREATE INDEX marketplace_orders_unfit ON marketplace_orders (id) WHERE mismatch <> '';
CREATE INDEX marketplace_orders_untold ON marketplace_orders (updated_at)
  WHERE access_revision > applied_revision;
