-- A bundle may say which KEYS come in by themselves; NULL: any.
ALTER TABLE marketplace_bundles
  ADD COLUMN rule_tool text,
  ADD COLUMN rule_maturity text;
