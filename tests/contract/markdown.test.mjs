// READMEs and changelogs as our pages show them against GitHub's own parser (cmark-gfm): all Markdown of the npm packages that the tests and the
// storefront use, and render/kinds.markdown, which has every kind of thing once. What must agree is what a reader meets: text, headings, lists, tables,
// code to the character, links with their targets and where links on the page lead. What may differ stands in services/ingestion/README.md, "Shown
// here and elsewhere", and is written once more, from that list, in render/elsewhere.mjs. Packages that came after this test was written are read at full
// scale (KEYS_TEST_SCALE=all) only, so that a new dependency does not have to answer for its README.
//
//   KEYS_MARKDOWN=FOLDER KEYS_BIN_DIR=build/release/bin node --test tests/contract/markdown.test.mjs       also a folder of your own
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

import { asShownHere, withPlaces } from './render/elsewhere.mjs';
import { differences, tokensOf } from './render/html_tokens.mjs';
import { githubHtml, has, markdownItHtml, ours } from './render/programs.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.join(here, '../..');
const FOLDERS = ['tests/node/node_modules', 'gateway/web/node_modules', 'gateway/web/client/node_modules'].map((one) => path.join(ROOT, one));

function* markdownBelow(folder) {
  if (!fs.existsSync(folder)) return;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* markdownBelow(name);
    else if (entry.isFile() && /\.(md|markdown)$/i.test(entry.name) && fs.statSync(name).size > 0) yield name;
  }
}

// The places where GitHub's parser is wrong by CommonMark, with the reason.
const GITHUB_ALONE = {
  'type-fest/readme.md': 'of a tab before a fence in a list item, and of those before its lines, cmark leaves one blank in each line',
};

const packageOf = (file) => file.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1];
const known = new Set(JSON.parse(fs.readFileSync(path.join(here, 'render/packages.json'), 'utf8')));
const isWanted = (file) => process.env.KEYS_TEST_SCALE === 'all' || known.has(packageOf(file));
const read = (file) => fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, '');

function compare(files) {
  const answers = ours('markdown', files);
  const wrong = [];
  files.forEach((file, n) => {
    const name = path.relative(ROOT, file);
    if (answers[n].html === undefined) return wrong.push({ file: name, why: answers[n].why });
    const here_ = tokensOf(withPlaces(answers[n].html));
    const found = differences(here_, tokensOf(asShownHere(githubHtml(read(file)))));
    if (found.length === 0) return;
    const alike = differences(here_, tokensOf(asShownHere(markdownItHtml(read(file)))), 1).length === 0;
    wrong.push({ file: name, found, markdownIt: alike ? 'shows what we show' : 'differs, too' });
  });
  return wrong;
}

test('every kind of thing in Markdown shows as on GitHub', { skip: has('cmark-gfm') ? false : 'cmark-gfm is not installed (scripts/setup.sh)' }, () => {
  assert.deepEqual(compare([path.join(here, 'render/kinds.markdown')]), []);
});

test('the Markdown of npm packages shows as on GitHub', { skip: has('cmark-gfm') ? false : 'cmark-gfm is not installed (scripts/setup.sh)' }, () => {
  const files = [...FOLDERS.flatMap((folder) => [...markdownBelow(folder)]).filter(isWanted), ...(process.env.KEYS_MARKDOWN ? markdownBelow(process.env.KEYS_MARKDOWN) : [])];
  const packages = new Set(files.map(packageOf));
  const wrong = compare(files);
  console.log(`counted: ${files.length} files of ${packages.size} packages compared with cmark-gfm, ${files.length - wrong.length} the same`);
  assert.deepEqual(wrong.filter(({ file }) => !(file.replace(/.*node_modules\//, '') in GITHUB_ALONE)), []);
  assert.ok(packages.size >= 40, `${packages.size} packages`);
});
