// One request to the API: token, Idempotency-Key, retries, problem documents. Nothing here knows a route.
import {Outage, Problem} from './problem';

export type Query = Record<string, string | number | boolean | undefined>;
export interface RequestOptions {
  query?: Query;
  body?: unknown;
  // Kept by the caller when a person may press the same button again; made here otherwise.
  idempotencyKey?: string;
  signal?: AbortSignal;
  // Send no token, and keep the answer's errors from signing anybody out.
  anonymous?: boolean;
}
export interface TokenSource {
  // A token that is valid for at least some seconds, or nothing when nobody is signed in.
  token(): Promise<string | undefined>;
  // The server refused the token: get another one, or nothing.
  renew(refused: string): Promise<string | undefined>;
}

const TRIES = 3;
const LONGEST_WAIT_MS = 4000;
// A request is answered within 10 s; one that takes longer was lost on its way.
const DEADLINE_MS = 15_000;

let tokens: TokenSource = {token: async () => undefined, renew: async () => undefined};
export function setTokenSource(source: TokenSource): void {
  tokens = source;
}

export function withQuery(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

export const newIdempotencyKey = (): string => crypto.randomUUID();

export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  // The same key for every try: a POST that was carried out is answered, not repeated.
  const key = options.idempotencyKey ?? (method === 'POST' ? newIdempotencyKey() : undefined);
  for (let attempt = 1; ; attempt++) {
    try {
      return await once<T>(method, path, options, key);
    } catch (error) {
      const isWorthAnother = error instanceof Outage || (error instanceof Problem && error.isPassing);
      if (!isWorthAnother || attempt === TRIES || options.signal?.aborted) throw error;
      const asked = error instanceof Problem ? (error.retryAfter ?? 0) * 1000 : 0;
      if (asked > LONGEST_WAIT_MS) throw error;
      await pause(Math.max(asked, 250 * 2 ** attempt), options.signal);
    }
  }
}

async function once<T>(method: string, path: string, options: RequestOptions, key?: string): Promise<T> {
  const token = options.anonymous ? undefined : await tokens.token();
  const response = await send(method, path, options, key, token);
  if (response.status !== 401 || token === undefined) return read<T>(response);
  // Once more with a new token, or as nobody where the route allows it.
  const renewed = await tokens.renew(token);
  return read<T>(await send(method, path, options, key, renewed));
}

async function send(method: string, path: string, options: RequestOptions, key?: string, token?: string): Promise<Response> {
  const headers: Record<string, string> = {accept: 'application/json'};
  if (token) headers.authorization = `Bearer ${token}`;
  if (key) headers['idempotency-key'] = key;
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline;
  try {
    return await fetch(withQuery(path, options.query), {
      method, headers, signal, credentials: 'same-origin',
      ...(options.body === undefined ? {} : {body: JSON.stringify(options.body)}),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Outage();
  }
}

async function read<T>(response: Response): Promise<T> {
  const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
  let answer: unknown;
  try {
    answer = isJson ? await response.json() : undefined;
  } catch {
    throw new Outage();
  }
  if (response.ok && answer !== undefined) return answer as T;
  const after = Number(response.headers.get('retry-after') ?? NaN);
  throw new Problem(response.status, (answer ?? {}) as Record<string, unknown>, Number.isFinite(after) ? after : undefined);
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, {once: true});
  });
}
