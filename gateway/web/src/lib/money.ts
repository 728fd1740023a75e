// Writes money by the table of this shop.
import {currencies} from '../state/config';
import {writeMoney} from './write_money';

// Writes "$59.00", where amounts are added up or compared.
export const money = (amount: number, code: string): string => writeMoney(amount, code, currencies());
// Writes "$59" for a whole number, on buttons and cards.
export const price = (amount: number, code: string): string => writeMoney(amount, code, currencies(), true);
