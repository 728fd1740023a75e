import {Download, RefreshCw} from 'lucide-preact';

import {api, type Entitlement} from '../../api';
import {Badge, type Tone} from '../../components/Badge';
import {Button} from '../../components/Button';
import {Difference} from '../../components/Difference';
import {keyHref} from '../../components/KeyCard';
import {KeyMark} from '../../components/KeyMark';
import {OnDemand} from '../../components/OnDemand';
import {ErrorState, FailureNotice, Notice, Skeleton} from '../../components/States';
import {bytes, date} from '../../lib/format';
import {useDownload} from '../../purchase/use_download';
import {useResource} from '../../state/resource';
import {user} from '../../state/session';
import {keysText} from '../../text/account';
import {buying} from '../../text/key';

const TONES: Record<string, Tone> = {active: 'good', suspended: 'warn', revoked: 'bad', expired: 'plain', scheduled: 'plain'};

function Versions({entitlement, download}: {entitlement: Entitlement; download: ReturnType<typeof useDownload>}) {
  const {packSlug, packTitle, downloaded_version: have} = entitlement;
  const {data, failure, reload} = useResource(`versions:${packSlug}`, () => api.versions(packSlug));
  if (failure && !data) return <ErrorState failure={failure} onRetry={() => void reload()} />;
  if (!data) return <div aria-busy="true"><Skeleton /><Skeleton /></div>;
  return (
    <table class="versions">
      <caption class="visually-hidden">{keysText.versionsOf(packTitle)}</caption>
      <tbody>
        {data.filter(({sha256}) => sha256 !== null).map(({version, created_at, size_bytes, yanked}) => (
          <tr key={version}>
            <th scope="row">{version} {version === have && <Badge tone="good">{keysText.downloaded}</Badge>} {yanked && <Badge tone="warn">{keysText.withdrawn}</Badge>}</th>
            <td class="soft">{date(created_at)}</td>
            <td class="soft numbers">{size_bytes === null ? '' : bytes(size_bytes)}</td>
            <td>
              <Button size="small" icon aria-label={keysText.downloadVersion(version, packTitle)} isBusy={download.isBusy} onClick={() => void download.run(version)}>
                <Download aria-hidden="true" />
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

// Shows why the caller has access, from the ledger of grants.
function Why({slug}: {slug: string}) {
  const id = user.value?.id;
  const {data, failure, reload} = useResource(id && `explain:${id}:${slug}`, () => api.explainAccess(slug));
  if (failure && !data) return <ErrorState failure={failure} onRetry={() => void reload()} />;
  if (!data) return <div aria-busy="true"><Skeleton /><Skeleton /></div>;
  return (
    <div class="stack stack-s">
      <p>{data.reason}</p>
      {data.actions && data.actions.length > 0 && <ul class="plain-list">{data.actions.map((action) => <li key={action}>{action}</li>)}</ul>}
      <ol class="timeline">
        {data.facts.map((fact) => (
          <li key={fact.id}>
            <span class="soft numbers">{date(fact.occurred_at)}</span>
            <span>{keysText.factKinds[fact.kind] ?? fact.kind}: {keysText.sources[fact.source] ?? fact.source}{fact.reason ? `. ${fact.reason}` : ''}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function VersionLine({entitlement}: {entitlement: Entitlement}) {
  const {version, downloaded_version: have, packSlug} = entitlement;
  if (!have) return <p class="small soft">{keysText.never(version)}</p>;
  if (have === version) return <p class="small soft">{keysText.current(version)}</p>;
  return (
    <div class="stack stack-s">
      <p class="small owned-update"><RefreshCw aria-hidden="true" />{keysText.update(have, version)}</p>
      <OnDemand summary={keysText.changed}>{() => <Difference slug={packSlug} from={have} to={version} />}</OnDemand>
    </div>
  );
}

// One KEY that the caller holds: the versions, what is new, and the grants behind it.
export function OwnedKey({entitlement}: {entitlement: Entitlement}) {
  const {packSlug, packTitle, status, source, version, expiresAt, reason} = entitlement;
  const download = useDownload(packSlug);
  const isActive = status === 'active';
  return (
    <article class="card card-pad owned" aria-label={packTitle}>
      <div class="owned-head">
        <span class="item-mark family-bundle"><KeyMark slug={packSlug} /></span>
        <div class="owned-title">
          <h3><a href={keyHref(packSlug)}>{packTitle}</a></h3>
          <div class="row small soft">
            <Badge tone={TONES[status] ?? 'plain'}>{keysText.status[status] ?? status}</Badge>
            <span>{keysText.sources[source] ?? source}</span>
            {expiresAt && <span>{keysText.until(date(expiresAt))}</span>}
          </div>
        </div>
        {isActive && (
          <Button kind="primary" isBusy={download.isBusy} aria-label={keysText.downloadVersion(version, packTitle)} onClick={() => void download.run(version)}>
            <Download aria-hidden="true" />{buying.download(version)}
          </Button>
        )}
      </div>
      {isActive && <VersionLine entitlement={entitlement} />}
      {!isActive && reason && <Notice tone="warn"><p>{reason}</p></Notice>}
      {download.failure && <FailureNotice failure={download.failure} />}
      {download.started && (
        <Notice tone="good" title={buying.downloadStarted(download.started.version)} isLive>
          <p>{buying.downloadStartedText}</p><code class="digest">{download.started.sha256}</code>
        </Notice>
      )}
      <div class="owned-more">
        {isActive && <OnDemand summary={keysText.versions}>{() => <Versions entitlement={entitlement} download={download} />}</OnDemand>}
        <OnDemand summary={isActive ? keysText.why : keysText.whyNot}>{() => <Why slug={packSlug} />}</OnDemand>
      </div>
    </article>
  );
}
