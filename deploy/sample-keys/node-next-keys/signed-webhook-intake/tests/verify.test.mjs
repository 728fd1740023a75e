import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSignatureHeader, signatureFor, verifySignature } from "../src/verify.mjs";

const NOW = 1_790_000_000;
const BODY = '{"id":"evt-1","type":"ping"}';
const sign = (secret, t = NOW, body = BODY) => `t=${t},v1=${signatureFor(body, secret, t)}`;
const verify = (over) => verifySignature({ rawBody: BODY, header: sign("new"), secrets: ["new", "old"], nowSeconds: NOW, ...over });

test("a genuine, recent request is accepted", () => {
  assert.deepEqual(verify({}), { ok: true, timestamp: NOW, secretIndex: 0 });
});

test("the known answer: anyone can check our arithmetic with openssl", () => {
  // printf '1790000000.{"id":"evt-1","type":"ping"}' | openssl dgst -sha256 -hmac new
  assert.equal(signatureFor(BODY, "new", NOW), "2d7812a3becc1d0d201bb716c7881a32193fcab6b2975cc02b437b3888597090");
});

test("during a rotation the old secret still works and is reported", () => {
  assert.deepEqual(verify({ header: sign("old") }), { ok: true, timestamp: NOW, secretIndex: 1 });
  const both = `t=${NOW},v1=${signatureFor(BODY, "retired", NOW)},v1=${signatureFor(BODY, "new", NOW)}`;
  assert.equal(verify({ header: both }).ok, true, "a sender may sign with two secrets, too");
});

for (const [name, over, reason] of [
  ["another body", { rawBody: `${BODY} ` }, "no_match"],
  ["another secret", { header: sign("guess") }, "no_match"],
  ["a time changed after signing", { header: sign("new").replace(String(NOW), String(NOW - 1)) }, "no_match"],
  ["a request overheard and sent again", { header: sign("new", NOW - 301) }, "too_old"],
  ["a clock far ahead", { header: sign("new", NOW + 301) }, "too_new"],
  ["no header", { header: null }, "missing_header"],
  ["a header without a signature", { header: `t=${NOW}` }, "malformed_header"],
  ["two times", { header: `t=1,${sign("new")}` }, "malformed_header"],
  ["upper-case hex", { header: sign("new").toUpperCase().replace("T=", "t=").replace("V1=", "v1=") }, "malformed_header"],
  ["only blank secrets", { secrets: ["", "  "], header: `t=${NOW},v1=${signatureFor(BODY, "", NOW)}` }, "not_configured"],
]) {
  test(`refused: ${name}`, () => assert.deepEqual(verify(over), { ok: false, reason }));
}

test("the edges of the window belong to it", () => {
  assert.equal(verify({ header: sign("new", NOW - 300) }).ok, true);
  assert.equal(verify({ header: sign("new", NOW + 300) }).ok, true);
});

test("a header with a thousand signatures is not worth our processor time", () => {
  const header = `t=${NOW}${`,v1=${"0".repeat(64)}`.repeat(1000)}`;
  assert.equal(parseSignatureHeader(header), null);
});
