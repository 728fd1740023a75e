// A stack over a shop that lib/seed.sql made, and beside it, in the same cluster, the database of the reference server:
// a copy of the shop's own, taken before the stack was started.
//   node tests/bench/lib/stack.mjs start DATA SIZE PORT     SIZE is a name in world.mjs
//   node tests/bench/lib/stack.mjs stop DATA
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { freePort } from '../../e2e/lib/free_port.mjs';
import { sizes } from './world.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const here = path.dirname(fileURLToPath(import.meta.url));
const script = (name, args, options = {}) =>
  execFileSync(path.join(root, 'scripts', name), args, { stdio: ['ignore', 'ignore', 'inherit'], ...options });

const assignments = (file, pattern) => Object.fromEntries([...readFileSync(file, 'utf8').matchAll(pattern)].map((m) => [m[1], m[2]]));

/** The URL of a database of the stack's cluster for its superuser, who alone may read what PostgreSQL logs. */
export function adminUrl(data, database) {
  const cluster = assignments(path.join(data, 'db.env'), /^(PG_\w+)=(.*)$/gm);
  return `postgresql://keys_admin:${cluster.PG_PASSWORD_ADMIN}@127.0.0.1:${cluster.PG_PORT}/${database}`;
}

/** Runs SQL as that superuser; answers what it printed. */
export function sql(data, text, { database = 'keys', variables = {} } = {}) {
  const args = [adminUrl(data, database), '-XAtq', '-v', 'ON_ERROR_STOP=1'];
  for (const [name, value] of Object.entries(variables)) args.push('-v', `${name}=${value}`);
  return execFileSync('psql', args, { input: text, encoding: 'utf8', maxBuffer: 1 << 28 }).trim();
}

/** The KEYS are those that catalog_bench measures: one description of a large catalogue for both. */
function catalogueStatements(keys) {
  const source = readFileSync(path.join(root, 'services/catalog/testing/catalog_scale.cc'), 'utf8');
  const statements = [...source.matchAll(/R"sql\(([^]*?)\)sql"/g)].map((found) => found[1].trim());
  if (statements.length < 4) throw new Error('services/catalog/testing/catalog_scale.cc no longer holds the statements that make KEYS');
  return `SET ROLE keys_owner;\n${statements.map((text) => `${text};`).join('\n')}`
    .replaceAll('$FIRST', '1').replaceAll('$LAST', String(keys)).replaceAll('$COUNT', String(keys));
}

export function start(data, sizeName, port = freePort()) {
  const size = sizes[sizeName];
  if (!size) throw new Error(`no size is called ${sizeName}; there are ${Object.keys(sizes).join(', ')}`);
  script('run.sh', ['--data', data, '--stop', '--reset']);
  script('db.sh', ['migrate', '--data', data]);
  sql(data, catalogueStatements(size.keys));
  const variables = { now: new Date().toISOString(), keys: size.keys, first_grant: 0, grants: size.grants, orders: size.orders, open_orders: size.open, events: size.events };
  for (const file of ['grants.sql', 'seed.sql']) sql(data, readFileSync(path.join(here, file), 'utf8'), { variables });
  sql(data, 'CREATE DATABASE keys_reference TEMPLATE keys STRATEGY file_copy', { database: 'postgres' });
  sql(data, "ALTER SYSTEM SET log_statement = 'none'; ALTER SYSTEM SET max_wal_size = '2GB'; SELECT pg_reload_conf()");
  const assets = path.join(data, 'no-assets');
  mkdirSync(assets, { recursive: true });
  writeFileSync(path.join(data, 'size'), sizeName);
  script('run.sh', ['--data', data, '--detach', '--assets', assets, '--port', port],
    { env: { ...process.env, KEYS_ASSETS_ROOT: '', KEYS_READY_SECONDS: '150' } });
}

export function stop(data) {
  script('run.sh', ['--data', data, '--stop', '--reset']);
  rmSync(data, { recursive: true, force: true });
}

/** The first order of which neither our shop nor the reference's has seen a payment. */
function nextOrder(data, size) {
  const asked = "SELECT coalesce(max(substr(stripe_event_id, 10)::int) + 1, 0) FROM stripe_webhook_events WHERE stripe_event_id LIKE 'evt_bench%'";
  return Math.max(size.orders, ...['keys', 'keys_reference'].map((database) => Number(sql(data, asked, { database }))));
}

/** Describes a running stack: endpoints, its environment, its size, and the API version that its events have. */
export function describe(data) {
  const environment = assignments(path.join(data, 'stack.env'), /^export (\w+)='(.*)'$/gm);
  const client = readFileSync(path.join(root, 'services/billing/stripe/stripe_client.h'), 'utf8');
  const size = sizes[readFileSync(path.join(data, 'size'), 'utf8')];
  return {
    data,
    size,
    nextOrder: nextOrder(data, size),
    endpoints: JSON.parse(readFileSync(path.join(data, 'endpoints.json'), 'utf8')),
    environment,
    jwtSecret: environment.SUPABASE_JWT_SECRET,
    stripeSecret: environment.STRIPE_WEBHOOK_SECRET,
    apiVersion: /"(\d{4}-\d\d-\d\d\.\w+)"/.exec(client)[1],
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [word, data, ...rest] = process.argv.slice(2);
  if (word === 'start') start(path.resolve(data), ...rest);
  else if (word === 'stop') stop(path.resolve(data));
  else throw new Error('usage: stack.mjs start DATA SIZE [PORT] | stop DATA');
}
