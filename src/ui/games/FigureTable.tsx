import { PlotTable } from '../charts/PlotTable.tsx';
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
      <PlotTable caption={caption} columns={columns}>
        {rows.map(([heading, ...values]) => (
          <tr key={heading}>
            <th scope="row">{heading}</th>
            {values.map((value, i) => (
              <td key={columns[i + 1]}>{value}</td>
            ))}
          </tr>
        ))}
      </PlotTable>
      {note === undefined ? null : <p className="control-note">{note}</p>}
    </ScrollBox>
  );
}
