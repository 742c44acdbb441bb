import { ScrollBox } from './ScrollBox.tsx';

interface FigureTableProps {
  readonly caption: string;
  readonly columns: readonly string[];
  /** The first of each is its heading. */
  readonly rows: readonly (readonly string[])[];
  readonly note?: string;
}

export function FigureTable({ caption, columns, rows, note }: FigureTableProps) {
  return (
    <ScrollBox label={caption}>
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
        <tbody>
          {rows.map(([heading, ...values]) => (
            <tr key={heading}>
              <th scope="row">{heading}</th>
              {values.map((value, i) => (
                <td key={columns[i + 1]}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {note === undefined ? null : <p className="control-note">{note}</p>}
    </ScrollBox>
  );
}
