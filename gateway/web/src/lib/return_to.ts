// The address to return to after signing in. Only a page of this shop is accepted, so that a link cannot lead people
// elsewhere.
export function safeReturn(path: string | undefined): string {
  if (!path || !path.startsWith('/')) return '/';
  const url = new URL(path, 'http://shop.invalid');
  const isOurs = url.host === 'shop.invalid' && !/^\/(?:sign-in|auth\/)/.test(url.pathname) && !path.includes('\\');
  return isOurs ? url.pathname + url.search + url.hash : '/';
}

// Addresses of this origin that are no pages of the storefront's program. The browser opens them itself.
export const PAGES = /^\/(?!docs|openapi|auth\/|web\/|admin(?:[/?#]|$)|marketplace\/screenshots\/|.*\/preview(?:[?#]|$))/;
