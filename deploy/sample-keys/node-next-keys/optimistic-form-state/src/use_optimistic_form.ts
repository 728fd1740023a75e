"use client";
// The reducer as a React hook. `send` does the request; the hook decides when, with what, and whether the answer still matters.
import { useCallback, useEffect, useReducer, useRef } from "react";
import { dirtyFields, initialState, payloadOf, reduce } from "./reducer.mjs";
import type { FormEvent, FormState, Value } from "./reducer.mjs";

export type SendResult =
  | { kind: "saved"; revision: string; values?: Record<string, Value> }
  | { kind: "conflict"; revision: string; theirs: Record<string, Value> }
  | { kind: "failed"; error: string };

export type Send = (values: Record<string, Value>, context: { revision: string | null; signal: AbortSignal }) => Promise<SendResult>;

export function useOptimisticForm(values: Record<string, Value>, revision: string | null, send: Send) {
  const [state, dispatch] = useReducer(reduce, null, () => initialState(values, revision));
  // The newest state, for callbacks that outlive a render.
  const latest = useRef<FormState>(state);
  latest.current = state;
  const leaving = useRef<AbortController | null>(null);

  useEffect(() => {
    const controller = new AbortController();
    leaving.current = controller;
    return () => controller.abort();
  }, []);

  const edit = useCallback((field: string, value: Value) => dispatch({ type: "edit", field, value }), []);

  const save = useCallback(async (fields?: string[]) => {
    const event: FormEvent = { type: "save", fields: fields ?? dirtyFields(latest.current) };
    const before = latest.current;
    const after = reduce(before, event);
    if (after === before) return;
    latest.current = after;
    dispatch(event);
    const saveId = before.nextSaveId;
    const signal = leaving.current?.signal ?? new AbortController().signal;
    try {
      const result = await send(payloadOf(after, saveId), { revision: before.revision, signal });
      if (signal.aborted) return;
      if (result.kind === "saved") dispatch({ type: "saved", saveId, revision: result.revision, values: result.values ?? {} });
      else if (result.kind === "conflict") dispatch({ type: "conflict", saveId, revision: result.revision, theirs: result.theirs });
      else dispatch({ type: "failed", saveId, error: result.error });
    } catch {
      if (!signal.aborted) dispatch({ type: "failed", saveId, error: "The network did not answer." });
    }
  }, [send]);

  const resolve = useCallback((field: string, keep: "mine" | "theirs") => dispatch({ type: "resolve", field, keep }), []);
  const revert = useCallback((field: string) => dispatch({ type: "revert", field }), []);
  const refreshed = useCallback((newRevision: string, newValues: Record<string, Value>) =>
    dispatch({ type: "refreshed", revision: newRevision, values: newValues }), []);

  // Leaving with unsaved text asks first.
  const unsaved = dirtyFields(state).length > 0;
  useEffect(() => {
    if (!unsaved) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [unsaved]);

  return { state, edit, save, resolve, revert, refreshed, unsaved };
}
