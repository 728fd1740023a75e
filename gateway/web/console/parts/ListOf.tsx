import {More} from '../../src/components/More';
import {EmptyState, ErrorState, Skeleton} from '../../src/components/States';
import type {usePages} from '../../src/state/pages';
import {frame} from '../text/frame';
import {type Column, Table} from './Table';

interface ListOfProps<T> {
  caption: string;
  pages: ReturnType<typeof usePages<T>>;
  columns: Column<T>[];
  idOf: (row: T) => string;
  emptyTitle?: string;
  emptyText?: string;
}

// A list of the API that comes in pages, as a table.
export function ListOf<T>({caption, pages, columns, idOf, emptyTitle = frame.none, emptyText = frame.noneText}: ListOfProps<T>) {
  const {items, failure, reload} = pages;
  if (failure && !items) return <ErrorState failure={failure} onRetry={() => void reload()} />;
  if (!items) return <div aria-busy="true"><Skeleton kind="block" /></div>;
  if (items.length === 0) return <EmptyState title={emptyTitle}><p>{emptyText}</p></EmptyState>;
  return <div class="stack"><Table caption={caption} columns={columns} rows={items} idOf={idOf} /><More pages={pages} /></div>;
}
