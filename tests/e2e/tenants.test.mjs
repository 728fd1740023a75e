// The ledger's rules as clients meet them: what is given, when it begins and ends, what comes into a bundle
// later, who acts for an organisation, and what is said about each.
import assert from 'node:assert/strict';
import test from 'node:test';

import { fitsStripe } from './lib/fits_stripe.mjs';
import {
  buy, call, checkout, control, eventually, get, newUser, ok, owned, post, token,
} from './lib/shop.mjs';

const admin = token(newUser(), '--admin');
const asAdmin = (method, path, body) => call(method, `/marketplace/admin/${path}`, { as: admin, body });
const give = (more) => asAdmin('POST', 'entitlements', { key: 'leased-job-queue', source: 'gift', reason: 'a talk', ...more });
const explain = async (as, key, moment) => ok(await get(`/marketplace/entitlements/${key}/explain${moment ? `?as_of=${moment}` : ''}`, { as }));
const list = async (as, query = '') => ok(await get(`/marketplace/entitlements${query}`, { as })).entitlements;
const download = (as, key) => post(`/marketplace/keys/${key}/download`, { as, body: {} });
const marked = async (as, slug) => ok(await get(`/marketplace/keys/${slug}`, { as })).key.hasAccess;
const refused = (answer, status, code) => assert.deepEqual([answer.status, answer.body.code], [status, code], answer.text);
const inSeconds = (seconds) => new Date(Date.now() + seconds * 1000).toISOString();
const bundle = (slug, keys, price_cents = 5000) => asAdmin('PUT', `bundles/${slug}`, {
  title: slug, description: 'x', bundle_type: 'starter', price_cents, key_slugs: keys,
});

test('KEYS put into a bundle later come to its buyers, stay when taken out, and go with the order', async () => {
  const slug = 'grown-later';
  ok(await bundle(slug, ['retention-cohorts', 'pull-request-gate']));
  const [buyer, owner] = [token(newUser()), token(newUser())];
  // One who owned a KEY of it before keeps their own grant, and gets no second one.
  await buy('keys', 'pull-request-gate', owner);
  await eventually('owned', async () => (await owned(owner)).length === 1);
  const { sessionId } = await buy('bundles', slug, buyer);
  const theirs = await buy('bundles', slug, owner);
  await eventually('bought', async () => (await owned(buyer)).length === 2 && (await owned(owner)).length === 2);

  ok(await bundle(slug, ['retention-cohorts', 'pull-request-gate', 'experiment-readout']));
  const all = ['experiment-readout', 'pull-request-gate', 'retention-cohorts'];
  for (const as of [buyer, owner]) {
    await eventually('the new KEY came', async () => (await owned(as)).includes('experiment-readout'));
    assert.deepEqual(await owned(as), all);
    assert.equal((await list(as, '?status=all')).length, 3);
    assert.equal((await download(as, 'experiment-readout')).status, 200);
    assert.equal(await marked(as, 'experiment-readout'), true);
  }
  const [fact] = (await explain(buyer, 'experiment-readout')).facts;
  assert.deepEqual([fact.kind, fact.source], ['granted', 'bundle']);
  refused(await checkout('keys', 'experiment-readout', buyer), 409, 'ALREADY_OWNED');
  const late = token(newUser());
  assert.deepEqual(await owned(late), []);

  ok(await bundle(slug, ['retention-cohorts', 'pull-request-gate']));
  assert.deepEqual(await owned(buyer), all);
  const now = await buy('bundles', slug, late);
  await eventually('bought late', async () => (await owned(late)).length === 2);
  assert.deepEqual(await owned(late), ['pull-request-gate', 'retention-cohorts']);

  // A refund takes what this order gave, then and later, and nothing else.
  for (const [session, as, left] of [[sessionId, buyer, []], [theirs.sessionId, owner, ['pull-request-gate']], [now.sessionId, late, []]]) {
    ok(await control({ action: 'refund', session }));
    await eventually('refunded', async () => (await owned(as)).length === left.length);
    assert.deepEqual(await owned(as), left);
  }
  assert.equal((await explain(buyer, 'experiment-readout')).code, 'REVOKED_REFUND');
  ok(await asAdmin('DELETE', `bundles/${slug}`));
});

test('an order in which a line was refunded no longer grows', async () => {
  const slug = 'grown-no-more';
  ok(await bundle(slug, ['retention-cohorts', 'pull-request-gate', 'evidence-first-review'], 9000));
  const as = token(newUser());
  const { order_id: id } = await buy('bundles', slug, as);
  await eventually('bought', async () => (await owned(as)).length === 3);
  ok(await asAdmin('POST', `orders/${id}/refund`, { line: 'evidence-first-review', reason: 'never used' }));
  await eventually('taken back', async () => (await owned(as)).length === 2);
  ok(await bundle(slug, ['retention-cohorts', 'pull-request-gate', 'evidence-first-review', 'experiment-readout'], 9000));
  const other = token(newUser());
  await buy('bundles', slug, other);
  await eventually('others get it', async () => (await owned(other)).length === 4);
  ok(await bundle(slug, ['retention-cohorts', 'pull-request-gate', 'evidence-first-review', 'experiment-readout', 'duplicate-charge-triage'], 9000));
  await eventually('others grow', async () => (await owned(other)).length === 5);
  assert.deepEqual(await owned(as), ['pull-request-gate', 'retention-cohorts']);
  ok(await asAdmin('DELETE', `bundles/${slug}`));
});

/** A grant that begins in so many seconds and ends five thirds of them later. Undefined when a moment passed while we looked. */
async function liveThroughGrant(seconds) {
  const user = newUser();
  const as = token(user);
  const [starts_at, ends_at] = [inSeconds(seconds), inSeconds(seconds * 8 / 3)];
  const given = await give({ user_id: user, starts_at, ends_at });
  if (Date.now() >= Date.parse(starts_at)) return undefined;
  const { entitlement } = ok(given);
  const expectations = [['NOT_STARTED', 'scheduled', false, starts_at], ['ENTITLED', 'active', true, ends_at], ['EXPIRED', 'expired', false, '9999-12-31']];
  for (const [code, status, access, until] of expectations) {
    const told = await eventually(code, async () => {
      const answer = await explain(as, 'leased-job-queue');
      return (answer.code === code || Date.now() >= Date.parse(until)) && answer;
    }, seconds * 3 + 60);
    const listed = await list(as, '?status=all');
    const standing = await list(as);
    const answer = await download(as, 'leased-job-queue');
    const mark = await marked(as, 'leased-job-queue');
    if (Date.now() >= Date.parse(until)) return undefined;
    if (code === 'NOT_STARTED') assert.deepEqual([entitlement.status, entitlement.startsAt, entitlement.expiresAt], [status, starts_at, ends_at]);
    assert.equal(told.hasAccess, access);
    assert.equal(told.actions?.length ?? 0, access ? 0 : 1);
    assert.equal(listed[0].status, status);
    assert.equal(standing.length, access ? 1 : 0);
    if (access) assert.equal(answer.status, 200);
    else refused(answer, 403, code);
    if (!access) assert.deepEqual(answer.body.actions, told.actions);
    assert.equal(mark, access);
  }
  return { user, as, entitlement, starts_at, ends_at };
}

test('a dated grant is scheduled, stands and ends, and says so everywhere', async () => {
  // A machine that needs longer to look everywhere than a grant stands is given a longer one.
  let lived;
  for (let seconds = 3; lived === undefined && seconds < 100; seconds *= 3) lived = await liveThroughGrant(seconds);
  assert.ok(lived, 'each said what it is for some time');
  const { user, as, entitlement, starts_at, ends_at } = lived;
  // Asked of each moment afterwards.
  const at = async (moment) => (await explain(as, 'leased-job-queue', moment)).code;
  assert.equal(await at(starts_at), 'ENTITLED');
  assert.equal(await at(new Date(Date.parse(starts_at) - 1).toISOString()), 'NOT_STARTED');
  assert.equal(await at(new Date(Date.parse(ends_at) - 1).toISOString()), 'ENTITLED');
  assert.equal(await at(ends_at), 'EXPIRED');
  refused(await asAdmin('POST', `entitlements/${entitlement.id}/transfer`, { user_id: newUser(), reason: 'too late' }), 409, 'CONFLICT');
  refused(await give({ user_id: user, ends_at: inSeconds(-1) }), 400, 'INVALID_ARGUMENT');
  refused(await give({ user_id: user, starts_at: inSeconds(-60) }), 400, 'INVALID_ARGUMENT');
  const soon = inSeconds(60);
  refused(await give({ user_id: user, starts_at: soon, ends_at: soon }), 400, 'INVALID_ARGUMENT');
});

test('as_of with a time that was shown means that moment', async () => {
  const user = newUser();
  const as = token(user);
  for (let i = 0; i < 20; i += 1) {
    const { entitlement } = ok(await give({ user_id: user }));
    ok(await asAdmin('POST', `entitlements/${entitlement.id}/revoke`, { reason: 'again' }));
  }
  const { facts } = await explain(as, 'leased-job-queue');
  assert.equal(facts.length, 40);
  for (const [i, fact] of facts.entries()) {
    const then = await explain(as, 'leased-job-queue', fact.recorded_at);
    assert.ok(then.facts.length > i, `${fact.recorded_at} has ${then.facts.length} facts, not number ${i + 1}`);
    const before = await explain(as, 'leased-job-queue', new Date(Date.parse(fact.recorded_at) - 1).toISOString());
    assert.ok(before.facts.length <= i);
  }
  for (const longAgo of ['0001-01-01T00:00:00Z', '1969-12-31T23:59:59Z', '1970-01-01T00:00:00Z']) {
    assert.equal((await explain(as, 'leased-job-queue', longAgo)).code, 'NOT_ENTITLED');
  }
  assert.equal((await explain(as, 'leased-job-queue', '9999-12-31T23:59:59.999999999Z')).facts.length, 40);
  assert.deepEqual(await list(as, `?as_of=${facts[0].recorded_at.replace('Z', '%2B00:00')}`), await list(as, `?as_of=${facts[0].recorded_at}`));
  refused(await get('/marketplace/entitlements?as_of=yesterday', { as }), 400, 'INVALID_ARGUMENT');
});

test('a purchase, a gift and a dated grant of the same KEY each give access alone', async () => {
  const user = newUser();
  const as = token(user);
  await buy('keys', 'retention-cohorts', as);
  await eventually('bought', async () => (await owned(as)).length === 1);
  ok(await give({ user_id: user, key: 'retention-cohorts' }));
  ok(await give({ user_id: user, key: 'retention-cohorts', source: 'manual', ends_at: inSeconds(3600) }));
  const taken = [];
  for (let i = 0; i < 3; i += 1) {
    const entries = await list(as);
    assert.equal(entries.length, 1);
    taken.push(entries[0].source);
    assert.equal((await download(as, 'retention-cohorts')).status, 200);
    ok(await asAdmin('POST', `entitlements/${entries[0].id}/revoke`, { reason: 'one after the other' }));
  }
  // A grant without an end is named before one with a date.
  assert.deepEqual(taken.sort(), ['gift', 'manual', 'order_line']);
  refused(await download(as, 'retention-cohorts'), 403, 'REVOKED_MANUAL');
  assert.equal((await explain(as, 'retention-cohorts')).facts.length, 6);
  // A person who lost the KEY may buy it again as soon as billing knows that its grant is gone.
  await eventually('may be bought again', async () => (await checkout('keys', 'retention-cohorts', as)).status === 200);
  const { order_id: id } = await buy('keys', 'retention-cohorts', as);
  await eventually('bought again', async () => (await owned(as)).length === 1);
  assert.equal(ok(await get(`/marketplace/orders/${id}`, { as })).order.status, 'fulfilled');
});

test('the next step that a refusal names can be taken', async () => {
  const as = token(newUser());
  const step = async (key) => (await explain(as, key)).actions[0];
  assert.match(await step('retention-cohorts'), /^Buy it: POST \/marketplace\/keys\/retention-cohorts\/checkout/);
  assert.match(await step('keyset-pagination'), /^Claim it/);
  assert.doesNotMatch(await step('leaked-credential-response'), /checkout/);
  assert.match((await download(as, 'leaked-credential-response')).body.actions[0], /GET \/marketplace\/bundles/);
});

test('each act of an administrator, and each free claim, stands in the audit with who and why', async () => {
  const [user, other, org] = [newUser(), newUser(), newUser()];
  const as = token(user);
  const { entitlement } = ok(await give({ user_id: user, reason: 'first' }));
  const moved = ok(await asAdmin('POST', `entitlements/${entitlement.id}/transfer`, { user_id: other, reason: 'second' })).entitlement;
  assert.equal(moved.status, 'active');
  ok(await asAdmin('POST', `entitlements/${moved.id}/revoke`, { reason: 'third' }));
  ok(await asAdmin('PUT', `orgs/${org}/members/${user}`, { role: 'member' }));
  ok(await asAdmin('DELETE', `orgs/${org}/members/${user}`));
  const entries = async (query) => ok(await asAdmin('GET', `audit?${query}`)).entries;
  const told = async (subject) => (await entries(`subject=${subject}`)).map(({ action, details }) => [action, details.reason]);
  assert.deepEqual(await told(entitlement.id), [['entitlement.transfer', 'second'], ['entitlement.grant', 'first']]);
  assert.deepEqual(await told(moved.id), [['entitlement.revoke', 'third']]);
  assert.deepEqual((await told(org)).map(([action]) => action), ['member.delete', 'member.put']);

  const claims = await Promise.all(Array.from({ length: 8 }, () => checkout('keys', 'keyset-pagination', as)));
  assert.ok(claims.every((answer) => [200, 409, 429].includes(answer.status)), claims.map((answer) => answer.text).join('\n'));
  await eventually('claimed', async () => (await owned(as)).length === 1);
  assert.equal((await list(as, '?status=all')).filter((entry) => entry.packSlug === 'keyset-pagination').length, 1);
  refused(await checkout('keys', 'keyset-pagination', as), 409, 'ALREADY_OWNED');
  const [claim, ...more] = (await entries(`actor=${user}`)).filter(({ action }) => action === 'entitlement.claim');
  assert.deepEqual([claim.subject, more.length], [(await list(as))[0].id, 0]);
});

fitsStripe();
