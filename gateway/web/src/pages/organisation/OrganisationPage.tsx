import {Pencil} from 'lucide-preact';
import {useRoute} from 'preact-iso';
import {useState} from 'preact/hooks';

import {api, type Organisation, type User} from '../../api';
import {Button} from '../../components/Button';
import {Dialog} from '../../components/Dialog';
import {Field} from '../../components/Field';
import {ItemRow} from '../../components/ItemRow';
import {keyHref} from '../../components/KeyCard';
import {More} from '../../components/More';
import {OrderRows} from '../../components/OrderRows';
import {Section} from '../../components/Section';
import {EmptyState, ErrorState, FailureNotice, Skeleton} from '../../components/States';
import {useAction} from '../../state/action';
import {preloadPages, usePages} from '../../state/pages';
import {preload, useResource} from '../../state/resource';
import {account} from '../../text/account';
import {organisationText} from '../../text/organisation';
import {AccountFrame, loadFor, organisationsOf} from '../account/AccountFrame';
import {loadMembers, Members} from './Members';

const keysOf = (userId: string) => [`entitlements:${userId}:false`, () => api.entitlements()] as const;
const ordersOf = (orgId: string) => [`org-orders:${orgId}`, (cursor: string | undefined) =>
  api.orders({org_id: orgId, limit: 20, cursor}).then(({orders, next_cursor: next}) => ({items: orders, next}))] as const;

export const load = ({id = ''}: Record<string, string>) =>
  loadFor((person) => [preload(...keysOf(person.id)), loadMembers(id), preload(...organisationsOf(person)).then((organisations) => {
    const role = organisations?.find((one) => one.id === id)?.role;
    // Only members who may buy see orders; the API refuses a plain member.
    return role && role !== 'member' ? preloadPages(...ordersOf(id)) : undefined;
  })]);

function Rename({organisation, onDone}: {organisation: Organisation; onDone: () => Promise<void>}) {
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState(organisation.name);
  const rename = useAction(async (next: string) => {
    await api.renameOrganisation(organisation.id, next);
    await onDone();
    setOpen(false);
  });
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}><Pencil aria-hidden="true" />{organisationText.rename}</Button>
      {isOpen && (
        <Dialog title={organisationText.renameTitle} onClose={() => setOpen(false)}>
          <form
            class="stack"
            onSubmit={(event) => {
              event.preventDefault();
              void rename.run(name);
            }}
          >
            <Field label={organisationText.name} value={name} maxLength={200} required onInput={(event) => setName(event.currentTarget.value)} />
            {rename.failure && <FailureNotice failure={rename.failure} />}
            <div><Button type="submit" kind="primary" isBusy={rename.isBusy}>{organisationText.save}</Button></div>
          </form>
        </Dialog>
      )}
    </>
  );
}

function Keys({orgId, userId}: {orgId: string; userId: string}) {
  const {data, failure, reload} = useResource(...keysOf(userId));
  if (failure && !data) return <ErrorState failure={failure} onRetry={() => void reload()} />;
  if (!data) return <Skeleton kind="block" />;
  const keys = data.filter(({tenantId}) => tenantId === orgId);
  if (keys.length === 0) return <p>{organisationText.noKeys}</p>;
  return (
    <ul class="rows card">
      {keys.map(({id, packSlug, packTitle, version}) => (
        <li key={id}><ItemRow slug={packSlug} tool="bundle" href={keyHref(packSlug)} title={packTitle}><span class="small soft numbers">{version}</span></ItemRow></li>
      ))}
    </ul>
  );
}

function Orders({orgId}: {orgId: string}) {
  const pages = usePages(...ordersOf(orgId));
  const {items, failure, reload} = pages;
  if (failure && !items) return <ErrorState failure={failure} onRetry={() => void reload()} />;
  if (!items) return <Skeleton kind="block" />;
  return items.length === 0 ? <p>{organisationText.noOrders}</p> : <><OrderRows orders={items} /><More pages={pages} /></>;
}

function Body({id, person}: {id: string; person: User}) {
  const organisations = useResource(...organisationsOf(person));
  const {data, failure, reload} = organisations;
  if (failure && !data) return <ErrorState failure={failure} onRetry={() => void reload()} />;
  if (!data) return <div class="stack" aria-busy="true"><Skeleton kind="title" /><Skeleton kind="block" /></div>;
  const organisation = data.find((one) => one.id === id);
  if (!organisation) return <EmptyState title={organisationText.missingTitle}><p>{organisationText.missingText}</p></EmptyState>;
  const isOwner = organisation.role === 'owner';
  return (
    <div>
      <div class="row">
        <p class="org-name">{organisation.name || account.unnamed}</p>
        {isOwner && <Rename organisation={organisation} onDone={reload} />}
      </div>
      <p class="soft">{organisationText.yourRole(organisationText.roleNames[organisation.role] ?? organisation.role)}</p>
      <div class="org-sections">
        <Members orgId={id} isOwner={isOwner} userId={person.id} onLeft={reload} />
        <Section title={organisationText.keys}><Keys orgId={id} userId={person.id} /></Section>
        {organisation.role !== 'member' && <Section title={organisationText.orders}><Orders orgId={id} /></Section>}
      </div>
    </div>
  );
}

export default function OrganisationPage() {
  const id = useRoute().params.id ?? '';
  return <AccountFrame title={organisationText.title}>{(person) => <Body key={id} id={id} person={person} />}</AccountFrame>;
}
