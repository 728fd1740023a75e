-- Each KEY knows the revision that its last change made, so that processes that keep a copy of the catalog ask only for
-- what changed since. KEYS that did not change since this migration stand at 0.
ALTER TABLE marketplace_keys ADD COLUMN changed_at_revision bigint NOT NULL DEFAULT 0;
CREATE INDEX marketplace_keys_changed ON marketplace_keys (changed_at_revision, id);

-- A change is numbered with the revision that its transaction is about to count. The row of the revision stays locked
-- until then, also for somebody who writes by hand: two changes of one number that are committed one after the other
-- would let a reader in between miss the second.
CREATE FUNCTION catalog_number_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  SELECT revision + 1 INTO STRICT NEW.changed_at_revision FROM catalog_revision FOR UPDATE;
  RETURN NEW;
END
$$;
CREATE TRIGGER marketplace_keys_number_change BEFORE INSERT OR UPDATE ON marketplace_keys
  FOR EACH ROW EXECUTE FUNCTION catalog_number_change();
