// The version picker: everything that belongs to a version follows it, the address and the back button too, and nothing of another version
// is seen on the way.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';

import { get, ok } from '../e2e/lib/shop.mjs';
import { newVisitor, openBrowser, settled, visit } from './lib/browser.mjs';

const ADDRESS = '/marketplace/two-faces';
const FACES = { '1.0.0': { word: 'first', minutes: 11, license: 'MIT' }, '2.0.0': { word: 'second', minutes: 47, license: 'Apache-2.0' } };

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

async function withPage(run) {
  const visitor = await newVisitor(browser);
  try {
    const page = await visitor.open();
    await run(page);
    assert.deepEqual(page.faults, []);
  } finally {
    await visitor.close();
  }
}

const pick = (page, version) => page.getByLabel('Version shown').selectOption(version);
const openTab = (page, name) => page.getByRole('tab', { name }).click();

/** Every part of the page that belongs to a version is of this one. */
async function shows(page, version) {
  const { word, minutes, license } = FACES[version];
  const entry = ok(await get('/marketplace/keys/two-faces/versions')).versions.find((one) => one.version === version);
  await page.locator('.needs', { hasText: `About ${minutes} minutes` }).waitFor();
  const facts = page.locator('.facts').first();
  await facts.getByText(license, { exact: true }).waitFor();
  assert.match(await facts.innerText(), new RegExp(version.replaceAll('.', '\\.')));
  assert.equal(await page.locator('.digest-row .digest').innerText(), entry.sha256);
  assert.equal(await page.locator('.shot img').getAttribute('alt'), `The ${word} face`);
  await openTab(page, 'README');
  await page.getByText(`Text of the ${word} version.`).waitFor();
  await openTab(page, 'Files');
  await page.getByText(`only-in-the-${word}.txt`).waitFor();
  await openTab(page, 'Preview');
  await page.frameLocator('iframe.preview').getByText(`The ${word} preview`).waitFor();
  await openTab(page, 'Versions and changes');
  await page.getByText(`The ${word} change.`).waitFor();
  const other = version === '1.0.0' ? 'second' : 'first';
  assert.doesNotMatch(await page.locator('main').innerText(), new RegExp(`the ${other} `, 'i'));
  await openTab(page, 'README');
}

test('requirements, licence, digest, README, files, preview, screenshot and changelog follow the picker and the back button', () =>
  withPage(async (page) => {
    await visit(page, ADDRESS);
    await shows(page, '2.0.0');
    await pick(page, '1.0.0');
    await page.waitForURL(`**${ADDRESS}?version=1.0.0`);
    await shows(page, '1.0.0');
    await page.goBack();
    await page.waitForURL((url) => url.search === '');
    await shows(page, '2.0.0');
    await page.goForward();
    await shows(page, '1.0.0');
    await page.reload();
    await settled(page);
    await shows(page, '1.0.0');
    await pick(page, '2.0.0');
    await page.waitForURL((url) => url.search === '');
    await shows(page, '2.0.0');
  }));

test('while the version picked is being read, nothing of the other one stands in its place', () =>
  withPage(async (page) => {
    await visit(page, ADDRESS);
    let answer;
    const asked = new Promise((resolve) => {
      void page.route('**/marketplace/keys/two-faces/versions/1.0.0', async (route) => {
        resolve();
        await new Promise((go) => (answer = go));
        await route.continue();
      });
    });
    await pick(page, '1.0.0');
    await asked;
    await page.locator('main [aria-busy="true"]').first().waitFor();
    const waiting = await page.locator('main').innerText();
    assert.doesNotMatch(waiting, /Apache-2\.0|About 47 minutes|Text of the second version/);
    assert.equal(await page.locator('.shot').count(), 0);
    answer();
    await shows(page, '1.0.0');
  }));

test('an address with a version never shows another one first, not even the text of the server', () =>
  withPage(async (page) => {
    await page.addInitScript(() => {
      window.seen = [];
      const look = () => {
        const text = document.body?.innerText ?? '';
        if (/Apache-2\.0|About 47 minutes|of the second version/.test(text)) window.seen.push(text.slice(0, 200));
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await visit(page, `${ADDRESS}?version=1.0.0`);
    await page.getByText('Text of the first version.').waitFor();
    assert.deepEqual(await page.evaluate(() => window.seen), []);
  }));

test('a version that does not exist is told, and the newest is shown', () =>
  withPage(async (page) => {
    await visit(page, `${ADDRESS}?version=9.9.9`);
    await page.getByText('There is no version 9.9.9 of this KEY. This is the newest.').waitFor();
    await shows(page, '2.0.0');
  }));
