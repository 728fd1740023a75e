#!/usr/bin/env node
// Which areas does a change touch? File names (NUL between them) on standard input, areas.json as argument; prints
// `areas=["docs","web"]` for $GITHUB_OUTPUT.
import { readFileSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** @param {string} pattern */
export function toRegExp(pattern) {
  const source = pattern.replace(/[.+^${}()|[\]\\?]/g, "\\$&")
    // "**/" also stands for no folder at all: **/*.md means README.md, too.
    .replace(/\*\*\//g, "\u0001").replace(/\*\*/g, "\u0002").replace(/\*/g, "[^/]*")
    .replace(/\u0001/g, "(?:.*/)?").replace(/\u0002/g, ".*");
  return new RegExp(`^${source}$`, "s");
}

/**
 * @param {string[]} files @param {Record<string, string[] | string>} areas
 * @returns {string[]} sorted
 */
export function changedAreas(files, areas) {
  const entries = Object.entries(areas).filter(([name]) => !name.startsWith("$"));
  const known = entries.filter(([name]) => name !== "everything").map(([name]) => name);
  const rules = entries.map(([name, patterns]) => ({ name, tests: /** @type {string[]} */ (patterns).map(toRegExp) }));
  const touched = new Set();
  for (const file of files) {
    const names = rules.filter(({ tests }) => tests.some((test) => test.test(file))).map(({ name }) => name);
    // Nobody's file is everybody's: better to test too much than to leave out a folder that is new.
    for (const name of names.length === 0 || names.includes("everything") ? known : names) touched.add(name);
  }
  return [...touched].sort();
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const areas = JSON.parse(readFileSync(process.argv[2], "utf8"));
  const files = readFileSync(0, "utf8").split("\0").filter(Boolean);
  console.log(`areas=${JSON.stringify(changedAreas(files, areas))}`);
}
