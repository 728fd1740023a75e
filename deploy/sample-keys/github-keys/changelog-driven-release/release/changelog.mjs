#!/usr/bin/env node
// The changelog is the release. Reads CHANGELOG.md and the tags, and says what would be released, or why nothing can be.
//
//   git tag --list | release/changelog.mjs check  CHANGELOG.md --today 2026-11-23
//   git tag --list | release/changelog.mjs output CHANGELOG.md --today 2026-11-23 --notes notes.md   for $GITHUB_OUTPUT
//
// Form: `# Changelog`, then sections `## 1.4.0 – 2026-11-23` (a hyphen or a dash), newest first; above them, if you like, `## Unreleased`.
import { readFileSync, realpathSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const HEADING = /^## (?:v)?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?) [-–—] (\d{4}-\d{2}-\d{2})$/;
const UNRELEASED = /^## unreleased$/i;

/**
 * @typedef {{ version: string, date: string, line: number, notes: string }} Section
 * @typedef {{ line: number, text: string }} Problem
 */

/** SemVer's order: releases after their pre-releases, numbers by value. @param {string} a @param {string} b */
export function compareVersions(a, b) {
  const split = (/** @type {string} */ v) => {
    const at = v.indexOf("-");
    return { core: (at < 0 ? v : v.slice(0, at)).split(".").map(Number), pre: at < 0 ? [] : v.slice(at + 1).split(".") };
  };
  const [x, y] = [split(a), split(b)];
  for (let i = 0; i < 3; i += 1) if (x.core[i] !== y.core[i]) return x.core[i] - y.core[i];
  if (x.pre.length === 0 || y.pre.length === 0) return y.pre.length - x.pre.length;
  for (let i = 0; i < Math.max(x.pre.length, y.pre.length); i += 1) {
    const [p, q] = [x.pre[i], y.pre[i]];
    if (p === undefined || q === undefined) return p === undefined ? -1 : 1;
    if (p === q) continue;
    const [pn, qn] = [/^\d+$/.test(p), /^\d+$/.test(q)];
    if (pn && qn) return Number(p) - Number(q);
    if (pn !== qn) return pn ? -1 : 1;
    return p < q ? -1 : 1;
  }
  return 0;
}

/** @param {string} text @returns {{ sections: Section[], unreleased: string, problems: Problem[] }} */
export function parse(text) {
  /** @type {Section[]} */
  const sections = [];
  /** @type {Problem[]} */
  const problems = [];
  let unreleased = "";
  /** @type {((line: string) => void) | null} */
  let add = null;
  let fenced = false;
  text.split(/\r?\n/).forEach((content, i) => {
    if (/^(```|~~~)/.test(content)) fenced = !fenced;
    if (fenced || !content.startsWith("## ")) return add?.(`${content}\n`);
    const heading = HEADING.exec(content);
    if (heading) {
      const section = { version: heading[1], date: heading[2], line: i + 1, notes: "" };
      sections.push(section);
      add = (line) => { section.notes += line; };
    } else if (UNRELEASED.test(content)) {
      if (sections.length > 0) problems.push({ line: i + 1, text: "Unreleased must stand above all versions" });
      add = (line) => { unreleased += line; };
    } else {
      problems.push({ line: i + 1, text: `not a version heading: ${JSON.stringify(content)} (expected "## 1.2.3 - 2026-01-31")` });
      add = null;
    }
  });
  for (const section of sections) section.notes = section.notes.trim();
  return { sections, unreleased: unreleased.trim(), problems };
}

/** A day that exists: neither 2026-02-30 nor 2026-13-01 does. @param {string} date */
function isDay(date) {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}

/**
 * @param {string} text @param {{ tags: string[], today: string }} context tags as in git, with or without a leading v
 * @returns {{ problems: Problem[], release: Section | null }} release: null when the newest is tagged already
 */
export function plan(text, { tags, today }) {
  const { sections, problems } = parse(text);
  const tagged = new Set(tags.map((tag) => tag.replace(/^v/, "")));
  sections.forEach((section, i) => {
    const older = sections[i + 1];
    const say = (/** @type {string} */ message) => problems.push({ line: section.line, text: message });
    if (!isDay(section.date)) say(`${section.date} is not a day`);
    else if (section.date > today) say(`${section.version} is dated ${section.date}, which is in the future`);
    if (section.notes === "") say(`${section.version} says nothing: a release needs at least one line`);
    if (older && compareVersions(section.version, older.version) <= 0) say(`${section.version} stands above ${older.version} and is not higher`);
    if (older && section.date < older.date) say(`${section.version} is dated before ${older.version}`);
  });
  const untagged = sections.filter(({ version }) => !tagged.has(version));
  // The first run in an old repository: history without tags is history. Only the newest may be released.
  const release = untagged[0] === sections[0] ? sections[0] ?? null : null;
  const highest = [...tagged].filter((v) => /^\d+\.\d+\.\d+/.test(v)).sort(compareVersions).at(-1);
  if (release && highest && compareVersions(release.version, highest) <= 0) {
    problems.push({ line: release.line, text: `${release.version} is not higher than the tag ${highest}` });
  }
  return { problems: problems.sort((a, b) => a.line - b.line), release };
}

function main([command, file, ...rest]) {
  const option = (/** @type {string} */ name) => rest[rest.indexOf(`--${name}`) + 1];
  const today = rest.includes("--today") ? option("today") : new Date().toISOString().slice(0, 10);
  const tags = readFileSync(0, "utf8").split("\n").map((tag) => tag.trim()).filter(Boolean);
  const { problems, release } = plan(readFileSync(file, "utf8"), { tags, today });
  // The form that GitHub shows beside the line in the pull request.
  for (const { line, text } of problems) console.error(`::error file=${file},line=${line}::${text}`);
  if (problems.length > 0) return 1;
  if (command === "check") console.log(release ? `${release.version} will be released when this is merged.` : "Nothing new to release.");
  if (command === "output") {
    if (release && rest.includes("--notes")) writeFileSync(option("notes"), `${release.notes}\n`);
    console.log(`version=${release?.version ?? ""}\nprerelease=${release?.version.includes("-") ?? false}`);
  }
  return 0;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2));
