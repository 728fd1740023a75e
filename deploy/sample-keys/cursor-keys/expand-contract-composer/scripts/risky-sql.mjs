#!/usr/bin/env node
// Finds statements in Postgres migrations that stop a busy table, or that break the code which still runs during a deploy.
//   scripts/risky-sql.mjs migrations/0042_*.sql
// One line per finding, exit code 1 if there is one. `-- risky-ok: <reason>` in the line above a statement lets it pass, with the reason printed.
// It reads statements, not your database: a table created in the same file is new and may be treated roughly.
import { readFileSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * Cuts a file into statements, with comments and string contents blanked so that words in them do not matter.
 * @param {string} text @returns {{ sql: string, line: number, excuse: string | null }[]}
 */
export function statements(text) {
  const found = [];
  let sql = "";
  let start = 1;
  let line = 1;
  let excuse = null;
  const push = () => {
    if (sql.trim() !== "") found.push({ sql: sql.replace(/\s+/g, " ").trim(), line: start, excuse });
    if (sql.trim() !== "") excuse = null;
    sql = "";
  };
  // In this order: comment to the end of line, block comment, dollar quote, quoted text, quoted name, end of statement, anything else.
  const token = /--[^\n]*|\/\*[\s\S]*?\*\/|(\$[A-Za-z_]*\$)[\s\S]*?\1|'(?:[^']|'')*'|"(?:[^"]|"")*"|;|[\s\S]/g;
  for (const [piece] of text.matchAll(token)) {
    if (piece.startsWith("--")) {
      const reason = /^--\s*risky-ok:\s*(\S.*)$/.exec(piece);
      if (reason) excuse = reason[1].trim();
    } else if (piece === ";") push();
    else if (piece.startsWith("/*")) sql += " ";
    else if (piece.startsWith("'") || /^\$[A-Za-z_]*\$/.test(piece)) sql += "''";
    else {
      if (sql.trim() === "" && piece.trim() !== "") start = line;
      sql += piece.startsWith('"') ? piece : piece.toLowerCase();
    }
    line += piece.split("\n").length - 1;
  }
  push();
  return found;
}

const VOLATILE = /\b(gen_random_uuid|uuid_generate_v\d\w*|random|clock_timestamp|timeofday|nextval)\s*\(/;

/** Each rule: does it concern this statement, and what goes wrong? `fresh` are tables made in the same file. */
const RULES = [
  [/^alter table .* rename (column )?\S+ to /, "renaming breaks the code that still runs; expand and contract instead"],
  [/^alter table \S+ rename to /, "renaming a table breaks the code that still runs"],
  [/^alter table .*\balter (column )?\S+ (set data )?type\b/, "changing a type rewrites the table under an exclusive lock, except for a few widenings"],
  [/^alter table .*\bset not null\b/, "scans the table under an exclusive lock, unless a validated check (column is not null) exists"],
  [/^alter table .*\badd (constraint \S+ )?foreign key\b(?!.*\bnot valid\b)/, "locks both tables while it checks every row; add it not valid and validate later"],
  [/^alter table .*\badd (constraint \S+ )?check\b(?!.*\bnot valid\b)/, "checks every row under an exclusive lock; add it not valid and validate later"],
  [/^alter table .*\badd (constraint \S+ )?(unique|primary key)\b(?!.*\busing index\b)/, "builds its index under an exclusive lock; build it concurrently and add it using that index"],
  [/^alter table .*\badd (column )?(?!column\b|constraint\b|foreign\b)\S+ .*\breferences\b/, "a foreign key on a new column locks the other table; add it not valid in a statement of its own"],
  [/^create (unique )?index (?!concurrently\b)/, "stops writes until it is built; use concurrently"],
  [/^drop index (?!concurrently\b)/, "takes an exclusive lock on the table; use concurrently"],
  [/^reindex (?!.*\bconcurrently\b)/, "stops writes until it is done; use concurrently"],
  [/^(update|delete from)\b(?!.*\bwhere\b)/, "touches every row in one transaction; do it in batches by key"],
  [/^alter table .*\bdrop (column )?(?!constraint\b|not null|default|expression|identity)\S+/, "the code that still runs may read it; last step only (see prompts/5-contract.md)"],
  [/^(vacuum full|cluster)\b/, "rewrites the table under an exclusive lock"],
  [/^lock table\b/, "an explicit lock in a migration stops everybody behind it"],
  [/^drop table\b/, "cannot be undone and may still be read; last step only"],
  [/^truncate\b/, "cannot be undone and takes an exclusive lock"],
];

/** @param {string} text @returns {{ line: number, message: string, excuse: string | null }[]} */
export function risks(text) {
  const found = [];
  const fresh = new Set();
  let hasTimeout = false;
  let inTransaction = false;
  for (const { sql, line, excuse } of statements(text)) {
    const say = (message) => found.push({ line, message, excuse });
    if (/^set (local |session )?lock_timeout\b/.test(sql)) hasTimeout = true;
    if (/^(begin|start transaction)\b/.test(sql)) inTransaction = true;
    if (/^(commit|rollback|end)\b/.test(sql)) inTransaction = false;
    const made = /^create (?:unlogged |temp(?:orary)? )?table (?:if not exists )?(\S+?)(?: |\(|$)/.exec(sql);
    if (made) fresh.add(made[1]);
    const target = /^(?:alter table(?: if exists)?(?: only)?|update(?: only)?|delete from(?: only)?|truncate(?: table)?|lock table|drop table(?: if exists)?) (\S+)/.exec(sql)?.[1]
      ?? /^create (?:unique )?index .*? on (?:only )?([^\s(]+)/.exec(sql)?.[1];
    if (target && fresh.has(target)) continue;

    for (const [pattern, message] of RULES) if (pattern.test(sql)) say(message);
    if (/^alter table .*\badd (column )?.*\bdefault\b/.test(sql) && VOLATILE.test(sql)) {
      say("a volatile default rewrites the table under an exclusive lock; add the column without it and backfill");
    }
    if (/^alter table .*\badd (column )?(?!constraint\b).*\bnot null\b/.test(sql) && !/\bdefault\b/.test(sql)) {
      say("fails if there is a row, and breaks inserts by the code that still runs");
    }
    if (/^alter table\b/.test(sql) && !hasTimeout) say("no lock_timeout before it: it may wait long, and everybody waits behind it");
    if (/\bconcurrently\b/.test(sql) && inTransaction) say("concurrently cannot run inside a transaction");
  }
  return found;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const files = process.argv.slice(2);
  if (files.length === 0) {
    console.error("usage: risky-sql.mjs file.sql …");
    process.exitCode = 2;
  }
  for (const file of files) {
    for (const { line, message, excuse } of risks(readFileSync(file, "utf8"))) {
      console.log(`${file}:${line}: ${message}${excuse ? ` (let pass: ${excuse})` : ""}`);
      if (!excuse) process.exitCode = 1;
    }
  }
}
