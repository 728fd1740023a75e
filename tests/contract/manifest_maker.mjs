// Random manifests, made from a published schema: valid ones with some members spoiled at their limits.

// mulberry32: small, and the same draws from the same seed everywhere.
export function makeRandom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n) => Math.floor(next() * n);
  return {next, below, pick: (list) => list[below(list.length)], chance: (p) => next() < p};
}

const LICENSES = ['MIT', 'Apache-2.0', 'GPL-2.0-only', 'BSD-3-Clause', 'ISC', 'LicenseRef-Own', 'MPL-2.0'];
const RANGES = ['^1.2', '~1.2.3', '>=18 <23', '1.x', '*', '1 - 2', '^14 || ^15', '<=2.0.0-rc.1', '=1.2.3', '18'];
const VERSIONS = ['1.0.0', '0.0.0', '1.2.3-alpha.1', '2.0.0+build', '9007199254740991.0.0', '1.0.0-0A.b'];
const ODD_TEXTS = [
  '', ' ', 'a', 'A', 'x y', 'ü', '😀', 'a\nb', 'a\tb', 'a\u0000b', 'a\u007fb', 'v1.0', '1.0', '01.0.0', '1.0.0-01', '1.0.0-',
  '../x', '/x', './x', 'x/', 'x//y', 'x\\y', '..', '.', 'README.md', 'a-b', 'a--b', '-a', 'a-', 'admin', 'keys',
  '018f0000-0000-7000-8000-00000000000a', 'MIT', 'mit', '(MIT', 'MIT OR', 'MIT AND ISC', 'MIT and ISC', 'MIT Or ISC', 'GPL-2.0-only WITH Classpath-exception-2.0',
  'MIT WITH x', '>=18', '>=', '^^1', 'latest', 'a@b', 'a@', '@b', 'a b@c', 'a@b@c', 'GET', 'get', 'G-T', 'p0', 'P0',
  'node', 'next', 'operational', 'runbook', 'starter', '9007199254740992.0.0', '1000000000000000.0.0', '1.0.0-' + 'a'.repeat(44), '1.0.0-' + 'a'.repeat(45),
  'a'.repeat(100), 'a'.repeat(101), '😀'.repeat(200), '😀'.repeat(201), 'a'.repeat(5000), 'a'.repeat(5001),
  'f'.repeat(64), 'F'.repeat(64), 'g'.repeat(64), 'f'.repeat(63),
];
const ODD_VALUES = [null, true, false, 0, 1, -1, 1.5, 1.0, 2147483647, 2147483648, 1e15, 1e300, [], {}, [[]], [{}], {a: 1}];

function sampleText(schema, name, random) {
  if (schema.enum) return random.pick(schema.enum);
  if (schema.format === 'spdx-expression') {
    const first = random.pick(LICENSES);
    return random.chance(0.5) ? first : `(${first} ${random.pick(['AND', 'OR'])} ${random.pick(LICENSES)})`;
  }
  if (schema.format === 'npm-range') return random.pick(RANGES);
  if (name === 'version') return random.pick(VERSIONS);
  for (const text of ['sample', 'docs/a.md', 'a@b.c', '/api', 'GET', 'f'.repeat(64), 'usd']) {
    if (!schema.pattern || new RegExp(schema.pattern, 'u').test(text)) {
      const length = [...text].length;
      if (length >= (schema.minLength ?? 0) && length <= schema.maxLength) return text;
    }
  }
  throw new Error(`no sample for ${name}: ${schema.pattern}`);
}

// A valid value for the schema; members that need not be there are there by chance.
export function sample(schema, name, random, chance = 0.4) {
  switch (schema.type) {
    case undefined: return random.pick(['f'.repeat(64), 'none', 7, null, {}]);
    case 'string': return sampleText(schema, name, random);
    case 'integer': return schema.minimum + random.below(50);
    case 'boolean': return random.chance(0.5);
    case 'array': {
      const length = (schema.minItems ?? 0) + random.below(3);
      return Array.from({length}, () => sample(schema.items, name, random, chance));
    }
    case 'object': {
      const value = {};
      for (const [member, inner] of Object.entries(schema.properties ?? {})) {
        if (schema.required?.includes(member) || random.chance(chance)) value[member] = sample(inner, member, random, chance);
      }
      return value;
    }
    default: throw new Error(`type ${schema.type}`);
  }
}

// Every [holder, member] below the value.
function places(value, found = []) {
  if (value === null || typeof value !== 'object') return found;
  for (const member of Object.keys(value)) {
    found.push([value, member]);
    places(value[member], found);
  }
  return found;
}

function spoilOnce(manifest, random) {
  const [holder, member] = random.pick(places(manifest));
  const kind = random.below(6);
  if (kind === 0 && !Array.isArray(holder)) delete holder[member];
  else if (kind === 1) holder[member] = structuredClone(random.pick(ODD_VALUES));
  else if (kind === 2 && Array.isArray(holder[member])) {
    const item = holder[member][0] ?? 'x';
    holder[member] = Array.from({length: random.pick([0, 1, 20, 21, 100, 101, 500, 501])}, () => structuredClone(item));
  } else if (kind === 3 && !Array.isArray(holder)) holder[random.pick(['x_new', 'a/b~c', '__proto', 'ü'])] = structuredClone(random.pick(ODD_VALUES));
  else holder[member] = random.pick(ODD_TEXTS);
}

export function makeManifest(schema, random) {
  const manifest = sample(schema, '', random);
  const spoils = random.below(4);
  for (let i = 0; i < spoils && places(manifest).length > 0; ++i) spoilOnce(manifest, random);
  return manifest;
}
