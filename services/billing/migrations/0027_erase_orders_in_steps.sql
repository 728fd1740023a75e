-- Orders change hands in steps, too: those of somebody who bought much do not fit the time of one request. Orders that
-- are bound to others of the tenant, by a pledge or as what pays a shortfall, still change hands together, because pledges may
-- never be between two tenants; the others are bound to none, and go some hundred at a time.
CREATE OR REPLACE FUNCTION billing_erase_orders(person uuid, stand_in uuid, moment timestamptz) RETURNS int
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  most CONSTANT int := 500;
  orders uuid[];
BEGIN
  IF EXISTS (SELECT 1 FROM stripe_customers
             WHERE tenant_type = 'user' AND tenant_id = person AND gone_at IS NULL) THEN
    RETURN -1;
  END IF;
  INSERT INTO billing_erased_people (id_hash, created_at, updated_at)
  SELECT sha256(convert_to(stripe_customer_id, 'UTF8')), moment, moment FROM stripe_customers
  WHERE tenant_type = 'user' AND tenant_id = person
  ON CONFLICT (id_hash) DO NOTHING;
  IF NOT EXISTS (SELECT 1 FROM marketplace_orders WHERE user_id = person)
     AND NOT EXISTS (SELECT 1 FROM marketplace_orders WHERE tenant_type = 'user' AND tenant_id = person) THEN
    RETURN 0;
  END IF;
  -- As OrderStore::LockTenant.
  PERFORM pg_advisory_xact_lock(hashtextextended('billing user ' || person, 0));
  IF EXISTS (SELECT 1 FROM marketplace_orders
             WHERE (user_id = person OR (tenant_type = 'user' AND tenant_id = person))
               AND status = 'open' AND NOT awaiting_payment) THEN
    RETURN -1;
  END IF;
  orders := ARRAY(
    SELECT o.id FROM marketplace_orders AS o
    WHERE (o.user_id = person OR (o.tenant_type = 'user' AND o.tenant_id = person))
      AND o.parent_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM marketplace_orders AS child WHERE child.parent_id = o.id)
      AND NOT EXISTS (SELECT 1 FROM marketplace_order_credits AS p WHERE p.order_id = o.id)
      AND NOT EXISTS (SELECT 1 FROM marketplace_order_lines AS l JOIN marketplace_order_credits AS p ON p.source_line_id = l.id
                      WHERE l.order_id = o.id)
    LIMIT most);
  IF orders = '{}' THEN
    orders := ARRAY(SELECT id FROM marketplace_orders WHERE user_id = person
                    UNION SELECT id FROM marketplace_orders WHERE tenant_type = 'user' AND tenant_id = person);
  END IF;
  UPDATE marketplace_orders SET
    user_id = CASE WHEN user_id = person THEN stand_in ELSE user_id END,
    tenant_id = CASE WHEN tenant_type = 'user' AND tenant_id = person THEN stand_in
                     ELSE tenant_id END,
    success_url = regexp_replace(success_url, '^(https?://[^/?#@]+).*$', '\1'),
    cancel_url = regexp_replace(cancel_url, '^(https?://[^/?#@]+).*$', '\1'),
    erased_at = moment, forgotten_at = NULL
  WHERE id = ANY(orders);
  RETURN cardinality(orders);
END
$$;
