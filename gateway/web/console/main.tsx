import '../src/styles/all.css';
import './console.css';

import {render} from 'preact';

import type {Failure} from '../src/api';
import {ErrorState} from '../src/components/States';
import {config, loadConfig} from '../src/state/config';
import {startNavigation} from '../src/state/navigation';
import {sessionKnown, startSession} from '../src/state/session';
import {App} from './App';

async function start(): Promise<void> {
  const root = document.getElementById('app');
  if (!root) return;
  const show = (what: preact.ComponentChild) => {
    root.replaceChildren();
    render(what, root);
  };
  try {
    await loadConfig();
    startSession(config.value?.auth.kind ?? 'none');
    await sessionKnown();
  } catch (failure) {
    show(<ErrorState failure={failure as Failure} onRetry={() => location.reload()} />);
    return;
  }
  startNavigation();
  show(<App />);
}

void start();
