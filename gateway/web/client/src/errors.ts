import type { components } from './generated/schema.js';

type Problem = components['schemas']['Problem'];

/** The codes of this version of the API; a later server may send further ones. */
export type Code = Problem['code'] | (string & {});

/** One mistake in the input. `pointer` is a JSON pointer into the body, or `?name` for a query parameter. */
export interface Violation {
  pointer: string;
  code: string;
  detail: string;
}

/** An answer of the API that is an error (problem+json, RFC 9457). `message` is its `detail`: a sentence for a person. */
export class KeysError extends Error {
  override readonly name = 'KeysError';
  readonly code: Code;
  readonly status: number;
  readonly title: string;
  /** Names this request in the server's log. Quote it when you ask for help. */
  readonly requestId: string;
  readonly errors: readonly Violation[];
  /** The steps that the person can take next, one sentence for each. */
  readonly actions: readonly string[];
  /** The time to wait before the next try, as the server asks, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** The key that was sent. Send it again to repeat the same request safely. */
  readonly idempotencyKey: string | undefined;

  constructor(problem: Partial<Problem>, response: Response, idempotencyKey?: string) {
    super(problem.detail || `The server answered ${response.status}.`);
    this.code = problem.code ?? 'UNKNOWN';
    this.status = response.status;
    this.title = problem.title ?? response.statusText;
    this.requestId = problem.requestId ?? response.headers.get('x-request-id') ?? '';
    this.errors = (problem.errors ?? []) as Violation[];
    this.actions = problem.actions ?? [];
    this.retryAfterMs = retryAfter(response);
    this.idempotencyKey = idempotencyKey;
  }
}

/** There was no answer: the network failed or the time was over. Whether the server did something is not known. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  readonly idempotencyKey: string | undefined;

  constructor(message: string, cause: unknown, idempotencyKey?: string) {
    super(message, { cause });
    this.idempotencyKey = idempotencyKey;
  }
}

/**
 * Returns Retry-After in milliseconds, from seconds or a date (RFC 9110 §10.2.3). Undefined when it is absent or
 * neither.
 */
export function retryAfter({ headers }: Response, now = Date.now()): number | undefined {
  const sent = headers.get('retry-after');
  if (sent === null) return undefined;
  if (/^\d+$/.test(sent)) return Number(sent) * 1000;
  const date = Date.parse(sent);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Makes the error of a response. A body that is no problem document, such as a proxy's page, is left out. */
export async function errorOf(response: Response, idempotencyKey?: string): Promise<KeysError> {
  const type = response.headers.get('content-type') ?? '';
  let problem: Partial<Problem> = {};
  if (type.includes('json')) problem = await response.json().catch(() => ({}));
  else await response.body?.cancel().catch(() => undefined);
  return new KeysError(problem, response, idempotencyKey);
}
