// The stack's own PostgreSQL as processes: to stop them, or to kill one.
import { readFileSync, readdirSync } from 'node:fs';

import { endpoints } from './shop.mjs';

/** The postmaster's pid; undefined while it is being restarted. */
export function postmaster() {
  const pid = endpoints().postgres?.pid;
  return pid > 1 ? pid : undefined;
}

/** {pid, title} of each process that the postmaster has now. */
export function backends() {
  const parent = postmaster();
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      const of = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop().split(' ')[1];
      return Number(of) === parent ? [{ pid: Number(pid), title: readFileSync(`/proc/${pid}/cmdline`, 'utf8') }] : [];
    } catch {
      return []; // it has ended meanwhile
    }
  });
}

/** Stops the whole server while `body` runs, so that it takes connections and answers nobody; it goes on whatever happens. */
export async function whileFrozen(body) {
  const signal = (pids, word) => pids.forEach((pid) => {
    try {
      process.kill(pid, word);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  });
  // The postmaster first: after it no process is made that would be missed.
  const server = [postmaster()];
  signal(server, 'SIGSTOP');
  server.push(...backends().map(({ pid }) => pid));
  try {
    signal(server, 'SIGSTOP');
    await body();
  } finally {
    signal(server, 'SIGCONT');
  }
}
