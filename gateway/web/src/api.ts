// Every call the pages make. Pages import from here only.
import {type Query, request, type RequestOptions} from './api/http';
import type * as T from './api/types';

export {newIdempotencyKey, withQuery} from './api/http';
export {type Failure, isMissing, isPassing, Outage, Problem} from './api/problem';
export type * from './api/types';

const at = encodeURIComponent;
type Cancel = Pick<RequestOptions, 'signal'>;
// A button that is pressed again after a failure that may pass sends the same key.
type Keyed = Pick<RequestOptions, 'idempotencyKey'>;

const get = <A>(path: string, query?: Query, options: Cancel = {}) => request<A>('GET', path, {...options, ...(query ? {query} : {})});
const post = <A>(path: string, body: unknown, options: Keyed = {}) => request<A>('POST', path, {body, ...options});

export interface ReturnUrls {
  successUrl: string;
  cancelUrl: string;
  org_id?: string;
}

export const api = {
  config: () => request<T.Config>('GET', '/config.json', {anonymous: true}),

  keys: (query: Query, options?: Cancel) => get<T.KeyList>('/marketplace/keys', query, options),
  key: (slug: string, options?: Cancel) => get<{key: T.KeyDetail}>(`/marketplace/keys/${at(slug)}`, undefined, options).then(({key}) => key),
  version: (slug: string, version: string) =>
    get<{version: T.KeyVersion}>(`/marketplace/keys/${at(slug)}/versions/${at(version)}`).then((answer) => answer.version),
  files: (slug: string, version: string) => get<T.FileList>(`/marketplace/keys/${at(slug)}/versions/${at(version)}/files`),
  diff: (slug: string, from: string, to: string) =>
    get<{diff: T.VersionDiff}>(`/marketplace/keys/${at(slug)}/diff`, {from, to}).then(({diff}) => diff),

  bundles: () => get<{bundles: T.Bundle[]}>('/marketplace/bundles').then(({bundles}) => bundles),
  bundle: (slug: string) => get<{bundle: T.Bundle}>(`/marketplace/bundles/${at(slug)}`).then(({bundle}) => bundle),
  quote: (slug: string, orgId?: string) => get<T.Quote>(`/marketplace/bundles/${at(slug)}/discount`, {org_id: orgId}),

  situations: () => get<{situations: T.Situation[]}>('/marketplace/situations').then(({situations}) => situations),
  discover: (limit: number) => get<T.Recommendations>('/marketplace/discover', {limit}),
  signal: (signal: T.SignalInput) => post<{success: boolean}>('/marketplace/discover/signal', signal),
  dismiss: (slug: string) => request<unknown>('PUT', `/marketplace/discover/dismissals/${at(slug)}`),
  takeBack: (slug: string) => request<unknown>('DELETE', `/marketplace/discover/dismissals/${at(slug)}`),

  checkoutKey: (slug: string, body: ReturnUrls, options?: Keyed) => post<T.Checkout>(`/marketplace/keys/${at(slug)}/checkout`, body, options),
  checkoutBundle: (slug: string, body: ReturnUrls, options?: Keyed) => post<T.Checkout>(`/marketplace/bundles/${at(slug)}/checkout`, body, options),
  download: (slug: string, version: string | undefined, options?: Keyed) =>
    post<T.Download>(`/marketplace/keys/${at(slug)}/download`, version ? {version} : {}, options),
  orders: (query: Query) => get<{orders: T.Order[]; next_cursor?: string}>('/marketplace/orders', query),
  order: (id: string) => get<{order: T.Order}>(`/marketplace/orders/${at(id)}`).then(({order}) => order),
  payShortfall: (id: string, body: ReturnUrls, options?: Keyed) => post<T.Checkout>(`/marketplace/orders/${at(id)}/checkout`, body, options),
  portal: () => get<{url: string}>('/billing/portal'),
  entitlements: (status?: 'all') => get<{entitlements: T.Entitlement[]}>('/marketplace/entitlements', {status}).then(({entitlements}) => entitlements),
  explainAccess: (slug: string) => get<T.AccessExplained>(`/marketplace/entitlements/${at(slug)}/explain`),
  versions: (slug: string) => get<{versions: T.KeyVersion[]}>(`/marketplace/keys/${at(slug)}/versions`).then(({versions}) => versions),
  organisations: () => get<{organisations: T.Organisation[]}>('/marketplace/orgs').then(({organisations}) => organisations),

  members: (orgId: string, cursor?: string) =>
    get<{members: T.Member[]; next_cursor?: string}>(`/marketplace/orgs/${at(orgId)}/members`, {cursor}),
  renameOrganisation: (orgId: string, name: string) => request<unknown>('PATCH', `/marketplace/orgs/${at(orgId)}`, {body: {name}}),
  addMember: (orgId: string, member: T.NewMember, options?: Keyed) =>
    post<{member: T.Member}>(`/marketplace/orgs/${at(orgId)}/members`, member, options),
  changeRole: (orgId: string, userId: string, role: T.Role) =>
    request<{member: T.Member}>('PUT', `/marketplace/orgs/${at(orgId)}/members/${at(userId)}`, {body: {role}}),
  removeMember: (orgId: string, userId: string) => request<unknown>('DELETE', `/marketplace/orgs/${at(orgId)}/members/${at(userId)}`),

  signals: (cursor?: string) => get<{signals: T.Signal[]; next_cursor?: string}>('/marketplace/discover/signals', {cursor}),
  forgetSignal: (id: string) => request<unknown>('DELETE', `/marketplace/discover/signals/${at(id)}`),
  forgetSignals: () => request<{deleted: number}>('DELETE', '/marketplace/discover/signals'),
  optOuts: () => get<{opt_outs: T.OptOut[]}>('/marketplace/discover/opt-outs').then(({opt_outs}) => opt_outs),
  optOut: (type: string) => request<{deletedSignals: number}>('PUT', `/marketplace/discover/opt-outs/${at(type)}`),
  optIn: (type: string) => request<unknown>('DELETE', `/marketplace/discover/opt-outs/${at(type)}`),
  dismissals: () => get<{dismissals: T.Dismissal[]}>('/marketplace/discover/dismissals').then(({dismissals}) => dismissals),
  exportMe: () => get<unknown>('/marketplace/me/export'),
  eraseMe: (confirm: string) => post<{erased: boolean; status?: string}>('/marketplace/me/erase', {confirm}),

  // Counted once by its event_id, however often it is sent.
  event: (event: {event_type: 'view' | 'discovery_click'; key_id?: string; bundle_id?: string; discovery_reason?: string}) =>
    post<{success: boolean}>('/marketplace/analytics', {...event, event_id: crypto.randomUUID()}),

  refresh: () => request<T.SessionAnswer>('POST', '/auth/refresh', {body: {}, anonymous: true}),
  signInAs: (persona: string) => request<T.SignedIn>('POST', '/auth/dev/sign-in', {body: {persona}, anonymous: true}),
  signIn: (email: string, password: string) => request<T.SignedIn>('POST', '/auth/sign-in', {body: {email, password}, anonymous: true}),
  magicLink: (email: string) => request<{sent: boolean}>('POST', '/auth/magic-link', {body: {email}, anonymous: true}),
  verify: (tokenHash: string, type: string) =>
    request<T.SignedIn>('POST', '/auth/verify', {body: {token_hash: tokenHash, type}, anonymous: true}),
  callback: (code: string) => request<T.SignedIn>('POST', '/auth/callback', {body: {code}, anonymous: true}),
  signOut: (scope: 'local' | 'global') => request<{signedOut: boolean}>('POST', '/auth/sign-out', {body: {scope}, anonymous: true}),
};
