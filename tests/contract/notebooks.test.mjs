// Notebooks as our previews show them, against nbconvert (code and outputs) and GitHub's parser (Markdown cells): the notebooks in Debian's
// documentation of nbsphinx and in nbclient's tests, and render/kinds.ipynb, which has every kind of cell and output once. nbconvert's own Markdown
// parser is no CommonMark, so that Markdown cells are compared with cmark-gfm; those with TeX in them are looked at by unit tests (math_test.cc).
// What may differ stands in services/ingestion/README.md, "Shown here and elsewhere".
//
//   KEYS_NOTEBOOKS=FOLDER KEYS_BIN_DIR=build/release/bin node --test tests/contract/notebooks.test.mjs       also a folder of your own
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';

import { notebookAsShownHere, withPlaces } from './render/elsewhere.mjs';
import { differences, tokensOf } from './render/html_tokens.mjs';
import { makeRandom } from './manifest_maker.mjs';
import { githubHtml, has, hasNbconvert, nbconvertHtml, nbformatAccepts, ours } from './render/programs.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const FOLDERS = ['/usr/share/doc/python-nbsphinx/html/_sources', '/usr/lib/python3/dist-packages/nbclient/tests/files'];
const skip = has('cmark-gfm') && hasNbconvert() ? false : 'cmark-gfm or nbconvert is not installed (scripts/setup.sh --all)';

function* notebooksBelow(folder) {
  if (!fs.existsSync(folder)) return;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* notebooksBelow(name);
    else if (/\.ipynb(\.txt)?(\.gz)?$/.test(entry.name)) yield name;
  }
}

function read(file) {
  const bytes = fs.readFileSync(file);
  return JSON.parse((file.endsWith('.gz') ? zlib.gunzipSync(bytes) : bytes).toString().replace(/^\uFEFF/, ''));
}

const sourceOf = (cell) => (Array.isArray(cell.source) ? cell.source.join('') : cell.source);
const hasTex = (cell) => /\$|\\begin\{|\\\\[([]/.test(sourceOf(cell));

// nbconvert leaves out what was typed when a program asked.
const withTyped = (cell) => ({ ...cell, outputs: cell.outputs.map((one) => (one.name === 'stdin' ? { ...one, name: 'stdout' } : one)) });

// Two notebooks of one: code cells and Markdown cells. nbconvert writes raw cells as they are into its HTML, or leaves them out; here they are text.
function parted(notebook) {
  return {
    code: { ...notebook, cells: notebook.cells.filter((cell) => cell.cell_type === 'code').map(withTyped) },
    markdown: { ...notebook, cells: notebook.cells.filter((cell) => cell.cell_type === 'markdown' && !hasTex(cell)) },
  };
}

function pictureOf(bundle) {
  const type = Object.keys(bundle).find((one) => one.startsWith('image/'));
  return type === undefined ? '' : `data:${type};base64,${[bundle[type]].flat().join('').replace(/\s/g, '')}`;
}

function githubCells({ cells }) {
  return cells.map((cell) => Object.entries(cell.attachments ?? {})
    .reduce((html, [name, bundle]) => html.replaceAll(`src="attachment:${name}"`, `src="${pictureOf(bundle)}"`), githubHtml(sourceOf(cell), { showsTags: false }))).join('\n');
}

// Each part by us and by the other program; what one of the two cannot read is told.
function compare(files) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keys-notebooks-'));
  try {
    const parts = files.map((file, n) => {
      const { code, markdown } = parted(read(file));
      const names = { code: path.join(folder, `${n}-code.ipynb`), markdown: path.join(folder, `${n}-markdown.ipynb`) };
      fs.writeFileSync(names.code, JSON.stringify(code));
      fs.writeFileSync(names.markdown, JSON.stringify(markdown));
      return { file, names, markdown };
    });
    const here_ = ours('notebook', parts.flatMap(({ names }) => [names.code, names.markdown]));
    const nbconvert = nbconvertHtml(parts.map(({ names }) => names.code));
    return parts.map(({ file, markdown }, n) => {
      const [code, text] = [here_[2 * n], here_[2 * n + 1]];
      if ([code, text, nbconvert[n]].some(({ html }) => html === undefined)) return { file, unread: { ours: code.why ?? text.why, nbconvert: nbconvert[n].why } };
      return { file,
        code: differences(tokensOf(withPlaces(code.html)), tokensOf(notebookAsShownHere(nbconvert[n].html))),
        markdown: differences(tokensOf(withPlaces(text.html)), tokensOf(notebookAsShownHere(githubCells(markdown)))) };
    });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

const wrongOf = (results) => results.filter((one) => one.code?.length > 0 || one.markdown?.length > 0);

const SEED = Number(process.env.KEYS_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
const SPOILED = 1500;
const VALUES = [null, true, 0, -1, 1.5, '', 'x', [], ['a'], [1], {}, { a: 1 }, 'image/png'];

// One member or item of a notebook left out, replaced or added to.
function spoil(notebook, random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const places = [];
  (function find(value) {
    for (const key of value !== null && typeof value === 'object' ? Object.keys(value) : []) {
      places.push([value, key]);
      find(value[key]);
    }
  })(notebook);
  const [holder, key] = pick(places);
  const action = pick(['leave out', 'replace', 'add']);
  if (action === 'leave out') Array.isArray(holder) ? holder.splice(Number(key), 1) : delete holder[key];
  else if (action === 'add' && Array.isArray(holder[key])) holder[key].push(pick(VALUES));
  else if (action === 'add' && holder[key] !== null && typeof holder[key] === 'object') holder[key][pick(['extra', 'output_type', 'name', 'text', 'id'])] = pick(VALUES);
  else holder[key] = pick(VALUES);
}

test(`what nbformat's schema accepts is accepted, of ${SPOILED} spoiled notebooks, seed ${SEED}`, { skip }, () => {
  const { next: random } = makeRandom(SEED);
  const kinds = fs.readFileSync(path.join(here, 'render/kinds.ipynb'), 'utf8');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keys-notebooks-'));
  try {
    const files = Array.from({ length: SPOILED }, (_, n) => {
      const notebook = { ...JSON.parse(kinds), nbformat_minor: 5 };
      notebook.cells.forEach((cell, i) => { cell.id = `cell-${i}`; });
      spoil(notebook, random);
      fs.writeFileSync(path.join(folder, `${n}.ipynb`), JSON.stringify(notebook));
      return path.join(folder, `${n}.ipynb`);
    });
    const accepted = nbformatAccepts(files);
    const shown = ours('notebook', files);
    const refused = files.filter((_, n) => accepted[n] && shown[n].html === undefined).map((file) => [fs.readFileSync(file, 'utf8'), shown[files.indexOf(file)].why]);
    const count = (list) => list.filter(Boolean).length;
    console.log(`counted: ${SPOILED} spoiled notebooks, nbformat accepts ${count(accepted)}, we accept ${count(shown.map(({ html }) => html !== undefined))}; seed ${SEED}`);
    assert.deepEqual(refused, []);
    assert.ok(count(accepted) > SPOILED / 10 && count(accepted) < SPOILED, 'the cases say something');
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test('every kind of cell and output shows as in nbconvert', { skip }, () => {
  const [result] = compare([path.join(here, 'render/kinds.ipynb')]);
  assert.deepEqual(result.unread, undefined);
  assert.deepEqual(wrongOf([result]), []);
});

test('notebooks of public projects show as in nbconvert', { skip }, () => {
  const folders = [...FOLDERS, ...(process.env.KEYS_NOTEBOOKS ? [process.env.KEYS_NOTEBOOKS] : [])];
  const files = folders.flatMap((folder) => [...notebooksBelow(folder)]);
  const results = compare(files);
  const unread = results.filter((one) => one.unread);
  console.log(`counted: ${files.length} notebooks compared with nbconvert and cmark-gfm, ${unread.length} that one of the two does not read`);
  for (const { file, unread: why } of unread) console.log(`  ${path.basename(file)}: ours ${why.ours ?? 'reads it'}, nbconvert ${why.nbconvert ?? 'reads it'}`);
  assert.deepEqual(wrongOf(results), []);
  assert.deepEqual(unread.filter((one) => one.unread.ours), []);
  assert.ok(files.length - unread.length >= 24, `${files.length} notebooks`);
});
