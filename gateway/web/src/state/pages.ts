// A list of the API that comes in pages: the entries read so far, and the next page on request.
import {useState} from 'preact/hooks';

import type {Failure} from '../api';
import {preload, useResource} from './resource';

export interface Page<T> {
  items: T[];
  next: string | undefined;
}

export const preloadPages = <T>(key: string, read: (cursor: string | undefined) => Promise<Page<T>>) => preload(key, () => read(undefined));

export function usePages<T>(key: string | undefined, read: (cursor: string | undefined) => Promise<Page<T>>) {
  const first = useResource(key, () => read(undefined));
  const [isBusy, setBusy] = useState(false);
  const [moreFailure, setMoreFailure] = useState<Failure>();

  async function more(): Promise<void> {
    const have = first.data;
    if (!have?.next || isBusy) return;
    setBusy(true);
    setMoreFailure(undefined);
    try {
      const page = await read(have.next);
      first.set({items: [...have.items, ...page.items], next: page.next});
    } catch (failure) {
      setMoreFailure(failure as Failure);
    } finally {
      setBusy(false);
    }
  }
  return {...first, items: first.data?.items, hasMore: first.data?.next !== undefined, more, isLoadingMore: isBusy, moreFailure};
}
