// Links that newsletters, ads and social networks have appended their parameters to: a visitor sees the page, whatever is appended.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';

import { newVisitor, openBrowser, visit } from './lib/browser.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const APPENDED = 'fbclid=IwAR0abc&utm_source=newsletter&utm_medium=e-mail&gclid=x&msclkid=1&mc_cid=a%20b&_ga=1.2';

test('a page shows the same with and without them, and the API is not asked with them', async () => {
  const visitor = await newVisitor(browser);
  const page = await visitor.open();
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  for (const [address, heading] of [
    ['/marketplace/keys/leased-job-queue', 'Leased job queue'], ['/marketplace/leased-job-queue', 'Leased job queue'],
    ['/marketplace/bundles/first-release-kit', 'First Release Kit'], ['/marketplace/bundles', 'Bundles'], ['/terms', 'Terms'],
  ]) {
    await visit(page, address);
    const plain = await page.locator('main').innerText();
    asked.length = 0;
    await visit(page, `${address}?${APPENDED}`);
    assert.match(await page.locator('h1').innerText(), new RegExp(heading));
    assert.equal(await page.locator('main').innerText(), plain, address);
    assert.deepEqual(asked.slice(1).filter((url) => /fbclid|utm_|gclid/.test(url)), [], address);
  }
  // On the list these parameters stand beside the shop's own filters.
  await visit(page, `/marketplace?tool=jupyter&${APPENDED}`);
  const jupyter = await page.locator('.list-results .key-card-title').allInnerTexts();
  assert.ok(jupyter.length > 2 && jupyter.includes('Latency tail forensics'), jupyter.join());
  assert.deepEqual(page.faults, []);
  await visitor.close();
});
