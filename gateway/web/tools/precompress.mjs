// Writes .br and .gz beside every file of a build that compresses well, and prints what the first page costs.
//
//   node tools/precompress.mjs dist
import {readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {brotliCompressSync, constants, gzipSync} from 'node:zlib';

const COMPRESSIBLE = /\.(js|css|html|svg|json|webmanifest|txt)$/;
const root = process.argv[2] ?? 'dist';

function* files(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}

for (const path of [...files(root)].filter((path) => COMPRESSIBLE.test(path))) {
  // The shells are filled in for each request, so they are not compressed ahead.
  if (/(index|admin)\.html$/.test(path)) continue;
  const bytes = readFileSync(path);
  const gzip = gzipSync(bytes, {level: 9});
  const brotli = brotliCompressSync(bytes, {params: {[constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length}});
  writeFileSync(`${path}.gz`, gzip);
  writeFileSync(`${path}.br`, brotli);
  console.log(`${path.padEnd(48)} ${String(bytes.length).padStart(8)} B  gzip ${String(gzip.length).padStart(7)} B  brotli ${String(brotli.length).padStart(7)} B`);
}
