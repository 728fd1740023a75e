// Runs before the first paint; see themeScript in vite.config.ts. The server's text is about the newest version, so it
// is hidden from a visitor who asked for another one.
if (/[?&]version=/.test(location.search)) document.documentElement.dataset.version = 'chosen';
try {
  const theme = localStorage.getItem('keys.theme');
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is not accessible, so the system's theme is used.
}
