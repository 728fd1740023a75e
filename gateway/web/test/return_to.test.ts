import {expect, test} from 'vitest';

import {safeReturn} from '../src/lib/return_to';

test.each([
  ['/marketplace/leased-job-queue?checkout=success', '/marketplace/leased-job-queue?checkout=success'],
  ['/account/keys#top', '/account/keys#top'],
  ['/', '/'],
])('a page of the shop is returned to: %s', (path, expected) => {
  expect(safeReturn(path)).toBe(expected);
});

test.each([
  undefined, '', 'https://evil.example/', '//evil.example/', '/\\evil.example', '/\t/evil.example', 'javascript:alert(1)', '/sign-in?returnTo=/', '/auth/sign-out',
  'account/keys',
])('anything else leads to the start page: %s', (path) => {
  expect(safeReturn(path)).toBe('/');
});
