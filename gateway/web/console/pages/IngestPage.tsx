import {useId, useState} from 'preact/hooks';

import {Badge, type Tone} from '../../src/components/Badge';
import {Button} from '../../src/components/Button';
import {Section} from '../../src/components/Section';
import {FailureNotice} from '../../src/components/States';
import {useAction} from '../../src/state/action';
import {usePages} from '../../src/state/pages';
import {curator, type Ingestion, type IngestReport} from '../api';
import {moment, shortId} from '../lib/words';
import {Act} from '../parts/Act';
import {ListOf} from '../parts/ListOf';
import {Page} from '../parts/Page';
import {Report} from '../parts/Report';
import type {Column} from '../parts/Table';
import {ingestText} from '../text/ingest';

const PAGE = 20;
const NOBODY = /^0{8}-/;
const TONES: Record<string, Tone> = {running: 'brass', succeeded: 'good', failed: 'bad'};

const COLUMNS: Column<Ingestion>[] = [
  {name: ingestText.started, isHead: true, cell: ({id, started_at: at}) => <a href={`/admin/ingest/${id}`}>{moment(at)}</a>},
  {name: ingestText.source, cell: ({source}) => ingestText.sources[source] ?? source},
  {name: ingestText.result, cell: ({status, dry_run: isDry}) => (
    <span class="row"><Badge tone={TONES[status] ?? 'plain'}>{ingestText.statuses[status] ?? status}</Badge>{isDry && <Badge>{ingestText.dry}</Badge>}</span>)},
  {name: ingestText.taken, isNumber: true, cell: ({success}) => success},
  {name: ingestText.unchanged, isNumber: true, cell: ({unchanged}) => unchanged},
  {name: ingestText.rejected, isNumber: true, cell: ({rejected}) => rejected},
  {name: ingestText.by, cell: ({started_by: by}) => (!by || NOBODY.test(by) ? ingestText.machine : <code title={by}>{shortId(by)}</code>)},
];

interface SourceProps {
  // Checks or ingests; the second argument is the Idempotency-Key.
  run: (isDry: boolean, idempotencyKey: string) => Promise<IngestReport>;
  // Changes with what would be read: a report about something else is no check of it.
  of: string;
  isReady: boolean;
  onReport: (report: IngestReport) => void;
  onEnd: () => Promise<void>;
}

// Ingesting is possible once a dry run of the same has been seen.
function Buttons({run, of, isReady, onReport, onEnd}: SourceProps) {
  const [checked, setChecked] = useState<{of: string; report: IngestReport}>();
  const check = useAction(async (_: string, idempotencyKey: string) => {
    const report = await run(true, idempotencyKey);
    setChecked({of, report});
    onReport(report);
    await onEnd();
  });
  const seen = checked?.of === of ? checked.report : undefined;
  return (
    <div class="stack stack-s">
      <div class="row">
        <Button isBusy={check.isBusy} aria-disabled={!isReady} onClick={() => void check.run(of)}>{ingestText.dryRun}</Button>
        {seen && (
          <Act name={ingestText.publish} kind="primary" service="ingestion" isWithoutReason consequences={ingestText.consequences(seen.success, seen.errors.length)}
            run={async (_reason, idempotencyKey) => onReport(await run(false, idempotencyKey))} onDone={onEnd} />
        )}
        {!seen && <span class="small soft">{ingestText.dryRunFirst}</span>}
      </div>
      {check.failure && <FailureNotice failure={check.failure} />}
    </div>
  );
}

function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function Index(props: Pick<SourceProps, 'onReport' | 'onEnd'>) {
  const [text, setText] = useState('');
  const id = useId();
  const index = parse(text);
  return (
    <Section title={ingestText.index} lead={ingestText.indexText}>
      <div class="field">
        <label class="field-label" for={id}>{ingestText.indexLabel}</label>
        <textarea id={id} class="input reason code" rows={6} spellcheck={false} value={text} aria-describedby={`${id}-error`}
          aria-invalid={text !== '' && !index ? 'true' : undefined} onInput={(event) => setText(event.currentTarget.value)} />
        <span class="field-error" id={`${id}-error`}>{text !== '' && !index && ingestText.indexWrong}</span>
      </div>
      <div class="field">
        <label class="field-label" for={`${id}-file`}>{ingestText.indexFile}</label>
        <input id={`${id}-file`} type="file" accept="application/json,.json" onChange={(event) => void event.currentTarget.files?.[0]?.text().then(setText)} />
      </div>
      <Buttons {...props} of={text} isReady={index !== undefined} run={(isDry, idempotencyKey) => curator.ingestIndex({dry_run: isDry, assetsIndex: index}, {idempotencyKey})} />
    </Section>
  );
}

export default function IngestPage() {
  const [report, setReport] = useState<IngestReport>();
  const pages = usePages('console:ingestions', (cursor) =>
    curator.ingestions({limit: PAGE, cursor}).then(({ingestions, next_cursor: next}) => ({items: ingestions, next})));
  const source = {onReport: setReport, onEnd: pages.reload};
  return (
    <Page title={ingestText.title} lead={ingestText.lead}>
      <Section title={ingestText.folder} lead={ingestText.folderText}>
        <Buttons {...source} of="folder" isReady run={(isDry, idempotencyKey) => curator.ingest({dry_run: isDry}, {idempotencyKey})} />
      </Section>
      {report && <Report key={report.ingestion_id} report={report} />}
      <Index {...source} />
      <Section title={ingestText.earlier}>
        <ListOf caption={ingestText.earlier} pages={pages} columns={COLUMNS} idOf={({id}) => id} emptyTitle={ingestText.none} emptyText={ingestText.noneText} />
      </Section>
    </Page>
  );
}
