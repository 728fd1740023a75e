// Every route of /openapi.json, called by every kind of caller for their own things, a stranger's and missing ones.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { call, data, gateway, get, newUser, ok, root } from './lib/shop.mjs';
import {
  ACTORS, columnsOf, expected, FOR_ORGANISATIONS, ROUTES,
} from './matrix/rules.mjs';
import { BODIES, makeWorld } from './matrix/world.mjs';

let api;
let world;
let service;
before(async () => {
  api = ok(await get('/openapi.json'));
  service = execFileSync(path.join(root, 'scripts/token.sh'), ['--data', data, '--service', 'operator'], { encoding: 'utf8' }).trim();
  world = await makeWorld();
});
after(() => world?.cleanUp());

const served = () => Object.entries(api.paths).flatMap(([template, operations]) =>
  Object.keys(operations).filter((verb) => /^(get|put|post|delete|patch)$/.test(verb))
    .map((verb) => `${verb.toUpperCase()} ${template}`));

/** Returns the headers with which an actor identifies themselves. */
function credentials(actor) {
  if (actor === 'none') return {};
  if (actor === 'service') return { authorization: `Bearer ${service}`, 'x-keys-service-token': service };
  if (actor === 'forger') {
    return {
      'x-keys-user': world.ids.admin, 'x-keys-admin': '1', 'x-keys-orgs': `${world.orgs.owner}:owner`,
      'x-keys-service-token': service,
    };
  }
  return { authorization: `Bearer ${world.tokens[actor]}` };
}

/** A template with the thing's id, or parts of it, in place of its variables. */
function fill(template, thing, version) {
  const [first, second] = thing.split('/');
  return template.replace(/\{(\w+)\}/g, (_, name) =>
    encodeURIComponent(name === 'version' ? version : name === 'user_id' ? second : first));
}

async function ask(route, rule, actor, column) {
  const [verb, template] = route.split(' ');
  const allowed = expected(rule, actor, column) === 'allowed';
  const named = rule.named ? await world.thing(rule.named, actor, column, allowed) : undefined;
  // A thing named by the query or the body leaves the path to something that is there for all.
  const subject = rule.path ? await world.thing(rule.path, actor, rule.named ? 'foreign' : column, allowed) : '';
  const given = column === 'missing' && rule.unlessMissing ? rule.unlessMissing : rule.body;
  const body = typeof given === 'string' ? BODIES[given](named ?? subject) : given;
  const query = rule.query?.replace('{}', named).replace('returns', encodeURIComponent(`${gateway}/`));
  const target = fill(template, subject, world.version) + (query ? `?${query}` : '');
  const headers = credentials(actor);
  const answer = await call(verb, target, { headers, body });
  const head = verb === 'GET' ? await call('HEAD', target, { headers }) : undefined;
  return { answer, head, ids: [named, ...subject.split('/')].filter(Boolean) };
}

/** HEAD is GET without its content, for everybody and everything: it opens no side door. */
function differs({ answer, head }) {
  if (head === undefined) return undefined;
  if (head.status !== answer.status) return `HEAD answers ${head.status} where GET answers ${answer.status}`;
  if (head.bytes.length > 0) return 'HEAD sends content';
  const types = [answer, head].map(({ headers }) => headers.get('content-type'));
  return types[0] === types[1] ? undefined : `HEAD tells of ${types[1]}, GET of ${types[0]}`;
}

/** An answer without what differs by nature: the request's id, and the thing's name as it was sent. */
function face({ answer, ids }) {
  let text = answer.text.replace(answer.body?.requestId ?? '\0', '');
  for (const id of ids) text = text.replaceAll(id, 'ID');
  return `${answer.status} ${text}`;
}

function fits(want, rule, answer) {
  const code = answer.body?.code ?? '';
  if (want === 'allowed') return answer.status < 300 || (rule.ok ?? []).includes(answer.status);
  if (want === 'not found') return answer.status === 404;
  return `${answer.status} ${code}` === want;
}

async function row(route, rule, actor, problems) {
  const faces = {};
  for (const column of columnsOf(rule)) {
    const asked = await ask(route, rule, actor, column);
    const want = expected(rule, actor, column);
    if (!fits(want, rule, asked.answer)) {
      problems.push(`${route} by ${actor}, ${column}: wanted ${want}, got ${asked.answer.status} ${asked.answer.text.slice(0, 160)}`);
    }
    const difference = differs(asked);
    if (difference) problems.push(`${route} by ${actor}, ${column}: ${difference}`);
    if (want !== 'allowed') faces[column] = face(asked);
  }
  // A thing that the caller may not see is answered like a missing one.
  const alike = rule.thing === 'private' || (rule.who === 'admin' && actor !== 'admin');
  if (alike && faces.foreign !== faces.missing) {
    problems.push(`${route} by ${actor} tells a stranger's from a missing one: ${faces.foreign} | ${faces.missing}`);
  }
  if (rule.who === 'admin' && faces.own !== undefined && faces.missing !== undefined && faces.own !== faces.missing) {
    problems.push(`${route} by ${actor} tells what exists: ${faces.own} | ${faces.missing}`);
  }
  return columnsOf(rule).length;
}

async function matrix(rules) {
  const problems = [];
  let cells = 0;
  for (const [route, rule] of rules) {
    for (const actor of ACTORS) cells += await row(route, rule, actor, problems);
  }
  assert.deepEqual(problems, []);
  return cells;
}

test('every route has its line, so that a new one is not forgotten', () => {
  assert.deepEqual(served().filter((route) => !ROUTES[route]), []);
  console.log(`counted: named by the contract and not served: ${Object.keys(ROUTES).filter((route) => !served().includes(route)).join(', ') || 'none'}`);
});

test('every caller gets what the rules say, for their own things, a stranger\'s and missing ones', async () => {
  const rules = served().map((route) => [route, ROUTES[route]]);
  const cells = await matrix(rules);
  console.log(`counted: matrix: ${rules.length} routes, ${ACTORS.length} actors, ${cells} cells`);
});

test('OPTIONS says what a path allows, to everybody the same and whatever is there', async () => {
  const problems = [];
  let cells = 0;
  for (const route of served()) {
    const [verb, template] = route.split(' ');
    for (const actor of ACTORS) {
      for (const thing of [world.orders.user, world.orders.stranger, newUser()]) {
        const { status, headers, bytes } = await call('OPTIONS', fill(template, `${thing}/${thing}`, world.version), { headers: credentials(actor) });
        const allow = (headers.get('allow') ?? '').split(', ');
        const right = status === 204 && bytes.length === 0 && allow.includes(verb) && allow.includes('HEAD') === allow.includes('GET');
        if (!right) problems.push(`${route} by ${actor}: ${status} ${allow}`);
        cells += 1;
      }
    }
  }
  assert.deepEqual(problems, []);
  console.log(`counted: OPTIONS: ${cells} cells`);
});

test('the same holds on behalf of organisations', async () => {
  const cells = await matrix(Object.entries(FOR_ORGANISATIONS));
  console.log(`counted: matrix for organisations: ${cells} cells`);
});
