// Shows in words what this address answers as JSON. Everything is written as text, never as HTML.
const content = document.getElementById('content');
const TOKEN = 'keys.token';

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== undefined && child !== null));
  return made;
}

const money = (cents, currency) => {
  if (cents === null || cents === undefined) return 'Only in bundles';
  if (cents === 0) return 'Free';
  const format = new Intl.NumberFormat(undefined, { style: 'currency', currency: currency || 'usd' });
  return format.format(cents / 10 ** format.resolvedOptions().maximumFractionDigits);
};

const card = (href, title, ...rest) => element('li', {},
  element('h3', {}, href ? element('a', { href }, title) : title), ...rest);
const quiet = (text) => (text ? element('p', { class: 'quiet' }, text) : undefined);
const cards = (items) => element('ul', { class: 'cards' }, ...items);

const keyCard = (key) => card(`/marketplace/keys/${encodeURIComponent(key.slug)}`, key.title,
  quiet([key.tool, key.version, key.maturity].filter(Boolean).join(' · ')),
  element('p', {}, key.description ?? ''),
  element('p', { class: 'price' }, key.hasAccess ? 'Yours'
    : key.available ? money(key.price_cents, key.currency) : 'Not available yet'));

const bundleCard = (bundle) => card(`/marketplace/bundles/${encodeURIComponent(bundle.slug)}`, bundle.title,
  quiet(`${bundle.bundle_type} · ${bundle.keys.length} KEYS`),
  element('p', {}, bundle.description ?? ''),
  element('p', { class: 'price' }, money(bundle.price_cents, bundle.currency)));

// A value of any shape as a table of its members.
function anything(value) {
  if (Array.isArray(value)) {
    return value.length ? element('ul', {}, ...value.map((item) => element('li', {}, anything(item)))) : '–';
  }
  if (value === null || typeof value !== 'object') return String(value ?? '–');
  return element('table', {}, element('tbody', {}, ...Object.entries(value).map(([name, member]) =>
    element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, anything(member))))));
}

function keyDetail(key) {
  const { title, description, versions = [], relatedKeys = [], ...rest } = key;
  return [element('h2', {}, title), element('p', {}, description ?? ''),
    element('p', { class: 'price' }, key.hasAccess ? 'Yours' : money(key.price_cents, key.currency)),
    element('h3', {}, 'Versions'), anything(versions),
    relatedKeys.length ? element('h3', {}, 'Related') : undefined,
    cards(relatedKeys.map((other) => card(`/marketplace/keys/${encodeURIComponent(other.slug)}`, other.title,
      quiet(other.reason)))),
    element('h3', {}, 'Facts'), anything(rest)];
}

function bundleDetail(bundle) {
  return [element('h2', {}, bundle.title), element('p', {}, bundle.description ?? ''),
    element('p', { class: 'price' }, money(bundle.price_cents, bundle.currency)), cards(bundle.keys.map(keyCard))];
}

function render(answer) {
  if (answer.keys) return [element('h2', {}, 'KEYS'), cards(answer.keys.map(keyCard))];
  if (answer.bundles) return [element('h2', {}, 'Bundles'), cards(answer.bundles.map(bundleCard))];
  if (answer.recommendations) {
    return [element('h2', {}, 'For you'), cards(answer.recommendations.map((key) => card(
      `/marketplace/keys/${encodeURIComponent(key.slug)}`, key.title, quiet(key.reason),
      element('p', {}, key.description ?? ''))))];
  }
  if (answer.key) return keyDetail(answer.key);
  if (answer.bundle) return bundleDetail(answer.bundle);
  return [anything(answer)];
}

function problem(answer) {
  return [element('h2', {}, answer.title ?? 'That did not work'), element('p', {}, answer.detail ?? ''),
    element('ul', {}, ...(answer.actions ?? []).map((action) => element('li', {}, action)))];
}

async function show() {
  const address = location.pathname === '/' ? '/marketplace/keys' : location.pathname + location.search;
  const headers = { accept: 'application/json' };
  const token = sessionStorage.getItem(TOKEN);
  if (token) headers.authorization = `Bearer ${token}`;
  let parts;
  try {
    const response = await fetch(address, { headers });
    const answer = await response.json();
    parts = response.ok ? render(answer) : problem(answer);
  } catch {
    parts = problem({ detail: 'The shop does not answer.' });
  }
  content.replaceChildren(...parts.filter(Boolean));
}

document.getElementById('sign-in')?.addEventListener('submit', (event) => {
  event.preventDefault();
  sessionStorage.setItem(TOKEN, new FormData(event.target).get('token').trim());
  show();
});
if (content && document.getElementById('sign-in')) show();
