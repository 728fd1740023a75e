#!/usr/bin/env node
// Prints docs/configuration.md: every variable of every program, from the tables that the programs themselves read.
//   node deploy/packaging/configuration.mjs [FOLDER OF PROGRAMS] > docs/configuration.md
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { programs } from './programs.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** {program: [variable, …]} as `--list-variables` of the programs in `bin` tells. */
export const variablesOf = (bin) => Object.fromEntries(programs.map(({ name }) =>
  [name, JSON.parse(execFileSync(path.join(bin, `keys-${name}`), ['--list-variables'], { encoding: 'utf8' }))]));

const SMALLEST = -(2 ** 62);
function limits({ kind, min, max }) {
  if (kind === 'secret') return min ? `at least ${min} bytes` : '';
  if (kind !== 'integer') return '';
  return max === undefined ? `from ${min ?? SMALLEST}` : `${min} to ${max}`;
}

const cell = (text) => text.replaceAll('|', '\\|');
function row({ programs: readers, ...variable }) {
  const kind = [variable.kind, limits(variable)].filter(Boolean).join(', ');
  const fallback = variable.required ? '**required**' : variable.default === '' ? '–' : `\`${variable.default}\``;
  const who = readers.length === programs.length ? 'all' : readers.join(', ');
  return `| \`${variable.name}\` | ${who} | ${kind} | ${cell(fallback)} | ${cell(variable.help)} |`;
}

// A variable whose meaning differs between programs gets one row for each meaning. Addresses get one row, because they
// mean the same in every program although the help texts differ.
function merged(tables) {
  const rows = new Map();
  for (const [program, variables] of Object.entries(tables)) {
    for (const { help, ...variable } of variables) {
      const key = JSON.stringify({ ...variable, help: variable.kind === 'host:port' ? '' : help });
      const { programs: readers = [], help: words = help } = rows.get(key) ?? {};
      rows.set(key, { ...variable, help: words, programs: [...readers, program] });
    }
  }
  return [...rows.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

const table = (rows) => ['| variable | programs | kind | default | meaning |', '|---|---|---|---|---|', ...rows.map(row)].join('\n');

export function page(bin) {
  const all = merged(variablesOf(bin));
  const secrets = all.filter(({ file }) => file);
  const isAddress = ({ kind, file }) => kind === 'host:port' && !file;
  return `# Configuration

<!-- Written by deploy/packaging/configuration.mjs from the programs' own tables; a test fails when it is not current. -->

Programs read their environment and nothing else, once, at start. An empty value counts as not set. \`keys-NAME --help\` prints what follows
for one program, \`--list-variables\` the same as JSON, and \`--print-config\` what it resolved, with secrets masked; it refuses (exit code 2)
whatever a start would refuse, without opening or listening to anything. How the pieces belong together is told in
[operations.md](operations.md).

**Secrets** may be given as files, too: \`NAME_FILE\` names a file that holds the value of \`NAME\`. A byte order mark at its beginning and one
line end at its end do not count. Both at once, a file that cannot be read, is empty, holds a NUL byte or has more than 64 KiB are refused.

## Secrets and databases (\`NAME\`, or \`NAME_FILE\`)

${table(secrets)}

## Where programs listen and whom they call

${table(all.filter(isAddress))}

## Everything else

${table(all.filter((variable) => !variable.file && !isAddress(variable)))}

The payment sandbox is configured by its command line: \`keys-stripe-sandbox --help\`.
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(page(path.resolve(process.argv[2] ?? path.join(root, 'build/release/bin'))));
}
