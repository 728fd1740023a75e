import {Copy} from 'lucide-preact';
import {useLocation} from 'preact-iso';

import type {KeyDetail, KeyVersion} from '../../api';
import {Button} from '../../components/Button';
import {Select} from '../../components/Field';
import {Notice} from '../../components/States';
import {toast} from '../../components/Toasts';
import {bytes, date} from '../../lib/format';
import {keyText} from '../../text/key';

// Version, size and digest of what one would download, licence and author.
export function KeyFacts({offer, shown}: {offer: KeyDetail; shown: KeyVersion | undefined}) {
  const {path, route} = useLocation();
  const options = offer.versions.map(({version, yanked}) => ({
    value: version, label: yanked ? keyText.withdrawn(version) : version === offer.version ? keyText.latest(version) : version,
  }));
  const pick = (version: string) => route(version === offer.version ? path : `${path}?version=${encodeURIComponent(version)}`);
  const digest = shown?.sha256;
  const copy = () => void navigator.clipboard.writeText(digest ?? '').then(() => toast(keyText.copied), () => undefined);
  return (
    <section class="card card-pad stack" aria-label={keyText.facts}>
      {options.length > 1 && <Select label={keyText.versionPicker} value={shown?.version ?? offer.version} options={options} onChange={pick} />}
      {shown?.yanked && <Notice tone="warn">{keyText.withdrawnNotice(shown.version)}</Notice>}
      {offer.incomplete && <Notice>{keyText.incomplete}</Notice>}
      <dl class="facts">
        <dt>{keyText.version}</dt><dd class="numbers">{shown?.version ?? offer.version}</dd>
        {shown && <><dt>{keyText.published}</dt><dd>{date(shown.created_at)}</dd></>}
        {shown?.size_bytes != null && <><dt>{keyText.size}</dt><dd class="numbers">{bytes(shown.size_bytes)}</dd></>}
        {offer.license_spdx && <><dt>{keyText.license}</dt><dd>{offer.license_spdx}</dd></>}
        {offer.author?.name && <><dt>{keyText.author}</dt><dd>{offer.author.name}</dd></>}
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
