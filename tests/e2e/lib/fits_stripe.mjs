// The last test of every suite that moves money: nothing the shop sent to Stripe was refused for its shape,
// and nothing the sandbox answered or delivered misses Stripe's schemas.
import assert from 'node:assert/strict';
import test from 'node:test';

import { get, ledger, ok, sandbox } from './shop.mjs';

export const fitsStripe = () =>
  test('requests to Stripe and its objects fit the schemas', async () => {
    const { schema_violations: violations } = await ledger();
    assert.ok(Array.isArray(violations), 'the sandbox keeps a list');
    assert.deepEqual(violations, []);
    const { requests } = ok(await get(`${sandbox}/_requests`));
    assert.ok(requests.length > 0, 'the shop spoke with Stripe');
    const shapes = ['parameter_unknown', 'parameter_missing', 'parameter_invalid_empty', 'parameter_invalid_integer'];
    const misfits = requests.filter((request) => shapes.includes(request.error_code));
    assert.deepEqual(misfits.map((request) => [request.method, request.path, request.error_code]), []);
    assert.deepEqual([...new Set(requests.map((request) => request.stripe_version))], ['2026-10-28.endive']);
  });
