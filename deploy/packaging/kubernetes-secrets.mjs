#!/usr/bin/env node
// Prints the Secrets of deploy/k8s from a folder that scripts/secrets.sh made: one a program with what it reads and its key,
// and one for the Job that migrates. Nobody gets what is another program's.
//   node deploy/packaging/kubernetes-secrets.mjs FOLDER | kubectl -n keys apply -f -
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { MIGRATION_SECRETS, programs } from './programs.mjs';

const folder = process.argv[2];
if (!folder) {
  process.stderr.write('usage: kubernetes-secrets.mjs FOLDER\n');
  process.exit(2);
}
const encoded = (...where) => readFileSync(path.join(folder, ...where)).toString('base64');
const secret = (name, data) => ({ apiVersion: 'v1', kind: 'Secret', type: 'Opaque',
  metadata: { name: `keys-${name}`, labels: { 'app.kubernetes.io/part-of': 'keys-marketplace', 'app.kubernetes.io/name': name } }, data });
const read = (names) => Object.fromEntries(names.map((name) => [name, encoded(name)]));

const items = [secret('migrate', read(MIGRATION_SECRETS)),
  ...programs.map((program) => secret(program.name, { ...read(program.secrets), 'service.pem': encoded('keys', `${program.name}.pem`) }))];
process.stdout.write(`${JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 1)}\n`);
