import {useState} from 'preact/hooks';

import {api, type ArchiveFile, isMissing, type KeyDetail} from '../../api';
import {Button} from '../../components/Button';
import {Prose} from '../../components/Prose';
import {ErrorState, Skeleton} from '../../components/States';
import {type Tab, Tabs} from '../../components/Tabs';
import {bytes} from '../../lib/format';
import {useResource} from '../../state/resource';
import {keyText} from '../../text/key';
import {Changes} from './Changes';
import type {ShownVersion} from './use_version';

const FILES_AT_ONCE = 40;

function FileTable({files}: {files: ArchiveFile[]}) {
  const [isWhole, setWhole] = useState(files.length <= FILES_AT_ONCE);
  const shown = isWhole ? files : files.slice(0, FILES_AT_ONCE);
  return (
    <>
      <table class="files">
        <thead><tr><th scope="col">{keyText.fileName}</th><th scope="col">{keyText.size}</th></tr></thead>
        <tbody>{shown.map(({path, size_bytes}) => <tr key={path}><td class="code">{path}</td><td class="numbers">{bytes(size_bytes)}</td></tr>)}</tbody>
      </table>
      {!isWhole && <Button size="small" onClick={() => setWhole(true)}>{keyText.allFiles(files.length)}</Button>}
    </>
  );
}

function Files({slug, version}: {slug: string; version: string}) {
  const {data, failure, reload} = useResource(`files:${slug}:${version}`, () => api.files(slug, version));
  if (failure && !data) {
    return isMissing(failure) ? <p class="soft">{keyText.noFiles}</p> : <ErrorState failure={failure} onRetry={() => void reload()} />;
  }
  if (!data) return <div><Skeleton /><Skeleton /><Skeleton /></div>;
  if (data.count === 0) return <p class="soft">{keyText.noFiles}</p>;
  return (
    <div class="stack stack-s">
      <p class="soft small">{keyText.filesTotal(data.count, bytes(data.total_bytes))}</p>
      <FileTable key={version} files={data.files} />
    </div>
  );
}

// The preview is a document of its own, which may run nothing, load nothing and see nothing of this page.
function Preview({path, title}: {path: string; title: string}) {
  return <iframe class="preview" sandbox="" src={path} title={keyText.previewTitle(title)} />;
}

// Shows what a buyer can see before buying, all of the version shown: text, files, preview, changes.
export function Inside({offer, shown}: {offer: KeyDetail; shown: ShownVersion}) {
  const {facts, entry, version} = shown;
  const readme = () => {
    if (!facts) return <div><Skeleton kind="title" /><Skeleton /><Skeleton /><Skeleton /></div>;
    return facts.readme_html ? <Prose html={facts.readme_html} /> : <p class="soft">{keyText.noReadme}</p>;
  };
  const changes = () => facts ? <Changes key={version} offer={offer} version={version} changelog={facts.changelog_html} /> : <div><Skeleton /><Skeleton /></div>;
  const tabs: Tab[] = [
    {id: 'readme', label: keyText.readme, content: readme},
    {id: 'files', label: keyText.files, content: () => entry?.sha256 ? <Files slug={offer.slug} version={version} /> : <p class="soft">{keyText.noFiles}</p>},
    {id: 'changes', label: keyText.changes, content: changes},
  ];
  const preview = facts?.preview_html_path;
  if (preview) tabs.splice(1, 0, {id: 'preview', label: keyText.preview, content: () => <Preview key={preview} path={preview} title={offer.title} />});
  return <Tabs label={keyText.insideTitle} tabs={tabs} />;
}
