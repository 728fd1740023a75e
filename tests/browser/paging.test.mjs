// A list of more than a hundred KEYS: show more, come back to the same place, filter, and a KEY that appears meanwhile.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';

import { call, get, newUser, ok, post, token } from '../e2e/lib/shop.mjs';
import { newVisitor, openBrowser, settled, visit } from './lib/browser.mjs';

const MANY = 110;
const PAGE = 24;
const slugs = Array.from({ length: MANY }, (_, i) => `paged-${String(i).padStart(3, '0')}`);
const LATER = 'paged-that-came-later';
const entry = (slug, i) => ({
  slug, title: `Paged ${slug}`, version: '1.0.0', license_spdx: 'MIT', tool: 'github', key_type: [i % 2 ? 'workflow' : 'template'], tags: ['paged'],
});

let browser;
let admin;
const ingest = async (entries) => {
  const report = ok(await post('/marketplace/admin/ingest-index', { as: admin, body: { assetsIndex: { version: '1', github_keys: entries } }, timeout: 60_000 }));
  assert.deepEqual(report.errors, []);
};
const setStatus = async (status, which) => {
  // A few at a time: each is a transaction, and the catalog's writers come one after the other.
  const left = [...which];
  await Promise.all(Array.from({ length: 4 }, async () => {
    for (let slug = left.pop(); slug; slug = left.pop()) {
      const answer = await call('PATCH', `/marketplace/admin/keys/${slug}`, { as: admin, body: { status } });
      assert.ok([200, 404].includes(answer.status), answer.text);
    }
  }));
};
before(async () => {
  browser = await openBrowser();
  admin = token(newUser(), '--admin');
  await ingest(slugs.map(entry));
  // They may be there from an earlier run, out of the way.
  await setStatus('published', slugs);
  await setStatus('archived', [LATER]);
});
// Other suites look at the list as it is.
after(async () => {
  await setStatus('archived', [...slugs, LATER]);
  await browser.close();
});

const cards = (page) => page.locator('.list-results .key-card-title');
const titles = (page) => cards(page).allInnerTexts();
const shownAre = (page, count) => page.waitForFunction((number) => document.querySelectorAll('.list-results .key-card').length === number, count);
// The place that the page has remembered for its address, once that is where the page stands. Cards that come into view
// are laid out then, which may move the page after the first scroll, so the place is not read before it is remembered.
const rememberedPlace = async (page, address) => {
  const place = await page.waitForFunction((key) => {
    const remembered = JSON.parse(sessionStorage.getItem('keys.scroll') ?? '{}')[key];
    return remembered === scrollY && remembered;
  }, address);
  return place.jsonValue();
};
const showMore = (page) => page.getByRole('button', { name: 'Show more' }).click();

async function withList(address, run) {
  const visitor = await newVisitor(browser);
  try {
    const page = await visitor.open();
    await visit(page, address);
    await run(page);
    assert.deepEqual(page.faults, []);
  } finally {
    await visitor.close();
  }
}

test('every KEY is reached by "Show more", each once, what can be bought first', () =>
  withList('/marketplace?sort=title', async (page) => {
    const { keys: first, next_cursor: cursor } = ok(await get('/marketplace/keys?limit=100&sort=title'));
    const { keys: rest } = ok(await get(`/marketplace/keys?limit=100&sort=title&cursor=${encodeURIComponent(cursor)}`));
    const all = [...first, ...rest];
    assert.ok(all.length > MANY);
    const total = Number((await page.locator('.list-title').innerText()).match(/(\d+) KEYS/)[1]);
    assert.equal(total, all.length);
    // A page is longer than usual where the KEYS that can be bought end.
    for (let shown = await cards(page).count(); shown < total; shown = await cards(page).count()) {
      await showMore(page);
      await page.waitForFunction((number) => document.querySelectorAll('.list-results .key-card').length > number, shown);
    }
    assert.equal(await page.getByRole('button', { name: 'Show more' }).count(), 0);
    const seen = await cards(page).locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    assert.equal(new Set(seen).size, seen.length);
    const ordered = [...all.filter(({ available }) => available), ...all.filter(({ available }) => !available)];
    assert.deepEqual(seen, ordered.map(({ slug }) => `/marketplace/${slug}`));
  }));

test('the back button returns to the same list at the same place', () =>
  withList('/marketplace?tag=paged', async (page) => {
    for (const shown of [PAGE, 2 * PAGE, 3 * PAGE]) {
      await shownAre(page, shown);
      await showMore(page);
    }
    await shownAre(page, 4 * PAGE);
    const before = await titles(page);
    const chosen = cards(page).nth(85).locator('a');
    const name = await chosen.innerText();
    await chosen.scrollIntoViewIfNeeded();
    const place = await rememberedPlace(page, '/marketplace?tag=paged');
    assert.ok(place > 1500, `${place}`);
    await chosen.click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await page.goBack();
    await shownAre(page, 4 * PAGE);
    await page.waitForFunction((wanted) => Math.abs(scrollY - wanted) < 4, place);
    assert.deepEqual(await titles(page), before);
    // This also holds when the browser loads the list anew, as it does when one comes back from another site, and when
    // the list takes longer than the page needs to notice that it is shorter without it.
    await page.route('**/marketplace/keys?*', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      await route.continue();
    });
    await page.reload();
    await shownAre(page, 4 * PAGE);
    await page.waitForFunction((wanted) => Math.abs(scrollY - wanted) < 4, place);
  }));

test('a filter narrows the long list, and Back takes it away', () =>
  withList('/marketplace?tag=paged', async (page) => {
    await shownAre(page, PAGE);
    await page.locator('.list-filters').getByText('Type', { exact: true }).click();
    await page.locator('.list-filters').getByRole('link', { name: /^Template/ }).click();
    await page.waitForURL(/key_type=template/);
    await page.locator('.list-title').getByText(`${MANY / 2} KEYS`).waitFor();
    await settled(page);
    for (const shown of [PAGE, 2 * PAGE]) {
      await shownAre(page, shown);
      await showMore(page);
    }
    await shownAre(page, MANY / 2);
    const seen = await titles(page);
    assert.deepEqual(new Set(seen), new Set(slugs.filter((_, i) => i % 2 === 0).map((slug) => `Paged ${slug}`)));
    await page.goBack();
    await page.waitForURL(/\/marketplace\?tag=paged$/);
    await page.locator('.list-title').getByText(`${MANY} KEYS`).waitFor();
  }));

test('a KEY that appears while one pages shifts nothing: none comes twice, none is left out', () =>
  withList('/marketplace?tag=paged', async (page) => {
    await shownAre(page, PAGE);
    await ingest([entry(LATER, 0)]);
    ok(await call('PATCH', `/marketplace/admin/keys/${LATER}`, { as: admin, body: { status: 'published' } }));
    for (let shown = 2 * PAGE; shown < MANY; shown += PAGE) {
      await showMore(page);
      await shownAre(page, shown);
    }
    await showMore(page);
    await page.getByRole('button', { name: 'Show more' }).waitFor({ state: 'detached' });
    const seen = await titles(page);
    assert.equal(new Set(seen).size, seen.length);
    for (const slug of slugs) assert.ok(seen.includes(`Paged ${slug}`), slug);
  }));
