import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { changedAreas, toRegExp } from "../gate/changed-areas.mjs";
import { deadLinks, relativeLinks } from "../gate/dead-links.mjs";
import { verdict } from "../gate/verdict.mjs";

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const areas = JSON.parse(readFileSync(here("gate/areas.json"), "utf8"));

test("a change runs what it touches", () => {
  assert.deepEqual(changedAreas(["src/a/b.ts"], areas), ["web"]);
  assert.deepEqual(changedAreas(["README.md", "migrations/004_add.sql"], areas), ["database", "docs"]);
  assert.deepEqual(changedAreas(["src/README.md"], areas), ["docs", "web"]);
  assert.deepEqual(changedAreas([], areas), []);
});

test("a file that nobody claims runs everything, and so does a change of the gate", () => {
  const all = ["database", "docs", "web"];
  assert.deepEqual(changedAreas(["brand-new-folder/x.rs"], areas), all);
  assert.deepEqual(changedAreas([".github/workflows/gate.yml"], areas), all);
});

test("patterns mean what they say", () => {
  for (const [pattern, yes, no] of [
    ["*.md", ["a.md"], ["b/a.md"]],
    ["**/*.md", ["a.md", "b/a.md", "b/c/a.md"], ["a.mdx"]],
    ["src/**", ["src/a", "src/a/b"], ["xsrc/a", "src"]],
    ["a+b(c).txt", ["a+b(c).txt"], ["aab(c).txt"]],
  ]) {
    for (const path of yes) assert.match(path, toRegExp(pattern));
    for (const path of no) assert.doesNotMatch(path, toRegExp(pattern));
  }
});

test("file names with spaces, quotes and line breaks arrive whole", () => {
  const { stdout } = spawnSync(process.execPath, [here("gate/changed-areas.mjs"), here("gate/areas.json")],
    { input: 'docs/a b.md\0docs/"x"\ny.md\0', encoding: "utf8" });
  assert.equal(stdout, 'areas=["docs"]\n');
});

const needs = (over) => ({ changes: { result: "success" }, web: { result: "success" }, docs: { result: "skipped" }, ...over });

test("skipped is fine, failed and cancelled are not, and the sentence names them", () => {
  assert.equal(verdict(needs({})).ok, true);
  const failed = verdict(needs({ web: { result: "failure" }, docs: { result: "cancelled" } }));
  assert.equal(failed.ok, false);
  assert.match(failed.text, /Not yet: web, docs\./);
});

test("if nobody knows what changed, skipped jobs prove nothing", () => {
  assert.equal(verdict(needs({ changes: { result: "failure" }, web: { result: "skipped" } })).ok, false);
  assert.equal(verdict(needs({ changes: { result: "skipped" } })).ok, false);
});

test("the program's exit code is the verdict", () => {
  const run = (value) => spawnSync(process.execPath, [here("gate/verdict.mjs")], { env: { NEEDS: JSON.stringify(value) } }).status;
  assert.deepEqual([run(needs({})), run(needs({ web: { result: "failure" } }))], [0, 1]);
});

test("dead relative links are named with file and line; code, anchors and addresses are left alone", () => {
  const root = mkdtempSync(join(tmpdir(), "gate-"));
  try {
    mkdirSync(join(root, "docs"));
    writeFileSync(join(root, "README.md"), "[a](docs/a.md) [b](docs/b.md#x)\n`[c](nowhere.md)`\n```\n[d](nowhere.md)\n```\n[e](#top) [f](https://example.org)\n");
    writeFileSync(join(root, "docs/a.md"), "[up](../README.md) [root](/README.md)\n");
    assert.deepEqual(deadLinks(root), ["README.md:1: docs/b.md#x does not exist"]);
  } finally {
    rmSync(root, { recursive: true });
  }
  assert.deepEqual(relativeLinks("[x](mailto:a@example.org)"), []);
});

test("every job of the workflow reports to the verdict, asks for rights of its own and has a limit", () => {
  const text = readFileSync(here(".github/workflows/gate.yml"), "utf8");
  const jobs = [...text.slice(text.indexOf("\njobs:")).matchAll(/^ {2}([a-z]+):$/gm)].map((m) => m[1]);
  const reported = text.match(/needs: \[([^\]]+)\]/)[1].split(", ");
  assert.deepEqual(jobs.filter((job) => job !== "verdict"), reported);
  assert.equal([...text.matchAll(/timeout-minutes:/g)].length, jobs.length);
  assert.equal([...text.matchAll(/^ {4}permissions:$/gm)].length, jobs.length);
  assert.doesNotMatch(text, /pull_request_target/);
  assert.doesNotMatch(text, /run:.*\$\{\{/, "no expression inside a script");
});
