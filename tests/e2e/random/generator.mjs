// Random requests over all routes of an OpenAPI document: mostly almost right, because those get far.
// The same seed gives the same requests.

/** mulberry32: small, and good enough to choose with. */
export function drawFrom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n) => Math.floor(next() * n);
  return { next, below, one: (list) => list[below(list.length)], chance: (p) => next() < p };
}

const ODD_TEXTS = ['', ' ', 'x', '0', '-1', 'null', '..', '../../etc/passwd', "a'b", '"', '%', '%00', '\u0000', '\u202e', 'é', '🔑', '\ud800',
  '<script>', '{}', '[]', 'a/b', 'a\\b', '1e400', '𝟙', ' ', '\ufeff', 'x'.repeat(201), 'é'.repeat(1000), 'x'.repeat(5000), "') OR 1=1 --",
  'keys', 'admin', 'NaN', '$1', ':x', '()', '*', '||', '1.0.0', 'v1.0', '>=1 <2 || ^3', 'bytes=0-1', '2026-11-23T11:32:58Z', '0000-00-00T00:00:00Z',
  '9999-12-31T23:59:60Z', '00000000-0000-0000-0000-000000000000', '0192F0C1-3333-7000-8000-00000000000B', 'https://user:pw@x/', 'javascript:alert(1)'];
const ODD_NUMBERS = [0, 1, -1, 50, 100, 101, 4999, 2147483647, 2147483648, -2147483649, 9007199254740991, 9007199254740993, 1e300, -1e300, 0.5, 1.0, 1e2];
const CURRENCIES = ['usd', 'eur', 'jpy', 'USD', 'xxx'];

export class Generator {
  constructor(api, draw, pool) {
    this.api = api;
    this.draw = draw;
    this.pool = pool;
    this.operations = Object.entries(api.paths).flatMap(([template, verbs]) => Object.entries(verbs)
      .filter(([verb]) => /^(get|put|post|delete|patch)$/.test(verb))
      .map(([verb, operation]) => ({ verb: verb.toUpperCase(), template, operation })));
  }

  /** {method, path, headers, body, actor}; `pool.values(name, operation)` gives likely values. */
  request() {
    const { draw } = this;
    const operation = draw.one(this.operations);
    const actor = draw.one(['none', 'user', 'user', 'other', 'admin', 'admin', 'broken']);
    const method = draw.chance(0.03) ? draw.one(['HEAD', 'OPTIONS', 'DELETE', 'PATCH', 'POST', 'BREW']) : operation.verb;
    const changes = actor === 'admin' && method !== 'GET' && operation.template.includes('/admin/');
    const path = operation.template.replace(/\{(\w+)\}/g, (_, name) =>
      this.#encoded(this.#text(name, changes)) || 'x');
    const headers = this.#headers();
    const body = this.#body(operation, changes, headers);
    return { method, path: path + this.#query(operation), headers, body, actor, template: operation.template };
  }

  #text(name, changes) {
    const known = this.pool.values(name, changes);
    return known.length > 0 && this.draw.chance(0.7) ? this.draw.one(known) : this.draw.one(ODD_TEXTS);
  }

  #encoded(text) {
    const encoded = encodeURIComponent(text.toWellFormed?.() ?? text.replace(/[\ud800-\udfff]/g, '\ufffd'));
    return this.draw.chance(0.03) ? `${encoded}%${this.draw.one(['', 'zz', 'ff', '00', 'c3'])}` : encoded;
  }

  #query({ operation }) {
    const { draw } = this;
    const parts = (operation.parameters ?? []).filter(({ in: where }) => where === 'query')
      .filter(({ required }) => draw.chance(required ? 0.9 : 0.25))
      .map(({ name, schema }) => `${name}=${this.#encoded(String(this.#value(schema ?? {}, name, 0)))}`);
    if (draw.chance(0.05)) parts.push(draw.one(['colour=red', 'limit=1&limit=2', '=', '&&', 'a', '%', 'limit']));
    return parts.length > 0 ? `?${parts.join('&')}` : '';
  }

  #headers() {
    const { draw } = this;
    const headers = {};
    const maybe = (name, p, values) => { if (draw.chance(p)) headers[name] = draw.one(values); };
    maybe('idempotency-key', 0.15, ['a', 'k'.repeat(255), 'k'.repeat(256), 'two words', 'é', `r${draw.below(50)}`]);
    maybe('if-match', 0.1, ['*', '"x"', 'x', '"a", "b"', '"'.repeat(300)]);
    maybe('if-none-match', 0.1, ['*', '"x"', 'W/"x"']);
    maybe('accept', 0.15, ['text/html', '*/*', 'application/json', 'image/png', 'x', ';q=', 'text/html;q=0.000001']);
    maybe('range', 0.1, ['bytes=0-', 'bytes=-0', 'bytes=9-1', 'items=1', 'bytes=0-0,2-2', 'bytes=99999999999999999999-']);
    maybe('origin', 0.1, ['null', 'https://evil.example', 'x']);
    maybe('x-request-id', 0.1, ['ok-1', 'no good', 'x'.repeat(200)]);
    maybe('traceparent', 0.05, ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', '00-0-0-0', 'x']);
    maybe('x-forwarded-for', 0.05, ['1.2.3.4', 'x', '::1, 1.2.3.4:99']);
    maybe('user-agent', 0.2, ['x'.repeat(600), Buffer.from('🔑'.repeat(600)).toString('latin1'), '\xff'.repeat(700)]);
    maybe('content-encoding', 0.02, ['gzip', 'identity']);
    return headers;
  }

  #body({ operation, verb, template }, changes, headers) {
    const { draw } = this;
    const content = operation.requestBody?.content?.['application/json'];
    if (!content) return draw.chance(0.03) && verb !== 'GET' ? '{"x":1}' : undefined;
    if (draw.chance(0.97)) headers['content-type'] = draw.chance(0.95) ? 'application/json' : draw.one(['text/plain', 'application/json; charset=x', '']);
    if (draw.chance(0.05)) return draw.one(['', '{', '[]', 'null', '"x"', '\ufeff{}', '{"a":1,"a":2}', '{}x', '['.repeat(5000), '\u0000', '{"a":1e999}', '{"a":"\\ud800"}', '{"a":"\\udc00"}', '{"\\udc00":1}']);
    const value = this.#value(content.schema, 'body', 0);
    if (value && typeof value === 'object') {
      if (draw.chance(0.05)) value[draw.one(['colour', '__proto__x', 'access_set', 'update_mask', ''])] = 1;
      // A real run belongs to other suites.
      if (template.endsWith('/ingest')) value.dry_run = true;
    }
    const text = JSON.stringify(value);
    // JSON.stringify writes whole characters only; half of a pair must be put in.
    return draw.chance(0.02) ? text.replace(/":"/, '":"\\udc00') : text;
  }

  #value(schema, name, depth) {
    const { draw } = this;
    const found = schema.$ref ? this.api.components.schemas[schema.$ref.split('/').pop()] : schema;
    const type = found.anyOf ? found.anyOf.find((one) => one.$ref || one.type !== 'null') : found;
    if (type !== found) return this.#value(type, name, depth);
    if (draw.chance(0.06)) return draw.one([null, true, [], {}, 'x', 1.5, [[[]]], { a: { b: {} } }]);
    const kind = Array.isArray(found.type) ? found.type[0] : found.type;
    if (found.enum) return draw.chance(0.85) ? draw.one(found.enum) : draw.one(ODD_TEXTS);
    switch (kind) {
      case 'integer':
      case 'number': return draw.chance(0.5) ? draw.below(10_000) : draw.one(ODD_NUMBERS);
      case 'boolean': return draw.chance(0.5);
      case 'array': return depth > 4 ? [] : Array.from({ length: draw.below(4) }, () => this.#value(found.items ?? {}, name, depth + 1));
      case 'object': return depth > 4 ? {} : Object.fromEntries(Object.entries(found.properties ?? {})
        .filter(([member]) => draw.chance((found.required ?? []).includes(member) ? 0.95 : 0.5))
        .map(([member, inner]) => [member, this.#value(inner, member, depth + 1)]));
      default: return name === 'currency' ? draw.one(CURRENCIES) : this.#text(name, false);
    }
  }
}
