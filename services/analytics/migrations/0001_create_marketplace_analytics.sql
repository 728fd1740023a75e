-- What happened in the shop: append-only, one row per event, one partition per month.
--
-- Partitions have no grants: rows are reached through the parent, whose row level security applies.
-- The service makes months ahead (marketplace_analytics_ensure_month); an event of a month that has
-- none yet, such as a late delivery, lands in the default partition and is never refused.

CREATE TABLE marketplace_analytics (
  id uuid NOT NULL,
  event_type text NOT NULL
    CHECK (event_type IN ('view', 'discovery_click', 'purchase', 'download', 'bundle_upgrade')),
  -- A client may name a KEY or a bundle by id or by slug. Slugs are kept as they were named: what
  -- they mean is the catalog's knowledge.
  key_id uuid,
  key_slug text CHECK (length(key_slug) <= 100),
  bundle_id uuid,
  bundle_slug text CHECK (length(bundle_slug) <= 100),
  user_id uuid,
  tenant_id uuid,
  tenant_type text CHECK (tenant_type IN ('user', 'org')),
  discovery_reason text CHECK (length(discovery_reason) <= 200),
  metadata jsonb NOT NULL CHECK (jsonb_typeof(metadata) = 'object'),
  amount_cents bigint,
  currency text,
  -- When it happened.
  created_at timestamptz NOT NULL,
  -- When it was stored here.
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (id, created_at),
  CHECK ((tenant_id IS NULL) = (tenant_type IS NULL)),
  CHECK ((amount_cents IS NULL) = (currency IS NULL))
) PARTITION BY RANGE (created_at);

CREATE TABLE marketplace_analytics_default PARTITION OF marketplace_analytics DEFAULT;

CREATE INDEX marketplace_analytics_key ON marketplace_analytics (event_type, created_at, key_id);
CREATE INDEX marketplace_analytics_user ON marketplace_analytics (user_id, created_at)
  WHERE user_id IS NOT NULL;

-- A partitioned table cannot hold an id unique over all months; this one does, so that the same event
-- delivered twice, in whatever month, is one row.
CREATE TABLE marketplace_analytics_event_ids (
  event_id uuid PRIMARY KEY,
  created_at timestamptz NOT NULL
);
CREATE INDEX marketplace_analytics_event_ids_created
  ON marketplace_analytics_event_ids USING brin (created_at);

-- Makes the partition of the month that begins at `month_start` (UTC) unless it is there, and moves
-- into it what the default partition holds of that month. True when it was made.
CREATE FUNCTION marketplace_analytics_ensure_month(month_start date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  from_time timestamptz := month_start::timestamp AT TIME ZONE 'UTC';
  to_time timestamptz := (month_start + interval '1 month') AT TIME ZONE 'UTC';
  partition_name text := 'marketplace_analytics_' || to_char(month_start, 'YYYY_MM');
BEGIN
  IF extract(day FROM month_start) <> 1 THEN
    RAISE EXCEPTION 'a month begins on its first day' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF to_regclass('public.' || partition_name) IS NOT NULL THEN
    RETURN false;
  END IF;
  -- One maker at a time, and no writer between the copy and the attachment.
  LOCK TABLE public.marketplace_analytics IN ACCESS EXCLUSIVE MODE;
  IF to_regclass('public.' || partition_name) IS NOT NULL THEN
    RETURN false;
  END IF;
  EXECUTE format('CREATE TABLE public.%I (LIKE public.marketplace_analytics INCLUDING DEFAULTS '
                 'INCLUDING CONSTRAINTS)', partition_name);
  EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', partition_name);
  EXECUTE format('WITH moved AS (DELETE FROM public.marketplace_analytics_default '
                 'WHERE created_at >= $1 AND created_at < $2 RETURNING *) '
                 'INSERT INTO public.%I SELECT * FROM moved', partition_name)
    USING from_time, to_time;
  EXECUTE format('ALTER TABLE public.marketplace_analytics ATTACH PARTITION public.%I '
                 'FOR VALUES FROM (%L) TO (%L)', partition_name, from_time, to_time);
  RETURN true;
END
$$;
REVOKE ALL ON FUNCTION marketplace_analytics_ensure_month(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION marketplace_analytics_ensure_month(date) TO keys_analytics;

GRANT SELECT, INSERT ON marketplace_analytics TO keys_analytics;
GRANT SELECT, INSERT ON marketplace_analytics_event_ids TO keys_analytics;
GRANT SELECT ON marketplace_analytics TO service_role, authenticated;

ALTER TABLE marketplace_analytics ENABLE ROW LEVEL SECURITY;
CREATE POLICY service_writes ON marketplace_analytics FOR INSERT TO keys_analytics
  WITH CHECK (true);
CREATE POLICY service_reads ON marketplace_analytics FOR SELECT TO keys_analytics, service_role
  USING (true);
CREATE POLICY users_read_their_own ON marketplace_analytics FOR SELECT TO authenticated
  USING (user_id = (SELECT auth.uid()));

ALTER TABLE marketplace_analytics_default ENABLE ROW LEVEL SECURITY;
ALTER TABLE marketplace_analytics_event_ids ENABLE ROW LEVEL SECURITY;
CREATE POLICY service_only ON marketplace_analytics_event_ids TO keys_analytics
  USING (true) WITH CHECK (true);
