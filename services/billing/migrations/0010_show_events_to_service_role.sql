-- service_role reads what it is to answer for (CONTRACT §6), the events' inbox among it.
GRANT SELECT ON stripe_webhook_events TO service_role;
CREATE POLICY service_role_reads ON stripe_webhook_events FOR SELECT TO service_role USING (true);
