// Handles title, focus and scrolling when the page changes, which a browser does by itself for documents.
import {signal} from '@preact/signals';
import {useEffect} from 'preact/hooks';

import {common} from '../text/common';
import {config} from './config';

// Screen readers read it out when it changes.
export const announcement = signal('');
export const announce = (text: string): void => {
  announcement.value = text;
};

const POSITIONS = 'keys.scroll';
const MOST_POSITIONS = 50;
let positions: Record<string, number> = {};

const here = () => location.pathname + location.search;

function remember(address: string): void {
  delete positions[address];
  positions[address] = scrollY;
  for (const oldest of Object.keys(positions).slice(0, -MOST_POSITIONS)) delete positions[oldest];
  try {
    sessionStorage.setItem(POSITIONS, JSON.stringify(positions));
  } catch {
    // Without storage a reload begins at the top.
  }
}

// The address that the visitor came back to and its earlier place, until its page has been scrolled there.
let returning: {address: string; place: number} | undefined;
const comeBack = (): void => {
  returning = {address: here(), place: positions[here()] ?? 0};
};

export function startNavigation(): void {
  history.scrollRestoration = 'manual';
  try {
    positions = JSON.parse(sessionStorage.getItem(POSITIONS) ?? '{}') as Record<string, number>;
  } catch {
    positions = {};
  }
  if (performance.getEntriesByType('navigation').some((entry) => (entry as PerformanceNavigationTiming).type !== 'navigate')) comeBack();
  let timer = 0;
  let address = here();
  addEventListener('scroll', () => {
    if (timer) return;
    timer = window.setTimeout(() => {
      timer = 0;
      if (returning && returning.address !== here()) returning = undefined;
      // Until the content of that address is there, `scrollY` is the place of the page that is being left.
      if (address === here() && !returning) remember(address);
      address = here();
    }, 120);
  }, {passive: true});
  addEventListener('popstate', () => {
    address = here();
    comeBack();
  });
}

// Called with each rendering of a page that lives at the given paths. Scrolls to the earlier place, once the page's content is
// there, when the visitor came back. The page that is left is rendered once more under the next address, which is none of its paths.
export function useScrollPosition(isReady: boolean, address: string, paths: string[]): void {
  useEffect(() => {
    if (!isReady || returning?.address !== address || !paths.includes(location.pathname)) return;
    const {place} = returning;
    returning = undefined;
    scrollTo(0, place);
  }, [isReady, address]);
}

// Page and address whose heading had the focus last. The page that is left is rendered once more under the next address,
// so the address alone does not tell them apart.
let headed: string | undefined;

// Sets the page's name in the window's title; undefined while it is not known. A later page puts the focus on its
// heading, which reads it out; the first page keeps the browser's own focus.
export function usePage(title: string | undefined): void {
  const path = location.pathname;
  useEffect(() => {
    if (title === undefined) return;
    document.title = `${title} – ${config.value?.name ?? common.shopName}`;
    const here = `${path} ${title}`;
    if (headed !== undefined && headed !== here) document.querySelector<HTMLElement>('main h1')?.focus({preventScroll: true});
    headed = here;
  }, [title, path]);
}
