-- Who bought a bundle also gets the KEYS that are put into it later.

-- What a bundle holds as far as this service has heard. A KEY is settled when every order that was
-- there when it came in has been looked at.
CREATE TABLE bundle_contents (
  bundle_id uuid NOT NULL,
  key_id uuid NOT NULL,
  settled boolean NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (bundle_id, key_id)
);
-- The KEYS of a bundle an order has had its turn with: those quoted, whether it grants them or they
-- were owned already, and those it got later. None of them comes in a second time.
CREATE TABLE bundle_order_keys (
  order_id uuid NOT NULL,
  key_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (order_id, key_id)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON bundle_contents TO keys_entitlement;
GRANT SELECT, INSERT ON bundle_order_keys TO keys_entitlement;
ALTER TABLE bundle_contents ENABLE ROW LEVEL SECURITY;
CREATE POLICY service_all ON bundle_contents TO keys_entitlement USING (true) WITH CHECK (true);
ALTER TABLE bundle_order_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY service_all ON bundle_order_keys TO keys_entitlement USING (true) WITH CHECK (true);

-- Whether KEYS put into the bundle now come to the order, and what they are worth to it: NULL is
-- active. Orders from before this migration do so from their next snapshot on, which names the KEYS
-- that were owned.
ALTER TABLE marketplace_bundle_entitlements
  ADD COLUMN grows boolean NOT NULL DEFAULT false,
  ADD COLUMN reason text CHECK (reason IN ('SUSPENDED_DISPUTE', 'SUSPENDED_CREDIT',
                                           'REVOKED_REFUND', 'REVOKED_DISPUTE'));
CREATE INDEX marketplace_bundle_entitlements_growing
  ON marketplace_bundle_entitlements (bundle_id, order_id) WHERE grows;
