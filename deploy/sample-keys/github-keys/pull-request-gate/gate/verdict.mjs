#!/usr/bin/env node
// Sums the jobs up: Markdown on standard output, exit code 1 if one failed or was cancelled. NEEDS holds `toJSON(needs)`.
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

const WORDS = { success: "passed", skipped: "not needed", failure: "**failed**", cancelled: "**cancelled**" };

/** @param {Record<string, { result: string }>} needs */
export function verdict(needs) {
  const rows = Object.entries(needs).map(([job, { result }]) => ({ job, result }));
  const bad = rows.filter(({ result }) => result !== "success" && result !== "skipped");
  // If finding out what changed did not work, everything after it was skipped, and skipped must not look like fine.
  const blind = needs.changes && needs.changes.result !== "success";
  const ok = bad.length === 0 && !blind;
  const sentence = ok ? "This change may be merged."
    : `Not yet: ${bad.map(({ job }) => job).join(", ")}. Open the job below; its last step says why.`;
  const table = ["| job | |", "|---|---|", ...rows.map(({ job, result }) => `| ${job} | ${WORDS[result] ?? `**${result}**`} |`)];
  return { ok, text: [`### ${sentence}`, "", ...table].join("\n") };
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { ok, text } = verdict(JSON.parse(process.env.NEEDS ?? "{}"));
  console.log(text);
  if (!ok) process.exitCode = 1;
}
