-- How often a product or price was changed at Stripe: numbers the requests that do it.
ALTER TABLE stripe_products ADD COLUMN updates int NOT NULL DEFAULT 0;
ALTER TABLE stripe_prices ADD COLUMN updates int NOT NULL DEFAULT 0;
