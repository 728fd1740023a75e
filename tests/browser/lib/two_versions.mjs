// A notebook with two versions of which nothing is alike: requirements, licence, README, files, preview, screenshot.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const SLUG = 'two-faces';
const VERSIONS = {
  '1.0.0': { minutes: 11, license: 'MIT', word: 'first', picture: 'tail-histogram.png', folder: '.versions/1.0.0/jupyter-keys' },
  '2.0.0': { minutes: 47, license: 'Apache-2.0', word: 'second', picture: 'what-to-say.png', folder: 'jupyter-keys' },
};

export function writeTwoVersions(assets) {
  const pictures = path.join(assets, 'jupyter-keys/latency-tail-forensics/screenshots');
  for (const [version, { minutes, license, word, picture, folder }] of Object.entries(VERSIONS)) {
    const place = path.join(assets, folder, SLUG);
    mkdirSync(place, { recursive: true });
    copyFileSync(path.join(pictures, picture), path.join(place, 'shot.png'));
    const files = {
      'key.json': JSON.stringify({
        slug: SLUG, title: 'Two faces', description: 'A notebook whose versions have nothing in common.', version, license_spdx: license,
        runtime_minutes: minutes, tags: ['versions'], screenshots: [{ path: 'shot.png', alt: `The ${word} face` }],
      }),
      'README.md': `# The ${word} README\n\nText of the ${word} version.\n`,
      'CHANGELOG.md': `## ${version}\n\nThe ${word} change.\n`,
      [`only-in-the-${word}.txt`]: word,
      'two-faces.ipynb': JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [{ cell_type: 'markdown', id: 'a', metadata: {}, source: [`The ${word} preview`] }] }),
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(place, name), text);
  }
  const file = path.join(assets, 'marketplace.json');
  const shop = JSON.parse(readFileSync(file, 'utf8'));
  shop.keys[SLUG] = { price_cents: 1900 };
  writeFileSync(file, JSON.stringify(shop));
}
