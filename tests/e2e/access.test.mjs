// Tenants and the ledger as administrators and holders meet them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import test from 'node:test';

import { fitsStripe } from './lib/fits_stripe.mjs';
import {
  buy, call, control, data, eventually, get, newUser, ok, owned, post, root, token,
} from './lib/shop.mjs';

const admin = token(newUser(), '--admin');
const asAdmin = (method, path, body) => call(method, `/marketplace/admin/${path}`, { as: admin, body });
const member = (org, user) => `orgs/${org}/members/${user}`;

test('a member uses what the organisation has from the moment of joining to that of leaving', async () => {
  const [user, org] = [newUser(), newUser()];
  const as = token(user);
  await buy('keys', 'retention-cohorts', as);
  await eventually('bought', async () => (await owned(as)).length === 1);
  ok(await asAdmin('POST', 'entitlements', {
    org_id: org, key: 'leased-job-queue', source: 'manual', reason: 'pilot',
  }));
  for (let round = 0; round < 2; round += 1) {
    const joined = ok(await asAdmin('PUT', member(org, user), { role: 'member' }));
    assert.deepEqual(joined, { member: { org_id: org, user_id: user, role: 'member' } });
    assert.deepEqual(await owned(as), ['leased-job-queue', 'retention-cohorts']);
    const link = ok(await post('/marketplace/keys/leased-job-queue/download', { as, body: {} }));
    assert.equal((await get(link.downloadUrl)).status, 200);
    assert.deepEqual(ok(await asAdmin('DELETE', member(org, user))), joined);
    assert.deepEqual(await owned(as), ['retention-cohorts']);
    assert.equal((await get(link.downloadUrl)).body.code, 'LINK_REVOKED');
    assert.equal((await asAdmin('DELETE', member(org, user))).status, 404);
  }
  assert.equal((await asAdmin('PUT', member(org, user), { role: 'king' })).status, 400);
  assert.equal((await call('PUT', `/marketplace/admin/${member(org, user)}`, { as, body: { role: 'owner' } })).status, 403);
});

test('a transferred grant serves its new holder, and a refund of its order follows it', async () => {
  const [giver, receiver] = [newUser(), newUser()];
  const [asGiver, asReceiver] = [token(giver), token(receiver)];
  const { sessionId } = await buy('keys', 'retention-cohorts', asGiver);
  await eventually('bought', async () => (await owned(asGiver)).length === 1);
  const [{ id }] = ok(await get('/marketplace/entitlements', { as: asGiver })).entitlements;
  const link = ok(await post('/marketplace/keys/retention-cohorts/download', { as: asGiver, body: {} }));
  const { entitlement } = ok(await asAdmin('POST', `entitlements/${id}/transfer`, { user_id: receiver, reason: 'sold on' }));
  assert.equal(entitlement.source, 'transfer');
  assert.equal(entitlement.tenantId, receiver);
  assert.deepEqual([await owned(asGiver), await owned(asReceiver)], [[], ['retention-cohorts']]);
  assert.equal((await get(link.downloadUrl)).status, 410);
  const again = await asAdmin('POST', `entitlements/${id}/transfer`, { user_id: receiver, reason: 'sold on' });
  assert.equal(again.status, 409);
  ok(await control({ action: 'refund', session: sessionId }));
  await eventually('refunded where it went', async () => (await owned(asReceiver)).length === 0);
  assert.deepEqual(await owned(asGiver), []);
});

const script = (name, ...args) => spawnSync(path.join(root, 'scripts', name), args, { encoding: 'utf8' });
const sql = (text) => {
  const { status, stdout, stderr } = script('db.sh', 'psql', '--data', data, '--', '-qAt', '-c', `SET ROLE keys_owner; ${text}`);
  assert.equal(status, 0, stderr);
  return stdout.trim();
};

test('the audit chains are one list for administrators, page by page', async () => {
  const [user, org] = [newUser(), newUser()];
  for (const role of ['member', 'admin', 'owner']) ok(await asAdmin('PUT', member(org, user), { role }));
  const seen = [];
  let cursor = '';
  do {
    const page = ok(await asAdmin('GET', `audit?subject=${org}&limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`));
    seen.push(...page.entries);
    cursor = page.next_cursor ?? '';
  } while (cursor);
  assert.deepEqual(seen.map((entry) => entry.details.role), ['owner', 'admin', 'member']);
  assert.equal(ok(await asAdmin('GET', `audit?subject=${org.toUpperCase()}`)).entries.length, 3, 'an id in capitals is the same id');
  assert.ok(seen.every((entry) => entry.service === 'entitlement' && entry.action === 'member.put'));
  assert.ok(ok(await asAdmin('GET', 'audit?limit=100')).entries.length > 3);
  assert.equal((await get('/marketplace/admin/audit', { as: token(user) })).status, 403);
});

test('an audit entry that was changed or taken out shows', async () => {
  const verify = () => script('verify-audit.sh', '--data', data);
  const org = newUser();
  for (const role of ['member', 'admin', 'owner']) ok(await asAdmin('PUT', member(org, newUser()), { role }));
  const whole = verify();
  assert.equal(whole.status, 0, whole.stdout + whole.stderr);
  assert.match(whole.stdout, /^entitlement [0-9]+ [0-9a-f]{64}( [0-9]+ erased)?$/m);
  const entry = sql('SELECT max(seq) - 1 FROM entitlement_audit');
  sql(`UPDATE entitlement_audit SET actor = actor || 'x' WHERE seq = ${entry}`);
  const changed = verify();
  assert.equal(changed.status, 1);
  assert.match(changed.stdout, /^entitlement: entry [0-9]+ was changed/m);
  sql(`UPDATE entitlement_audit SET actor = left(actor, -1) WHERE seq = ${entry}`);
  assert.equal(verify().status, 0);
  sql(`CREATE TABLE kept AS SELECT * FROM entitlement_audit WHERE seq = ${entry};
       DELETE FROM entitlement_audit WHERE seq IN (SELECT seq FROM kept)`);
  assert.equal(verify().status, 1);
  sql('INSERT INTO entitlement_audit SELECT * FROM kept; DROP TABLE kept');
  assert.equal(verify().status, 0);
});

fitsStripe();
