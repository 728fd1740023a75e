// The shop as a client sees it. Everything is asked of the running stack named by KEYS_DATA.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
export const data = path.resolve(root, process.env.KEYS_DATA ?? '.run');

/** endpoints.json as it is now: pids change when a process is restarted. */
export const endpoints = () => JSON.parse(readFileSync(path.join(data, 'endpoints.json'), 'utf8'));
export const gateway = endpoints().gateway;
export const sandbox = endpoints().sandbox;

export const newUser = () => randomUUID();

/** A JWT of this stack. `more`: e.g. '--admin', '--org', 'UUID:owner'. */
export function token(user, ...more) {
  const args = ['--data', data, '--user', user, ...more];
  return execFileSync(path.join(root, 'scripts/token.sh'), args, { encoding: 'utf8' }).trim();
}

/** One request. Answers {status, headers, body, text}; body is parsed where the type is JSON. */
export async function call(method, target, { as, body, headers = {}, raw, timeout = 20_000 } = {}) {
  const url = target.startsWith('http') ? target : gateway + target;
  const sent = { ...headers };
  if (as) sent.authorization = `Bearer ${as}`;
  if (body !== undefined) sent['content-type'] ??= 'application/json';
  const response = await fetch(url, {
    method,
    headers: sent,
    body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
    redirect: 'manual',
    signal: AbortSignal.timeout(timeout),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const type = response.headers.get('content-type') ?? '';
  const text = bytes.toString('utf8');
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    text,
    body: type.includes('json') && text ? JSON.parse(text) : undefined,
  };
}

export const get = (target, options) => call('GET', target, options);
export const post = (target, options) => call('POST', target, options);

/** The call's body, or an error that shows what came instead. */
export function ok(answer, status = 200) {
  if (answer.status !== status) {
    throw new Error(`expected ${status}, got ${answer.status}: ${answer.text.slice(0, 600)}`);
  }
  return answer.body;
}

export const returnUrls = {
  successUrl: `${gateway}/thanks?session={CHECKOUT_SESSION_ID}`,
  cancelUrl: `${gateway}/cancelled`,
};

export const checkout = (kind, slug, as, more = {}) =>
  post(`/marketplace/${kind}/${slug}/checkout`, { as, body: { ...returnUrls, ...more } });

/** Presses a button of the sandbox's hosted page: pay, decline, cancel, pay_later. */
export const press = (session, button) =>
  call('POST', `${session.url}/${button}`, {
    raw: '', headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

/**
 * Checkout and payment; answers the checkout's body once what was bought is owned. A payment's webhook is answered
 * after 800 ms at the latest, and a busy machine may need longer for what follows from it.
 */
export async function buy(kind, slug, as, more) {
  const session = ok(await checkout(kind, slug, as, more));
  if (session.sessionId === '') return session;
  const paid = await press(session, 'pay');
  if (paid.status !== 303) throw new Error(`paying answered ${paid.status}: ${paid.text}`);
  const bought = kind === 'keys' ? [slug] : ok(await get(`/marketplace/bundles/${slug}`)).bundle.keys.map((key) => key.slug);
  await eventually(`${slug} is owned`, async () => {
    const has = await owned(as);
    return bought.every((one) => has.includes(one));
  }, 90);
  return session;
}

export const control = (action) => post(`${sandbox}/_control`, { body: action });
export const ledger = async () => ok(await get(`${sandbox}/_ledger`));

/** The slugs a user has access to now. */
export async function owned(as) {
  const { entitlements } = ok(await get('/marketplace/entitlements', { as }));
  return entitlements.map((entry) => entry.packSlug).sort();
}

/** Asks until `probe` gives something truthy; fails after `seconds`. */
export async function eventually(what, probe, seconds = 60) {
  const end = process.hrtime.bigint() + BigInt(seconds) * 1_000_000_000n;
  let last;
  while (process.hrtime.bigint() < end) {
    try {
      const found = await probe();
      if (found) return found;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not within ${seconds} s: ${what}${last ? ` (${last.message})` : ''}`);
}
