import {LogIn} from 'lucide-preact';
import {useLocation} from 'preact-iso';
import type {ComponentChildren} from 'preact';

import type {User} from '../api';
import {session, signInHref} from '../state/session';
import {common} from '../text/common';
import {LinkButton} from './Button';
import {EmptyState, Skeleton} from './States';

// Wraps a page about the caller: it waits for the session, and asks visitors who are signed out to sign in.
export function SignedIn({title, children}: {title: string; children: (user: User) => ComponentChildren}) {
  const {url} = useLocation();
  const current = session.value;
  if (current.state === 'in') return <>{children(current.user)}</>;
  return (
    <div class="page page-state">
      <h1 class="visually-hidden" tabIndex={-1}>{title}</h1>
      {current.state === 'unknown' ? <Skeleton kind="block" /> : (
        <EmptyState title={common.signInFirst} icon={LogIn}>
          <p>{common.signInFirstText}</p>
          <LinkButton kind="primary" href={signInHref(url)}>{common.signIn}</LinkButton>
        </EmptyState>
      )}
    </div>
  );
}
