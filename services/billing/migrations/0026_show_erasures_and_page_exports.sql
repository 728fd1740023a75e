-- How far an erasure has come can be asked for: when it began and ended, and of each service how many rows it changed and
-- whether it is done. It goes on where it was after any restart.
ALTER TABLE billing_erased_people
  -- Null for customers at Stripe, whose hashes stand here too.
  ADD COLUMN began_at timestamptz,
  ADD COLUMN ended_at timestamptz,
  -- {"entitlement": {"rows": 500, "done": false}}
  ADD COLUMN progress jsonb NOT NULL DEFAULT '{}';
-- Which of the old rows are people is not known, but for those that are open.
UPDATE billing_erased_people SET began_at = created_at WHERE person IS NOT NULL;

-- An item's title may name a person, and the product at Stripe is named by it.
CREATE INDEX stripe_products_named ON stripe_products USING gin (keys_ids_in(name));

-- An export costs its rows: a page goes on where the one before it ended.
CREATE INDEX marketplace_orders_export ON marketplace_orders (user_id, id);
CREATE INDEX marketplace_orders_export_of_tenant ON marketplace_orders (tenant_id, id)
  WHERE tenant_type = 'user' AND user_id IS DISTINCT FROM tenant_id;
-- The person's orders from a place on, "<order>|<row>" or empty, by id; the order of the place is the first.
CREATE FUNCTION billing_next_orders(person uuid, place text, most int) RETURNS SETOF uuid
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT id FROM (
    (SELECT id FROM marketplace_orders WHERE user_id = person
       AND id >= coalesce(nullif(split_part(place, '|', 1), ''), '00000000-0000-0000-0000-000000000000')::uuid
     ORDER BY id LIMIT most)
    UNION ALL
    (SELECT id FROM marketplace_orders WHERE tenant_id = person AND tenant_type = 'user' AND user_id IS DISTINCT FROM tenant_id
       AND id >= coalesce(nullif(split_part(place, '|', 1), ''), '00000000-0000-0000-0000-000000000000')::uuid
     ORDER BY id LIMIT most)) AS found
  ORDER BY id LIMIT most
$$;
REVOKE ALL ON FUNCTION billing_next_orders(uuid, text, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION billing_next_orders(uuid, text, int) TO keys_billing;
