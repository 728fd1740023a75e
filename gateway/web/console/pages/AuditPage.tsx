import {usePages} from '../../src/state/pages';
import {inWords, moment, shortId, UUID} from '../lib/words';
import {type AuditEntry, curator} from '../api';
import {useFilters} from '../lib/filters';
import {FilterBar} from '../parts/FilterBar';
import {detailsOf} from '../parts/History';
import {ListOf} from '../parts/ListOf';
import {Page} from '../parts/Page';
import type {Column} from '../parts/Table';
import {auditText} from '../text/orders';

const PAGE = 50;
const SERVICES = ['billing', 'catalog', 'discovery', 'entitlement', 'ingestion'];
const idCell = (id: string, filter: string) => (
  <a href={`/admin/audit?${filter}=${encodeURIComponent(id)}`}><code title={id}>{UUID.test(id) ? shortId(id) : id}</code></a>);

const COLUMNS: Column<AuditEntry>[] = [
  {name: auditText.at, isHead: true, cell: ({at}) => moment(at)},
  {name: auditText.action, cell: ({action}) => <code>{action}</code>},
  {name: auditText.subject, cell: ({subject}) => idCell(subject, 'subject')},
  {name: auditText.actor, cell: ({actor}) => idCell(actor, 'actor')},
  {name: auditText.details, cell: (entry) => <span class="small details">{detailsOf(entry)}</span>},
  {name: auditText.service, cell: ({service}) => inWords(service)},
  {name: auditText.number, isNumber: true, cell: ({seq, hash}) => <span title={hash}>{seq}</span>},
];

const CHOICES = [{name: 'service', label: auditText.service, words: SERVICES.map((value) => ({value, label: inWords(value)}))}];
const TEXTS = [{name: 'actor', label: auditText.actorLabel}, {name: 'subject', label: auditText.subjectLabel}];

export default function AuditPage() {
  const filters = useFilters(['service', 'actor', 'subject']);
  const pages = usePages(`console:audit:${filters.key}`, (cursor) =>
    curator.audit({...filters.values, limit: PAGE, cursor}).then(({entries, next_cursor: next}) => ({items: entries, next})));
  return (
    <Page title={auditText.title} lead={auditText.lead}>
      <FilterBar filters={filters} choices={CHOICES} texts={TEXTS} />
      <ListOf caption={auditText.title} pages={pages} columns={COLUMNS} idOf={({service, seq}) => `${service} ${seq}`} />
    </Page>
  );
}
