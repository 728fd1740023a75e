// Runs what renders: our own program, GitHub's parser, markdown-it, nbconvert.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { load } from './load.mjs';

const { default: MarkdownIt } = await load('markdown-it');

const MOST = 1 << 28;

export const has = (program) => spawnSync(program, ['--version']).status === 0;

// [{html} or {why}] in the order of the files.
export function ours(kind, files) {
  const { status, stdout, stderr } = spawnSync(path.join(process.env.KEYS_BIN_DIR, 'keys-render-cases'), [kind], { input: `${files.join('\n')}\n`, maxBuffer: MOST });
  if (status !== 0) throw new Error(`keys-render-cases: ${stderr}`);
  return answersOf(stdout);
}

function answersOf(stdout) {
  const answers = [];
  for (let at = 0; at < stdout.length;) {
    const end = stdout.indexOf(10, at);
    const size = Number(stdout.subarray(at, end));
    const next = size < 0 ? stdout.indexOf(10, end + 1) + 1 : end + 1 + size;
    answers.push(size < 0 ? { why: stdout.subarray(end + 1, next - 1).toString() } : { html: stdout.subarray(end + 1, next).toString() });
    at = next;
  }
  return answers;
}

// `showsTags`: those whose content is no HTML (<style>) are text, as in a README.
export function githubHtml(source, { showsTags = true } = {}) {
  const extensions = ['footnotes', 'table', 'strikethrough', 'autolink', 'tasklist', ...(showsTags ? ['tagfilter'] : [])].flatMap((one) => ['-e', one]);
  const { status, stdout, stderr } = spawnSync('cmark-gfm', ['--unsafe', ...extensions], { input: source, encoding: 'utf8', maxBuffer: MOST });
  if (status !== 0) throw new Error(`cmark-gfm: ${stderr}`);
  return stdout;
}

// CommonMark 0.31 by a third program, for places where the two differ.
export function markdownItHtml(source) {
  return new MarkdownIt({ html: true, linkify: true }).render(source);
}

const PYTHON = '/usr/bin/python3';  // the one that Debian's packages are for

export const hasNbconvert = () => spawnSync(PYTHON, ['-c', 'import nbconvert']).status === 0;

function python(script, files) {
  const file = path.join(path.dirname(fileURLToPath(import.meta.url)), script);
  const { status, stdout, stderr } = spawnSync(PYTHON, [file], { input: `${files.join('\n')}\n`, maxBuffer: MOST });
  if (status !== 0) throw new Error(`${script}: ${stderr}`);
  return stdout;
}

export const nbconvertHtml = (files) => answersOf(python('nbconvert_html.py', files));

// Whether nbformat's schema accepts each.
export const nbformatAccepts = (files) => python('nbformat_valid.py', files).toString().trim().split('\n').map((one) => one === '1');
