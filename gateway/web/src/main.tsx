import './styles/all.css';

import {render} from 'preact';

import {App} from './App';
import type {Failure} from './api';
import {ErrorState} from './components/States';
import {routeOf} from './routes';
import {config, loadConfig} from './state/config';
import {startNavigation} from './state/navigation';
import {sessionKnown, startSession} from './state/session';

// The server's text stays at most this long. Then the page is shown with the data that has arrived.
const PATIENCE_MS = 2500;

const RELOADED = 'keys.reloaded';
const RELOAD_PAUSE_MS = 30_000;

const atMost = (ms: number, work: Promise<unknown>) => Promise.race([work, new Promise((resolve) => setTimeout(resolve, ms))]);

// The server's text stays until the page that replaces it is complete, so that the layout does not move.
async function start(): Promise<void> {
  const root = document.getElementById('app');
  if (!root) return;
  const show = (what: preact.ComponentChild) => {
    root.replaceChildren();
    render(what, root);
  };
  const found = routeOf(location.pathname);
  try {
    const [module] = await Promise.all([found?.route.module(), found?.route.component.preload(), loadConfig()]);
    startSession(config.value?.auth.kind ?? 'none');
    await atMost(PATIENCE_MS, sessionKnown().then(() => module?.load?.(found?.params ?? {})));
  } catch (failure) {
    show(<ErrorState failure={failure as Failure} onRetry={() => location.reload()} />);
    return;
  }
  startNavigation();
  show(<App />);
}

// The program of a page no longer exists because the shop was updated meanwhile. The new one is loaded, once.
addEventListener('vite:preloadError', (event) => {
  const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
  if (Date.now() - last < RELOAD_PAUSE_MS) return;
  event.preventDefault();
  sessionStorage.setItem(RELOADED, String(Date.now()));
  location.reload();
});

void start();
