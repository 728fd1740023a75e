-- A transferred grant is revoked where it was and granted anew, with the same order line, where it
-- goes: facts of both tenants tell their own half. So an order line has one grant that is not
-- REVOKED_TRANSFER, and any number that are.

ALTER TABLE marketplace_entitlement_facts
  DROP CONSTRAINT marketplace_entitlement_facts_reason_check,
  ADD CONSTRAINT marketplace_entitlement_facts_reason_check
    CHECK (reason IN ('SUSPENDED_DISPUTE', 'SUSPENDED_CREDIT', 'REVOKED_REFUND', 'REVOKED_DISPUTE',
                      'REVOKED_MANUAL', 'REVOKED_TRANSFER'));
ALTER TABLE marketplace_entitlements
  DROP CONSTRAINT marketplace_entitlements_reason_check,
  ADD CONSTRAINT marketplace_entitlements_reason_check
    CHECK (reason IN ('SUSPENDED_DISPUTE', 'SUSPENDED_CREDIT', 'REVOKED_REFUND', 'REVOKED_DISPUTE',
                      'REVOKED_MANUAL', 'REVOKED_TRANSFER'));

DROP INDEX marketplace_entitlements_order_line;
CREATE UNIQUE INDEX marketplace_entitlements_order_line
  ON marketplace_entitlements (order_id, order_line_id, key_id)
  WHERE order_id IS NOT NULL AND reason IS DISTINCT FROM 'REVOKED_TRANSFER';
-- The one above no longer finds all grants of an order.
CREATE INDEX marketplace_entitlements_order ON marketplace_entitlements (order_id)
  WHERE order_id IS NOT NULL;

-- The lines of orders that are credited to other purchases, as billing's last snapshot told.
CREATE TABLE pledged_order_lines (
  order_id uuid NOT NULL,
  order_line_id text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (order_id, order_line_id)
);
GRANT SELECT, INSERT, DELETE ON pledged_order_lines TO keys_entitlement;
ALTER TABLE pledged_order_lines ENABLE ROW LEVEL SECURITY;
CREATE POLICY service_all ON pledged_order_lines TO keys_entitlement
  USING (true) WITH CHECK (true);
