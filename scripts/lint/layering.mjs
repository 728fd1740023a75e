// Checks who may include and link whom (docs/architecture.md):
//   common/ knows no service and no gateway; gateway/ includes no service header;
//   a service includes itself, common/, and of a lower-ranked service it CALLS: its protos and client.h
//   or <noun>_client.h;
//   domain/ is pure: no I/O library, none of the common folders that bring one, and of its own service only domain/;
//   test support stands in testing/, and only tests and other test support include it;
//   headers that cost seconds of compile time stay in few files.

import {readFileSync} from 'node:fs';

// CMake reads the same file.
export const RANKS = JSON.parse(readFileSync(new URL('../../services/ranks.json', import.meta.url), 'utf8'));

const IO_HEADERS = /^(grpc|grpcpp|boost\/(asio|beast)|openssl)\/|^(libpq-fe|curl\/curl|zip|civetweb)\.h$|\.grpc\.pb\.h$/;
const IO_FOLDERS = /^common\/(pg|rpc|run|http_client|blob|outbox|testing)\//;
const TEST = /_(pg)?test\.(cc|h)$/;
const TESTING = /(^|\/)testing\//;
// Test support may be included by tests, by itself, and by benchmarks that share its data.
const USES_TESTING = /_(pg)?test\.cc$|_bench\.cc$|(^|\/)testing\/|^tests\//;

// Header, where it counts, how many files may include it.
const COSTLY = [
  {what: 'libpq-fe.h', header: /^libpq-fe\.h$/, limit: 4},
  {what: 'a Boost.Beast header', header: /^boost\/beast(\/|\.hpp)/, limit: 4},
];
const GRPC_HEADERS_PER_SERVICE = 2;

export function checkLayering(files) {
  const calls = callsOf(files);
  return [
    ...files.filter((file) => file.isCpp).flatMap((file) => includeProblems(file, calls)),
    ...files.filter((file) => file.path.endsWith('CMakeLists.txt')).flatMap((file) => buildProblems(file)),
    ...testSupportProblems(files),
    ...COSTLY.flatMap((quota) => quotaProblems(files, () => 'all', quota)),
    ...quotaProblems(files, (file) => (isClient(file.path) ? undefined : serviceOf(file.path)),
                     {what: 'a *.grpc.pb.h', header: /\.grpc\.pb\.h$/, limit: GRPC_HEADERS_PER_SERVICE}),
  ];
}

// 'billing' for services/billing/…, nothing for services/all and everything else.
function serviceOf(path) {
  const name = /^services\/([^/]+)\//.exec(path)?.[1];
  return name in RANKS ? name : undefined;
}

// A service's client is compiled for those who call it, so it does not count as the service's own file.
function isClient(path) {
  return /^services\/[^/]+\/(\w+_)?client\.(h|cc)$/.test(path);
}

// The service whose contract a generated header belongs to.
function protoServiceOf(target) {
  const name = /^keys\/([^/]+)\/v\d+\/.*\.pb\.h$/.exec(target)?.[1];
  return name in RANKS ? name : undefined;
}

// service → the services its CMakeLists.txt says it CALLS; nothing where it has no add_service yet.
function callsOf(files) {
  const calls = {};
  for (const file of files) {
    const service = serviceOf(file.path);
    if (!service || file.path !== `services/${service}/CMakeLists.txt`) continue;
    const added = addServiceCalls(file.text);
    if (added.length > 0) calls[service] = added.flatMap((call) => call.calls);
  }
  return calls;
}

// Every add_service(…) of a CMake file.
function addServiceCalls(text) {
  const code = text.replace(/#.*$/gm, '');
  return [...code.matchAll(/\badd_service\s*\(([^)]*)\)/g)].map(([all, body]) => {
    const words = body.split(/\s+/).filter(Boolean);
    const after = (key) => {
      const start = words.indexOf(key);
      if (start < 0) return [];
      const end = words.findIndex((word, i) => i > start && /^[A-Z]+$/.test(word));
      return words.slice(start + 1, end < 0 ? undefined : end);
    };
    const line = code.slice(0, code.indexOf(all)).split('\n').length;
    return {line, name: after('NAME')[0], rank: after('RANK')[0], calls: after('CALLS')};
  });
}

function includeProblems(file, calls) {
  return file.includes.flatMap(({target, line}) => {
    const why = forbiddenInclude(file.path, target, calls);
    return why ? [file.problem(line, 'layering', `includes ${target}: ${why}`)] : [];
  });
}

function forbiddenInclude(path, target, calls) {
  if (TESTING.test(target) && !USES_TESTING.test(path)) return 'test support is for tests and testing/ alone';
  if (path.startsWith('common/')) return forbiddenInCommon(path, target);
  if (path.startsWith('gateway/') && target.startsWith('services/')) {
    return 'the gateway knows descriptors, no service header';
  }
  const service = serviceOf(path);
  if (!service) return '';
  return forbiddenInService(service, target, calls[service]) || forbiddenInDomain(path, target);
}

function forbiddenInCommon(path, target) {
  if (/^(services|gateway|tests)\//.test(target)) return 'common/ knows no service, no gateway and no test';
  if (protoServiceOf(target) && !TEST.test(path)) return 'common/ knows no service\'s contract';
  return '';
}

function forbiddenInService(service, target, calls) {
  if (/^(gateway|tests)\//.test(target)) return 'a service knows neither the gateway nor tests/';
  const other = serviceOf(target) ?? protoServiceOf(target);
  if (!other || other === service) return '';
  if (RANKS[other] >= RANKS[service]) {
    return `${service} (rank ${RANKS[service]}) may use only services of a lower rank, ${other} has ${RANKS[other]}`;
  }
  if (calls && !calls.includes(other)) return `services/${service}/CMakeLists.txt does not say CALLS ${other}`;
  if (serviceOf(target) && !(isClient(target) && target.endsWith('.h'))) return `of another service only its client.h is for others`;
  return '';
}

function forbiddenInDomain(path, target) {
  const [domain] = /^services\/[^/]+\/domain\//.exec(path) ?? [];
  if (!domain) return '';
  if (target.startsWith('services/') && !target.startsWith(domain)) return 'of a service domain/ includes only domain/';
  if (TEST.test(path)) return '';
  if (IO_HEADERS.test(target)) return 'domain/ is pure: no gRPC, libpq, Asio, OpenSSL or other I/O header';
  if (IO_FOLDERS.test(target)) return 'domain/ is pure: this part of common/ does I/O';
  return '';
}

function buildProblems(file) {
  const ranks = addServiceCalls(file.text).flatMap((call) => rankProblems(file, call));
  const code = linkingText(file);
  const links = code.split('\n').flatMap((text, i) => [...text.matchAll(/\b(service|proto)_([a-z]+)\b/g)].flatMap(
      ([target, , other]) => {
        const why = other in RANKS ? forbiddenLink(file.path, target, other) : '';
        return why ? [file.problem(i + 1, 'layering', `links ${target}: ${why}`)] : [];
      }));
  return [...ranks, ...links];
}

// A test in common/ may speak some service's contract, to have one to speak.
function linkingText(file) {
  const code = file.text.replace(/#.*$/gm, '');
  if (!file.path.startsWith('common/')) return code;
  return code.replace(/\bkeys_test\s*\([^)]*\)/g, (call) => call.replace(/\bproto_/g, ''));
}

function rankProblems(file, {line, name, rank, calls}) {
  if (!(name in RANKS)) return [file.problem(line, 'layering', `service ${name} has no rank in services/ranks.json`)];
  const wrong = String(RANKS[name]) === rank ? [] : [`${name} has rank ${RANKS[name]}, not ${rank}`];
  for (const callee of calls) {
    if (!(RANKS[callee] < RANKS[name])) wrong.push(`${name} (rank ${RANKS[name]}) may not call ${callee}`);
  }
  return wrong.map((message) => file.problem(line, 'layering', message));
}

function forbiddenLink(path, target, other) {
  if (path.startsWith('common/')) return 'common/ knows no service';
  if (path.startsWith('gateway/') && target.startsWith('service_')) return 'the gateway links no service';
  const service = serviceOf(path);
  if (!service || other === service) return '';
  return RANKS[other] < RANKS[service] ? '' : `its rank is not below that of ${service}`;
}

// A header that tests alone include is test support, wherever it stands.
function testSupportProblems(files) {
  const users = new Map();
  for (const file of files.filter(({isCpp}) => isCpp)) {
    for (const {target} of file.includes) users.set(target, [...(users.get(target) ?? []), file.path]);
  }
  return files.filter(({path}) => /^(common|gateway|services)\/.*\.h$/.test(path) && !USES_TESTING.test(path)).flatMap((file) => {
    const others = (users.get(file.path) ?? []).filter((path) => path !== file.path.replace(/h$/, 'cc'));
    const forTests = others.length > 0 && others.every((path) => USES_TESTING.test(path));
    return forTests ? [file.problem(1, 'layering', 'only tests include it: test support stands in testing/')] : [];
  });
}

// At most `limit` files of each group may include `header`; tests do not count.
function quotaProblems(files, groupOf, {what, header, limit}) {
  const users = new Map();
  for (const file of files) {
    if (!file.isCpp || TEST.test(file.path) || file.path.startsWith('tests/')) continue;
    const include = file.includes.find(({target}) => header.test(target));
    const group = include && groupOf(file);
    if (!group) continue;
    users.set(group, [...(users.get(group) ?? []), {file, line: include.line}]);
  }
  return [...users.values()].filter((all) => all.length > limit).flatMap((all) => all.map(
      ({file, line}) => file.problem(line, 'layering', `one of ${all.length} files that include ${what}; at most ${limit} may (each costs seconds to compile)`)));
}
