// Splits C++ source into tokens, far enough to ask questions that a text search answers wrongly:
// comments, strings, raw strings, digit separators and preprocessor lines are told apart from code.
//
//   tokenize('int a; // b') → [{kind: 'word', text: 'int', line: 1, endLine: 1}, …, {kind: 'comment', …}]
//
// Kinds: word, number, string, char, comment, directive (a whole preprocessor line with its
// continuations), punct. Angle brackets are always single tokens; ::, ->, ==, !=, <=, >=, && and ||
// are one token each.

const PUNCT2 = new Set(['::', '->', '==', '!=', '<=', '>=', '&&', '||', '+=', '-=', '*=', '/=', '|=', '&=', '%=', '^=']);
const STRING_START = /(?:u8|[uUL])?(R?)"/y;
const CHAR_START = /(?:u8|[uUL])?'/y;
const WORD = /[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/y;
// A pp-number: digits, letters, dots, signs after an exponent, and ' between digits.
const NUMBER = /\.?\d(?:'?[\w.]|(?<=[eEpP])[+-])*/y;

export function tokenize(source) {
  return new Tokenizer(source).run();
}

class Tokenizer {
  constructor(source) {
    this.source = source;
    this.at = 0;
    this.line = 1;
    this.tokens = [];
    this.lineIsBlankSoFar = true;
  }

  run() {
    while (this.at < this.source.length) this.step();
    return this.tokens;
  }

  step() {
    const c = this.source[this.at];
    if (c === '\n') {
      this.line++;
      this.at++;
      this.lineIsBlankSoFar = true;
    } else if (c === ' ' || c === '\t' || c === '\r' || c === '\f' || c === '\v' || c === '\\') {
      this.at++;
    } else if (this.source.startsWith('//', this.at)) {
      this.take('comment', this.endOfLogicalLine());
    } else if (this.source.startsWith('/*', this.at)) {
      const end = this.source.indexOf('*/', this.at + 2);
      this.take('comment', end < 0 ? this.source.length : end + 2);
    } else if (c === '#' && this.lineIsBlankSoFar) {
      this.directive();
    } else {
      this.codeToken(c);
    }
  }

  codeToken(c) {
    this.lineIsBlankSoFar = false;
    const string = this.match(STRING_START);
    if (string) return this.take('string', string[1] ? this.endOfRaw(string[0]) : this.endOfQuoted(string[0], '"'));
    const char = this.match(CHAR_START);
    if (char) return this.take('char', this.endOfQuoted(char[0], "'"));
    const number = this.match(NUMBER);
    if (number) return this.take('number', this.at + number[0].length);
    const word = this.match(WORD);
    if (word) return this.take('word', this.at + word[0].length);
    this.take('punct', this.at + (PUNCT2.has(this.source.substr(this.at, 2)) ? 2 : 1));
  }

  match(pattern) {
    pattern.lastIndex = this.at;
    return pattern.exec(this.source);
  }

  take(kind, end) {
    const text = this.source.slice(this.at, end);
    const line = this.line;
    for (const c of text) if (c === '\n') this.line++;
    this.tokens.push({kind, text, line, endLine: this.line});
    this.at = end;
  }

  endOfLogicalLine() {
    let end = this.at;
    for (;;) {
      end = this.source.indexOf('\n', end);
      if (end < 0) return this.source.length;
      if (!/\\\r?$/.test(this.source.slice(this.at, end))) return end;
      end++;
    }
  }

  // A directive ends before a comment on its line, so that the comment is a token of its own.
  directive() {
    const end = this.endOfLogicalLine();
    const comment = this.source.slice(this.at, end).search(/(?<!["<][^">]*)(\/\/|\/\*)/);
    this.lineIsBlankSoFar = false;
    this.take('directive', comment < 0 ? end : this.at + comment);
  }

  endOfRaw(opening) {
    const start = this.at + opening.length;
    const parenthesis = this.source.indexOf('(', start);
    const end = this.source.indexOf(')' + this.source.slice(start, parenthesis) + '"', parenthesis);
    return end < 0 ? this.source.length : end + (parenthesis - start) + 2;
  }

  endOfQuoted(opening, quote) {
    let end = this.at + opening.length;
    while (end < this.source.length && this.source[end] !== quote && this.source[end] !== '\n') {
      end += this.source[end] === '\\' ? 2 : 1;
    }
    return Math.min(end + 1, this.source.length);
  }
}

// The tokens that are code: no comments, no directives. Of an #if all branches count when each closes
// what it opens; else only the first does (they may all open the same function).
export function codeTokens(tokens) {
  return branch(tokens, 0).code;
}

// Reads up to the #else, #elif or #endif that ends the branch which begins at `at`.
function branch(tokens, at) {
  const code = [];
  for (; at < tokens.length; at++) {
    const {kind, text} = tokens[at];
    if (kind === 'directive') {
      const name = /^#\s*(\w+)/.exec(text)?.[1] ?? '';
      if (/^(else|elif|endif)$/.test(name)) return {code, end: at, name};
      if (name.startsWith('if')) {
        const all = branches(tokens, at + 1);
        for (const each of all.alternatives) code.push(...each);
        at = all.end;
      }
    } else if (kind !== 'comment') {
      code.push(tokens[at]);
    }
  }
  return {code, end: at, name: 'endif'};
}

function branches(tokens, at) {
  const alternatives = [];
  for (;;) {
    const {code, end, name} = branch(tokens, at);
    alternatives.push(code);
    if (name === 'endif') {
      return {end, alternatives: alternatives.every(isBalanced) ? alternatives : alternatives.slice(0, 1)};
    }
    at = end + 1;
  }
}

function isBalanced(code) {
  let depth = 0;
  for (const {kind, text} of code) {
    if (kind === 'punct' && '([{'.includes(text)) depth++;
    if (kind === 'punct' && ')]}'.includes(text) && --depth < 0) return false;
  }
  return depth === 0;
}

// Index of the bracket that closes the one at `open`, or the number of tokens.
export function closing(tokens, open) {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const text = tokens[i].kind === 'punct' ? tokens[i].text : '';
    if (text === '(' || text === '[' || text === '{') depth++;
    if (text === ')' || text === ']' || text === '}') depth--;
    if (depth === 0) return i;
  }
  return tokens.length;
}
