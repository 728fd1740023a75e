// Drives every path of a running stack of lib/stack.mjs, and the same of the reference and of nginx, and prints the tables.
// Called by scripts/bench.sh:
//   node tests/bench/bench.mjs --data DIR [--uncached URL --uncached-pid PID] [--rounds N] [--seconds S]
//                              [--connections LIST] [--paths PATTERN] [--counts]
import { mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { describeCounts, quiet, sampleOfReference, sampleTwice, settled, startLogging } from './lib/counts.mjs';
import { secondsBetween, snapshot } from './lib/cpu.mjs';
import { startNginx } from './lib/nginx.mjs';
import { startReference } from './lib/reference.mjs';
import { describe } from './lib/stack.mjs';
import { countsTable, cpuTable, speedTable } from './lib/tables.mjs';
import { pathsOf } from './lib/world.mjs';
import { drive } from './lib/wrk.mjs';

const { values: asked } = parseArgs({ options: {
  data: { type: 'string' }, uncached: { type: 'string' }, 'uncached-pid': { type: 'string' }, rounds: { type: 'string', default: '3' },
  seconds: { type: 'string', default: '5' }, connections: { type: 'string', default: '1,16' }, paths: { type: 'string', default: '' },
  counts: { type: 'boolean', default: false } } });
const stack = describe(path.resolve(asked.data));
const rounds = Number(asked.rounds);
const seconds = Number(asked.seconds);
const connections = asked.connections.split(',').map(Number);
const scratch = path.join(stack.data, 'bench');
mkdirSync(scratch, { recursive: true });

// Requests enough that a run does not come to their end; payments are limited by the orders that wait.
const EVENTS_PER_SECOND = 8_000;
const DISTINCT = 200;
const WARM_UP_SECONDS = 1;
const countFor = (name) => {
  if (name.startsWith('webhook')) return Math.min(3_000 * secondsFor(name), Math.floor(stack.size.open / ((rounds + 1) * connections.length + 1)));
  return name.startsWith('analytics') ? EVENTS_PER_SECOND * seconds : DISTINCT;
};

// Payments are few a second, and a figure needs some hundred.
const secondsFor = (name) => (name.startsWith('webhook') ? 3 * seconds : seconds);

/**
 * The programs that answer: {name, url, processes, database, paths, after}. Each gets requests of its own, so that none
 * profits from another's.
 */
async function contestants() {
  const { sandbox, ...services } = stack.endpoints.pids;
  const ours = { database: 'keys', after: () => settled(stack) };
  const reference = await startReference(stack);
  const keeping = await startReference(stack, { cacheMs: 1000 });
  const nginx = await startNginx(stack, scratch);
  return {
    ours: { ...ours, url: stack.endpoints.gateway, processes: services, paths: pathsOf(stack) },
    uncached: { ...ours, url: asked.uncached, processes: { ...services, gateway: Number(asked['uncached-pid']) }, paths: pathsOf(stack) },
    reference: { url: reference.url, processes: { node: reference.pid }, database: 'keys_reference', paths: pathsOf(stack), stop: reference.stop },
    keeping: { url: keeping.url, processes: { node: keeping.pid }, database: 'keys_reference', paths: pathsOf(stack), stop: keeping.stop },
    nginx: nginx && { url: nginx.url, processes: nginx.processes, database: '', paths: pathsOf(stack), stop: nginx.stop },
  };
}

/** Those who run a path, under the heading they have in the table. */
function linedUp(all, { cached, uncached }) {
  if (cached) return [['nginx', all.nginx], ['kept', all.keeping], ['ours', all.ours]].filter(([, who]) => who);
  return [['plain', all.reference], ['ours', uncached ? all.uncached : all.ours]];
}

/** One run: CPU seconds per 1,000 requests by process, rate, latencies. */
async function run(who, name, at, lasting = secondsFor(name)) {
  const known = who.paths[name];
  const requests = known.requests(countFor(name));
  if (requests.length === 0) throw new Error(`no order waits any more for ${name}; start a larger size`);
  const look = () => snapshot({ named: who.processes, postmaster: stack.endpoints.postgres.pid, database: who.database });
  const before = look();
  const told = await drive(who.url, requests, { connections: at, seconds: lasting, once: known.once, folder: scratch });
  await who.after?.();
  const used = secondsBetween(before, look());
  const each = Object.fromEntries(Object.entries(used).map(([process, spent]) => [process, (spent / told.requests) * 1000]));
  return { ...told, rate: told.requests / told.seconds, each, cost: Object.values(each).reduce((all, one) => all + one, 0) };
}

const median = (runs) => [...runs].sort((a, b) => a.cost - b.cost)[Math.floor((runs.length - 1) / 2)];

async function measure(all, names) {
  const results = [];
  for (const name of names) {
    for (const at of connections) {
      const line = linedUp(all, all.ours.paths[name]);
      const runs = Object.fromEntries(line.map(([heading]) => [heading, []]));
      for (const [, who] of line) await run(who, name, at, WARM_UP_SECONDS); // connections, prepared statements, compiled code
      for (let round = 0; round < rounds; round++) {
        const turn = line.map((_, n) => line[(n + round) % line.length]);
        for (const [heading, who] of turn) runs[heading].push(await run(who, name, at));
      }
      results.push({ name, connections: at, ...Object.fromEntries(Object.entries(runs).map(([heading, made]) => [heading, median(made)])) });
      process.stderr.write(`measured ${name} at ${at}\n`);
    }
  }
  return results;
}

async function countAll(all, names) {
  await quiet(stack);
  const logging = startLogging(stack);
  const counts = {};
  try {
    for (const name of names) {
      const { cached } = all.ours.paths[name];
      counts[name] = { ours: await sampleTwice(stack, logging.log, all.ours.paths[name]),
        reference: await sampleOfReference(logging.log, (cached ? all.keeping : all.reference).url, all.reference.paths[name]) };
    }
  } finally {
    logging.stop();
  }
  return counts;
}

const load = () => os.loadavg().map((one) => one.toFixed(1)).join(' ');
const all = await contestants();
try {
  const names = Object.keys(all.ours.paths).filter((name) => new RegExp(asked.paths).test(name));
  const { size } = stack;
  const number = (one) => one.toLocaleString('en');
  console.log(`${number(size.keys)} KEYS, ${number(size.orders)} orders, ${number(size.grants)} grants, ${number(size.events)} events; ` +
    `${os.cpus().length} cores, load ${load()} before (one, five and fifteen minutes).\n`);
  const counts = await countAll(all, names);
  if (!asked.counts) {
    const results = await measure(all, names);
    console.log(`CPU seconds per 1,000 requests of all processes, PostgreSQL and later work included; the median of ${rounds} interleaved ` +
      `rounds of ${seconds} s (webhooks ${3 * seconds} s). Load ${load()} after.\n\n${speedTable(results)}\n\nOur CPU by process:\n\n${cpuTable(results, 'ours')}\n\nThe reference's:\n\n${cpuTable(results, 'plain')}\n`);
  }
  console.log(`Per request, from PostgreSQL's log and our metrics (the reference in brackets):\n\n${countsTable(counts)}`);
  if (asked.counts) for (const name of names) console.log(`\n${name}\n${describeCounts(counts[name].ours)}`);
} finally {
  await Promise.all(Object.values(all).map((who) => who?.stop?.()));
}
