import {api} from '../../../api';
import {Button} from '../../../components/Button';
import {keyHref} from '../../../components/KeyCard';
import {Section} from '../../../components/Section';
import {ErrorState, FailureNotice, Skeleton} from '../../../components/States';
import {useAction} from '../../../state/action';
import {preload, useResource} from '../../../state/resource';
import {privacyText} from '../../../text/privacy';

const dismissalsOf = (userId: string) => [`dismissals:${userId}`, api.dismissals] as const;
export const loadDismissals = (userId: string) => preload(...dismissalsOf(userId));

// The KEYS to which the caller said "Not interested".
export function Dismissals({userId}: {userId: string}) {
  const {data, failure, reload} = useResource(...dismissalsOf(userId));
  const takeBack = useAction(async (slug: string) => {
    await api.takeBack(slug);
    await reload();
  });
  return (
    <Section title={privacyText.dismissals} lead={privacyText.dismissalsLead}>
      {failure && !data ? <ErrorState failure={failure} onRetry={() => void reload()} /> :
        !data ? <div aria-busy="true"><Skeleton /></div> :
        data.length === 0 ? <p>{privacyText.noDismissals}</p> : (
          <ul class="rows card">
            {data.map(({key_id: id, slug, title}) => (
              <li key={id} class="simple-row">
                {title ? <a href={keyHref(slug)}>{title}</a> : <span>{slug} <span class="soft">({privacyText.gone})</span></span>}
                <Button size="small" isBusy={takeBack.isBusy} aria-label={`${privacyText.takeBack}: ${title ?? slug}`} onClick={() => void takeBack.run(slug)}>{privacyText.takeBack}</Button>
              </li>
            ))}
          </ul>
        )}
      {takeBack.failure && <FailureNotice failure={takeBack.failure} />}
    </Section>
  );
}
