import {useState} from 'preact/hooks';

import {api} from '../../../api';
import {Button} from '../../../components/Button';
import {Dialog} from '../../../components/Dialog';
import {Field} from '../../../components/Field';
import {Section} from '../../../components/Section';
import {FailureNotice} from '../../../components/States';
import {toast} from '../../../components/Toasts';
import {useAction} from '../../../state/action';
import {signOut} from '../../../state/session';
import {privacyText} from '../../../text/privacy';
import {ErasureProgress} from './ErasureProgress';

function Confirm({onClose}: {onClose: () => void}) {
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState<string>();
  const [isGoingOn, setGoingOn] = useState(false);
  const leave = async (erased: boolean) => {
    toast(erased ? privacyText.erasedText : privacyText.erasingLeft);
    // The account's tokens are no longer accepted, so ending the session may be refused. The cookie is deleted either
    // way.
    await signOut('local').catch(() => undefined);
    location.assign('/');
  };
  const erase = useAction(async () => {
    const {erased} = await api.eraseMe(privacyText.phrase);
    if (erased) await leave(true);
    else setGoingOn(true);
  });
  const submit = (event: Event) => {
    event.preventDefault();
    if (typed.trim().toLowerCase() !== privacyText.phrase) setWrong(privacyText.phraseWrong(privacyText.phrase));
    else void erase.run(undefined);
  };
  if (isGoingOn) {
    return (
      <Dialog title={privacyText.erasingTitle} onClose={() => void leave(false)}>
        <ErasureProgress onEnd={(erased) => void leave(erased)} />
        <div class="row"><Button onClick={() => void leave(false)}>{privacyText.erasingLeave}</Button></div>
      </Dialog>
    );
  }
  return (
    <Dialog title={privacyText.eraseSecondTitle} onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <Field
          label={privacyText.phraseLabel(privacyText.phrase)} value={typed} error={wrong} autocomplete="off" autocapitalize="none"
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            setWrong(undefined);
          }}
        />
        {erase.failure && <FailureNotice failure={erase.failure} />}
        <div class="row">
          <Button type="submit" kind="danger" isBusy={erase.isBusy}>{privacyText.eraseNow}</Button>
          <Button kind="plain" onClick={onClose}>{privacyText.cancel}</Button>
        </div>
      </form>
    </Dialog>
  );
}

// Asks twice: first it explains what erasing means, then it asks for a phrase that nobody types by mistake.
export function EraseAccount() {
  const [step, setStep] = useState<'none' | 'meaning' | 'phrase'>('none');
  const close = () => setStep('none');
  return (
    <Section title={privacyText.erase} lead={privacyText.eraseLead}>
      <div><Button kind="danger" onClick={() => setStep('meaning')}>{privacyText.eraseButton}</Button></div>
      {step === 'meaning' && (
        <Dialog title={privacyText.eraseFirstTitle} onClose={() => setStep((now) => (now === 'meaning' ? 'none' : now))}>
          <p>{privacyText.eraseLead}</p>
          <p>{privacyText.eraseFirstText}</p>
          <div class="row">
            <Button kind="danger" onClick={() => setStep('phrase')}>{privacyText.eraseContinue}</Button>
            <Button kind="plain" onClick={close}>{privacyText.cancel}</Button>
          </div>
        </Dialog>
      )}
      {step === 'phrase' && <Confirm onClose={close} />}
    </Section>
  );
}
