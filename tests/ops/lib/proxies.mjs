// nginx and HAProxy with the configurations of deploy/proxy, in front of gateways on loopback.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { freePort } from '../../e2e/lib/free_port.mjs';
import { eventually } from '../../e2e/lib/own_gateway.mjs';
import { readText } from './rules.mjs';

const NAME = 'shop.example';

/** A certificate for the name, which a client trusts by `ca`. */
function certificate(folder) {
  const file = (name) => path.join(folder, name);
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', `/CN=${NAME}`,
    '-addext', `subjectAltName=DNS:${NAME}`, '-keyout', file('privkey.pem'), '-out', file('fullchain.pem')], { stdio: 'ignore' });
  writeFileSync(file('shop.pem'), readFileSync(file('fullchain.pem'), 'utf8') + readFileSync(file('privkey.pem'), 'utf8'));
  return file('fullchain.pem');
}

// This text must be found in the file, so that the test cannot pass by a replacement that does nothing.
function replaced(text, pairs) {
  return pairs.reduce((so_far, [from, to]) => {
    if (!so_far.includes(from)) throw new Error(`the configuration has no ${from}`);
    return so_far.replaceAll(from, to);
  }, text);
}

const KINDS = {
  nginx: {
    file: 'nginx.conf',
    pairs: (at) => [['pid /run/nginx.pid;', `pid ${at.folder}/nginx.pid; daemon off;`], ['listen 80;', `listen 127.0.0.1:${at.http};`],
      ['listen 443 ssl', `listen 127.0.0.1:${at.https} ssl`], ['/etc/keys/tls', at.folder], ['/var/log/nginx', at.folder], ['worker_processes auto', 'worker_processes 1'],
      ['server 127.0.0.1:8080', `server 127.0.0.1:${at.gateways[0]}`], ['server 127.0.0.1:8081', `server 127.0.0.1:${at.gateways[1]}`]],
    command: (file, folder) => ['nginx', '-p', folder, '-e', path.join(folder, 'error.log'), '-c', file],
  },
  haproxy: {
    file: 'haproxy.cfg',
    // A machine of tests may allow fewer open files than a proxy's own.
    pairs: (at) => [['maxconn 20000', 'maxconn 2000'], ['bind :80', `bind 127.0.0.1:${at.http}`], ['bind :443', `bind 127.0.0.1:${at.https}`], ['/etc/keys/tls', at.folder],
      ['127.0.0.1:8080', `127.0.0.1:${at.gateways[0]}`], ['127.0.0.1:8081', `127.0.0.1:${at.gateways[1]}`]],
    command: (file) => ['haproxy', '-db', '-f', file],
  },
};
export const kinds = Object.keys(KINDS);

/** Starts one; `gateways`: two ports. Ended by stop(). */
export async function startProxy(kind, gateways) {
  const folder = mkdtempSync(path.join(tmpdir(), `keys-${kind}-`));
  const at = { folder, gateways, http: freePort(), https: freePort() };
  const ca = certificate(folder);
  const { file, pairs, command } = KINDS[kind];
  const made = path.join(folder, file);
  mkdirSync(path.join(folder, 'tmp'));
  writeFileSync(made, replaced(readText(`deploy/proxy/${file}`), pairs(at)));
  const [program, ...args] = command(made, folder);
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => { said = (said + bytes).slice(-20_000); });
  const ended = new Promise((resolve) => child.on('exit', resolve));

  /** One request by curl: {status, version, body}. `from`: the client's own address, one of 127.0.0.0/8. */
  const ask = (target, { from = '127.0.0.1', headers = [], secure = true, args: more = [] } = {}) => {
    const port = secure ? at.https : at.http;
    const out = execFileSync('curl', ['-sS', '--cacert', ca, '--interface', from, '--resolve', `${NAME}:${port}:127.0.0.1`, '--max-time', '20',
      ...headers.flatMap((header) => ['-H', header]), ...more, '-w', '\n%{http_code} %{http_version} %{redirect_url}',
      `${secure ? 'https' : 'http'}://${NAME}:${port}${target}`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    const end = out.lastIndexOf('\n');
    const [status, version, redirect] = out.slice(end + 1).split(' ');
    return { status: Number(status), version, redirect, body: out.slice(0, end) };
  };
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  await eventually(`${kind} listens`, () => {
    if (child.exitCode !== null) throw new Error(`${kind} ended: ${said}`);
    try {
      return ask('/healthz').status > 0;
    } catch {
      return false;
    }
  }, 30);
  return { ...at, ca, ask, stop, log: () => said, name: NAME };
}
