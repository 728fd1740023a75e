import {LogIn, ShieldX} from 'lucide-preact';
import {useLocation} from 'preact-iso';
import type {ComponentChildren} from 'preact';

import {Button, LinkButton} from '../../src/components/Button';
import {EmptyState} from '../../src/components/States';
import {isolated} from '../../src/lib/format';
import {useAction} from '../../src/state/action';
import {session, signInHref, signOut} from '../../src/state/session';
import {common} from '../../src/text/common';
import {frame} from '../text/frame';

// Nothing is asked of the API for anybody but an administrator. The API refuses everybody else by itself; this only spares
// them pages full of refusals.
export function ForAdministrators({children}: {children: ComponentChildren}) {
  const {url} = useLocation();
  const current = session.value;
  const leave = useAction(() => signOut());
  if (current.state === 'in' && current.user.role === 'admin') return <>{children}</>;
  const title = current.state === 'in' ? frame.notAdminTitle : frame.signInTitle;
  return (
    <main id="content" class="page page-state" tabIndex={-1}>
      <h1 class="visually-hidden">{title}</h1>
      {current.state === 'in' ? (
        <EmptyState title={title} icon={ShieldX}>
          <p>{frame.notAdminText(isolated(current.user.email || current.user.id))}</p>
          <div class="row">
            <Button isBusy={leave.isBusy} onClick={() => void leave.run(undefined)}>{frame.another}</Button>
            <LinkButton href="/">{frame.shop}</LinkButton>
          </div>
        </EmptyState>
      ) : (
        <EmptyState title={title} icon={LogIn}>
          <p>{frame.signInText}</p>
          <LinkButton kind="primary" href={signInHref(url)}>{common.signIn}</LinkButton>
        </EmptyState>
      )}
    </main>
  );
}
