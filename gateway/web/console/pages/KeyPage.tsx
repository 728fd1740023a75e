import {useRoute} from 'preact-iso';
import {Fragment} from 'preact';
import {useState} from 'preact/hooks';

import {api, isMissing, type KeyDetail} from '../../src/api';
import {Badge, Family} from '../../src/components/Badge';
import {Crumbs} from '../../src/components/Crumbs';
import {Difference} from '../../src/components/Difference';
import {Field} from '../../src/components/Field';
import {OnDemand} from '../../src/components/OnDemand';
import {Section} from '../../src/components/Section';
import {EmptyState, Notice} from '../../src/components/States';
import {bytes, date} from '../../src/lib/format';
import {useResource} from '../../src/state/resource';
import {common} from '../../src/text/common';
import {curator, type KeyVersion} from '../api';
import {currencyOf} from '../lib/currency';
import {warningsOf} from '../lib/warnings';
import {readAmount, shortId, writeAmount} from '../lib/words';
import {Act} from '../parts/Act';
import {History} from '../parts/History';
import {Loaded, Page} from '../parts/Page';
import {type Column, Table} from '../parts/Table';
import {keysText} from '../text/catalog';
import {ingestText} from '../text/ingest';
import {priceInWords, statusTone} from './KeysPage';

interface Shown {
  detail: KeyDetail;
  versions: KeyVersion[];
}

async function read(slug: string): Promise<Shown> {
  const [detail, versions] = await Promise.all([api.key(slug), curator.versions(slug)]);
  return {detail, versions};
}

function Facts({detail}: {detail: KeyDetail}) {
  const facts = [
    {name: keysText.status, value: <Badge tone={statusTone[detail.status] ?? 'plain'}>{keysText.statuses[detail.status] ?? detail.status}</Badge>},
    {name: keysText.family, value: <Family tool={detail.tool} />},
    {name: keysText.version, value: detail.version},
    {name: keysText.price, value: priceInWords(detail)},
    {name: keysText.bundles, value: detail.bundles?.length ? detail.bundles.map(({slug, title}, i) => (
      <Fragment key={slug}>{i > 0 && ', '}<a href={`/admin/bundles/${encodeURIComponent(slug)}`}>{title}</a></Fragment>)) : '–'},
    {name: keysText.added, value: date(detail.created_at)},
    {name: keysText.changed, value: date(detail.updated_at)},
  ];
  return <dl class="facts card card-pad">{facts.map(({name, value}) => <Fragment key={name}><dt>{name}</dt><dd>{value}</dd></Fragment>)}</dl>;
}

const STEPS = [{status: 'published', name: keysText.publish}, {status: 'archived', name: keysText.archive}, {status: 'draft', name: keysText.toDraft}];

function Status({detail, onDone}: {detail: KeyDetail; onDone: () => Promise<void>}) {
  return (
    <div class="row">
      {STEPS.filter(({status}) => status !== detail.status).map(({status, name}) => (
        <Act
          key={status} name={name} kind={status === 'published' ? 'primary' : 'danger'} service="catalog" isWithoutReason
          consequences={keysText.consequences[status] ?? []} run={() => curator.updateKey(detail.slug, {status})} onDone={onDone}
        />
      ))}
    </div>
  );
}

function Price({detail, onDone}: {detail: KeyDetail; onDone: () => Promise<void>}) {
  const {minorUnits} = currencyOf(detail.currency);
  const [text, setText] = useState(detail.price_cents === null ? '' : writeAmount(detail.price_cents, minorUnits));
  const isEmpty = text.trim() === '';
  const amount = isEmpty ? null : readAmount(text, minorUnits);
  const next = amount === undefined ? '' : priceInWords({price_cents: amount, currency: detail.currency});
  return (
    <div class="row row-end">
      <Field
        label={keysText.priceLabel(detail.currency)} hint={keysText.priceHint} inputMode="decimal" value={text} maxLength={14} autocomplete="off"
        {...(amount === undefined ? {error: keysText.priceWrong} : {})} onInput={(event) => setText(event.currentTarget.value)}
      />
      <Act
        name={keysText.setPrice} kind="primary" service="catalog" isWithoutReason isIncomplete={amount === undefined || amount === detail.price_cents}
        consequences={[keysText.priceFrom(priceInWords(detail), next), keysText.priceLater]}
        run={() => curator.updateKey(detail.slug, {price_cents: amount ?? null})} onDone={onDone}
      />
    </div>
  );
}

function versionColumns(slug: string, versions: KeyVersion[], onDone: () => Promise<void>): Column<KeyVersion>[] {
  const before = (version: KeyVersion) => versions[versions.indexOf(version) + 1];
  return [
    {name: keysText.version, isHead: true, cell: ({version}) => version},
    {name: keysText.added, cell: ({created_at: at}) => date(at)},
    {name: keysText.size, isNumber: true, cell: ({size_bytes: size}) => (size === null || size === undefined ? keysText.noBytes : bytes(size))},
    {name: keysText.digest, cell: ({sha256}) => (sha256 ? <code title={sha256}>{shortId(sha256)}…</code> : '–')},
    {name: keysText.status, cell: ({yanked}) => (yanked ? <Badge tone="warn">{keysText.withdrawn}</Badge> : '–')},
    {name: ingestText.changes, cell: (version) => {
      const earlier = before(version);
      if (!earlier) return ingestText.first;
      return <OnDemand summary={ingestText.compare}>{() => <Difference slug={slug} from={earlier.version} to={version.version} />}</OnDemand>;
    }},
    {name: keysText.act, cell: ({version, yanked}) => (yanked ? '–' : (
      <Act name={`${keysText.yank} ${version}`} service="catalog" consequences={keysText.yankConsequences}
        run={(reason, idempotencyKey) => curator.yank(slug, version, reason, {idempotencyKey})} onDone={onDone} />
    ))},
  ];
}

function Detail({shown: {detail, versions}, reload}: {shown: Shown; reload: () => Promise<void>}) {
  return (
    <>
      {warningsOf(detail, versions).map((warning) => (
        <Notice key={warning} tone="warn" title={keysText.warnings[warning] ?? warning}><p>{keysText.meanings[warning]}</p></Notice>
      ))}
      <Section title={keysText.facts} aside={<a class="small" href={`/marketplace/${encodeURIComponent(detail.slug)}`}>{keysText.inShop}</a>}>
        <Facts detail={detail} />
        <Status detail={detail} onDone={reload} />
      </Section>
      <Section title={keysText.priceTitle}><Price key={String(detail.price_cents)} detail={detail} onDone={reload} /></Section>
      <Section title={keysText.versions}>
        <Table caption={keysText.versions} rows={versions} idOf={({version}) => version} columns={versionColumns(detail.slug, versions, reload)} />
      </Section>
      <Section title={keysText.history}><History subject={detail.id} at={detail.updated_at} /></Section>
    </>
  );
}

export default function KeyPage() {
  const slug = useRoute().params.slug ?? '';
  const resource = useResource(`console:key:${slug}`, () => read(slug));
  const title = resource.data?.detail.title ?? (isMissing(resource.failure) ? common.notFoundTitle : slug);
  return (
    <Page title={title} above={<Crumbs steps={[{href: '/admin/keys', label: keysText.title}]} here={slug} />}>
      {isMissing(resource.failure) ? <EmptyState title={common.notFoundTitle} /> :
        <Loaded resource={resource}>{(shown) => <Detail key={shown.detail.id} shown={shown} reload={resource.reload} />}</Loaded>}
    </Page>
  );
}
