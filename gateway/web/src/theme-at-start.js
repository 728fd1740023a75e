// Runs before the first paint; see themeScript in vite.config.ts.
try {
  const theme = localStorage.getItem('keys.theme');
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is closed to us: the system's theme it is.
}
