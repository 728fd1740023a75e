// The build targets that the tests matching a pattern need, one a line, for `scripts/test.sh -R`.
//
//   node scripts/lib/test_targets.mjs FOLDER PATTERN [ctest arguments]
//
// A test that is a program of ours needs that program. Any other test (Node, bash) may start every program
// of the shop, so it needs the target keys-programs. Prints nothing where no test matches.
import {execFileSync} from 'node:child_process';
import {readFileSync, readdirSync} from 'node:fs';
import {basename, join} from 'node:path';

const [folder, pattern, ...rest] = process.argv.slice(2);

// ctest tells no command of a program that is not built yet, so commands are read where CMake wrote them.
function testfilesBelow(directory) {
  return readdirSync(directory, {withFileTypes: true}).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return entry.name === 'CMakeFiles' ? [] : testfilesBelow(path);
    return entry.name === 'CTestTestfile.cmake' ? [path] : [];
  });
}

const programOf = new Map(testfilesBelow(folder).flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/^add_test\(\[=\[(.+?)\]=\] "([^"]+)"/gm)].map(([, name, command]) => [name, command])));

const listed = execFileSync('ctest', ['--test-dir', folder, '-N', '-R', pattern, '--show-only=json-v1', ...rest],
                            {encoding: 'utf8', maxBuffer: 1 << 26});
const targets = new Set(JSON.parse(listed).tests.map(({name}) => {
  const command = programOf.get(name) ?? '';
  return command.startsWith(join(folder, 'bin/')) ? basename(command) : 'keys-programs';
}));
for (const target of targets) console.log(target);
