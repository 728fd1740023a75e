// The entry that the audit log has of what was done last on this page.
import {signal} from '@preact/signals';
import {useLocation} from 'preact-iso';

import {Notice} from '../../src/components/States';
import {user} from '../../src/state/session';
import {type AuditEntry, curator} from '../api';
import {moment} from '../lib/words';
import {frame} from '../text/frame';

type Done = {path: string} & ({kind: 'entry'; entry: AuditEntry} | {kind: 'nothing' | 'unread'});
const done = signal<Done | undefined>(undefined);

// Returns the newest entry that this administrator caused in one service's log; undefined when there is none, and null when
// the log could not be read.
export async function newestEntry(service: string): Promise<AuditEntry | undefined | null> {
  const actor = user.value?.id;
  if (!actor) return null;
  return curator.audit({service, actor, limit: 1}).then(({entries}) => entries[0], () => null);
}

// `before` is the newest entry before the act. When the log has no newer one, nothing was changed.
export async function showEntry(service: string, before: AuditEntry | undefined | null): Promise<void> {
  const entry = await newestEntry(service);
  const path = location.pathname;
  if (entry === null || before === null) done.value = {path, kind: 'unread'};
  else if (!entry || entry.seq === before?.seq) done.value = {path, kind: 'nothing'};
  else done.value = {path, kind: 'entry', entry};
}

export function LastEntry() {
  const {path} = useLocation();
  const last = done.value;
  if (!last || last.path !== path) return null;
  if (last.kind !== 'entry') return <Notice tone="good" isLive><p>{last.kind === 'nothing' ? frame.unchanged : frame.auditMissing}</p></Notice>;
  const {action, service, seq, at, subject} = last.entry;
  return (
    <Notice tone="good" title={frame.audited} isLive>
      <p><code>{action}</code> {frame.auditedBy(service, seq, moment(at))}</p>
      <p><a href={`/admin/audit?subject=${encodeURIComponent(subject)}`}>{frame.seeLog}</a></p>
    </Notice>
  );
}
