-- Finds what to deliver next, and what was given up, by an index: without one a claim sorted all
-- waiting rows, 3 s at 1,000 of them. The condition of the first is written as the claim writes it
-- (common/outbox/outbox.h says why it differs from entitlement_outbox_undone).

CREATE INDEX entitlement_outbox_due ON entitlement_outbox (topic, sequence)
  WHERE COALESCE(done_at, dead_at) IS NULL;
CREATE INDEX entitlement_outbox_dead ON entitlement_outbox (topic) WHERE dead_at IS NOT NULL;
