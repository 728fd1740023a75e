// Moments, ids and the words of the API for people.
import {words} from '../../src/lib/format';

const MOMENT = new Intl.DateTimeFormat('en-US', {year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23'});
export const moment = (at: string): string => MOMENT.format(new Date(at));

export const shortId = (id: string): string => id.slice(0, 8);

// "partially_refunded" becomes "Partially refunded".
export const inWords = (word: string): string => words(word.toLowerCase());

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

// Reads "49.00" as an amount in the currency's smallest unit. Undefined when it is no amount of this currency.
export function readAmount(text: string, minorUnits: number): number | undefined {
  const match = /^(\d{1,9})(?:[.,](\d+))?$/.exec(text.trim());
  if (!match) return undefined;
  const digits = match[2] ?? '';
  if (digits.length > minorUnits) return undefined;
  return Number(match[1]) * 10 ** minorUnits + Number(digits.padEnd(minorUnits, '0') || 0);
}

// Writes an amount as `readAmount` reads it.
export function writeAmount(amount: number, minorUnits: number): string {
  return minorUnits === 0 ? String(amount) : (amount / 10 ** minorUnits).toFixed(minorUnits);
}
