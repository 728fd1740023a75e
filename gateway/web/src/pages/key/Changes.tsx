import {useState} from 'preact/hooks';

import type {KeyDetail} from '../../api';
import {Difference} from '../../components/Difference';
import {Select} from '../../components/Field';
import {Prose} from '../../components/Prose';
import {keyText} from '../../text/key';

interface ChangesProps {
  offer: KeyDetail;
  version: string;
  changelog: string | null;
}

// Shows the changelog, and the differences between any two versions in words: at first between the version shown and
// the one before.
export function Changes({offer, version: shown, changelog}: ChangesProps) {
  const versions = offer.versions.map(({version}) => version);
  const at = Math.max(0, versions.indexOf(shown));
  const isOldest = at === versions.length - 1;
  const [from, setFrom] = useState(versions[isOldest ? at : at + 1] ?? '');
  const [to, setTo] = useState(versions[isOldest ? 0 : at] ?? '');
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
