// scripts/run.sh and scripts/token.sh with stand-ins for the programs: what a start writes, what a stop
// leaves, and who is started again. The real programs are run by tests/e2e.
import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import {fileURLToPath} from 'node:url';

import {freePort} from '../e2e/lib/free_port.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));

// A copy of the scripts without the services: their migrations are not what is tested here.
const ROOT = fs.mkdtempSync(path.join(os.tmpdir(), 'keys-scripts-'));
fs.chmodSync(ROOT, 0o755);
for (const folder of ['scripts', 'deploy/postgres', 'protos']) {
  fs.cpSync(path.join(HERE, '../..', folder), path.join(ROOT, folder), {recursive: true});
}
process.on('exit', () => fs.rmSync(ROOT, {recursive: true, force: true}));
const NAMES = ['stripe-sandbox', 'analytics', 'catalog', 'entitlement', 'billing', 'ingestion', 'discovery', 'gateway'];
const USER = '11111111-1111-4111-8111-111111111111';

// Nothing that the caller's shell may have set (a sourced stack.env, say) reaches the scripts, but for the mark
// by which test.sh finds what it must end.
const CLEAN = {PATH: process.env.PATH, HOME: process.env.HOME, KEYS_READY_SECONDS: '180', KEYS_TEST_RUN: process.env.KEYS_TEST_RUN ?? ''};

// A folder with stand-in programs, an empty assets folder and a stack's data folder to be.
async function makePlace() {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'keys-stack-'));
  fs.chmodSync(place, 0o755);
  fs.mkdirSync(path.join(place, 'bin'));
  fs.mkdirSync(path.join(place, 'assets'));
  for (const name of NAMES) {
    const command = `#!/bin/sh\nexec node ${HERE}/program.mjs ${name} ${place}/bin "$@"\n`;
    fs.writeFileSync(path.join(place, 'bin', `keys-${name}`), command, {mode: 0o755});
  }
  return {place, data: path.join(place, 'data'), port: Number(freePort())};
}

function run({place, data, port}, args, env = {}) {
  const all = ['--data', data, '--port', String(port), '--assets', path.join(place, 'assets'), ...args];
  const {status, stdout, stderr} = spawnSync(path.join(ROOT, 'scripts/run.sh'), all,
                                             {env: {...CLEAN, KEYS_BIN_DIR: path.join(place, 'bin'), ...env}, encoding: 'utf8'});
  return {status, output: stdout + stderr};
}

function start(at, env = {}) {
  const {status, output} = run(at, ['--detach'], env);
  assert.equal(status, 0, output);
  return output;
}

const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));
const endpoints = ({data}) => readJson(path.join(data, 'endpoints.json'));
const seenBy = ({place}, name) => readJson(path.join(place, 'bin', `${name}.json`));
const tell = ({place}, name, what) => fs.writeFileSync(path.join(place, 'bin', `${name}.${what}`), '');

function stackEnv({data}) {
  return Object.fromEntries(fs.readFileSync(path.join(data, 'stack.env'), 'utf8').trim().split('\n')
      .map((line) => /^export ([A-Z_]+)='(.*)'$/.exec(line).slice(1)));
}

// Every process that belongs to the data folder, its database's included.
function processesOf({data}) {
  return fs.readdirSync('/proc').filter((pid) => /^\d+$/.test(pid)).filter((pid) => {
    try {
      return fs.readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`KEYS_PROCESS_OF=${data}\0`) ||
          fs.readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(`${data}/`);
    } catch {
      return false; // gone meanwhile
    }
  });
}

async function eventually(what, condition) {
  for (const end = Date.now() + 180_000; Date.now() < end;) {
    try {
      if (await condition()) return;
    } catch {
      // not yet
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`did not happen: ${what}`);
}

function stackTest(sentence, body) {
  test(sentence, async (t) => {
    const at = await makePlace();
    try {
      await body(at, t);
    } finally {
      run(at, ['--stop', '--reset']);
      fs.rmSync(at.place, {recursive: true, force: true});
    }
  });
}

stackTest('one start: where things are, who knows what, who comes back, whose tokens; and nothing after a stop', async (at, t) => {
  const output = start(at, {URL_SIGNING_KEYS: 'k9:mine', JWT_ISSUER: 'somebody', AWS_ACCESS_KEY_ID: 'id of the storage',
    AWS_SECRET_ACCESS_KEY: 'of the storage', GITHUB_TOKEN: 'of somebody at a shell', SOME_API_KEY: 'of another program'});
  await t.test('the first ingestion is told with its errors', () => {
    assert.match(output, /ingested: 3 versions/);
    assert.match(output, /bad-key/);
  });
  await t.test('the guide ends with the shop, what its pages lack and how to sign in', () => whatTheGuideSays(at, output));
  await t.test('endpoints.json says where everything is', () => whereThingsAre(at));
  await t.test('a process knows its own secrets and nobody else\'s', () => whoKnowsWhat(at));
  await t.test('tokens are signed with the stack\'s secrets and follow its clock', () => tokens(at));
  await t.test('a second start agrees when the stack is ready, and refuses another port or a terminal', () => secondStart(at));
  await t.test('a killed process and a killed database come back, and endpoints.json follows', () => whoComesBack(at));
  assert.equal(run(at, ['--stop']).status, 0);
  assert.deepEqual(processesOf(at), []);
});

function whatTheGuideSays(at, output) {
  assert.match(output, new RegExp(`Open the shop: +http://127\\.0\\.0\\.1:${at.port}/`));
  // The copy of the scripts has no storefront, and programs that are given are not built around.
  assert.match(output, /Its pages are plain: the storefront is not built; missing: gateway\/web\/dist/);
  assert.equal(seenBy(at, 'gateway').env.WEB_ROOT, undefined);
  assert.equal(seenBy(at, 'gateway').env.DEV_SIGN_IN, 'on');
  assert.match(output, /Sign in there \(no password\) as Ada/);
}

async function whereThingsAre(at) {
  const found = endpoints(at);
  assert.equal(found.gateway, `http://127.0.0.1:${at.port}`);
  assert.match(found.database_url, /^postgresql:\/\/keys_migrator:/);
  assert.deepEqual(Object.keys(found.pids).sort(),
                   ['analytics', 'billing', 'catalog', 'discovery', 'entitlement', 'gateway', 'ingestion', 'sandbox']);
  assert.deepEqual(Object.keys(found.grpc).sort(), ['analytics', 'billing', 'catalog', 'discovery', 'entitlement', 'ingestion']);
  assert.equal((await fetch(`${found.sandbox}/healthz`)).status, 200);
  assert.equal(fs.statSync(path.join(at.data, 'stack.env')).mode & 0o777, 0o600);
}

function whoKnowsWhat(at) {
  const {env} = seenBy(at, 'catalog');
  assert.match(env.DATABASE_URL_CATALOG, /^postgresql:\/\/keys_catalog:/);
  for (const foreign of ['DATABASE_URL', 'DATABASE_URL_BILLING', 'STRIPE_SECRET_KEY', 'SUPABASE_JWT_SECRET', 'URL_SIGNING_KEYS']) {
    assert.equal(env[foreign], undefined, foreign);
  }
  assert.equal(seenBy(at, 'entitlement').env.URL_SIGNING_KEYS, 'k9:mine');
  assert.equal(seenBy(at, 'gateway').env.JWT_ISSUER, 'somebody');
  assert.equal(seenBy(at, 'billing').env.STRIPE_WEBHOOK_SECRET, stackEnv(at).STRIPE_WEBHOOK_SECRET);
  assert.notEqual(seenBy(at, 'billing').env.SERVICE_KEY_FILE, env.SERVICE_KEY_FILE);
  assert.equal(seenBy(at, 'ingestion').env.AWS_SECRET_ACCESS_KEY, 'of the storage');
  nobodyKnowsMore(at);
}

/** The owner of each secret. Any other text that looks like a secret belongs to nobody. */
const SECRETS_OF = {
  sandbox: ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'], analytics: ['DATABASE_URL_ANALYTICS'], catalog: ['DATABASE_URL_CATALOG', 'CURSOR_KEY'],
  entitlement: ['DATABASE_URL_ENTITLEMENT', 'CURSOR_KEY', 'URL_SIGNING_KEYS', 'IP_HASH_SECRET'],
  billing: ['DATABASE_URL_BILLING', 'CURSOR_KEY', 'STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'],
  ingestion: ['DATABASE_URL_INGESTION', 'CURSOR_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
  discovery: ['DATABASE_URL_DISCOVERY', 'CURSOR_KEY'],
  gateway: ['SUPABASE_JWT_SECRET', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
};

/** Reads what the kernel says of each process: neither a name nor a value of a secret that is not its own, and none on its command line. */
function nobodyKnowsMore(at) {
  const {pids} = endpoints(at);
  const all = stackEnv(at);
  const secrets = [...new Set(Object.values(SECRETS_OF).flat()), 'DATABASE_URL'];
  for (const [process, own] of Object.entries(SECRETS_OF)) {
    const variables = fs.readFileSync(`/proc/${pids[process]}/environ`, 'utf8').split('\0').filter(Boolean)
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
    const names = variables.map(([name]) => name);
    for (const name of own) assert.ok(names.includes(name), `${process} has ${name}`);
    const foreign = names.filter((name) => !own.includes(name)
      && (secrets.includes(name) || /SECRET|PASSWORD|TOKEN|CREDENTIAL|PRIVATE|API_?KEY|^PG|_KEYS?$|^AWS_/.test(name)));
    assert.deepEqual(foreign, [], `${process} is told`);
    // Everybody at this machine may read a command line: its own secrets do not stand there either.
    const command = fs.readFileSync(`/proc/${pids[process]}/cmdline`, 'utf8');
    assert.deepEqual(secrets.filter((name) => (all[name] ?? '').length >= 8 && command.includes(all[name])), [], `on the command line of ${process}`);
    // The value does not stand under another name either.
    for (const name of secrets.filter((one) => !own.includes(one) && (all[one] ?? '').length >= 8)) {
      const holders = variables.filter(([, value]) => value.includes(all[name])).map(([holder]) => holder);
      assert.deepEqual(holders, [], `${process} has the value of ${name}`);
    }
  }
}

function secondStart(at) {
  const {supervisor} = endpoints(at);
  assert.match(start(at), /runs already/);
  assert.equal(endpoints(at).supervisor, supervisor);
  assert.match(run({...at, port: at.port + 1}, ['--detach']).output, /at port \d+; end it with --stop/);
  assert.equal(run(at, []).status, 1);
}

async function whoComesBack(at) {
  const {pids, postgres} = endpoints(at);
  process.kill(pids.billing, 'SIGKILL');
  await eventually('billing runs again', () => endpoints(at).pids.billing && endpoints(at).pids.billing !== pids.billing);
  process.kill(postgres.pid, 'SIGKILL');
  await eventually('PostgreSQL runs again', () => endpoints(at).postgres.pid !== postgres.pid);
  assert.equal(endpoints(at).pids.catalog, pids.catalog);
}

function token(at, ...args) {
  const {status, stdout, stderr} = spawnSync(path.join(ROOT, 'scripts/token.sh'), ['--data', at.data, ...args], {encoding: 'utf8', env: CLEAN});
  return {status, stderr, jwt: stdout.trim()};
}

function tokens(at) {
  fs.writeFileSync(path.join(at.data, 'clock.offset'), '86400\n');
  const org = '22222222-2222-4222-8222-222222222222';
  const {jwt} = token(at, '--user', USER, '--email', 'a"b@example.org', '--org', `${org}:owner`, '--admin', '--expires-in', '60');
  const [header, claims, signature] = jwt.split('.');
  assert.equal(crypto.createHmac('sha256', stackEnv(at).SUPABASE_JWT_SECRET).update(`${header}.${claims}`).digest('base64url'), signature);
  const {iat, exp, ...rest} = JSON.parse(Buffer.from(claims, 'base64url').toString());
  assert.deepEqual(rest, {sub: USER, aud: 'authenticated', role: 'authenticated', iss: 'somebody', email: 'a"b@example.org',
                          app_metadata: {role: 'admin', orgs: [{id: org, role: 'owner'}]}});
  assert.equal(exp - iat, 60);
  assert.ok(Math.abs(iat - Date.now() / 1000 - 86400) < 60);
  assert.equal(token(at, '--user', 'nobody').status, 2);
  assert.equal(token(at, '--user', USER, '--org', `${org}:king`).status, 2);
  serviceToken(at);
}

function serviceToken(at) {
  const parts = token(at, '--service', 'operator').jwt.split('.');
  const {operator} = readJson(path.join(at.data, 'keys/peers.json')).peers;
  const x = Buffer.from(operator.public_key, 'base64').toString('base64url');
  const key = crypto.createPublicKey({key: {kty: 'OKP', crv: 'Ed25519', x}, format: 'jwk'});
  assert.ok(crypto.verify(null, Buffer.from(`${parts[0]}.${parts[1]}`), key, Buffer.from(parts[2], 'base64url')));
  assert.deepEqual(operator.calls, ['*']);
}

stackTest('secrets and data outlive a stop, and --reset makes new ones', (at) => {
  start(at);
  const first = stackEnv(at);
  run(at, ['--stop']);
  start(at);
  for (const name of ['SUPABASE_JWT_SECRET', 'URL_SIGNING_KEYS', 'STRIPE_WEBHOOK_SECRET']) {
    assert.equal(stackEnv(at)[name], first[name], name);
  }
  assert.equal(run(at, ['--reset', '--detach']).status, 0);
  assert.notEqual(stackEnv(at).SUPABASE_JWT_SECRET, first.SUPABASE_JWT_SECRET);
});

stackTest('--stop and a new start also end what a killed supervisor left', (at) => {
  start(at);
  process.kill(endpoints(at).supervisor, 'SIGKILL');
  start(at);
  process.kill(endpoints(at).supervisor, 'SIGKILL');
  assert.equal(run(at, ['--stop']).status, 0);
  assert.deepEqual(processesOf(at), []);
});

stackTest('a port that is taken is named, and nothing is left', async (at) => {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(at.port, '127.0.0.1', resolve));
  const {status, output} = run(at, ['--detach']);
  server.close();
  assert.equal(status, 1);
  assert.match(output, new RegExp(`port ${at.port} is in use`));
  assert.deepEqual(processesOf(at), []);
});

test('ports are found at once among the sockets of thousands of clients', async () => {
  const server = net.createServer((socket) => sockets.push(socket));
  const sockets = [];
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    for (let i = 0; i < 2500; ++i) {
      await new Promise((resolve, reject) => {
        sockets.push(net.connect(server.address().port, '127.0.0.1', resolve).on('error', reject));
      });
    }
    const {stdout, stderr, error} = spawnSync('bash', ['-euc', '. "$0/common.sh"; . "$0/ports.sh"; choose_ports 15; times >&2', path.join(ROOT, 'scripts/lib')],
                                              {encoding: 'utf8', env: CLEAN, timeout: 120_000});
    assert.equal(error, undefined);
    assert.equal(new Set(stdout.trim().split('\n')).size, 15, stderr);
    // Its own work, whatever else the machine does.
    const seconds = [...stderr.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, minutes, rest]) => sum + 60 * minutes + Number(rest), 0);
    assert.ok(seconds > 0 && seconds < 4, stderr);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
});

stackTest('a process that refuses its configuration fails the start with the end of its log', (at) => {
  tell(at, 'billing', 'refuse');
  const {status, output} = run(at, ['--detach']);
  assert.equal(status, 1);
  assert.match(output, /billing: refused as told/);
  assert.deepEqual(processesOf(at), []);
});

stackTest('a gateway that never gets ready fails the start with its reason', (at) => {
  tell(at, 'gateway', 'unready');
  let answer;
  // Longer when the machine did not even have it listening by then.
  for (const seconds of ['2', '10', '60']) {
    answer = run(at, ['--detach'], {KEYS_READY_SECONDS: seconds});
    if (!answer.output.includes('no answer')) break;
  }
  assert.equal(answer.status, 1);
  assert.match(answer.output, /gateway waits/);
  assert.deepEqual(processesOf(at), []);
});

// A terminal's Ctrl-C reaches the whole process group; a killed run.sh reaches nobody.
const ENDS = {'Ctrl-C': (child) => process.kill(-child.pid, 'SIGINT'), 'SIGTERM': (child) => child.kill('SIGTERM'), 'SIGKILL of run.sh': (child) => child.kill('SIGKILL')};

stackTest('a stack in the foreground ends with its terminal', async (at, t) => {
  for (const [how, end] of Object.entries(ENDS)) {
    await t.test(how, async () => {
      const child = spawn(path.join(ROOT, 'scripts/run.sh'), ['--data', at.data, '--port', String(at.port), '--assets', path.join(at.place, 'assets')],
                          {env: {...CLEAN, KEYS_BIN_DIR: path.join(at.place, 'bin')}, stdio: 'ignore', detached: true});
      await eventually('the stack is ready', () => fs.existsSync(path.join(at.data, 'run/ready')));
      end(child);
      await eventually('nothing is left', () => processesOf(at).length === 0);
    });
    fs.rmSync(path.join(at.data, 'run/ready'), {force: true});
  }
});

stackTest('real Stripe takes the sandbox\'s place when its key is given', (at) => {
  start(at, {STRIPE_SECRET_KEY: 'sk_test_mine'});
  assert.equal(endpoints(at).sandbox, null);
  assert.equal(endpoints(at).pids.sandbox, undefined);
  assert.equal(seenBy(at, 'billing').env.STRIPE_API_BASE, 'https://api.stripe.com');
  assert.equal(seenBy(at, 'billing').env.STRIPE_WEBHOOK_SECRET, '');
});

stackTest('two stacks run side by side, even when the second starts from a shell that sourced the first', async (at) => {
  const other = await makePlace();
  try {
    start(at);
    start(other, stackEnv(at));
    const ports = [at, other].flatMap((one) => Object.values(endpoints(one).grpc));
    assert.equal(new Set(ports).size, 12);
    assert.notEqual(endpoints(other).database_url, endpoints(at).database_url);
    assert.equal(stackEnv(other).PUBLIC_URL, `http://127.0.0.1:${other.port}`);
    assert.notEqual(stackEnv(other).SUPABASE_JWT_SECRET, stackEnv(at).SUPABASE_JWT_SECRET);
  } finally {
    run(other, ['--stop', '--reset']);
    fs.rmSync(other.place, {recursive: true, force: true});
  }
});

stackTest('KEYS without prices are told of, and how to price them; another issuer switches the personas off', (at) => {
  tell(at, 'gateway', 'priceless');
  fs.mkdirSync(path.join(at.place, 'web'));
  fs.writeFileSync(path.join(at.place, 'web', 'index.html'), '<!doctype html>');
  const output = start(at, {SUPABASE_JWT_SECRET: 'a secret of somebody else', WEB_ROOT: path.join(at.place, 'web')});
  assert.match(output, /None of the KEYS in .*assets has a price/);
  assert.match(output, /\{"currency": "usd", "keys": \{"first-of-mine": \{"price_cents": 5900\}\}\}/);
  assert.doesNotMatch(output, /buy with curl/);
  assert.doesNotMatch(output, /pages are plain/);
  assert.match(output, /Nobody can sign in there: set SUPABASE_AUTH_URL/);
  assert.equal(seenBy(at, 'gateway').env.DEV_SIGN_IN, undefined);
  assert.equal(seenBy(at, 'gateway').env.WEB_ROOT, path.join(at.place, 'web'));
});

test('without Node, or with one that is too old, run.sh says what the storefront needs', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keys-node-'));
  try {
    const root = path.join(HERE, '../..');
    const lacks = () => spawnSync('bash', ['-euo', 'pipefail', '-c',
      `. ${root}/scripts/lib/common.sh; . ${root}/scripts/lib/node_modules.sh; . ${root}/scripts/lib/web.sh; PATH=${folder} web_lacks`],
    {encoding: 'utf8'}).stdout;
    const put = (name, text) => fs.writeFileSync(path.join(folder, name), `#!/bin/sh\necho ${text}\n`, {mode: 0o755});
    assert.equal(lacks(), 'Node 18 or newer');
    put('node', 'v16.20.2');
    assert.equal(lacks(), 'Node 18 or newer (this one is 16.20.2)');
    put('node', 'v18.19.0');
    assert.equal(lacks(), 'npm');
    put('npm', '9.2.0');
    assert.equal(lacks(), '');
  } finally {
    fs.rmSync(folder, {recursive: true, force: true});
  }
});
