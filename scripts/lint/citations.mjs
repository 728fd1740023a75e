// Every document that a file cites is in the repository: the links of Markdown pages, paths that end in .md, and no
// page that is known by its name alone and stands elsewhere (CONTRACT, DESIGN, DECISIONS, …).
import {existsSync} from 'node:fs';
import {dirname, join, normalize} from 'node:path';

const READ = /\.(h|cc|cmake|mjs|js|ts|tsx|sh|sql|proto|css|md|ya?ml|conf|txt|in)$|^\.ci\/run$/;
// Goods and recorded bytes of tests, what a generator writes, and the files that have to name the words.
const EXCEPT = /\/(testdata|corpus)\/|^tests\/contract\/render\/|\/src\/generated\/|^scripts\/lint\/citations\.mjs$|^tests\/lint\//;

const NAMED = /(?<![\w$@"'])(?:CONTRACT|DESIGN|DECISIONS|TOOLCHAIN|ORIGINAL-SCHEMA|REVIEW-[a-z]+|STRIPE\.md)(?![\w(=])/g;
const PATH = /(?<![\w./:@-])(?:\.{1,2}\/)*(?:common|deploy|docs|gateway|protos|scripts|services|tests)\/(?:[\w.@-]+\/)*[\w.-]+\.md\b/g;
// In these files docs/ is the folder of a KEY's author.
const AUTHORS = /^services\/ingestion\//;
const LINK = /\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g;

// An applied migration is never edited, comments included, so this citation stays.
const APPLIED = /\/migrations\/0010_show_events_to_service_role\.sql$/;

export function checkCitations(files) {
  const known = new Set(files.map(({path}) => path));
  return [...decisionNumbers(files), ...citations(files, known)];
}

const citations = (files, known) =>
  files.filter(({path}) => READ.test(path) && !EXCEPT.test(path)).flatMap((file) => [
    ...namedPages(file), ...paths(file, known), ...(file.path.endsWith('.md') ? links(file, known) : []),
  ]);

// Decisions are cited by number, so each number belongs to one page.
function decisionNumbers(files) {
  const owners = new Map();
  return files.filter(({path}) => /^docs\/decisions\/\d{4}-/.test(path)).flatMap((file) => {
    const number = file.path.match(/\d{4}/)[0];
    const owner = owners.get(number);
    if (!owner) owners.set(number, file.path);
    return owner ? [file.problem(1, 'citation', `has the number of ${owner}; take the next free one`)] : [];
  });
}

function namedPages(file) {
  if (APPLIED.test(file.path)) return [];
  return matches(proseOf(file), NAMED).map(({line, match}) => file.problem(
      line, 'citation', `cites ${match[0]}, which is not in the repository; cite a page of docs/, a README or a public standard`));
}

// A path counts from the root of the repository or from the file's own folder.
function paths(file, known) {
  const isAuthors = ([path]) => AUTHORS.test(file.path) && /^(\.\/)?docs\//.test(path);
  return matches(proseOf(file), PATH).filter(({match}) => !isAuthors(match) && !exists(file, match[0], known)).map(
      ({line, match}) => file.problem(line, 'citation', `cites ${match[0]}, which is not in the repository`));
}

function links(file, known) {
  return matches(file.text, LINK).filter(({match: [, target]}) => !/^[a-z]+:/.test(target) && !exists(file, target, known)).map(
      ({line, match}) => file.problem(line, 'citation', `links to ${match[1]}, which is not in the repository`));
}

// Programs handle paths that are no citations; their comments, and all of a page, are prose.
function proseOf(file) {
  if (file.path.endsWith('.md')) return file.text;
  if (file.isCpp) {
    const lines = [];
    for (const token of file.tokens.filter(({kind}) => kind === 'comment')) {
      token.text.split('\n').forEach((text, i) => (lines[token.line - 1 + i] = text));
    }
    return Array.from(lines, (text) => text ?? '').join('\n');
  }
  return file.text.split('\n').map((text) => (/^\s*(\/\/|#|--|\*|\/\*)/.test(text) ? text : '')).join('\n');
}

function matches(text, pattern) {
  return text.split('\n').flatMap((part, i) => [...part.matchAll(pattern)].map((match) => ({line: i + 1, match})));
}

// A folder is there when a file below it is. The sample KEYS are no files of lint's tree, so they are looked up.
function exists(file, target, known) {
  const bare = target.replace(/\/$/, '');
  const root = file.full.slice(0, file.full.length - file.path.length);
  return [normalize(bare), normalize(join(dirname(file.path), bare))].some(
      (path) => known.has(path) || [...known].some((one) => one.startsWith(`${path}/`)) ||
          (path.startsWith('deploy/sample-keys/') && existsSync(join(root, path))));
}
