-- What the buyer is told of an order whose money went back by itself, and what an order lacks since a
-- credit it used no longer stands. Both made from the facts.
ALTER TABLE marketplace_orders
  ADD COLUMN second_payment boolean NOT NULL DEFAULT false,
  ADD COLUMN shortfall_cents bigint NOT NULL DEFAULT 0 CHECK (shortfall_cents >= 0);
