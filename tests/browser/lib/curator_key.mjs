// A KEY that a curator ingests during the test: first with a fault in its manifest, then mended.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const SLUG = 'curators-day';
export const TITLE = 'A day of a curator';

const folder = (assets) => path.join(assets, 'cursor-keys', SLUG);

/** Writes the KEY's folder. A faulty one has a version that is no SemVer. */
export function writeKey(assets, { isFaulty }) {
  mkdirSync(folder(assets), { recursive: true });
  const manifest = {
    slug: SLUG, title: TITLE, description: 'It exists while the console is tested.', version: isFaulty ? 'one' : '1.0.0', license_spdx: 'MIT',
    tool: 'cursor', key_type: ['prompt'], tags: ['console'],
    documentation: { readme: 'README.md', changelog: 'CHANGELOG.md' },
  };
  writeFileSync(path.join(folder(assets), 'key.json'), JSON.stringify(manifest, null, 2));
  writeFileSync(path.join(folder(assets), 'README.md'), `# ${TITLE}\n`);
  writeFileSync(path.join(folder(assets), 'CHANGELOG.md'), '## 1.0.0\n\nThe first.\n');
}

export const removeKey = (assets) => rmSync(folder(assets), { recursive: true, force: true });
