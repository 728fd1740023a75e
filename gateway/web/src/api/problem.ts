// The failures of a request. A Problem is an answer of the API (a definite refusal, or a 5xx); an Outage is no answer
// at all.
import {ConnectionError as Outage, KeysError as Problem} from '@keys/client';

export {Outage, Problem};
export type Failure = Problem | Outage;

export const isMissing = (failure: unknown): boolean => failure instanceof Problem && failure.status === 404;
// Whether asking again, with the same Idempotency-Key, may help.
export const isPassing = (failure: unknown): boolean =>
  failure instanceof Outage || (failure instanceof Problem && (failure.status >= 500 || failure.status === 429));
