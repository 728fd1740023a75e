import assert from "node:assert/strict";
import { test } from "node:test";
import { signature, verifyStripeSignature } from "../src/verify.mjs";

const NOW = 1_790_000_000;
const SECRET = "only for this test";
const BODY = '{"id":"evt_1","object":"event","amount":1.0,"name":"Zo\\u00eb"}';
const header = (secret = SECRET, t = NOW, body = BODY) => `t=${t},v1=${signature(body, secret, t)}`;
const verify = (over) => verifyStripeSignature({ rawBody: BODY, header: header(), secrets: [SECRET], nowSeconds: NOW, ...over });

test("a genuine event is accepted, also under the old secret and beside unknown schemes", () => {
  assert.deepEqual(verify({}), { ok: true, timestamp: NOW });
  assert.equal(verify({ secrets: ["the new one", SECRET] }).ok, true);
  assert.equal(verify({ header: `${header()},v0=${"0".repeat(64)},v2=later` }).ok, true);
  assert.equal(verify({ header: `t=${NOW},v1=${"0".repeat(64)},v1=${signature(BODY, SECRET, NOW)}` }).ok, true);
});

test("parsing and printing the body again breaks the signature: this is why it must be raw", () => {
  const reprinted = JSON.stringify(JSON.parse(BODY));
  assert.notEqual(reprinted, BODY);
  assert.deepEqual(verify({ rawBody: reprinted }), { ok: false, reason: "no_match" });
});

for (const [name, over, reason] of [
  ["nobody configured a secret", { secrets: [""], header: header("") }, "not_configured"],
  ["no header", { header: undefined }, "no_header"],
  ["only a v0", { header: `t=${NOW},v0=${signature(BODY, SECRET, NOW)}` }, "malformed_header"],
  ["two times", { header: `${header()},t=1` }, "malformed_header"],
  ["another secret", { header: header("guess") }, "no_match"],
  ["a changed time", { header: header().replace(`t=${NOW}`, `t=${NOW + 1}`) }, "no_match"],
  ["an old event sent again", { nowSeconds: NOW + 301 }, "outside_tolerance"],
  ["an event from the future", { nowSeconds: NOW - 301 }, "outside_tolerance"],
]) {
  test(`refused: ${name}`, () => assert.deepEqual(verify(over), { ok: false, reason }));
}

const official = await import("stripe").then((m) => m.default, () => null);
test("the official library and ours agree", { skip: official ? false : "needs the package stripe" }, () => {
  const stripe = new official("no key is used");
  const real = Math.floor(Date.now() / 1000);
  assert.equal(stripe.webhooks.constructEvent(BODY, header(SECRET, real), SECRET).id, "evt_1");
  const theirs = stripe.webhooks.generateTestHeaderString({ payload: BODY, secret: SECRET, timestamp: NOW });
  assert.equal(verify({ header: theirs }).ok, true);
});
