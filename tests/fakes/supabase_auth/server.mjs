// A Supabase Auth (GoTrue) for tests: an HTTP server with users, sessions, rotating refresh tokens, links by e-mail
// and OAuth with PKCE. It refuses what the real one refuses, with its statuses and error codes.
//
//   const auth = await startSupabaseAuth({ secret, anonKey: 'anon', redirects: ['http://127.0.0.1:8080'] });
//   auth.addUser({ email: 'ada@buyers.example', password: 'correct horse' });
//
// Tests move its time with `advance`, read its mail in `mail`, and make it fail with `mode`.
import { createHash, createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import http from 'node:http';

// Supabase's defaults, in seconds.
export const REUSE_INTERVAL = 10;
export const LINK_LIFE = 3600;
export const MAIL_INTERVAL = 60;
const ACCESS_LIFE = 3600;
const FLOW_LIFE = 300;

const base64 = (value) => Buffer.from(value).toString('base64url');
const sha256 = (text) => createHash('sha256').update(text).digest('base64url');

class Refusal extends Error {
  constructor(status, code, message) {
    super(message);
    Object.assign(this, { status, body: { code: status, error_code: code, msg: message } });
  }
}

class State {
  users = new Map();
  sessions = new Map();
  refreshTokens = new Map();
  links = new Map();
  flows = new Map();
  lastMail = new Map();
  mail = [];
  offset = 0;
  now() { return Date.now() / 1000 + this.offset; }

  addUser({ email, password, appMetadata = {}, confirmed = true }) {
    const user = { id: randomUUID(), email, password, appMetadata, confirmed, banned: false };
    this.users.set(email.toLowerCase(), user);
    return user;
  }
  find(email) { return this.users.get(String(email).toLowerCase()); }
  begin(user) {
    const session = { id: randomUUID(), user, active: undefined };
    this.sessions.set(session.id, session);
    return session;
  }
  /** A new refresh token of the session, whose predecessor is no longer good. */
  rotate(session) {
    const token = { value: randomBytes(9).toString('base64url'), session, parent: session.active, revokedAt: undefined };
    if (session.active) session.active.revokedAt = this.now();
    session.active = token;
    this.refreshTokens.set(token.value, token);
    return token;
  }
  end(session) {
    this.sessions.delete(session.id);
    for (const [value, token] of this.refreshTokens) {
      if (token.session === session) this.refreshTokens.delete(value);
    }
  }
}

export async function startSupabaseAuth({ secret, anonKey, redirects = [], providers = ['github'] }) {
  const state = new State();
  const options = { secret, anonKey, redirects, providers };
  const auth = {
    // up, down (500 to everything), hanging (no answer).
    mode: 'up',
    requests: [],
    addUser: (user) => state.addUser(user),
    mail: state.mail,
    advance: (seconds) => { state.offset += seconds; },
    sessions: () => state.sessions.size,
  };
  const server = http.createServer(async (request, response) => {
    const url = new URL(request.url, 'http://auth.local');
    auth.requests.push(`${request.method} ${url.pathname}`);
    if (auth.mode === 'hanging') return;
    const send = (status, body, headers = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(body === undefined ? '' : JSON.stringify(body));
    };
    if (auth.mode === 'down') return send(500, { code: 500, error_code: 'unexpected_failure', msg: 'Internal Server Error' });
    try {
      const text = await bodyOf(request);
      const answer = route({ state, options, request, url, body: text ? JSON.parse(text) : {} });
      send(answer.status ?? 200, answer.body, answer.headers);
    } catch (error) {
      if (error instanceof Refusal) send(error.status, error.body, error.status === 429 ? { 'retry-after': '60' } : {});
      else send(error.status ?? 400, { message: error.message });
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  auth.url = `http://127.0.0.1:${server.address().port}`;
  auth.stop = () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); });
  return auth;
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

const ROUTES = {
  'POST /token': token,
  'POST /otp': otp,
  'POST /verify': verify,
  'GET /authorize': authorize,
  'POST /logout': logout,
  'GET /user': (call) => ({ body: userBody(sessionOf(call).user) }),
};

function route(call) {
  const handler = ROUTES[`${call.request.method} ${call.url.pathname}`];
  if (!handler) throw Object.assign(new Error('404 page not found'), { status: 404 });
  // Browsers are sent to /authorize without a key; the API gateway in front asks for one everywhere else.
  if (call.url.pathname !== '/authorize' && call.request.headers.apikey !== call.options.anonKey) {
    const message = call.request.headers.apikey ? 'Invalid API key' : 'No API key found in request';
    throw Object.assign(new Error(message), { status: 401 });
  }
  return handler(call);
}

const userBody = (user) => ({ id: user.id, aud: 'authenticated', email: user.email, app_metadata: user.appMetadata });

/** The answer to every successful sign-in. */
function grant({ state, options }, session, refreshToken = state.rotate(session)) {
  // Programs that check tokens use the machine's clock, so only the age of what is stored here is moved.
  const issued = Math.floor(Date.now() / 1000);
  const claims = {
    aud: 'authenticated', role: 'authenticated', sub: session.user.id, email: session.user.email,
    app_metadata: session.user.appMetadata, session_id: session.id, iat: issued, exp: issued + ACCESS_LIFE,
  };
  const input = `${base64('{"alg":"HS256","typ":"JWT"}')}.${base64(JSON.stringify(claims))}`;
  const signature = createHmac('sha256', options.secret).update(input).digest('base64url');
  return {
    body: {
      access_token: `${input}.${signature}`, token_type: 'bearer', expires_in: ACCESS_LIFE, expires_at: claims.exp,
      refresh_token: refreshToken.value, user: userBody(session.user),
    },
  };
}

function token(call) {
  const { state, body, url } = call;
  switch (url.searchParams.get('grant_type')) {
    case 'password': {
      const user = state.find(body.email);
      if (!user || user.password === undefined || user.password !== body.password) {
        throw new Refusal(400, 'invalid_credentials', 'Invalid login credentials');
      }
      if (!user.confirmed) throw new Refusal(400, 'email_not_confirmed', 'Email not confirmed');
      return grant(call, state.begin(user));
    }
    case 'refresh_token':
      return refresh(call);
    case 'pkce': {
      const flow = state.flows.get(body.auth_code);
      if (!flow) throw new Refusal(404, 'flow_state_not_found', 'invalid flow state, no valid flow state found');
      state.flows.delete(body.auth_code);
      if (state.now() > flow.until) throw new Refusal(403, 'flow_state_expired', 'invalid flow state, flow state has expired');
      const [given, expected] = [Buffer.from(sha256(String(body.code_verifier))), Buffer.from(flow.challenge)];
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
        throw new Refusal(400, 'bad_code_verifier', 'code challenge does not match previously saved code verifier');
      }
      return grant(call, state.begin(flow.user));
    }
    default:
      throw new Refusal(400, 'validation_failed', 'unsupported_grant_type');
  }
}

/** Rotation with reuse detection: a token that was used before is taken for stolen, and the session ends, unless it was
 *  used within the interval or is the parent of the one that is good now (its answer may have been lost). */
function refresh(call) {
  const { state, body } = call;
  const found = state.refreshTokens.get(body.refresh_token);
  if (!found) throw new Refusal(400, 'refresh_token_not_found', 'Invalid Refresh Token: Refresh Token Not Found');
  const { session } = found;
  if (session.user.banned) throw new Refusal(400, 'user_banned', 'Invalid Refresh Token: User Banned');
  if (found.revokedAt === undefined) return grant(call, session);
  const recent = state.now() - found.revokedAt <= REUSE_INTERVAL;
  if (recent || session.active.parent === found) return grant(call, session, session.active);
  state.end(session);
  throw new Refusal(400, 'refresh_token_already_used', 'Invalid Refresh Token: Already Used');
}

function otp({ state, url, body, options }) {
  if (!/^[^@\s]+@[^@\s]+$/.test(body.email ?? '')) throw new Refusal(400, 'validation_failed', 'Unable to validate email address: invalid format');
  const last = state.lastMail.get(body.email);
  if (last !== undefined && state.now() - last < MAIL_INTERVAL) {
    throw new Refusal(429, 'over_email_send_rate_limit', 'For security purposes, you can only request this after 60 seconds.');
  }
  let user = state.find(body.email);
  if (!user) {
    if (body.create_user === false) throw new Refusal(422, 'otp_disabled', 'Signups not allowed for otp');
    user = state.addUser({ email: body.email, confirmed: false });
  }
  state.lastMail.set(body.email, state.now());
  const wanted = url.searchParams.get('redirect_to') ?? '';
  const redirectTo = options.redirects.some((origin) => wanted.startsWith(origin)) ? wanted : options.redirects[0];
  const hash = randomBytes(28).toString('hex');
  state.links.set(hash, { user, until: state.now() + LINK_LIFE });
  state.mail.push({ to: body.email, link: `${redirectTo}?token_hash=${hash}&type=magiclink` });
  return { body: {} };
}

function verify(call) {
  const { state, body } = call;
  const link = state.links.get(body.token_hash);
  const known = ['magiclink', 'email', 'signup', 'recovery', 'invite', 'email_change'].includes(body.type);
  if (!known) throw new Refusal(400, 'validation_failed', 'Verify requires a verification type');
  if (!link || state.now() > link.until) throw new Refusal(403, 'otp_expired', 'Email link is invalid or has expired');
  state.links.delete(body.token_hash);
  link.user.confirmed = true;
  return grant(call, state.begin(link.user));
}

/** Stands for the provider too: a person who is known there and agrees at once. */
function authorize({ state, url, options }) {
  const [provider, redirectTo, challenge, method] = ['provider', 'redirect_to', 'code_challenge', 'code_challenge_method']
    .map((name) => url.searchParams.get(name) ?? '');
  if (!options.providers.includes(provider)) throw new Refusal(400, 'validation_failed', 'Unsupported provider: provider is not enabled');
  if (method !== 's256' || challenge.length !== 43) throw new Refusal(400, 'validation_failed', 'code challenge is not valid');
  if (!options.redirects.some((origin) => redirectTo.startsWith(origin))) throw new Refusal(400, 'validation_failed', 'redirect_to is not allowed');
  const email = `somebody@${provider}.example`;
  const code = randomUUID();
  state.flows.set(code, { user: state.find(email) ?? state.addUser({ email }), challenge, until: state.now() + FLOW_LIFE });
  const target = new URL(redirectTo);
  target.searchParams.set('code', code);
  return { status: 302, headers: { location: target.href } };
}

function sessionOf({ state, options, request }) {
  const [head, claims, signature] = (request.headers.authorization ?? '').replace('Bearer ', '').split('.');
  const expected = createHmac('sha256', options.secret).update(`${head}.${claims}`).digest('base64url');
  if (signature !== expected) throw new Refusal(403, 'bad_jwt', 'invalid JWT: unable to parse or verify signature');
  const session = state.sessions.get(JSON.parse(Buffer.from(claims, 'base64url')).session_id);
  if (!session) throw new Refusal(403, 'session_not_found', 'Session from session_id claim in JWT does not exist');
  return session;
}

function logout(call) {
  const { state, url } = call;
  const session = sessionOf(call);
  const everywhere = url.searchParams.get('scope') !== 'local';
  for (const one of [...state.sessions.values()]) {
    if (one === session || (everywhere && one.user === session.user)) state.end(one);
  }
  return { status: 204 };
}
