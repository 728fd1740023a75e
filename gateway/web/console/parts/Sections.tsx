import {ChartColumn, FolderInput, Key, KeyRound, LayoutDashboard, Package, Receipt, ScrollText, Webhook} from 'lucide-preact';
import {useLocation} from 'preact-iso';
import {useEffect, useRef} from 'preact/hooks';

import {frame} from '../text/frame';

const SECTIONS = [
  {href: '/admin', label: frame.overview, Icon: LayoutDashboard},
  {href: '/admin/keys', label: frame.keys, Icon: Key},
  {href: '/admin/bundles', label: frame.bundles, Icon: Package},
  {href: '/admin/ingest', label: frame.ingest, Icon: FolderInput},
  {href: '/admin/orders', label: frame.orders, Icon: Receipt},
  {href: '/admin/access', label: frame.access, Icon: KeyRound},
  {href: '/admin/webhooks', label: frame.webhooks, Icon: Webhook},
  {href: '/admin/audit', label: frame.audit, Icon: ScrollText},
  {href: '/admin/analytics', label: frame.analytics, Icon: ChartColumn},
];

export function Sections() {
  const {path} = useLocation();
  const nav = useRef<HTMLElement>(null);
  const isHere = (href: string) => path === href || (href !== '/admin' && path.startsWith(`${href}/`));
  // On a phone the list of sections is wider than the window.
  useEffect(() => {
    const here = nav.current?.querySelector<HTMLElement>('[aria-current]');
    if (here && nav.current) nav.current.scrollLeft = here.offsetLeft - nav.current.offsetLeft - (nav.current.clientWidth - here.clientWidth) / 2;
  }, [path]);
  return (
    <nav class="account-nav console-nav" aria-label={frame.sections} ref={nav}>
      {SECTIONS.map(({href, label, Icon}) => (
        <a key={href} href={href} aria-current={isHere(href) ? 'page' : undefined}><Icon aria-hidden="true" />{label}</a>
      ))}
    </nav>
  );
}
