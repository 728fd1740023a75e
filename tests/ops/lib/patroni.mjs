// Two PostgreSQL servers with Patroni and one etcd on this machine, after deploy/patroni/patroni.yaml.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { freePort } from '../../e2e/lib/free_port.mjs';
import { root } from './rules.mjs';

const isRoot = process.getuid() === 0;
const idOf = (flag) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
// PostgreSQL refuses to run as root.
const asOwner = (command) => (isRoot ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups', '--', ...command] : command);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(what, seconds, ask) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(200)) {
    const answer = await ask();
    if (answer) return answer;
  }
  throw new Error(`${what}: not within ${seconds} s`);
}

/** The pid and all below it: children of children included. */
function family(pid) {
  const parents = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      return [[Number(name), Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').pop().split(' ')[1])]];
    } catch {
      return []; // it has ended meanwhile
    }
  });
  const all = [pid];
  for (let i = 0; i < all.length; i += 1) all.push(...parents.filter(([, of]) => of === all[i]).map(([child]) => child));
  return all;
}

function sigkill(pids) {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
}

export class Cluster {
  constructor() {
    this.folder = mkdtempSync(path.join(tmpdir(), 'keys-patroni-'));
    this.own(this.folder);
    this.password = randomBytes(18).toString('base64url');
    this.ports = new Map();
    this.running = new Map();
  }

  own(folder) {
    if (isRoot) chownSync(folder, idOf('-u'), idOf('-g'));
  }

  /** Ports are chosen one after the other, while what took the one before listens already. */
  port(name) {
    if (!this.ports.has(name)) this.ports.set(name, freePort());
    return this.ports.get(name);
  }

  start(name, command, environment = {}) {
    const log = openSync(path.join(this.folder, `${name}.log`), 'a');
    const [program, ...args] = asOwner(command);
    this.running.set(name, spawn(program, args, { stdio: ['ignore', log, log], cwd: this.folder, env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', ...environment } }));
  }

  async startEtcd() {
    const url = (port) => `http://127.0.0.1:${port}`;
    const client = url(this.port('etcd'));
    const peer = url(Number(this.port('etcd')) + 1);
    this.start('etcd', ['etcd', '--name', 'one', '--data-dir', path.join(this.folder, 'etcd'), '--listen-client-urls', client, '--advertise-client-urls', client,
      '--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer, '--initial-cluster', `one=${peer}`]);
    await until('etcd answers', 30, () => fetch(`${client}/health`).then((answer) => answer.ok, () => false));
  }

  startMember(name) {
    const rest = `127.0.0.1:${this.port(`${name} rest`)}`;
    const listen = `127.0.0.1:${this.port(name)}`;
    const home = path.join(this.folder, name);
    mkdirSync(home, { recursive: true, mode: 0o700 });
    this.own(home);
    this.start(name, ['patroni', path.join(root, 'deploy/patroni/patroni.yaml')], {
      PATRONI_NAME: name,
      PATRONI_ETCD3_HOSTS: `127.0.0.1:${this.port('etcd')}`,
      PATRONI_RESTAPI_LISTEN: rest,
      PATRONI_RESTAPI_CONNECT_ADDRESS: rest,
      PATRONI_POSTGRESQL_LISTEN: listen,
      PATRONI_POSTGRESQL_CONNECT_ADDRESS: listen,
      PATRONI_POSTGRESQL_DATA_DIR: path.join(home, 'data'),
      PATRONI_POSTGRESQL_PGPASS: path.join(home, 'pgpass'),
      PATRONI_SUPERUSER_USERNAME: 'keys_admin',
      PATRONI_SUPERUSER_PASSWORD: this.password,
      PATRONI_REPLICATION_USERNAME: 'keys_replicator',
      PATRONI_REPLICATION_PASSWORD: this.password,
    });
  }

  async members() {
    for (const name of ['alpha', 'beta']) {
      const answer = await fetch(`http://127.0.0.1:${this.port(`${name} rest`)}/cluster`).then((one) => one.json(), () => undefined);
      if (answer) return answer.members;
    }
    return [];
  }

  async leader() {
    for (const name of ['alpha', 'beta']) {
      const leads = await fetch(`http://127.0.0.1:${this.port(`${name} rest`)}/primary`).then((answer) => answer.status === 200, () => false);
      if (leads) return name;
    }
    return undefined;
  }

  async startAll() {
    await this.startEtcd();
    this.startMember('alpha');
    await until('alpha leads', 90, async () => (await this.leader()) === 'alpha');
    this.startMember('beta');
    await this.untilProtected();
  }

  /** Until a standby has all that is committed. */
  untilProtected() {
    return until('a synchronous standby', 120, async () => (await this.members()).some(({ role, state }) => role === 'sync_standby' && state === 'running'));
  }

  /** The machine of a member is lost: nothing of it runs on, nothing is said goodbye to. */
  lose(name) {
    const [postmaster] = readFileSync(path.join(this.folder, name, 'data/postmaster.pid'), 'utf8').split('\n').map(Number);
    sigkill([...family(this.running.get(name).pid), ...family(postmaster)]);
  }

  /** Hands the lead over in good order. */
  async switchOver(from) {
    const answer = await fetch(`http://127.0.0.1:${this.port(`${from} rest`)}/switchover`, { method: 'POST', body: JSON.stringify({ leader: from }) });
    if (!answer.ok) throw new Error(`switchover: ${answer.status} ${await answer.text()}`);
  }

  /** Both servers, of which libpq takes the one that writes. */
  url(database, role = 'keys_admin', password = this.password) {
    const hosts = ['alpha', 'beta'].map((name) => `127.0.0.1:${this.port(name)}`).join();
    return `postgresql://${role}:${password}@${hosts}/${database}?target_session_attrs=read-write&connect_timeout=3`;
  }

  end() {
    for (const name of ['alpha', 'beta']) {
      try {
        this.lose(name);
      } catch (error) {
        if (error.code !== 'ENOENT') throw error; // its server was never started
      }
    }
    sigkill([...this.running.values()].flatMap(({ pid }) => family(pid)));
    rmSync(this.folder, { recursive: true, force: true });
  }
}
