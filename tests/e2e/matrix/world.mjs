// The people and things of the matrix: for each kind of thing one of the actor's own, a stranger's, and
// one that is not there. Things that are used up are made anew for each cell that may use them.
import {
  buy, call, checkout, eventually, get, newUser, ok, post, returnUrls, token,
} from '../lib/shop.mjs';

export const OWN_KEY = 'retention-cohorts';
export const FOREIGN_KEY = 'dunning-state-machine';
const ORDERED_KEY = 'evidence-first-review';
const PEOPLE = ['user', 'other', 'member', 'owner', 'admin', 'stranger'];

export async function makeWorld() {
  const world = new World();
  await world.fill();
  return world;
}

class World {
  ids = Object.fromEntries(PEOPLE.map((name) => [name, newUser()]));
  tokens = Object.fromEntries(PEOPLE.map((name) =>
    [name, token(this.ids[name], ...(name === 'admin' ? ['--admin'] : []))]));
  orders = {};
  orgs = {};
  orgOrders = {};
  links = {};
  bundles = [];
  #kept = new Map();

  asAdmin(method, path, body) {
    return call(method, `/marketplace/admin/${path}`, { as: this.tokens.admin, body });
  }

  async fill() {
    for (const name of PEOPLE) {
      this.orgs[name] = name === 'owner' ? this.orgs.member : newUser();
      const role = name === 'member' ? 'member' : 'owner';
      ok(await this.asAdmin('PUT', `orgs/${this.orgs[name]}/members/${this.ids[name]}`, { role }));
      await this.#give(this.ids[name], name === 'stranger' ? FOREIGN_KEY : OWN_KEY);
      this.orders[name] = ok(await checkout('keys', ORDERED_KEY, this.tokens[name])).order_id;
      if (name === 'member') continue;
      this.orgOrders[name] = ok(await checkout('keys', ORDERED_KEY, this.tokens[name],
        { org_id: this.orgs[name] })).order_id;
    }
    this.orgOrders.member = this.orgOrders.owner;
    for (const [name, slug] of [['user', OWN_KEY], ['stranger', FOREIGN_KEY]]) {
      const { downloadUrl } = ok(await post(`/marketplace/keys/${slug}/download`, { as: this.tokens[name], body: {} }));
      this.links[name] = downloadUrl.split('/').pop();
    }
    this.ingestion = ok(await this.asAdmin('POST', 'ingest', { dry_run: true })).ingestion_id;
    await buy('keys', OWN_KEY, token(newUser()));
    this.event = await eventually('an event of Stripe\'s', async () =>
      ok(await this.asAdmin('GET', 'webhooks')).webhooks[0]?.event_id);
    this.version = ok(await get(`/marketplace/keys/${OWN_KEY}`)).key.versions[0].version;
  }

  async #give(user, key) {
    return ok(await this.asAdmin('POST', 'entitlements', { user_id: user, key, source: 'gift', reason: 'matrix' })).entitlement;
  }

  /** The id of a thing; `fresh` when the cell may use it up. */
  async thing(kind, actor, column, fresh) {
    if (column === 'missing') return MISSING[kind]();
    const whose = column === 'foreign' ? 'stranger' : (PEOPLE.includes(actor) ? actor : 'user');
    const name = `${kind} ${whose}`;
    if (fresh || !this.#kept.has(name)) this.#kept.set(name, await this.#make(kind, whose));
    return this.#kept.get(name);
  }

  async #make(kind, whose) {
    switch (kind) {
      case 'key': return whose === 'stranger' ? FOREIGN_KEY : OWN_KEY;
      case 'bundle': return 'production-pro';
      case 'order': return this.orders[whose];
      case 'org': return this.orgs[whose];
      case 'orgOrder': return this.orgOrders[whose];
      case 'screenshot': return ok(await get('/marketplace/keys/latency-tail-forensics')).key.screenshots[0].path.split('/').pop();
      case 'link': return this.links[whose] ?? this.links.user;
      case 'ingestion': return this.ingestion;
      case 'event': return this.event;
      case 'person': return newUser();
      case 'optOut': return 'view';
      case 'signal': return this.#signal(whose);
      case 'grant': return (await this.#give(newUser(), OWN_KEY)).id;
      case 'newBundle': return this.#bundle(`matrix-${newUser().slice(-12)}`);
      case 'oldBundle': return this.#bundle(`matrix-${newUser().slice(-12)}`);
      case 'member': {
        const member = `${newUser()}/${newUser()}`;
        ok(await this.asAdmin('PUT', `orgs/${member.replace('/', '/members/')}`, { role: 'member' }));
        return member;
      }
      case 'ownMember': {
        const user = newUser();
        ok(await this.asAdmin('PUT', `orgs/${this.orgs[whose]}/members/${user}`, { role: 'member' }));
        return `${this.orgs[whose]}/${user}`;
      }
      default: throw new Error(`no such thing: ${kind}`);
    }
  }

  async #signal(whose) {
    const as = this.tokens[whose];
    ok(await post('/marketplace/discover/signal', { as, body: { signal_type: 'role', signal_value: `sre ${newUser()}` } }));
    return ok(await get('/marketplace/discover/signals', { as })).signals[0].id;
  }

  async #bundle(slug) {
    ok(await this.asAdmin('PUT', `bundles/${slug}`, BODIES.bundle()));
    this.bundles.push(slug);
    return slug;
  }

  async cleanUp() {
    for (const slug of this.bundles) await this.asAdmin('DELETE', `bundles/${slug}`);
  }
}

const MISSING = {
  key: () => 'nothing-of-that-name',
  bundle: () => 'nothing-of-that-name',
  newBundle: () => `matrix-${newUser().slice(-12)}`,
  oldBundle: () => 'nothing-of-that-name',
  link: () => 'bm90aGluZw.bm90aGluZw',
  screenshot: () => `${'0'.repeat(64)}.png`,
  event: () => 'evt_nothing',
  optOut: () => 'mood',
  member: () => `${newUser()}/${newUser()}`,
  ownMember: () => `${newUser()}/${newUser()}`,
  ...Object.fromEntries(['order', 'org', 'orgOrder', 'signal', 'grant', 'ingestion', 'person'].map((kind) => [kind, newUser])),
};

export const BODIES = {
  returns: () => returnUrls,
  returnsForOrg: (org) => ({ ...returnUrls, org_id: org }),
  bundle: () => ({ title: 'Matrix', bundle_type: 'pro', price_cents: 500, key_slugs: ['leased-job-queue'] }),
  grant: (key) => ({ user_id: newUser(), key, source: 'gift', reason: 'matrix' }),
  newMember: () => ({ user_id: newUser(), role: 'member' }),
  transfer: () => ({ user_id: newUser(), reason: 'matrix' }),
};
