-- organizations, organization_members, marketplace_entitlements, marketplace_bundle_entitlements. Access goes
-- through the ledger as the service writes it: a fact "granted" for each, "revoked" after it for what was inactive,
-- and the projection those facts make. Source: manual, whatever was paid; there is no order here that says how much,
-- so nothing can be credited or refunded by this shop. A grant without end is owned and cannot be bought again.

CREATE TEMP TABLE old_orgs AS
  SELECT o.place, o.line, pg_temp.as_uuid(o.line ->> 'id') AS id,
         coalesce(pg_temp.as_time(o.line ->> 'created_at'), :'at'::timestamptz) AS created_at
  FROM original o WHERE o.tab = 'organizations';
INSERT INTO outcomes SELECT place, 'left', 'NO_ID', 'The row has no id.' FROM old_orgs WHERE id IS NULL;
INSERT INTO outcomes SELECT place, 'kept', NULL, NULL FROM old_orgs WHERE id IN (SELECT id FROM organizations);
INSERT INTO outcomes SELECT place, 'left', 'TWICE', 'The id stands in an earlier row.' FROM (
    SELECT place, row_number() OVER (PARTITION BY id ORDER BY place) AS nth FROM old_orgs
    WHERE place NOT IN (SELECT place FROM outcomes)) AS counted WHERE nth > 1;
INSERT INTO notes SELECT o.place, 'SLUG_LEFT_OUT', concat('The slug "', o.line ->> 'slug', '" is taken or too long.') FROM old_orgs o
  WHERE o.place NOT IN (SELECT place FROM outcomes) AND (length(o.line ->> 'slug') > 100
    OR o.line ->> 'slug' IN (SELECT slug FROM organizations)
    OR EXISTS (SELECT FROM old_orgs e WHERE e.place < o.place AND e.line ->> 'slug' = o.line ->> 'slug'));
INSERT INTO organizations (id, name, slug, owner_id, created_at, updated_at)
  SELECT id, left(coalesce(line ->> 'name', ''), 200),
         CASE WHEN place NOT IN (SELECT place FROM notes WHERE reason = 'SLUG_LEFT_OUT') THEN line ->> 'slug' END,
         pg_temp.as_uuid(line ->> 'owner_id'), created_at, coalesce(pg_temp.as_time(line ->> 'updated_at'), created_at)
  FROM old_orgs WHERE place NOT IN (SELECT place FROM outcomes);
INSERT INTO outcomes SELECT place, 'written', NULL, NULL FROM old_orgs WHERE place NOT IN (SELECT place FROM outcomes);

CREATE TEMP TABLE old_members AS
  SELECT o.place, o.line, coalesce(pg_temp.as_uuid(o.line ->> 'id'), pg_temp.made_id('member', o.line ->> 'org_id', o.line ->> 'user_id')) AS id,
         pg_temp.as_uuid(o.line ->> 'org_id') AS org_id, pg_temp.as_uuid(o.line ->> 'user_id') AS user_id,
         coalesce(o.line ->> 'role', 'member') AS role,
         coalesce(pg_temp.as_time(o.line ->> 'created_at'), :'at'::timestamptz) AS created_at
  FROM original o WHERE o.tab = 'organization_members';
INSERT INTO outcomes SELECT place, 'left', 'ORGANIZATION_UNKNOWN', 'There is no such organisation.' FROM old_members
  WHERE org_id IS NULL OR org_id NOT IN (SELECT id FROM organizations);
INSERT INTO outcomes SELECT place, 'left', 'USER_UNKNOWN', 'The user is no id.' FROM old_members
  WHERE user_id IS NULL AND place NOT IN (SELECT place FROM outcomes);
INSERT INTO outcomes SELECT place, 'kept', NULL, NULL FROM old_members o WHERE place NOT IN (SELECT place FROM outcomes)
  AND EXISTS (SELECT FROM organization_members m WHERE m.org_id = o.org_id AND m.user_id = o.user_id);
INSERT INTO outcomes SELECT place, 'left', 'TWICE', 'The member stands in an earlier row.' FROM (
    SELECT place, row_number() OVER (PARTITION BY org_id, user_id ORDER BY place) AS nth FROM old_members
    WHERE place NOT IN (SELECT place FROM outcomes)) AS counted WHERE nth > 1;
INSERT INTO notes SELECT place, 'ROLE_CHANGED', concat('"', role, '" became "member".') FROM old_members
  WHERE role NOT IN ('owner', 'admin', 'member') AND place NOT IN (SELECT place FROM outcomes);
INSERT INTO organization_members (id, org_id, user_id, role, created_at, updated_at)
  SELECT id, org_id, user_id, CASE WHEN role IN ('owner', 'admin') THEN role ELSE 'member' END, created_at, created_at
  FROM old_members WHERE place NOT IN (SELECT place FROM outcomes);
INSERT INTO outcomes SELECT place, 'written', NULL, NULL FROM old_members WHERE place NOT IN (SELECT place FROM outcomes);

CREATE TEMP TABLE old_grants AS
  SELECT o.place, o.tab, o.line, pg_temp.as_uuid(o.line ->> 'id') AS old_id,
         pg_temp.as_uuid(o.line ->> 'tenant_id') AS tenant_id, o.line ->> 'tenant_type' AS tenant_type,
         pg_temp.as_uuid(coalesce(o.line ->> 'key_id', o.line ->> 'pack_id', o.line ->> 'bundle_id')) AS item_id,
         coalesce(o.line ->> 'status', 'active') AS status, o.line ->> 'ends_at' AS ends_text,
         coalesce(pg_temp.as_time(o.line ->> 'starts_at'), pg_temp.as_time(o.line ->> 'created_at'),
                  CASE WHEN o.line ->> 'starts_at' = 'infinity' THEN NULL ELSE '1970-01-01T00:00:00Z'::timestamptz END) AS starts_at,
         CASE WHEN o.line ->> 'ends_at' <> '-infinity' THEN pg_temp.as_time(o.line ->> 'ends_at') END AS ends_at,
         pg_temp.as_time(o.line ->> 'updated_at') AS updated_at
  FROM original o WHERE o.tab IN ('marketplace_entitlements', 'marketplace_bundle_entitlements');
INSERT INTO outcomes SELECT place, 'left', 'NO_ID', 'The row has no id.' FROM old_grants WHERE old_id IS NULL;
INSERT INTO outcomes SELECT place, 'left', 'TENANT_UNKNOWN', 'The tenant is no user and no organisation.' FROM old_grants
  WHERE (tenant_id IS NULL OR coalesce(tenant_type, '') NOT IN ('user', 'org')) AND place NOT IN (SELECT place FROM outcomes);
INSERT INTO outcomes SELECT place, 'left', 'KEY_UNKNOWN', 'There is no such KEY among those that were carried.' FROM old_grants
  WHERE tab = 'marketplace_entitlements' AND (item_id IS NULL OR item_id NOT IN (SELECT old_id FROM key_map))
    AND place NOT IN (SELECT place FROM outcomes);
INSERT INTO outcomes SELECT place, 'left', 'BUNDLE_UNKNOWN', 'There is no such bundle, or none of its KEYS was carried.' FROM old_grants
  WHERE tab = 'marketplace_bundle_entitlements' AND (item_id IS NULL OR item_id NOT IN (SELECT old_id FROM bundle_map WHERE key_ids <> '{}'))
    AND place NOT IN (SELECT place FROM outcomes);
INSERT INTO outcomes SELECT place, 'left', 'TIME_UNREADABLE', concat('It ends at "', ends_text, '", which is no time.') FROM old_grants
  WHERE ends_text IS NOT NULL AND ends_text <> 'infinity' AND ends_at IS NULL AND place NOT IN (SELECT place FROM outcomes);
INSERT INTO outcomes SELECT place, 'left', 'NEVER_STOOD', 'It ended before it began.' FROM old_grants
  WHERE (starts_at IS NULL OR ends_at <= starts_at) AND place NOT IN (SELECT place FROM outcomes);
INSERT INTO notes SELECT place, 'ORGANIZATION_UNKNOWN', 'There is no such organisation, so nobody has access by it.' FROM old_grants
  WHERE tenant_type = 'org' AND tenant_id NOT IN (SELECT id FROM organizations) AND place NOT IN (SELECT place FROM outcomes);

CREATE TEMP TABLE new_grants AS
  SELECT g.place, g.old_id AS id, g.tenant_id, g.tenant_type, m.new_id AS key_id, g.starts_at, g.ends_at, g.status, g.updated_at, g.line
  FROM old_grants g JOIN key_map m ON m.old_id = g.item_id
  WHERE g.tab = 'marketplace_entitlements' AND g.place NOT IN (SELECT place FROM outcomes)
  UNION ALL
  SELECT g.place, pg_temp.made_id('grant', g.old_id::text, k.key_id::text), g.tenant_id, g.tenant_type, k.key_id, g.starts_at, g.ends_at,
         g.status, g.updated_at, g.line
  FROM old_grants g JOIN bundle_map b ON b.old_id = g.item_id, unnest(b.key_ids) AS k (key_id)
  WHERE g.tab = 'marketplace_bundle_entitlements' AND g.place NOT IN (SELECT place FROM outcomes);
INSERT INTO outcomes SELECT place, 'left', 'TWICE', 'The id stands in an earlier row.' FROM (
    SELECT place, row_number() OVER (PARTITION BY id ORDER BY place) AS nth FROM new_grants) AS counted WHERE nth > 1 GROUP BY place;
DELETE FROM new_grants WHERE place IN (SELECT place FROM outcomes);
-- Facts that exist in the ledger are not written again; a difference is listed for a person to look at.
INSERT INTO notes SELECT DISTINCT g.place, 'CHANGED_SINCE', concat('The original says "', g.status, '", the ledger says "', e.status, '".')
  FROM new_grants g JOIN marketplace_entitlements e ON e.id = g.id WHERE (g.status = 'active') <> (e.status = 'active');
INSERT INTO outcomes SELECT DISTINCT g.place, 'kept', NULL, NULL FROM new_grants g
  WHERE NOT EXISTS (SELECT FROM new_grants o WHERE o.place = g.place AND o.id NOT IN (SELECT id FROM marketplace_entitlements));
DELETE FROM new_grants WHERE id IN (SELECT id FROM marketplace_entitlements);

INSERT INTO marketplace_entitlement_facts (id, grant_id, kind, tenant_id, tenant_type, key_id, source, reason, starts_at, ends_at,
    actor, note, occurred_at, recorded_at)
  SELECT pg_temp.made_id('fact', step.kind, g.id::text), g.id, step.kind, g.tenant_id, g.tenant_type, g.key_id, 'manual', step.reason,
    CASE WHEN step.kind = 'granted' THEN g.starts_at END, CASE WHEN step.kind = 'granted' THEN g.ends_at END, 'carry-over',
    concat_ws(', ', 'Carried over: ' || coalesce(g.line ->> 'source', 'unknown') || ' in the original shop',
              'subscription ' || (g.line ->> 'stripe_subscription_id'), 'price ' || (g.line ->> 'stripe_price_id')),
    CASE WHEN step.kind = 'granted' THEN g.starts_at ELSE coalesce(g.updated_at, :'at'::timestamptz) END, :'at'::timestamptz
  FROM new_grants g, (VALUES (1, 'granted', NULL), (2, 'revoked', 'REVOKED_MANUAL')) AS step (n, kind, reason)
  WHERE step.kind = 'granted' OR g.status <> 'active'
  ORDER BY g.place, g.id, step.n;
INSERT INTO marketplace_entitlements (id, tenant_id, tenant_type, key_id, source, status, reason, starts_at, ends_at, created_at, updated_at)
  SELECT id, tenant_id, tenant_type, key_id, 'manual', CASE WHEN status = 'active' THEN 'active' ELSE 'revoked' END,
    CASE WHEN status = 'active' THEN NULL ELSE 'REVOKED_MANUAL' END, starts_at, ends_at, :'at'::timestamptz, :'at'::timestamptz
  FROM new_grants;
INSERT INTO outcomes SELECT DISTINCT place, 'written', NULL, NULL FROM new_grants;

SELECT pg_temp.audit('entitlement', :'at'::timestamptz, 'original.carried_over', jsonb_build_object('grants', count(*),
    'organizations', (SELECT count(*) FROM outcomes o JOIN original r USING (place) WHERE r.tab = 'organizations' AND o.outcome = 'written'),
    'members', (SELECT count(*) FROM outcomes o JOIN original r USING (place) WHERE r.tab = 'organization_members' AND o.outcome = 'written')))
FROM new_grants WHERE EXISTS (SELECT FROM outcomes o JOIN original r USING (place) WHERE o.outcome = 'written'
  AND r.tab IN ('organizations', 'organization_members', 'marketplace_entitlements', 'marketplace_bundle_entitlements')) HAVING count(*) > 0
  OR EXISTS (SELECT FROM outcomes o JOIN original r USING (place) WHERE o.outcome = 'written'
  AND r.tab IN ('organizations', 'organization_members')) \g /dev/null
