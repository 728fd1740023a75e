#!/usr/bin/env node
// Prints what Boost.Beast's parser makes of the requests of tests/e2e/framing, and how long each reader takes.
//   cmake --build build/release --target request_head_bench
//   node tests/bench/request_heads.mjs [build/release/bin]
import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { CASES } from '../e2e/framing/cases.mjs';

const program = path.join(process.argv[2] ?? 'build/release/bin', 'request_head_bench');
const run = (what, input) => execFileSync(program, [what], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
const toBytes = (text) => Buffer.from(text, 'latin1').toString('base64');

const verdicts = run('verdicts', CASES.map(([, , bytes]) => toBytes(bytes)).join('\n')).trim().split('\n');
// A refusal of the framing is the last answer; whatever else is answered was read as a request.
const refuses = (answers) => answers.length === 1 && /^(400 INVALID_ARGUMENT|413|414|431|501|505)/.test(answers[0]);
const taken = [];
const alike = { refused: 0, accepted: 0 };
const turnedAway = [];
CASES.forEach(([section, what, , answers], i) => {
  const accepted = verdicts[i] === 'accepted';
  const line = `${section} ${what}: expected ${answers[0]}, Beast: ${verdicts[i]}`;
  if (refuses(answers)) accepted || verdicts[i] === 'waits' ? taken.push(line) : (alike.refused += 1);
  else accepted ? (alike.accepted += 1) : turnedAway.push(line);
});

console.log(run('times'));
console.log(`${CASES.length} requests: both read ${alike.accepted}, both refuse ${alike.refused}`);
console.log(`\nBeast takes, or goes on waiting for, ${taken.length} that must be refused:\n  ${taken.join('\n  ')}`);
console.log(`\nBeast refuses ${turnedAway.length} that must be read:\n  ${turnedAway.join('\n  ')}`);
