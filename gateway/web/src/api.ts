// Every call the pages make. Pages import from here only.
import {newIdempotencyKey} from '@keys/client';

import {type Path, type Query, request, type RequestOptions} from './api/http';
import type * as T from './api/types';

export {newIdempotencyKey};
export {type Failure, isMissing, isPassing, Outage, Problem} from './api/problem';
export type * from './api/types';

type Cancel = Pick<RequestOptions, 'signal'>;
// A button that is pressed again after a failure that may pass sends the same key.
type Keyed = Pick<RequestOptions, 'idempotencyKey'>;

const get = <A>(path: Path<'get'>, options?: RequestOptions) => request<A, 'get'>('get', path, options);
const post = <A>(path: Path<'post'>, options?: RequestOptions) => request<A, 'post'>('post', path, options);
const put = <A>(path: Path<'put'>, options?: RequestOptions) => request<A, 'put'>('put', path, options);
const remove = <A>(path: Path<'delete'>, options?: RequestOptions) => request<A, 'delete'>('delete', path, options);
// Sign-in works by cookie, so no token is sent.
const auth = <A>(path: `/auth/${string}`, body: unknown, options?: {outlivesPage: boolean}) =>
  post<A>(path, {body, anonymous: true, ...options});

export interface ReturnUrls {
  successUrl: string;
  cancelUrl: string;
  org_id?: string;
}

export const api = {
  config: () => get<T.Config>('/config.json', {anonymous: true}),

  keys: (query: Query, options?: Cancel) => get<T.KeyList>('/marketplace/keys', {query, ...options}),
  key: (slug: string, options?: Cancel) => get<{key: T.KeyDetail}>('/marketplace/keys/{slug}', {path: {slug}, ...options}).then(({key}) => key),
  versions: (slug: string) => get<{versions: T.KeyVersion[]}>('/marketplace/keys/{slug}/versions', {path: {slug}}).then(({versions}) => versions),
  version: (slug: string, version: string) =>
    get<{version: T.VersionDetail}>('/marketplace/keys/{slug}/versions/{version}', {path: {slug, version}}).then((answer) => answer.version),
  files: (slug: string, version: string) => get<T.FileList>('/marketplace/keys/{slug}/versions/{version}/files', {path: {slug, version}}),
  diff: (slug: string, from: string, to: string) =>
    get<{diff: T.VersionDiff}>('/marketplace/keys/{slug}/diff', {path: {slug}, query: {from, to}}).then(({diff}) => diff),

  bundles: () => get<{bundles: T.Bundle[]}>('/marketplace/bundles').then(({bundles}) => bundles),
  bundle: (slug: string) => get<{bundle: T.Bundle}>('/marketplace/bundles/{slug}', {path: {slug}}).then(({bundle}) => bundle),
  quote: (slug: string, orgId?: string) => get<T.Quote>('/marketplace/bundles/{slug}/discount', {path: {slug}, query: {org_id: orgId}}),

  situations: () => get<{situations: T.Situation[]}>('/marketplace/situations').then(({situations}) => situations),
  discover: (limit: number) => get<T.Recommendations>('/marketplace/discover', {query: {limit}}),
  signal: (signal: T.SignalInput) => post<{success: boolean}>('/marketplace/discover/signal', {body: signal}),
  dismissals: () => get<{dismissals: T.Dismissal[]}>('/marketplace/discover/dismissals').then(({dismissals}) => dismissals),
  dismiss: (key: string) => put<unknown>('/marketplace/discover/dismissals/{key}', {path: {key}}),
  takeBack: (key: string) => remove<unknown>('/marketplace/discover/dismissals/{key}', {path: {key}}),

  checkoutKey: (slug: string, body: ReturnUrls, options?: Keyed) =>
    post<T.Checkout>('/marketplace/keys/{slug}/checkout', {path: {slug}, body, ...options}),
  checkoutBundle: (slug: string, body: ReturnUrls, options?: Keyed) =>
    post<T.Checkout>('/marketplace/bundles/{slug}/checkout', {path: {slug}, body, ...options}),
  download: (slug: string, version: string | undefined, options?: Keyed) =>
    post<T.Download>('/marketplace/keys/{slug}/download', {path: {slug}, body: version ? {version} : {}, ...options}),
  orders: (query: Query) => get<{orders: T.Order[]; next_cursor?: string}>('/marketplace/orders', {query}),
  order: (id: string) => get<{order: T.Order}>('/marketplace/orders/{id}', {path: {id}}).then(({order}) => order),
  payShortfall: (id: string, body: ReturnUrls, options?: Keyed) =>
    post<T.Checkout>('/marketplace/orders/{id}/checkout', {path: {id}, body, ...options}),
  portal: () => get<{url: string}>('/billing/portal'),
  entitlements: (status?: 'all') =>
    get<{entitlements: T.Entitlement[]}>('/marketplace/entitlements', {query: {status}}).then(({entitlements}) => entitlements),
  explainAccess: (key: string) => get<T.AccessExplained>('/marketplace/entitlements/{key}/explain', {path: {key}}),

  organisations: () => get<{organisations: T.Organisation[]}>('/marketplace/orgs').then(({organisations}) => organisations),
  renameOrganisation: (id: string, name: string) => request<unknown, 'patch'>('patch', '/marketplace/orgs/{id}', {path: {id}, body: {name}}),
  members: (id: string, cursor?: string) =>
    get<{members: T.Member[]; next_cursor?: string}>('/marketplace/orgs/{id}/members', {path: {id}, query: {cursor}}),
  addMember: (id: string, body: T.NewMember, options?: Keyed) =>
    post<{member: T.Member}>('/marketplace/orgs/{id}/members', {path: {id}, body, ...options}),
  changeRole: (id: string, userId: string, role: T.Role) =>
    put<{member: T.Member}>('/marketplace/orgs/{id}/members/{user_id}', {path: {id, user_id: userId}, body: {role}}),
  removeMember: (id: string, userId: string) => remove<unknown>('/marketplace/orgs/{id}/members/{user_id}', {path: {id, user_id: userId}}),

  signals: (cursor?: string) => get<{signals: T.Signal[]; next_cursor?: string}>('/marketplace/discover/signals', {query: {cursor}}),
  forgetSignal: (id: string) => remove<unknown>('/marketplace/discover/signals/{id}', {path: {id}}),
  forgetSignals: () => remove<{deleted: number}>('/marketplace/discover/signals'),
  optOuts: () => get<{opt_outs: T.OptOut[]}>('/marketplace/discover/opt-outs').then(({opt_outs}) => opt_outs),
  optOut: (type: string) => put<{deletedSignals: number}>('/marketplace/discover/opt-outs/{signal_type}', {path: {signal_type: type}}),
  optIn: (type: string) => remove<unknown>('/marketplace/discover/opt-outs/{signal_type}', {path: {signal_type: type}}),
  exportMe: () => get<unknown>('/marketplace/me/export', {isLong: true}),
  // `erased: false` means that the erasure goes on; `ownErasure` tells how far it has come.
  eraseMe: (confirm: string) => post<{erased: boolean}>('/marketplace/me/erase', {body: {confirm}}),
  ownErasure: () => get<{erasure: T.Erasure}>('/marketplace/me/erase').then(({erasure}) => erasure),

  // An event counts once by its event_id, however often it is sent.
  event: (event: {event_type: 'view' | 'discovery_click'; key_id?: string; bundle_id?: string; discovery_reason?: string}) =>
    post<{success: boolean}>('/marketplace/analytics', {body: {...event, event_id: newIdempotencyKey()}}),

  refresh: () => auth<T.SessionAnswer>('/auth/refresh', {}),
  signInAs: (persona: string) => auth<T.SignedIn>('/auth/dev/sign-in', {persona}),
  signIn: (email: string, password: string) => auth<T.SignedIn>('/auth/sign-in', {email, password}),
  magicLink: (email: string) => auth<{sent: boolean}>('/auth/magic-link', {email}),
  verify: (tokenHash: string, type: string) => auth<T.SignedIn>('/auth/verify', {token_hash: tokenHash, type}),
  callback: (code: string) => auth<T.SignedIn>('/auth/callback', {code}),
  signOut: (scope: 'local' | 'global') => auth<{signedOut: boolean}>('/auth/sign-out', {scope}, {outlivesPage: true}),
};
