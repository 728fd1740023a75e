import {useLocation} from 'preact-iso';
import {useEffect, useRef, useState} from 'preact/hooks';

import {emptyState, listAddress, parseListState} from '../lib/list_state';
import {SearchField} from './Field';

const TYPING_MS = 180;

// The shop's one search field. On the list it searches while the person types; elsewhere Enter goes to the list.
export function ListSearch() {
  const {url, path, route} = useLocation();
  const isList = path === '/' || path === '/marketplace' || path === '/marketplace/keys';
  const state = isList ? parseListState(new URL(url, location.origin).search) : emptyState();
  const [text, setText] = useState(state.search);
  const timer = useRef(0);
  const typed = useRef(state.search);

  // Something else than typing changed the address: a filter, or the back button.
  useEffect(() => {
    if (state.search.trim() === typed.current.trim()) return;
    typed.current = state.search;
    setText(state.search);
  }, [state.search]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const go = (value: string, replace: boolean) => {
    clearTimeout(timer.current);
    typed.current = value;
    const next = listAddress({...state, search: value, sort: undefined});
    if (next !== url) route(next, replace);
  };
  const input = (value: string) => {
    setText(value);
    clearTimeout(timer.current);
    if (!isList) return;
    // The first letter adds a step to the history, so that Back leaves the search. The following letters change that
    // step.
    timer.current = window.setTimeout(() => go(value, state.search !== ''), TYPING_MS);
  };
  return <SearchField value={text} onInput={input} onSubmit={(value) => go(value, isList && state.search !== '')} />;
}
