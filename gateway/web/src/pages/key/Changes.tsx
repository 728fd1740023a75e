import {useState} from 'preact/hooks';

import {api, type KeyDetail} from '../../api';
import {Badge} from '../../components/Badge';
import {Select} from '../../components/Field';
import {Prose} from '../../components/Prose';
import {ErrorState, Notice, Skeleton} from '../../components/States';
import {diffInWords} from '../../lib/diff_words';
import {useResource} from '../../state/resource';
import {keyText} from '../../text/key';

function Difference({slug, from, to}: {slug: string; from: string; to: string}) {
  const {data, failure, reload} = useResource(`diff:${slug}:${from}:${to}`, () => api.diff(slug, from, to));
  if (failure && !data) return <ErrorState failure={failure} onRetry={() => void reload()} />;
  if (!data) return <div aria-busy="true" aria-label={keyText.changesLoading}><Skeleton /><Skeleton /><Skeleton /></div>;
  const {summary, warning, files, manifest} = diffInWords(data);
  return (
    <div class="stack stack-s">
      <p class="diff-summary">{summary}</p>
      {warning && <Notice tone="warn">{warning}</Notice>}
      <ul class="diff-lines">
        {manifest.map(({text, isBreaking}) => <li key={text}>{text} {isBreaking && <Badge tone="warn">{keyText.breaking}</Badge>}</li>)}
        {files.map((line) => <li key={line}>{line}</li>)}
      </ul>
    </div>
  );
}

// The changelog, and what lies between any two versions, in words.
export function Changes({offer, changelog}: {offer: KeyDetail; changelog: string | null | undefined}) {
  const versions = offer.versions.map(({version}) => version);
  const [from, setFrom] = useState(versions[1] ?? '');
  const [to, setTo] = useState(versions[0] ?? '');
  const options = offer.versions.map(({version, yanked}) => ({value: version, label: yanked ? keyText.withdrawn(version) : version}));
  return (
    <div class="stack">
      {versions.length > 1 && (
        <div class="card card-pad stack">
          <div class="row">
            <Select label={keyText.changesFrom} value={from} options={options} onChange={setFrom} />
            <Select label={keyText.changesTo} value={to} options={options} onChange={setTo} />
          </div>
          <div aria-live="polite">
            {from === to ? <p class="soft">{keyText.sameVersion}</p> : <Difference slug={offer.slug} from={from} to={to} />}
          </div>
        </div>
      )}
      {changelog ? <Prose html={changelog} /> : <p class="soft">{keyText.noChangelog}</p>}
    </div>
  );
}
