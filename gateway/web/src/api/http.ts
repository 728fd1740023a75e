// Connects the pages with the API: @keys/client with the session's tokens. The client handles retries, Idempotency-Key,
// entity tags and problem documents; the shapes of answers are not known here.
import {type CallOptions, createClient, type Method, type PathsOf} from '@keys/client';

export type Query = Record<string, string | number | boolean | undefined>;
export interface RequestOptions extends CallOptions {
  path?: Record<string, string>;
  query?: Query;
  body?: unknown;
  // The answer may take minutes to arrive.
  isLong?: boolean;
  // The request is sent to its end even when the visitor leaves the page meanwhile.
  outlivesPage?: boolean;
}
export interface TokenSource {
  // Returns a token that is valid for at least some seconds, or nothing when nobody is signed in.
  token(): Promise<string | undefined>;
  // Returns another token after the server has refused one, or nothing.
  renew(): Promise<string | undefined>;
}

let tokens: TokenSource = {token: async () => undefined, renew: async () => undefined};
export function setTokenSource(source: TokenSource): void {
  tokens = source;
}

const RETRIES = 2;
const LONGEST_WAIT_MS = 4000;

const OPTIONS = {
  accessToken: () => tokens.token(),
  refresh: () => tokens.renew(),
  retries: RETRIES,
  maxWaitMs: LONGEST_WAIT_MS,
};
const client = createClient(OPTIONS);
// For an answer that is sent while it is gathered and may be long.
const patient = createClient({...OPTIONS, timeoutMs: 10 * 60_000, cacheEntries: 0});
const lasting = createClient({...OPTIONS, cacheEntries: 0, fetch: (address, init) => fetch(address, {...init, keepalive: true})});

// These are between the gateway and its own pages only, so the API's description does not have them.
type PagesOnly = '/config.json' | `/auth/${string}`;
export type Path<M extends Method> = PathsOf<M> | PagesOnly;

// The compiler checks paths against the API's description. The caller names the type of the answer.
export function request<A, M extends Method = Method>(method: M, path: Path<M>, {isLong, outlivesPage, ...options}: RequestOptions = {}): Promise<A> {
  const sender = isLong ? patient : outlivesPage ? lasting : client;
  return sender.call(method as never, path as never, options as never).then(({data}) => data as A);
}

// Reads an answer that is a file and not JSON, such as a report as CSV. Fails when the server refuses it.
export async function readFile(address: string): Promise<Blob> {
  const token = await tokens.token();
  const response = await fetch(address, {headers: {...(token ? {Authorization: `Bearer ${token}`} : {})}});
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.blob();
}
