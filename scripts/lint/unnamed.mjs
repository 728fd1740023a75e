// Two sources of one target define no name twice in their unnamed namespaces. The preset release compiles the sources
// of a library in groups as one translation unit, where equal names collide, or one silently overloads the other and
// calls change their meaning. Programs and tests are compiled file by file, so they are not looked at.
import {sourcesByTarget} from './deps.mjs';
import {closing} from './tokenizer.mjs';

const CLASS_WORDS = new Set(['class', 'struct', 'union', 'enum', 'concept']);

export function checkUnnamed(files) {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const problems = new Map();
  for (const [library, paths] of sourcesByTarget(files)) {
    const owners = new Map();
    for (const file of paths.map((path) => byPath.get(path)).filter(Boolean)) {
      for (const found of unnamedNames(file)) {
        const key = `${found.scope}::${found.name}`;
        const owner = owners.get(key);
        if (!owner) owners.set(key, file.path);
        else if (owner !== file.path) problems.set(`${file.path} ${key}`, problemOf(file, found, owner, library));
      }
    }
  }
  return [...problems.values()];
}

function problemOf(file, {name, line}, owner, library) {
  return file.problem(line, 'unnamed', `defines ${name} in an unnamed namespace as ${owner} does, and ${library} may compile both as one: ` +
      'give it another name, or share one definition in a header');
}

// [{scope: 'keys::catalog', name: 'ToRow', line: 12}, …] of what the unnamed namespaces of a source define at their top.
export function unnamedNames(file) {
  const found = [];
  readNamespaces(file.code, 0, [], false, found);
  return found;
}

function readNamespaces(tokens, at, scope, isUnnamed, found) {
  let start = at; // of the declaration being read
  while (at < tokens.length) {
    const {text, kind} = tokens[at];
    if (kind === 'punct' && text === '}') return at + 1;
    if (kind === 'punct' && text === ';') {
      if (isUnnamed) remember(tokens, start, at, scope, found);
      start = ++at;
    } else if (kind === 'punct' && text === '{') {
      const head = tokens.slice(start, at).map((token) => token.text);
      if (head.includes('namespace')) {
        const names = head.slice(head.indexOf('namespace') + 1).filter((word) => /^\w+$/.test(word));
        start = at = readNamespaces(tokens, at + 1, [...scope, ...names], isUnnamed || names.length === 0, found);
        continue;
      }
      at = closing(tokens, at) + 1;
      const next = tokens[at]?.text;
      // A body ends its declaration; `};`, `} a;` and `{1}, b{2};` go on.
      if (![';', ',', '(', '{'].includes(next) && isFunction(head)) {
        if (isUnnamed) remember(tokens, start, at - 1, scope, found);
        start = at;
      }
    } else if (kind === 'punct' && (text === '(' || text === '[')) {
      at = closing(tokens, at) + 1;
    } else {
      at++;
    }
  }
  return at;
}

// True of a head that has parameters before any `=`.
function isFunction(head) {
  const parameters = head.indexOf('(');
  const assigned = head.findIndex((word, i) => word === '=' && head[i - 1] !== 'operator');
  return parameters >= 0 && (assigned < 0 || parameters < assigned) && !CLASS_WORDS.has(head[0]);
}

function remember(tokens, start, end, scope, found) {
  const declared = declaredName(tokens, start, end);
  if (declared) found.push({scope: scope.join('::'), name: declared.text, line: declared.line});
}

// The name that a declaration gives, or undefined for one that gives none of its own (static_assert, TEST_CASE, members
// defined outside their class) and for an alias, which may be repeated.
function declaredName(tokens, start, end) {
  let at = start;
  if (tokens[at]?.text === 'template') at = closingAngle(tokens, at + 1) + 1;
  if (at >= end || ['static_assert', 'friend', 'namespace', 'extern', 'using'].includes(tokens[at].text)) return undefined;
  if (CLASS_WORDS.has(tokens[at].text)) return className(tokens, at, end);
  let last;
  for (; at < end; at++) {
    const {text, kind} = tokens[at];
    if (text === '<' && kind === 'punct') at = closingAngle(tokens, at);
    else if (text === '[' && !last) at = closing(tokens, at);
    else if (['(', '{', '=', '['].includes(text) && kind === 'punct') break;
    else if (kind === 'word') last = tokens[at];
    else if (text === '::' && last && tokens[at + 1]?.kind === 'word' && ['(', '{', '='].includes(tokens[at + 2]?.text)) return undefined;
  }
  // A macro in capitals, as TEST_CASE, and an operator, which differs by its operands, give no name.
  return last && !/^[A-Z_\d]+$/.test(last.text) && last.text !== 'operator' ? last : undefined;
}

function className(tokens, at, end) {
  const words = [];
  for (at++; at < end && !['{', ':', ';', '='].includes(tokens[at].text); at++) {
    if (['[', '('].includes(tokens[at].text)) at = closing(tokens, at);
    else if (tokens[at].kind === 'word' && !['class', 'final', 'alignas'].includes(tokens[at].text)) words.push(tokens[at]);
  }
  return words.at(-1);
}

function closingAngle(tokens, open) {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const {text, kind} = tokens[i];
    if (kind !== 'punct') continue;
    if (text === '(' || text === '[' || text === '{') i = closing(tokens, i);
    if (text === '<') depth++;
    if (text === '>' && --depth === 0) return i;
  }
  return tokens.length;
}
