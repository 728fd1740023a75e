import {useEffect, useRef, useState} from 'preact/hooks';

import {Notice} from '../../components/States';
import {usePage} from '../../state/navigation';
import {docsText} from '../../text/docs';
import {showReference} from './viewer';

// The reference of the REST API, drawn by Swagger UI, which is loaded for this page only.
export default function DocsPage() {
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'loading' | 'shown' | 'failed'>('loading');
  usePage(docsText.title);
  useEffect(() => {
    const stop = new AbortController();
    showReference(place.current!, stop.signal).then(() => setState('shown'), () => {
      if (!stop.signal.aborted) setState('failed');
    });
    return () => stop.abort();
  }, []);
  return (
    <div class="page">
      <header class="hero">
        <h1 tabIndex={-1}>{docsText.title}</h1>
        <p class="hero-lead">{docsText.lead}</p>
        <p class="small soft"><a href="/openapi.json">{docsText.document}</a></p>
      </header>
      <h2>{docsText.operations}</h2>
      {state === 'loading' && <p role="status">{docsText.loading}</p>}
      {state === 'failed' && <Notice tone="bad" title={docsText.failed} isLive><p>{docsText.failedText}</p></Notice>}
      <div ref={place} class="api-reference" data-state={state} />
    </div>
  );
}
