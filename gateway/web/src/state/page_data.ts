// The data that the server put into the page: the configuration, and the answer of the page's own request, so that the
// first rendering waits for nothing.
import type {Config} from '../api';

interface PageData {
  config?: Config;
  route?: string;
  status?: number;
  data?: unknown;
}

function readPageData(): PageData {
  const text = document.getElementById('keys-data')?.textContent;
  if (!text) return {};
  try {
    return JSON.parse(text) as PageData;
  } catch {
    return {};
  }
}

export const pageData = readPageData();
const address = location.pathname.replace(/\/+$/, '') || '/';

// Returns the answer that came with the page, if `path` is the address that the browser loaded.
export function dataOfPage<T>(path: string, status = 200): T | undefined {
  return path === address && pageData.status === status ? (pageData.data as T | undefined) : undefined;
}
// Whether the server found nothing under the address that the browser loaded.
export const pageIsMissing = (path: string): boolean => path === address && pageData.status === 404;
