// Pages and alerts belong together, and what a page names really exists.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test from 'node:test';

import { alerts, filesIn, pageOf, readText, root } from './lib/rules.mjs';

const HEADINGS = ['Trigger', 'What it means for buyers', 'Look here first', 'Do this', 'How to know it is over'];
const pages = filesIn('docs/runbooks', '.md').filter((name) => name !== 'README.md');
const textOf = (page) => readText(`docs/runbooks/${page}`);

// All source text of the programs, to look names up in.
const sources = execFileSync('bash', ['-c', 'cat $(git ls-files "*.cc" "*.h" "*.proto" "*.sh" || find . -name "*.cc")'],
  { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });

test('every alert has its page, and every page its alert', () => {
  assert.deepEqual(pages, alerts().map((rule) => pageOf(rule.alert)).sort());
  const index = textOf('README.md');
  for (const page of pages) assert.ok(index.includes(`(${page})`), `README.md does not list ${page}`);
});

test('every page has its five parts, none empty, and tells the rule as it stands', () => {
  for (const rule of alerts()) {
    const text = textOf(pageOf(rule.alert));
    const parts = text.split(/^## /m).slice(1).map((part) => [part.split('\n')[0], part.slice(part.indexOf('\n')).trim()]);
    assert.deepEqual(parts.map(([heading]) => heading), HEADINGS, rule.alert);
    for (const [heading, body] of parts) assert.ok(body.length > 10, `${rule.alert}: nothing under "${heading}"`);
    assert.ok(text.includes(`\`${rule.expr.replace(/\s+/g, ' ').trim()}\``), `${rule.alert}: the page's trigger is not the rule's`);
  }
});

test('links lead to pages, and log events and variables that pages name exist in the programs', () => {
  for (const page of pages) {
    const text = textOf(page);
    for (const [, target] of text.matchAll(/\]\(([^)]+)\)/g)) assert.ok(pages.includes(target), `${page}: no page ${target}`);
    for (const [, event] of text.matchAll(/`([a-z_]+\.[a-z_]+)`/g)) {
      assert.ok(sources.includes(`"${event}"`), `${page}: no program logs ${event}`);
    }
    for (const [variable] of text.matchAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g)) {
      if (variable.startsWith('ADMIN_ADD')) continue;
      assert.ok(sources.includes(variable), `${page}: no program reads ${variable}`);
    }
  }
});
