import {Key} from 'lucide-preact';
import {useState} from 'preact/hooks';

import {api, type Entitlement} from '../../api';
import {LinkButton} from '../../components/Button';
import {EmptyState, ErrorState, Skeleton} from '../../components/States';
import {preload, useResource} from '../../state/resource';
import {account, keysText} from '../../text/account';
import {AccountFrame, loadFor} from './AccountFrame';
import {OwnedKey} from './OwnedKey';

interface Group {
  id: string;
  name: string;
  href?: string;
  keys: Entitlement[];
}

// Personal KEYS come first, then those of each organisation; within a group they are sorted by title.
function byTenant(entitlements: Entitlement[]): Group[] {
  const groups = new Map<string, Group>();
  for (const entitlement of entitlements) {
    const isOrg = entitlement.tenantType === 'org';
    const group = groups.get(entitlement.tenantId) ?? {
      id: entitlement.tenantId,
      name: isOrg ? entitlement.org_name || account.unnamed : keysText.personal,
      ...(isOrg ? {href: `/organisation/${entitlement.tenantId}`} : {}),
      keys: [],
    };
    group.keys.push(entitlement);
    groups.set(group.id, group);
  }
  const all = [...groups.values()];
  for (const group of all) group.keys.sort((a, b) => a.packTitle.localeCompare(b.packTitle));
  return all.sort((a, b) => Number(a.href !== undefined) - Number(b.href !== undefined) || a.name.localeCompare(b.name));
}

function Groups({entitlements}: {entitlements: Entitlement[]}) {
  return (
    <>
      {byTenant(entitlements).map(({id, name, href, keys}) => (
        <section class="section" key={id} aria-labelledby={`tenant-${id}`}>
          <div class="section-head"><h2 id={`tenant-${id}`}>{href ? <a href={href}>{name}</a> : name}</h2></div>
          <ul class="owned-list">{keys.map((entitlement) => <li key={entitlement.id}><OwnedKey entitlement={entitlement} /></li>)}</ul>
        </section>
      ))}
    </>
  );
}

const ownedBy = (userId: string, withEnded: boolean) =>
  [`entitlements:${userId}:${withEnded}`, () => api.entitlements(withEnded ? 'all' : undefined)] as const;

export const load = () => loadFor(({id}) => [preload(...ownedBy(id, false))]);

function Owned({userId}: {userId: string}) {
  const [withEnded, setWithEnded] = useState(false);
  const {data, failure, reload} = useResource(...ownedBy(userId, withEnded));
  return (
    <>
      <label class="check"><input type="checkbox" checked={withEnded} onChange={(event) => setWithEnded(event.currentTarget.checked)} />{keysText.endedToggle}</label>
      {failure && !data ? <ErrorState failure={failure} onRetry={() => void reload()} /> :
        !data ? <div class="stack" aria-busy="true"><Skeleton kind="block" /><Skeleton kind="block" /></div> :
        data.length > 0 ? <Groups entitlements={data} /> : (
          <EmptyState title={keysText.emptyTitle} icon={Key}>
            <p>{keysText.emptyText}</p>
            <LinkButton kind="primary" href="/marketplace">{keysText.browse}</LinkButton>
          </EmptyState>
        )}
    </>
  );
}

export default function KeysPage() {
  return <AccountFrame title={keysText.title} lead={keysText.lead}>{({id}) => <Owned userId={id} />}</AccountFrame>;
}
