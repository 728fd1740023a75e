import {CreditCard, Key, Receipt, ShieldCheck, UsersRound} from 'lucide-preact';
import {useLocation} from 'preact-iso';
import type {ComponentChildren} from 'preact';
import {useEffect, useRef} from 'preact/hooks';

import {api, type User} from '../../api';
import {SignedIn} from '../../components/SignedIn';
import {usePage} from '../../state/navigation';
import {preload, useResource} from '../../state/resource';
import {user} from '../../state/session';
import {account} from '../../text/account';
import {common} from '../../text/common';

const SECTIONS = [
  {href: '/account/keys', label: common.myKeys, Icon: Key},
  {href: '/account/orders', label: common.orders, Icon: Receipt},
  {href: '/account/billing', label: common.billing, Icon: CreditCard},
  {href: '/account/privacy', label: common.privacy, Icon: ShieldCheck},
];

export const organisationsOf = (person: User | undefined) => [person && `orgs:${person.id}`, api.organisations] as const;

// Reads the data that every page of the account shows, and that of one page besides, before it is shown for the first
// time.
export async function loadFor(read: (person: User) => Promise<unknown>[]): Promise<void> {
  const person = user.value;
  if (person) await Promise.allSettled([preload(...organisationsOf(person)), ...read(person)]);
}

export function useOrganisations() {
  return useResource(...organisationsOf(user.value)).data ?? [];
}

function Sections() {
  const {path} = useLocation();
  const organisations = useOrganisations();
  const links = [
    ...SECTIONS,
    ...organisations.map(({id, name}) => ({href: `/organisation/${id}`, label: name || account.unnamed, Icon: UsersRound})),
  ];
  // On a phone the list of sections is wider than the window.
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    const here = nav.current?.querySelector<HTMLElement>('[aria-current]');
    if (here && nav.current) nav.current.scrollLeft = here.offsetLeft - nav.current.offsetLeft - (nav.current.clientWidth - here.clientWidth) / 2;
  }, [path, organisations.length]);
  return (
    <nav class="account-nav" aria-label={account.sections} ref={nav}>
      {links.map(({href, label, Icon}) => (
        <a key={href} href={href} aria-current={path === href || path.startsWith(`${href}/`) ? 'page' : undefined}><Icon aria-hidden="true" />{label}</a>
      ))}
    </nav>
  );
}

interface AccountFrameProps {
  title: string;
  // Shown as the heading instead of `title`.
  heading?: ComponentChildren;
  lead?: string;
  // Shown above the heading.
  above?: ComponentChildren;
  children: (user: User) => ComponentChildren;
}

// The frame of every page about the caller: sections at the side, one heading, and for visitors who are signed out a
// request to sign in.
export function AccountFrame({title, heading, lead, above, children}: AccountFrameProps) {
  usePage(title);
  return (
    <SignedIn title={title}>
      {(user) => (
        <div class="page account-page">
          <Sections />
          <div class="account-body">
            <header class="stack stack-s">
              {above && <div class="no-print account-above">{above}</div>}
              <h1 tabIndex={-1}>{heading ?? title}</h1>
              {lead && <p class="soft account-lead">{lead}</p>}
            </header>
            {children(user)}
          </div>
        </div>
      )}
    </SignedIn>
  );
}
