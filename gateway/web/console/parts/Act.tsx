// An act that changes something for others: what happens is said first, a reason is asked for, and the entry that the audit
// log has of it is shown afterwards.
import type {ComponentChildren} from 'preact';
import {useId, useRef, useState} from 'preact/hooks';

import {Button} from '../../src/components/Button';
import {Dialog} from '../../src/components/Dialog';
import {FailureNotice} from '../../src/components/States';
import {useAction} from '../../src/state/action';
import {forgetAll} from '../../src/state/resource';
import {showEntry, newestEntry} from './LastEntry';
import {frame} from '../text/frame';

const LONGEST_REASON = 500;

interface ActProps {
  // The button's words, which are also the dialog's title.
  name: string;
  kind?: 'danger' | 'primary' | 'quiet';
  // Says what happens when the act is done, line by line.
  consequences: ComponentChildren[];
  // Further fields of the form. The act is not possible while `isIncomplete`.
  children?: ComponentChildren;
  isIncomplete?: boolean;
  // The API takes no reason for it, so none is asked for.
  isWithoutReason?: boolean;
  // The service whose audit log has the entry.
  service: string;
  run: (reason: string, idempotencyKey: string) => Promise<unknown>;
  onDone?: () => unknown;
}

function ActDialog({act, onClose}: {act: ActProps; onClose: () => void}) {
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const action = useAction(async (given: string, idempotencyKey: string) => {
    const before = await newestEntry(act.service);
    await act.run(given, idempotencyKey);
    forgetAll();
    await act.onDone?.();
    await showEntry(act.service, before);
    form.current?.closest('dialog')?.close();
  });
  const submit = (event: Event) => {
    event.preventDefault();
    const given = reason.trim();
    setMissing(!act.isWithoutReason && !given);
    if ((act.isWithoutReason || given) && !act.isIncomplete) void action.run(given);
  };
  return (
    <Dialog title={act.name} onClose={onClose}>
      <form class="stack" onSubmit={submit} ref={form}>
        <div class="stack stack-s">
          <h3>{frame.consequences}</h3>
          <ul class="consequences">{act.consequences.map((line, i) => <li key={i}>{line}</li>)}</ul>
        </div>
        {act.children}
        {!act.isWithoutReason && (
          <div class="field">
            <label class="field-label" for={id}>{frame.reason}</label>
            <textarea id={id} class="input reason" rows={3} maxLength={LONGEST_REASON} value={reason} aria-describedby={`${id}-hint`}
              aria-invalid={isMissing ? 'true' : undefined} onInput={(event) => setReason(event.currentTarget.value)} />
            <span class="field-hint" id={`${id}-hint`}>{frame.reasonHint}</span>
            {isMissing && <span class="field-error" role="alert">{frame.reasonMissing}</span>}
          </div>
        )}
        {action.failure && <FailureNotice failure={action.failure} />}
        <div class="row">
          <Button type="submit" kind={act.kind ?? 'danger'} isBusy={action.isBusy} aria-disabled={act.isIncomplete}>{act.name}</Button>
          <Button onClick={(event) => event.currentTarget.closest('dialog')?.close()}>{frame.cancel}</Button>
        </div>
      </form>
    </Dialog>
  );
}

export function Act(act: ActProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind={act.kind ?? 'danger'} size="small" onClick={() => setOpen(true)}>{act.name}…</Button>
      {isOpen && <ActDialog act={act} onClose={() => setOpen(false)} />}
    </>
  );
}
