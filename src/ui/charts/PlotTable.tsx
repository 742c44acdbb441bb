import type { ReactNode } from 'react';

interface PlotTableProps {
  /** What is heard in place of a visible title. */
  readonly caption: string;
  /** Headings, all different. */
  readonly columns: readonly string[];
  /** Rows, each headed by its first cell. */
  readonly children: ReactNode;
}

/** What a plot shows, as numbers in rows under plain headings. */
export function PlotTable({ caption, columns, children }: PlotTableProps) {
  return (
    <table>
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
