// The checks of scripts/lint.sh that need no other tool. Prints "file:line: [rule] what and why" for
// each problem, and exits with 1 when there is one.
//
//   node scripts/lint/main.mjs ROOT
import {checkCitations} from './citations.mjs';
import {checkContract} from './contract.mjs';
import {checkDependencies} from './dependencies.mjs';
import {checkDeps} from './deps.mjs';
import {checkForbidden} from './forbidden.mjs';
import {checkLayering} from './layering.mjs';
import {checkSizes} from './sizes.mjs';
import {readTree} from './tree.mjs';
import {checkUnnamed} from './unnamed.mjs';
import {checkWords} from './words.mjs';

const CHECKS = [
  checkLayering, checkDeps, checkSizes, checkForbidden, checkWords, checkCitations, checkContract, checkDependencies, checkUnnamed,
];

const files = readTree(process.argv[2] ?? '.');
const problems = CHECKS.flatMap((check) => check(files));
for (const {path, line, rule, message} of problems) console.log(`${path}:${line}: [${rule}] ${message}`);
process.exitCode = problems.length > 0 ? 1 : 0;
