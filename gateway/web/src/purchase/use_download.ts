import {useState} from 'preact/hooks';

import {api, type Download} from '../api';
import {useAction} from '../state/action';
import {announce} from '../state/navigation';
import {buying} from '../text/key';
import {startDownload} from './use_purchase';

// Gets a link to a version's bytes and lets the browser load it.
export function useDownload(slug: string) {
  const [started, setStarted] = useState<Download>();
  const action = useAction(async (version: string, idempotencyKey: string) => {
    const download = await api.download(slug, version, {idempotencyKey});
    startDownload(download.downloadUrl);
    setStarted(download);
    announce(buying.downloadStarted(download.version));
  });
  return {...action, started};
}
