import assert from "node:assert/strict";
import { test } from "node:test";
import { announcement, dirtyFields, initialState, payloadOf, reduce, statusOf } from "../src/reducer.mjs";

const start = () => initialState({ name: "Ada", city: "London" }, "r1");
const play = (state, ...events) => events.reduce(reduce, state);
const edit = (field, value) => ({ type: "edit", field, value });
const save = (...fields) => ({ type: "save", fields });
const saved = (saveId, revision, values = {}) => ({ type: "saved", saveId, revision, values });
const status = (state, name) => statusOf(state.fields[name]);

test("an edit shows at once, goes out once, and settles", () => {
  let state = play(start(), edit("name", "Grace"));
  assert.equal(status(state, "name"), "edited");
  state = reduce(state, save("name", "city"));
  assert.deepEqual(payloadOf(state, 1), { name: "Grace" }, "a clean field stays at home");
  assert.equal(status(state, "name"), "saving");
  assert.equal(reduce(state, save("name")), state, "nothing new to send: the very same state");
  state = reduce(state, saved(1, "r2"));
  assert.equal(status(state, "name"), "saved");
  assert.equal(state.revision, "r2");
});

test("what the server made of it is what stays", () => {
  const state = play(start(), edit("name", "  Grace "), save("name"), saved(1, "r2", { name: "Grace" }));
  assert.equal(state.fields.name.draft, "Grace");
});

test("typing on while a save is away is kept and still to be saved", () => {
  const state = play(start(), edit("name", "Gra"), save("name"), edit("name", "Grace"), saved(1, "r2"));
  assert.equal(state.fields.name.draft, "Grace");
  assert.equal(state.fields.name.base, "Gra");
  assert.deepEqual(dirtyFields(state), ["name"]);
});

test("an answer that was overtaken changes nothing", () => {
  const two = play(start(), edit("name", "Gra"), save("name"), edit("name", "Grace"), save("name"));
  const state = play(two, saved(2, "r3"), saved(1, "r2"), { type: "failed", saveId: 1, error: "late" });
  assert.equal(status(state, "name"), "saved");
  assert.equal(state.fields.name.base, "Grace");
});

test("a failure keeps the text, says why, and goes away with the next edit or try", () => {
  const failed = play(start(), edit("name", "Grace"), save("name"), { type: "failed", saveId: 1, error: "Too long." });
  assert.equal(failed.fields.name.draft, "Grace");
  assert.equal(status(failed, "name"), "error");
  assert.equal(status(reduce(failed, edit("name", "Gr")), "name"), "edited");
  assert.equal(status(reduce(failed, save("name")), "name"), "saving");
});

const conflict = (theirs, saveId = 1) => ({ type: "conflict", saveId, revision: "r9", theirs });

test("a conflict shows both and sends nothing until somebody chooses", () => {
  const state = play(start(), edit("name", "Grace"), save("name"), conflict({ name: "Mary", city: "London" }));
  assert.equal(status(state, "name"), "conflict");
  assert.equal(state.fields.name.draft, "Grace");
  assert.equal(reduce(state, save("name")), state);
  const mine = reduce(state, { type: "resolve", field: "name", keep: "mine" });
  assert.deepEqual([status(mine, "name"), mine.fields.name.draft, mine.fields.name.base], ["edited", "Grace", "Mary"]);
  const theirs = reduce(state, { type: "resolve", field: "name", keep: "theirs" });
  assert.deepEqual([status(theirs, "name"), theirs.fields.name.draft], ["saved", "Mary"]);
});

test("a conflict about other fields is taken over silently and our own save may go again", () => {
  const state = play(start(), edit("name", "Grace"), save("name"), conflict({ name: "Ada", city: "Paris" }));
  assert.equal(state.fields.city.draft, "Paris");
  assert.deepEqual(dirtyFields(state), ["name"]);
  assert.equal(state.revision, "r9");
});

test("somebody else typed the very same: no question", () => {
  const state = play(start(), edit("name", "Grace"), save("name"), conflict({ name: "Grace" }));
  assert.equal(status(state, "name"), "saved");
});

test("a refresh from the server never eats what is being typed", () => {
  const state = play(start(), edit("name", "Grace"), { type: "refreshed", revision: "r5", values: { name: "Mary", city: "Paris" } });
  assert.equal(status(state, "name"), "conflict");
  assert.equal(state.fields.name.draft, "Grace");
  assert.equal(state.fields.city.draft, "Paris");
});

test("revert goes back to what the server has", () => {
  const state = play(start(), edit("name", "Grace"), { type: "refreshed", revision: "r5", values: { name: "Mary" } }, { type: "revert", field: "name" });
  assert.deepEqual([status(state, "name"), state.fields.name.draft], ["saved", "Mary"]);
});

test("the live region speaks only when the person is needed", () => {
  const labels = { name: "Name" };
  assert.equal(announcement(play(start(), edit("name", "G"), save("name")), labels), "");
  const failed = play(start(), edit("name", "G"), save("name"), { type: "failed", saveId: 1, error: "Too short." });
  assert.equal(announcement(failed, labels), "Name was not saved: Too short. Your text is kept.");
});

test("no order of events loses a typed text", () => {
  // A small generator with a seed: a failing run can be repeated.
  for (let seed = 1; seed <= 300; seed += 1) {
    let n = seed;
    const draw = (k) => { n = (n * 1103515245 + 12345) % 2147483648; return Math.floor((n / 2147483648) * k); };
    let state = start();
    let typed = "Ada";
    for (let step = 0; step < 30; step += 1) {
      const id = 1 + draw(state.nextSaveId);
      const before = state.fields.name.draft;
      const event = [
        () => edit("name", (typed = `text ${seed}.${step}`)), () => save("name"), () => saved(id, `r${step}`),
        () => ({ type: "failed", saveId: id, error: "no" }), () => conflict({ name: `other ${step}` }, id),
      ][draw(5)]();
      const dirty = dirtyFields(state).includes("name") || state.fields.name.saveId !== undefined;
      state = reduce(state, event);
      if (event.type !== "edit" && dirty) assert.equal(state.fields.name.draft, before, `seed ${seed} step ${step}`);
      if (event.type === "edit") assert.equal(state.fields.name.draft, typed);
    }
  }
});
