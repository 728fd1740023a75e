-- Somebody else's order may name the person: a link they passed on has their id in the return address. That order,
-- what was sent for it and what was heard of it stay its buyer's, whole; only the name in them goes.

-- A document in which every text that names the person loses them, and no other text changes.
CREATE FUNCTION billing_unnamed(value jsonb, person uuid, stand_in uuid) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  CASE jsonb_typeof(value)
    WHEN 'object' THEN
      RETURN (SELECT coalesce(jsonb_object_agg(
                CASE WHEN keys_names(name, person) THEN keys_erased(name, person, stand_in) ELSE name END,
                billing_unnamed(member, person, stand_in)), '{}')
              FROM jsonb_each(value) AS members (name, member));
    WHEN 'array' THEN
      RETURN (SELECT coalesce(jsonb_agg(billing_unnamed(element, person, stand_in) ORDER BY place), '[]')
              FROM jsonb_array_elements(value) WITH ORDINALITY AS elements (element, place));
    WHEN 'string' THEN
      RETURN CASE WHEN keys_names(value #>> '{}', person)
                  THEN to_jsonb(keys_erased(value #>> '{}', person, stand_in)) ELSE value END;
    ELSE
      RETURN value;
  END CASE;
END
$$;

-- The same of a stored event, also of one that Postgres cannot take for JSON.
CREATE FUNCTION billing_event_unnamed(payload text, person uuid, stand_in uuid) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN billing_unnamed(payload::jsonb, person, stand_in)::text;
EXCEPTION WHEN data_exception THEN
  RETURN regexp_replace(payload, replace(person::text, '-', '-?'), stand_in::text, 'gi');
END
$$;

-- The same of a form that was sent to Stripe, field by field.
CREATE FUNCTION billing_form_unnamed(body text, person uuid, stand_in uuid) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(string_agg(CASE WHEN keys_names(field, person) THEN keys_erased(field, person, stand_in)
                                  ELSE field END, '&' ORDER BY place), '')
  FROM unnest(string_to_array(body, '&')) WITH ORDINALITY AS fields (field, place)
$$;

-- Erases a person. Answers which audit entries were changed, with their hashes
-- (keys_erase_from_audit); NULL, and nothing done, while they could still pay, Stripe still has them as a
-- customer, or a message that names them is being delivered or sent to Stripe for somebody else.
CREATE OR REPLACE FUNCTION billing_erase_person(person uuid, stand_in uuid, moment timestamptz) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  orders uuid[];
  orgs uuid[];
  own_customers text[];
  org_customers text[];
BEGIN
  SELECT coalesce(array_agg(id), '{}') INTO orders FROM marketplace_orders
  WHERE user_id = person OR (tenant_type = 'user' AND tenant_id = person);
  SELECT coalesce(array_agg(DISTINCT tenant_id), '{}') INTO orgs FROM marketplace_orders
  WHERE id = ANY(orders) AND tenant_type = 'org';
  SELECT coalesce(array_agg(stripe_customer_id), '{}') INTO own_customers FROM stripe_customers
  WHERE tenant_type = 'user' AND tenant_id = person;
  SELECT coalesce(array_agg(stripe_customer_id), '{}') INTO org_customers FROM stripe_customers
  WHERE tenant_type = 'org' AND tenant_id = ANY(orgs);
  IF EXISTS (SELECT 1 FROM marketplace_orders
             WHERE id = ANY(orders) AND status = 'open' AND NOT awaiting_payment)
     OR EXISTS (SELECT 1 FROM stripe_customers
                WHERE tenant_type = 'user' AND tenant_id = person AND gone_at IS NULL)
     -- It is sent again as it was, or not at all; of an age of 23 hours (RequestBook) not at all. Requests of no
     -- order are not waited for: another text under the same key is refused, and the next attempt is a new one.
     OR EXISTS (SELECT 1 FROM stripe_requests
                WHERE state IN ('ready', 'unknown') AND created_at > moment - interval '24 hours'
                  AND order_id IS NOT NULL AND order_id <> ALL(orders) AND keys_names(body, person))
     OR NOT keys_erase_from_outbox('billing', person, stand_in, moment) THEN
    RETURN NULL;
  END IF;
  INSERT INTO billing_erased_people (id_hash, created_at, updated_at)
  SELECT sha256(convert_to(customer, 'UTF8')), moment, moment FROM unnest(own_customers) AS customer
  ON CONFLICT (id_hash) DO NOTHING;
  -- They may be the administrator of another's erasure, or be named in its reason.
  UPDATE billing_erased_people AS e SET
    asked_by = CASE WHEN e.asked_by = billing_erase_person.person THEN billing_erase_person.stand_in
                    ELSE e.asked_by END,
    reason = keys_erased(e.reason, billing_erase_person.person, billing_erase_person.stand_in)
  WHERE e.asked_by = billing_erase_person.person OR keys_names(e.reason, billing_erase_person.person);
  UPDATE marketplace_orders SET
    user_id = CASE WHEN user_id = person THEN stand_in ELSE user_id END,
    tenant_id = CASE WHEN tenant_type = 'user' AND tenant_id = person THEN stand_in
                     ELSE tenant_id END,
    success_url = regexp_replace(success_url, '^(https?://[^/?#@]+).*$', '\1'),
    cancel_url = regexp_replace(cancel_url, '^(https?://[^/?#@]+).*$', '\1'),
    erased_at = moment
  WHERE id = ANY(orders);
  UPDATE marketplace_orders SET
    success_url = keys_erased(success_url, person, stand_in),
    cancel_url = keys_erased(cancel_url, person, stand_in)
  WHERE id <> ALL(orders) AND (keys_names(success_url, person) OR keys_names(cancel_url, person));
  -- What was sent is done with; a refund under way names nobody and is sent again as it was.
  UPDATE stripe_requests SET
    subject = replace(subject, person::text, stand_in::text),
    body = CASE WHEN path = '/v1/refunds' THEN body ELSE '' END
  WHERE order_id = ANY(orders) OR position(person::text IN subject) > 0
        OR (order_id IS NULL AND position('=' || person IN body) > 0)
        OR subject IN (SELECT 'cus_org_' || org FROM unnest(orgs) AS org)
        OR EXISTS (SELECT 1 FROM unnest(own_customers || org_customers) AS c WHERE position(c IN body) > 0
                   AND path = '/v1/billing_portal/sessions');
  UPDATE stripe_requests SET body = billing_form_unnamed(body, person, stand_in)
  WHERE keys_names(body, person);
  UPDATE stripe_webhook_events SET
    payload = billing_event_without_buyer(payload, ARRAY[person::text])
  WHERE order_id = ANY(orders) OR (order_id IS NULL AND position(person::text IN payload) > 0)
        OR EXISTS (SELECT 1 FROM unnest(own_customers) AS c WHERE position(c IN payload) > 0);
  UPDATE stripe_webhook_events SET payload = billing_event_unnamed(payload, person, stand_in)
  WHERE keys_names(payload, person);
  -- An organisation's customer has the address of whoever bought first: it stands in events of others' orders.
  UPDATE stripe_webhook_events SET
    payload = billing_event_without_addresses(payload, person, stand_in)
  WHERE EXISTS (SELECT 1 FROM unnest(org_customers) AS c WHERE position(c IN payload) > 0);
  DELETE FROM stripe_customers WHERE tenant_type = 'user' AND tenant_id = person;
  PERFORM keys_erase_answers('billing', person);
  RETURN keys_erase_from_audit('billing', person, stand_in, orders::text[]);
END
$$;
