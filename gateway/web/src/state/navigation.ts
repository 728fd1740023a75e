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

export function startNavigation(): void {
  history.scrollRestoration = 'manual';
  try {
    positions = JSON.parse(sessionStorage.getItem(POSITIONS) ?? '{}') as Record<string, number>;
  } catch {
    positions = {};
  }
  let timer = 0;
  let address = here();
  addEventListener('scroll', () => {
    if (timer) return;
    timer = window.setTimeout(() => {
      timer = 0;
      if (address === here()) remember(address);
      address = here();
    }, 120);
  }, {passive: true});
  addEventListener('popstate', () => {
    address = here();
    isReturning = true;
  });
}

let isReturning = performance.getEntriesByType('navigation').some((entry) => (entry as PerformanceNavigationTiming).type !== 'navigate');

// Called when the page's content is there. Scrolls to the earlier place when the visitor came back.
export function useScrollPosition(isReady: boolean, address: string): void {
  useEffect(() => {
    if (!isReady || !isReturning) return;
    isReturning = false;
    scrollTo(0, positions[address] ?? 0);
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
