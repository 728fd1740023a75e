-- Grants :first_grant up to :grants, ten a person; those before :orders were bought, by the order of the same number.
-- Variables: now, keys, orders, first_grant, grants. Person n is md5('user' || n), KEY n is md5('key' || n), from 1 on.
SET ROLE keys_owner;
INSERT INTO marketplace_entitlements
  (id, tenant_id, tenant_type, key_id, source, status, starts_at, created_at, updated_at, order_id, order_line_id)
SELECT md5('grant' || n)::uuid, md5('user' || n / 10)::uuid, 'user', md5('key' || 1 + (n::bigint * 7919 % :keys)::int)::uuid,
       CASE WHEN bought THEN 'order_line' ELSE 'gift' END, 'active', t, t, t,
       CASE WHEN bought THEN md5('order' || n)::uuid END, CASE WHEN bought THEN md5('line' || n)::uuid::text END
FROM generate_series(:first_grant, :grants - 1) AS n,
     LATERAL (SELECT n < :orders AS bought, :'now'::timestamptz - interval '30 days' AS t) AS each_grant;
ANALYZE marketplace_entitlements;
RESET ROLE;
