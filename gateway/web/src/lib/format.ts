// Sizes, dates and lists in words.

const UNITS = ['B', 'KB', 'MB', 'GB'];

export function bytes(count: number): string {
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

const DATE = new Intl.DateTimeFormat('en-US', {year: 'numeric', month: 'short', day: 'numeric'});
export const date = (moment: string): string => DATE.format(new Date(moment));

const AND = new Intl.ListFormat('en', {type: 'conjunction'});
export const listed = (parts: string[]): string => AND.format(parts);

export const count = (number: number, one: string, many: string): string => `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;

// "per-request-tenant-id" becomes "Per request tenant id".
export function words(identifier: string): string {
  const spaced = identifier.replace(/[-_]+/g, ' ').trim();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

// Ends a text that another person wrote with a full stop, unless it ends a sentence itself ("Why is it slow?", "ACME Inc.").
export const sentence = (text: string): string => (/[.?!\u2026\u3002\uff01\uff1f]["'\u2019\u201d)\u2069]*$/.test(text) ? text : `${text}.`);

const OTHER_DIRECTION = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/;

// Isolates a name that another person chose inside a sentence of the shop, so that characters which turn the direction
// of writing affect the name only.
export const isolated = (name: string): string => (OTHER_DIRECTION.test(name) ? `\u2068${name}\u2069` : name);
