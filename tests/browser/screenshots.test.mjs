// Pictures that an author ships: on the KEY's page, large by mouse and keyboard, in link previews, and delivered for ever.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';

import { call, gateway, get, ok } from '../e2e/lib/shop.mjs';
import { newVisitor, openBrowser, visit } from './lib/browser.mjs';

const ADDRESS = '/marketplace/latency-tail-forensics';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

async function withPage(run, options) {
  const visitor = await newVisitor(browser, options);
  try {
    const page = await visitor.open();
    await run(page, visitor);
    assert.deepEqual(page.faults, []);
  } finally {
    await visitor.close();
  }
}
const screenshots = async () => ok(await get('/marketplace/keys/latency-tail-forensics')).key.screenshots;

test('the pictures are decoded, described, and nothing moves when they arrive', () =>
  withPage(async (page) => {
    await page.addInitScript(() => {
      window.moved = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => !entry.hadRecentInput && (window.moved += entry.value))).observe({ type: 'layout-shift', buffered: true });
    });
    await visit(page, ADDRESS);
    const pictures = page.locator('.shot img');
    await page.locator('.shot').last().scrollIntoViewIfNeeded();
    await page.waitForFunction(() => [...document.querySelectorAll('.shot img')].every((image) => image.complete && image.naturalWidth > 0));
    const shown = await pictures.evaluateAll((all) => all.map((image) => ({ path: image.getAttribute('src'), alt: image.alt, width: image.naturalWidth, height: image.naturalHeight })));
    assert.deepEqual(shown, await screenshots());
    assert.equal(Number((await page.evaluate(() => window.moved)).toFixed(3)), 0);
  }, { width: 360, height: 800 }));

test('a picture opens large by keyboard, turns with the arrows and closes with Escape', () =>
  withPage(async (page) => {
    await visit(page, ADDRESS);
    const [first, second] = await screenshots();
    const link = page.locator('.shot').first();
    await link.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Screenshot 1 of 2' });
    await dialog.getByRole('img', { name: first.alt }).waitFor();
    await page.keyboard.press('ArrowRight');
    const other = page.getByRole('dialog', { name: 'Screenshot 2 of 2' });
    await other.getByRole('img', { name: second.alt }).waitFor();
    await other.getByRole('button', { name: 'Next screenshot' }).click();
    await dialog.getByRole('img', { name: first.alt }).waitFor();
    const { width, height } = await dialog.getByRole('img').boundingBox();
    assert.ok(Math.abs(width / height - first.width / first.height) < 0.02, 'the picture keeps its shape');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.equal(await page.evaluate(() => document.activeElement?.className), 'shot');
    assert.equal(new URL(page.url()).pathname, ADDRESS);
  }));

test('without the page around it, a picture is a file with its type, kept for ever, in which nothing runs', async () => {
  for (const { path } of await screenshots()) {
    assert.match(path, /^\/marketplace\/screenshots\/[0-9a-f]{64}\.png$/);
    const answer = await call('GET', path, { headers: { accept: 'text/html' } });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'image/png');
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.match(answer.headers.get('content-security-policy'), /^default-src 'none'; sandbox$/);
    assert.equal((await call('GET', path, { headers: { 'if-none-match': answer.headers.get('etag') } })).status, 304);
    assert.equal((await call('HEAD', path)).headers.get('content-length'), String(answer.bytes.length));
  }
  assert.equal((await get(`/marketplace/screenshots/${'0'.repeat(64)}.png`)).status, 404);
});

test('link previews and search engines are given the pictures', () =>
  withPage(async (page) => {
    await page.goto(ADDRESS);
    const [first, second] = await screenshots();
    const property = (name) => page.locator(`meta[property="${name}"]`).getAttribute('content');
    assert.equal(await property('og:image'), gateway + first.path);
    assert.equal(await property('og:image:width'), String(first.width));
    assert.equal(await property('og:image:alt'), first.alt);
    assert.equal((await call('GET', await property('og:image'))).status, 200);
    const blocks = (await page.locator('script[type="application/ld+json"]').allTextContents()).map((text) => JSON.parse(text));
    assert.deepEqual(blocks.find((one) => one['@type'] === 'Product').image, [gateway + first.path, gateway + second.path]);
  }));
