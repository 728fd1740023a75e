// The guided start of the shop: situations, what each choice leads to for visitors who are signed in and for those
// who are not, and KEYS a person is not interested in.
import assert from 'node:assert/strict';
import test from 'node:test';

import { call, get, newUser, ok, post, token } from './lib/shop.mjs';

const { situations } = ok(await get('/marketplace/situations'));

/** Adds a choice's filters to those of its situation. One of the same name replaces the situation's. */
const filtersOf = (situation, choice) => ({ ...situation.filters, ...choice.filters });
const signalsOf = (situation, choice) => {
  const told = new Map([...situation.signals, ...choice.signals].map((one) => [one.signal_type, one]));
  return [...told.values()];
};

test('every choice finds KEYS, and is a few words', async () => {
  assert.ok(situations.length >= 6, `${situations.length}`);
  for (const situation of situations) {
    assert.ok(situation.choices.length >= 2 && situation.choices.length <= 4, situation.id);
    for (const choice of situation.choices) {
      const query = new URLSearchParams(filtersOf(situation, choice));
      const { keys } = ok(await get(`/marketplace/keys?${query}`));
      assert.ok(keys.length > 0, `${situation.id} ${choice.id}: ${query}`);
    }
  }
});

test('a choice\'s signals lead to the same KEYS as its filters', async () => {
  for (const situation of situations) {
    for (const choice of situation.choices) {
      const as = token(newUser());
      for (const body of signalsOf(situation, choice)) ok(await post('/marketplace/discover/signal', { as, body }));
      const { recommendations } = ok(await get('/marketplace/discover?limit=50', { as }));
      const { tool } = filtersOf(situation, choice);
      const first = recommendations.find((one) => one.tool === tool);
      assert.ok(first, `${situation.id} ${choice.id}: no ${tool}`);
      assert.notEqual(first.confidence, 'low', `${situation.id} ${choice.id}: ${first.reason}`);
    }
  }
});

test('situations are the same for everybody, and have an entity tag', async () => {
  const answer = await get('/marketplace/situations');
  const tag = answer.headers.get('etag');
  ok(await get('/marketplace/situations', { headers: { 'if-none-match': tag } }), 304);
  assert.deepEqual(ok(await get('/marketplace/situations', { as: token(newUser()) })).situations, situations);
});

test('a KEY dismissed is not recommended until it is taken back; prices are those of the list', async () => {
  const as = token(newUser());
  const recommended = async () => ok(await get('/marketplace/discover?limit=50', { as })).recommendations;
  const before = await recommended();
  const { keys } = ok(await get('/marketplace/keys?available=true'));
  for (const one of before) {
    const listed = keys.find((found) => found.slug === one.slug);
    if (!listed) continue; // made by another test meanwhile
    assert.deepEqual([one.price_cents, one.currency, one.available], [listed.price_cents, listed.currency, true]);
  }
  const [{ slug, id, title }] = before;
  const at = `/marketplace/discover/dismissals/${slug}`;
  const { dismissal } = ok(await call('PUT', at, { as }));
  assert.deepEqual([dismissal.key_id, dismissal.slug, dismissal.title], [id, slug, title]);
  assert.deepEqual(ok(await call('PUT', `/marketplace/discover/dismissals/${id}`, { as })).dismissal, dismissal);
  assert.ok(!(await recommended()).some((one) => one.slug === slug));
  assert.deepEqual(ok(await get('/marketplace/discover/dismissals', { as })).dismissals, [dismissal]);
  assert.equal(ok(await get(`/marketplace/discover/explain?key=${slug}`, { as })).recommended, false);
  // Nobody else's list changes.
  const other = token(newUser());
  assert.deepEqual(ok(await get('/marketplace/discover/dismissals', { as: other })).dismissals, []);
  assert.equal(ok(await call('DELETE', at, { as })).deleted, 1);
  assert.equal(ok(await call('DELETE', at, { as })).deleted, 0);
  assert.ok((await recommended()).some((one) => one.slug === slug));
  assert.equal((await call('PUT', '/marketplace/discover/dismissals/no-such-key', { as })).status, 404);
  assert.equal((await call('DELETE', '/marketplace/discover/dismissals/no-such-key', { as })).status, 404);
});
