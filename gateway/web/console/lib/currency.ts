import type {Currency} from '../../src/api';
import {currencies} from '../../src/state/config';

// Amounts of a currency that this shop does not know are read and written in their smallest unit.
export const currencyOf = (code: string): Currency =>
  currencies().find((entry) => entry.code === code) ?? {code, minorUnits: 0, step: 1, minimum: 0};
