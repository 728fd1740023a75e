// Prints the list of contents of the image as SPDX 2.3 JSON: Debian's packages in the base, our programs with their
// digests, and the npm packages that the storefront is built from.
//
//   node scripts/lib/sbom.mjs --base FOLDER --root FOLDER --revision COMMIT
//
//   --base   the tree of the base, with Debian's database of packages
//   --root   what the image adds to it
//
// The same trees give the same text: times are SOURCE_DATE_EPOCH's.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const repository = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const { values } = parseArgs({ options: { base: { type: 'string' }, root: { type: 'string' }, revision: { type: 'string' } } });
const NOBODY = 'NOASSERTION';
const idOf = (...parts) => `SPDXRef-${parts.join('-').replace(/[^A-Za-z0-9.-]/g, '-')}`;
const digest = (algorithm, bytes) => createHash(algorithm).update(bytes).digest('hex');

function spdxPackage(kind, name, version, purl, more = {}) {
  return { SPDXID: idOf(kind, name, version), name, versionInfo: version, downloadLocation: NOBODY, filesAnalyzed: false,
    licenseConcluded: NOBODY, licenseDeclared: NOBODY, copyrightText: NOBODY,
    externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl }], ...more };
}

const debian = (name, version, architecture) => spdxPackage('deb', name, version,
  `pkg:deb/debian/${encodeURIComponent(name)}@${encodeURIComponent(version)}?arch=${architecture}&distro=debian-12`,
  { supplier: 'Organization: Debian', primaryPackagePurpose: 'LIBRARY' });

/** Packages that are installed by dpkg's database. */
function debianPackages() {
  const status = readFileSync(path.join(values.base, 'var/lib/dpkg/status'), 'utf8');
  const field = (entry, name) => new RegExp(`^${name}: (.*)$`, 'm').exec(entry)?.[1];
  return status.split('\n\n').filter((entry) => / installed$/m.test(field(entry, 'Status') ?? ''))
    .map((entry) => debian(field(entry, 'Package'), field(entry, 'Version'), field(entry, 'Architecture')));
}

/** Packages of which the image has one file. */
function singleFiles() {
  const list = path.join(values.base, 'usr/share/keys/only.list');
  if (!existsSync(list)) return [];
  return readFileSync(list, 'utf8').trim().split('\n').map((line) => {
    const [name, version, file] = line.split(' ');
    return { ...debian(name, version, 'amd64'), comment: `Only ${file} of it is in the image.` };
  });
}

function npmPackages() {
  const lock = JSON.parse(readFileSync(path.join(repository, 'gateway/web/package-lock.json'), 'utf8'));
  return Object.entries(lock.packages).filter(([where, one]) => where !== '' && !one.dev && !one.link && one.version)
    .map(([where, one]) => {
      const name = where.slice(where.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return spdxPackage('npm', name, one.version, `pkg:npm/${name.replace('@', '%40')}@${one.version}`,
        { licenseDeclared: /^[A-Za-z0-9.-]+$/.test(one.license ?? '') ? one.license : NOBODY });
    });
}

function programs() {
  const folder = 'usr/lib/keys/bin';
  return readdirSync(path.join(values.root, folder)).sort().map((name) => {
    const bytes = readFileSync(path.join(values.root, folder, name));
    return { SPDXID: idOf('file', name), fileName: `/${folder}/${name}`, licenseConcluded: 'Apache-2.0', licenseInfoInFiles: ['Apache-2.0'],
      copyrightText: NOBODY, checksums: [{ algorithm: 'SHA1', checksumValue: digest('sha1', bytes) }, { algorithm: 'SHA256', checksumValue: digest('sha256', bytes) }] };
  });
}

const unique = (packages) => [...new Map(packages.map((one) => [one.SPDXID, one])).values()].sort((a, b) => (a.SPDXID < b.SPDXID ? -1 : 1));
const image = spdxPackage('image', 'keys-marketplace', values.revision, `pkg:oci/keys-marketplace?revision=${values.revision}`,
  { licenseDeclared: 'Apache-2.0', primaryPackagePurpose: 'CONTAINER' });
const packages = unique([...debianPackages(), ...singleFiles(), ...npmPackages()]);
const files = programs();
const relation = (to, how = 'CONTAINS') => ({ spdxElementId: image.SPDXID, relationshipType: how, relatedSpdxElement: to.SPDXID });
const body = {
  packages: [image, ...packages],
  files,
  relationships: [{ spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: image.SPDXID },
    ...packages.map((one) => relation(one)), ...files.map((one) => relation(one))],
};
const seconds = Number(process.env.SOURCE_DATE_EPOCH ?? 0);
process.stdout.write(`${JSON.stringify({
  spdxVersion: 'SPDX-2.3',
  dataLicense: 'CC0-1.0',
  SPDXID: 'SPDXRef-DOCUMENT',
  name: 'keys-marketplace image',
  documentNamespace: `https://keys-marketplace.example/spdx/${digest('sha256', JSON.stringify(body))}`,
  creationInfo: { created: new Date(seconds * 1000).toISOString().replace('.000Z', 'Z'), creators: ['Tool: scripts/lib/sbom.mjs'] },
  ...body,
}, null, 1)}\n`);
