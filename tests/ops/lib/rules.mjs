// Reads what deploy/prometheus and deploy/grafana say: rules, alerts, and the names of the metrics in their queries.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
export const nodeModule = createRequire(path.join(root, 'tests/node/package.json'));
const { parse, parseAllDocuments } = nodeModule('yaml');

export const readText = (file) => readFileSync(path.join(root, file), 'utf8');
export const readYaml = (file) => parse(readText(file));
export const readYamls = (file) => parseAllDocuments(readText(file)).map((document) => {
  if (document.errors.length > 0) throw new Error(`${file}: ${document.errors[0].message}`);
  return document.toJS();
}).filter(Boolean);
export const filesIn = (folder, suffix) => readdirSync(path.join(root, folder)).filter((name) => name.endsWith(suffix)).sort();

const RULES = 'deploy/prometheus/rules';

/** Every rule, with the file that it stands in. */
export const rules = () => filesIn(RULES, '.yml').flatMap((file) =>
  readYaml(`${RULES}/${file}`).groups.flatMap((group) => group.rules.map((rule) => ({ ...rule, file }))));
export const alerts = () => rules().filter((rule) => rule.alert);

/** ProcessDown: process-down */
export const pageOf = (alert) => `${alert.replace(/(?<!^)(?=[A-Z])/g, '-').toLowerCase()}.md`;

const WORDS = new Set(['and', 'or', 'unless', 'bool', 'offset', 'inf', 'nan']);

/** The names of metrics in a PromQL expression. */
export function metricsIn(expression) {
  const bare = expression
    .replace(/"(?:[^"\\]|\\.)*"/g, '""')
    .replace(/\{[^}]*\}/g, ' ')
    .replace(/\[[^\]]*\]/g, ' ')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ')
    .replace(/\boffset\s+\w+/g, ' ');
  const names = [...bare.matchAll(/(?<![\w:.])[a-zA-Z_:][\w:]*(?!\s*\(|[\w:])/g)].map(([name]) => name);
  return [...new Set(names.filter((name) => !WORDS.has(name.toLowerCase())))];
}

/** Every query of every dashboard: {dashboard, panel, expr}. */
export const queries = () => filesIn('deploy/grafana/dashboards', '.json').flatMap((file) =>
  JSON.parse(readText(`deploy/grafana/dashboards/${file}`)).panels.flatMap((panel) =>
    (panel.targets ?? []).map((target) => ({ dashboard: file, panel: panel.title, expr: target.expr }))));
