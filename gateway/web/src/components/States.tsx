import {CircleAlert, CircleCheck, Info, type LucideIcon, PackageSearch, TriangleAlert, Unplug} from 'lucide-preact';
import type {ComponentChildren} from 'preact';

import {type Failure, isPassing, Outage, Problem} from '../api';
import {signInHref} from '../state/session';
import {common} from '../text/common';
import {Button, LinkButton} from './Button';

interface EmptyProps {
  title: string;
  icon?: LucideIcon;
  children?: ComponentChildren;
}

// The state of a list that is really empty (not loading, not failed).
export function EmptyState({title, icon: Icon = PackageSearch, children}: EmptyProps) {
  return <div class="state"><Icon aria-hidden="true" /><h2>{title}</h2>{children}</div>;
}

// Returns the words for a failure: what happened, and what to do next.
export function wordsOf(failure: Failure): {title: string; text: string; actions: string[]; reference?: string} {
  if (failure instanceof Outage) return {title: common.outageTitle, text: common.outageText, actions: []};
  if (failure instanceof Problem) {
    const reference = failure.requestId ? {reference: common.reference(failure.requestId)} : {};
    const text = failure.message || (isPassing(failure) ? common.passingText : failure.title);
    const title = isPassing(failure) ? common.passingTitle : failure.title || common.refusedTitle;
    return {title, text, actions: [...failure.actions], ...reference};
  }
  return {title: common.refusedTitle, text: '', actions: []};
}

// Takes the place of content that could not be shown.
export function ErrorState({failure, onRetry}: {failure: Failure; onRetry?: () => void}) {
  const {title, text, actions, reference} = wordsOf(failure);
  const mustSignIn = failure instanceof Problem && failure.status === 401;
  return (
    <div class="state" role="alert">
      <Unplug aria-hidden="true" />
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {actions.map((action) => <p key={action}>{action}</p>)}
      {mustSignIn ? <LinkButton kind="primary" href={signInHref()}>{common.signIn}</LinkButton> :
        onRetry && <Button onClick={onRetry}>{common.tryAgain}</Button>}
      {reference && <code>{reference}</code>}
    </div>
  );
}

const NOTICE_ICONS = {plain: Info, good: CircleCheck, warn: TriangleAlert, bad: CircleAlert, brass: Info};

interface NoticeProps {
  tone?: keyof typeof NOTICE_ICONS;
  title?: string;
  children?: ComponentChildren;
  // Screen readers read it out when it appears.
  isLive?: boolean;
}

export function Notice({tone = 'plain', title, children, isLive}: NoticeProps) {
  const Icon = NOTICE_ICONS[tone];
  return (
    <div class={`notice notice-${tone}`} role={isLive ? (tone === 'bad' ? 'alert' : 'status') : undefined}>
      <Icon aria-hidden="true" />
      <div>{title && <p class="notice-title">{title}</p>}{children}</div>
    </div>
  );
}

// A failure beside the button that caused it.
export function FailureNotice({failure}: {failure: Failure}) {
  const {title, text, actions, reference} = wordsOf(failure);
  return (
    <Notice tone="bad" title={title} isLive>
      {text && text !== title && <p>{text}</p>}
      {actions.length > 0 && <ul>{actions.map((action) => <li key={action}>{action}</li>)}</ul>}
      {reference && <code class="soft">{reference}</code>}
    </Notice>
  );
}

export function Skeleton({kind = 'text', class: more = ''}: {kind?: 'text' | 'title' | 'block'; class?: string}) {
  return <span class={`skeleton skeleton-${kind} ${more}`} aria-hidden="true" />;
}
