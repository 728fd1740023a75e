-- Search by words, with the field a word stands in as part of the lexeme, so that "every KEY has it
-- somewhere, three have it in the title" is three rows of an index and not fifty thousand.

-- A word and its English stem (".stem"), each behind the mark of its field.
CREATE FUNCTION catalog_lexemes(mark text, words text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT mark || l.lexeme), '{}')
  FROM unnest(words) AS w (word),
       LATERAL (SELECT w.word UNION ALL
                SELECT '.' || s.stem
                FROM unnest(ts_lexize('pg_catalog.english_stem', w.word)) AS s (stem))
         AS l (lexeme)
$$;

-- The word and what is left of it without one letter: two words that share one of these are at most
-- a typing error or two apart. Numbers, digests and the like are nobody's typing error.
CREATE FUNCTION catalog_gaps(word text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN length(word) BETWEEN 3 AND 24 AND word !~ '[0-9]' THEN
    ARRAY(SELECT word UNION
          SELECT left(word, i - 1) || substr(word, i + 1) FROM generate_series(1, length(word)) i)
    ELSE '{}' END
$$;

-- For the migration only: services/catalog/domain/words.cc splits texts from now on.
CREATE FUNCTION catalog_split(written text) RETURNS text[]
LANGUAGE sql IMMUTABLE AS $$
  SELECT array_remove(regexp_split_to_array(lower(coalesce(written, '')), '[^[:alnum:]]+'), '')
$$;

ALTER TABLE marketplace_keys
  -- Title (a), tags (b), description (c): small, so that it stays in the row.
  ADD COLUMN search_head tsvector NOT NULL DEFAULT '',
  -- All fields without marks, README included.
  ADD COLUMN search_all tsvector NOT NULL DEFAULT '';
UPDATE marketplace_keys SET
  search_head = array_to_tsvector(
    catalog_lexemes('a', catalog_split(title)) ||
    catalog_lexemes('b', catalog_split(array_to_string(tags, ' '))) ||
    catalog_lexemes('c', catalog_split(description))),
  search_all = array_to_tsvector(
    catalog_lexemes('', catalog_split(concat_ws(' ', title, slug, array_to_string(tags, ' '),
                                                description))) ||
    ARRAY(SELECT '.' || stem FROM unnest(tsvector_to_array(search_words)) AS s (stem)));
CREATE INDEX marketplace_keys_search_head ON marketplace_keys USING gin (search_head);
CREATE INDEX marketplace_keys_search_all ON marketplace_keys USING gin (search_all);

-- Whether a word is common decides between walking the newest KEYS and asking the index: know the
-- frequency of ten thousand words, and that a tool's KEYS are not spread over all other words evenly.
ALTER TABLE marketplace_keys
  ALTER COLUMN search_head SET STATISTICS 1000,
  ALTER COLUMN search_all SET STATISTICS 1000;
CREATE STATISTICS marketplace_keys_words (mcv)
  ON tool, key_type, difficulty, maturity, severity_level FROM marketplace_keys;

-- Every word and stem that some KEY was ever published with: what a search means by a word nobody
-- wrote is the nearest of these.
CREATE TABLE catalog_words (
  word text COLLATE "C" PRIMARY KEY,
  gaps text[] NOT NULL
);
INSERT INTO catalog_words (word, gaps)
  SELECT w.word, CASE WHEN left(w.word, 1) = '.' THEN '{}' ELSE catalog_gaps(w.word) END
  FROM (SELECT DISTINCT unnest(tsvector_to_array(search_all)) AS word FROM marketplace_keys) w;
CREATE INDEX catalog_words_gaps ON catalog_words USING gin (gaps);
CREATE INDEX catalog_words_part ON catalog_words USING gin (word gin_trgm_ops)
  WHERE word COLLATE "C" >= '/';
ALTER TABLE catalog_words ENABLE ROW LEVEL SECURITY;
CREATE POLICY catalog_words_writer ON catalog_words FOR ALL TO keys_catalog
  USING (true) WITH CHECK (true);
CREATE POLICY catalog_words_service_role ON catalog_words FOR SELECT TO service_role USING (true);
GRANT SELECT, INSERT ON catalog_words TO keys_catalog;
GRANT SELECT ON catalog_words TO service_role;
DROP FUNCTION catalog_split(text);
