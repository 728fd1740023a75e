// docs/dependencies.md names every package that scripts/setup.sh installs and every one that a package.json asks for,
// so that each has its reason and its licence.
const PAGE = 'docs/dependencies.md';
const SETUP = 'scripts/setup.sh';

export function checkDependencies(files) {
  const page = files.find(({path}) => path === PAGE);
  if (!page) return [];
  const named = new Set(page.text.match(/@?[\w][\w@/.+-]*/g));
  return files.flatMap((file) => packagesOf(file)).filter(({name}) => !named.has(name)).map(
      ({file, name, line}) => file.problem(line, 'dependency', `${name} is not in ${PAGE}: say there why it is needed and its licence`));
}

function packagesOf(file) {
  if (file.path === SETUP) return debianPackages(file);
  return /(^|\/)package\.json$/.test(file.path) ? npmPackages(file) : [];
}

// The words of X_PACKAGES=( … ).
function debianPackages(file) {
  const found = [];
  let inside = false;
  file.text.split('\n').forEach((text, i) => {
    if (/^[A-Z]+_PACKAGES=\(/.test(text)) inside = true;
    if (!inside) return;
    const words = text.replace(/^[A-Z]+_PACKAGES=\(/, '').replace(/\).*/, '').split(/\s+/).filter(Boolean);
    found.push(...words.map((name) => ({file, name, line: i + 1})));
    if (text.includes(')')) inside = false;
  });
  return found;
}

function npmPackages(file) {
  const {dependencies = {}, devDependencies = {}} = JSON.parse(file.text);
  const lines = file.text.split('\n');
  return Object.keys({...dependencies, ...devDependencies}).map(
      (name) => ({file, name, line: lines.findIndex((text) => text.includes(`"${name}":`)) + 1}));
}
