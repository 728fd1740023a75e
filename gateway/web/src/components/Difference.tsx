import {api} from '../api';
import {diffInWords} from '../lib/diff_words';
import {useResource} from '../state/resource';
import {keyText} from '../text/key';
import {Badge} from './Badge';
import {ErrorState, Notice, Skeleton} from './States';

// Describes the difference between two versions of a KEY in words.
export function Difference({slug, from, to}: {slug: string; from: string; to: string}) {
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
