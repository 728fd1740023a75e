// Money by the table of this shop.
import {currencies} from '../state/config';
import {writeMoney} from './write_money';

// "$59.00": wherever amounts are added up or compared.
export const money = (amount: number, code: string): string => writeMoney(amount, code, currencies());
// "$59" where it is a whole number: on buttons and cards.
export const price = (amount: number, code: string): string => writeMoney(amount, code, currencies(), true);
