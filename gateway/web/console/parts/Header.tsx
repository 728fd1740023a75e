import {LogOut, Store} from 'lucide-preact';

import type {Failure} from '../../src/api';
import {Button, LinkButton} from '../../src/components/Button';
import {wordsOf} from '../../src/components/States';
import {ThemeToggle} from '../../src/components/ThemeToggle';
import {toast} from '../../src/components/Toasts';
import {isolated} from '../../src/lib/format';
import {user, signOut} from '../../src/state/session';
import {common} from '../../src/text/common';
import {frame} from '../text/frame';

export function Header() {
  const person = user.value;
  const leave = () => void signOut().catch((failure: Failure) => toast(wordsOf(failure).text));
  return (
    <header class="header">
      <div class="page console-header">
        <a class="brand" href="/admin">{common.shopName}<span class="console-mark">{frame.title}</span></a>
        <div class="row console-tools">
          {person && <span class="small soft console-person">{isolated(person.email || person.id)}</span>}
          <ThemeToggle />
          <LinkButton kind="plain" icon href="/" aria-label={frame.shop}><Store aria-hidden="true" /></LinkButton>
          {person && <Button kind="plain" icon aria-label={common.signOut} onClick={leave}><LogOut aria-hidden="true" /></Button>}
        </div>
      </div>
    </header>
  );
}
