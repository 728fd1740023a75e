// Packages of tests/node, which Node would not find from here.
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const require = createRequire(path.join(path.dirname(fileURLToPath(import.meta.url)), '../../node/package.json'));

export const load = async (name) => import(pathToFileURL(require.resolve(name)).href);
