import type {ComponentChildren} from 'preact';
import {useId} from 'preact/hooks';

interface SectionProps {
  title: string;
  lead?: string;
  // Shown at the heading's end.
  aside?: ComponentChildren;
  children: ComponentChildren;
}

// A part of a page with a heading of its own.
export function Section({title, lead, aside, children}: SectionProps) {
  const id = useId();
  return (
    <section class="section" aria-labelledby={id}>
      <div class="stack stack-s">
        <div class="section-head"><h2 id={id}>{title}</h2>{aside}</div>
        {lead && <p class="soft account-lead">{lead}</p>}
      </div>
      {children}
    </section>
  );
}
