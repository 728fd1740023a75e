import type {ComponentChildren} from 'preact';
import {useId, useState} from 'preact/hooks';

import {Button} from '../../src/components/Button';
import {toast} from '../../src/components/Toasts';
import {curator, type Span} from '../api';
import {analyticsText} from '../text/overview';

interface ReportSectionProps {
  title: string;
  lead?: string;
  // The report's name in the API's address.
  report: string;
  span: Span;
  chart?: ComponentChildren;
  table: ComponentChildren;
}

async function save(report: string, span: Span): Promise<void> {
  const file = await curator.csv(report, span);
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = `${report}.csv`;
  link.click();
  URL.revokeObjectURL(address);
}

// One report as a chart and as a table, and as a file. Paper gets both.
export function ReportSection({title, lead, report, span, chart, table}: ReportSectionProps) {
  const [isTable, setTable] = useState(chart === undefined);
  const id = useId();
  return (
    <section class="section report" aria-labelledby={id}>
      <div class="stack stack-s">
        <div class="section-head">
          <h2 id={id}>{title}</h2>
          <div class="row no-print">
            {chart !== undefined && (
              <Button size="small" aria-pressed={isTable} onClick={() => setTable(!isTable)}>{analyticsText.table}<span class="visually-hidden"> {title}</span></Button>
            )}
            <Button size="small" onClick={() => void save(report, span).catch(() => toast(analyticsText.csvFailed))}>
              {analyticsText.csv}<span class="visually-hidden"> {title}</span>
            </Button>
          </div>
        </div>
        {lead && <p class="soft account-lead">{lead}</p>}
      </div>
      {chart !== undefined && <div class={isTable ? 'print-only' : undefined}>{chart}</div>}
      <div class={isTable ? undefined : 'print-only'}>{table}</div>
    </section>
  );
}
