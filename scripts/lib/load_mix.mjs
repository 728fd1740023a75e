// The mix of scripts/load.sh --mix: people who browse, get recommendations, buy and download, and webhooks that somebody forges.
// Prints a line for each, and ends with 1 when anything answered otherwise than it should.
//
//   KEYS_DATA=DIR node scripts/lib/load_mix.mjs SECONDS PEOPLE
//
// Every person is one after the other through what they do, so PEOPLE is how many things are under way at once.
import { buy, call, get, newUser, ok, post, token } from '../../tests/e2e/lib/shop.mjs';

const [seconds, people] = process.argv.slice(2).map(Number);
const NANOSECONDS_A_MILLISECOND = 1e6;
const now = () => Number(process.hrtime.bigint()) / NANOSECONDS_A_MILLISECOND;

const { keys } = ok(await get('/marketplace/keys?limit=50'));
const slugs = keys.filter((key) => key.available && key.price_cents > 0).map((key) => key.slug);
if (slugs.length === 0) throw new Error('the shop sells nothing: start it with KEYS that have prices');
const any = (list) => list[Math.floor(Math.random() * list.length)];
const owners = []; // [token, slug] of those who have bought

// [name, weight, what is done]: the weights are those of a shop in which one visitor in twenty-five buys.
const MIX = [
  ['browse', 70, async () => ok(await get(any(['/marketplace/keys', '/marketplace/bundles', '/marketplace/situations', `/marketplace/keys/${any(slugs)}`,
    '/marketplace/keys?tool=node', `/marketplace/keys?search=${any(['test', 'postgres', 'deploy'])}`])))],
  ['discover', 12, async () => {
    const as = token(newUser());
    ok(await post('/marketplace/discover/signal', { as, body: { signal_type: 'tool_intent', signal_value: 'Node.js' } }));
    ok(await get('/marketplace/discover', { as }));
  }],
  ['buy', 4, async () => {
    const [as, slug] = [token(newUser()), any(slugs)];
    await buy('keys', slug, as);
    owners.push([as, slug]);
  }],
  ['download', 12, async () => {
    if (owners.length === 0) return;
    const [as, slug] = any(owners);
    const { downloadUrl } = ok(await post(`/marketplace/keys/${slug}/download`, { as, body: {} }));
    ok(await get(downloadUrl));
  }],
  ['forged webhook', 2, async () => {
    ok(await call('POST', '/billing/webhook', { raw: '{}', headers: { 'stripe-signature': 't=1,v1=00' } }), 400);
  }],
];
// Twelve forged webhooks in ten minutes are an attack that somebody is woken for; the mix stays below.
const MOST = { 'forged webhook': 4 };
const total = MIX.reduce((sum, [, weight]) => sum + weight, 0);
function choose() {
  let at = Math.random() * total;
  return MIX.find(([, weight]) => (at -= weight) < 0) ?? MIX[0];
}

const figures = Object.fromEntries(MIX.map(([name]) => [name, { took: [], failed: [] }]));
const end = now() + seconds * 1000;
async function person() {
  while (now() < end) {
    const [name, , act] = choose();
    const { took, failed } = figures[name];
    if (took.length >= (MOST[name] ?? Infinity)) continue;
    const began = now();
    try {
      await act();
    } catch (error) {
      failed.push(error.message);
    }
    took.push(now() - began);
  }
}
await Promise.all(Array.from({ length: people }, person));

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
process.stdout.write(`${'what'.padEnd(16)}${['done', 'a second', 'p50 ms', 'p95 ms', 'p99 ms', 'failed'].map((word) => word.padStart(10)).join('')}\n`);
let failures = 0;
for (const [name, { took, failed }] of Object.entries(figures)) {
  const sorted = [...took].sort((a, b) => a - b);
  failures += failed.length;
  const cells = [sorted.length, (sorted.length / seconds).toFixed(1), ...[0.5, 0.95, 0.99].map((share) => at(sorted, share).toFixed(0)), failed.length];
  process.stdout.write(`${name.padEnd(16)}${cells.map((cell) => String(cell).padStart(10)).join('')}\n`);
  for (const message of new Set(failed.slice(0, 5))) process.stdout.write(`  ${message.slice(0, 200)}\n`);
}
process.exitCode = failures > 0 ? 1 : 0;
