import {Printer} from 'lucide-preact';

import {Button} from '../../src/components/Button';
import {money, price} from '../../src/lib/money';
import {useResource} from '../../src/state/resource';
import {type CohortReport, curator, type FunnelReport, type RevenueReport, type Span, type TopKeysReport} from '../api';
import {useFilters} from '../lib/filters';
import {byCurrency, type RevenueRow, shade, triangle} from '../lib/reports';
import {Bars} from '../parts/charts/Bars';
import {Lines} from '../parts/charts/Lines';
import {FilterBar} from '../parts/FilterBar';
import {Loaded, Page} from '../parts/Page';
import {ReportSection} from '../parts/ReportSection';
import {type Column, Table} from '../parts/Table';
import {analyticsText} from '../text/overview';

interface Of<R> {
  report: R;
  span: Span;
}
type FunnelRow = FunnelReport['rows'][number];
type TopKey = TopKeysReport['rows'][number];

const {steps} = analyticsText;
const dayOf = ({day}: {day: string}) => (day === 'total' ? analyticsText.total : day);
const number = (value: number) => Number(value).toLocaleString('en-US');

const FUNNEL: Column<FunnelRow>[] = [
  {name: analyticsText.day, isHead: true, cell: dayOf},
  {name: steps.views, isNumber: true, cell: ({views}) => number(views)},
  {name: steps.viewers, isNumber: true, cell: ({viewers}) => number(viewers)},
  {name: steps.clickers, isNumber: true, cell: ({clickers}) => number(clickers)},
  {name: steps.buyers, isNumber: true, cell: ({buyers}) => number(buyers)},
  {name: steps.purchases, isNumber: true, cell: ({purchases}) => number(purchases)},
  {name: steps.downloaders, isNumber: true, cell: ({downloaders}) => number(downloaders)},
  {name: steps.downloads, isNumber: true, cell: ({downloads}) => number(downloads)},
];

function Funnel({report, span}: Of<FunnelReport>) {
  const {total} = report;
  const bars = [
    {name: steps.views, value: total.views}, {name: steps.viewers, value: total.viewers}, {name: steps.clickers, value: total.clickers},
    {name: steps.buyers, value: total.buyers}, {name: steps.downloaders, value: total.downloaders},
  ];
  return (
    <ReportSection title={analyticsText.funnel} report="funnel" span={span} chart={<Bars label={analyticsText.funnel} bars={bars} />}
      table={<Table caption={analyticsText.funnel} columns={FUNNEL} rows={[...report.rows, total]} idOf={({day}) => day} />} />
  );
}

const revenueColumns: Column<RevenueRow>[] = [
  {name: analyticsText.day, isHead: true, cell: dayOf},
  {name: analyticsText.orders, isNumber: true, cell: ({orders}) => number(orders)},
  {name: analyticsText.gross, isNumber: true, cell: (row) => money(row.gross_cents, row.currency)},
  {name: analyticsText.refunded, isNumber: true, cell: (row) => money(row.refunded_cents, row.currency)},
  {name: analyticsText.disputed, isNumber: true, cell: (row) => money(row.disputed_cents, row.currency)},
  {name: analyticsText.lost, isNumber: true, cell: (row) => money(row.lost_cents, row.currency)},
  {name: analyticsText.net, isNumber: true, cell: (row) => money(row.net_cents, row.currency)},
];

function Revenue({report, span}: Of<RevenueReport>) {
  const parts = byCurrency(report);
  if (parts.length === 0) return <ReportSection title={analyticsText.revenue} report="revenue" span={span} table={<p class="soft">{analyticsText.noRevenue}</p>} />;
  return (
    <>
      {parts.map(({currency, rows, total}) => (
        <ReportSection key={currency} title={analyticsText.revenueIn(currency)} report="revenue" span={span}
          chart={(
            <Lines label={analyticsText.revenueIn(currency)} days={rows.map(({day}) => new Date(day))} write={(value) => price(Math.round(value), currency)} series={[
              {name: analyticsText.gross, colour: 1, values: rows.map((row) => row.gross_cents)},
              {name: analyticsText.refunded, colour: 4, values: rows.map((row) => row.refunded_cents)},
              {name: analyticsText.net, colour: 3, values: rows.map((row) => row.net_cents)},
            ]} />
          )}
          table={<Table caption={analyticsText.revenueIn(currency)} columns={revenueColumns} rows={total ? [...rows, total] : rows} idOf={({day}) => day} />} />
      ))}
    </>
  );
}

const TOP: Column<TopKey>[] = [
  {name: analyticsText.key, isHead: true, cell: ({slug, title}) => <a href={`/admin/keys/${encodeURIComponent(slug)}`}>{title}</a>},
  {name: analyticsText.buyers, isNumber: true, cell: ({buyers}) => number(buyers)},
  {name: analyticsText.purchases, isNumber: true, cell: ({purchases}) => number(purchases)},
  {name: analyticsText.downloads, isNumber: true, cell: ({downloads}) => number(downloads)},
  {name: analyticsText.views, isNumber: true, cell: ({views}) => number(views)},
];
const MOST_BARS = 10;

function TopKeys({report, span}: Of<TopKeysReport>) {
  const title = analyticsText.topKeys;
  if (report.rows.length === 0) return <ReportSection title={title} report="top-keys" span={span} table={<p class="soft">{analyticsText.noKeys}</p>} />;
  const bars = report.rows.slice(0, MOST_BARS).map(({slug, purchases}) => ({name: slug, value: purchases}));
  return (
    <ReportSection title={title} report="top-keys" span={span} chart={<Bars label={`${title}, ${analyticsText.purchases}`} bars={bars} />}
      table={<Table caption={title} columns={TOP} rows={report.rows} idOf={({id}) => id} />} />
  );
}

function Cohorts({report, span}: Of<CohortReport>) {
  const cohorts = triangle(report);
  const widest = Math.max(0, ...cohorts.map(({shares}) => shares.length));
  const columns: Column<(typeof cohorts)[number]>[] = [
    {name: analyticsText.cohort, isHead: true, cell: ({cohort}) => cohort},
    {name: analyticsText.persons, isNumber: true, cell: ({persons}) => number(persons)},
    ...Array.from({length: widest}, (_, weeks) => ({
      name: analyticsText.after(weeks), isNumber: true,
      cell: ({shares}: (typeof cohorts)[number]) => {
        const share = shares[weeks];
        return share === undefined ? '' : <span class={`share share-${shade(share)}`}>{Math.round(share * 100)}%</span>;
      },
    })),
  ];
  return (
    <ReportSection title={analyticsText.cohorts} lead={analyticsText.cohortsLead} report="cohorts" span={span}
      table={cohorts.length === 0 ? <p class="soft">{analyticsText.noCohorts}</p> :
        <div class="triangle"><Table caption={analyticsText.cohorts} columns={columns} rows={cohorts} idOf={({cohort}) => cohort} /></div>} />
  );
}

const TEXTS = [
  {name: 'from', label: analyticsText.from, type: 'date'}, {name: 'to', label: analyticsText.to, type: 'date'},
  {name: 'tz', label: analyticsText.tz, type: 'text'},
];

export default function AnalyticsPage() {
  const filters = useFilters(['from', 'to', 'tz']);
  const span: Span = filters.values;
  const of = (name: string) => `console:report:${name}:${filters.key}`;
  const funnel = useResource(of('funnel'), () => curator.funnel(span));
  const revenue = useResource(of('revenue'), () => curator.revenue(span));
  const top = useResource(of('top'), () => curator.topKeys(span));
  const cohorts = useResource(of('cohorts'), () => curator.cohorts(span, 'week'));
  return (
    <Page title={analyticsText.title} lead={analyticsText.lead}
      aside={<Button size="small" class="no-print" onClick={() => print()}><Printer aria-hidden="true" />{analyticsText.print}</Button>}>
      <FilterBar filters={filters} texts={TEXTS} />
      <Loaded resource={funnel}>{(report) => <Funnel report={report} span={span} />}</Loaded>
      <Loaded resource={revenue}>{(report) => <Revenue report={report} span={span} />}</Loaded>
      <Loaded resource={top}>{(report) => <TopKeys report={report} span={span} />}</Loaded>
      <Loaded resource={cohorts}>{(report) => <Cohorts report={report} span={span} />}</Loaded>
    </Page>
  );
}
