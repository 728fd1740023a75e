// Words that mean something is unfinished, and texts that do not belong into a repository.
// In C++ only comments and strings are read: gRPC's own classes are called Stub.

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

export function checkWords(files) {
  return files.flatMap((file) => [...unfinished(file), ...registries(file)]);
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
