// scripts/lint.sh from outside: a small tree of the house's shape passes; one thing broken in it, lint
// fails and says where and why.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'node:test';

import {readTree} from '../../scripts/lint/tree.mjs';

const REPOSITORY = join(dirname(fileURLToPath(import.meta.url)), '../..');

const HOUSE = {
  'common/pg/session.cc': '#include <libpq-fe.h>\n',
  'common/time/clock.cc': '#include <chrono>\nlong Now() { return std::chrono::system_clock::now().time_since_epoch().count(); }\n',
  'gateway/routing/route.cc': '#include "common/error/error.h"\n#include "keys/http/v1/rule.pb.h"\n',
  'services/analytics/CMakeLists.txt': 'add_service(NAME analytics RANK 0 SRCS a.cc)\n',
  'services/catalog/CMakeLists.txt': 'add_service(NAME catalog RANK 1 CALLS analytics\n            SRCS catalog_rpc.cc)\n',
  'services/catalog/catalog_rpc.cc': '#include "keys/analytics/v1/analytics.pb.h"\n#include "keys/catalog/v1/catalog.grpc.pb.h"\n#include "services/analytics/client.h"\n#include "services/catalog/keys.h"\n',
  'services/catalog/domain/slug.cc': '#include "services/catalog/domain/slug.h"\n\n#include "common/time/clock.h"\n',
  'services/catalog/migrations/0001_create_keys.sql': '-- now() is for the Clock\nCREATE TABLE a (b int);\n',
  'services/entitlement/CMakeLists.txt': 'add_service(NAME entitlement RANK 2 CALLS catalog analytics SRCS a.cc)\n',
};

function makeTree(changes = {}) {
  const root = mkdtempSync(join(tmpdir(), 'keys-lint-'));
  for (const [path, text] of Object.entries({...HOUSE, ...changes})) write(root, path, text);
  return root;
}

function write(root, path, text) {
  mkdirSync(dirname(join(root, path)), {recursive: true});
  writeFileSync(join(root, path), text);
}

function lint(root) {
  const {status, stdout, stderr} = spawnSync(join(REPOSITORY, 'scripts/lint.sh'), ['--fast', '--root', root], {encoding: 'utf8'});
  return {status, output: stdout + stderr};
}

function lintTree(changes) {
  const root = makeTree(changes);
  try {
    return lint(root);
  } finally {
    rmSync(root, {recursive: true});
  }
}

function refuses(sentence, changes, ...expected) {
  test(`lint refuses ${sentence}`, () => {
    const {status, output} = lintTree(changes);
    assert.equal(status, 1, output);
    for (const pattern of expected) assert.match(output, pattern);
    assert.equal(output.trim().split('\n').length, expected.length, output);
  });
}

function accepts(sentence, changes) {
  test(`lint accepts ${sentence}`, () => {
    assert.deepEqual(lintTree(changes), {status: 0, output: ''});
  });
}

function functionOf(lines) {
  return `int Long(int a) {\n${'  a += 1;\n'.repeat(lines - 3)}  return a;\n}\n`;
}

accepts('a tree in order', {});

refuses('common/ that includes a service', {'common/base/a.cc': '#include "services/catalog/keys.h"\n'},
        /^common\/base\/a\.cc:1: \[layering\] includes services\/catalog\/keys\.h/);
refuses('common/ that includes the gateway', {'common/base/a.h': '#pragma once\n#include "gateway/pipeline.h"\n'},
        /^common\/base\/a\.h:2: \[layering\]/);
refuses('common/ that knows a service\'s contract', {'common/base/a.cc': '#include "keys/billing/v1/billing.pb.h"\n'}, /common\/ knows no service's contract/);
refuses('a gateway that includes a service', {'gateway/a.cc': '#include "services/catalog/client.h"\n'}, /^gateway\/a\.cc:1: \[layering\].*no service header/);
refuses('a service that reaches upward', {'services/catalog/keys.cc': '#include "keys/entitlement/v1/entitlement.pb.h"\n'},
        /catalog \(rank 1\) may use only services of a lower rank, entitlement has 2/);
refuses('a service that uses another\'s inside', {'services/catalog/keys.cc': '#include "services/analytics/store.h"\n'}, /only its client\.h is for others/);
refuses('a service that uses one it does not call',
        {'services/catalog/CMakeLists.txt': 'add_service(NAME catalog RANK 1 SRCS a.cc)\n', 'services/catalog/catalog_rpc.cc': '#include "keys/analytics/v1/analytics.pb.h"\n'},
        /services\/catalog\/CMakeLists\.txt does not say CALLS analytics/);
refuses('CALLS upward and a wrong rank', {'services/catalog/CMakeLists.txt': '# as it was\nadd_service(NAME catalog RANK 2 CALLS analytics entitlement SRCS a.cc)\n'},
        /CMakeLists\.txt:2: \[layering\] catalog has rank 1, not 2/, /catalog \(rank 1\) may not call entitlement/);
refuses('a link upward', {'services/catalog/CMakeLists.txt': 'add_service(NAME catalog RANK 1 CALLS analytics\n  SRCS a.cc DEPS service_billing)\n'},
        /CMakeLists\.txt:2: \[layering\] links service_billing/);
refuses('a domain with I/O', {'services/catalog/domain/slug.cc': '#include <grpcpp/grpcpp.h>\n\n#include "common/pg/row.h"\n'},
        /slug\.cc:1: .*domain\/ is pure/, /slug\.cc:3: .*domain\/ is pure/);
refuses('a fifth file that includes libpq', Object.fromEntries([1, 2, 3, 4].map((i) => [`common/pg/file${i}.cc`, '#include <libpq-fe.h>\n'])),
        ...Array(5).fill(/one of 5 files that include libpq-fe\.h/));
refuses('a third file with generated service headers', {
  'services/catalog/a.cc': '#include "keys/catalog/v1/catalog.grpc.pb.h"\n', 'services/catalog/b.cc': '#include "keys/catalog/v1/catalog.grpc.pb.h"\n',
}, ...Array(3).fill(/one of 3 files that include a \*\.grpc\.pb\.h/));

// Two rooms of a service, and a third library that only the second one links.
const ROOMS = {
  'services/catalog/CMakeLists.txt': 'keys_library(NAME catalog_words SRCS words/word.cc)\nkeys_library(NAME catalog_shelves SRCS shelves/shelf.cc DEPS catalog_words)\n'
      + 'keys_library(NAME catalog_desk SRCS desk/desk.cc DEPS catalog_shelves)\nkeys_library(NAME catalog_statements HEADERS statements.h)\n'
      + 'add_service(NAME catalog RANK 1 CALLS analytics SRCS catalog_rpc.cc DEPS catalog_desk)\nkeys_test(NAME catalog_test SRCS a_test.cc DEPS catalog_shelves)\n',
  'services/catalog/words/word.h': '#pragma once\n', 'services/catalog/words/word.cc': '#include "services/catalog/words/word.h"\n',
  'services/catalog/shelves/shelf.h': '#include "services/catalog/words/word.h"\n', 'services/catalog/shelves/shelf.cc': '#include "services/catalog/shelves/shelf.h"\n',
  'services/catalog/shelves/sizes.h': '#pragma once\n', 'services/catalog/statements.h': '#pragma once\n',
  'services/catalog/desk/desk.cc': '#include "services/catalog/shelves/shelf.h"\n#include "services/catalog/shelves/sizes.h"\n#include "services/catalog/words/word.h"\n',
  'services/catalog/a_test.cc': '#include "services/catalog/words/word.h"\n',
};
accepts('includes that DEPS cover, those that a dependency passes on too', ROOMS);
refuses('an include that DEPS do not cover, in a source, a header, a header without a source, and a test', {
  ...ROOMS,
  'services/catalog/words/word.cc': '#include "services/catalog/words/word.h"\n\n#include "services/catalog/shelves/shelf.h"\n',
  'services/catalog/words/word.h': '#pragma once\n#include "services/catalog/shelves/sizes.h"\n',
  'services/catalog/shelves/sizes.h': '#pragma once\n#include "services/catalog/desk/desk.h"\n',
  'services/catalog/desk/desk.h': '#pragma once\n#include "services/catalog/statements.h"\n',
  'services/catalog/a_test.cc': '#include "services/catalog/desk/desk.h"\n',
}, /^services\/catalog\/a_test\.cc:1: \[deps\] includes services\/catalog\/desk\/desk\.h of catalog_desk, which catalog_test does not list in DEPS/,
   /desk\/desk\.h:2: \[deps\] includes services\/catalog\/statements\.h of catalog_statements, which catalog_desk/,
   /shelves\/sizes\.h:2: \[deps\] .* of catalog_desk, which catalog_shelves/,
   /words\/word\.cc:3: \[deps\] .* of catalog_shelves, which catalog_words/, /words\/word\.h:2: \[deps\] .* of catalog_shelves, which catalog_words/);
// The sources of a library, of which one defines some names in its unnamed namespace.
const unnamedTree = (second, type = 'keys_library') => ({
  'common/CMakeLists.txt': `${type}(NAME common_a SRCS a/a.cc a/b.cc)\nkeys_library(NAME common_c SRCS a/c.cc)\n`,
  'common/a/a.cc': 'namespace keys {\nnamespace {\n\nconstexpr int kLimit = 3;\nusing Row = int;\nstruct Pair {\n  int first;\n};\ntemplate <typename T>\n'
      + 'T Twice(T a) {\n  return a + a;\n}\nint Wide(int (&a)[2]) { return a[0]; }\n\n}  // namespace\nint Shown() { return Twice(kLimit); }\n}  // namespace keys\n',
  'common/a/b.cc': `namespace keys {\nnamespace {\n\n${second}\n\n}  // namespace\n}  // namespace keys\n`,
  'common/a/c.cc': 'namespace keys {\nnamespace {\n\nconstexpr int kLimit = 4;\n\n}  // namespace\n}  // namespace keys\n',
});
for (const [name, second] of Object.entries({
  kLimit: 'const std::string kLimit = "three";', Pair: 'class Pair final {};', Twice: 'double Twice(double a, int b) { return a * b; }',
  Wide: 'std::vector<int> Wide(const std::vector<int>& a);',
})) {
  refuses(`two sources of one library that define ${name} in unnamed namespaces`, unnamedTree(second),
          new RegExp(`^common/a/b\\.cc:4: \\[unnamed\\] defines ${name} in an unnamed namespace as common/a/a\\.cc does, and common_a may compile`));
}
accepts('names in unnamed namespaces that are local, nested, aliases, another namespace\'s, or members',
        unnamedTree('using Row = int;\nnamespace inner {\nint Twice() { return 2; }\n}  // namespace inner\nstruct Other {\n  int Wide();\n};\n'
            + 'int Other::Wide() {\n  const int kLimit = 3;\n  return kLimit;\n}'));
accepts('equal names in the sources of a test, which are compiled one by one', unnamedTree('int kLimit = 4;', 'keys_test'));

refuses('a library whose DEPS lost one that its includes need',
        {...ROOMS, 'services/catalog/CMakeLists.txt': ROOMS['services/catalog/CMakeLists.txt'].replace('DEPS catalog_shelves)\nkeys_library(NAME catalog_st', 'DEPS catalog_words)\nkeys_library(NAME catalog_st')},
        /desk\/desk\.cc:1: \[deps\]/, /desk\/desk\.cc:2: \[deps\]/);
refuses('a domain that includes another part of its service', {'services/catalog/domain/slug.cc': '#include "services/catalog/keys.h"\n'},
        /slug\.cc:1: .*of a service domain\/ includes only domain\//);
refuses('product code that includes test support', {'services/catalog/keys.cc': '#include "services/catalog/testing/world.h"\n'},
        /keys\.cc:1: .*test support is for tests/);
refuses('a header that only tests include and that stands outside testing/', {
  'services/catalog/world.h': '#pragma once\n', 'services/catalog/a_test.cc': '#include "services/catalog/world.h"\n',
}, /world\.h:1: .*only tests include it/);

refuses('a function of 71 lines', {'common/base/long.cc': functionOf(71)}, /^common\/base\/long\.cc:1: \[size\] Long has 71 lines; a function has at most 70/);
accepts('a function of 70 lines', {'common/base/long.cc': functionOf(70)});
refuses('a file of 401 lines', {'common/base/long.cc': '// a\n'.repeat(401)}, /^common\/base\/long\.cc:401: \[size\] 401 lines/);
refuses('a line of CMake that lists many sources', {'common/base/CMakeLists.txt': `keys_library(NAME base SRCS ${'abc.cc '.repeat(12)})\n`},
        /^common\/base\/CMakeLists\.txt:1: \[size\] \d+ columns; a line of CMake has at most 110/);

refuses('the wall clock', {
  'gateway/a.cc': '#include <ctime>\n\nlong A() { return time(nullptr) + std::time(nullptr); }\nauto B() { return std::chrono::system_clock::now(); }\nauto C() { return absl::Now(); }\n',
}, /a\.cc:3: \[clock\] time/, /a\.cc:3: \[clock\] time/, /a\.cc:4: \[clock\] system_clock/, /a\.cc:5: \[clock\] Now/);
accepts('words and methods that only look like the wall clock', {
  'gateway/a.cc': '// time(nullptr) and absl::Now()\nconst char* kText = "time(nullptr)";\nlong A(const Event& event) { return event.time() + event.clock().Now(); }\n',
});
refuses('SQL that asks the database for the time', {
  'services/catalog/store.cc': 'const char* kSql = R"(UPDATE a SET b = now())";\n', 'services/catalog/migrations/0002_add_b.sql': 'ALTER TABLE a\n  ADD c timestamptz DEFAULT current_timestamp;\n',
}, /0002_add_b\.sql:2: \[clock\]/, /store\.cc:1: \[clock\]/);
refuses('PQexec', {'common/pg/a.cc': 'void A() { PQexec(connection, "SELECT 1"); }\n'}, /\[postgres\] PQexec/);
refuses('a rapidjson value compared with a number', {
  'common/base/a.cc': '#include <rapidjson/document.h>\n\nbool A(const rapidjson::Value& value) { return value["a"] == 1; }\nbool B(const rapidjson::Value& value) { return -1 != value; }\n'
      + 'bool C(Iterator it) { return it->value == 2.5; }\n',
}, /a\.cc:3: \[json\]/, /a\.cc:4: \[json\]/, /a\.cc:5: \[json\]/);
accepts('a number taken out of a rapidjson value', {
  'common/base/a.cc': '#include <rapidjson/document.h>\n\nbool A(const rapidjson::Value& value) { return value["a"].GetInt64() == 1 && value.Size() != 0; }\n',
});
refuses('a capturing lambda inside a co_await expression', {
  'gateway/a.cc': 'Task A(int b) {\n  co_await Run([b] { return b; });\n  if (co_await Run([&]() { return 1; })) co_return;\n}\n',
}, /a\.cc:2: \[co_await\]/, /a\.cc:3: \[co_await\]/);
accepts('a lambda named before the co_await, one without captures, and a subscript', {
  'gateway/a.cc': 'Task A(int b) {\n  auto job = [b] { return b; };\n  co_await Run(job, jobs[b], [] { return 1; });\n}\n',
});
refuses('words that mean something is unfinished', {
  'common/base/a.cc': '// TODO: later\nconst char* kA = "not implemented";\n', 'README.md': 'This is hard-coded.\n',
}, /README\.md:1: \[unfinished\]/, /a\.cc:1: \[unfinished\] "TODO"/, /a\.cc:2: \[unfinished\]/);
accepts('gRPC\'s own words', {'services/catalog/keys.cc': '// Calls through Catalog::NewStub.\nCatalog::Stub stub;\n'});
refuses('a package registry\'s host', {
  'tests/node/package-lock.json': '{"node_modules/a": {"resolved": "https://example.org/a.tgz"}}\n',
  'README.md': `Get it from ${['registry', 'npmjs', 'org'].join('.')}.\n`,
}, /README\.md:1: \[registry\]/, /package-lock\.json:1: \[registry\]/);
refuses('a page that is cited by name and is not here', {
  'common/base/a.cc': '// As CONTRACT §1 says.\nint a = 1;\n', 'scripts/a.sh': '# See DESIGN.\n', 'README.md': 'Look into DECISIONS first.\n',
}, /^README\.md:1: \[citation\] cites DECISIONS/, /common\/base\/a\.cc:1: \[citation\] cites CONTRACT/, /scripts\/a\.sh:1: \[citation\] cites DESIGN/);
refuses('a path or a link to a page that is not here', {
  'gateway/a.cc': '// See docs/nothing.md and services/catalog/nothing.md.\n', 'gateway/README.md': 'See [the other](other.md) and `docs/nothing.md`.\n',
}, /README\.md:1: \[citation\] cites docs\/nothing\.md/, /README\.md:1: \[citation\] links to other\.md/, /a\.cc:1: \[citation\] cites docs\/nothing\.md/,
   /a\.cc:1: \[citation\] cites services\/catalog\/nothing\.md/);
refuses('two decisions of one number', {'docs/decisions/0007-b.md': '# 7. B\n', 'docs/decisions/0007-a.md': '# 7. A\n', 'docs/decisions/0008-c.md': '# 8. C\n'},
  /^docs\/decisions\/0007-[ab]\.md:1: \[citation\] has the number of docs\/decisions\/0007-[ab]\.md/);
accepts('pages that are here, addresses elsewhere, identifiers, and paths that a program uses', {
  'docs/here.md': '[up](../gateway/README.md#part) [out](https://example.org/x.md) [here](#part) `docs/here.md`\n', 'gateway/README.md': 'See ../docs/here.md.\n',
  'gateway/a.cc': '// docs/here.md\nconst char* kPath = "docs/nothing.md";\nconst char* kA = KEYS_CONTRACT;\n',
});
const REASONS = 'enum Reason {\n  NOT_FOUND = 50 [(info) = {grpc: 5, http: 404, title: "Not found"}];\n  CONFLICT = 66 [(info) = {grpc: 10, http: 409, title: "Conflict"}];\n}\n';
refuses('an error code that the contract does not list, or lists under another status', {
  'protos/keys/error/v1/error.proto': REASONS, 'docs/contract.md': '| 404 | NOT_FOUND, CONFLICT |\n',
}, /^protos\/keys\/error\/v1\/error\.proto:3: \[contract\] CONFLICT \(409\) is not in the table/);
accepts('error codes that the contract lists', {'protos/keys/error/v1/error.proto': REASONS, 'docs/contract.md': '| 404 · 409 | NOT_FOUND · CONFLICT |\n'});
refuses('packages that have no reason in docs/dependencies.md', {
  'docs/dependencies.md': '| libpq-dev | the database |\n| ajv, @a/b | tests |\n', 'scripts/setup.sh': 'RUN_PACKAGES=(\n  libpq-dev libnew-dev)\nTEST_PACKAGES=(other)\n',
  'tests/node/package.json': '{"devDependencies": {\n"ajv": "8.0.0",\n"@a/b": "1.0.0",\n"left": "1.0.0"}}\n',
}, /setup\.sh:2: \[dependency\] libnew-dev/, /setup\.sh:3: \[dependency\] other/, /package\.json:4: \[dependency\] left/);
for (const [path, mark] of [['common/a/a.h', '//'], ['tests/a.mjs', '//'], ['gateway/web/a.tsx', '//'], ['scripts/a.sh', '#'], ['deploy/a.sql', '--']]) {
  for (const words of ['And given back with it.', 'Of the version that it shows.', 'By slug or id; how many there are.', 'What the stream\nsays; for tests.']) {
    const comment = words.split('\n').map((line) => `${mark} ${line}\n`).join('');
    refuses(`the comment ${JSON.stringify(words)} in ${path}`, {[path]: `\n${comment}`}, new RegExp(`^${path}:2: \\[fragment\\] "${words.slice(0, 8)}`));
  }
}
accepts('comments that begin like fragments and are sentences, go on from the line above, or stand in an applied migration', {
  'common/a/a.h': '// What cannot be read is not known to be wrong.\n\n// Also sets timestamps.\n\n// With `dry_run` nothing is stored.\n\n'
      + '// For a checkout, `db` holds the lock.\n\n// The text is\n// of the version that it shows.\n',
  'services/catalog/migrations/0002_a.sql': '-- Of the version that it shows.\n',
});
refuses('code that clang-format would write differently', {'common/base/a.cc': 'int  A( ){return 1;}\n'}, /^common\/base\/a\.cc:1: \[format\]/);

// The same on a copy of the repository itself.
function copyOfRepository() {
  const root = mkdtempSync(join(tmpdir(), 'keys-lint-'));
  for (const {path, full} of readTree(REPOSITORY)) {
    if (!/\.(h|cc|sql)$|CMakeLists\.txt$/.test(path)) continue;
    mkdirSync(dirname(join(root, path)), {recursive: true});
    cpSync(full, join(root, path));
  }
  return root;
}

test('in a copy of the repository a broken layering and a 71-line function are found, and nothing else is new', () => {
  const root = copyOfRepository();
  try {
    const before = new Set(lint(root).output.split('\n'));
    const clock = readFileSync(join(root, 'common/time/clock.h'), 'utf8');
    writeFileSync(join(root, 'common/time/clock.h'), clock + '\n#include "services/billing/client.h"\n');
    write(root, 'services/catalog/long.cc', functionOf(71));
    const {status, output} = lint(root);
    const added = output.split('\n').filter((line) => !before.has(line));
    assert.equal(status, 1);
    assert.equal(added.length, 2, output);
    assert.match(added[0], /^common\/time\/clock\.h:\d+: \[layering\] includes services\/billing\/client\.h/);
    assert.match(added[1], /^services\/catalog\/long\.cc:1: \[size\] Long has 71 lines/);
  } finally {
    rmSync(root, {recursive: true});
  }
});
