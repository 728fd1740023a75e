// The SQL statements of a stack's PostgreSQL, read from its log (log_statement = all), and what they amount to: round
// trips and commits, by service and by the name under which the service prepared the statement.
import { openSync, readSync, closeSync, statSync } from 'node:fs';

// log_line_prefix of scripts/lib/postgres.sh: '%m [%p] %q%u@%d '.
const LINE = /^\S+ \S+ \S+ \[(\d+)\] (\w+)@(\w+) LOG: {2}(?:execute (\S+): |statement: )(.*)$/;

/** The statements in a piece of the log: [{pid, user, database, name, sql}], in the order in which they began. */
export function parseLog(text) {
  const statements = [];
  let last;
  for (const line of text.split('\n')) {
    if (line.startsWith('\t')) {
      if (last) last.sql += `\n${line}`;
      continue;
    }
    const found = LINE.exec(line);
    last = found && { pid: found[1], user: found[2], database: found[3], name: found[4] ?? '', sql: found[5] };
    if (last) statements.push(last);
  }
  for (const statement of statements) {
    if (statement.name === '' || statement.name === '<unnamed>') statement.name = statement.sql.trim().slice(0, 40);
  }
  return statements;
}

const WRITES = /\b(INSERT INTO|UPDATE|DELETE FROM|MERGE INTO)\b/i;

/** Transactions: [{user, statements, commits}]. One commits something when a statement of it writes or locks rows
 * (FOR UPDATE counts as UPDATE): PostgreSQL then flushes its log. */
export function transactionsOf(statements) {
  const open = new Map();
  const done = [];
  const close = (group, ended) => done.push({ ...group, commits: ended && group.statements.some(({ sql }) => WRITES.test(sql)) ? 1 : 0 });
  for (const statement of statements) {
    const { pid, user, database } = statement;
    if (/^\s*BEGIN/i.test(statement.sql)) {
      open.set(pid, { user, database, statements: [statement] });
    } else if (!open.has(pid)) {
      close({ user, database, statements: [statement] }, true);
    } else {
      open.get(pid).statements.push(statement);
      if (!/^\s*(COMMIT|ROLLBACK)/i.test(statement.sql)) continue;
      close(open.get(pid), /^\s*COMMIT/i.test(statement.sql));
      open.delete(pid);
    }
  }
  for (const group of open.values()) close(group, false);
  return done;
}

// Statements that services run periodically or while they wait. Their number depends on the length of the measurement
// and the load of the machine, and not on a request. Work that a poll finds is counted by the statements that follow
// it; a claim that finds some commits once more, which is not counted.
const POLLS = new RegExp(`^(${[
  'SELECT 1', 'catalog\\.read_revision', '\\w+_outbox\\.(claim|claim_of|undelivered_of|measure|prune|end_pauses)', '\\w+\\.(watch_alive|claim_feed|advance_feed|claim_event)',
  'billing\\.(prune_\\w+|measure_\\w+|list_erased|count_erasures|next_erasure|claim_orders_to_check)',
  'entitlement\\.(missing_versions|list_order_grants)', 'discovery\\.prune_expired', 'catalog\\.find_old_words',
  'analytics\\.(get_popularity|ensure_month)', '\\w+\\.prune\\w*'].join('|')})`);
const CONTROL = /^\s*(BEGIN|COMMIT|ROLLBACK)/i;

/** Whether a transaction consists of nothing but polls. */
export const isPoll = (transaction) =>
  transaction.statements.every(({ name, sql }) => CONTROL.test(sql) || POLLS.test(name));

/** Reads what has been appended to a file since `start()`. */
export class LogReader {
  constructor(file) {
    this.file = file;
    this.start();
  }

  start() {
    this.from = statSync(this.file).size;
  }

  read() {
    const bytes = Buffer.alloc(statSync(this.file).size - this.from);
    const file = openSync(this.file, 'r');
    try {
      readSync(file, bytes, 0, bytes.length, this.from);
    } finally {
      closeSync(file);
    }
    return bytes.toString('utf8');
  }
}
