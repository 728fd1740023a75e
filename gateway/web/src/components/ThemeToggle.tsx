import {Moon, Sun} from 'lucide-preact';

import {isDark, setTheme, theme} from '../state/theme';
import {common} from '../text/common';
import {Button} from './Button';

export function ThemeToggle() {
  const dark = theme.value === 'dark' || (theme.value === 'system' && isDark());
  return (
    <Button
      kind="plain" icon aria-label={dark ? common.themeIsDark : common.themeIsLight}
      onClick={() => setTheme(dark ? 'light' : 'dark')}
    >
      {dark ? <Moon aria-hidden="true" /> : <Sun aria-hidden="true" />}
    </Button>
  );
}
