-- How far each of Stripe's lists was read: events that were not delivered, charges, refunds.
CREATE TABLE stripe_feeds (
  name text PRIMARY KEY,
  -- Everything that Stripe made before was read; NULL: the list was never read to its end.
  seen_until timestamptz,
  -- Old objects change too: the whole list is read again, page by page, after this one.
  sweep_after text NOT NULL DEFAULT '',
  next_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

-- What moved money of orders by Stripe's word, read from its lists and never from events, so that it
-- can be held against what our facts say.
CREATE TABLE stripe_movements (
  object_id text PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('charge', 'refund')),
  -- Absent when Stripe names an order that we do not know.
  order_id uuid REFERENCES marketplace_orders (id),
  currency text NOT NULL,
  -- Charges add, refunds take away; 0 for those that failed.
  cents bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX stripe_movements_of_order ON stripe_movements (order_id);
CREATE INDEX stripe_movements_unknown ON stripe_movements (currency) WHERE order_id IS NULL;

ALTER TABLE marketplace_orders
  -- Charged less refunded, by our facts and by Stripe's lists; NULL: not listed yet.
  ADD COLUMN settled_cents bigint NOT NULL DEFAULT 0,
  ADD COLUMN stripe_cents bigint;
-- Both sums differ by what these rows differ by: adding up all the others adds nothing.
CREATE INDEX marketplace_orders_not_balanced ON marketplace_orders (currency)
  WHERE settled_cents <> coalesce(stripe_cents, 0);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['stripe_feeds', 'stripe_movements'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO keys_billing', name);
    EXECUTE format('CREATE POLICY service_works ON %I TO keys_billing USING (true) WITH CHECK (true)',
                   name);
    EXECUTE format('GRANT SELECT ON %I TO service_role', name);
    EXECUTE format('CREATE POLICY service_role_reads ON %I FOR SELECT TO service_role USING (true)',
                   name);
  END LOOP;
END
$$;
