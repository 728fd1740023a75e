import type {ComponentChildren} from 'preact';

import {common} from '../text/common';

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'brass' | 'family';

export function Badge({tone = 'plain', children}: {tone?: Tone; children: ComponentChildren}) {
  return <span class={tone === 'plain' ? 'badge' : `badge badge-${tone}`}>{children}</span>;
}

export const familyName = (tool: string): string => common.families[tool] ?? tool;

// The family a KEY belongs to, in the family's colour.
export function Family({tool}: {tool: string}) {
  return <span class={`badge badge-family family-${tool}`}>{familyName(tool)}</span>;
}
