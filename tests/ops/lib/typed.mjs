// Holds plain objects against TypeScript's types of a package, by the compiler: wrong words, wrong kinds and members that
// the type does not have are all errors.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { root } from './rules.mjs';

const MODULES = path.join(root, 'tests/node/node_modules');
// Enumerations of words are given as words.
const LOOSE = 'type Words<T> = T extends string ? `${T}` : T extends (infer E)[] ? Words<E>[] : '
  + 'T extends object ? { [K in keyof T]: Words<T[K]> } : T;';

/**
 * `values`: [{name, type, value}], `imports`: lines of TypeScript. Answers what the compiler says, '' when all fit;
 * each complaint begins with the value's name.
 */
export function complaints(imports, values) {
  const folder = mkdtempSync(path.join(tmpdir(), 'keys-typed-'));
  try {
    symlinkSync(MODULES, path.join(folder, 'node_modules'));
    writeFileSync(path.join(folder, 'package.json'), '{"type": "module"}');
    for (const { name, type, value } of values) {
      writeFileSync(path.join(folder, `${name}.ts`), `${imports}\n${LOOSE}\nexport const value: Words<${type}> = ${JSON.stringify(value)};\n`);
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(MODULES, 'typescript/bin/tsc'), '--noEmit', '--strict', '--skipLibCheck',
      '--module', 'nodenext', '--moduleResolution', 'nodenext', ...values.map(({ name }) => `${name}.ts`)],
    { cwd: folder, encoding: 'utf8' });
    return status === 0 ? '' : `${stdout}${stderr}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
