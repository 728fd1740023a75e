// Organisations as their members and owners run them over REST.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import test from 'node:test';

import {
  buy, call, checkout, data, eventually, get, newUser, ok, owned, post, root, token,
} from './lib/shop.mjs';

const admin = token(newUser(), '--admin');
const adminPut = (org, user, role) => call('PUT', `/marketplace/admin/orgs/${org}/members/${user}`, { as: admin, body: { role } });
const adminDelete = (org, user) => call('DELETE', `/marketplace/admin/orgs/${org}/members/${user}`, { as: admin });
const members = (org) => `/marketplace/orgs/${org}/members`;
const code = ({ status, body }) => `${status} ${body?.code ?? ''}`.trim();

async function makeOrganisation() {
  const [org, owner] = [newUser(), newUser()];
  ok(await adminPut(org, owner, 'owner'));
  return { org, owner, as: token(owner, '--email', `${owner.slice(-12)}@owners.test`) };
}
/** Somebody whose e-mail address the shop has seen in a token. */
async function knownPerson() {
  const user = newUser();
  const email = `${user.slice(-12)}@people.test`;
  const as = token(user, '--email', email);
  ok(await get('/marketplace/orders', { as }));
  return { user, email, as };
}

test('an owner names the organisation, adds known people by e-mail address, changes roles and removes', async () => {
  const { org, owner, as } = await makeOrganisation();
  const { user, email, as: theirs } = await knownPerson();
  assert.deepEqual(ok(await get('/marketplace/orgs', { as: theirs })).organisations, []);
  const name = '<img src=x onerror=alert(1)> & Söhne';
  ok(await call('PATCH', `/marketplace/orgs/${org}`, { as, body: { name } }));
  assert.deepEqual(ok(await get('/marketplace/orgs', { as })).organisations, [{ id: org, name, role: 'owner' }]);

  // The gateway tells of an address beside the request that it was in.
  const added = await eventually('known by e-mail address', async () => {
    const answer = await post(members(org), { as, body: { email: email.toUpperCase(), role: 'member' } });
    return answer.status === 200 && answer.body.member;
  });
  assert.deepEqual([added.user_id, added.email, added.role], [user, email, 'member']);
  assert.deepEqual(ok(await get('/marketplace/orgs', { as: theirs })).organisations, [{ id: org, name, role: 'member' }]);
  const seen = ok(await get(members(org), { as: theirs })).members;
  assert.deepEqual(seen.map((one) => [one.user_id, one.role]), [[owner, 'owner'], [user, 'member']]);
  assert.equal(seen[1].email, email);
  const promoted = ok(await call('PUT', `${members(org)}/${user}`, { as, body: { role: 'admin' } })).member;
  assert.equal(promoted.role, 'admin');
  assert.equal(code(await post(members(org), { as, body: { user_id: user, role: 'owner' } })), '409 CONFLICT');
  assert.equal(code(await post(members(org), { as, body: { email: 'nobody@people.test', role: 'member' } })), '404 NOT_FOUND');
  assert.equal(code(await call('DELETE', `${members(org)}/${owner}`, { as: theirs })), '403 NOT_ADMIN');
  ok(await call('DELETE', `${members(org)}/${user}`, { as }));
  assert.equal(code(await get(members(org), { as: theirs })), '404 NOT_FOUND');
});

test('nobody can remove or demote the last owner', async () => {
  const { org, owner, as } = await makeOrganisation();
  const target = `${members(org)}/${owner}`;
  for (const role of ['admin', 'member']) {
    assert.equal(code(await call('PUT', target, { as, body: { role } })), '409 LAST_OWNER');
    assert.equal(code(await adminPut(org, owner, role)), '409 LAST_OWNER');
  }
  assert.equal(code(await call('DELETE', target, { as })), '409 LAST_OWNER');
  const refused = await adminDelete(org, owner);
  assert.equal(code(refused), '409 LAST_OWNER');
  assert.ok(refused.body.actions.length > 0);
  const second = newUser();
  ok(await post(members(org), { as, body: { user_id: second, role: 'owner' } }));
  ok(await call('PUT', target, { as, body: { role: 'member' } }));
  ok(await call('DELETE', target, { as }));
  assert.equal(code(await adminDelete(org, second)), '409 LAST_OWNER');
});

test('an organisation\'s orders are for its owners and admins; a member who may not buy is told so', async () => {
  const { org, as } = await makeOrganisation();
  const [member, stranger] = [newUser(), token(newUser())];
  ok(await post(members(org), { as, body: { user_id: member, role: 'member' } }));
  const theirs = token(member);
  await buy('keys', 'pull-request-gate', as);
  const { order_id } = await buy('keys', 'retention-cohorts', as, { org_id: org });
  const orders = async (query) => ok(await get(`/marketplace/orders?${query}`, { as })).orders.map((one) => one.id);
  assert.deepEqual(await orders(`org_id=${org}`), [order_id]);
  assert.equal((await orders('')).length, 2);
  assert.equal(code(await get(`/marketplace/orders?org_id=${org}`, { as: theirs })), '403 NOT_ADMIN');
  assert.equal(code(await get(`/marketplace/orders?org_id=${org}`, { as: stranger })), '404 NOT_FOUND');
  assert.equal(code(await checkout('keys', 'leased-job-queue', theirs, { org_id: org })), '403 NOT_ADMIN');

  // KEYS that members use through the organisation are listed under its name, with their last download.
  ok(await call('PATCH', `/marketplace/orgs/${org}`, { as, body: { name: 'Acme' } }));
  await eventually('used by the member', async () => (await owned(theirs)).includes('retention-cohorts'));
  const entry = async () => ok(await get('/marketplace/entitlements', { as: theirs })).entitlements
    .find((one) => one.packSlug === 'retention-cohorts');
  const before = await entry();
  assert.equal(before.org_name, 'Acme');
  assert.ok(!('downloaded_version' in before) && !('downloaded_at' in before));
  const { version } = ok(await post('/marketplace/keys/retention-cohorts/download', { as: theirs, body: {} }));
  const after = await entry();
  assert.equal(after.downloaded_version, version);
  assert.ok(Date.parse(after.downloaded_at) > 0);
});

test('an older version downloaded shows that there is a newer one', async () => {
  const as = token(newUser());
  await buy('keys', 'tenant-rls-baseline', as);
  await eventually('bought', async () => (await owned(as)).length === 1);
  const { versions } = ok(await get('/marketplace/keys/tenant-rls-baseline')).key;
  const oldest = versions.at(-1).version;
  ok(await post('/marketplace/keys/tenant-rls-baseline/download', { as, body: { version: oldest } }));
  const [entry] = ok(await get('/marketplace/entitlements', { as })).entitlements;
  assert.deepEqual([entry.downloaded_version, entry.version], [oldest, versions[0].version]);
  assert.notEqual(entry.downloaded_version, entry.version);
});

test('no log contains an e-mail address', async () => {
  const { email } = await knownPerson();
  const { as, org } = await makeOrganisation();
  await post(members(org), { as, body: { email, role: 'member' } });
  const { status, stdout } = spawnSync('grep', ['-rl', '-e', email, path.join(data, 'logs')], { encoding: 'utf8', cwd: root });
  assert.equal(status, 1, stdout);
});
