import {Copy} from 'lucide-preact';
import {useLocation} from 'preact-iso';

import type {KeyDetail} from '../../api';
import {Button} from '../../components/Button';
import {Select} from '../../components/Field';
import {Notice, Skeleton} from '../../components/States';
import {toast} from '../../components/Toasts';
import {bytes, date} from '../../lib/format';
import {announce} from '../../state/navigation';
import {keyText} from '../../text/key';
import type {ShownVersion} from './use_version';

// Shows version, size and digest of the download, licence and author.
export function KeyFacts({offer, shown: {version: current, entry: shown, unknown, facts}}: {offer: KeyDetail; shown: ShownVersion}) {
  const {path, route} = useLocation();
  const options = offer.versions.map(({version, yanked}) => ({
    value: version, label: yanked ? keyText.withdrawn(version) : version === offer.version ? keyText.latest(version) : version,
  }));
  const pick = (version: string) => {
    route(version === offer.version ? path : `${path}?version=${encodeURIComponent(version)}`);
    announce(keyText.versionShown(version));
  };
  const digest = shown?.sha256;
  const copy = () => void navigator.clipboard.writeText(digest ?? '').then(() => toast(keyText.copied), () => undefined);
  return (
    <section class="card card-pad stack" aria-label={keyText.facts}>
      {options.length > 1 && <Select label={keyText.versionPicker} value={current} options={options} onChange={pick} />}
      {unknown && <Notice tone="warn">{keyText.unknownVersion(unknown)}</Notice>}
      {shown?.yanked && <Notice tone="warn">{keyText.withdrawnNotice(shown.version)}</Notice>}
      {offer.incomplete && <Notice>{keyText.incomplete}</Notice>}
      <dl class="facts">
        <dt>{keyText.version}</dt><dd class="numbers">{current}</dd>
        {shown && <><dt>{keyText.published}</dt><dd>{date(shown.created_at)}</dd></>}
        {shown?.size_bytes != null && <><dt>{keyText.size}</dt><dd class="numbers">{bytes(shown.size_bytes)}</dd></>}
        {!facts && <><dt>{keyText.license}</dt><dd><Skeleton /></dd></>}
        {facts?.license_spdx && <><dt>{keyText.license}</dt><dd>{facts.license_spdx}</dd></>}
        {facts?.author?.name && <><dt>{keyText.author}</dt><dd>{facts.author.name}</dd></>}
      </dl>
      {digest && (
        <div class="digest-row">
          <span class="small soft">{keyText.digest}</span>
          <code class="digest">{digest}</code>
          <Button kind="plain" size="small" aria-label={keyText.copy} onClick={copy}><Copy aria-hidden="true" /></Button>
        </div>
      )}
    </section>
  );
}
