import {useLocation} from 'preact-iso';
import {useEffect, useState} from 'preact/hooks';

import {Button, LinkButton} from '../../components/Button';
import {EmptyState, FailureNotice, Notice, Skeleton} from '../../components/States';
import {isolated} from '../../lib/format';
import {PAGES, safeReturn} from '../../lib/return_to';
import {useAction} from '../../state/action';
import {config} from '../../state/config';
import {usePage} from '../../state/navigation';
import {hasEnded, session, signInAs, signInWithCode, signInWithLink, signOut} from '../../state/session';
import {signInText} from '../../text/sign_in';
import {EmailForm} from './EmailForm';

function Personas({onDone}: {onDone: () => void}) {
  const signIn = useAction((persona: string) => signInAs(persona).then(onDone));
  return (
    <div class="stack">
      <Notice><p>{signInText.development}</p></Notice>
      <ul class="personas">
        {config.value?.auth.personas?.map(({id, name, description}) => (
          <li key={id}>
            <button type="button" class="persona card card-pad" aria-disabled={signIn.isBusy} onClick={() => void signIn.run(id)}>
              <strong>{signInText.as(name)}</strong><span class="small soft">{description}</span>
            </button>
          </li>
        ))}
      </ul>
      {signIn.failure && <FailureNotice failure={signIn.failure} />}
    </div>
  );
}

function Providers({returnTo}: {returnTo: string}) {
  const providers = config.value?.auth.providers ?? [];
  if (providers.length === 0) return null;
  return (
    <div class="stack">
      <p class="or"><span>{signInText.or}</span></p>
      {providers.map((provider) => (
        <LinkButton key={provider} wide href={`/auth/oauth/${encodeURIComponent(provider)}?returnTo=${encodeURIComponent(returnTo)}`}>
          {signInText.provider(signInText.providerNames[provider] ?? provider)}
        </LinkButton>
      ))}
    </div>
  );
}

// Handles the return from a mailed link or a provider, with a code that is valid for one use.
function useLanding(onDone: () => void) {
  const {query} = useLocation();
  const land = useAction(async () => {
    if (query.code) await signInWithCode(query.code);
    else if (query.token_hash) await signInWithLink(query.token_hash, query.type ?? 'magiclink');
    else return;
    onDone();
  });
  useEffect(() => void land.run(undefined), []);
  return {...land, isLanding: Boolean(query.code ?? query.token_hash) && !land.failure, wasRefused: query.error !== undefined};
}

function Already({name, returnTo}: {name: string; returnTo: string}) {
  const leave = useAction(() => signOut());
  return (
    <div class="card card-pad stack">
      <p>{signInText.already(name)}</p>
      <div class="row">
        <LinkButton kind="primary" href={returnTo}>{signInText.goOn}</LinkButton>
        <Button isBusy={leave.isBusy} onClick={() => void leave.run(undefined)}>{signInText.another}</Button>
      </div>
    </div>
  );
}

function Ways({returnTo, onDone}: {returnTo: string; onDone: () => void}) {
  const auth = config.value?.auth;
  if (auth?.kind === 'development') return <Personas onDone={onDone} />;
  if (auth?.kind === 'supabase') return <div class="card card-pad stack"><EmailForm onDone={onDone} /><Providers returnTo={returnTo} /></div>;
  return <EmptyState title={signInText.none}><p>{signInText.noneText}</p></EmptyState>;
}

export default function SignInPage() {
  usePage(signInText.title);
  const {query, route} = useLocation();
  const [returnTo] = useState(() => safeReturn(query.returnTo));
  const done = () => (PAGES.test(returnTo) ? route(returnTo, true) : location.replace(returnTo));
  const landing = useLanding(done);
  const current = session.value;
  return (
    <div class="page sign-in">
      <header class="stack stack-s"><h1 tabIndex={-1}>{signInText.title}</h1><p class="soft">{signInText.lead}</p></header>
      {hasEnded.value && (
        <Notice tone="warn" title={signInText.ended}>
          <p>{config.value?.auth.kind === 'development' ? signInText.endedDevelopment : signInText.endedText}</p>
        </Notice>
      )}
      {landing.wasRefused && <Notice tone="warn" isLive><p>{signInText.linkFailed}</p></Notice>}
      {landing.failure && <FailureNotice failure={landing.failure} />}
      {current.state === 'unknown' || landing.isLanding ? <div aria-busy="true" aria-label={signInText.signingIn}><Skeleton kind="block" /></div> :
        current.state === 'in' ? <Already name={isolated(current.user.email || current.user.id)} returnTo={returnTo} /> :
        <Ways returnTo={returnTo} onDone={done} />}
    </div>
  );
}
