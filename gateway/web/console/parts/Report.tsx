import {Badge, type Tone} from '../../src/components/Badge';
import {Difference} from '../../src/components/Difference';
import {OnDemand} from '../../src/components/OnDemand';
import {Section} from '../../src/components/Section';
import {Notice} from '../../src/components/States';
import {useResource} from '../../src/state/resource';
import {curator, type Finding, type IngestReport} from '../api';
import {ingestText} from '../text/ingest';
import {Loaded} from './Page';
import {type Column, Table} from './Table';

type Asset = IngestReport['assets'][number];

const fileOf = ({file, line}: Finding) => (file === '' ? '–' : line === undefined ? file : ingestText.line(file, Number(line)));
const keyLink = (slug: string) => (slug === '' ? '–' : <a href={`/admin/keys/${encodeURIComponent(slug)}`}>{slug}</a>);

const FINDINGS: Column<Finding>[] = [
  {name: ingestText.finding, isHead: true, cell: ({error}) => error},
  {name: ingestText.file, cell: (finding) => <code>{fileOf(finding)}</code>},
  {name: ingestText.pointer, cell: ({pointer, file}) => (pointer === '' ? (file === '' ? '–' : ingestText.whole) : <code>{pointer}</code>)},
  {name: ingestText.code, cell: ({code}) => <code>{code}</code>},
  {name: ingestText.key, cell: ({slug}) => keyLink(slug)},
];

const TONES: Record<string, Tone> = {published: 'good', updated: 'brass', unchanged: 'plain', rejected: 'bad'};

// The version that stood before this one in the shop.
function Since({slug, version}: {slug: string; version: string}) {
  const versions = useResource(`console:versions:${slug}`, () => curator.versions(slug));
  return (
    <Loaded resource={versions}>
      {(found) => {
        const before = found[found.findIndex((one) => one.version === version) + 1];
        return before ? <Difference slug={slug} from={before.version} to={version} /> : <p>{ingestText.first}</p>;
      }}
    </Loaded>
  );
}

function assetColumns(isDry: boolean): Column<Asset>[] {
  return [
    {name: ingestText.key, isHead: true, cell: ({slug}) => keyLink(slug)},
    {name: ingestText.version, isNumber: true, cell: ({version}) => version},
    {name: ingestText.family, cell: ({family}) => family},
    {name: ingestText.outcome, cell: ({outcome}) => <Badge tone={TONES[outcome] ?? 'plain'}>{ingestText.outcomes[outcome] ?? outcome}</Badge>},
    {name: ingestText.changes, cell: ({slug, version, outcome}) => (isDry || !['published', 'updated'].includes(outcome) ? '–' : (
      <OnDemand summary={ingestText.compare}>{() => <Since slug={slug} version={version} />}</OnDemand>))},
  ];
}

const idOf = (finding: Finding) => `${finding.file} ${finding.pointer} ${finding.code} ${finding.slug} ${finding.error}`;

// Shows what a run found, with every finding's file and pointer, and what became of each asset.
export function Report({report}: {report: IngestReport}) {
  const {errors, warnings, assets, success, unchanged, dry_run: isDry} = report;
  return (
    <>
      <Notice tone={errors.length > 0 ? 'bad' : 'good'} isLive>
        <p>{ingestText.summary(success, unchanged, errors.length, warnings.length)}</p>
        {isDry && <p>{ingestText.nothingChanged}</p>}
      </Notice>
      {errors.length > 0 && <Section title={ingestText.errors}><Table caption={ingestText.errors} columns={FINDINGS} rows={errors} idOf={idOf} /></Section>}
      {warnings.length > 0 && <Section title={ingestText.warnings}><Table caption={ingestText.warnings} columns={FINDINGS} rows={warnings} idOf={idOf} /></Section>}
      {assets.length > 0 && (
        <Section title={ingestText.assets}>
          <Table caption={ingestText.assets} columns={assetColumns(isDry)} rows={assets} idOf={({slug, version}) => `${slug} ${version}`} />
        </Section>
      )}
    </>
  );
}
