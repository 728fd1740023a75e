-- Words no longer have vowel points, Arabic's long stroke and Turkish dots (common/text/README.md): those of every KEY are made anew by
-- word_keeper.*, 20 KEYS a transaction.
UPDATE marketplace_keys SET words_old = true;
