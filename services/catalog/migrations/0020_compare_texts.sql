-- One text is one text: tags, categories and outcomes are compared folded, titles are sorted as people sort
-- them, and words are those of common/text.

-- As common/text's Fold: equal for texts that differ only in case, normal form or width. By way of capital
-- letters, because Postgres 15 has no case folding of its own: this brings ß to ss and ς to σ's place.
CREATE FUNCTION catalog_fold(written text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT normalize(lower(upper(normalize(written, NFKC) COLLATE "und-x-icu") COLLATE "und-x-icu"), NFKC)
$$;
CREATE FUNCTION catalog_fold_all(written text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ARRAY(SELECT catalog_fold(w.word) FROM unnest(written) WITH ORDINALITY AS w (word, place) ORDER BY w.place)
$$;

-- The order of the Unicode Collation Algorithm with CLDR's root table: letters before accents before case,
-- and the same for each normal form (kk).
CREATE COLLATION catalog_titles (provider = icu, locale = 'und-u-kk-true');

-- What a filter compares; what is shown stays as its author wrote it.
DROP INDEX marketplace_keys_outcome, marketplace_keys_category, marketplace_keys_tags, marketplace_keys_title;
ALTER TABLE marketplace_keys DROP COLUMN outcome_word;
ALTER TABLE marketplace_keys
  ADD COLUMN outcome_word text GENERATED ALWAYS AS (catalog_fold(replace(outcome, '_', '-'))) STORED,
  ADD COLUMN category_word text GENERATED ALWAYS AS (catalog_fold(category)) STORED,
  -- In the order of tags.
  ADD COLUMN tag_words text[] GENERATED ALWAYS AS (catalog_fold_all(tags)) STORED,
  -- The search words were not made by common/text as it is now; the catalog makes them anew.
  ADD COLUMN words_old boolean NOT NULL DEFAULT true;
CREATE INDEX marketplace_keys_outcome ON marketplace_keys (outcome_word);
CREATE INDEX marketplace_keys_category ON marketplace_keys (category_word);
CREATE INDEX marketplace_keys_tags ON marketplace_keys USING gin (tag_words);
CREATE INDEX marketplace_keys_title ON marketplace_keys (title COLLATE catalog_titles, id)
  WHERE status = 'published';
CREATE INDEX marketplace_keys_words_old ON marketplace_keys (id) WHERE words_old;

-- A pair of characters has no stem but itself.
CREATE OR REPLACE FUNCTION catalog_lexemes(mark text, words text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT mark || l.lexeme), '{}')
  FROM unnest(words) AS w (word),
       LATERAL (SELECT w.word UNION ALL
                SELECT '.' || s.stem
                FROM unnest(ts_lexize('pg_catalog.english_stem', w.word)) AS s (stem)
                WHERE w.word ~ '[a-z]')
         AS l (lexeme)
$$;

DROP INDEX catalog_tags_title;
ALTER TABLE catalog_tags ALTER COLUMN title TYPE text COLLATE catalog_titles;
CREATE OR REPLACE FUNCTION catalog_order_tags() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM catalog_tags WHERE key_id = OLD.id;
  END IF;
  INSERT INTO catalog_tags (key_id, tag, created_at, title, price_cents)
    SELECT DISTINCT NEW.id, t.tag, NEW.created_at, NEW.title, coalesce(NEW.price_cents, 9223372036854775807)
    FROM unnest(NEW.tag_words) AS t (tag) WHERE NEW.status = 'published';
  RETURN NULL;
END
$$;
DELETE FROM catalog_tags;
INSERT INTO catalog_tags (key_id, tag, created_at, title, price_cents)
  SELECT DISTINCT k.id, t.tag, k.created_at, k.title, coalesce(k.price_cents, 9223372036854775807)
  FROM marketplace_keys k, unnest(k.tag_words) AS t (tag) WHERE k.status = 'published';
CREATE INDEX catalog_tags_title ON catalog_tags (tag, title, key_id);
