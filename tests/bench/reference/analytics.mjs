// POST /marketplace/analytics: one statement, committed before the answer. An id that is known changes nothing.
import { randomUUID } from 'node:crypto';

import { refusal } from './database.mjs';

const INSERT = `WITH fresh AS (
    INSERT INTO marketplace_analytics_event_ids (event_id, created_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING event_id)
  INSERT INTO marketplace_analytics (id, event_type, key_id, key_slug, user_id, discovery_reason, metadata, created_at, recorded_at)
  SELECT event_id, $3, $4::uuid, $5, $6::uuid, $7, $8::jsonb, $2, $2 FROM fresh`;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TYPES = new Set(['view', 'discovery_click']);

export async function analyticsRoute(app, { database, authenticate }) {
  app.post('/marketplace/analytics', async (request) => {
    const user = authenticate(request);
    const { event_id: id = randomUUID(), event_type: type, key_id: key, discovery_reason: reason = null, metadata = {} } = request.body;
    if (!TYPES.has(type)) throw refusal(403, 'SERVER_EVENT', 'The shop makes this event itself.');
    const isId = key !== undefined && UUID.test(key);
    await database.rows('analytics', INSERT, [id, new Date(), type, isId ? key : null, isId ? null : key ?? null, user, reason, JSON.stringify(metadata)]);
    return { success: true };
  });
}
