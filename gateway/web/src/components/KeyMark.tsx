// Draws a KEY's own picture: a key whose cuts come from its slug, so that people recognise it.
import type {JSX} from 'preact';

const CUTS = 9;

// FNV-1a is enough to tell slugs apart.
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}

// The blade's lower edge: steps of 3 to 13 units, flattened where two neighbours are alike.
export function blade(slug: string): string {
  let seed = hash(slug);
  let path = 'M58 22H190L198 30L190 38';
  for (let i = CUTS - 1; i >= 0; i--) {
    seed = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) >>> 0;
    const depth = 38 + (seed % 6) * 2.4;
    const right = 70 + i * 13 + 10;
    path += `L${right} ${depth.toFixed(1)}H${right - 7}`;
  }
  return `${path}L66 38H58Z`;
}

interface KeyMarkProps extends Omit<JSX.SVGAttributes<SVGSVGElement>, 'slug'> {
  slug: string;
}

export function KeyMark({slug, ...rest}: KeyMarkProps) {
  return (
    <svg {...rest} viewBox="0 0 204 60" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round">
      <circle cx="32" cy="30" r="26" />
      <circle cx="24" cy="30" r="8" />
      <path d={blade(slug)} />
      <path d="M66 29H184" opacity="0.5" />
    </svg>
  );
}
