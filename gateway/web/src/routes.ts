// Every page and its address. A page is loaded when it is opened for the first time. One page under several addresses is
// one component here, so that it goes on as it is when the address changes.
import {lazy} from 'preact-iso';

const DiscoverPage = lazy(() => import('./pages/discover/DiscoverPage'));
const KeyPage = lazy(() => import('./pages/key/KeyPage'));
const BundlesPage = lazy(() => import('./pages/bundles/BundlesPage'));
const BundlePage = lazy(() => import('./pages/bundles/BundlePage'));

export const routes = [
  {path: '/', component: DiscoverPage},
  {path: '/marketplace', component: DiscoverPage},
  {path: '/marketplace/keys', component: DiscoverPage},
  {path: '/marketplace/bundles', component: BundlesPage},
  {path: '/marketplace/bundles/:slug', component: BundlePage},
  {path: '/marketplace/keys/:slug', component: KeyPage},
  {path: '/marketplace/:slug', component: KeyPage},
];
