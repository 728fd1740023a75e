-- Lists of the KEYS that can be downloaded, and of those that cannot yet, in each order of lists: where nearly all
-- KEYS are available, the few others are found without reading past all of them.
CREATE INDEX marketplace_keys_available_newest
  ON marketplace_keys (available, created_at DESC, id DESC) WHERE status = 'published';
CREATE INDEX marketplace_keys_available_title
  ON marketplace_keys (available, title COLLATE catalog_titles, id) WHERE status = 'published';
CREATE INDEX marketplace_keys_available_price
  ON marketplace_keys (available, coalesce(price_cents, 9223372036854775807), id)
  WHERE status = 'published';
