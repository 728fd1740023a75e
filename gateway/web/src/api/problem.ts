// What can go wrong with a request. A Problem is an answer of the API (a definite refusal, or a 5xx); an
// Outage is no answer at all.

export interface Violation {
  pointer: string;
  code: string;
  detail: string;
}

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly actions: string[];
  readonly violations: Violation[];
  readonly requestId: string;
  // Seconds, when the server said when to come back.
  readonly retryAfter: number | undefined;

  constructor(status: number, document: Record<string, unknown>, retryAfter?: number) {
    const title = String(document.title ?? `HTTP ${status}`);
    super(title);
    this.name = 'Problem';
    this.status = status;
    this.code = String(document.code ?? '');
    this.title = title;
    this.detail = String(document.detail ?? '');
    this.actions = Array.isArray(document.actions) ? document.actions.map(String) : [];
    this.violations = Array.isArray(document.errors) ? (document.errors as Violation[]) : [];
    this.requestId = String(document.requestId ?? '');
    this.retryAfter = retryAfter;
  }

  // The server could not decide: the same request may succeed later.
  get isPassing(): boolean {
    return this.status >= 500 || this.status === 429;
  }
}

export class Outage extends Error {
  constructor() {
    super('The shop does not answer.');
    this.name = 'Outage';
  }
}

export type Failure = Problem | Outage;

export const isMissing = (failure: unknown): boolean => failure instanceof Problem && failure.status === 404;
// Whether asking again, with the same Idempotency-Key, may help.
export const isPassing = (failure: unknown): boolean => failure instanceof Outage || (failure instanceof Problem && failure.isPassing);
