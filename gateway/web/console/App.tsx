import {lazy, LocationProvider, Route, Router, useLocation} from 'preact-iso';
import type {AnyComponent} from 'preact';

import {LinkButton} from '../src/components/Button';
import {Guard} from '../src/components/Guard';
import {EmptyState} from '../src/components/States';
import {Toasts} from '../src/components/Toasts';
import {announcement, usePage} from '../src/state/navigation';
import {common} from '../src/text/common';
import {ForAdministrators} from './parts/ForAdministrators';
import {Header} from './parts/Header';
import {Sections} from './parts/Sections';
import {frame} from './text/frame';

// All other addresses are the storefront's. The browser opens them itself.
const PAGES = /^\/admin(?:[/?#]|$)/;

const page = (path: string, module: () => Promise<{default: AnyComponent}>) => ({path, component: lazy(module)});

const routes = [
  page('/admin', () => import('./pages/OverviewPage')),
  page('/admin/keys', () => import('./pages/KeysPage')),
  page('/admin/keys/:slug', () => import('./pages/KeyPage')),
  page('/admin/bundles', () => import('./pages/BundlesPage')),
  page('/admin/bundles/:slug', () => import('./pages/BundlePage')),
  page('/admin/ingest', () => import('./pages/IngestPage')),
  page('/admin/ingest/:id', () => import('./pages/IngestionPage')),
  page('/admin/orders', () => import('./pages/OrdersPage')),
  page('/admin/orders/:id', () => import('./pages/OrderPage')),
  page('/admin/access', () => import('./pages/AccessPage')),
  page('/admin/webhooks', () => import('./pages/WebhooksPage')),
  page('/admin/audit', () => import('./pages/AuditPage')),
  page('/admin/analytics', () => import('./pages/AnalyticsPage')),
];

function Missing() {
  usePage(common.notFoundTitle);
  return (
    <>
      <h1 class="visually-hidden" tabIndex={-1}>{common.notFoundTitle}</h1>
      <EmptyState title={common.notFoundTitle}><LinkButton href="/admin">{frame.overview}</LinkButton></EmptyState>
    </>
  );
}

function Pages() {
  const {url} = useLocation();
  return (
    <Guard url={url}>
      <Router>
        {routes.map(({path, component}) => <Route key={path} path={path} component={component} />)}
        <Route default component={Missing} />
      </Router>
    </Guard>
  );
}

export function App() {
  return (
    <LocationProvider scope={PAGES}>
      <LinkButton kind="primary" class="skip-link" href="#content">{common.skipToContent}</LinkButton>
      <Header />
      <ForAdministrators>
        <div class="page console">
          <Sections />
          <main id="content" class="console-main" tabIndex={-1}><Pages /></main>
        </div>
      </ForAdministrators>
      <Toasts />
      <div class="visually-hidden" role="status">{announcement.value}</div>
    </LocationProvider>
  );
}
