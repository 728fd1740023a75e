// Words that mean something is unfinished, and texts that do not belong into a repository.
// In C++ only comments and strings are read: gRPC's own classes are called Stub.
// Comments that begin with the middle of a sentence are told as well, because only who wrote them knows the rest.

const UNFINISHED = /\b(TODO|FIXME|not implemented|unimplemented|place-?holders?|stub(s|bed)?|hard-?coded?|for now|temporary|dummy|lorem ipsum)\b/i;
const MARK = /\bXXX\b/; // in code a string "XXX" is the currency of that name
// Words of HTTP, gRPC, CSS or a library, with which something else is meant.
const MEANT_OTHERWISE = /\bUNIMPLEMENTED\b|"Not implemented"|[Gg]ener(?:ic|ated) stub\b|\bplaceholder=|::placeholder\b|std::placeholders|(?:::|New)Stub\b|&stub\b|\bstub(?=\.\w|->|_|\()|decltype\(stub\)/g;

const READ = /\.(h|cc|cmake|mjs|js|ts|tsx|sh|sql|proto|css|html|md|ya?ml|json|txt|conf)$|(^|\/)(run|Dockerfile|\.[a-z-]+)$/;
// Others' texts, and the files that have to name the words.
const EXCEPT = /\/testdata\/|(^|\/)package-lock\.json$|openapi-subset\.json$|^scripts\/lint\/words\.mjs$|^tests\/lint\//;

// The package registry is the choice of whoever installs packages.
const REGISTRY = /\b(?:registry|deb|security|archive|snapshot|ftp)\.(?:[a-z]{2}\.)?(?:npmjs|npm|yarnpkg|debian|ubuntu)\.(?:org|com)\b/i;
const RESOLVED = /"resolved":\s*"https?:/;

// The languages of comments, each with what begins a line of them.
const COMMENTS = [[/\.(h|cc|mjs|js|ts|tsx)$/, /^\s*\/\/(.*)$/], [/\.sh$/, /^\s*#(?!!)(.*)$/], [/\.sql$/, /^\s*--(.*)$/]];
// An applied migration is never edited, comments included; the others are goods of tests and generated code.
const COMMENTS_EXCEPT = /\/migrations\/|\/testdata\/|\/src\/generated\//;
// These open no sentence of this tree; "Also" does when a verb follows, as in "Also sets …".
const FRAGMENT_OPENER = /^(?:And|Or|But|Nor|Of|Also (?!\w+s\b)|As (?:after|by|before|role)|In place of)\b/;
// "By id." and "What the stream says; …" are phrases: up to the first mark they have a few words, and none of these verbs.
const PHRASES = [/^(?:By|With|For)((?: [^\s.,;:]+){1,6})[.;]/, /^What((?: [^\s.,;:]+){1,6})[.,;]/];
const VERB = /(?:^| )(?:is|are|was|were|be|been|has|have|had|do|does|did|can|cannot|could|may|might|must|shall|should|will|would)(?= |$)/;

export function checkWords(files) {
  return files.flatMap((file) => [...unfinished(file), ...registries(file), ...fragments(file)]);
}

function fragments(file) {
  const [, mark] = COMMENTS.find(([path]) => path.test(file.path)) ?? [];
  if (!mark || COMMENTS_EXCEPT.test(file.path)) return [];
  return blocksOf(file.text, mark).filter(({text}) => isFragment(text)).map(({line, text}) => file.problem(
      line, 'fragment', `"${text.slice(0, 30).trim()}…" begins in the middle of a sentence: say what does it (CONTRIBUTING.md, "Comments and texts")`));
}

export function isFragment(text) {
  return FRAGMENT_OPENER.test(text) || PHRASES.map((phrase) => phrase.exec(text)).some((found) => found && !VERB.test(found[1]));
}

// [{line, text}] of the comments that have lines of their own; lines that follow each other are one.
function blocksOf(text, mark) {
  const blocks = [];
  let open;
  text.split('\n').forEach((line, i) => {
    const words = mark.exec(line)?.[1].trim();
    if (words === undefined) open = undefined;
    else if (open) open.text += ` ${words}`;
    else blocks.push((open = {line: i + 1, text: words}));
  });
  return blocks;
}

// [{line, text, isString}] of what a person wrote in words.
function prose(file) {
  if (file.isCpp) {
    return file.tokens.filter(({kind}) => kind === 'comment' || kind === 'string').flatMap(({kind, text, line}) =>
      text.split('\n').map((part, i) => ({line: line + i, text: part, isString: kind === 'string'})));
  }
  return file.text.split('\n').map((text, i) => ({line: i + 1, text, isString: false}));
}

function unfinished(file) {
  if (!READ.test(file.path) || EXCEPT.test(file.path)) return [];
  return prose(file).flatMap(({line, text, isString}) => {
    const bare = text.replace(MEANT_OTHERWISE, ' ');
    const word = UNFINISHED.exec(bare) ?? (isString ? null : MARK.exec(bare));
    return word ? [file.problem(line, 'unfinished', `"${word[0]}": finish it, or say what is meant in other words`)] : [];
  });
}

function registries(file) {
  const isLock = file.path.endsWith('package-lock.json');
  if (!isLock && !READ.test(file.path)) return [];
  return file.text.split('\n').flatMap((text, i) => REGISTRY.test(text) || (isLock && RESOLVED.test(text)) ?
      [file.problem(i + 1, 'registry', 'names a package registry\'s host (.npmrc: omit-lockfile-registry-resolved)')] : []);
}
