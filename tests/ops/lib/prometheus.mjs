// A real Prometheus over a running stack, with Debian's exporters of the machine and of PostgreSQL: all on loopback, in
// a folder that is deleted afterwards, ended with the test file that started them.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';

import { freePort } from '../../e2e/lib/free_port.mjs';
import { data, endpoints, eventually } from '../../e2e/lib/shop.mjs';
import { nodeModule, readYaml, root } from './rules.mjs';

const { stringify } = nodeModule('yaml');
const INTERVAL = '1s';

const answers = (url) => eventually(`${url} answers`, async () => (await fetch(url, { signal: AbortSignal.timeout(5000) })).ok, 60);

// The checked-in configuration, with this stack's targets and a shorter interval.
function writeConfiguration(folder, targets) {
  const config = readYaml('deploy/prometheus/prometheus.yml');
  config.global = { scrape_interval: INTERVAL, scrape_timeout: INTERVAL, evaluation_interval: INTERVAL };
  config.rule_files = [path.join(root, 'deploy/prometheus/rules/*.yml')];
  mkdirSync(path.join(folder, 'targets'));
  for (const [name, list] of Object.entries(targets)) writeFileSync(path.join(folder, `targets/${name}.json`), JSON.stringify(list));
  writeFileSync(path.join(folder, 'prometheus.yml'), stringify(config));
}

// Without it the exporter sees its own connections only (deploy/prometheus/README.md).
const letExporterSee = () => execFileSync('bash', ['-euc', `
  . "$1/scripts/lib/common.sh"; . "$1/scripts/lib/ports.sh"; . "$1/scripts/lib/postgres.sh"
  DATA=$2; load_cluster; psql_as admin keys -qAtX -c 'GRANT pg_monitor TO keys_migrator'`, 'bash', root, data]);

/** Answers {query(expr), rules(), firing(), textfiles}: `textfiles` is the folder of node's textfile collector. */
export async function startPrometheus() {
  const folder = mkdtempSync(path.join(tmpdir(), 'keys-prometheus-'));
  const children = [];
  const end = async () => {
    await Promise.all(children.map((child) => new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once('exit', resolve);
      return child.kill('SIGKILL');
    })));
    rmSync(folder, { recursive: true, force: true });
  };
  after(end);
  process.once('exit', () => children.forEach((child) => child.kill('SIGKILL')));
  const start = (program, args, env = {}) => {
    const child = spawn(program, args, { cwd: folder, stdio: 'ignore', env: { ...process.env, ...env } });
    child.on('error', (error) => console.error(`${program}: ${error.message}; scripts/setup.sh --for all installs it`));
    children.push(child);
  };
  letExporterSee();
  const textfiles = path.join(folder, 'textfiles');
  mkdirSync(textfiles);
  const [node, postgres, own] = [freePort(), freePort(), freePort()];
  start('prometheus-node-exporter', [`--web.listen-address=127.0.0.1:${node}`, `--collector.textfile.directory=${textfiles}`]);
  start('prometheus-postgres-exporter', [`--web.listen-address=127.0.0.1:${postgres}`, `--extend.query-path=${path.join(root, 'deploy/prometheus/postgres-queries.yml')}`],
    { DATA_SOURCE_NAME: `${endpoints().database_url}?sslmode=disable` });
  const keys = Object.entries(endpoints().metrics).filter(([name]) => name !== 'sandbox')
    .map(([name, url]) => ({ targets: [new URL(url).host], labels: { process: name } }));
  writeConfiguration(folder, { keys, node: [{ targets: [`127.0.0.1:${node}`] }], postgres: [{ targets: [`127.0.0.1:${postgres}`] }] });
  start('prometheus', ['--config.file=prometheus.yml', '--storage.tsdb.path=data', `--web.listen-address=127.0.0.1:${own}`]);
  const base = `http://127.0.0.1:${own}`;
  await answers(`${base}/-/ready`);
  const ask = async (what) => {
    const body = await (await fetch(`${base}/api/v1/${what}`, { signal: AbortSignal.timeout(20_000) })).json();
    if (body.status !== 'success') throw new Error(`${what}: ${body.error}`);
    return body.data;
  };
  return {
    textfiles,
    query: async (expr) => (await ask(`query?query=${encodeURIComponent(expr)}`)).result,
    rules: async () => (await ask('rules')).groups.flatMap((group) => group.rules),
    targets: async () => (await ask('targets')).activeTargets,
    firing: async () => (await ask('alerts')).alerts.filter((alert) => alert.state === 'firing').map((alert) => alert.labels),
  };
}
