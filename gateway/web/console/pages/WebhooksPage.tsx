import {Badge, type Tone} from '../../src/components/Badge';
import {Button} from '../../src/components/Button';
import {FailureNotice} from '../../src/components/States';
import {toast} from '../../src/components/Toasts';
import {useAction} from '../../src/state/action';
import {usePages} from '../../src/state/pages';
import {curator, type Webhook} from '../api';
import {useFilters} from '../lib/filters';
import {moment, shortId} from '../lib/words';
import {FilterBar} from '../parts/FilterBar';
import {ListOf} from '../parts/ListOf';
import {Page} from '../parts/Page';
import type {Column} from '../parts/Table';
import {webhooksText} from '../text/orders';

const PAGE = 50;
const TONES: Record<string, Tone> = {pending: 'brass', handled: 'good', dead: 'bad'};
const CHOICES = [{name: 'status', label: webhooksText.status, words: Object.entries(webhooksText.statuses).map(([value, label]) => ({value, label}))}];

function Replay({id, onDone}: {id: string; onDone: () => Promise<void>}) {
  const replay = useAction(async () => {
    await curator.replay(id);
    await onDone();
    toast(webhooksText.replayed);
  });
  return (
    <div class="stack stack-s">
      <Button size="small" isBusy={replay.isBusy} onClick={() => void replay.run(undefined)}>{webhooksText.replay}<span class="visually-hidden"> {id}</span></Button>
      {replay.failure && <FailureNotice failure={replay.failure} />}
    </div>
  );
}

const columns = (onDone: () => Promise<void>): Column<Webhook>[] => [
  {name: webhooksText.event, isHead: true, cell: ({event_id: id}) => <code>{id}</code>},
  {name: webhooksText.type, cell: ({event_type: type}) => <code>{type}</code>},
  {name: webhooksText.status, cell: ({status}) => <Badge tone={TONES[status] ?? 'plain'}>{webhooksText.statuses[status] ?? status}</Badge>},
  {name: webhooksText.outcome, cell: ({outcome, last_error: error}) => (error ? `${outcome} ${error}`.trim() : outcome || '–')},
  {name: webhooksText.order, cell: ({order_id: id}) => (id ? <a href={`/admin/orders/${id}`}><code>{shortId(id)}</code></a> : '–')},
  {name: webhooksText.attempts, isNumber: true, cell: ({attempts}) => attempts},
  {name: webhooksText.received, cell: ({received_at: at}) => moment(at)},
  {name: webhooksText.act, cell: ({event_id: id}) => <Replay id={id} onDone={onDone} />},
];

export default function WebhooksPage() {
  const filters = useFilters(['status']);
  const pages = usePages(`console:webhooks:${filters.key}`, (cursor) =>
    curator.webhooks({...filters.values, limit: PAGE, cursor}).then(({webhooks, next_cursor: next}) => ({items: webhooks, next})));
  return (
    <Page title={webhooksText.title} lead={webhooksText.lead}>
      <FilterBar filters={filters} choices={CHOICES} />
      <ListOf caption={webhooksText.title} pages={pages} columns={columns(pages.reload)} idOf={({event_id: id}) => id} emptyTitle={webhooksText.none} emptyText={webhooksText.noneText} />
    </Page>
  );
}
