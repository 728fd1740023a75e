// `redocly lint` with the recommended rules, by the engine behind that command: the command itself brings a hundred
// packages to draw pages with.
//   node tools/lint_api.mjs FILE       prints what is wrong; exit code 1 for errors and for warnings
import { createConfig, formatProblems, lint } from '@redocly/openapi-core';

const [ref] = process.argv.slice(2);
if (!ref) {
  console.error('usage: lint_api.mjs FILE');
  process.exit(2);
}
const config = await createConfig({ extends: ['recommended'] });
const problems = await lint({ ref, config });
formatProblems(problems, { format: 'stylish', version: '1.34', totals: {}, color: false });
console.log(`${problems.length} problems`);
process.exit(problems.length > 0 ? 1 : 0);
