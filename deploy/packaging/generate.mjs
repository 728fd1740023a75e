#!/usr/bin/env node
// Writes deploy/systemd, deploy/compose.yaml and deploy/k8s/base from programs.mjs.
//   node deploy/packaging/generate.mjs [FOLDER]     FOLDER stands for deploy/ (the default)
// Needs the Node packages of tests/node (npm ci there), for writing YAML.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { composeFile, composeTargets } from './compose.mjs';
import { kubernetesFiles } from './kubernetes.mjs';
import { systemdFiles } from './systemd.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const { Document, isScalar } = createRequire(path.join(here, '../../tests/node/package.json'))('yaml');
const HEADER = '# Written by deploy/packaging/generate.mjs; change it there.\n';
const SHORT = 100; // what fits on a line stands on one

const isPlain = (node) => isScalar(node) || node?.flow === true;
function document(value) {
  const made = new Document(value, { aliasDuplicateObjects: false });
  const shorten = (node, items) => { node.flow = items.every(isPlain) && JSON.stringify(node.toJSON()).length < SHORT; };
  // Collections are judged from the leaves up, because a collection of short collections may be short itself.
  const walk = (node) => {
    if (node?.items === undefined) return;
    const children = node.items.map((item) => item.value === undefined || isScalar(item) ? item : item.value);
    children.forEach(walk);
    if (node !== made.contents) shorten(node, children);
  };
  walk(made.contents);
  return made.toString({ lineWidth: 0, flowCollectionPadding: false });
}
const yaml = (documents) => HEADER + documents.map(document).join('---\n');

/** {path below deploy/: text} */
export function files() {
  const all = { 'compose.yaml': yaml([composeFile()]) };
  for (const [name, targets] of Object.entries(composeTargets())) all[`prometheus/targets/compose/${name}`] = `${JSON.stringify(targets, null, 2)}\n`;
  for (const [name, documents] of Object.entries(kubernetesFiles())) all[`k8s/base/${name}`] = yaml(documents);
  for (const [name, text] of Object.entries(systemdFiles())) all[`systemd/${name}`] = HEADER + text;
  return all;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? path.join(here, '..');
  for (const [name, text] of Object.entries(files())) {
    const target = path.join(folder, name);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}
