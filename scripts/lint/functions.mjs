// Finds the functions of a C++ file and how many lines each has, from the first line of its
// declaration (template header included) to its closing brace.
//
//   functionsOf(source) → [{name: 'Order::Apply', line: 12, lines: 34}, …]
//
// What counts: functions, methods, constructors with their initialiser lists, operators, test cases,
// and lambdas that initialise something outside a function. A lambda or local class inside a function
// is part of that function.
import {closing, codeTokens, tokenize} from './tokenizer.mjs';

const CLASS_WORDS = new Set(['class', 'struct', 'union']);

export function functionsOf(source) {
  const found = [];
  readScope(codeTokens(tokenize(source)), 0, found);
  return found;
}

// Reads declarations from `at` to the brace that closes the scope; returns the index after it.
function readScope(tokens, at, found) {
  let start = at; // of the declaration being read
  while (at < tokens.length) {
    const text = textOf(tokens[at]);
    if (text === '}') return at + 1;
    if (text === ';') {
      start = ++at;
    } else if (text === ':' && at === start + 1 && isAccessWord(tokens[start])) {
      start = ++at;
    } else if (text === '(' || text === '[') {
      at = findLambdas(tokens, at, closing(tokens, at), found) + 1;
    } else if (text === '{') {
      const ends = readBrace(tokens, start, at, found);
      at = closing(tokens, at) + 1;
      if (ends) start = at;
    } else {
      at++;
    }
  }
  return at;
}

// Reads what the brace at `open` holds. True when its closing brace ends the declaration, as for
// function bodies and namespaces but not for `int a{1}, b{2};` or member initialisers.
function readBrace(tokens, start, open, found) {
  const head = declarationHead(tokens, start, open);
  const close = Math.min(closing(tokens, open), tokens.length - 1);
  switch (kindOfBrace(head)) {
    case 'scope':
      readScope(tokens, open + 1, found);
      return true;
    case 'function':
      found.push(describe(nameOf(head), tokens[start], tokens[close]));
      return true;
    case 'enum':
      return false;
    default:
      findLambdas(tokens, open, close, found);
      return false;
  }
}

function describe(name, first, last) {
  return {name, line: first.line, lines: last.endLine - first.line + 1};
}

// The declaration before the brace without template headers, attributes and what is inside brackets:
// "(…)" becomes one token "()" and so on.
function declarationHead(tokens, start, open) {
  const head = [];
  for (let i = start; i < open; i++) {
    const text = textOf(tokens[i]);
    if (text === 'template' && textOf(tokens[i + 1]) === '<') {
      i = closingAngle(tokens, i + 1);
    } else if (text === '(' || text === '[' || text === '{') {
      const close = closing(tokens, i);
      if (text !== '[') head.push({kind: 'group', text: text + textOf(tokens[close])});
      i = close;
    } else if (text === '<' && tokens[i - 1]?.kind === 'word' && textOf(tokens[i - 1]) !== 'operator' &&
               closingAngle(tokens, i) < open) {
      head.push({kind: 'group', text: '<>'});
      i = closingAngle(tokens, i);
    } else {
      head.push(tokens[i]);
    }
  }
  return dropAlignment(head);
}

// alignas(16), decltype(x), noexcept(…) and __attribute__((…)) have parentheses that are no parameters.
function dropAlignment(head) {
  return head.filter((token, i) => {
    const before = head[i - 1]?.text;
    return !(token.text === '()' && ['alignas', 'decltype', 'noexcept', '__attribute__', 'explicit'].includes(before));
  });
}

function closingAngle(tokens, open) {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const text = textOf(tokens[i]);
    if (text === '(' || text === '[' || text === '{') i = closing(tokens, i);
    if (text === '<') depth++;
    if (text === '>' && --depth === 0) return i;
  }
  return tokens.length;
}

function kindOfBrace(head) {
  const texts = head.map((token) => (token.kind === 'string' ? '""' : token.text));
  const last = texts.at(-1);
  if (texts.includes('namespace') || (texts[0] === 'extern' && last === '""')) return 'scope';
  if (last === 'requires' || (last === '()' && texts.at(-2) === 'requires' && isExpression(texts))) return 'value';
  const parameters = texts.indexOf('()');
  const assigned = indexOfAssignment(texts);
  if (assigned >= 0 && (parameters < 0 || assigned < parameters)) return 'value';
  const classWord = texts.findLastIndex((text) => CLASS_WORDS.has(text));
  if (parameters < 0 && texts.includes('enum')) return 'enum';
  // Parentheses before `class` are a macro's that stands alone on its line.
  if (classWord >= 0 && !texts.includes('()', classWord)) return 'scope';
  if (parameters < 0) return 'value';
  return inMemberInitialiser(texts, parameters) ? 'value' : 'function';
}

// `requires (T a) { … }` is an expression in a concept or after another `requires`; after a function's
// parameters `requires (condition) {` opens its body.
function isExpression(texts) {
  return texts.includes('concept') || texts.at(-3) === 'requires' || !texts.slice(0, -2).includes('()');
}

function indexOfAssignment(texts) {
  return texts.findIndex((text, i) => text === '=' && texts[i - 1] !== 'operator');
}

// In `A::A(int b) : b_{b}, c_(1) {`, a brace right after a member's name (or a base's template arguments) initialises
// it; any other brace is the body.
function inMemberInitialiser(texts, parameters) {
  const colon = texts.indexOf(':', parameters);
  if (colon < 0) return false;
  const last = texts.at(-1);
  return last === ':' || last === '<>' || /^[\w$]+$/.test(last);
}

function nameOf(head) {
  let end = head.findIndex((token, i) => token.text === '()' && textOf(head[i - 1]) !== 'requires');
  if (textOf(head[end - 1]) === 'operator' && head[end + 1]?.text === '()') end++;
  const text = head.slice(0, end).map((token) => token.text).join(' ');
  return /(?:[\w$]+ (?:<> )?:: )*(?:operator .*|(?:~ )?[\w$]+)$/.exec(text)?.[0].replaceAll(' ', '') ?? text;
}

// Lambdas that begin between two tokens outside a function: each is measured by itself. Returns the
// index of the last token seen, which is past `to` when a lambda begins there and ends later.
function findLambdas(tokens, from, to, found) {
  let i = from;
  for (; i <= to; i++) {
    if (textOf(tokens[i]) !== '[' || !isLambdaStart(tokens, i)) continue;
    const body = lambdaBody(tokens, i);
    if (body < 0) continue;
    const close = closing(tokens, body);
    found.push(describe('a lambda', tokens[i], tokens[Math.min(close, tokens.length - 1)]));
    i = close;
  }
  return i - 1;
}

// The brace that opens the body of the lambda whose capture list opens at `open`, or -1.
function lambdaBody(tokens, open) {
  for (let i = closing(tokens, open) + 1; i < tokens.length; i++) {
    const text = textOf(tokens[i]);
    if (text === '{') return i;
    if (text === '(') i = closing(tokens, i);
    else if (text === ';' || text === ',' || text === ')' || text === ']') return -1;
  }
  return -1;
}

// A [ opens a lambda unless it subscripts what stands before it, or opens or closes an attribute.
export function isLambdaStart(tokens, i) {
  const before = tokens[i - 1];
  if (textOf(tokens[i + 1]) === '[' || textOf(before) === '[') return false;
  if (!before) return true;
  if (before.kind === 'word') return ['return', 'co_return', 'co_await', 'co_yield', 'case', 'else'].includes(before.text);
  if (before.kind !== 'punct') return false;
  return before.text !== ')' && before.text !== ']' && before.text !== '>';
}

function isAccessWord(token) {
  return ['public', 'private', 'protected'].includes(token.text);
}

function textOf(token) {
  return token && (token.kind === 'punct' || token.kind === 'word' || token.kind === 'group') ? token.text : '';
}
