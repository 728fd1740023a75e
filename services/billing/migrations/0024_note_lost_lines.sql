-- Lines that stood by billing's books when an order was placed and gave nothing any more by entitlement's word, because
-- they were revoked or passed on by hand: they do not make its payment a second one.
ALTER TABLE marketplace_orders ADD COLUMN lost_line_ids uuid[] NOT NULL DEFAULT '{}';
UPDATE marketplace_orders own SET lost_line_ids = ARRAY(
  SELECT twin.id FROM marketplace_order_lines line
  JOIN marketplace_order_lines twin
    ON twin.key_id = line.key_id AND twin.order_id <> own.id AND twin.grants AND twin.standing = 1
  JOIN marketplace_orders o ON o.id = twin.order_id AND o.granted_at IS NOT NULL
    AND o.tenant_id = own.tenant_id AND o.tenant_type = own.tenant_type
  WHERE line.order_id = own.id AND line.grants AND o.applied_revision >= o.given_revision
    AND o.applied_at <= own.created_at - interval '5 seconds')
WHERE own.status = 'open';
