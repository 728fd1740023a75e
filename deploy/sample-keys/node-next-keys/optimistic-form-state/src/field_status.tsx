"use client";
// What stands beside a field: one quiet word, or the two versions of a conflict with a choice.
import { statusOf } from "./reducer.mjs";
import type { Field } from "./reducer.mjs";

const WORDS = { saving: "Saving …", edited: "Not saved yet", saved: "Saved", error: "Not saved", conflict: "Changed elsewhere" };

export function FieldStatus({ id, label, field, onResolve, onRetry }: {
  id: string;
  label: string;
  field: Field;
  onResolve: (keep: "mine" | "theirs") => void;
  onRetry: () => void;
}) {
  const status = statusOf(field);
  return (
    <div id={id} className={`field-status field-status-${status}`}>
      <span>{WORDS[status]}</span>
      {status === "error" && <> <span>{field.error}</span> <button type="button" onClick={onRetry}>Try again</button></>}
      {status === "conflict" && (
        <fieldset>
          <legend>{label}: which one should stay?</legend>
          <button type="button" onClick={() => onResolve("mine")}>Mine: {String(field.draft)}</button>
          <button type="button" onClick={() => onResolve("theirs")}>Theirs: {String(field.theirs)}</button>
        </fieldset>
      )}
    </div>
  );
}
