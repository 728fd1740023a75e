// Writes KEYS into an assets folder.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const families = {
  'node-next-keys': { tool: 'node', key_type: ['job'], runtime: 'node', documentation: { readme: 'README.md', changelog: 'CHANGELOG.md' } },
  'runbook-keys': { tool: 'operational', key_type: ['incident'], documentation: { readme: 'README.md', changelog: 'CHANGELOG.md' } },
  'cursor-keys': { tool: 'cursor', key_type: ['prompt'], documentation: { readme: 'README.md', changelog: 'CHANGELOG.md' } },
  'stripe-keys': { tool: 'stripe', key_type: ['workflow'], documentation: { readme: 'README.md', changelog: 'CHANGELOG.md' } },
  'github-keys': { tool: 'github', key_type: ['workflow'], documentation: { readme: 'README.md', changelog: 'CHANGELOG.md' } },
  'supabase-keys': { tool: 'supabase', key_type: ['workflow'], documentation: { readme: 'README.md', changelog: 'CHANGELOG.md' } },
  'jupyter-keys': { assets: { changelog_md: 'CHANGELOG.md' } },
};

export const manifestName = (family) => (family === 'runbook-keys' ? 'pack.json' : 'key.json');

export function manifest(family, slug, more = {}) {
  const members = { slug, title: `The ${slug}`, description: 'd', version: '1.0.0', license_spdx: 'MIT', ...families[family], ...more };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

export function write(folder, file, content) {
  const at = path.join(folder, file);
  mkdirSync(path.dirname(at), { recursive: true });
  writeFileSync(at, content);
  return at;
}

/** A KEY nothing is said about; `more` changes manifest members, undefined takes one away. Answers its folder. */
export function writeKey(assets, family, slug, more = {}) {
  const folder = path.join(assets, family, slug);
  write(folder, manifestName(family), JSON.stringify(manifest(family, slug, more)));
  write(folder, 'README.md', `# ${slug}\n`);
  write(folder, 'CHANGELOG.md', '# 1.0.0\n');
  write(folder, 'tests/x.test.mjs', '');
  return folder;
}
