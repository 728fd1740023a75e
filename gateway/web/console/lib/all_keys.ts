import {curator, type Key} from '../api';

const PAGE = 100;
// A catalog larger than this is not shown whole in a form; the form then says how many KEYS it knows.
const MOST_PAGES = 20;

// Every published KEY by title, for forms that choose some of them.
export async function allPublished(): Promise<Key[]> {
  const keys: Key[] = [];
  let cursor: string | undefined;
  for (let i = 0; i < MOST_PAGES; i++) {
    const page: {keys: Key[]; next_cursor?: string} = await curator.keys({sort: 'title', limit: PAGE, cursor});
    keys.push(...page.keys);
    cursor = page.next_cursor;
    if (cursor === undefined) break;
  }
  return keys;
}
