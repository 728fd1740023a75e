import type {ComponentChildren} from 'preact';

import type {Key} from '../api';
import {discover} from '../text/discover';
import {Family} from './Badge';
import {KeyMark} from './KeyMark';
import {Price} from './Price';

type Shown = Pick<Key, 'slug' | 'title' | 'description' | 'tool'> & Partial<Pick<Key, 'maturity' | 'price_cents' | 'currency' | 'available' | 'hasAccess'>>;

interface KeyCardProps {
  offer: Shown;
  onOpen?: () => void;
  // Shown beside the price.
  aside?: ComponentChildren;
  // Shown below the card's text.
  children?: ComponentChildren;
  level?: 'h2' | 'h3';
}

export const keyHref = (slug: string): string => `/marketplace/${encodeURIComponent(slug)}`;

// One KEY in a list: what it is, what it unlocks, what it costs.
export function KeyCard({offer, onOpen, aside, children, level: Heading = 'h3'}: KeyCardProps) {
  const isUnavailable = offer.available === false && !offer.hasAccess;
  return (
    <article class={`card key-card family-${offer.tool}${isUnavailable ? ' key-card-unavailable' : ''}`}>
      <div class="key-cover"><KeyMark slug={offer.slug} /></div>
      <div class="key-card-body">
        <div class="row row-apart"><Family tool={offer.tool} />{aside}</div>
        <Heading class="key-card-title"><a href={keyHref(offer.slug)} onClick={onOpen}>{offer.title}</a></Heading>
        <p class="key-card-text">{offer.description}</p>
        <div class="key-card-foot">
          <span class="small soft">{offer.maturity ? discover.maturity[offer.maturity] ?? offer.maturity : ''}</span>
          <Price offer={offer} />
        </div>
        {children}
      </div>
    </article>
  );
}
