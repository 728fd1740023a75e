-- What was sold to whom, what was agreed, and every fact seen about it since. Amounts are integers in the
-- minor unit of the order's currency.

CREATE TABLE marketplace_orders (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  tenant_type text NOT NULL CHECK (tenant_type IN ('user', 'org')),
  -- Who bought.
  user_id uuid NOT NULL,
  item_kind text NOT NULL CHECK (item_kind IN ('key', 'bundle')),
  item_id uuid NOT NULL,
  item_slug text NOT NULL,
  item_title text NOT NULL,

  -- What was agreed; never changes.
  original_cents bigint NOT NULL CHECK (original_cents >= 0),
  final_cents bigint NOT NULL CHECK (final_cents BETWEEN 0 AND original_cents),
  currency text NOT NULL CHECK (currency ~ '^[a-z]{3}$'),
  livemode boolean NOT NULL,
  quote_lines jsonb NOT NULL,
  quote_fingerprint text NOT NULL,
  success_url text NOT NULL,
  cancel_url text NOT NULL,
  expires_at timestamptz NOT NULL,

  -- Made from marketplace_order_facts (domain/order_state.h), kept for reading.
  status text NOT NULL DEFAULT 'open'
    CHECK (status IN ('open', 'paid', 'fulfilled', 'refunded', 'partially_refunded', 'disputed',
                      'expired', 'failed')),
  awaiting_payment boolean NOT NULL DEFAULT false,
  suspended_code text CHECK (suspended_code IN ('SUSPENDED_DISPUTE', 'SUSPENDED_CREDIT')),
  suspended_orders uuid[] NOT NULL DEFAULT '{}',
  mismatch text NOT NULL DEFAULT '',
  refunded_cents bigint NOT NULL DEFAULT 0,
  paid_at timestamptz,
  granted_at timestamptz,
  -- The last snapshot of access handed to the outbox, and the last one entitlement has applied.
  access_revision bigint NOT NULL DEFAULT 0,
  applied_revision bigint NOT NULL DEFAULT 0,
  applied_at timestamptz,

  -- When the reconciler looks at it again while it is open.
  next_check_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX marketplace_orders_of_tenant ON marketplace_orders (tenant_id, created_at DESC, id DESC);
CREATE INDEX marketplace_orders_of_user ON marketplace_orders (user_id, created_at DESC, id DESC);
CREATE INDEX marketplace_orders_newest ON marketplace_orders (created_at DESC, id DESC);
CREATE INDEX marketplace_orders_by_status ON marketplace_orders (status, created_at DESC, id DESC);
CREATE INDEX marketplace_orders_to_check ON marketplace_orders (next_check_at) WHERE status = 'open';

-- One per KEY of the item; the amounts sum to final_cents.
CREATE TABLE marketplace_order_lines (
  id uuid PRIMARY KEY,
  order_id uuid NOT NULL REFERENCES marketplace_orders (id),
  position int NOT NULL,
  key_id uuid NOT NULL,
  slug text NOT NULL,
  title text NOT NULL,
  amount_cents bigint NOT NULL CHECK (amount_cents >= 0),
  -- False for KEYS that were owned when the order was quoted.
  grants boolean NOT NULL,
  -- As quoted; NULL where the KEY could not be bought singly.
  list_price_cents bigint CHECK (list_price_cents >= 0),
  -- Made from the facts: what the line gives (keys.event.v1.Standing) and what of its amount is left.
  standing int NOT NULL DEFAULT 0,
  net_cents bigint NOT NULL DEFAULT 0,
  UNIQUE (order_id, key_id)
);
CREATE INDEX marketplace_order_lines_of_key ON marketplace_order_lines (key_id);

-- Pledges: the credits an order used, each of which binds the line that was paid.
CREATE TABLE marketplace_order_credits (
  order_id uuid NOT NULL REFERENCES marketplace_orders (id),
  source_line_id uuid NOT NULL REFERENCES marketplace_order_lines (id),
  key_id uuid NOT NULL,
  amount_cents bigint NOT NULL CHECK (amount_cents > 0),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (order_id, source_line_id)
);
CREATE INDEX marketplace_order_credits_of_source ON marketplace_order_credits (source_line_id);

-- Append-only; the same fact twice is one row (domain/order_state.h says what the columns mean for each
-- kind).
CREATE TABLE marketplace_order_facts (
  id uuid PRIMARY KEY,
  order_id uuid NOT NULL REFERENCES marketplace_orders (id),
  kind text NOT NULL,
  object_id text NOT NULL,
  state text NOT NULL,
  amount_cents bigint NOT NULL,
  other_cents bigint NOT NULL,
  currency text NOT NULL,
  livemode boolean NOT NULL,
  order_line_id text NOT NULL,
  number bigint NOT NULL,
  -- What told us: a Stripe event's id, reconciler, checkout, relay.
  source text NOT NULL,
  recorded_at timestamptz NOT NULL,
  UNIQUE (order_id, kind, object_id, state, amount_cents, other_cents, currency, livemode,
          order_line_id, number)
);

ALTER TABLE marketplace_orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE marketplace_order_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE marketplace_order_credits ENABLE ROW LEVEL SECURITY;
ALTER TABLE marketplace_order_facts ENABLE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, UPDATE ON marketplace_orders, marketplace_order_lines TO keys_billing;
GRANT SELECT, INSERT ON marketplace_order_credits, marketplace_order_facts TO keys_billing;
GRANT SELECT ON marketplace_orders, marketplace_order_lines, marketplace_order_credits,
  marketplace_order_facts TO service_role;
GRANT SELECT ON marketplace_orders, marketplace_order_lines TO authenticated;

CREATE POLICY service_works ON marketplace_orders TO keys_billing USING (true) WITH CHECK (true);
CREATE POLICY service_works ON marketplace_order_lines TO keys_billing USING (true) WITH CHECK (true);
CREATE POLICY service_works ON marketplace_order_credits TO keys_billing USING (true) WITH CHECK (true);
CREATE POLICY service_works ON marketplace_order_facts TO keys_billing USING (true) WITH CHECK (true);
CREATE POLICY service_role_reads ON marketplace_orders FOR SELECT TO service_role USING (true);
CREATE POLICY service_role_reads ON marketplace_order_lines FOR SELECT TO service_role USING (true);
CREATE POLICY service_role_reads ON marketplace_order_credits FOR SELECT TO service_role USING (true);
CREATE POLICY service_role_reads ON marketplace_order_facts FOR SELECT TO service_role USING (true);
-- Who bought, and who runs the organisation it was bought for.
CREATE POLICY users_read_their_own ON marketplace_orders FOR SELECT TO authenticated
  USING (user_id = (SELECT auth.uid())
         OR (tenant_type = 'user' AND tenant_id = (SELECT auth.uid()))
         OR (tenant_type = 'org' AND keys_runs_org(tenant_id)));
-- The policy of marketplace_orders decides which orders the subquery can see.
CREATE POLICY users_read_their_own ON marketplace_order_lines FOR SELECT TO authenticated
  USING (EXISTS (SELECT 1 FROM marketplace_orders o WHERE o.id = order_id));
