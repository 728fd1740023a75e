// Sends one request until it has an answer: deadlines, retries, and one refresh of the token.
import { ConnectionError, errorOf, retryAfter, type KeysError } from './errors.js';

export interface TransportOptions {
  /** Returns the access token to send now; null or undefined for a signed-out caller. */
  accessToken?: (() => MaybePromise<string | null | undefined>) | undefined;
  /** Called once after a 401 to a request that had a token. Returns the new token, or null when the session is over. */
  refresh?: (() => Promise<string | null | undefined>) | undefined;
  /** The most times that a request is sent again. Default 3. */
  retries?: number | undefined;
  /** The longest wait between two tries in milliseconds. A longer Retry-After is an error at once. Default 10,000. */
  maxWaitMs?: number | undefined;
  /** The time for the answer to each try in milliseconds. Default 15,000; the server itself answers within 10,000. */
  timeoutMs?: number | undefined;
  fetch?: typeof fetch | undefined;
}

type MaybePromise<T> = T | Promise<T>;

export interface Sending {
  method: string;
  url: string;
  headers: Headers;
  body?: string | undefined;
  signal?: AbortSignal | undefined;
  idempotencyKey?: string | undefined;
  /** Sending it twice has the same effect as sending it once. */
  repeatable: boolean;
  /** Sends no token. */
  anonymous?: boolean | undefined;
  /** The caller reads the body, so the caller's signal ends the transfer and the time for an answer does not. */
  streamed?: boolean | undefined;
}

const BACKOFF_MS = 250;
const RETRIED = new Set([502, 503, 504]);

export class Transport {
  private refreshing: Promise<string | null | undefined> | undefined;

  constructor(private readonly options: TransportOptions) {}

  /** Returns the first answer that is no error and no reason to try again, read by `read`. */
  async send<T>(sending: Sending, read: (response: Response) => Promise<T>): Promise<T> {
    const { retries = 3, maxWaitMs = 10_000 } = this.options;
    let token = sending.anonymous ? undefined : await this.options.accessToken?.();
    let refreshed = false;
    let lost = false;
    for (let retry = 0; ; ) {
      const result = await this.attempt(sending, token, read);
      if ('value' in result) return result.value;
      const { error, response } = result;
      if (response?.status === 401 && token && this.options.refresh && !refreshed) {
        refreshed = true;
        const fresh = await this.refreshed(token);
        if (!fresh) throw error;
        token = fresh;
        continue;
      }
      lost ||= response === undefined;
      const asked = response && retryAfter(response);
      const wait = Math.max(asked ?? 0, BACKOFF_MS * 2 ** retry * (0.5 + Math.random()));
      if (retry >= retries || wait > maxWaitMs || !worthRetrying(sending, error, response, lost)) throw error;
      retry += 1;
      await pause(wait, sending.signal);
    }
  }

  private async attempt<T>(
    sending: Sending, token: string | null | undefined, read: (response: Response) => Promise<T>,
  ): Promise<{ value: T } | { error: KeysError | ConnectionError; response?: Response }> {
    const { method, url, body, signal, idempotencyKey } = sending;
    const { timeoutMs = 15_000, fetch: send = fetch } = this.options;
    const headers = new Headers(sending.headers);
    if (token) headers.set('authorization', `Bearer ${token}`);
    const timeout = new AbortController();
    const stop = () => timeout.abort(signal?.reason);
    const timer = setTimeout(() => timeout.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    signal?.throwIfAborted();
    signal?.addEventListener('abort', stop);
    try {
      const response = await send(url, { method, headers, body, signal: timeout.signal });
      if (response.ok || response.status === 304) return { value: await read(response) };
      return { error: await errorOf(response, idempotencyKey), response };
    } catch (cause) {
      signal?.throwIfAborted();
      return { error: new ConnectionError(`${method} ${url} got no answer.`, cause, idempotencyKey) };
    } finally {
      clearTimeout(timer);
      if (!sending.streamed) signal?.removeEventListener('abort', stop);
    }
  }

  /** Returns a newer token than `old`. Requests that need one at the same time share one refresh. */
  private async refreshed(old: string): Promise<string | null | undefined> {
    const current = await this.options.accessToken?.();
    if (current && current !== old) return current;
    this.refreshing ??= this.options.refresh!().finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }
}

function worthRetrying(sending: Sending, error: Error, response: Response | undefined, lost: boolean): boolean {
  // A request over the limit was refused before it had an effect.
  if (response?.status === 429) return true;
  if (!sending.repeatable) return false;
  if (response === undefined || RETRIED.has(response.status)) return true;
  // The earlier try, whose answer was lost, is still at work under the same key.
  return lost && sending.idempotencyKey !== undefined && (error as KeysError).code === 'IN_PROGRESS';
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
