import {More} from '../../src/components/More';
import {usePages} from '../../src/state/pages';
import {type AuditEntry, curator} from '../api';
import {moment} from '../lib/words';
import {frame} from '../text/frame';
import {Loaded} from './Page';

const PAGE = 20;

// Strings and numbers of an entry's details, in its own words.
export function detailsOf({details}: AuditEntry): string {
  if (details === null || typeof details !== 'object') return '';
  return Object.entries(details).map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`).join(', ');
}

// Shows what the audit log says about one thing. `at` changes when the thing does, so that the log is read again.
export function History({subject, at}: {subject: string; at: string}) {
  const pages = usePages(`console:history:${subject}:${at}`, (cursor) =>
    curator.audit({subject, limit: PAGE, cursor}).then(({entries, next_cursor: next}) => ({items: entries, next})));
  return (
    <Loaded resource={{data: pages.items, failure: pages.failure, reload: pages.reload}}>
      {(entries) => (entries.length === 0 ? <p class="soft">{frame.nothing}</p> : (
        <div class="stack">
          <ol class="timeline">
            {entries.map((entry) => (
              <li key={`${entry.service} ${entry.seq}`}>
                <span class="small soft">{moment(entry.at)} · {entry.actor}</span>
                <span><code>{entry.action}</code> {detailsOf(entry)}</span>
              </li>
            ))}
          </ol>
          <More pages={pages} />
        </div>
      ))}
    </Loaded>
  );
}
