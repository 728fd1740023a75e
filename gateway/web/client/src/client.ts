import { idempotent, lists } from './generated/operations.js';
import { Transport, type TransportOptions } from './transport.js';
import type { Answer, Arguments, CallOptions, Data, Item, ListPath, Method, Operation, PathsOf } from './types.js';

export interface ClientOptions extends TransportOptions {
  /** The shop's address, e.g. https://keys.example. Default: the origin of the page. */
  baseUrl?: string | undefined;
  /**
   * The number of answers with an entity tag that are kept and asked for with If-None-Match. Default 100; 0 keeps none.
   */
  cacheEntries?: number | undefined;
}

interface Kept {
  tag: string;
  text: string;
}

interface AnyOptions extends CallOptions {
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
}

export class KeysClient {
  private readonly transport: Transport;
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly options: ClientOptions = {}) {
    this.transport = new Transport(options);
  }

  get<P extends PathsOf<'get'>>(path: P, ...rest: Arguments<Operation<'get', P>>): Promise<Data<Operation<'get', P>>> {
    return this.data('get', path, rest[0]);
  }
  post<P extends PathsOf<'post'>>(path: P, ...rest: Arguments<Operation<'post', P>>): Promise<Data<Operation<'post', P>>> {
    return this.data('post', path, rest[0]);
  }
  put<P extends PathsOf<'put'>>(path: P, ...rest: Arguments<Operation<'put', P>>): Promise<Data<Operation<'put', P>>> {
    return this.data('put', path, rest[0]);
  }
  patch<P extends PathsOf<'patch'>>(path: P, ...rest: Arguments<Operation<'patch', P>>): Promise<Data<Operation<'patch', P>>> {
    return this.data('patch', path, rest[0]);
  }
  delete<P extends PathsOf<'delete'>>(path: P, ...rest: Arguments<Operation<'delete', P>>): Promise<Data<Operation<'delete', P>>> {
    return this.data('delete', path, rest[0]);
  }

  /**
   * Like get, post, …, and returns the answer's status and header fields too (`ETag`, `Idempotent-Replayed`,
   * `RateLimit`).
   */
  call<M extends Method, P extends PathsOf<M>>(
    method: M, path: P, ...rest: Arguments<Operation<M, P>>
  ): Promise<Answer<Data<Operation<M, P>>>> {
    return this.answer(method, path, (rest[0] ?? {}) as AnyOptions);
  }

  /** The pages of a list. Each is asked for when the loop comes to it. */
  async *pages<P extends ListPath>(path: P, ...rest: Arguments<Operation<'get', P>>): AsyncGenerator<Data<Operation<'get', P>>> {
    const options = (rest[0] ?? {}) as AnyOptions;
    let cursor = options.query?.['cursor'];
    do {
      const page = await this.data<{ next_cursor?: string }>('get', path, { ...options, query: { ...options.query, cursor } });
      yield page as Data<Operation<'get', P>>;
      cursor = page.next_cursor;
    } while (cursor);
  }

  /** The entries of a list over all its pages. */
  async *items<P extends ListPath>(path: P, ...rest: Arguments<Operation<'get', P>>): AsyncGenerator<Item<P>> {
    for await (const page of this.pages(path, ...rest)) {
      yield* (page as Record<string, Item<P>[]>)[lists[path]]!;
    }
  }

  /**
   * The bytes behind a `downloadUrl`, or any other address of the shop, as a Response whose body is still to be read.
   * The link is a credential by itself: no token is sent. `headers` may have a Range to go on where a transfer broke.
   */
  async download(url: string, options: CallOptions = {}): Promise<Response> {
    const headers = new Headers(options.headers);
    const target = new URL(url, this.options.baseUrl || globalThis.location?.href).href;
    return this.transport.send(
      { method: 'GET', url: target, headers, signal: options.signal, repeatable: true, anonymous: true, streamed: true },
      async (response) => response);
  }

  private async data<T>(method: Method, path: string, options: unknown): Promise<T> {
    return (await this.answer<T>(method, path, (options ?? {}) as AnyOptions)).data;
  }

  private async answer<T>(method: Method, path: string, options: AnyOptions): Promise<Answer<T>> {
    const url = this.url(path, options);
    const headers = new Headers(options.headers);
    if (!headers.has('accept')) headers.set('accept', 'application/json, */*;q=0.5');
    if (options.body !== undefined) headers.set('content-type', 'application/json');
    if (options.ifMatch) headers.set('if-match', options.ifMatch);
    const takesKey = method === 'post' && idempotent.has(path);
    const idempotencyKey = takesKey ? options.idempotencyKey ?? newIdempotencyKey() : undefined;
    if (idempotencyKey) headers.set('idempotency-key', idempotencyKey);
    const kept = method === 'get' ? this.kept.get(url) : undefined;
    if (kept) headers.set('if-none-match', kept.tag);
    return this.transport.send({
      method: method.toUpperCase(), url, headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal, idempotencyKey, anonymous: options.anonymous,
      repeatable: method !== 'post' && method !== 'patch' || takesKey,
    }, (response) => this.read<T>(method, url, response, kept));
  }

  private async read<T>(method: Method, url: string, response: Response, kept: Kept | undefined): Promise<Answer<T>> {
    const { status, headers } = response;
    const text = status === 304 && kept ? kept.text : await response.text();
    const tag = headers.get('etag');
    if (method === 'get' && tag) this.keep(url, { tag, text });
    const json = status === 304 ? /^[[{]/.test(text) : (headers.get('content-type') ?? '').includes('json');
    return { data: (json ? JSON.parse(text) : text) as T, status, headers };
  }

  private keep(url: string, answer: Kept): void {
    const { cacheEntries = 100 } = this.options;
    this.kept.delete(url);
    if (cacheEntries > 0) this.kept.set(url, answer);
    if (this.kept.size > cacheEntries) this.kept.delete(this.kept.keys().next().value!);
  }

  private url(template: string, { path = {}, query = {} }: AnyOptions): string {
    const target = template.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = path[name];
      // An empty segment would make another address.
      if (value === undefined || value === null || value === '') throw new TypeError(`${template} needs path.${name}`);
      return encodeURIComponent(String(value));
    });
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== null) search.append(name, String(value));
    }
    const tail = search.toString();
    return `${(this.options.baseUrl ?? '').replace(/\/+$/, '')}${target}${tail && `?${tail}`}`;
  }
}

export const createClient = (options?: ClientOptions): KeysClient => new KeysClient(options);

/** Returns a new key for one intended effect, e.g. one press of a button. */
export function newIdempotencyKey(): string {
  const { crypto } = globalThis;
  // randomUUID is missing in browsers over plain HTTP and in Node 18. The key must be unique, not secret.
  if (crypto?.randomUUID) return crypto.randomUUID();
  const part = () => Math.random().toString(36).slice(2).padEnd(11, '0');
  return `${Date.now().toString(36)}-${part()}-${part()}`;
}
