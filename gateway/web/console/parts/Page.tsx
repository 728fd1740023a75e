import type {ComponentChildren} from 'preact';

import type {Failure} from '../../src/api';
import {ErrorState, Skeleton} from '../../src/components/States';
import {usePage} from '../../src/state/navigation';
import {LastEntry} from './LastEntry';

interface PageProps {
  // The window's title and the heading.
  title: string;
  lead?: string;
  above?: ComponentChildren;
  // Shown at the heading's end.
  aside?: ComponentChildren;
  children: ComponentChildren;
}

export function Page({title, lead, above, aside, children}: PageProps) {
  usePage(title);
  return (
    <div class="stack stack-l">
      <header class="stack stack-s">
        {above}
        <div class="section-head"><h1 tabIndex={-1}>{title}</h1>{aside}</div>
        {lead && <p class="soft account-lead">{lead}</p>}
      </header>
      <LastEntry />
      {children}
    </div>
  );
}

interface LoadedProps<T> {
  resource: {data: T | undefined; failure: Failure | undefined; reload: () => Promise<void>};
  children: (data: T) => ComponentChildren;
}

// Shows data, else why there is none, else a place of its size.
export function Loaded<T>({resource: {data, failure, reload}, children}: LoadedProps<T>) {
  if (data !== undefined) return <>{children(data)}</>;
  if (failure) return <ErrorState failure={failure} onRetry={() => void reload()} />;
  return <div aria-busy="true"><Skeleton kind="block" /></div>;
}
