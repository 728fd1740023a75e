import {Trash2} from 'lucide-preact';
import {useState} from 'preact/hooks';

import {api, type Signal} from '../../../api';
import {Button} from '../../../components/Button';
import {Dialog} from '../../../components/Dialog';
import {More} from '../../../components/More';
import {Section} from '../../../components/Section';
import {ErrorState, FailureNotice, Skeleton} from '../../../components/States';
import {date} from '../../../lib/format';
import {useAction} from '../../../state/action';
import {announce} from '../../../state/navigation';
import {preloadPages, usePages} from '../../../state/pages';
import {privacyText} from '../../../text/privacy';

function Table({signals, forget, isBusy}: {signals: Signal[]; forget: (id: string) => void; isBusy: boolean}) {
  return (
    <div class="table-box card" tabIndex={0} role="region" aria-label={privacyText.caption}>
      <table class="table">
        <caption class="visually-hidden">{privacyText.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{privacyText.type}</th><th scope="col">{privacyText.value}</th><th scope="col">{privacyText.purpose}</th>
            <th scope="col">{privacyText.origin}</th><th scope="col">{privacyText.expires}</th><td />
          </tr>
        </thead>
        <tbody>
          {signals.map((signal) => (
            <tr key={signal.id}>
              <td data-label={privacyText.type}>{privacyText.types[signal.signal_type] ?? signal.signal_type}</td>
              <th scope="row">{signal.signal_value}</th>
              <td data-label={privacyText.purpose}>{signal.purpose}</td>
              <td data-label={privacyText.origin}>{privacyText.origins[signal.origin] ?? signal.origin}</td>
              <td class="numbers" data-label={privacyText.expires}>{date(signal.expires_at)}</td>
              <td>
                <Button kind="plain" icon size="small" isBusy={isBusy} aria-label={privacyText.forgetOne(signal.signal_value)} onClick={() => forget(signal.id)}>
                  <Trash2 aria-hidden="true" />
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ForgetAll({onDone}: {onDone: () => Promise<void>}) {
  const [isAsking, setAsking] = useState(false);
  const forget = useAction(async () => {
    await api.forgetSignals();
    await onDone();
    setAsking(false);
    announce(privacyText.forgotten);
  });
  return (
    <>
      <Button kind="danger" size="small" onClick={() => setAsking(true)}>{privacyText.forgetAll}</Button>
      {isAsking && (
        <Dialog title={privacyText.forgetAllTitle} onClose={() => setAsking(false)}>
          <p>{privacyText.forgetAllText}</p>
          {forget.failure && <FailureNotice failure={forget.failure} />}
          <div class="row">
            <Button kind="danger" isBusy={forget.isBusy} onClick={() => void forget.run(undefined)}>{privacyText.forgetAll}</Button>
            <Button kind="plain" onClick={() => setAsking(false)}>{privacyText.cancel}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

const signalsOf = (userId: string) => [`signals:${userId}`, (cursor: string | undefined) =>
  api.signals(cursor).then(({signals, next_cursor: next}) => ({items: signals, next}))] as const;

export const loadSignals = (userId: string) => preloadPages(...signalsOf(userId));

// Every signal with what it is used for, where it comes from and when it expires.
export function Signals({userId}: {userId: string}) {
  const pages = usePages(...signalsOf(userId));
  const {items, failure, reload} = pages;
  const forget = useAction(async (id: string) => {
    await api.forgetSignal(id);
    await reload();
    announce(privacyText.forgotten);
  });
  return (
    <Section title={privacyText.signals} lead={privacyText.signalsLead} aside={items && items.length > 0 && <ForgetAll onDone={reload} />}>
      {failure && !items ? <ErrorState failure={failure} onRetry={() => void reload()} /> :
        !items ? <div aria-busy="true"><Skeleton /><Skeleton /><Skeleton /></div> :
        items.length === 0 ? <p>{privacyText.noSignals}</p> :
        <><Table signals={items} isBusy={forget.isBusy} forget={(id) => void forget.run(id)} /><More pages={pages} /></>}
      {forget.failure && <FailureNotice failure={forget.failure} />}
    </Section>
  );
}
