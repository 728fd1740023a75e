import {LocationProvider, Route, Router, useLocation} from 'preact-iso';

import {LinkButton} from './components/Button';
import {Footer} from './components/Footer';
import {Guard} from './components/Guard';
import {Header} from './components/Header';
import {Toasts} from './components/Toasts';
import {PAGES} from './lib/return_to';
import NotFoundPage from './pages/NotFoundPage';
import {routes} from './routes';
import {announcement} from './state/navigation';
import {common} from './text/common';

const Announcer = () => <div class="visually-hidden" role="status">{announcement.value}</div>;

function Pages() {
  const {url} = useLocation();
  return (
    <Guard url={url}>
      <Router>
        {routes.map(({path, component}) => <Route key={path} path={path} component={component} />)}
        <Route default component={NotFoundPage} />
      </Router>
    </Guard>
  );
}

export function App() {
  return (
    <LocationProvider scope={PAGES}>
      <LinkButton kind="primary" class="skip-link" href="#content">{common.skipToContent}</LinkButton>
      <Header />
      <main id="content" tabIndex={-1}>
        <Pages />
      </main>
      <Footer />
      <Toasts />
      <Announcer />
    </LocationProvider>
  );
}
