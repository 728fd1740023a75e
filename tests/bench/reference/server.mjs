// The reference: the paths that scripts/bench.sh measures, answered by one process the way an expert writes them on
// Fastify and pg, over the same schema. README.md says what it leaves out.
//   DATABASE_URL=… JWT_SECRET=… STRIPE_WEBHOOK_SECRET=… PUBLIC_URL=… PORT=… [CACHE_MS=1000] node server.mjs
// Prints "listening" once it serves 127.0.0.1:PORT.
import fastify from 'fastify';

import { analyticsRoute } from './analytics.mjs';
import { catalogRoutes } from './catalog.mjs';
import { openDatabase } from './database.mjs';
import { discoverRoute } from './discover.mjs';
import { downloadRoute } from './download.mjs';
import { makeAuthenticator } from './identity.mjs';
import { webhookRoute } from './webhook.mjs';

const { env } = process;
const app = fastify({ logger: false, keepAliveTimeout: 60_000, bodyLimit: 1 << 20 });
const parts = {
  database: openDatabase(env.DATABASE_URL),
  authenticate: makeAuthenticator(env.JWT_SECRET),
  webhookSecret: env.STRIPE_WEBHOOK_SECRET,
  publicUrl: env.PUBLIC_URL,
  linkSecret: env.JWT_SECRET,
  cacheMs: Number(env.CACHE_MS ?? 0),
};
app.setErrorHandler((error, request, reply) => {
  const status = error.statusCode ?? 500;
  if (status === 500) console.error(error);
  reply.code(status).type('application/problem+json').send({ status, code: error.code ?? 'INTERNAL', detail: status === 500 ? '' : error.message });
});
for (const route of [catalogRoutes, discoverRoute, downloadRoute, analyticsRoute, webhookRoute]) await route(app, parts);
await app.listen({ host: '127.0.0.1', port: Number(env.PORT) });
console.log('listening');
process.once('SIGTERM', () => app.close().then(() => parts.database.end()));
