// KEYS whose every text tries to run a script on the page that shows it. A script that runs sets window.canary.
import { mkdirSync, writeFileSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const MARKUP = '<img src=x onerror="window.canary=1"><script>window.canary=1</script>';
// Ends the elements that the server writes texts into.
export const BREAKOUT = `"></title></script><svg onload="window.canary=1">'`;

const README = `# ${MARKUP}

[click](javascript:window.canary=1) [data](data:text/html,<script>window.canary=1</script>) <javascript:window.canary=1>

${MARKUP}

<details open ontoggle="window.canary=1"><summary>more</summary></details>
<iframe srcdoc="<script>parent.canary=1</script>"></iframe>
<style>body{display:none}</style>

| ${BREAKOUT} | b |
|---|---|
| \`${MARKUP}\` | ![x](x" onerror="window.canary=1) |

\`\`\`${BREAKOUT}
${MARKUP}
\`\`\`
`;

const write = (folder, files) => {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
};

const common = (slug) => ({
  slug, title: `Canary ${MARKUP}${BREAKOUT}`.slice(0, 200), description: `${BREAKOUT} ${MARKUP} ${'{{7*7}} ${7*7} '.repeat(2)}`,
  version: '1.0.0', license_spdx: 'MIT', tags: [`t"><img src=x onerror=window.canary=1>`, 'canary'], outcome: `o'"><svg onload=window.canary=1>`,
  author: { name: BREAKOUT, email: 'canary@example.test' },
});

const notebook = {
  nbformat: 4, nbformat_minor: 5, metadata: { title: MARKUP },
  cells: [
    { cell_type: 'markdown', id: 'a', metadata: {}, source: [README] },
    { cell_type: 'code', id: 'b', metadata: {}, execution_count: 1, source: [`print("${MARKUP.replaceAll('"', '\\"')}")`],
      outputs: [
        { output_type: 'display_data', metadata: {}, data: { 'text/html': [MARKUP], 'image/svg+xml': ['<svg onload="window.canary=1"></svg>'], 'application/javascript': ['window.canary=1'] } },
        { output_type: 'stream', name: 'stdout', text: [MARKUP] },
        { output_type: 'error', ename: MARKUP, evalue: BREAKOUT, traceback: [MARKUP] },
      ] },
  ],
};

/** Writes the KEYS into an assets folder and gives them prices and a bundle. */
export function writeHostileKeys(assets) {
  write(path.join(assets, 'node-next-keys/canary-code'), {
    'key.json': JSON.stringify({
      ...common('canary-code'), tool: 'node', key_type: ['data'], runtime: 'node', side_effects: [MARKUP], required_env: ['CANARY'], optional_env: [],
      tenant_scope: 'global', compatibility: { node: '>=18' }, dependencies: [{ name: BREAKOUT, version: '1', required: true, description: MARKUP }], exposed_routes: [],
      documentation: { readme: 'README.md', changelog: 'CHANGELOG.md' },
    }),
    'README.md': README, 'CHANGELOG.md': README, [`a"'><b>.txt`]: MARKUP,
  });
  write(path.join(assets, 'jupyter-keys/canary-notebook'), {
    'key.json': JSON.stringify({ ...common('canary-notebook'), category: `c"><img src=x onerror=window.canary=1>`, difficulty: 'beginner', preview_public: true }),
    'canary-notebook.ipynb': JSON.stringify(notebook), 'README.md': README,
  });
  const file = path.join(assets, 'marketplace.json');
  const shop = JSON.parse(readFileSync(file, 'utf8'));
  shop.keys['canary-code'] = { price_cents: 1900 };
  shop.keys['canary-notebook'] = { price_cents: 1900 };
  shop.bundles.push({
    slug: 'canary-bundle', title: `Bundle ${MARKUP}${BREAKOUT}`.slice(0, 200), description: `${BREAKOUT}${MARKUP}`, bundle_type: 'starter', price_cents: 2900,
    key_slugs: ['canary-code', 'canary-notebook'],
  });
  writeFileSync(file, JSON.stringify(shop));
}
