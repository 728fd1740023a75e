-- Refunds that were written down and have no answer yet: the reconciler drives them on.
CREATE INDEX stripe_requests_open_refunds ON stripe_requests (updated_at)
  WHERE path = '/v1/refunds' AND state IN ('ready', 'unknown');

-- Nobody reads it: what entitlement has applied is told by applied_revision alone.
ALTER TABLE marketplace_orders DROP COLUMN applied_at;
