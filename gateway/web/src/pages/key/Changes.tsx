import {useState} from 'preact/hooks';

import type {KeyDetail} from '../../api';
import {Difference} from '../../components/Difference';
import {Select} from '../../components/Field';
import {Prose} from '../../components/Prose';
import {keyText} from '../../text/key';

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
