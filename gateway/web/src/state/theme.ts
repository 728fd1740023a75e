// The theme: light, dark, or as the system says. theme-at-start.js applies the choice before the first paint.
import {signal} from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';
const STORED = 'keys.theme';

const chosen = document.documentElement.dataset.theme;
export const theme = signal<Theme>(chosen === 'light' || chosen === 'dark' ? chosen : 'system');

export const systemIsDark = (): boolean => matchMedia('(prefers-color-scheme: dark)').matches;
export const isDark = (): boolean => theme.value === 'dark' || (theme.value === 'system' && systemIsDark());

export function setTheme(next: Theme): void {
  theme.value = next;
  if (next === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  try {
    if (next === 'system') localStorage.removeItem(STORED);
    else localStorage.setItem(STORED, next);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
