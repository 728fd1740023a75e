import type {ComponentChildren} from 'preact';
import {useState} from 'preact/hooks';

import {Disclosure} from './Disclosure';

// A disclosure whose content is made, with the data that it needs, when it is opened for the first time.
export function OnDemand({summary, children}: {summary: string; children: () => ComponentChildren}) {
  const [wasOpened, setOpened] = useState(false);
  return <Disclosure summary={summary} onOpen={() => setOpened(true)}>{wasOpened && children()}</Disclosure>;
}
