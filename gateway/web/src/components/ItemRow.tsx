import type {ComponentChildren} from 'preact';

import {KeyMark} from './KeyMark';

interface ItemRowProps {
  slug: string;
  // The item's family; "bundle" for bundles.
  tool: string;
  href: string;
  title: string;
  text?: ComponentChildren;
  // Shown at the row's end: a price, a badge.
  children?: ComponentChildren;
}

// A KEY or a bundle in one line of a list.
export function ItemRow({slug, tool, href, title, text, children}: ItemRowProps) {
  return (
    <div class={`item-row family-${tool}`}>
      <span class="item-mark"><KeyMark slug={slug} /></span>
      <div class="item-text">
        <a class="item-title" href={href}>{title}</a>
        {text && <span class="small soft">{text}</span>}
      </div>
      <div class="item-end">{children}</div>
    </div>
  );
}
