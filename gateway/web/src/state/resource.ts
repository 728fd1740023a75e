// Data of the API for pages: it is read once, kept in memory, shown at once when the visitor comes back, and read again
// in the background.
import {useEffect, useReducer, useRef} from 'preact/hooks';

import type {Failure} from '../api';
import {session} from './session';

interface Entry<T> {
  data?: T;
  failure?: Failure;
  // The person who was signed in when it was read.
  reader?: string;
  // The time at which it was read, in milliseconds of performance.now().
  at?: number;
  loading?: Promise<void>;
  watchers: Set<() => void>;
}
export interface Resource<T> {
  data: T | undefined;
  // The failure of the last read. `data` may still be from an earlier one.
  failure: Failure | undefined;
  isLoading: boolean;
  reload: () => Promise<void>;
  // Shows this from now on, as if it had been read.
  set: (data: T) => void;
}

const MOST_ENTRIES = 200;
// Data that was loaded just before the page was shown is not loaded again.
const FRESH_MS = 3000;
const entries = new Map<string, Entry<unknown>>();

const reader = (): string => (session.value.state === 'in' ? session.value.user.id : session.value.state);

function entryOf<T>(key: string): Entry<T> {
  let entry = entries.get(key) as Entry<T> | undefined;
  if (!entry) {
    entry = {watchers: new Set()};
    entries.set(key, entry as Entry<unknown>);
    forgetOldest();
  }
  return entry;
}

function forgetOldest(): void {
  for (const [key, entry] of entries) {
    if (entries.size <= MOST_ENTRIES) return;
    if (entry.watchers.size === 0 && !entry.loading) entries.delete(key);
  }
}

function load<T>(entry: Entry<T>, read: () => Promise<T>): Promise<void> {
  if (entry.loading) return entry.loading;
  const by = reader();
  const tell = () => entry.watchers.forEach((watcher) => watcher());
  entry.loading = read().then(
    (data) => {
      entry.data = data;
      delete entry.failure;
    },
    (failure: Failure) => {
      entry.failure = failure;
      // Data that was read for another person is dropped when reading fails, because it must not be shown to this one.
      if (entry.reader !== by) delete entry.data;
    },
  ).finally(() => {
    entry.reader = by;
    entry.at = performance.now();
    delete entry.loading;
    tell();
  });
  tell();
  return entry.loading;
}

const isFresh = (entry: Entry<unknown>): boolean => entry.reader === reader() && performance.now() - (entry.at ?? -Infinity) < FRESH_MS;

// The data in the page is the answer to a signed-out caller.
function take<T>(entry: Entry<T>, first: T | undefined): void {
  if (first === undefined || entry.data !== undefined || entry.reader !== undefined) return;
  entry.data = first;
  entry.reader = 'out';
  entry.at = performance.now();
}

// Reads ahead of the page that will show the data. It never fails, because the page itself reports a failure.
export async function preload<T>(key: string | undefined, read: () => Promise<T>, first?: T): Promise<T | undefined> {
  if (key === undefined) return undefined;
  const entry = entryOf<T>(key);
  take(entry, first);
  if (!isFresh(entry)) await load(entry, read);
  return entry.data;
}

// `key` names the data; undefined reads nothing. `first` is the data that came with the page.
export function useResource<T>(key: string | undefined, read: () => Promise<T>, first?: T): Resource<T> {
  const [, update] = useReducer((count: number) => count + 1, 0);
  const latest = useRef(read);
  latest.current = read;
  const entry = entryOf<T>(key ?? '');
  take(entry, first);
  const who = reader();

  useEffect(() => {
    if (key === undefined) return undefined;
    const watcher = () => update(undefined);
    entry.watchers.add(watcher);
    return () => void entry.watchers.delete(watcher);
  }, [entry, key]);

  useEffect(() => {
    // Before the session is known, only what came with the page is shown.
    if (key === undefined || who === 'unknown' || isFresh(entry)) return;
    void load(entry, () => latest.current());
  }, [entry, key, who]);

  return {
    data: entry.data,
    failure: entry.failure,
    isLoading: key !== undefined && (entry.loading !== undefined || (entry.data === undefined && entry.failure === undefined)),
    reload: () => load(entry, () => latest.current()),
    set: (data) => {
      entry.data = data;
      entry.watchers.forEach((watcher) => watcher());
    },
  };
}

// Called after a change on which many answers depend: data that is not shown now is read again when it is.
export function forgetAll(): void {
  for (const [key, entry] of entries) {
    if (entry.watchers.size === 0) entries.delete(key);
  }
}
