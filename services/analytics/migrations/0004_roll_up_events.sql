-- Counts of events by quarter of an hour (UTC), type and KEY, kept in the transaction that stores the
-- events. Every zone's days begin at a quarter of an hour, so reports of any zone can be made of them. No person is
-- in it: erasing somebody changes nothing here.
CREATE TABLE marketplace_analytics_quarters (
  -- The quarter's start.
  quarter timestamptz NOT NULL CHECK (extract(epoch FROM quarter) % 900 = 0),
  event_type text NOT NULL,
  -- The KEY as the event named it, id or slug (no slug looks like an id); empty when it named none.
  key_name text NOT NULL,
  events bigint NOT NULL CHECK (events > 0),
  -- Of those, by somebody signed in.
  signed_in bigint NOT NULL CHECK (signed_in BETWEEN 0 AND events),
  PRIMARY KEY (quarter, event_type, key_name)
-- Rows of the current quarter are updated often: room on their page keeps the index out of it.
) WITH (fillfactor = 70);

-- A trigger, not a part of the statement that inserts: whoever stores events, a process of the version before
-- included, cannot leave a count behind. Rows are locked in their order, after the ids of the events
-- (which the statement takes in theirs), so two writers cannot deadlock.
CREATE FUNCTION marketplace_analytics_count() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  INSERT INTO marketplace_analytics_quarters AS q (quarter, event_type, key_name, events, signed_in)
  SELECT date_bin('15 minutes', created_at, 'epoch'), event_type, coalesce(key_id::text, key_slug, ''),
         count(*), count(user_id)
  FROM fresh GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (quarter, event_type, key_name) DO UPDATE
    SET events = q.events + excluded.events, signed_in = q.signed_in + excluded.signed_in;
  RETURN NULL;
END
$$;

-- Nobody stores an event between the count of those that are there and the first that is counted by itself.
LOCK TABLE marketplace_analytics IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO marketplace_analytics_quarters (quarter, event_type, key_name, events, signed_in)
SELECT date_bin('15 minutes', created_at, 'epoch'), event_type, coalesce(key_id::text, key_slug, ''),
       count(*), count(user_id)
FROM marketplace_analytics GROUP BY 1, 2, 3;
CREATE TRIGGER count_events AFTER INSERT ON marketplace_analytics
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION marketplace_analytics_count();

ALTER TABLE marketplace_analytics_quarters ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON marketplace_analytics_quarters TO keys_analytics;
GRANT SELECT ON marketplace_analytics_quarters TO service_role;
CREATE POLICY service_counts ON marketplace_analytics_quarters TO keys_analytics
  USING (true) WITH CHECK (true);
CREATE POLICY service_role_reads ON marketplace_analytics_quarters FOR SELECT TO service_role USING (true);
