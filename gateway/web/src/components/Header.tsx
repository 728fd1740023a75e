import {CreditCard, Key, LayoutDashboard, LogOut, Receipt, ShieldCheck, UserRound} from 'lucide-preact';
import {useLocation} from 'preact-iso';
import {useEffect, useRef, useState} from 'preact/hooks';

import {isolated} from '../lib/format';
import {announce} from '../state/navigation';
import {session, signInHref, signOut} from '../state/session';
import {common} from '../text/common';
import {Button, LinkButton} from './Button';
import {ListSearch} from './ListSearch';
import {ThemeToggle} from './ThemeToggle';
import {toast} from './Toasts';
import {wordsOf} from './States';
import type {Failure} from '../api';

function Brand() {
  return (
    <a class="brand" href="/">
      <svg viewBox="0 0 64 64" aria-hidden="true">
        <rect class="brand-plate" width="64" height="64" rx="15" />
        <g class="brand-key" fill="none" stroke-width="5.5" stroke-linecap="round" stroke-linejoin="round">
          <circle cx="21" cy="32" r="9.5" /><path d="M30.5 32H53v8M44.5 32v6" />
        </g>
      </svg>
      {common.shopName}
    </a>
  );
}

const ACCOUNT_LINKS = [
  {href: '/account/keys', label: common.myKeys, Icon: Key},
  {href: '/account/orders', label: common.orders, Icon: Receipt},
  {href: '/account/billing', label: common.billing, Icon: CreditCard},
  {href: '/account/privacy', label: common.privacy, Icon: ShieldCheck},
];

function AccountMenu({name, isAdmin}: {name: string; isAdmin: boolean}) {
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const {url} = useLocation();
  useEffect(() => setOpen(false), [url]);
  useEffect(() => {
    if (!isOpen) return undefined;
    const leave = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      box.current?.querySelector('button')?.focus();
    };
    addEventListener('pointerdown', leave);
    addEventListener('focusin', leave);
    addEventListener('keydown', escape);
    return () => {
      removeEventListener('pointerdown', leave);
      removeEventListener('focusin', leave);
      removeEventListener('keydown', escape);
    };
  }, [isOpen]);
  const leaveAccount = () => {
    setOpen(false);
    signOut().then(() => announce(common.signedOut), (failure: Failure) => toast(wordsOf(failure).text));
  };
  return (
    <div class="account" ref={box}>
      <Button kind="quiet" aria-expanded={isOpen} aria-label={common.accountMenu} onClick={() => setOpen(!isOpen)}>
        <UserRound aria-hidden="true" /><span class="account-label">{common.account}</span>
      </Button>
      {isOpen && (
        <div class="menu">
          <p class="menu-head">{name}</p>
          <nav aria-label={common.accountMenu}>
            {ACCOUNT_LINKS.map(({href, label, Icon}) => <a key={href} href={href}><Icon aria-hidden="true" />{label}</a>)}
            {isAdmin && <a href="/admin"><LayoutDashboard aria-hidden="true" />{common.console}</a>}
          </nav>
          <hr />
          <button type="button" onClick={leaveAccount}><LogOut aria-hidden="true" />{common.signOut}</button>
        </div>
      )}
    </div>
  );
}

function Account() {
  const {url} = useLocation();
  const current = session.value;
  // The place is kept while it is not known yet who is signed in, so that the header does not move.
  if (current.state === 'unknown') return <div class="account" />;
  if (current.state === 'in') return <AccountMenu name={isolated(current.user.email || current.user.id)} isAdmin={current.user.role === 'admin'} />;
  return <div class="account"><LinkButton kind="quiet" href={signInHref(url.startsWith('/sign-in') ? '/' : url)}>{common.signIn}</LinkButton></div>;
}

export function Header() {
  const {path} = useLocation();
  const isBundles = path.startsWith('/marketplace/bundles');
  const isList = path === '/' || path === '/marketplace';
  return (
    <header class="header">
      <div class="page header-row">
        <Brand />
        <nav class="header-nav" aria-label={common.navigation}>
          <a href="/marketplace" aria-current={isList ? 'page' : undefined}>{common.browse}</a>
          <a href="/marketplace/bundles" aria-current={isBundles ? 'page' : undefined}>{common.bundles}</a>
        </nav>
        <div class="header-search"><ListSearch /></div>
        <div class="header-tools"><ThemeToggle /><Account /></div>
      </div>
    </header>
  );
}
