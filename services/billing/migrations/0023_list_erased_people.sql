-- Gateways ask every two seconds who was erased since, so that good tokens of theirs are no longer taken.
CREATE INDEX billing_erased_people_since ON billing_erased_people (updated_at, id_hash);
