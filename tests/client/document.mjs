// The API's description as this build serves it. A gateway needs no services behind it to describe them.
//   node tests/client/document.mjs FILE       writes it
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { startGateway } from '../e2e/lib/own_gateway.mjs';

/** The text of /openapi.json. `more`: environment variables of the gateway that is asked. */
export async function openApiText(more) {
  const gateway = await startGateway(more);
  try {
    return await (await fetch(`${gateway.url}/openapi.json`)).text();
  } finally {
    await gateway.stop();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(process.argv[2], await openApiText());
