import {useEffect, useState} from 'preact/hooks';

import {api, type Erasure, isPassing} from '../../../api';
import {privacyText} from '../../../text/privacy';

const ASK_EVERY_MS = 2000;

// Shows how far the erasure of the account has come. `onEnd` is called once: true when it has ended, false when the
// page may no longer ask, because the session has expired meanwhile.
export function ErasureProgress({onEnd}: {onEnd: (erased: boolean) => void}) {
  const [erasure, setErasure] = useState<Erasure>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const ask = async () => {
      try {
        const now = await api.ownErasure();
        if (isGone) return;
        setErasure(now);
        if (now.state === 'done') return onEnd(true);
      } catch (error) {
        if (isGone) return;
        if (!isPassing(error)) return onEnd(false);
      }
      timer = setTimeout(() => void ask(), ASK_EVERY_MS);
    };
    void ask();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, []);
  const parts = erasure?.services.length ?? 0;
  const done = erasure?.services.filter(({state}) => state === 'done').length ?? 0;
  return (
    <div class="stack">
      <p>{privacyText.erasingText}</p>
      <progress aria-label={privacyText.erasingTitle} max={parts || 1} value={erasure ? done : undefined} />
      <p role="status">{erasure ? privacyText.erasingParts(done, parts) : privacyText.erasingAsked}</p>
    </div>
  );
}
