// CPU seconds that processes have used, children included, from /proc/PID/stat.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** {parent, own, reaped}: seconds of the process itself and of those of its children that have ended. */
function look(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ').map(Number);
    return { parent: fields[1], own: (fields[11] + fields[12]) / TICKS, reaped: (fields[13] + fields[14]) / TICKS };
  } catch {
    return undefined; // it has ended meanwhile
  }
}

const childrenOf = (parent) => readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  .map((pid) => ({ pid, seen: look(pid) })).filter(({ seen }) => seen?.parent === parent);

/** The database a backend of PostgreSQL serves, by its title; empty for the server's own processes. */
function databaseOf(pid) {
  try {
    return /^postgres: \w+ (\w+) 127\.0\.0\.1/.exec(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
}

/** A look at `named` ({name: pid}) and at the backends of `database` below `postmaster`: for secondsBetween. */
export function snapshot({ named, postmaster, database }) {
  const taken = { named: {}, backends: new Map(), reaped: look(postmaster)?.reaped ?? 0 };
  for (const [name, pid] of Object.entries(named)) {
    taken.named[name] = look(pid)?.own ?? 0;
    for (const { seen } of childrenOf(pid)) taken.named[name] += seen.own;
  }
  for (const { pid, seen } of childrenOf(postmaster)) {
    const served = databaseOf(pid);
    if (served === '' || served === database) taken.backends.set(pid, seen.own);
  }
  return taken;
}

/** CPU seconds by name between two looks; PostgreSQL's are under "postgres". */
export function secondsBetween(before, after) {
  const used = Object.fromEntries(Object.entries(after.named).map(([name, seconds]) => [name, seconds - (before.named[name] ?? 0)]));
  let backends = 0;
  for (const [pid, seconds] of after.backends) backends += seconds - (before.backends.get(pid) ?? 0);
  // CPU time that a backend had used before the first look does not belong to this span.
  let ended = after.reaped - before.reaped;
  for (const [pid, seconds] of before.backends) if (!after.backends.has(pid)) ended -= seconds;
  return { ...used, postgres: backends + Math.max(0, ended) };
}
