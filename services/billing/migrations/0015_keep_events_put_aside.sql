-- An event whose texts are no JSON to Postgres stays an event when its buyer is taken out of it.
CREATE OR REPLACE FUNCTION stripe_webhook_events_forget() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  people text[];
  is_read boolean := NEW.event_type LIKE 'checkout.session.%' OR NEW.event_type LIKE 'refund.%'
    OR NEW.event_type LIKE 'charge.dispute.%'
    OR NEW.event_type IN ('charge.refunded', 'charge.refund.updated');
BEGIN
  -- Ids of ours in capitals or not, customers' as Stripe writes them.
  SELECT array_agg(DISTINCT named[1]) INTO people
  FROM regexp_matches(NEW.payload,
    '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|cus_[0-9A-Za-z_]+', 'g') AS named
  JOIN billing_erased_people AS erased
    ON erased.id_hash = sha256(convert_to(
      CASE WHEN named[1] LIKE 'cus\_%' THEN named[1] ELSE lower(named[1]) END, 'UTF8'));
  -- What nobody reads is kept to be looked at, and never needs its buyer.
  IF people IS NOT NULL OR NOT is_read
     OR EXISTS (SELECT 1 FROM marketplace_orders AS o
                WHERE o.id = NEW.order_id AND o.erased_at IS NOT NULL) THEN
    NEW.payload := billing_event_without_buyer(NEW.payload, coalesce(people, '{}'));
    -- Texts that Postgres cannot take for JSON (an escaped NUL, half a surrogate) go whole; it is an event all the same,
    -- and is put aside as one. Of those that are read nothing is made up: a person has to look.
    IF NEW.payload = '{}' AND NOT is_read THEN
      NEW.payload := jsonb_build_object('id', NEW.stripe_event_id, 'object', 'event', 'type', NEW.event_type,
        'api_version', NEW.api_version, 'livemode', NEW.livemode,
        'data', jsonb_build_object('object', jsonb_build_object()))::text;
    END IF;
  END IF;
  RETURN NEW;
END
$$;
