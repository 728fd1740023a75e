import {CircleCheck, TriangleAlert} from 'lucide-preact';

import {EmptyState, Notice} from '../../src/components/States';
import {LinkButton} from '../../src/components/Button';
import {Section} from '../../src/components/Section';
import {count} from '../../src/lib/format';
import {money} from '../../src/lib/money';
import {useResource} from '../../src/state/resource';
import {curator, type FunnelReport, type Ingestion, type Order, type RevenueReport} from '../api';
import {Loaded, Page} from '../parts/Page';
import {Bars} from '../parts/charts/Bars';
import {frame} from '../text/frame';
import {analyticsText, overviewText} from '../text/overview';

interface Task {
  title: string;
  text: string;
  href: string;
  isBad: boolean;
}

// The first page of each list says enough: whether there is anything, and how much up to this many.
const MOST = 100;

const [event, events] = overviewText.events as [string, string];
const [order, orders] = overviewText.orders as [string, string];
const [key, keys] = overviewText.keys as [string, string];

function counted(list: {length: number; more: boolean}, one: string, many: string): string {
  return list.more ? `${overviewText.atLeast(list.length)} ${many}` : count(list.length, one, many);
}

async function deadEvents(): Promise<Task[]> {
  const {webhooks, next_cursor: next} = await curator.webhooks({status: 'dead', limit: MOST});
  if (webhooks.length === 0) return [];
  const title = overviewText.dead(counted({length: webhooks.length, more: next !== undefined}, event, events));
  return [{title, text: overviewText.deadText, href: '/admin/webhooks?status=dead', isBad: true}];
}

async function disputed(): Promise<Task[]> {
  const {orders: found, next_cursor: next} = await curator.orders({status: 'disputed', limit: MOST});
  const open = found.filter(({suspended}) => suspended?.code === 'SUSPENDED_DISPUTE');
  if (open.length === 0) return [];
  const title = overviewText.disputed(counted({length: open.length, more: next !== undefined}, order, orders));
  return [{title, text: overviewText.disputedText, href: '/admin/orders?status=disputed', isBad: true}];
}

const hasMismatch = ({notice}: Order) => notice?.code === 'PAYMENT_MISMATCH';
const lacksCredit = ({suspended}: Order) => suspended?.code === 'SUSPENDED_CREDIT';

// The newest orders only: the API does not filter by notice or suspension.
async function troubled(): Promise<Task[]> {
  const {orders: newest} = await curator.orders({limit: MOST});
  const tasks: Task[] = [];
  const mismatched = newest.filter(hasMismatch);
  const suspended = newest.filter(lacksCredit);
  const hrefOf = (found: Order[]) => (found.length === 1 && found[0] ? `/admin/orders/${found[0].id}` : '/admin/orders');
  if (mismatched.length > 0) {
    tasks.push({title: overviewText.mismatch(count(mismatched.length, order, orders)), text: overviewText.mismatchText, href: hrefOf(mismatched), isBad: true});
  }
  if (suspended.length > 0) {
    tasks.push({title: overviewText.suspended(count(suspended.length, order, orders)), text: overviewText.suspendedText, href: hrefOf(suspended), isBad: false});
  }
  return tasks;
}

const isReal = ({dry_run: isDry}: Ingestion) => !isDry;

async function lastRun(): Promise<Task[]> {
  const {ingestions} = await curator.ingestions({limit: 20});
  const last = ingestions.filter(isReal).find(({status}) => status !== 'running');
  if (!last) return [];
  const href = `/admin/ingest/${last.id}`;
  if (last.status === 'failed') return [{title: overviewText.failed, text: overviewText.failedText, href, isBad: true}];
  if (last.rejected === 0) return [];
  return [{title: overviewText.rejected(count(last.rejected, key, keys)), text: overviewText.rejectedText, href, isBad: false}];
}

async function keysWithoutBytes(): Promise<Task[]> {
  const {keys: found, next_cursor: next} = await curator.keys({available: false, limit: MOST});
  if (found.length === 0) return [];
  const title = overviewText.unavailable(counted({length: found.length, more: next !== undefined}, key, keys));
  return [{title, text: overviewText.unavailableText, href: '/admin/keys?available=false', isBad: false}];
}

const SOURCES = [
  {name: frame.webhooks, read: deadEvents},
  {name: frame.orders, read: disputed},
  {name: frame.orders, read: troubled},
  {name: frame.ingest, read: lastRun},
  {name: frame.keys, read: keysWithoutBytes},
];

// One list that cannot be read hides no other.
async function readTasks(): Promise<{tasks: Task[]; unread: string[]}> {
  const answers = await Promise.allSettled(SOURCES.map(({read}) => read()));
  const tasks = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  const unread = answers.flatMap((answer, i) => (answer.status === 'rejected' ? [SOURCES[i]?.name ?? ''] : []));
  return {tasks: tasks.sort((a, b) => Number(b.isBad) - Number(a.isBad)), unread: [...new Set(unread)]};
}

function Tasks() {
  const tasks = useResource('console:tasks', readTasks);
  return (
    <Section title={overviewText.needs}>
      <Loaded resource={tasks}>
        {({tasks: found, unread}) => (
          <div class="stack">
            {unread.map((name) => <Notice key={name} tone="bad"><p>{overviewText.unknown(name)}</p></Notice>)}
            {found.length === 0 && unread.length === 0 && <EmptyState title={overviewText.nothing} icon={CircleCheck}><p>{overviewText.nothingText}</p></EmptyState>}
            {found.length > 0 && (
              <ul class="rows card">
                {found.map(({title, text, href, isBad}) => (
                  <li key={title}>
                    <a class="task" href={href}>
                      <TriangleAlert class={isBad ? 'task-bad' : 'task-warn'} aria-hidden="true" />
                      <span><strong>{title}</strong><span class="small soft">{text}</span></span>
                    </a>
                  </li>
                ))}
              </ul>
            )}
          </div>
        )}
      </Loaded>
    </Section>
  );
}

function Money({report}: {report: RevenueReport}) {
  if (report.totals.length === 0) return <p class="soft">{overviewText.noMoney}</p>;
  return (
    <ul class="figures">
      {report.totals.flatMap((total) => [
        {name: overviewText.gross, value: money(total.gross_cents, total.currency)},
        {name: overviewText.refunded, value: money(total.refunded_cents, total.currency)},
        {name: overviewText.net, value: money(total.net_cents, total.currency)},
        {name: overviewText.orderCount, value: String(total.orders)},
      ].map(({name, value}) => (
        <li key={`${total.currency} ${name}`} class="card card-pad"><span class="small soft">{name}</span><strong class="figure numbers">{value}</strong></li>
      )))}
    </ul>
  );
}

const funnelSteps = ({total}: FunnelReport) => {
  const {steps} = analyticsText;
  return [
    {name: steps.views, value: total.views}, {name: steps.viewers, value: total.viewers}, {name: steps.clickers, value: total.clickers},
    {name: steps.buyers, value: total.buyers}, {name: steps.downloaders, value: total.downloaders},
  ];
};

export default function OverviewPage() {
  const revenue = useResource('console:revenue', () => curator.revenue({}));
  const funnel = useResource('console:funnel', () => curator.funnel({}));
  return (
    <Page title={overviewText.title}>
      <Tasks />
      <Section title={overviewText.money} aside={<LinkButton size="small" href="/admin/analytics">{overviewText.more}</LinkButton>}>
        <Loaded resource={revenue}>{(report) => <Money report={report} />}</Loaded>
      </Section>
      <Section title={overviewText.funnel}>
        <Loaded resource={funnel}>{(report) => <Bars label={overviewText.funnel} bars={funnelSteps(report)} />}</Loaded>
      </Section>
    </Page>
  );
}
