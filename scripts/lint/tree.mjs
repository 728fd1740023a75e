// The files that lint looks at: tracked ones and new ones that are not ignored; in a folder that is no
// git work tree, every file. The sample KEYS are goods, not code of ours: they follow their own manners.
import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {extname, join} from 'node:path';

import {codeTokens, tokenize} from './tokenizer.mjs';

const NEVER = new Set(['.git', 'build', 'node_modules', 'dist', '.cache']);
const GOODS = 'deploy/sample-keys/';
const CPP = new Set(['.h', '.cc']);

export class SourceFile {
  constructor(root, path) {
    this.path = path;
    this.full = join(root, path);
    this.isCpp = CPP.has(extname(path));
  }

  get text() {
    return (this.textRead ??= readFileSync(this.full, 'utf8'));
  }

  // All tokens of a C++ file, comments and directives too.
  get tokens() {
    return (this.tokensRead ??= tokenize(this.text));
  }

  // Code only; see codeTokens.
  get code() {
    return (this.codeRead ??= codeTokens(this.tokens));
  }

  get lineCount() {
    return this.text.split('\n').length - (this.text.endsWith('\n') ? 1 : 0);
  }

  // [{target, line}] of every #include.
  get includes() {
    return this.tokens.filter((token) => token.kind === 'directive').flatMap((token) => {
      const match = /^#\s*include\s*[<"]([^>"]+)[>"]/.exec(token.text);
      return match ? [{target: match[1], line: token.line}] : [];
    });
  }

  problem(line, rule, message) {
    return {path: this.path, line, rule, message};
  }
}

function fromGit(root) {
  const listed = execFileSync('git', ['-C', root, 'ls-files', '-z', '-co', '--exclude-standard'],
                              {encoding: 'utf8', maxBuffer: 1 << 26});
  return listed.split('\0').filter((path) => path && existsSync(join(root, path)));
}

function fromDisk(root, folder = '') {
  return readdirSync(join(root, folder), {withFileTypes: true}).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return NEVER.has(entry.name) || /^\.run/.test(entry.name) ? [] : fromDisk(root, path);
    return entry.isFile() ? [path] : [];
  });
}

export function readTree(root) {
  const paths = existsSync(join(root, '.git')) ? fromGit(root) : fromDisk(root);
  return paths.filter((path) => !path.startsWith(GOODS)).sort().map((path) => new SourceFile(root, path));
}
