// Takes what differs from build to build out of an image that lies in a folder (`buildah push IMAGE dir:FOLDER`): the names
// of the containers in which it was built, and the base's tag. Prints the image's id, the SHA-256 of its configuration.
//
//   node scripts/lib/image_config.mjs FOLDER
//
// buildah 1.28 writes them into Docker's form of the configuration, the only one that has a health check.
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const folder = process.argv[2];
const manifestFile = path.join(folder, 'manifest.json');
const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
const fileOf = (digest) => path.join(folder, digest.replace('sha256:', ''));
const config = JSON.parse(readFileSync(fileOf(manifest.config.digest), 'utf8'));

delete config.container;
delete config.parent;
delete config.container_config;
config.config.Hostname = '';
for (const step of config.history) delete step.comment;

const text = JSON.stringify(config);
const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
rmSync(fileOf(manifest.config.digest));
writeFileSync(fileOf(digest), text);
Object.assign(manifest.config, { digest, size: Buffer.byteLength(text) });
writeFileSync(manifestFile, JSON.stringify(manifest));
process.stdout.write(`${digest.replace('sha256:', '')}\n`);
