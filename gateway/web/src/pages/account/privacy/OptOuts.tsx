import {api} from '../../../api';
import {Section} from '../../../components/Section';
import {ErrorState, FailureNotice, Skeleton} from '../../../components/States';
import {useAction} from '../../../state/action';
import {announce} from '../../../state/navigation';
import {forgetAll, preload, useResource} from '../../../state/resource';
import {privacyText} from '../../../text/privacy';

const TYPES = ['role', 'tool_intent', 'problem_category', 'view', 'purchase'];
const EVERYTHING = 'everything';

interface Change {
  type: string;
  isOut: boolean;
}

const optOutsOf = (userId: string) => [`opt-outs:${userId}`, api.optOuts] as const;
export const loadOptOuts = (userId: string) => preload(...optOutsOf(userId));

// Shows a switch for each kind of signal that may be kept for recommendations, and one for all of them.
export function OptOuts({userId}: {userId: string}) {
  const {data, failure, reload} = useResource(...optOutsOf(userId));
  const change = useAction(async ({type, isOut}: Change) => {
    await (isOut ? api.optOut(type) : api.optIn(type));
    forgetAll();
    await reload();
    const kind = privacyText.types[type] ?? type;
    announce(isOut ? privacyText.optedOut(kind) : privacyText.optedIn(kind));
  });
  if (failure && !data) return <Section title={privacyText.optOuts}><ErrorState failure={failure} onRetry={() => void reload()} /></Section>;
  if (!data) return <Section title={privacyText.optOuts}><div aria-busy="true"><Skeleton /><Skeleton /></div></Section>;
  const out = new Set(data.map(({signal_type: type}) => type));
  const isAllOut = out.has(EVERYTHING);
  const set = (type: string, isOut: boolean) => void change.run({type, isOut});
  return (
    <Section title={privacyText.optOuts} lead={privacyText.optOutsLead}>
      <fieldset class="checks card card-pad" aria-busy={change.isBusy}>
        <legend class="visually-hidden">{privacyText.optOuts}</legend>
        {TYPES.map((type) => (
          <label class="check" key={type}>
            <input
              type="checkbox" checked={!out.has(type) && !isAllOut} disabled={isAllOut || change.isBusy}
              onChange={(event) => set(type, !event.currentTarget.checked)}
            />
            {privacyText.keep[type]}
          </label>
        ))}
        <label class="check check-all">
          <input type="checkbox" checked={isAllOut} disabled={change.isBusy} onChange={(event) => set(EVERYTHING, event.currentTarget.checked)} />
          {privacyText.nothing}
        </label>
      </fieldset>
      {change.failure && <FailureNotice failure={change.failure} />}
    </Section>
  );
}
