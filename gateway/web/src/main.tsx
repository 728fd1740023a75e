import './styles/all.css';

import {exec} from 'preact-iso/router';
import {render} from 'preact';

import {App} from './App';
import type {Failure} from './api';
import {ErrorState} from './components/States';
import {routes} from './routes';
import {config, loadConfig} from './state/config';
import {startNavigation} from './state/navigation';
import {startSession} from './state/session';

// What the server wrote stays until the page that replaces it is complete.
async function start(): Promise<void> {
  const root = document.getElementById('app');
  if (!root) return;
  const show = (what: preact.ComponentChild) => {
    root.replaceChildren();
    render(what, root);
  };
  const route = routes.find(({path}) => exec(location.pathname, path, {} as never));
  try {
    await Promise.all([loadConfig(), route?.component.preload()]);
  } catch (failure) {
    show(<ErrorState failure={failure as Failure} onRetry={() => location.reload()} />);
    return;
  }
  startSession(config.value?.auth.kind ?? 'none');
  startNavigation();
  show(<App />);
}

void start();
