#!/usr/bin/env node
// Writes the dashboards' JSON, one file each, into a folder (default: dashboards beside this file).
//   node deploy/grafana/generate.mjs [FOLDER]
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { dashboards } from './dashboards.mjs';

const folder = process.argv[2] ?? path.join(path.dirname(fileURLToPath(import.meta.url)), 'dashboards');
mkdirSync(folder, { recursive: true });
for (const [name, dashboard] of Object.entries(dashboards)) {
  writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify(dashboard, null, 2)}\n`);
}
