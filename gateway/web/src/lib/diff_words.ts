// Describes the difference between two versions in sentences.
import type {ManifestChange, Severity, VersionDiff} from '../api';
import {count, words} from './format';

const SEVERITIES: Record<Severity, string> = {
  none: 'Nothing changed that you could notice.',
  patch: 'Corrections only. Nothing to do before you update.',
  minor: 'Something was added. Nothing to do before you update.',
  major: 'Something you may rely on changed. Read this before you update.',
};

export interface DiffInWords {
  summary: string;
  // Set when the version number promises smaller changes than were found.
  warning: string | undefined;
  files: string[];
  manifest: {text: string; isBreaking: boolean}[];
}

const NAMES_AT_MOST = 8;

function named(paths: string[], what: string): string[] {
  if (paths.length === 0) return [];
  const shown = paths.slice(0, NAMES_AT_MOST).join(', ');
  const more = paths.length > NAMES_AT_MOST ? ` and ${paths.length - NAMES_AT_MOST} more` : '';
  return [`${count(paths.length, 'file', 'files')} ${what}: ${shown}${more}`];
}

function valueInWords(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`;
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (typeof value !== 'object' || value === null) return String(value);
  const {name, path} = value as {name?: unknown; path?: unknown};
  if (typeof name === 'string') return `"${name}"`;
  if (typeof path === 'string') return `"${path}"`;
  return JSON.stringify(value);
}

// "/compatibility/next" becomes "Compatibility, next". An index in a list is left out, because it tells a reader
// nothing.
function placeInWords(pointer: string): string {
  const parts = pointer.split('/').slice(1).map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~')).filter((part) => !/^\d+$/.test(part));
  const [first = 'Manifest', ...rest] = parts;
  return [words(first), ...rest.map((part) => part.replace(/_/g, ' '))].join(', ');
}

// Long texts are left out: readers cannot compare two paragraphs one after the other.
const LONGEST_QUOTE = 80;
const isText = (value: unknown): boolean => typeof value === 'string' && value.length > LONGEST_QUOTE;

export function changeInWords({pointer, from, to}: ManifestChange): string {
  const place = placeInWords(pointer);
  if (isText(from) && isText(to)) return `${place} was rewritten`;
  if (from === null) return `${place}: ${valueInWords(to)} was added`;
  if (to === null) return `${place}: ${valueInWords(from)} was removed`;
  return `${place}: ${valueInWords(from)} became ${valueInWords(to)}`;
}

export function diffInWords(diff: VersionDiff): DiffInWords {
  const {added, removed, changed} = diff.files;
  const files = diff.filesKnown ? [...named(added, 'added'), ...named(removed, 'removed'), ...named(changed, 'changed')] :
    ['Which files changed is not known for one of the two versions.'];
  return {
    summary: SEVERITIES[diff.severity],
    warning: diff.honest ? undefined : `The step from ${diff.from} to ${diff.to} looks like a ${diff.declared} one. What changed makes it a ${diff.severity} one.`,
    files,
    // Changes that readers must act on come first.
    manifest: diff.manifest.map((change) => ({text: changeInWords(change), isBreaking: change.breaking}))
      .sort((a, b) => Number(b.isBreaking) - Number(a.isBreaking)),
  };
}
