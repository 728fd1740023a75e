// Knows who is signed in. The access token lives in this module's memory only; the refresh token is a cookie that no
// script can read, and POST /auth/refresh turns it into an access token.
import {computed, signal} from '@preact/signals';

import {api, isPassing, Problem, type SessionAnswer, type SignedIn, type User} from '../api';
import {setTokenSource} from '../api/http';

export type Session = {state: 'unknown'} | {state: 'out'} | {state: 'in'; user: User};

export const session = signal<Session>({state: 'unknown'});
export const user = computed<User | undefined>(() => (session.value.state === 'in' ? session.value.user : undefined));
export const isSignedIn = computed(() => session.value.state === 'in');

// True when somebody was signed in here and the session ended without their signing out.
export const hasEnded = signal(false);
const WAS_IN = 'keys.was-signed-in';

// The token is renewed this many seconds before it ends.
const EARLY = 30;
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('keys.session');

let current: SignedIn | undefined;
let renewing: Promise<string | undefined> | undefined;
let begun: Promise<unknown> = Promise.resolve();
// Settles when it is known who is signed in.
export const sessionKnown = (): Promise<unknown> => begun;

const now = () => Date.now() / 1000;

function noticeEnd(isIn: boolean): void {
  try {
    hasEnded.value = !isIn && localStorage.getItem(WAS_IN) !== null;
    if (isIn) localStorage.setItem(WAS_IN, '1');
  } catch {
    // Without storage the visitor is not told that the session has ended.
  }
}

// A person who signs out need not be told that the session has ended.
function forgetWasIn(): void {
  try {
    localStorage.removeItem(WAS_IN);
  } catch {
    // Without storage there is nothing to forget.
  }
}

function take(answer: SessionAnswer): string | undefined {
  const before = current?.user.id;
  current = 'accessToken' in answer ? answer : undefined;
  const next: Session = current ? {state: 'in', user: current.user} : {state: 'out'};
  noticeEnd(next.state === 'in');
  if (session.value.state !== next.state || before !== current?.user.id) session.value = next;
  return current?.accessToken;
}

// All tabs together make one refresh at a time, because the cookie's token is valid for one use.
async function refresh(): Promise<string | undefined> {
  const ask = async () => take(await api.refresh());
  try {
    return await (navigator.locks ? navigator.locks.request('keys.refresh', ask) : ask());
  } catch (error) {
    // A refusal ends the session. When the server does not answer, a person who was signed in still is.
    if (error instanceof Problem && !isPassing(error)) return take({signedOut: true});
    if (session.value.state === 'unknown') session.value = {state: 'out'};
    throw error;
  }
}

function renew(): Promise<string | undefined> {
  renewing ??= refresh().finally(() => (renewing = undefined));
  return renewing;
}

setTokenSource({
  async token() {
    await begun;
    if (!current) return undefined;
    return current.expiresAt - EARLY > now() ? current.accessToken : renew();
  },
  renew,
});

// Called once, at the start. Requests wait for it, so that none is sent without its token.
export function startSession(authKind: string): void {
  channel?.addEventListener('message', () => void renew().catch(() => undefined));
  begun = authKind === 'none' ? Promise.resolve(take({signedOut: true})) : renew().catch(() => undefined);
}

async function enter(answer: Promise<SignedIn>): Promise<void> {
  take(await answer);
  channel?.postMessage('changed');
}

export const signInAs = (persona: string) => enter(api.signInAs(persona));
export const signInWithPassword = (email: string, password: string) => enter(api.signIn(email, password));
export const signInWithLink = (tokenHash: string, type: string) => enter(api.verify(tokenHash, type));
export const signInWithCode = (code: string) => enter(api.callback(code));

export async function signOut(scope: 'local' | 'global' = 'local'): Promise<void> {
  // Forgotten before the answer, since a person may leave the page meanwhile and must not read that the session has ended.
  forgetWasIn();
  try {
    await api.signOut(scope);
  } catch (error) {
    noticeEnd(current !== undefined);
    throw error;
  }
  take({signedOut: true});
  channel?.postMessage('changed');
}

// Returns the address at which to sign in, with the page to return to.
export const signInHref = (returnTo = location.pathname + location.search): string =>
  `/sign-in?returnTo=${encodeURIComponent(returnTo)}`;
