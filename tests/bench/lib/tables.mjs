// The tables of scripts/bench.sh, as Markdown.
const table = (headings, rows) => [
  `| ${headings.join(' | ')} |`,
  `|${headings.map((_, at) => (at === 0 ? '---' : '--:')).join('|')}|`,
  ...rows.map((cells) => `| ${cells.join(' | ')} |`),
].join('\n');

/** Three significant digits. */
const figure = (value) => (value === undefined ? '' : String(Number(value.toPrecision(3))));
const cost = (run) => {
  if (!run) return '';
  const failed = run.refused + run.broken;
  return failed > 0 ? `${figure(run.cost)} (${failed} failed)` : figure(run.cost);
};

/** CPU and its ratio to the reference, rates and latencies. `results`: [{name, connections, nginx, kept, plain, ours}]. */
export const speedTable = (results) => table(
  ['path', 'connections', 'nginx static', 'Fastify kept 1 s', 'Fastify', 'ours', 'ours / Fastify', 'Fastify req/s', 'ours req/s', 'Fastify p50 / p99 ms', 'ours p50 / p99 ms'],
  results.map((one) => {
    const peer = one.kept ?? one.plain;
    return [one.name, one.connections, cost(one.nginx), cost(one.kept), cost(one.plain), cost(one.ours), figure(one.ours.cost / peer.cost),
      figure(peer.rate), figure(one.ours.rate), `${figure(peer.p50)} / ${figure(peer.p99)}`, `${figure(one.ours.p50)} / ${figure(one.ours.p99)}`];
  }));

/** CPU seconds per 1,000 requests by process, of those lines that have `who`. */
export function cpuTable(results, who) {
  const lines = results.filter((one) => one[who]);
  const processes = [...new Set(lines.flatMap((one) => Object.keys(one[who].each)))];
  return table(['path', 'connections', ...processes],
    lines.map((one) => [one.name, one.connections, ...processes.map((name) => figure(one[who].each[name] ?? 0))]));
}

/** Statements, commits and RPCs a request. `counts`: {path: {ours, reference}}. */
export const countsTable = (counts) => table(['path', 'statements', 'commits', 'RPCs'], Object.entries(counts).map(([name, { ours, reference }]) =>
  [name, ...['statements', 'commits', 'rpcs'].map((what) => `${ours.total[what]} (${reference.total[what]})`)]));
