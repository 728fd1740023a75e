// scripts/test.sh with a stand-in for CTest: which stages run, and that nothing goes on after it, however it ends.
import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, {after} from 'node:test';
import {fileURLToPath} from 'node:url';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ROOT = fs.mkdtempSync(path.join(os.tmpdir(), 'keys-test-sh-'));
fs.chmodSync(ROOT, 0o755);
for (const folder of ['scripts', 'deploy/postgres']) {
  fs.cpSync(path.join(HERE, '../..', folder), path.join(ROOT, folder), {recursive: true});
}
after(() => fs.rmSync(ROOT, {recursive: true, force: true}));

function program(file, text) {
  fs.mkdirSync(path.dirname(file), {recursive: true});
  fs.writeFileSync(file, `#!/usr/bin/env bash\n${text}\n`, {mode: 0o755});
}
// These tests install and build nothing.
program(path.join(ROOT, 'scripts/setup.sh'), 'exit 0');
const bin = path.join(ROOT, 'bin');
program(path.join(bin, 'cmake'), 'exit 0');
program(path.join(bin, 'ninja'), `echo "$*" >>${ROOT}/built; case "$*" in *"$FAIL_BUILD"*) exit 1 ;; esac`);
// A CTest that leaves a stopped process behind in a session of its own, and hangs, when told to.
program(path.join(bin, 'ctest'), `
case "$*" in *--show-only*) echo '{"tests": [{"name": "some_test"}, {"name": "some_suite"}]}'; exit 0 ;; esac
echo "$KEYS_TEST_SCALE $*" >>${ROOT}/ran
echo "$$" >>${ROOT}/pids
case "$2" in *"$LEAVE"*) setsid bash -c 'echo $$ >>${ROOT}/pids; kill -STOP $$; sleep 600' </dev/null >/dev/null 2>&1 & ;; esac
mkdir -p "$2/Testing/Them"
printf '1/1 Test: some_test\\nOutput:\\n---\\nok 1 - it holds\\n# counted: 17 cases, seed 4\\n# 18 more\\n<end of output>\\n' >"$2/Testing/Them/LastTest.log"
echo '100% tests passed, 0 tests failed out of 1' | tee "$2/ctest.log"
[ "$HANG" = no ] || sleep 600
case "$2" in *"$FAIL_TEST"*) exit 8 ;; esac`);

const lines = (name) => (fs.existsSync(path.join(ROOT, name)) ? fs.readFileSync(path.join(ROOT, name), 'utf8').trim().split('\n') : []);
const lives = (pid) => {
  try {
    return !/^State:\s+[ZX]/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};
const cluster = () => path.join(ROOT, 'build/test-pg/postgres/data/postmaster.pid');

const stopDatabase = () => execFileSync(path.join(ROOT, 'scripts/db.sh'), ['stop', '--data', path.join(ROOT, 'build/test-pg')]);

/** Runs test.sh; `meanwhile` may end it. Answers its code and output once it and all it started have ended. */
async function run(args, env, meanwhile = () => {}, keepsDatabase = false) {
  for (const name of ['ran', 'built', 'pids']) fs.rmSync(path.join(ROOT, name), {force: true});
  const child = spawn(path.join(ROOT, 'scripts/test.sh'), args, {
    detached: true, stdio: ['ignore', 'pipe', 'pipe'],
    env: {PATH: `${bin}:${process.env.PATH}`, HOME: process.env.HOME, KEYS_TEST_RUN: process.env.KEYS_TEST_RUN ?? '',
          FAIL_BUILD: 'none', FAIL_TEST: 'none', LEAVE: 'none', HANG: 'no', ...env}});
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => { output += part; });
  const ended = new Promise((resolve) => child.once('close', resolve));
  await meanwhile(child);
  const code = await ended;
  const left = lines('pids').filter(lives);
  for (const pid of left) process.kill(Number(pid), 'SIGKILL');
  assert.deepEqual(left, [], `left running:\n${output}`);
  assert.equal(fs.existsSync(cluster()), keepsDatabase, `PostgreSQL ${keepsDatabase ? 'has ended' : 'goes on'}:\n${output}`);
  return {code, output};
}

test('--all runs every stage, though the first one fails, says which, prints the figures, and fails', async () => {
  const {code, output} = await run(['--all'], {FAIL_TEST: 'build/release', LEAVE: 'build/asan'});
  assert.equal(code, 1, output);
  assert.deepEqual(lines('ran').map((line) => [line.split(' ')[0], /build\/\w+/.exec(line)[0]]),
                   [['all', 'build/release'], ['small', 'build/asan'], ['all', 'build/fuzz']]);
  assert.match(output, /==> tests: FAILED after \d+ s/);
  assert.match(output, /==> sanitizers: passed after/);
  assert.match(output, /==> fuzz targets: passed after/);
  assert.match(output, /^some_test +17 cases, seed 4$/m);
  assert.doesNotMatch(output, /18 more/);
  assert.match(output, /out of 1 \(build\/release\)\n.*out of 1 \(build\/asan\)\n.*out of 1 \(build\/fuzz\)\n/);
  assert.match(output, /left running by a test/);
});

test('a build that fails costs its own stage only', async () => {
  const {code, output} = await run(['--all'], {FAIL_BUILD: 'build/asan'});
  assert.equal(code, 1, output);
  assert.deepEqual(lines('ran').map((line) => /build\/\w+/.exec(line)[0]), ['build/release', 'build/fuzz']);
  assert.match(output, /==> tests: passed/);
  assert.doesNotMatch(output, /figures of build\/asan/, 'not those of an earlier run');
});

test('without --all only the small tests of the release build run, and success is success', async () => {
  const {code, output} = await run([], {});
  assert.equal(code, 0, output);
  assert.equal(lines('ran').length, 1);
  assert.match(output, /\n100% tests passed, 0 tests failed out of 1 \(build\/release\)\n/);
  assert.match(lines('ran')[0], /^small .*-LE \^all\$/);
});

test('-R builds only what the matching tests need, and keeps the database for the next call', async () => {
  const folder = path.join(ROOT, 'build/release');
  fs.mkdirSync(path.join(folder, 'common'), {recursive: true});
  fs.writeFileSync(path.join(folder, 'build.ninja'), '');
  fs.writeFileSync(path.join(folder, 'common/CTestTestfile.cmake'),
                   `add_test([=[some_test]=] "${folder}/bin/some_program")\nadd_test([=[some_suite]=] "/usr/bin/node" "x")\n`);
  for (const attempt of ['first', 'second']) {
    const {code, output} = await run(['-R', 'some'], {}, undefined, true);
    assert.equal(code, 0, output);
    assert.match(lines('built').at(-1), / some_program keys-programs$/, attempt);
    assert.match(lines('ran')[0], /^small .*-R some -LE \^all\$/);
    assert.equal(/scripts\/db\.sh stop/.test(output), attempt === 'first', 'whoever starts the database says how it ends');
  }
  stopDatabase();
});

test('--watch runs the tests again after a change, until Ctrl-C', async () => {
  // The first wait sees a change at once, every later one sees none.
  program(path.join(bin, 'inotifywait'), `[ -e ${ROOT}/changed ] || { touch ${ROOT}/changed; exit 0; }; exec sleep 600`);
  const {code, output} = await run(['-R', 'some', '--watch'], {}, async (child) => {
    for (let i = 0; i < 6000 && lines('ran').length < 2; ++i) await new Promise((resolve) => setTimeout(resolve, 50));
    process.kill(-child.pid, 'SIGINT');
  }, true);
  assert.equal(code, 130, output);
  assert.equal(lines('ran').length, 2, output);
  stopDatabase();
});

test('--watch without -R is refused', async () => {
  const {code, output} = await run(['--watch'], {});
  assert.equal(code, 2, output);
  assert.match(output, /--watch needs -R PATTERN/);
});

const ends = {
  'Ctrl-C': [130, (child) => process.kill(-child.pid, 'SIGINT')],
  'SIGTERM of the script alone': [143, (child) => child.kill('SIGTERM')],
};
for (const [how, [expected, end]] of Object.entries(ends)) {
  test(`${how} in the middle of a test leaves nothing running`, async () => {
    const {code, output} = await run(['--all'], {HANG: 'yes', LEAVE: 'build/release'}, async (child) => {
      for (let i = 0; i < 6000 && lines('pids').length < 2; ++i) await new Promise((resolve) => setTimeout(resolve, 50));
      end(child);
    });
    assert.equal(code, expected, output);
    assert.equal(lines('ran').length, 1, 'no further stage');
  });
}
