-- Views, clicks and downloads are kept for a number of months that the operator chooses. Counts stay
-- (marketplace_analytics_quarters), and so do purchases: cohorts ask for a person's first purchase ever.

-- Drops the oldest month that ended by `before` and answers its partition's name; NULL when there is none. Its purchases
-- move to the default partition. A reader of events delays it for two seconds at most; then it fails, and is called
-- again later.
CREATE FUNCTION marketplace_analytics_drop_month(before timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
  oldest text;
BEGIN
  SELECT c.relname INTO oldest
  FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
  WHERE i.inhparent = 'public.marketplace_analytics'::regclass
    AND c.relname ~ '^marketplace_analytics_\d{4}_\d{2}$'
    AND (to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month') AT TIME ZONE 'UTC' <= before
  ORDER BY c.relname LIMIT 1;
  IF oldest IS NOT NULL THEN
    EXECUTE format('ALTER TABLE public.marketplace_analytics DETACH PARTITION public.%I', oldest);
    EXECUTE format('INSERT INTO public.marketplace_analytics_default SELECT * FROM public.%I '
                   'WHERE event_type IN (''purchase'', ''bundle_upgrade'')', oldest);
    EXECUTE format('DROP TABLE public.%I', oldest);
  END IF;
  RETURN oldest;
END
$$;
REVOKE ALL ON FUNCTION marketplace_analytics_drop_month(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION marketplace_analytics_drop_month(timestamptz) TO keys_analytics;

-- Deletes at most `most` such events before that moment which are in no month of their own, and as many ids of events
-- before it.
-- Answers how many rows went; 0 when none is left.
CREATE FUNCTION marketplace_analytics_forget_step(before timestamptz, most int) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  events bigint;
  ids bigint;
BEGIN
  DELETE FROM marketplace_analytics_default WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM marketplace_analytics_default
    WHERE created_at < before AND event_type IN ('view', 'discovery_click', 'download') LIMIT most));
  GET DIAGNOSTICS events = ROW_COUNT;
  DELETE FROM marketplace_analytics_event_ids WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM marketplace_analytics_event_ids WHERE created_at < before LIMIT most FOR UPDATE SKIP LOCKED));
  GET DIAGNOSTICS ids = ROW_COUNT;
  RETURN events + ids;
END
$$;
REVOKE ALL ON FUNCTION marketplace_analytics_forget_step(timestamptz, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION marketplace_analytics_forget_step(timestamptz, int) TO keys_analytics;
