// An amount as schema.org and the server's own text write it, by the table of /config.json.
import { get, ok } from '../../e2e/lib/shop.mjs';

const { currencies } = ok(await get('/config.json'));
const units = new Map(currencies.map(({ code, minorUnits }) => [code, minorUnits]));

export const major = (amount, currency) => (amount / 10 ** units.get(currency)).toFixed(units.get(currency));
