// @ts-check
/**
 * The state of a form whose edits show at once and settle later. Pure: every event goes through `reduce`, and what a person sees is
 * read by the functions at the end.
 *
 * Each field has three values: `draft` (what is typed), `sent` (what is on its way), `base` (what the server last confirmed). An
 * answer is believed only if it belongs to the newest save of that field: answers overtake each other on bad networks.
 */

/**
 * @typedef {string | number | boolean | null} Value
 * @typedef {{ base: Value, draft: Value, sent?: Value, saveId?: number, error?: string, theirs?: Value }} Field
 * @typedef {{ fields: Record<string, Field>, revision: string | null, nextSaveId: number }} FormState
 *
 * @typedef {{ type: "edit", field: string, value: Value }
 *   | { type: "save", fields: string[] }
 *   | { type: "saved", saveId: number, revision: string, values: Record<string, Value> }
 *   | { type: "failed", saveId: number, error: string }
 *   | { type: "conflict", saveId: number, revision: string, theirs: Record<string, Value> }
 *   | { type: "resolve", field: string, keep: "mine" | "theirs" }
 *   | { type: "refreshed", revision: string, values: Record<string, Value> }
 *   | { type: "revert", field: string }} FormEvent
 */

/** @param {Record<string, Value>} values @param {string | null} [revision] what the server calls this state: an ETag or a version */
export function initialState(values, revision = null) {
  const fields = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { base: value, draft: value }]));
  return /** @type {FormState} */ ({ fields, revision, nextSaveId: 1 });
}

/** @param {FormState} state @param {(field: Field, name: string) => Field} change */
const mapFields = (state, change) =>
  ({ ...state, fields: Object.fromEntries(Object.entries(state.fields).map(([name, field]) => [name, change(field, name)])) });

/** @param {Field} field @returns {Field} no longer on its way */
const landed = ({ sent, saveId, ...rest }) => rest;

/** @param {FormState} state @param {FormEvent} event @returns {FormState} */
export function reduce(state, event) {
  switch (event.type) {
    case "edit": {
      const field = state.fields[event.field];
      if (!field) throw new RangeError(`no field ${event.field}`);
      const { error, ...rest } = field;
      return { ...state, fields: { ...state.fields, [event.field]: { ...rest, draft: event.value } } };
    }
    case "save": {
      // A field in conflict waits for the person: sending it again would overwrite what the other one wrote.
      const going = event.fields.filter((name) => isDirty(state.fields[name]) && !inConflict(state.fields[name]));
      if (going.length === 0) return state;
      const saveId = state.nextSaveId;
      const next = mapFields(state, (field, name) => {
        if (!going.includes(name)) return field;
        const { error, ...rest } = field;
        return { ...rest, sent: field.draft, saveId };
      });
      return { ...next, nextSaveId: saveId + 1 };
    }
    case "saved": {
      // Fields that were sent again meanwhile keep waiting for their newer save. A field edited meanwhile stays dirty by itself: its
      // draft differs from the new base.
      const next = mapFields(state, (field, name) => {
        if (field.saveId !== event.saveId) return field;
        const confirmed = name in event.values ? event.values[name] : /** @type {Value} */ (field.sent);
        const untouched = field.draft === field.sent;
        return { ...landed(field), base: confirmed, draft: untouched ? confirmed : field.draft };
      });
      return { ...next, revision: event.revision };
    }
    case "failed":
      return mapFields(state, (field) => (field.saveId === event.saveId ? { ...landed(field), error: event.error } : field));
    case "conflict": {
      const next = mapFields(state, (field, name) => {
        // On its way with another save: that save's own answer will tell.
        if (field.saveId !== undefined && field.saveId !== event.saveId) return field;
        const here = landed(field);
        if (!(name in event.theirs) || event.theirs[name] === here.base) return here;
        const theirs = event.theirs[name];
        // Somebody changed a field that is clean here, or to what we typed anyway: nothing to ask.
        if (here.draft === here.base || theirs === here.draft) return { ...here, base: theirs, draft: theirs };
        return { ...here, theirs };
      });
      return { ...next, revision: event.revision };
    }
    case "resolve": {
      const field = state.fields[event.field];
      if (!field || !inConflict(field)) return state;
      const { theirs, ...rest } = field;
      const base = /** @type {Value} */ (theirs);
      const settled = { ...rest, base, draft: event.keep === "mine" ? field.draft : base };
      return { ...state, fields: { ...state.fields, [event.field]: settled } };
    }
    case "refreshed":
      return reduce(state, { type: "conflict", saveId: -1, revision: event.revision, theirs: event.values });
    case "revert": {
      const field = state.fields[event.field];
      if (!field) return state;
      const { error, theirs, ...rest } = field;
      const base = theirs === undefined ? field.base : theirs;
      return { ...state, fields: { ...state.fields, [event.field]: { ...rest, base, draft: base } } };
    }
  }
}

/** @param {Field} field */
export const inConflict = (field) => field.theirs !== undefined;
/** Differs from what the server has and is not on its way. @param {Field} field */
export const isDirty = (field) => (field.saveId === undefined ? field.draft !== field.base : field.draft !== field.sent);
/** @param {FormState} state */
export const dirtyFields = (state) => Object.keys(state.fields).filter((name) => isDirty(state.fields[name]));

/** @param {FormState} state @param {number} saveId @returns {Record<string, Value>} what a save carries */
export function payloadOf(state, saveId) {
  const going = Object.entries(state.fields).filter(([, field]) => field.saveId === saveId);
  return Object.fromEntries(going.map(([name, field]) => [name, /** @type {Value} */ (field.sent)]));
}

/**
 * One word for what the person should see beside a field.
 * @param {Field} field @returns {"conflict" | "error" | "saving" | "edited" | "saved"}
 */
export function statusOf(field) {
  if (inConflict(field)) return "conflict";
  if (field.error !== undefined) return "error";
  if (field.saveId !== undefined) return "saving";
  return isDirty(field) ? "edited" : "saved";
}

/** What a live region says. Spoken only for what needs the person; "saving" and "saved" would talk over their typing.
 * @param {FormState} state @param {Record<string, string>} labels */
export function announcement(state, labels) {
  return Object.entries(state.fields).flatMap(([name, field]) => {
    const label = labels[name] ?? name;
    if (inConflict(field)) return [`${label} was changed elsewhere to ${String(field.theirs)}. Choose which to keep.`];
    return field.error === undefined ? [] : [`${label} was not saved: ${field.error} Your text is kept.`];
  }).join(" ");
}
