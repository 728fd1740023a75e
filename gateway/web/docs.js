// /openapi.json as a readable page.
import { element } from '/web/page.js';

const main = document.getElementById('operations');

const typeOf = (schema) => schema.$ref?.split('/').pop() ?? [schema.type ?? 'any'].flat().join(' or ');

function table(heads, rows) {
  if (!rows.length) return '';
  return element('table', {},
    element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
    element('tbody', {}, ...rows.map((row) => element('tr', {}, ...row.map((cell) => element('td', {}, cell))))));
}

const limits = (schema) => ['minimum', 'maximum', 'maxLength', 'enum', 'format']
  .filter((name) => schema[name] !== undefined).map((name) => `${name} ${schema[name]}`).join(', ');

function operation(path, verb, { summary, parameters = [], requestBody, responses, security = [] }) {
  const body = requestBody?.content['application/json']?.schema;
  const needsToken = security.length > 0 && security.every((one) => Object.keys(one).length > 0);
  const members = Object.entries(body?.properties ?? {}).map(([name, schema]) =>
    [name, (body.required ?? []).includes(name) ? 'body, required' : 'body', typeOf(schema), limits(schema)]);
  return element('details', { class: 'operation' },
    element('summary', {}, element('code', { class: 'method' }, verb), ' ', element('code', {}, path), ' ',
      summary, needsToken ? ' (signed in)' : ''),
    table(['Input', 'In', 'Type', 'Limits'], [...parameters.map((parameter) =>
      [parameter.name, parameter.in + (parameter.required ? ', required' : ''), typeOf(parameter.schema),
        limits(parameter.schema)]), ...members]),
    table(['Status', 'Meaning'], Object.entries(responses).map(([status, { description }]) => [status, description])));
}

const response = await fetch('/openapi.json');
const api = await response.json();
main.replaceChildren(element('h1', {}, api.info.title), element('p', {}, api.info.description),
  ...Object.entries(api.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, about]) => operation(path, verb, about))));
