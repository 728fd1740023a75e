import {ChevronRight} from 'lucide-preact';
import type {ComponentChildren} from 'preact';

interface DisclosureProps {
  summary: ComponentChildren;
  isOpen?: boolean;
  onOpen?: () => void;
  class?: string;
  children: ComponentChildren;
}

// This is the browser's own <details>, which works by keyboard and without a script.
export function Disclosure({summary, isOpen, onOpen, class: more = '', children}: DisclosureProps) {
  return (
    <details class={`disclosure ${more}`} open={isOpen} onToggle={(event) => event.currentTarget.open && onOpen?.()}>
      <summary><ChevronRight aria-hidden="true" />{summary}</summary>
      <div class="disclosure-body">{children}</div>
    </details>
  );
}
