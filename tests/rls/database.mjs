// A clone of the migrated template, and psql on it as any role.
import { spawnSync } from 'node:child_process';

const server = process.env.KEYS_TEST_DATABASE_URL;
const rolePassword = process.env.KEYS_TEST_ROLE_PASSWORD;

/** Runs psql with `script` on standard input; answers {status, stdout, stderr}. */
export function psql(url, script) {
  return spawnSync('psql', [url, '-XAtq'], { input: script, encoding: 'utf8', maxBuffer: 1 << 28 });
}

function must({ status, stdout, stderr }) {
  if (status !== 0 || /ERROR|FATAL/.test(stderr)) throw new Error(stderr + stdout);
  return stdout;
}

/** A database of this process's own: {url, urlOf(role), sql(text), drop()}. */
export function cloneDatabase(label, template = 'keys_template') {
  if (!server) throw new Error('KEYS_TEST_DATABASE_URL is not set: eval "$(scripts/db.sh template)"');
  const name = `${label}_${process.pid}`;
  const from = template ? ` TEMPLATE ${template} STRATEGY file_copy` : '';
  must(psql(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE);\nCREATE DATABASE ${name}${from};`));
  const url = server.replace(/\/postgres$/, `/${name}`);
  return {
    name,
    url,
    urlOf: (role) => url.replace(/\/\/[^@]+@/, `//${role}:${rolePassword}@`),
    sql: (text, as = 'keys_test') => must(psql(url, `\\set ON_ERROR_STOP 1\nSET ROLE ${as};\n${text}`)).trim(),
    drop: () => must(psql(server, `DROP DATABASE ${name} WITH (FORCE)`)),
  };
}
