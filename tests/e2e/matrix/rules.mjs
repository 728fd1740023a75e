// The authorisation matrix: one line for each route, as docs/contract.md §1 says, and six rules that derive the answer
// of every cell from it. A route of /openapi.json that has no line here fails the matrix.
//
// `who`   open (reads no token at all), anyone, user, admin
// `thing` what the route is about, and so what "own", "foreign" and "missing" mean:
//   none      nothing that could be somebody else's: one column instead of three
//   private   a stranger's thing answers exactly as a missing one (orders, signals, organisations)
//   public    a stranger may see it as well as its owner (KEYS, bundles)
//   licensed  to be seen by all, to be had by owners: 403 NOT_ENTITLED for a stranger's
//   link      a credential by itself; a spoilt one is 403 LINK_INVALID for all
//   managed   somebody's, and an administrator's to manage
//   made      comes into being when it is missing
// `ok`    statuses that say "allowed" beside 200; of what is wrong afterwards the matrix says nothing

const key = { path: 'key' };
const bundle = { path: 'bundle' };

export const ROUTES = {
  'GET /healthz': { who: 'open', thing: 'none' },
  'GET /readyz': { who: 'open', thing: 'none' },
  'GET /openapi.json': { who: 'open', thing: 'none' },
  'GET /docs': { who: 'open', thing: 'none' },
  'GET /config.json': { who: 'open', thing: 'none' },
  // Only pages of the shop may use this. Everybody else gets 403 FORBIDDEN.
  ...Object.fromEntries(['refresh', 'sign-out', 'dev/sign-in'].map((name) =>
    [`POST /auth/${name}`, { who: 'open', thing: 'none', body: {}, ok: [403] }])),
  'POST /billing/webhook': { who: 'open', thing: 'none', ok: [400], body: { id: 'evt_forged' } },
  'GET /marketplace/downloads/{token}': { who: 'open', thing: 'link', path: 'link' },
  'GET /marketplace/screenshots/{file}': { who: 'open', thing: 'public', path: 'screenshot' },

  'GET /marketplace/keys': { who: 'anyone', thing: 'none' },
  'GET /marketplace/keys/{slug}': { who: 'anyone', thing: 'public', ...key },
  'GET /marketplace/keys/{slug}/versions': { who: 'anyone', thing: 'public', ...key },
  'GET /marketplace/keys/{slug}/versions/{version}': { who: 'anyone', thing: 'public', ...key },
  'GET /marketplace/keys/{slug}/versions/{version}/files': { who: 'anyone', thing: 'public', ...key },
  'GET /marketplace/keys/{slug}/diff': { who: 'anyone', thing: 'public', ...key, query: 'from=1.0.0&to=1.0.0', ok: [404] },
  'GET /marketplace/keys/{slug}/preview': { who: 'anyone', thing: 'public', ...key, ok: [404] },
  'GET /marketplace/bundles': { who: 'anyone', thing: 'none' },
  'GET /marketplace/bundles/{slug}': { who: 'anyone', thing: 'public', ...bundle },
  'POST /marketplace/analytics': { who: 'anyone', thing: 'none', body: { event_type: 'view' } },

  'GET /marketplace/discover': { who: 'user', thing: 'none' },
  'POST /marketplace/discover/signal': { who: 'user', thing: 'none', body: { signal_type: 'role', signal_value: 'sre' } },
  'GET /marketplace/discover/signals': { who: 'user', thing: 'none' },
  'GET /marketplace/discover/signals/{id}': { who: 'user', thing: 'private', path: 'signal' },
  'DELETE /marketplace/discover/signals/{id}': { who: 'user', thing: 'private', path: 'signal' },
  'DELETE /marketplace/discover/signals': { who: 'user', thing: 'none' },
  'GET /marketplace/discover/opt-outs': { who: 'user', thing: 'none' },
  // A word; everybody has opt-outs of their own.
  'PUT /marketplace/discover/opt-outs/{signal_type}': { who: 'user', thing: 'public', path: 'optOut' },
  'DELETE /marketplace/discover/opt-outs/{signal_type}': { who: 'user', thing: 'public', path: 'optOut' },
  'DELETE /marketplace/discover/opt-outs': { who: 'user', thing: 'none' },
  'GET /marketplace/situations': { who: 'anyone', thing: 'none' },
  'GET /marketplace/discover/dismissals': { who: 'user', thing: 'none' },
  'PUT /marketplace/discover/dismissals/{key}': { who: 'user', thing: 'public', ...key },
  'DELETE /marketplace/discover/dismissals/{key}': { who: 'user', thing: 'public', ...key },
  'GET /marketplace/discover/explain': { who: 'user', thing: 'public', named: 'key', query: 'key={}' },
  'POST /marketplace/keys/{slug}/download': { who: 'user', thing: 'licensed', ...key, body: {} },
  'POST /marketplace/keys/{slug}/checkout': { who: 'user', thing: 'public', ...key, body: 'returns', ok: [409] },
  'POST /marketplace/bundles/{slug}/checkout': { who: 'user', thing: 'public', ...bundle, body: 'returns', ok: [409] },
  'GET /marketplace/bundles/{slug}/discount': { who: 'user', thing: 'public', ...bundle },
  'GET /marketplace/entitlements': { who: 'user', thing: 'none' },
  'GET /marketplace/entitlements/{key}/explain': { who: 'user', thing: 'public', ...key },
  'GET /marketplace/orgs': { who: 'user', thing: 'none' },
  'PATCH /marketplace/orgs/{id}': { who: 'user', thing: 'private', path: 'org', body: { name: 'Matrix' }, owners: true },
  'GET /marketplace/orgs/{id}/members': { who: 'user', thing: 'private', path: 'org' },
  'POST /marketplace/orgs/{id}/members': { who: 'user', thing: 'private', path: 'org', body: 'newMember', owners: true },
  'PUT /marketplace/orgs/{id}/members/{user_id}': { who: 'user', thing: 'private', path: 'ownMember', body: { role: 'member' }, owners: true },
  'DELETE /marketplace/orgs/{id}/members/{user_id}': { who: 'user', thing: 'private', path: 'ownMember', owners: true },
  'GET /marketplace/me/erase': { who: 'user', thing: 'none', ok: [404] },
  'GET /marketplace/me/export': { who: 'user', thing: 'none' },
  // The request lacks the confirmation, so that nobody's account is erased here.
  'POST /marketplace/me/erase': { who: 'user', thing: 'none', body: { confirm: 'no' }, ok: [400] },
  'GET /marketplace/orders': { who: 'user', thing: 'none' },
  'GET /marketplace/orders/{id}': { who: 'user', thing: 'private', path: 'order' },
  'POST /marketplace/orders/{id}/checkout': { who: 'user', thing: 'private', path: 'order', body: 'returns', ok: [409] },
  'GET /billing/portal': { who: 'user', thing: 'none', query: 'returnUrl=returns', ok: [409, 404] },

  'POST /marketplace/admin/ingest': { who: 'admin', thing: 'none', body: { dry_run: true }, ok: [409] },
  'POST /marketplace/admin/ingest-index': { who: 'admin', thing: 'none', body: { assetsIndex: { version: '1' } }, ok: [400, 409] },
  'GET /marketplace/admin/ingestions': { who: 'admin', thing: 'none' },
  'GET /marketplace/admin/ingestions/{id}': { who: 'admin', thing: 'managed', path: 'ingestion' },
  'PATCH /marketplace/admin/keys/{slug}': { who: 'admin', thing: 'managed', ...key, body: {} },
  // Too long a reason: refused by whoever would else do it.
  'POST /marketplace/admin/keys/{slug}/versions/{version}/yank': { who: 'admin', thing: 'managed', ...key, body: { reason: 'r'.repeat(5000) }, unlessMissing: { reason: 'r' }, ok: [400] },
  'PUT /marketplace/admin/bundles/{slug}': { who: 'admin', thing: 'made', path: 'newBundle', body: 'bundle' },
  'DELETE /marketplace/admin/bundles/{slug}': { who: 'admin', thing: 'managed', path: 'oldBundle' },
  'POST /marketplace/admin/entitlements': { who: 'admin', thing: 'managed', named: 'key', body: 'grant' },
  'POST /marketplace/admin/entitlements/{id}/revoke': { who: 'admin', thing: 'managed', path: 'grant', body: { reason: 'matrix' } },
  'POST /marketplace/admin/entitlements/{id}/transfer': { who: 'admin', thing: 'managed', path: 'grant', body: 'transfer', ok: [409] },
  'GET /marketplace/admin/orders': { who: 'admin', thing: 'none' },
  'GET /marketplace/admin/orders/{id}': { who: 'admin', thing: 'managed', path: 'order' },
  'POST /marketplace/admin/orders/{id}/refund': { who: 'admin', thing: 'managed', path: 'order', body: { reason: 'matrix' }, ok: [409] },
  'POST /marketplace/admin/orders/{id}/waive': { who: 'admin', thing: 'managed', path: 'order', body: { reason: 'matrix' }, ok: [409] },
  'GET /marketplace/admin/webhooks': { who: 'admin', thing: 'none' },
  'POST /marketplace/admin/webhooks/{event_id}/replay': { who: 'admin', thing: 'managed', path: 'event', body: {}, ok: [409] },
  'GET /marketplace/admin/audit': { who: 'admin', thing: 'none' },
  'PUT /marketplace/admin/orgs/{id}/members/{user_id}': { who: 'admin', thing: 'made', path: 'member', body: { role: 'member' } },
  'DELETE /marketplace/admin/orgs/{id}/members/{user_id}': { who: 'admin', thing: 'managed', path: 'member' },
  // There is no list of people: an id that never called is a person without data.
  'GET /marketplace/admin/users/{id}/export': { who: 'admin', thing: 'made', path: 'person', ok: [404] },
  'GET /marketplace/admin/users/{id}/erase': { who: 'admin', thing: 'made', path: 'person', ok: [404] },
  'POST /marketplace/admin/users/{id}/erase': { who: 'admin', thing: 'made', path: 'person', body: { reason: 'matrix' }, ok: [404] },
  'POST /marketplace/admin/stripe/sync': { who: 'admin', thing: 'none', body: {}, ok: [409] },
  ...Object.fromEntries(['funnel', 'revenue', 'top-keys', 'cohorts'].map((name) =>
    [`GET /marketplace/admin/reports/${name}`, { who: 'admin', thing: 'none' }])),
};

// The same routes asked on behalf of an organisation, which is a private thing: nobody learns of one they
// do not belong to. Members use what it has; owners and admins buy.
export const FOR_ORGANISATIONS = {
  'POST /marketplace/keys/{slug}/checkout': { who: 'user', thing: 'private', named: 'org', ...key, body: 'returnsForOrg', ok: [409], buys: true },
  'POST /marketplace/bundles/{slug}/checkout': { who: 'user', thing: 'private', named: 'org', ...bundle, body: 'returnsForOrg', ok: [409], buys: true },
  'GET /marketplace/bundles/{slug}/discount': { who: 'user', thing: 'private', named: 'org', ...bundle, query: 'org_id={}' },
  'GET /marketplace/orders/{id}': { who: 'user', thing: 'private', path: 'orgOrder', buyersOnly: true },
  'GET /marketplace/orders': { who: 'user', thing: 'private', named: 'org', query: 'org_id={}', buys: true },
};

export const ACTORS = ['none', 'forger', 'service', 'user', 'other', 'member', 'owner', 'admin'];
export const columnsOf = (rule) => (rule.thing === 'none' ? ['own'] : ['own', 'foreign', 'missing']);

/** The expected answer: '401 UNAUTHENTICATED', or 'allowed', or 'not found' with any code of a 404. */
export function expected(rule, actor, column) {
  if (rule.who !== 'open') {
    // A service's token is for services: to the gateway it is a bad one, also where none is needed.
    if (actor === 'service') return '401 UNAUTHENTICATED';
    // "forger" sends the metadata by which the gateway names callers to services, and no token.
    const nobody = actor === 'none' || actor === 'forger';
    if (nobody && rule.who !== 'anyone') return '401 UNAUTHENTICATED';
    // The refusal comes before anything is looked up, so it does not tell what exists.
    if (rule.who === 'admin' && actor !== 'admin') return '403 NOT_ADMIN';
  }
  if (column === 'missing' && rule.thing === 'link') return '403 LINK_INVALID';
  if (column === 'missing' && rule.thing !== 'made') return 'not found';
  if (column === 'foreign' && rule.thing === 'private') return 'not found';
  if (column === 'foreign' && rule.thing === 'licensed') return '403 NOT_ENTITLED';
  // Payments of an organisation are shown to members who may buy.
  if (rule.buyersOnly && actor === 'member') return 'not found';
  if ((rule.buys || rule.owners) && actor === 'member') return '403 NOT_ADMIN';
  return 'allowed';
}
