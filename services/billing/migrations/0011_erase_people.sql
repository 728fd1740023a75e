-- Books stay, identity goes: orders, lines, amounts and Stripe's ids are kept under a stand-in's id.

-- Who was erased, by the hash of their id: what Stripe tells of them later is stored without them. The stand-in
-- is known only until the erasure is done everywhere, so that one that was cut off goes on with the same.
CREATE TABLE billing_erased_people (
  id_hash bytea PRIMARY KEY,
  stand_in uuid,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
ALTER TABLE billing_erased_people ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON billing_erased_people TO keys_billing;
CREATE POLICY service_works ON billing_erased_people TO keys_billing USING (true) WITH CHECK (true);

ALTER TABLE marketplace_orders ADD COLUMN erased_at timestamptz;
-- Deleted at Stripe.
ALTER TABLE stripe_customers ADD COLUMN gone_at timestamptz;

-- An object of Stripe's without what tells of the buyer.
CREATE FUNCTION billing_without_buyer(value jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF jsonb_typeof(value) = 'object' THEN
    RETURN (SELECT coalesce(jsonb_object_agg(name, billing_without_buyer(member)), '{}')
            FROM jsonb_each(value) AS members (name, member)
            WHERE name NOT IN (
              'address', 'billing_details', 'cancel_url', 'collected_information', 'custom_fields',
              'customer_details', 'customer_email', 'email', 'evidence', 'fraud_details', 'name',
              'payment_method_details', 'phone', 'receipt_email', 'receipt_url', 'return_url',
              'shipping', 'shipping_details', 'source', 'statement_descriptor', 'success_url',
              'tenantId', 'userId', 'url'));
  ELSIF jsonb_typeof(value) = 'array' THEN
    RETURN (SELECT coalesce(jsonb_agg(billing_without_buyer(element) ORDER BY place), '[]')
            FROM jsonb_array_elements(value) WITH ORDINALITY AS elements (element, place));
  END IF;
  RETURN value;
END
$$;

-- The same of a stored event; the ids in `people` go wherever they stand.
CREATE FUNCTION billing_event_without_buyer(payload text, people text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  kept text;
  id text;
BEGIN
  BEGIN
    kept := billing_without_buyer(payload::jsonb)::text;
  EXCEPTION WHEN data_exception THEN
    RETURN '{}';
  END;
  FOREACH id IN ARRAY people LOOP
    kept := regexp_replace(kept, id, '(erased)', 'gi');
  END LOOP;
  RETURN kept;
END
$$;

CREATE FUNCTION billing_event_without_addresses(payload text, person uuid, stand_in uuid) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN keys_erased(payload::jsonb, person, stand_in)::text;
EXCEPTION WHEN data_exception THEN
  RETURN '{}';
END
$$;

CREATE FUNCTION stripe_webhook_events_forget() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  people text[];
BEGIN
  SELECT array_agg(DISTINCT named[1]) INTO people
  FROM regexp_matches(NEW.payload, '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}', 'g') AS named
  JOIN billing_erased_people AS erased
    ON erased.id_hash = sha256(convert_to(lower(named[1]), 'UTF8'));
  -- Nobody reads customers' events; they tell what was before, too.
  IF people IS NOT NULL OR NEW.event_type LIKE 'customer.%'
     OR EXISTS (SELECT 1 FROM marketplace_orders AS o
                WHERE o.id = NEW.order_id AND o.erased_at IS NOT NULL) THEN
    NEW.payload := billing_event_without_buyer(NEW.payload, coalesce(people, '{}'));
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER events_forget BEFORE INSERT OR UPDATE OF order_id ON stripe_webhook_events
  FOR EACH ROW EXECUTE FUNCTION stripe_webhook_events_forget();

-- Erases a person. Answers which audit entries were changed, with their hashes
-- (keys_erase_from_audit); NULL, and nothing done, while they could still pay, Stripe still has them as a
-- customer, or a message that names them is being delivered.
CREATE FUNCTION billing_erase_person(person uuid, stand_in uuid, moment timestamptz) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  orders uuid[];
  orgs uuid[];
  customers text[];
BEGIN
  SELECT coalesce(array_agg(id), '{}') INTO orders FROM marketplace_orders
  WHERE user_id = person OR (tenant_type = 'user' AND tenant_id = person);
  SELECT coalesce(array_agg(DISTINCT tenant_id), '{}') INTO orgs FROM marketplace_orders
  WHERE id = ANY(orders) AND tenant_type = 'org';
  SELECT coalesce(array_agg(stripe_customer_id), '{}') INTO customers FROM stripe_customers
  WHERE (tenant_type = 'user' AND tenant_id = person)
        OR (tenant_type = 'org' AND tenant_id = ANY(orgs));
  IF EXISTS (SELECT 1 FROM marketplace_orders
             WHERE id = ANY(orders) AND status = 'open' AND NOT awaiting_payment)
     OR EXISTS (SELECT 1 FROM stripe_customers
                WHERE tenant_type = 'user' AND tenant_id = person AND gone_at IS NULL)
     OR NOT keys_erase_from_outbox('billing', person, stand_in, moment) THEN
    RETURN NULL;
  END IF;
  UPDATE marketplace_orders SET
    user_id = CASE WHEN user_id = person THEN stand_in ELSE user_id END,
    tenant_id = CASE WHEN tenant_type = 'user' AND tenant_id = person THEN stand_in
                     ELSE tenant_id END,
    success_url = regexp_replace(success_url, '^(https?://[^/?#@]+).*$', '\1'),
    cancel_url = regexp_replace(cancel_url, '^(https?://[^/?#@]+).*$', '\1'),
    erased_at = moment
  WHERE id = ANY(orders);
  -- What was sent is done with; a refund under way names nobody and is sent again as it was.
  UPDATE stripe_requests SET
    subject = replace(subject, person::text, stand_in::text),
    body = CASE WHEN path = '/v1/refunds' THEN body ELSE '' END
  WHERE order_id = ANY(orders) OR position(person::text IN subject) > 0
        OR position(person::text IN body) > 0
        OR subject IN (SELECT 'cus_org_' || org FROM unnest(orgs) AS org)
        OR EXISTS (SELECT 1 FROM unnest(customers) AS c WHERE position(c IN body) > 0
                   AND path = '/v1/billing_portal/sessions');
  UPDATE stripe_webhook_events SET
    payload = billing_event_without_buyer(payload, ARRAY[person::text])
  WHERE order_id = ANY(orders) OR position(person::text IN payload) > 0;
  -- An organisation's customer has the address of whoever bought first: it stands in events of others' orders.
  UPDATE stripe_webhook_events SET
    payload = billing_event_without_addresses(payload, person, stand_in)
  WHERE EXISTS (SELECT 1 FROM unnest(customers) AS c WHERE position(c IN payload) > 0);
  DELETE FROM stripe_customers WHERE tenant_type = 'user' AND tenant_id = person;
  PERFORM keys_erase_answers('billing', person);
  RETURN keys_erase_from_audit('billing', person, stand_in, orders::text[]);
END
$$;
REVOKE ALL ON FUNCTION billing_erase_person(uuid, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION billing_erase_person(uuid, uuid, timestamptz) TO keys_billing;
