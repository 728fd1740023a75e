// An include of a project header is covered by what the file's target links: the target itself, its DEPS, and what
// those pass on. The linker finds many symbols without that, because a program links everything in the end, so the
// walls between libraries hold only because this check reads both sides.
//
// A header belongs to the library that compiles the source of its name or lists it as HEADERS; any other header of the
// tree to the libraries that compile other files of its folder.
import {dirname, join, normalize} from 'node:path';

const PROJECT = /^(common|gateway|services|tests|keys)\//;

export function checkDeps(files) {
  const build = readBuild(files);
  return files.filter((file) => file.isCpp).flatMap((file) => {
    const homes = build.homesOf(file.path);
    if (homes.length === 0) return [];
    return file.includes.filter(({target}) => PROJECT.test(target)).flatMap(({target, line}) => {
      const owners = build.homesOf(target);
      if (owners.length === 0 || isCovered(file, build, homes, owners)) return [];
      return [file.problem(line, 'deps', `includes ${target} of ${owners.join(' or ')}, which ${homes.join(' and ')} does not list in DEPS`)];
    });
  });
}

// [[name, paths of its sources], …] of the targets whose sources are compiled in groups (keys_unite in
// cmake/KeysTargets.cmake).
export function sourcesByTarget(files) {
  const targets = files.filter(({path}) => /(^|\/)CMakeLists\.txt$/.test(path)).flatMap(targetsOf);
  return targets.filter(({isTest}) => !isTest).map(({name, sources}) => [name, sources.filter((path) => path.endsWith('.cc'))]);
}

// A source is compiled by each of its targets; of a header without a source one home that covers it is enough.
function isCovered(file, build, homes, owners) {
  const covers = (home) => owners.some((owner) => build.seenBy(home).has(owner));
  return file.path.endsWith('.cc') ? homes.every(covers) : homes.some(covers);
}

function readBuild(files) {
  const targets = new Map();
  const tree = new Set(files.map(({path}) => path));
  for (const file of files) {
    if (/(^|\/)CMakeLists\.txt$/.test(file.path)) for (const target of targetsOf(file)) add(targets, target);
  }
  const byStem = new Map(), byFolder = new Map();
  for (const [name, target] of targets) {
    for (const path of target.sources) {
      remember(byStem, stemOf(path), name);
      if (!target.isTest) remember(byFolder, dirname(path), name);
    }
    if (target.sources.length === 0) remember(byFolder, target.folder, name);
  }
  const seen = new Map();
  return {
    homesOf: (path) => byStem.get(stemOf(path)) ?? (path.endsWith('.h') && tree.has(path) ? byFolder.get(dirname(path)) : undefined) ?? [],
    seenBy: (name) => seen.get(name) ?? seen.set(name, closure(targets, name)).get(name),
  };
}

// target_link_libraries adds to a target that an earlier call has made.
function add(targets, {name, folder, sources, shown, hidden, isTest}) {
  const old = targets.get(name) ?? {folder, sources: [], shown: [], hidden: [], isTest};
  targets.set(name, {...old, sources: [...old.sources, ...sources], shown: [...old.shown, ...shown], hidden: [...old.hidden, ...hidden]});
}

function remember(map, key, name) {
  map.set(key, [...new Set([...(map.get(key) ?? []), name])]);
}

// The libraries that `name` links itself, and those that it exposes to its users.
function closure(targets, name) {
  const own = targets.get(name) ?? {shown: [], hidden: []};
  const seen = new Set([name]);
  const waiting = [...own.shown, ...own.hidden];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...(targets.get(next)?.shown ?? []));
  }
  return seen;
}

// a/b.h, a/b.cc → a/b; of what protoc makes, a/b.pb.h and a/b.grpc.pb.h too.
function stemOf(path) {
  return path.replace(/(\.grpc)?(\.pb)?\.(h|cc|proto)$/, '');
}

function targetsOf(file) {
  const folder = dirname(file.path);
  const variables = new Map([['CMAKE_SOURCE_DIR', '/']]);
  return commandsOf(unrolled(file.text)).flatMap(({command, words}) => {
    const expanded = words.flatMap((word) => expand(word, variables));
    if (command === 'set') variables.set(words[0], expanded.slice(1));
    return targetOf(command, expanded, folder);
  });
}

// The body of each foreach over plain words, once for each of them.
function unrolled(text) {
  return text.replace(/#.*$/gm, '').replace(/\bforeach\s*\(\s*(\w+)\s+([^)$]*)\)([\s\S]*?)\bendforeach\s*\(\s*\)/g, (all, name, list, body) =>
    list.split(/\s+/).filter(Boolean).map((word) => body.replaceAll(`\${${name}}`, word)).join('\n'));
}

function targetOf(command, words, folder) {
  const after = (key) => argumentsAfter(words, key);
  const target = {name: after('NAME')[0], folder, sources: pathsOf([...after('SRCS'), ...after('HEADERS')], folder), shown: after('DEPS'), hidden: [], isTest: false};
  if (command === 'keys_library') return [target];
  if (command === 'keys_test') return [{...target, shown: [], hidden: after('DEPS'), isTest: true}];
  if (command === 'keys_proto_library') return [{...target, sources: after('PROTOS')}];
  if (command === 'add_service') return serviceTargets(target, after('CALLS'));
  if (command === 'add_executable') {
    return [{...target, name: words[0], sources: pathsOf(words.slice(1).filter((word) => word.endsWith('.cc')), folder), isTest: true}];
  }
  if (command !== 'target_link_libraries') return [];
  const shown = argumentsAfter(words, 'PUBLIC'), hidden = argumentsAfter(words, 'PRIVATE');
  return [{...target, name: words[0], sources: [], shown, hidden}];
}

// These are the targets that cmake/KeysTargets.cmake makes.
function serviceTargets(target, calls) {
  const clients = calls.flatMap((callee) => [`proto_${callee}`, `client_${callee}`]);
  const name = `service_${target.name}`;
  return [
    {...target, name, shown: [`proto_${target.name}`, 'common_run', ...clients, ...target.shown]},
    {...target, name: `keys-${target.name}`, sources: [`${target.folder}/main.cc`], shown: [], hidden: [name], isTest: true},
  ];
}

function commandsOf(text) {
  return [...text.matchAll(/\b(\w+)\s*\(((?:[^()]|\([^()]*\))*)\)/g)].map(
      ([, command, body]) => ({command, words: body.split(/\s+/).filter(Boolean)}));
}

function argumentsAfter(words, key) {
  const start = words.indexOf(key);
  if (start < 0) return [];
  const end = words.findIndex((word, i) => i > start && /^[A-Z]+$/.test(word));
  return words.slice(start + 1, end < 0 ? undefined : end);
}

// ${name} alone stands for its words; inside a path for its text.
function expand(word, variables) {
  const whole = /^\$\{(\w+)\}$/.exec(word);
  if (whole) return variables.get(whole[1]) ?? [];
  return [word.replace(/^\$\{CMAKE_SOURCE_DIR\}/, '')];
}

function pathsOf(words, folder) {
  return words.map((word) => (word.startsWith('/') ? word.slice(1) : normalize(join(folder, word))));
}
