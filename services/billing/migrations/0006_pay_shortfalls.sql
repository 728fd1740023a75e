-- A payment of what another order lacks is an order of its own, with its own session, refunds and
-- disputes; clients see it as lines of the order it was made for.
ALTER TABLE marketplace_orders
  ADD COLUMN parent_id uuid REFERENCES marketplace_orders (id),
  -- The last revision in which what a line gives was different from before; later ones only said
  -- anew which lines are pledged.
  ADD COLUMN given_revision bigint NOT NULL DEFAULT 0;
CREATE INDEX marketplace_orders_of_parent ON marketplace_orders (parent_id)
  WHERE parent_id IS NOT NULL;
UPDATE marketplace_orders SET given_revision = access_revision WHERE access_revision > 0;

-- As entitlement was last told.
ALTER TABLE marketplace_order_lines ADD COLUMN pledged boolean NOT NULL DEFAULT false;
