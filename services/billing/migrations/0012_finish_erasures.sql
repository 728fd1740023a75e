-- An erasure that was begun is known with everything it takes to go on by itself, until it is done everywhere. Of
-- erased people only hashes stay: of their id, and of the ids of the customers they were at Stripe.
ALTER TABLE billing_erased_people
  ADD COLUMN person uuid,
  ADD COLUMN reason text,
  -- The administrator.
  ADD COLUMN asked_by uuid;
CREATE INDEX billing_erased_people_open ON billing_erased_people (updated_at)
  WHERE person IS NOT NULL;

-- An object of Stripe's without what tells of the buyer: numbers stay, and of the texts only those whose names say
-- that they are Stripe's own words and ids. A name that Stripe brings up tomorrow is not among them.
CREATE OR REPLACE FUNCTION billing_without_buyer(value jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF jsonb_typeof(value) = 'object' THEN
    RETURN (SELECT coalesce(jsonb_object_agg(name, billing_without_buyer(member)), '{}')
            FROM jsonb_each(value) AS members (name, member)
            WHERE CASE WHEN jsonb_typeof(member) = 'string' THEN name IN (
                'account', 'api_version', 'balance_transaction', 'charge', 'currency', 'customer', 'id',
                'latest_charge', 'mode', 'object', 'order_id', 'order_line_id', 'payment_intent',
                'payment_status', 'reason', 'refund', 'status', 'type')
              ELSE name NOT IN (
                'address', 'billing_details', 'card', 'collected_information', 'custom_fields',
                'customer_address', 'customer_details', 'customer_shipping', 'customer_tax_ids', 'evidence',
                'fraud_details', 'owner', 'payment_method_details', 'payment_method_preview', 'shipping',
                'shipping_details', 'source', 'tax_ids')
              END);
  ELSIF jsonb_typeof(value) = 'array' THEN
    RETURN (SELECT coalesce(jsonb_agg(billing_without_buyer(element) ORDER BY place), '[]')
            FROM jsonb_array_elements(value) WITH ORDINALITY AS elements (element, place)
            WHERE jsonb_typeof(element) <> 'string');
  END IF;
  RETURN value;
END
$$;

CREATE OR REPLACE FUNCTION stripe_webhook_events_forget() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  people text[];
BEGIN
  -- Ids of ours in capitals or not, customers' as Stripe writes them.
  SELECT array_agg(DISTINCT named[1]) INTO people
  FROM regexp_matches(NEW.payload,
    '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|cus_[0-9A-Za-z_]+', 'g') AS named
  JOIN billing_erased_people AS erased
    ON erased.id_hash = sha256(convert_to(
      CASE WHEN named[1] LIKE 'cus\_%' THEN named[1] ELSE lower(named[1]) END, 'UTF8'));
  -- What nobody reads is kept to be looked at, and never needs its buyer.
  IF people IS NOT NULL
     OR NOT (NEW.event_type LIKE 'checkout.session.%' OR NEW.event_type LIKE 'refund.%'
             OR NEW.event_type LIKE 'charge.dispute.%'
             OR NEW.event_type IN ('charge.refunded', 'charge.refund.updated'))
     OR EXISTS (SELECT 1 FROM marketplace_orders AS o
                WHERE o.id = NEW.order_id AND o.erased_at IS NOT NULL) THEN
    NEW.payload := billing_event_without_buyer(NEW.payload, coalesce(people, '{}'));
  END IF;
  RETURN NEW;
END
$$;

-- Erases a person. Answers which audit entries were changed, with their hashes
-- (keys_erase_from_audit); NULL, and nothing done, while they could still pay, Stripe still has them as a
-- customer, or a message that names them is being delivered.
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
  -- What was sent is done with; a refund under way names nobody and is sent again as it was.
  UPDATE stripe_requests SET
    subject = replace(subject, person::text, stand_in::text),
    body = CASE WHEN path = '/v1/refunds' THEN body ELSE '' END
  WHERE order_id = ANY(orders) OR position(person::text IN subject) > 0
        OR position(person::text IN body) > 0
        OR subject IN (SELECT 'cus_org_' || org FROM unnest(orgs) AS org)
        OR EXISTS (SELECT 1 FROM unnest(own_customers || org_customers) AS c WHERE position(c IN body) > 0
                   AND path = '/v1/billing_portal/sessions');
  UPDATE stripe_webhook_events SET
    payload = billing_event_without_buyer(payload, ARRAY[person::text])
  WHERE order_id = ANY(orders) OR position(person::text IN payload) > 0
        OR EXISTS (SELECT 1 FROM unnest(own_customers) AS c WHERE position(c IN payload) > 0);
  -- An organisation's customer has the address of whoever bought first: it stands in events of others' orders.
  UPDATE stripe_webhook_events SET
    payload = billing_event_without_addresses(payload, person, stand_in)
  WHERE EXISTS (SELECT 1 FROM unnest(org_customers) AS c WHERE position(c IN payload) > 0);
  DELETE FROM stripe_customers WHERE tenant_type = 'user' AND tenant_id = person;
  PERFORM keys_erase_answers('billing', person);
  RETURN keys_erase_from_audit('billing', person, stand_in, orders::text[]);
END
$$;
