-- The audit chains of all services as one list for administrators. Each service writes its own chain
-- and reads no other's; this function, of the tables' owner, is the one place that reads them all, and
-- entitlement may call it and nothing more. Services that have no chain are left out.
-- Newest first; after (before_at, before_service, before_seq) when they are given.
CREATE FUNCTION keys_audit_entries(only_service text, only_actor text, only_subject text,
                                   before_at timestamptz, before_service text, before_seq bigint,
                                   at_most int)
RETURNS TABLE (service text, seq bigint, at timestamptz, actor text, action text, subject text,
               details jsonb, hash text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  parts text[] := '{}';
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['analytics', 'billing', 'catalog', 'discovery', 'entitlement',
                              'ingestion'] LOOP
    IF to_regclass('public.' || name || '_audit') IS NOT NULL
       AND (only_service IS NULL OR only_service = name) THEN
      parts := parts || format(
        '(SELECT %L::text AS service, seq, at, actor, action, subject, details, hash FROM public.%I '
        'WHERE ($1 IS NULL OR actor = $1) AND ($2 IS NULL OR subject = $2) '
        'AND ($3 IS NULL OR (at, %L::text, seq) < ($3, $4, $5)) ORDER BY at DESC, seq DESC LIMIT $6)',
        name, name || '_audit', name);
    END IF;
  END LOOP;
  IF parts = '{}' THEN
    RETURN;
  END IF;
  RETURN QUERY EXECUTE 'SELECT service, seq, at, actor, action, subject, details, hash FROM ('
    || array_to_string(parts, ' UNION ALL ')
    || ') AS merged ORDER BY at DESC, service DESC, seq DESC LIMIT $6'
    USING only_actor, only_subject, before_at, before_service, before_seq, at_most;
END
$$;
REVOKE ALL ON FUNCTION keys_audit_entries(text, text, text, timestamptz, text, bigint, int)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keys_audit_entries(text, text, text, timestamptz, text, bigint, int)
  TO keys_entitlement;
