import {useState} from 'preact/hooks';

import {api, type Member, type Role} from '../../api';
import {Badge} from '../../components/Badge';
import {Button} from '../../components/Button';
import {Dialog} from '../../components/Dialog';
import {Field, Select} from '../../components/Field';
import {More} from '../../components/More';
import {Section} from '../../components/Section';
import {ErrorState, FailureNotice, Skeleton} from '../../components/States';
import {date, isolated} from '../../lib/format';
import {useAction} from '../../state/action';
import {announce} from '../../state/navigation';
import {preloadPages, usePages} from '../../state/pages';
import {organisationText} from '../../text/organisation';

const ROLES: Role[] = ['owner', 'admin', 'member'];
const OPTIONS = ROLES.map((role) => ({value: role, label: organisationText.roleNames[role] ?? role}));
const nameOf = ({email, user_id: id}: Member): string => isolated(email || id);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function Remove({member, onRemove}: {member: Member; onRemove: (id: string) => Promise<void>}) {
  const [isAsking, setAsking] = useState(false);
  const remove = useAction(async () => {
    await onRemove(member.user_id);
    setAsking(false);
  });
  const name = nameOf(member);
  return (
    <>
      <Button kind="plain" size="small" aria-label={organisationText.removeMember(name)} onClick={() => setAsking(true)}>{organisationText.remove}</Button>
      {isAsking && (
        <Dialog title={organisationText.removeTitle(name)} onClose={() => setAsking(false)}>
          <p>{organisationText.removeText}</p>
          {remove.failure && <FailureNotice failure={remove.failure} />}
          <div class="row">
            <Button kind="danger" isBusy={remove.isBusy} onClick={() => void remove.run(undefined)}>{organisationText.remove}</Button>
            <Button kind="plain" onClick={() => setAsking(false)}>{organisationText.cancel}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

function AddMember({orgId, onAdded}: {orgId: string; onAdded: () => Promise<void>}) {
  const [who, setWho] = useState('');
  const [role, setRole] = useState<Role>('member');
  const add = useAction(async (input: {who: string; role: Role}, idempotencyKey: string) => {
    const person = UUID.test(input.who) ? {user_id: input.who} : {email: input.who};
    const {member} = await api.addMember(orgId, {...person, role: input.role}, {idempotencyKey});
    setWho('');
    await onAdded();
    announce(organisationText.added(nameOf(member)));
  });
  return (
    <form
      class="card card-pad stack"
      onSubmit={(event) => {
        event.preventDefault();
        void add.run({who: who.trim(), role});
      }}
    >
      <h3>{organisationText.add}</h3>
      <p class="small soft">{organisationText.addLead}</p>
      <div class="form-row">
        <Field label={organisationText.who} value={who} required maxLength={320} autocomplete="off" onInput={(event) => setWho(event.currentTarget.value)} />
        <Select label={organisationText.role} value={role} options={OPTIONS} onChange={(value) => setRole(value as Role)} />
        <Button type="submit" kind="primary" isBusy={add.isBusy}>{organisationText.addButton}</Button>
      </div>
      <p class="small soft">{organisationText.roles[role]}</p>
      {add.failure && <FailureNotice failure={add.failure} />}
    </form>
  );
}

const membersOf = (orgId: string) => [`members:${orgId}`, (cursor: string | undefined) =>
  api.members(orgId, cursor).then(({members, next_cursor: next}) => ({items: members, next}))] as const;

export const loadMembers = (orgId: string) => preloadPages(...membersOf(orgId));

interface MembersProps {
  orgId: string;
  isOwner: boolean;
  userId: string;
  // Called when the caller's own role changed, or they left.
  onLeft: () => Promise<void>;
}

// Shows the members of the organisation. Owners change roles, add and remove; others see the list.
export function Members({orgId, isOwner, userId, onLeft}: MembersProps) {
  const pages = usePages(...membersOf(orgId));
  const {items, failure, reload} = pages;
  const change = useAction(async ({member, role}: {member: Member; role: Role}) => {
    await api.changeRole(orgId, member.user_id, role);
    await reload();
    if (member.user_id === userId) await onLeft();
    announce(organisationText.changed(nameOf(member), organisationText.roleNames[role] ?? role));
  });
  const remove = async (id: string) => {
    await api.removeMember(orgId, id);
    if (id === userId) await onLeft();
    else await reload();
  };
  if (failure && !items) return <Section title={organisationText.members}><ErrorState failure={failure} onRetry={() => void reload()} /></Section>;
  if (!items) return <Section title={organisationText.members}><Skeleton kind="block" /></Section>;
  return (
    <Section title={organisationText.members} {...(isOwner ? {} : {lead: organisationText.onlyOwners})}>
      <ul class="rows card">
        {items.map((member) => (
          <li key={`${member.user_id}:${member.role}`} class="simple-row">
            <span class="member-name">{nameOf(member)} {member.user_id === userId && <Badge tone="brass">{organisationText.you}</Badge>}<span class="small soft">{organisationText.since} {date(member.created_at)}</span></span>
            <span class="row">
              {isOwner ? (
                <Select
                  label={organisationText.roleOf(nameOf(member))} isLabelHidden value={member.role} options={OPTIONS}
                  onChange={(role) => void change.run({member, role: role as Role})}
                />
              ) : <Badge>{organisationText.roleNames[member.role] ?? member.role}</Badge>}
              {(isOwner || member.user_id === userId) && <Remove member={member} onRemove={remove} />}
            </span>
          </li>
        ))}
      </ul>
      <More pages={pages} />
      {change.failure && <FailureNotice failure={change.failure} />}
      {isOwner && <AddMember orgId={orgId} onAdded={reload} />}
    </Section>
  );
}
