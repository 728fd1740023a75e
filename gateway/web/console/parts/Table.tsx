import type {ComponentChildren} from 'preact';

export interface Column<T> {
  name: string;
  cell: (row: T) => ComponentChildren;
  isNumber?: boolean;
  // The cell names the row and is read out with its other cells.
  isHead?: boolean;
}

interface TableProps<T> {
  // What the table is about, for screen readers.
  caption: string;
  columns: Column<T>[];
  rows: T[];
  idOf: (row: T) => string;
}

// A table that scrolls by itself where the window is too narrow. Its box can be focused, so that the keyboard scrolls it.
export function Table<T>({caption, columns, rows, idOf}: TableProps<T>) {
  return (
    <div class="console-table-box card" role="group" aria-label={caption} tabIndex={0}>
      <table class="console-table">
        <caption class="visually-hidden">{caption}</caption>
        <thead><tr>{columns.map(({name, isNumber}) => <th key={name} scope="col" class={isNumber ? 'numbers end' : undefined}>{name}</th>)}</tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={idOf(row)}>
              {columns.map(({name, cell, isNumber, isHead}) => (isHead ?
                <th key={name} scope="row">{cell(row)}</th> :
                <td key={name} class={isNumber ? 'numbers end' : undefined}>{cell(row)}</td>))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
