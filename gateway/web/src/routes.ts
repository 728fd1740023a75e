// Every page and its address. A page is loaded when it is opened for the first time. A page with several addresses is
// one component here, so that it keeps its state when the address changes.
import type {AnyComponent} from 'preact';
import {lazy} from 'preact-iso';
import {exec} from 'preact-iso/router';

// A page's module has the page, and the data to read before the browser shows it for the first time.
export interface PageModule {
  default: AnyComponent;
  load?: (params: Record<string, string>) => Promise<unknown>;
}

const page = (module: () => Promise<PageModule>) => ({module, component: lazy(module)});

const discover = page(() => import('./pages/discover/DiscoverPage'));
const key = page(() => import('./pages/key/KeyPage'));

export const routes = [
  {path: '/', ...discover},
  {path: '/marketplace', ...discover},
  {path: '/marketplace/keys', ...discover},
  {path: '/docs', ...page(() => import('./pages/docs/DocsPage'))},
  {path: '/marketplace/bundles', ...page(() => import('./pages/bundles/BundlesPage'))},
  {path: '/marketplace/bundles/:slug', ...page(() => import('./pages/bundles/BundlePage'))},
  {path: '/marketplace/keys/:slug', ...key},
  {path: '/marketplace/:slug', ...key},
  {path: '/account/keys', ...page(() => import('./pages/account/KeysPage'))},
  {path: '/account/orders', ...page(() => import('./pages/account/OrdersPage'))},
  {path: '/account/orders/:id', ...page(() => import('./pages/account/OrderPage'))},
  {path: '/account/billing', ...page(() => import('./pages/account/BillingPage'))},
  {path: '/account/privacy', ...page(() => import('./pages/account/PrivacyPage'))},
  {path: '/organisation/:id', ...page(() => import('./pages/organisation/OrganisationPage'))},
  {path: '/sign-in', ...page(() => import('./pages/sign_in/SignInPage'))},
  {path: '/terms', ...page(() => import('./pages/info/TermsPage'))},
  {path: '/refunds', ...page(() => import('./pages/info/RefundsPage'))},
];

export function routeOf(pathname: string): {route: (typeof routes)[number]; params: Record<string, string>} | undefined {
  for (const route of routes) {
    const match = exec(pathname, route.path, {params: {}} as never);
    if (match) return {route, params: match.params};
  }
  return undefined;
}
