// /docs in a browser: the whole reference is drawn under the storefront's content security policy, without a violation, a
// console error, a request to somebody else or a finding of axe, in both themes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { openApiText } from './document.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const web = path.join(root, 'gateway/web');
const require = createRequire(path.join(web, 'package.json'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
  + "frame-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.json': 'application/json' };
const CONFIG = { name: 'KEYS', version: '1.0.0', currency: 'usd', payments: 'sandbox', publicUrl: '', currencies: [], auth: { kind: 'none' } };

const folder = mkdtempSync(path.join(tmpdir(), 'keys-docs-'));
let server;
let browser;
let address;

/** The built storefront: the one that is there, else one of our own. */
function built() {
  const dist = path.join(web, 'dist');
  if (existsSync(path.join(dist, 'index.html'))) return dist;
  execFileSync('npx', ['vite', 'build', '--outDir', path.join(folder, 'dist'), '--logLevel', 'error'], { cwd: web, stdio: 'inherit' });
  return path.join(folder, 'dist');
}

/** Does what the gateway does for a page, except for the text that it writes into it. */
function answer(dist, document, url) {
  const { pathname } = new URL(url, 'http://localhost');
  if (pathname === '/openapi.json') return [document, '.json'];
  if (pathname === '/config.json') return [JSON.stringify(CONFIG), '.json'];
  if (pathname === '/auth/refresh') return ['{"signedOut":true}', '.json'];
  const file = path.join(dist, pathname.replace(/^\/web\//, '/'));
  if (pathname.startsWith('/web/') && file.startsWith(dist) && existsSync(file)) return [readFileSync(file), path.extname(file)];
  return [readFileSync(path.join(dist, 'index.html')), '.html'];
}

before(async () => {
  const dist = built();
  const document = await openApiText();
  server = http.createServer((request, response) => {
    const [body, kind] = answer(dist, document, request.url);
    response.writeHead(200, { 'content-type': `${TYPES[kind] ?? 'application/octet-stream'}; charset=utf-8`, 'content-security-policy': CSP });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${server.address().port}`;
  browser = await chromium.launch({ executablePath: process.env.KEYS_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
});
after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

for (const colorScheme of ['light', 'dark']) {
  test(`the reference is drawn and can be read by everybody, ${colorScheme}`, { timeout: 240_000 }, async () => {
    const page = await browser.newPage({ colorScheme, reducedMotion: 'reduce' });
    const seen = [];
    await page.exposeFunction('report', (what) => seen.push(what));
    await page.addInitScript(() => document.addEventListener('securitypolicyviolation',
      (event) => window.report(`CSP ${event.effectiveDirective} ${event.blockedURI}`)));
    page.on('console', (message) => message.type() === 'error' && seen.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => seen.push(`error: ${error.message}`));
    page.on('request', (request) => request.url().startsWith(address) || request.url().startsWith('data:') || seen.push(`request: ${request.url()}`));
    await page.goto(`${address}/docs`);
    const blocks = page.locator('.opblock');
    await blocks.first().waitFor({ timeout: 120_000 });
    const operations = Object.values(JSON.parse(await (await fetch(`${address}/openapi.json`)).text()).paths)
      .reduce((sum, item) => sum + Object.keys(item).length, 0);
    assert.equal(await blocks.count(), operations);
    for (const at of [0, 2, Math.floor(operations / 2), operations - 1]) {
      await blocks.nth(at).locator('.opblock-summary-control').click();
      await blocks.nth(at).locator('.responses-table').first().waitFor({ timeout: 60_000 });
    }
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document.body, { resultTypes: ['violations'] }));
    const findings = found.violations.map((one) => `${one.id}: ${[...new Set(one.nodes.map((node) => node.html.slice(0, 120)))].slice(0, 3).join(' | ')}`);
    assert.deepEqual(findings, []);
    assert.deepEqual(seen, []);
    console.log(`counted: /docs in ${colorScheme}: ${operations} operations drawn, no violation of the policy, no finding of axe`);
    await page.close();
  });
}
