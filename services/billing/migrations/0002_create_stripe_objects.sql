-- What we know of Stripe's side. Nobody but billing writes here; end users see none of it.

-- Every POST, written before it is sent and sent exactly as written, also when it is sent again. A
-- subject ("ord_…:checkout") has a new attempt only after a definite answer to the last one.
CREATE TABLE stripe_requests (
  id uuid PRIMARY KEY,
  subject text NOT NULL,
  attempt int NOT NULL CHECK (attempt >= 1),
  order_id uuid REFERENCES marketplace_orders (id),
  path text NOT NULL,
  body text NOT NULL,
  -- ready: nothing has happened. unknown: it may have. done, refused: a definite answer. obsolete: done
  -- once, but what it made is gone at Stripe.
  state text NOT NULL CHECK (state IN ('ready', 'unknown', 'done', 'refused', 'obsolete')),
  object_id text NOT NULL DEFAULT '',
  http_status int NOT NULL DEFAULT 0,
  error_code text NOT NULL DEFAULT '',
  stripe_request_id text NOT NULL DEFAULT '',
  sends int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (subject, attempt)
);
CREATE INDEX stripe_requests_of_order ON stripe_requests (order_id) WHERE order_id IS NOT NULL;

CREATE TABLE stripe_sessions (
  session_id text PRIMARY KEY,
  order_id uuid NOT NULL REFERENCES marketplace_orders (id),
  url text NOT NULL,
  payment_intent_id text NOT NULL DEFAULT '',
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX stripe_sessions_of_order ON stripe_sessions (order_id);
CREATE INDEX stripe_sessions_of_intent ON stripe_sessions (payment_intent_id)
  WHERE payment_intent_id <> '';

CREATE TABLE stripe_customers (
  tenant_id uuid NOT NULL,
  tenant_type text NOT NULL CHECK (tenant_type IN ('user', 'org')),
  stripe_customer_id text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, tenant_type)
);

CREATE TABLE stripe_products (
  item_id uuid PRIMARY KEY,
  item_kind text NOT NULL CHECK (item_kind IN ('key', 'bundle')),
  stripe_product_id text NOT NULL,
  name text NOT NULL,
  active boolean NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

CREATE TABLE stripe_prices (
  item_id uuid NOT NULL,
  currency text NOT NULL,
  unit_amount bigint NOT NULL,
  stripe_price_id text NOT NULL,
  active boolean NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (item_id, currency, unit_amount)
);

CREATE TABLE stripe_refunds (
  stripe_refund_id text PRIMARY KEY,
  order_id uuid NOT NULL REFERENCES marketplace_orders (id),
  order_line_id uuid,
  amount_cents bigint NOT NULL,
  currency text NOT NULL,
  status text NOT NULL,
  reason text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX stripe_refunds_of_order ON stripe_refunds (order_id);

CREATE TABLE stripe_disputes (
  stripe_dispute_id text PRIMARY KEY,
  order_id uuid NOT NULL REFERENCES marketplace_orders (id),
  amount_cents bigint NOT NULL,
  currency text NOT NULL,
  status text NOT NULL,
  reason text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX stripe_disputes_of_order ON stripe_disputes (order_id);

-- The inbox. Ids are kept at least 30 days: Stripe may send an event again as late as that.
CREATE TABLE stripe_webhook_events (
  stripe_event_id text PRIMARY KEY,
  event_type text NOT NULL,
  api_version text NOT NULL,
  livemode boolean NOT NULL,
  payload text NOT NULL,
  received_at timestamptz NOT NULL,
  handled_at timestamptz,
  -- applied, ignored, no_order, other_mode, …: what came of it.
  outcome text NOT NULL DEFAULT '',
  order_id uuid,
  attempts int NOT NULL DEFAULT 0,
  failures int NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL,
  leased_until timestamptz,
  -- Given up; kept for an administrator to read and replay.
  dead_at timestamptz,
  last_error text NOT NULL DEFAULT ''
);
CREATE INDEX stripe_webhook_events_unhandled ON stripe_webhook_events (received_at)
  WHERE handled_at IS NULL AND dead_at IS NULL;
CREATE INDEX stripe_webhook_events_handled ON stripe_webhook_events (handled_at)
  WHERE handled_at IS NOT NULL;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['stripe_requests', 'stripe_sessions', 'stripe_customers',
                              'stripe_products', 'stripe_prices', 'stripe_refunds',
                              'stripe_disputes', 'stripe_webhook_events'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO keys_billing', name);
    EXECUTE format('CREATE POLICY service_works ON %I TO keys_billing USING (true) WITH CHECK (true)',
                   name);
  END LOOP;
  -- Requests hold addresses and return URLs, events hold what buyers told Stripe: those stay closed.
  FOREACH name IN ARRAY ARRAY['stripe_sessions', 'stripe_customers', 'stripe_products',
                              'stripe_prices', 'stripe_refunds', 'stripe_disputes'] LOOP
    EXECUTE format('GRANT SELECT ON %I TO service_role', name);
    EXECUTE format('CREATE POLICY service_role_reads ON %I FOR SELECT TO service_role USING (true)',
                   name);
  END LOOP;
END
$$;
