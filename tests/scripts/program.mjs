// Stands in for any program of the stack, so that scripts/run.sh can be tested without building one:
// listens where it is told, drains on SIGTERM, and writes down what environment and arguments it got.
//   node program.mjs NAME FOLDER [arguments]
// FOLDER/<name>.refuse makes it exit with 2 at once, FOLDER/<name>.unready answer 503, as files made by a test.
import fs from 'node:fs';
import http from 'node:http';

const [name, folder, ...args] = process.argv.slice(2);
const told = (what) => fs.existsSync(`${folder}/${name}.${what}`);

fs.writeFileSync(`${folder}/${name}.json`, JSON.stringify({env: process.env, args}));
if (told('refuse')) {
  console.error(`${name}: refused as told`);
  process.exit(2);
}

const ROUTES = {
  '/readyz': () => (told('unready') ? [503, `{"status":"${name} waits"}`] : [200, '{}']),
  '/healthz': () => [200, '{}'],
  '/marketplace/admin/ingest': (request) => {
    fs.writeFileSync(`${folder}/ingest.token`, request.headers.authorization ?? '');
    return [200, '{"success":3,"errors":[{"slug":"bad-key","error":"no title"}],"warnings":[],"unchanged":0}'];
  },
};

// A shop whose KEYS have no prices, where a test says so.
ROUTES['/marketplace/keys'] = (request) => {
  if (!told('priceless')) return [404, '{}'];
  return [200, request.url.includes('price_min') ? '{"keys":[]}' : '{"keys":[{"id":"1","slug":"first-of-mine","price_cents":null}]}'];
};

function listen(address) {
  const [host, port] = address.split(':');
  http.createServer((request, response) => {
    const [status, body] = ROUTES[request.url.split('?')[0]]?.(request) ?? [404, '{}'];
    response.writeHead(status, {'content-type': 'application/json'}).end(body);
  }).listen(Number(port), host);
}

const own = args.indexOf('--listen') < 0 ? [] : [args[args.indexOf('--listen') + 1]];
for (const address of [process.env.GRPC_LISTEN, process.env.ADMIN_LISTEN, process.env.HTTP_LISTEN, ...own]) {
  if (address) listen(address);
}
process.on('SIGTERM', () => process.exit(0));
