#!/usr/bin/env node
// A token to try the rules through the API: SUPABASE_JWT_SECRET=… scripts/token.mjs --user <uuid> [--minutes 10]
// For a local stack only. Whoever holds the secret is everybody; it does not belong on a developer's machine for a real project.
import { createHmac } from "node:crypto";
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** @param {{ user: string, secret: string, minutes?: number, nowSeconds: number }} input */
export function token({ user, secret, minutes = 10, nowSeconds }) {
  if (!UUID.test(user)) throw new RangeError("--user must be a UUID in lower case");
  if (!secret) throw new RangeError("set SUPABASE_JWT_SECRET");
  if (!(minutes > 0 && minutes <= 60)) throw new RangeError("--minutes must be between 1 and 60");
  const head = encode({ alg: "HS256", typ: "JWT" });
  const body = encode({ sub: user, role: "authenticated", aud: "authenticated", iat: nowSeconds, exp: nowSeconds + minutes * 60 });
  return `${head}.${body}.${createHmac("sha256", secret).update(`${head}.${body}`).digest("base64url")}`;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const option = (name) => (process.argv.includes(`--${name}`) ? process.argv[process.argv.indexOf(`--${name}`) + 1] : undefined);
  try {
    console.log(token({ user: option("user") ?? "", secret: process.env.SUPABASE_JWT_SECRET ?? "", minutes: Number(option("minutes") ?? 10),
      nowSeconds: Math.floor(Date.now() / 1000) }));
  } catch (error) {
    console.error(`token: ${error.message}`);
    process.exitCode = 2;
  }
}
