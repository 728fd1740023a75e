// WatchIngestion of a stack, over gRPC as any client would.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

import { root } from './stack.mjs';

const require = createRequire(path.join(root, 'tests/node/package.json'));
export const grpc = require('@grpc/grpc-js');
const protoLoader = require('@grpc/proto-loader');
const definition = protoLoader.loadSync('keys/ingestion/v1/watch.proto', {
  includeDirs: [path.join(root, 'protos')], enums: String, defaults: true, keepCase: true });
const { IngestionWatch } = grpc.loadPackageDefinition(definition).keys.ingestion.v1;

/** Follows WatchIngestion: {events, ended: Promise, beats(), cancel()}; `on` is told of each event as it comes. */
export function watch(stack, { service = 'operator', on = () => {} } = {}) {
  const token = execFileSync(path.join(root, 'scripts/token.sh'), ['--data', stack.data, '--service', service], { encoding: 'utf8' }).trim();
  const metadata = new grpc.Metadata();
  metadata.set('x-keys-service-token', token);
  const client = new IngestionWatch(stack.shop.endpoints().grpc.ingestion, grpc.credentials.createInsecure());
  const stream = client.WatchIngestion({}, metadata);
  const events = [];
  let beats = 0;
  const ended = new Promise((resolve, reject) => {
    stream.on('data', (event) => {
      if (!event.started && !event.asset && !event.ended) {
        ++beats;
        return;
      }
      events.push(event);
      on(event);
      if (event.ended) resolve(event.ended);
    });
    stream.on('error', reject);
  });
  ended.catch(() => {});
  const cancel = () => {
    stream.cancel();
    client.close();
  };
  return { events, ended, beats: () => beats, cancel };
}
