import {useState} from 'preact/hooks';

import {api} from '../../api';
import {Button} from '../../components/Button';
import {Field} from '../../components/Field';
import {FailureNotice, Notice} from '../../components/States';
import {isolated} from '../../lib/format';
import {useAction} from '../../state/action';
import {config} from '../../state/config';
import {signInWithPassword} from '../../state/session';
import {signInText} from '../../text/sign_in';

// Signs in by e-mail with a password, or with a link that is sent there.
export function EmailForm({onDone}: {onDone: () => void}) {
  const methods = config.value?.auth.methods ?? [];
  const hasPassword = methods.includes('password');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState<'email' | 'password'>();
  const [sentTo, setSentTo] = useState<string>();
  const signIn = useAction((input: {email: string; password: string}) => signInWithPassword(input.email, input.password).then(onDone));
  const link = useAction(async (to: string) => {
    await api.magicLink(to);
    setSentTo(to);
  });
  const sendLink = () => {
    if (!email.trim()) return setMissing('email');
    void link.run(email.trim());
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (!hasPassword) return sendLink();
    if (!email.trim()) return setMissing('email');
    if (!password) return setMissing('password');
    void signIn.run({email: email.trim(), password});
  };
  if (sentTo) return <Notice tone="good" title={signInText.linkSent} isLive><p>{signInText.linkSentText(isolated(sentTo))}</p></Notice>;
  return (
    <form class="stack" noValidate onSubmit={submit}>
      <Field
        label={signInText.email} type="email" name="email" autocomplete="username" value={email} maxLength={320}
        error={missing === 'email' ? signInText.emailMissing : undefined}
        onInput={(event) => {
          setEmail(event.currentTarget.value);
          setMissing(undefined);
        }}
      />
      {hasPassword && (
        <Field
          label={signInText.password} type="password" name="password" autocomplete="current-password" value={password} maxLength={200}
          error={missing === 'password' ? signInText.passwordMissing : undefined}
          onInput={(event) => {
            setPassword(event.currentTarget.value);
            setMissing(undefined);
          }}
        />
      )}
      {(signIn.failure ?? link.failure) && <FailureNotice failure={(signIn.failure ?? link.failure)!} />}
      {hasPassword && <Button type="submit" kind="primary" wide isBusy={signIn.isBusy}>{signInText.withPassword}</Button>}
      {methods.includes('magic_link') && (
        <Button type={hasPassword ? 'button' : 'submit'} kind={hasPassword ? 'quiet' : 'primary'} wide isBusy={link.isBusy} onClick={hasPassword ? sendLink : undefined}>
          {signInText.withLink}
        </Button>
      )}
    </form>
  );
}
