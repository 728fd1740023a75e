// POST /marketplace/keys/{slug}/download: decision, audit row and event in one statement and one commit, then a signed link.
import { createHmac, randomUUID } from 'node:crypto';

import { refusal } from './database.mjs';

const DECIDE = `WITH wanted AS (
    SELECT k.id, v.version, v.sha256, v.size_bytes, v.storage_path FROM marketplace_keys k,
      LATERAL (SELECT version, sha256, size_bytes, storage_path FROM marketplace_key_versions
               WHERE key_id = k.id AND yanked_at IS NULL AND sha256 IS NOT NULL AND ($3::text IS NULL OR version = $3)
               ORDER BY is_release DESC, sort_key DESC LIMIT 1) v
    WHERE k.slug = $2 AND k.status = 'published'),
  granted AS (
    SELECT e.id, e.tenant_id, e.tenant_type FROM wanted, (SELECT $1::uuid AS id, 'user' AS type
      UNION ALL SELECT org_id, 'org' FROM organization_members WHERE user_id = $1::uuid) AS tenant
    JOIN marketplace_entitlements e ON e.tenant_id = tenant.id AND e.tenant_type = tenant.type
    WHERE e.key_id = wanted.id AND e.status = 'active' AND e.starts_at <= $4 AND (e.ends_at IS NULL OR e.ends_at > $4)
    LIMIT 1),
  audited AS (
    INSERT INTO marketplace_download_events
      (id, tenant_id, tenant_type, grant_id, user_id, key_id, version, sha256, ip_hash, user_agent, request_id, created_at)
    SELECT $5::uuid, granted.tenant_id, granted.tenant_type, granted.id, $1::uuid, wanted.id, version, sha256, $6, $7, $8, $4 FROM wanted, granted),
  counted AS (
    INSERT INTO marketplace_analytics_event_ids (event_id, created_at) SELECT $5::uuid, $4 FROM granted),
  told AS (
    INSERT INTO marketplace_analytics (id, event_type, key_id, user_id, tenant_id, tenant_type, metadata, created_at, recorded_at)
    SELECT $5::uuid, 'download', wanted.id, $1::uuid, tenant_id, tenant_type, json_build_object('version', version)::jsonb, $4, $4 FROM wanted, granted)
  SELECT wanted.id AS key_id, version, sha256, size_bytes, storage_path, granted.id AS grant_id FROM wanted LEFT JOIN granted ON true`;
const LIFETIME_SECONDS = 3600;

export async function downloadRoute(app, { database, authenticate, publicUrl, linkSecret }) {
  app.post('/marketplace/keys/:slug/download', async (request) => {
    const user = authenticate(request);
    const { slug } = request.params;
    const address = createHmac('sha256', linkSecret).update(request.ip).digest('hex');
    const [found] = await database.rows('download', DECIDE, [user, slug, request.body?.version ?? null, new Date(), randomUUID(), address,
      (request.headers['user-agent'] ?? '').slice(0, 500), request.id]);
    if (!found) throw refusal(404, 'NOT_FOUND', `There is no KEY named '${slug}'.`);
    if (!found.grant_id) throw refusal(403, 'NOT_ENTITLED', 'You do not own this KEY.');
    const claims = Buffer.from(JSON.stringify({ user, key: found.key_id, grant: found.grant_id, path: found.storage_path, version: found.version,
      expires: Math.floor(Date.now() / 1000) + LIFETIME_SECONDS })).toString('base64url');
    const seal = createHmac('sha256', linkSecret).update(claims).digest('base64url');
    return { downloadUrl: `${publicUrl}/marketplace/downloads/${claims}.${seal}`, expiresIn: LIFETIME_SECONDS,
      version: found.version, sha256: found.sha256, size_bytes: found.size_bytes };
  });
}
