-- Erasing a person goes in steps, each a short transaction that finds its rows by an index on who is named and locks
-- nobody else's. What is done is done: the rows no longer name them, or are marked, so whatever stops an erasure, it goes
-- on from there.

-- Who is named in a text: ids of ours, as text, and ids of Stripe's customers.
CREATE FUNCTION billing_named(value text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN ARRAY(SELECT id::text FROM unnest(keys_ids_in(value)) AS id
               UNION
               SELECT named[1] FROM regexp_matches(value, 'cus_[0-9A-Za-z_]+', 'g') AS named);
END
$$;

-- The texts of an erased person's order, requests and events, have gone too.
ALTER TABLE marketplace_orders ADD COLUMN forgotten_at timestamptz;
UPDATE marketplace_orders SET forgotten_at = erased_at WHERE erased_at IS NOT NULL;
CREATE INDEX marketplace_orders_to_forget ON marketplace_orders (id)
  WHERE erased_at IS NOT NULL AND forgotten_at IS NULL;
CREATE INDEX marketplace_orders_named ON marketplace_orders USING gin (keys_ids_in(success_url || ' ' || cancel_url));
-- What tells of the buyer has gone from it.
ALTER TABLE stripe_webhook_events ADD COLUMN buyer_erased_at timestamptz;
CREATE INDEX stripe_webhook_events_of_order ON stripe_webhook_events (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX stripe_webhook_events_named ON stripe_webhook_events USING gin (billing_named(payload));
CREATE INDEX stripe_requests_named ON stripe_requests USING gin (billing_named(subject || ' ' || body));
CREATE INDEX billing_idempotency_named ON billing_idempotency
  USING gin (keys_ids_of_answer(scope, key, response));
CREATE INDEX billing_erased_people_told ON billing_erased_people (asked_by)
  WHERE asked_by IS NOT NULL OR reason IS NOT NULL;
CREATE INDEX billing_audit_named ON billing_audit USING gin (keys_ids_of_entry(actor, subject, details));
CREATE INDEX billing_audit_subject ON billing_audit (subject);

-- All orders at once, under the tenant's lock: pledges are between orders of one tenant, which may never be in two halves.
-- −1: something of theirs is under way.
CREATE FUNCTION billing_erase_orders(person uuid, stand_in uuid, moment timestamptz) RETURNS int
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
DECLARE
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
  orders := ARRAY(SELECT id FROM marketplace_orders WHERE user_id = person
                  UNION SELECT id FROM marketplace_orders WHERE tenant_type = 'user' AND tenant_id = person);
  IF EXISTS (SELECT 1 FROM marketplace_orders
             WHERE id = ANY(orders) AND status = 'open' AND NOT awaiting_payment) THEN
    RETURN -1;
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
REVOKE ALL ON FUNCTION billing_erase_orders(uuid, uuid, timestamptz) FROM PUBLIC;

-- What was sent and heard of erased orders. What was sent is done with; a refund under way names nobody and is sent
-- again as it was.
CREATE FUNCTION billing_erase_texts_of_orders(person uuid, stand_in uuid, moment timestamptz, most int) RETURNS int
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  orders uuid[] := ARRAY(
    SELECT id FROM marketplace_orders WHERE erased_at IS NOT NULL AND forgotten_at IS NULL
      AND (user_id = stand_in OR (tenant_type = 'user' AND tenant_id = stand_in))
    ORDER BY id LIMIT most);
BEGIN
  UPDATE stripe_requests SET
    subject = replace(subject, person::text, stand_in::text),
    body = CASE WHEN path = '/v1/refunds' THEN body ELSE '' END
  WHERE order_id = ANY(orders);
  UPDATE stripe_webhook_events SET
    payload = billing_event_without_buyer(payload, ARRAY[person::text]), buyer_erased_at = moment
  WHERE order_id = ANY(orders);
  UPDATE marketplace_orders SET forgotten_at = moment WHERE id = ANY(orders);
  RETURN cardinality(orders);
END
$$;
REVOKE ALL ON FUNCTION billing_erase_texts_of_orders(uuid, uuid, timestamptz, int) FROM PUBLIC;

-- Other requests that name the person, or a customer they were or bought as. −1: one is being sent for somebody else. It
-- is sent again as it was, or not at all; of an age of 23 hours (RequestBook) not at all. Requests of no order are not
-- waited for: another text under the same key is refused, and the next attempt is a new one.
CREATE FUNCTION billing_erase_requests(person uuid, stand_in uuid, moment timestamptz, customers text[], orgs uuid[],
                                       most int) RETURNS int
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  picked uuid[] := ARRAY(SELECT id FROM stripe_requests
                         WHERE billing_named(subject || ' ' || body) @> ARRAY[person::text] LIMIT most);
BEGIN
  IF EXISTS (SELECT 1 FROM stripe_requests
             WHERE id = ANY(picked) AND state IN ('ready', 'unknown') AND created_at > moment - interval '24 hours'
               AND order_id IS NOT NULL AND keys_names(body, person)) THEN
    RETURN -1;
  END IF;
  UPDATE stripe_requests SET
    subject = regexp_replace(subject, replace(person::text, '-', '-?'), stand_in::text, 'gi'),
    body = CASE WHEN path <> '/v1/refunds' AND (keys_names(subject, person)
                     OR (order_id IS NULL AND position('=' || person IN body) > 0)) THEN ''
                ELSE billing_form_unnamed(body, person, stand_in) END
  WHERE id = ANY(picked);
  IF picked = '{}' THEN
    picked := ARRAY(
      SELECT id FROM stripe_requests WHERE path = '/v1/billing_portal/sessions' AND body <> ''
        AND billing_named(subject || ' ' || body) && customers
      UNION
      SELECT id FROM stripe_requests WHERE body <> '' AND subject = ANY(ARRAY(
        SELECT 'cus_org_' || org FROM unnest(orgs) AS org))
      LIMIT most);
    UPDATE stripe_requests SET body = '' WHERE id = ANY(picked);
  END IF;
  RETURN cardinality(picked);
END
$$;
REVOKE ALL ON FUNCTION billing_erase_requests(uuid, uuid, timestamptz, text[], uuid[], int) FROM PUBLIC;

-- Other events that name the person or a customer of theirs. An organisation's customer has the address of whoever bought
-- first: it stands in events of others' orders.
CREATE FUNCTION billing_erase_events(person uuid, stand_in uuid, moment timestamptz, own_customers text[],
                                     org_customers text[], most int) RETURNS int
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  picked text[] := ARRAY(SELECT stripe_event_id FROM stripe_webhook_events
                         WHERE billing_named(payload) @> ARRAY[person::text] LIMIT most);
BEGIN
  IF picked <> '{}' THEN
    UPDATE stripe_webhook_events SET
      payload = billing_event_unnamed(CASE WHEN order_id IS NOT NULL THEN payload
                                           ELSE billing_event_without_buyer(payload, ARRAY[person::text]) END,
                                      person, stand_in)
    WHERE stripe_event_id = ANY(picked);
    RETURN cardinality(picked);
  END IF;
  picked := ARRAY(SELECT stripe_event_id FROM stripe_webhook_events
                  WHERE billing_named(payload) && own_customers AND buyer_erased_at IS NULL LIMIT most);
  IF picked <> '{}' THEN
    UPDATE stripe_webhook_events SET
      payload = billing_event_without_buyer(payload, ARRAY[person::text]), buyer_erased_at = moment
    WHERE stripe_event_id = ANY(picked);
    RETURN cardinality(picked);
  END IF;
  picked := ARRAY(SELECT stripe_event_id FROM stripe_webhook_events
                  WHERE billing_named(payload) && org_customers AND buyer_erased_at IS NULL LIMIT most);
  UPDATE stripe_webhook_events SET
    payload = billing_event_without_addresses(payload, person, stand_in), buyer_erased_at = moment
  WHERE stripe_event_id = ANY(picked);
  RETURN cardinality(picked);
END
$$;
REVOKE ALL ON FUNCTION billing_erase_events(uuid, uuid, timestamptz, text[], text[], int) FROM PUBLIC;

-- Erases some of what the person left, about `most` rows and all orders together; answers how many, 0 when nothing is
-- left for steps, −1 while they could still pay, Stripe still has them as a customer, or a message that names them is
-- being sent to Stripe for somebody else.
CREATE FUNCTION billing_erase_step(person uuid, stand_in uuid, moment timestamptz, most int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  done int;
  orgs uuid[];
  own_customers text[];
  org_customers text[];
  picked uuid[];
BEGIN
  done := billing_erase_orders(person, stand_in, moment);
  IF done <> 0 THEN
    RETURN done;
  END IF;
  done := billing_erase_texts_of_orders(person, stand_in, moment, greatest(1, most / 10));
  IF done <> 0 THEN
    RETURN done;
  END IF;
  orgs := ARRAY(SELECT DISTINCT tenant_id FROM marketplace_orders
                WHERE user_id = stand_in AND tenant_type = 'org');
  own_customers := ARRAY(SELECT stripe_customer_id FROM stripe_customers
                         WHERE tenant_type = 'user' AND tenant_id = person);
  org_customers := ARRAY(SELECT stripe_customer_id FROM stripe_customers
                         WHERE tenant_type = 'org' AND tenant_id = ANY(orgs));
  done := billing_erase_requests(person, stand_in, moment, own_customers || org_customers, orgs, most);
  IF done <> 0 THEN
    RETURN done;
  END IF;
  -- An event has a few kilobytes.
  done := billing_erase_events(person, stand_in, moment, own_customers, org_customers, greatest(1, most / 4));
  IF done <> 0 THEN
    RETURN done;
  END IF;
  picked := ARRAY(SELECT id FROM marketplace_orders
                  WHERE keys_ids_in(success_url || ' ' || cancel_url) @> ARRAY[person] LIMIT most);
  UPDATE marketplace_orders SET
    success_url = keys_erased(success_url, person, stand_in),
    cancel_url = keys_erased(cancel_url, person, stand_in)
  WHERE id = ANY(picked);
  RETURN cardinality(picked);
END
$$;
REVOKE ALL ON FUNCTION billing_erase_step(uuid, uuid, timestamptz, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION billing_erase_step(uuid, uuid, timestamptz, int) TO keys_billing;

-- What is left after the steps. Answers which audit entries were changed, with their hashes (keys_erase_from_audit);
-- NULL, and nothing done, while a step is left or a message that names them is being delivered.
CREATE OR REPLACE FUNCTION billing_erase_person(person uuid, stand_in uuid, moment timestamptz) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
BEGIN
  IF NOT keys_erase_from_outbox('billing', person, stand_in, moment)
     OR billing_erase_step(person, stand_in, moment, 1) <> 0 THEN
    RETURN NULL;
  END IF;
  -- They may be the administrator of another's erasure, or be named in its reason.
  UPDATE billing_erased_people AS e SET
    asked_by = CASE WHEN e.asked_by = billing_erase_person.person THEN billing_erase_person.stand_in
                    ELSE e.asked_by END,
    reason = keys_erased(e.reason, billing_erase_person.person, billing_erase_person.stand_in)
  WHERE (e.asked_by IS NOT NULL OR e.reason IS NOT NULL)
    AND (e.asked_by = billing_erase_person.person OR keys_names(e.reason, billing_erase_person.person));
  DELETE FROM stripe_customers WHERE tenant_type = 'user' AND tenant_id = person;
  PERFORM keys_erase_answers('billing', person);
  RETURN keys_erase_from_audit('billing', person, stand_in, ARRAY(
    SELECT id::text FROM marketplace_orders WHERE user_id = stand_in
    UNION SELECT id::text FROM marketplace_orders WHERE tenant_type = 'user' AND tenant_id = stand_in));
END
$$;
