-- Replaced by search_head and search_all.
ALTER TABLE marketplace_keys DROP COLUMN search_words, DROP COLUMN search_text;
