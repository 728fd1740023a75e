import type {ComponentChildren} from 'preact';

import {words} from '../lib/format';
import {common} from '../text/common';

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'brass' | 'family';

export function Badge({tone = 'plain', children}: {tone?: Tone; children: ComponentChildren}) {
  return <span class={tone === 'plain' ? 'badge' : `badge badge-${tone}`}>{children}</span>;
}

export const familyName = (tool: string): string => common.families[tool] ?? tool;

// A family's name, or another word of a manifest with a capital letter.
export const familyWords = (word: string): string => common.families[word] ?? words(word);

// The family a KEY belongs to, in the family's colour.
export function Family({tool}: {tool: string}) {
  return <span class={`badge badge-family family-${tool}`}>{familyName(tool)}</span>;
}
