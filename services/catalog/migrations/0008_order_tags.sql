-- The published KEYS of each tag in every order of lists, so that a page of a tag costs its own rows and not
-- all KEYS that have the tag. A projection of marketplace_keys, kept by triggers in the transaction that
-- changes the row, whoever changes it.
CREATE TABLE catalog_tags (
  key_id uuid NOT NULL REFERENCES marketplace_keys ON DELETE CASCADE,
  tag text NOT NULL,
  -- As lists sort: see marketplace_keys_newest, _title and _price.
  created_at timestamptz NOT NULL,
  title text COLLATE "C" NOT NULL,
  price_cents bigint NOT NULL,
  PRIMARY KEY (key_id, tag)
);
CREATE INDEX catalog_tags_newest ON catalog_tags (tag, created_at DESC, key_id DESC);
CREATE INDEX catalog_tags_title ON catalog_tags (tag, title, key_id);
CREATE INDEX catalog_tags_price ON catalog_tags (tag, price_cents, key_id);

ALTER TABLE catalog_tags ENABLE ROW LEVEL SECURITY;
CREATE POLICY catalog_tags_writer ON catalog_tags FOR ALL TO keys_catalog
  USING (true) WITH CHECK (true);
CREATE POLICY catalog_tags_service_role ON catalog_tags FOR SELECT TO service_role USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON catalog_tags TO keys_catalog;
GRANT SELECT ON catalog_tags TO service_role;

-- With the rights of whoever changes the KEY.
CREATE FUNCTION catalog_order_tags() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM catalog_tags WHERE key_id = OLD.id;
  END IF;
  INSERT INTO catalog_tags (key_id, tag, created_at, title, price_cents)
    SELECT DISTINCT NEW.id, t.tag, NEW.created_at, lower(NEW.title),
           coalesce(NEW.price_cents, 9223372036854775807)
    FROM unnest(NEW.tags) AS t (tag) WHERE NEW.status = 'published';
  RETURN NULL;
END
$$;
CREATE TRIGGER marketplace_keys_tags_of_new AFTER INSERT ON marketplace_keys
  FOR EACH ROW EXECUTE FUNCTION catalog_order_tags();
CREATE TRIGGER marketplace_keys_tags_of_changed AFTER UPDATE ON marketplace_keys FOR EACH ROW
  WHEN ((OLD.tags, OLD.status, OLD.created_at, OLD.title, OLD.price_cents)
        IS DISTINCT FROM (NEW.tags, NEW.status, NEW.created_at, NEW.title, NEW.price_cents))
  EXECUTE FUNCTION catalog_order_tags();

-- Behind the triggers, which wait for whoever is just writing.
INSERT INTO catalog_tags (key_id, tag, created_at, title, price_cents)
  SELECT DISTINCT k.id, t.tag, k.created_at, lower(k.title),
         coalesce(k.price_cents, 9223372036854775807)
  FROM marketplace_keys k, unnest(k.tags) AS t (tag) WHERE k.status = 'published';
