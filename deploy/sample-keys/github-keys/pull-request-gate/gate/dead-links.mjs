#!/usr/bin/env node
// Relative links in Markdown that lead nowhere. Looks at no address outside the repository: a gate that fails because somebody else's
// server is down gets muted.
import { existsSync, readFileSync, readdirSync, realpathSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const SKIP = new Set(["node_modules", ".git", "vendor", "dist"]);

/** @param {string} text @returns {{ line: number, target: string }[]} */
export function relativeLinks(text) {
  let fenced = false;
  return text.split("\n").flatMap((content, i) => {
    if (/^\s*(```|~~~)/.test(content)) fenced = !fenced;
    if (fenced) return [];
    const plain = content.replace(/`[^`]*`/g, "");
    return [...plain.matchAll(/\]\(\s*<?([^)\s>]+)/g)].map((m) => ({ line: i + 1, target: m[1] }))
      .filter(({ target }) => !/^([a-z][a-z0-9+.-]*:|#|\/\/)/i.test(target));
  });
}

/** @param {string} folder @returns {string[]} */
function markdownFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIP.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return markdownFiles(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
}

/** @param {string} root */
export function deadLinks(root) {
  return markdownFiles(root).flatMap((file) => relativeLinks(readFileSync(file, "utf8")).flatMap(({ line, target }) => {
    const path = decodeURIComponent(target.split("#")[0]);
    const absolute = path.startsWith("/") ? join(root, path) : join(dirname(file), path);
    return path === "" || existsSync(absolute) ? [] : [`${relative(root, file)}:${line}: ${target} does not exist`];
  }));
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const dead = deadLinks(process.argv[2] ?? ".");
  for (const message of dead) console.log(message);
  if (dead.length > 0) process.exitCode = 1;
}
