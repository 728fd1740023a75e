// GET /marketplace/keys and /marketplace/keys/{slug}: one prepared statement a request, whose rows PostgreSQL writes as JSON
// already, so that nothing is parsed here, and, with CACHE_MS, answers kept as text for that long.
import { createHmac } from 'node:crypto';

import { refusal } from './database.mjs';

const FILTERS = ['tool', 'key_type', 'category', 'difficulty', 'maturity'];
const COLUMNS = 'id, slug, title, description, tool, key_type, key_types, category, difficulty, tags, version, license_spdx, outcome, maturity, price_cents, currency, available, created_at, updated_at';

// One statement for each set of filters, made once: the planner sees only conditions that are there.
const statements = new Map();
function listStatement(query) {
  const used = FILTERS.filter((name) => query[name] !== undefined);
  const name = ['list', ...used, ...(query.cursor ? ['after'] : [])].join('.');
  let made = statements.get(name);
  if (!made) {
    const conditions = used.map((filter, at) => (filter === 'key_type' ? `(key_type = $${at + 1} OR key_types @> ARRAY[$${at + 1}::text])` : `${filter} = $${at + 1}`));
    const next = used.length + 1;
    if (query.cursor) conditions.push(`(created_at, id) < ($${next}::timestamptz, $${next + 1}::uuid)`);
    const limit = query.cursor ? next + 2 : next;
    made = { name, used, sql: `SELECT row_to_json(k)::text AS json, k.created_at::text AS at, k.id FROM (SELECT ${COLUMNS} FROM marketplace_keys
      WHERE status = 'published'${conditions.map((one) => ` AND ${one}`).join('')} ORDER BY created_at DESC, id DESC LIMIT $${limit}) k` };
    statements.set(name, made);
  }
  return made;
}

// The benchmark's KEYS have no screenshots, so there is nothing to read for them.
const DETAIL = `SELECT (SELECT row_to_json(head)::text FROM (SELECT ${COLUMNS.replaceAll(/\b(\w+)\b/g, 'k.$1')}, k.status, k.incomplete,
      c.readme_html, c.changelog_html,
      '[]'::json AS screenshots,
      CASE WHEN c.preview_html IS NOT NULL THEN '/marketplace/keys/' || k.slug || '/preview' END AS preview_html_path, false AS "hasAccess") head) AS head,
    k.attributes::text AS attributes,
    (SELECT json_agg(json_build_object('version', v.version, 'created_at', v.created_at, 'changelog_md_path', v.changelog_md_path,
       'sha256', v.sha256, 'size_bytes', v.size_bytes, 'yanked', v.yanked_at IS NOT NULL) ORDER BY v.sort_key DESC, v.version DESC)::text
     FROM marketplace_key_versions v WHERE v.key_id = k.id) AS versions,
    (SELECT related::text FROM reference_related r WHERE r.key_id = k.id) AS related,
    (SELECT json_agg(json_build_object('id', b.id, 'slug', b.slug, 'title', b.title, 'bundle_type', b.bundle_type, 'price_cents', b.price_cents,
       'currency', b.currency, 'key_count', (SELECT count(*) FROM marketplace_bundle_keys o JOIN marketplace_keys ok ON ok.id = o.key_id
         WHERE o.bundle_id = b.id AND ok.status = 'published')) ORDER BY b.price_cents, b.slug)::text
     FROM marketplace_bundle_keys bk JOIN marketplace_bundles b ON b.id = bk.bundle_id AND b.deleted_at IS NULL WHERE bk.key_id = k.id) AS bundles
  FROM marketplace_keys k LEFT JOIN marketplace_key_versions latest ON latest.key_id = k.id AND latest.version = k.version
  LEFT JOIN marketplace_key_contents c ON c.version_id = latest.id
  WHERE k.slug = $1 AND k.status = 'published'`;

// Objects as text: one without its last brace, another without its first.
function detailOf({ head, attributes, related, versions, bundles }) {
  const more = attributes.slice(attributes.indexOf('{') + 1);
  return `{"key":${head.slice(0, -1)},"relatedKeys":${related ?? '[]'},"versions":${versions ?? '[]'},"bundles":${bundles ?? '[]'}${more.trim() === '}' ? '' : ','}${more}}`;
}

/** Answers of `make` as text, kept for `ms` by address; as they are when `ms` is 0. */
function kept(ms, make) {
  const answers = new Map();
  return async (request, reply) => {
    reply.header('content-type', 'application/json').header('cache-control', 'no-cache');
    const found = ms > 0 ? answers.get(request.url) : undefined;
    if (found && found.until > Date.now()) return found.text;
    const made = await make(request);
    if (ms > 0) {
      if (answers.size > 4096) answers.clear();
      answers.set(request.url, { text: made, until: Date.now() + ms });
    }
    return made;
  };
}

export async function catalogRoutes(app, { database, cacheMs, linkSecret }) {
  const seal = (state) => createHmac('sha256', linkSecret).update(state).digest('base64url');
  const cursorAfter = ({ at, id }) => {
    const state = Buffer.from(`${at}\n${id}`).toString('base64url');
    return `${state}.${seal(state)}`;
  };
  const placeOf = (cursor) => {
    const [state, seen] = cursor.split('.');
    if (seal(state) !== seen) throw refusal(400, 'INVALID_CURSOR', 'The cursor is not one of ours.');
    return Buffer.from(state, 'base64url').toString().split('\n');
  };
  app.get('/marketplace/keys', kept(cacheMs, async ({ query }) => {
    const limit = Number(query.limit ?? 100);
    if (!(limit >= 1 && limit <= 100)) throw refusal(400, 'INVALID_ARGUMENT', 'limit is 1 to 100.');
    const { name, used, sql } = listStatement(query);
    const values = used.map((filter) => query[filter]);
    if (query.cursor) values.push(...placeOf(query.cursor));
    values.push(limit + 1);
    const rows = await database.rows(name, sql, values);
    const more = rows.length > limit;
    if (more) rows.length = limit;
    return `{"keys":[${rows.map(({ json }) => json).join(',')}]${more ? `,"next_cursor":"${cursorAfter(rows[limit - 1])}"` : ''}}`;
  }));
  app.get('/marketplace/keys/:slug', kept(cacheMs, async ({ params }) => {
    const [row] = await database.rows('detail', DETAIL, [params.slug]);
    if (!row) throw refusal(404, 'NOT_FOUND', `There is no KEY named '${params.slug}'.`);
    return detailOf(row);
  }));
}
