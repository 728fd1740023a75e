// Configuration: the reference is what the programs say, secrets may be files, and --print-config refuses what a start does.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';

import { page, variablesOf } from '../../deploy/packaging/configuration.mjs';
import { programs } from '../../deploy/packaging/programs.mjs';
import { readText, root } from './lib/rules.mjs';

const bin = path.resolve(root, process.env.KEYS_BIN_DIR ?? 'build/release/bin');
const folder = mkdtempSync(path.join(tmpdir(), 'keys-configuration-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const MARK = '\ufeff';
const file = (name, text) => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};

const pem = path.join(folder, 'service.pem');
execFileSync('openssl', ['genpkey', '-algorithm', 'ED25519', '-out', pem], { stdio: 'ignore' });
const publicKey = execFileSync('bash', ['-c', 'openssl pkey -in "$1" -pubout -outform DER | tail -c 32 | base64', 'bash', pem], { encoding: 'utf8' }).trim();
const peers = file('peers.json', `${MARK}${JSON.stringify({ peers: { gateway: { public_key: publicKey, calls: [] } } })}`);
const tables = variablesOf(bin);

// A value of each kind that a program takes.
const GOOD = { text: '', integer: undefined, flag: '1', 'host:port': '127.0.0.1:0', URL: 'http://127.0.0.1:9', list: '', file: peers,
  database: 'postgresql://keys_x:0123456789abcdef@127.0.0.1:9/keys', secret: '0123456789abcdef0123456789abcdef' };
const PARTICULAR = { STORAGE_URL: 'file:///tmp/keys-storage', URL_SIGNING_KEYS: `k1:${'A'.repeat(43)}`, SERVICE_KEY_FILE: pem, SERVICE_PEERS_FILE: peers };
const goodFor = ({ name, kind, default: fallback }) => PARTICULAR[name] ?? (kind === 'integer' ? fallback : GOOD[kind]);

/** The smallest environment with which a program starts. */
const needed = (name) => Object.fromEntries(tables[name].filter(({ required }) => required).map((variable) => [variable.name, goodFor(variable)]));
const run = (name, env, ...flags) => spawnSync(path.join(bin, `keys-${name}`), flags, { env: { PATH: process.env.PATH, ...env }, encoding: 'utf8', timeout: 60_000 });

test('docs/configuration.md is what the programs say', () => {
  assert.equal(readText('docs/configuration.md'), page(bin), 'run node deploy/packaging/configuration.mjs > docs/configuration.md');
});

test('every program takes every secret from a file, with a byte order mark, and never prints it', () => {
  let secrets = 0;
  for (const { name } of programs) {
    const env = needed(name);
    for (const variable of tables[name].filter((one) => one.file)) {
      const value = goodFor(variable);
      const given = { ...env, [`${variable.name}_FILE`]: file('secret', `${MARK}${value}\r\n`) };
      delete given[variable.name];
      const { status, stdout, stderr } = run(name, given, '--print-config');
      assert.equal(status, 0, `${name} ${variable.name}: ${stderr}`);
      const shown = stdout.split('\n').find((line) => line.startsWith(`${variable.name}=`));
      assert.equal(shown, `${variable.name}=${variable.kind === 'database' ? value.replace('0123456789abcdef', '******') : '******'}`);
      const twice = run(name, { ...given, [variable.name]: value }, '--print-config');
      assert.equal(twice.status, 2);
      assert.match(twice.stderr, new RegExp(`${variable.name} and ${variable.name}_FILE are both set`));
      secrets += 1;
    }
  }
  assert.ok(secrets > 20);
});

// Values that must be refused. Each is given to every variable of every program.
const NONSENSE = ['no such thing', '-1', 'http://', '/nowhere/at/all', 'usd=x', '*,not an origin', '10.0.0.0/99', 's3://keys?endpoint=http://127.0.0.1:9'];

/** How a start ends: 2 when the configuration was refused, else it has begun to serve, or stopped for another reason. */
function start(name, env) {
  return new Promise((resolve) => {
    const child = spawn(path.join(bin, `keys-${name}`), [], { env: { PATH: process.env.PATH, ...env } });
    let said = '';
    const end = setTimeout(() => child.kill('SIGKILL'), 60_000);
    child.stderr.on('data', (bytes) => {
      said += bytes;
      if (said.includes('process.started')) child.kill('SIGKILL');
    });
    child.on('exit', (code) => {
      clearTimeout(end);
      resolve({ refused: code === 2, said });
    });
  });
}

test('--print-config refuses exactly what a start refuses', { timeout: 900_000 }, async () => {
  let refused = 0;
  let taken = 0;
  for (const { name } of programs) {
    const env = needed(name);
    assert.equal(run(name, env, '--print-config').status, 0, `${name} with the least it needs`);
    for (const variable of tables[name].filter(({ kind }) => kind !== 'integer' && kind !== 'flag')) {
      for (const value of NONSENSE) {
        const given = { ...env, [variable.name]: value };
        const printed = run(name, given, '--print-config');
        assert.ok([0, 2].includes(printed.status), `${name} ${variable.name}=${value}: ${printed.stderr}`);
        if (printed.status === 2) {
          // A start reads the same table first, so that only what is taken here could still be refused there.
          refused += 1;
          continue;
        }
        const started = await start(name, given);
        assert.ok(!started.refused, `${name} --print-config takes ${variable.name}=${value}, and a start does not: ${started.said}`);
        taken += 1;
      }
    }
  }
  assert.ok(refused > 100 && taken > 100);
  console.log(`counted: ${refused} values refused, ${taken} taken by both`);
});

test('files that only the program can judge are refused by --print-config with the words of a start', async () => {
  const broken = file('broken.json', '{');
  const cases = [['gateway', { WEB_ROOT: folder }], ['gateway', { TRUSTED_PROXIES: '10.0.0.0/99' }], ['gateway', { CORS_ORIGINS: 'shop.example' }],
    ['gateway', { ADMIN_USER_IDS: 'somebody' }], ['gateway', { JWKS_URL: 'ftp://x' }], ['gateway', { DEV_SIGN_IN: 'on' }],
    ['gateway', { STORAGE_URL: 's3://keys?endpoint=http://127.0.0.1:9' }], ['gateway', { CLOCK_OFFSET_FILE: broken, HTTP_LISTEN: '0.0.0.0:0' }],
    ['ingestion', { STORAGE_URL: 's3://keys' }], ['discovery', { DISCOVERY_RULES_FILE: broken }], ['discovery', { DISCOVERY_SITUATIONS_FILE: broken }],
    ['catalog', { PRICE_MINIMUMS: 'usd=x' }], ['billing', { RETURN_ORIGINS: 'nowhere' }], ['billing', { PRICE_MINIMUMS: 'usd=x' }],
    ['entitlement', { URL_SIGNING_KEYS: 'k1' }], ['analytics', { SERVICE_PEERS_FILE: broken }], ['analytics', { SERVICE_KEY_FILE: broken }]];
  for (const [name, more] of cases) {
    const env = { ...needed(name), ...more };
    const printed = run(name, env, '--print-config');
    assert.equal(printed.status, 2, `${name} ${JSON.stringify(more)}: ${printed.stdout}`);
    const started = await start(name, env);
    assert.ok(started.refused, `${name} ${JSON.stringify(more)}`);
    assert.equal(started.said.split('\n').filter((line) => line.startsWith('keys-') || !line.startsWith('{')).join('\n').trim(), printed.stderr.trim());
  }
});
