// The API's description as this build serves it. A gateway needs no services behind it to describe them.
//   node tests/client/document.mjs FILE       writes it
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { startGateway } from '../e2e/lib/own_gateway.mjs';

const SECRET = 'a-secret-that-nothing-is-signed-with';

// The sign-in operations of a shop depend on its configuration. The client has all of them.
const INSTALLATIONS = [
  { DEV_SIGN_IN: 'on', SUPABASE_JWT_SECRET: SECRET },
  { SUPABASE_AUTH_URL: 'http://127.0.0.1:9', SUPABASE_ANON_KEY: SECRET, SUPABASE_JWT_SECRET: SECRET, PUBLIC_URL: 'http://127.0.0.1:8080' },
];

/** /openapi.json of a gateway with these environment variables. */
async function documentOf(more) {
  const gateway = await startGateway(more);
  try {
    return await (await fetch(`${gateway.url}/openapi.json`)).json();
  } finally {
    await gateway.stop();
  }
}

/** The text of /openapi.json with everything that any installation serves. */
export async function openApiText() {
  const [one, ...others] = await Promise.all(INSTALLATIONS.map(documentOf));
  for (const other of others) {
    Object.assign(one.paths, other.paths);
    for (const [kind, parts] of Object.entries(other.components)) Object.assign(one.components[kind], parts);
  }
  return JSON.stringify(one);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(process.argv[2], await openApiText());
