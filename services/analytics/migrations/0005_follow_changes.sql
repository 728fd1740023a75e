-- Whoever names a KEY by a person's id has put a person among the counts. Erasing takes such a name out of the
-- events; with this the counts follow, whatever changes an event and why. Nothing else does so far.
CREATE FUNCTION marketplace_analytics_follow() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  -- Rows as they would have to be added; of what went away with less than nothing.
  changes marketplace_analytics_quarters[];
BEGIN
  SELECT array_agg(ROW (quarter, event_type, key_name, events, signed_in)::marketplace_analytics_quarters)
  INTO changes
  FROM (
    SELECT quarter, event_type, key_name, sum(sign) AS events, sum(sign * known) AS signed_in
    FROM (SELECT date_bin('15 minutes', created_at, 'epoch') AS quarter, event_type,
                 coalesce(key_id::text, key_slug, '') AS key_name, (user_id IS NOT NULL)::int AS known, 1 AS sign
          FROM fresh
          UNION ALL
          SELECT date_bin('15 minutes', created_at, 'epoch'), event_type, coalesce(key_id::text, key_slug, ''),
                 (user_id IS NOT NULL)::int, -1
          FROM gone) AS each_event
    GROUP BY 1, 2, 3 HAVING sum(sign) <> 0 OR sum(sign * known) <> 0) AS differences;
  IF changes IS NULL THEN
    RETURN NULL;
  END IF;
  -- In the order in which writers lock, so that what follows sees rows that stand still.
  PERFORM 1 FROM marketplace_analytics_quarters AS q JOIN unnest(changes) AS c USING (quarter, event_type, key_name)
  ORDER BY quarter, event_type, key_name FOR UPDATE OF q;
  DELETE FROM marketplace_analytics_quarters AS q USING unnest(changes) AS c
  WHERE (q.quarter, q.event_type, q.key_name) = (c.quarter, c.event_type, c.key_name)
    AND q.events + c.events = 0;
  UPDATE marketplace_analytics_quarters AS q
  SET events = q.events + c.events, signed_in = q.signed_in + c.signed_in
  FROM unnest(changes) AS c
  WHERE (q.quarter, q.event_type, q.key_name) = (c.quarter, c.event_type, c.key_name) AND c.events <= 0;
  INSERT INTO marketplace_analytics_quarters AS q (quarter, event_type, key_name, events, signed_in)
  SELECT quarter, event_type, key_name, events, signed_in FROM unnest(changes) WHERE events > 0
  ORDER BY 1, 2, 3
  ON CONFLICT (quarter, event_type, key_name) DO UPDATE
    SET events = q.events + excluded.events, signed_in = q.signed_in + excluded.signed_in;
  RETURN NULL;
END
$$;
CREATE TRIGGER follow_changes AFTER UPDATE ON marketplace_analytics
  REFERENCING OLD TABLE AS gone NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION marketplace_analytics_follow();
