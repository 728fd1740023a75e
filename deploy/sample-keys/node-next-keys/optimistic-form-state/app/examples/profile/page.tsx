"use client";
// A profile form: fields are saved when they lose focus; the server answers 409 with its own values on a conflict.
import { FieldStatus } from "../../../src/field_status";
import { announcement } from "../../../src/reducer.mjs";
import type { Value } from "../../../src/reducer.mjs";
import { useOptimisticForm } from "../../../src/use_optimistic_form";
import type { Send, SendResult } from "../../../src/use_optimistic_form";

const LABELS: Record<string, string> = { name: "Name", city: "City" };

const send: Send = async (values, { revision, signal }): Promise<SendResult> => {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (revision) headers["if-match"] = revision;
  const response = await fetch("/api/profile", { method: "PATCH", headers, body: JSON.stringify(values), signal });
  const body = (await response.json()) as { values?: Record<string, Value>; detail?: string };
  const newRevision = response.headers.get("etag") ?? "";
  if (response.ok) return { kind: "saved", revision: newRevision, values: body.values };
  if (response.status === 409 || response.status === 412) return { kind: "conflict", revision: newRevision, theirs: body.values ?? {} };
  return { kind: "failed", error: body.detail ?? "The server refused it." };
};

export default function ProfilePage() {
  const { state, edit, save, resolve } = useOptimisticForm({ name: "Ada", city: "London" }, '"1"', send);
  return (
    <form onSubmit={(event) => { event.preventDefault(); void save(); }}>
      {Object.entries(state.fields).map(([name, field]) => (
        <div key={name}>
          <label htmlFor={name}>{LABELS[name]}</label>
          <input id={name} value={String(field.draft ?? "")} aria-describedby={`${name}-status`} aria-invalid={field.error !== undefined}
            onChange={(event) => edit(name, event.target.value)} onBlur={() => void save([name])} />
          <FieldStatus id={`${name}-status`} label={LABELS[name] ?? name} field={field} onRetry={() => void save([name])}
            onResolve={(keep) => resolve(name, keep)} />
        </div>
      ))}
      <p role="status" aria-live="polite">{announcement(state, LABELS)}</p>
      <button type="submit">Save all</button>
    </form>
  );
}
