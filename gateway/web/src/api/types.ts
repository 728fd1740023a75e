// The answers of the REST API, as far as the pages use them. Money is an integer in the currency's minor unit.

export interface Currency {
  code: string;
  // The decimal places of an amount as Stripe counts them. Intl differs for some currencies.
  minorUnits: number;
  // Amounts are multiples of this.
  step: number;
  minimum: number;
}
export interface Persona {
  id: string;
  name: string;
  description: string;
}
export interface Config {
  name: string;
  version: string;
  currency: string;
  payments: string;
  publicUrl: string;
  currencies: Currency[];
  auth: {kind: 'none' | 'development' | 'supabase'; personas?: Persona[]; methods?: string[]; providers?: string[]};
}

export interface User {
  id: string;
  email?: string | null;
  role: 'user' | 'admin';
}
export interface SignedIn {
  accessToken: string;
  // Unix seconds.
  expiresAt: number;
  user: User;
}
export type SessionAnswer = SignedIn | {signedOut: true};

// How far the erasure of an account has come.
export interface Erasure {
  state: 'running' | 'done';
  services: {name: string; state: 'waiting' | 'running' | 'done'; rows: number}[];
}

export interface Key {
  id: string;
  slug: string;
  title: string;
  description: string | null;
  tool: string;
  key_type: string;
  key_types: string[];
  category: string | null;
  difficulty: string | null;
  tags: string[];
  version: string;
  license_spdx: string | null;
  outcome: string | null;
  maturity: string | null;
  // null when the KEY is not sold singly, 0 when it is free.
  price_cents: number | null;
  currency: string;
  available: boolean;
  created_at: string;
  updated_at: string;
  hasAccess?: boolean;
}
export interface FacetCount {
  value: string;
  count: number;
}
export type FacetName =
  'tool' | 'key_type' | 'category' | 'difficulty' | 'outcome' | 'maturity' | 'license' | 'tag' | 'severity_level';
export type Facets = Partial<Record<FacetName, FacetCount[]>>;
export interface KeyList {
  keys: Key[];
  next_cursor?: string;
  facets?: Facets;
}

export interface KeyVersion {
  version: string;
  created_at: string;
  changelog_md_path: string | null;
  sha256: string | null;
  size_bytes: number | null;
  yanked: boolean;
}
// A picture of a KEY. A changed picture has another address.
export interface Screenshot {
  path: string;
  alt: string;
  width: number;
  height: number;
}
export interface RelatedKey {
  id: string;
  slug: string;
  title: string;
  reason: string;
  tool?: string;
  price_cents?: number | null;
  currency?: string;
  available?: boolean;
}
export interface BundleOfKey {
  id: string;
  slug: string;
  title: string;
  bundle_type: string;
  price_cents: number;
  currency: string;
  key_count: number;
}
export interface Dependency {
  name: string;
  version?: string;
  required?: boolean;
  description?: string;
}
export interface ExposedRoute {
  path: string;
  method?: string[];
  description?: string;
}
// Fields of a manifest, as its author wrote them.
export interface Manifest {
  author?: {name?: string; email?: string};
  runtime?: string;
  side_effects?: string[];
  required_env?: string[];
  optional_env?: string[];
  tenant_scope?: string;
  compatibility?: Record<string, string>;
  dependencies?: Dependency[];
  exposed_routes?: ExposedRoute[];
  severity_level?: string;
  runtime_dependency?: string;
  required_access_level?: string;
  produces_evidence?: boolean;
  compliance_relevance?: string[];
  runtime_minutes?: number;
  webhook_event_types?: string[];
  stripe_integration_level?: string;
  github_workflow_type?: string;
  github_template_type?: string;
  supabase_feature_type?: string;
  cursor_prompt_type?: string;
  when_to_use?: string;
}
// The facts that belong to one version of a KEY.
export interface VersionFacts extends Manifest {
  license_spdx: string | null;
  readme_html: string | null;
  changelog_html: string | null;
  preview_html_path: string | null;
  screenshots: Screenshot[];
}
// One version that was asked for by its number.
export type VersionDetail = KeyVersion & VersionFacts;
export interface KeyDetail extends Key, VersionFacts {
  license_spdx: string | null;
  hasAccess: boolean;
  relatedKeys: RelatedKey[];
  versions: KeyVersion[];
  status: string;
  incomplete: boolean;
  bundles?: BundleOfKey[];
}
export interface ArchiveFile {
  path: string;
  size_bytes: number;
}
export interface FileList {
  files: ArchiveFile[];
  total_bytes: number;
  count: number;
}
export type Severity = 'none' | 'patch' | 'minor' | 'major';
export interface ManifestChange {
  pointer: string;
  from: unknown;
  to: unknown;
  breaking: boolean;
}
export interface VersionDiff {
  severity: Severity;
  files: {added: string[]; removed: string[]; changed: string[]};
  manifest: ManifestChange[];
  from: string;
  to: string;
  declared: Severity;
  honest: boolean;
  filesKnown: boolean;
}

export interface BundleKey {
  id: string;
  slug: string;
  title: string;
  key_type: string;
  tool: string;
  price_cents: number | null;
}
export interface Bundle {
  id: string;
  slug: string;
  title: string;
  description: string | null;
  bundle_type: string;
  price_cents: number;
  currency: string;
  key_ids: string[];
  keys: BundleKey[];
}
export interface QuoteLine {
  kind: 'key' | 'credit' | 'cap' | 'minimum';
  slug?: string;
  amount_cents: number;
  text: string;
}
export interface Quote {
  originalPrice: number;
  discount: number;
  finalPrice: number;
  ownedKeys: string[];
  currency: string;
  alreadyOwned: boolean;
  lines: QuoteLine[];
}

export interface Contribution {
  rule: string;
  signal_ids: string[];
  points: number;
}
export interface Recommendation {
  id: string;
  slug: string;
  title: string;
  description: string | null;
  key_type: string;
  tool: string;
  version: string;
  reason: string;
  confidence: 'high' | 'medium' | 'low';
  score: number;
  contributions: Contribution[];
  counterfactuals: string[];
  price_cents?: number | null;
  currency?: string;
  available?: boolean;
}
export interface Recommendations {
  recommendations: Recommendation[];
  optedOut?: string[];
}
export interface SignalInput {
  signal_type: string;
  signal_value: string;
}
export interface Filters {
  tool?: string;
  key_type?: string;
  tag?: string;
  search?: string;
  outcome?: string;
  maturity?: string;
}
export interface Choice {
  id: string;
  title: string;
  signals: SignalInput[];
  filters: Filters;
}
export interface Situation extends Choice {
  sentence: string;
  choices: Choice[];
}

export interface Checkout {
  sessionId: string;
  url: string;
  order_id: string;
  status: OrderStatus;
}
export type OrderStatus =
  'open' | 'paid' | 'fulfilled' | 'refunded' | 'partially_refunded' | 'disputed' | 'expired' | 'failed';
export interface OrderLine {
  key_id: string;
  slug: string;
  title: string;
  amount_cents: number;
  grants: boolean;
}
export interface Order {
  id: string;
  status: OrderStatus;
  item: {kind: 'key' | 'bundle'; id: string; slug: string; title: string};
  amount_cents: number;
  currency: string;
  lines: OrderLine[];
  suspended?: {code: string; orders: string[]; shortfall_cents: number};
  created_at: string;
  receipt: {originalPrice: number; discount: number; finalPrice: number; lines: QuoteLine[]; paid_at?: string};
  tenantId: string;
  tenantType: 'user' | 'org';
  refunded_cents: number;
  notice?: {code: string; detail: string};
  shortfall_paid_cents: number;
}
export interface Download {
  downloadUrl: string;
  expiresIn: number;
  version: string;
  sha256: string;
  size_bytes: number;
}
export interface Entitlement {
  id: string;
  keyId: string;
  packSlug: string;
  packTitle: string;
  status: string;
  expiresAt?: string;
  startsAt: string;
  source: string;
  version: string;
  tenantId: string;
  tenantType: 'user' | 'org';
  reason?: string;
  downloaded_version?: string;
  downloaded_at?: string;
  org_name?: string;
}
export interface AccessFact {
  id: string;
  kind: 'granted' | 'suspended' | 'restored' | 'revoked';
  source: string;
  reason: string | null;
  occurred_at: string;
  tenantId: string;
  tenantType: 'user' | 'org';
}
export interface AccessExplained {
  hasAccess: boolean;
  reason: string;
  code: string;
  actions?: string[];
  facts: AccessFact[];
}
export type Role = 'owner' | 'admin' | 'member';
export interface Organisation {
  id: string;
  // Empty while the organisation has no name.
  name: string;
  role: Role;
}
export interface Member {
  user_id: string;
  email?: string;
  role: Role;
  created_at: string;
}
export type NewMember = {role: Role} & ({user_id: string} | {email: string});

export interface Signal {
  id: string;
  signal_type: string;
  signal_value: string;
  purpose: string;
  origin: string;
  created_at: string;
  expires_at: string;
}
export interface OptOut {
  signal_type: string;
  created_at: string;
}
export interface Dismissal {
  key_id: string;
  slug: string;
  // Left out when the KEY is no longer published.
  title?: string;
  created_at: string;
}
