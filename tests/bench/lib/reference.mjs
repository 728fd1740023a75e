// The reference server beside a stack of lib/stack.mjs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { freePort } from '../../e2e/lib/free_port.mjs';
import { send } from './http.mjs';
import { adminUrl, root, sql } from './stack.mjs';

const MOST_RELATED = 200;

/** What the catalog says is related, kept with the reference's KEYS: an expert works that out when the catalogue
 * changes, which it does not do while we measure. */
async function keepRelated(stack) {
  const rows = [];
  for (let n = 1; n <= Math.min(MOST_RELATED, stack.size.keys); n++) {
    const { body } = await send(stack.endpoints.gateway, { method: 'GET', path: `/marketplace/keys/key-${n}` });
    rows.push({ key_id: body.key.id, related: body.key.relatedKeys });
  }
  sql(stack.data, `SET client_min_messages = warning; CREATE TABLE IF NOT EXISTS reference_related (key_id uuid PRIMARY KEY, related json NOT NULL);
    INSERT INTO reference_related SELECT * FROM json_to_recordset($json$${JSON.stringify(rows)}$json$) AS r (key_id uuid, related json)
    ON CONFLICT DO NOTHING; ANALYZE reference_related;`, { database: 'keys_reference' });
}

/** Starts the reference; `cacheMs` keeps lists and details for that long. Answers {url, pid, stop()}. */
export async function startReference(stack, { cacheMs = 0 } = {}) {
  await keepRelated(stack);
  const port = freePort();
  const child = spawn(process.execPath, [path.join(root, 'tests/bench/reference/server.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, NODE_ENV: 'production', PORT: port, CACHE_MS: String(cacheMs),
      DATABASE_URL: adminUrl(stack.data, 'keys_reference'), PUBLIC_URL: stack.environment.PUBLIC_URL,
      JWT_SECRET: stack.jwtSecret, STRIPE_WEBHOOK_SECRET: stack.stripeSecret },
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  const began = await Promise.race([once(child.stdout, 'data'), ended.then(() => undefined)]);
  if (!began) throw new Error('the reference server ended instead of listening');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { url: `http://127.0.0.1:${port}`, pid: child.pid, stop };
}
