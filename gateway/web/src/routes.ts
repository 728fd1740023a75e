// Every page and its address. A page is loaded when it is opened for the first time. One page under several addresses is
// one component here, so that it goes on as it is when the address changes.
import {lazy} from 'preact-iso';

const DiscoverPage = lazy(() => import('./pages/discover/DiscoverPage'));

export const routes = [
  {path: '/', component: DiscoverPage},
  {path: '/marketplace', component: DiscoverPage},
  {path: '/marketplace/keys', component: DiscoverPage},
];
