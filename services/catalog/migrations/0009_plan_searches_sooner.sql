-- Planning a search reads what is known of all words of search_head, once a class: a third of it is enough. A word
-- that is not among the 3,000 most frequent is in so few titles, tags and descriptions that the index is right.
ALTER TABLE marketplace_keys ALTER COLUMN search_head SET STATISTICS 300;
