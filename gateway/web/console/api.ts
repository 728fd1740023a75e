// Every call that the console makes. Its pages import from here only. The shapes of answers are those of /openapi.json.
import type {components} from '@keys/client';

import {type Path, type Query, readFile, request, type RequestOptions} from '../src/api/http';

type Schemas = components['schemas'];
export type Key = Schemas['catalog.Key'];
export type KeyVersion = Schemas['catalog.KeyVersion'];
export type Bundle = Schemas['catalog.Bundle'];
export type Ingestion = Schemas['ingestion.Ingestion'];
export type IngestReport = Schemas['ingestion.IngestResponse'];
export type Finding = Schemas['ingestion.Finding'];
export type Order = Schemas['billing.Order'];
export type Webhook = Schemas['billing.StoredWebhook'];
export type AuditEntry = Schemas['entitlement.AuditEntry'];
export type Grant = Schemas['entitlement.EntitlementView'];
export type FunnelReport = Schemas['analytics.GetFunnelResponse'];
export type CohortReport = Schemas['analytics.GetCohortsResponse'];
export type RevenueReport = Schemas['billing.GetRevenueResponse'];
export type TopKeysReport = Schemas['discovery.GetTopKeysResponse'];

// A button that is pressed again after a failure that may pass sends the same key.
type Keyed = Pick<RequestOptions, 'idempotencyKey'>;
// The user or the organisation that gets or loses a grant.
export type Holder = {user_id: string} | {org_id: string};
export interface Span {
  from?: string | undefined;
  to?: string | undefined;
  tz?: string | undefined;
}

const get = <A>(path: Path<'get'>, options?: RequestOptions) => request<A, 'get'>('get', path, options);
const post = <A>(path: Path<'post'>, options?: RequestOptions) => request<A, 'post'>('post', path, options);
// Without the members that are absent.
const given = (span: Span): Record<string, string> =>
  Object.fromEntries(Object.entries(span).flatMap(([name, value]) => (value ? [[name, value as string]] : [])));
const reportQuery = (span: Span): Query => ({from: span.from, to: span.to, tz: span.tz});

export const curator = {
  keys: (query: Query) => get<{keys: Key[]; next_cursor?: string}>('/marketplace/keys', {query}),
  versions: (slug: string) =>
    get<{versions: KeyVersion[]}>('/marketplace/keys/{slug}/versions', {path: {slug}}).then(({versions}) => versions),
  updateKey: (slug: string, body: {price_cents?: number | null; status?: string}) =>
    request<unknown, 'patch'>('patch', '/marketplace/admin/keys/{slug}', {path: {slug}, body}),
  yank: (slug: string, version: string, reason: string, options: Keyed) =>
    post<unknown>('/marketplace/admin/keys/{slug}/versions/{version}/yank', {path: {slug, version}, body: {reason}, ...options}),

  bundles: (query: Query = {}) => get<{bundles: Bundle[]}>('/marketplace/bundles', {query}).then(({bundles}) => bundles),
  putBundle: (slug: string, body: unknown) => request<unknown, 'put'>('put', '/marketplace/admin/bundles/{slug}', {path: {slug}, body}),
  deleteBundle: (slug: string) => request<unknown, 'delete'>('delete', '/marketplace/admin/bundles/{slug}', {path: {slug}}),

  ingest: (body: {dry_run: boolean}, options: Keyed) => post<IngestReport>('/marketplace/admin/ingest', {body, ...options}),
  ingestIndex: (body: {dry_run: boolean; assetsIndex: unknown}, options: Keyed) =>
    post<IngestReport>('/marketplace/admin/ingest-index', {body, ...options}),
  ingestions: (query: Query) => get<{ingestions: Ingestion[]; next_cursor?: string}>('/marketplace/admin/ingestions', {query}),
  ingestion: (id: string) => get<{ingestion: Ingestion; report: IngestReport}>('/marketplace/admin/ingestions/{id}', {path: {id}}),

  orders: (query: Query) => get<{orders: Order[]; next_cursor?: string}>('/marketplace/admin/orders', {query}),
  order: (id: string) => get<{order: Order}>('/marketplace/admin/orders/{id}', {path: {id}}).then(({order}) => order),
  refund: (id: string, body: {reason: string; amount_cents?: number; line?: string}, options: Keyed) =>
    post<{order: Order}>('/marketplace/admin/orders/{id}/refund', {path: {id}, body, ...options}),
  waive: (id: string, reason: string, options: Keyed) =>
    post<{order: Order}>('/marketplace/admin/orders/{id}/waive', {path: {id}, body: {reason}, ...options}),
  webhooks: (query: Query) => get<{webhooks: Webhook[]; next_cursor?: string}>('/marketplace/admin/webhooks', {query}),
  replay: (id: string) => post<unknown>('/marketplace/admin/webhooks/{event_id}/replay', {path: {event_id: id}, body: {}}),

  grant: (body: Holder & {key: string; source: string; reason: string; ends_at?: string}, options: Keyed) =>
    post<{entitlement: Grant}>('/marketplace/admin/entitlements', {body, ...options}).then(({entitlement}) => entitlement),
  revoke: (id: string, reason: string, options: Keyed) =>
    post<{entitlement: Grant}>('/marketplace/admin/entitlements/{id}/revoke', {path: {id}, body: {reason}, ...options}),
  transfer: (id: string, body: Holder & {reason: string}, options: Keyed) =>
    post<{entitlement: Grant}>('/marketplace/admin/entitlements/{id}/transfer', {path: {id}, body, ...options}),

  audit: (query: Query) => get<{entries: AuditEntry[]; next_cursor?: string}>('/marketplace/admin/audit', {query}),

  funnel: (span: Span) => get<FunnelReport>('/marketplace/admin/reports/funnel', {query: reportQuery(span)}),
  cohorts: (span: Span, period: string) => get<CohortReport>('/marketplace/admin/reports/cohorts', {query: {...reportQuery(span), period}}),
  revenue: (span: Span) => get<RevenueReport>('/marketplace/admin/reports/revenue', {query: reportQuery(span)}),
  csv: (report: string, span: Span) => readFile(`/marketplace/admin/reports/${report}?${new URLSearchParams({...given(span), format: 'csv'})}`),
  topKeys: (span: Span) => get<TopKeysReport>('/marketplace/admin/reports/top-keys', {query: reportQuery(span)}),
};
