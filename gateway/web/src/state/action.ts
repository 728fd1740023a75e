// An action behind a button, which is busy until there is an answer and safe to press again.
import {useRef, useState} from 'preact/hooks';

import {type Failure, isPassing, newIdempotencyKey} from '../api';

export interface Action<A> {
  run: (input: A) => Promise<void>;
  isBusy: boolean;
  failure: Failure | undefined;
  clear: () => void;
}

// `what` gets the Idempotency-Key of its POST. The key stays the same while the same input fails in a way that may
// pass. After an answer a new one is made.
export function useAction<A>(what: (input: A, idempotencyKey: string) => Promise<unknown>): Action<A> {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const kept = useRef<{input: string; key: string}>();
  const running = useRef(false);

  async function run(input: A): Promise<void> {
    if (running.current) return;
    running.current = true;
    const text = JSON.stringify(input ?? null);
    if (kept.current?.input !== text) kept.current = {input: text, key: newIdempotencyKey()};
    setBusy(true);
    setFailure(undefined);
    try {
      await what(input, kept.current.key);
      kept.current = undefined;
    } catch (error) {
      if (!isPassing(error)) kept.current = undefined;
      setFailure(error as Failure);
    } finally {
      running.current = false;
      setBusy(false);
    }
  }
  return {run, isBusy, failure, clear: () => setFailure(undefined)};
}
