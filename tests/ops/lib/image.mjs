// The image, and deploy/compose.yaml's own services run from it: by buildah with --isolation chroot, which works where
// containers cannot be started. It shares the machine's network, so every program listens on loopback at a free port.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
import path from 'node:path';

import { freePort } from '../../e2e/lib/free_port.mjs';
import { readYaml, root } from './rules.mjs';

export const UID = '10001';
const buildah = (...args) => execFileSync('buildah', args, { encoding: 'utf8', maxBuffer: 1 << 26 }).trim();

/** Builds it with the given tag; answers its id. */
export function buildImage(tag, work) {
  const answer = execFileSync(path.join(root, 'scripts/image.sh'), ['--tag', tag, '--work', work],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 26 });
  return answer.trim().split('\n').at(-1);
}

export const inspect = (tag) => JSON.parse(buildah('inspect', '--type', 'image', tag));
export const removeImage = (tag) => spawnSync('buildah', ['rmi', '--force', tag]);

export class Container {
  constructor(tag) {
    this.name = buildah('from', tag);
    this.mount = buildah('mount', this.name);
  }

  run(...command) {
    return buildah('run', '--isolation', 'chroot', this.name, '--', ...command);
  }

  /** Files of the user as whom the programs run: what they wrote where a read-only root file system would have refused it. */
  written() {
    return execFileSync('find', [this.mount, '-xdev', '-uid', UID, '-printf', '/%P\n'], { encoding: 'utf8' }).trim().split('\n').filter(Boolean).sort();
  }

  start(command, { environment = {}, volumes = [], log }) {
    const out = openSync(log, 'w');
    return spawn('buildah', ['run', '--isolation', 'chroot', ...Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      ...volumes.flatMap((volume) => ['--volume', volume]), this.name, '--', ...command], { stdio: ['ignore', out, out] });
  }

  remove() {
    spawnSync('buildah', ['rm', this.name]);
  }
}

const OURS = /^\$\{KEYS_IMAGE:-/;
/** Names of the services of compose.yaml that run from our image. */
export const ourServices = () => Object.entries(readYaml('deploy/compose.yaml').services).filter(([, service]) => OURS.test(service.image)).map(([name]) => name);

/**
 * The services of compose.yaml as containers on loopback: ports are free ones, hosts are this machine, secrets and mounts
 * lie where compose puts them. `given` are the variables of compose's interpolation; `secrets` is the folder of them.
 */
export class Project {
  constructor(tag, folder, secrets, given) {
    Object.assign(this, { tag, folder, secrets, given, containers: {}, children: {}, ports: {} });
    this.file = readYaml('deploy/compose.yaml');
  }

  /** The free port that stands for one of the file. */
  port(number) {
    this.ports[number] ??= freePort();
    return this.ports[number];
  }

  interpolate(text) {
    return String(text).replace(/\$\{([A-Z_]+):-((?:[^{}]|\$\{[^}]*\})*)\}/g, (_, name, fallback) => this.given[name] ?? this.interpolate(fallback));
  }

  // "catalog:9302", "http://sandbox:12111" and "0.0.0.0:9302" as addresses of this machine.
  local(text) {
    const hosts = ['0\\.0\\.0\\.0', '127\\.0\\.0\\.1', ...Object.keys(this.file.services)].join('|');
    return this.interpolate(text).replace(new RegExp(`\\b(?:${hosts}):(\\d+)`, 'g'), (_, number) => `127.0.0.1:${this.port(number)}`);
  }

  volumesOf(service) {
    const secrets = service.secrets.map((one) => {
      const { source, target } = typeof one === 'string' ? { source: one, target: one } : one;
      const file = this.file.secrets[source].file.replace('${KEYS_SECRETS:-./secrets}', this.secrets);
      return `${file}:/run/secrets/${target}:ro`;
    });
    const mounts = (service.volumes ?? []).map((volume) => this.interpolate(volume));
    return [...secrets, ...mounts, `${this.folder}/tmp:/tmp`, ...(this.given.VOLUMES ?? [])];
  }

  up(name) {
    const service = this.file.services[name];
    this.containers[name] = new Container(this.tag);
    const environment = Object.fromEntries(Object.entries(service.environment).map(([variable, value]) => [variable, this.local(value)]));
    const child = this.containers[name].start(service.command.map((word) => this.local(word)),
      { environment, volumes: this.volumesOf(service), log: path.join(this.folder, `${name}.log`) });
    this.children[name] = child;
    child.ended = new Promise((resolve) => child.on('exit', resolve));
    return child;
  }

  async down() {
    for (const child of Object.values(this.children)) if (child.exitCode === null) child.kill('SIGTERM');
    await Promise.all(Object.values(this.children).map((child) => child.ended));
    for (const container of Object.values(this.containers)) container.remove();
  }
}
