import {Download, LogOut} from 'lucide-preact';

import {api} from '../../../api';
import {Button} from '../../../components/Button';
import {Section} from '../../../components/Section';
import {FailureNotice} from '../../../components/States';
import {useAction} from '../../../state/action';
import {announce} from '../../../state/navigation';
import {signOut} from '../../../state/session';
import {privacyText} from '../../../text/privacy';

// The file is made here, because the request needs the token, which no address may carry.
function save(data: unknown): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], {type: 'application/json'}));
  const link = document.createElement('a');
  link.href = url;
  link.download = privacyText.fileName;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export function OwnData() {
  const copy = useAction(async () => {
    save(await api.exportMe());
    announce(privacyText.exported);
  });
  const leave = useAction(() => signOut('global'));
  return (
    <>
      <Section title={privacyText.export} lead={privacyText.exportLead}>
        <div><Button isBusy={copy.isBusy} onClick={() => void copy.run(undefined)}><Download aria-hidden="true" />{copy.isBusy ? privacyText.exporting : privacyText.exportButton}</Button></div>
        {copy.failure && <FailureNotice failure={copy.failure} />}
      </Section>
      <Section title={privacyText.sessions} lead={privacyText.sessionsLead}>
        <div><Button isBusy={leave.isBusy} onClick={() => void leave.run(undefined)}><LogOut aria-hidden="true" />{privacyText.signOutEverywhere}</Button></div>
        {leave.failure && <FailureNotice failure={leave.failure} />}
      </Section>
    </>
  );
}
