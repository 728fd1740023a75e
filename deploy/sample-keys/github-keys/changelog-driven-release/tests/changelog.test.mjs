import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { compareVersions, parse, plan } from "../release/changelog.mjs";

const GOOD = `# Changelog

Some words.

## Unreleased

- Not yet.

## 1.4.0 – 2026-11-20

- New: tags.

\`\`\`
## 9.9.9 - in a code block
\`\`\`

## 1.3.2 - 2026-10-01

- Mended.
`;
const today = "2026-11-23";
const problems = (text, tags = []) => plan(text, { tags, today }).problems.map(({ line, text: message }) => `${line}: ${message}`);

test("the newest section that is not tagged is the release, with exactly its text", () => {
  const { release, problems: none } = plan(GOOD, { tags: ["v1.3.2"], today });
  assert.deepEqual(none, []);
  assert.equal(release.version, "1.4.0");
  assert.match(release.notes, /^- New: tags\.\n\n```\n## 9\.9\.9/);
  assert.doesNotMatch(release.notes, /Mended|Not yet/);
});

test("once tagged there is nothing to do", () => {
  assert.equal(plan(GOOD, { tags: ["v1.4.0", "v1.3.2"], today }).release, null);
  assert.equal(plan(GOOD, { tags: ["1.4.0"], today }).release, null, "tags without the v count, too");
});

test("Unreleased alone releases nothing", () => {
  assert.deepEqual(plan("# Changelog\n\n## Unreleased\n\n- Soon.\n", { tags: [], today }), { problems: [], release: null });
});

for (const [name, text, expected] of [
  ["a day in the future", "## 1.0.0 - 2026-11-24\n- x\n", "1: 1.0.0 is dated 2026-11-24, which is in the future"],
  ["a day that does not exist", "## 1.0.0 - 2026-02-30\n- x\n", "1: 2026-02-30 is not a day"],
  ["a month that does not exist", "## 1.0.0 - 2026-13-01\n- x\n", "1: 2026-13-01 is not a day"],
  ["an empty section", "## 1.1.0 - 2026-01-02\n\n## 1.0.0 - 2026-01-01\n- x\n", "1: 1.1.0 says nothing: a release needs at least one line"],
  ["a version that goes backwards", "## 1.9.0 - 2026-01-02\n- x\n## 1.10.0 - 2026-01-01\n- y\n", "1: 1.9.0 stands above 1.10.0 and is not higher"],
  ["a date that goes backwards", "## 1.1.0 - 2026-01-01\n- x\n## 1.0.0 - 2026-01-02\n- y\n", "1: 1.1.0 is dated before 1.0.0"],
  ["the same version twice", "## 1.0.0 - 2026-01-01\n- x\n## 1.0.0 - 2026-01-01\n- y\n", "1: 1.0.0 stands above 1.0.0 and is not higher"],
  ["a heading with a typo", "## 1.0 - 2026-01-01\n- x\n", '1: not a version heading: "## 1.0 - 2026-01-01" (expected "## 1.2.3 - 2026-01-31")'],
  ["Unreleased below a version", "## 1.0.0 - 2026-01-01\n- x\n## Unreleased\n- y\n", "3: Unreleased must stand above all versions"],
]) {
  test(`refused: ${name}`, () => assert.deepEqual(problems(text), [expected]));
}

test("a version below the highest tag is refused even if its own tag is missing", () => {
  assert.deepEqual(problems("## 1.5.0 - 2026-01-01\n- x\n", ["v2.0.0"]), ["1: 1.5.0 is not higher than the tag 2.0.0"]);
});

test("old history without tags is left in peace", () => {
  const { release } = plan(GOOD, { tags: ["v1.4.0"], today });
  assert.equal(release, null);
});

test("versions sort as SemVer says", () => {
  const sorted = ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.2.0", "1.10.0"];
  for (let i = 0; i < sorted.length; i += 1) {
    for (let j = 0; j < sorted.length; j += 1) assert.equal(Math.sign(compareVersions(sorted[i], sorted[j])), Math.sign(i - j), `${sorted[i]} ${sorted[j]}`);
  }
});

test("line ends of Windows change nothing", () => {
  assert.equal(parse(GOOD.replace(/\n/g, "\r\n")).sections.length, 2);
});

test("the program writes what the workflow reads, and marks the line of a problem", () => {
  const script = fileURLToPath(new URL("../release/changelog.mjs", import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), "release-"));
  try {
    const file = join(folder, "CHANGELOG.md");
    const run = (...args) => spawnSync(process.execPath, [script, ...args], { input: "v1.3.2\n", encoding: "utf8", cwd: folder });
    writeFileSync(file, GOOD);
    const good = run("output", "CHANGELOG.md", "--today", today, "--notes", "notes.md");
    assert.deepEqual([good.status, good.stdout], [0, "version=1.4.0\nprerelease=false\n"]);
    assert.match(readFileSync(join(folder, "notes.md"), "utf8"), /^- New: tags\./);
    writeFileSync(file, GOOD.replace("2026-11-20", "2027-01-01"));
    const bad = run("check", "CHANGELOG.md", "--today", today);
    assert.equal(bad.status, 1);
    assert.match(bad.stderr, /^::error file=CHANGELOG\.md,line=9::1\.4\.0 is dated 2027-01-01/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
