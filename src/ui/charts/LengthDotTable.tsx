import type { LengthDot } from '../../engine/index.ts';
import { formatValue, formatWhole } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { PlotTable } from './PlotTable.tsx';

const COLUMNS = [text.inspector.columns[0] ?? '', text.charts.scatterAxis, text.charts.rewardAxis];

/** The dots of the length scatter, one a row. */
export function LengthDotTable({ name, dots }: { name: string; dots: readonly LengthDot[] }) {
  return (
    <PlotTable caption={name} columns={COLUMNS}>
      {dots.map((dot, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: dots have no identity and are replaced together
        <tr key={index}>
          <th scope="row">{dot.role === 'chosen' ? text.charts.chosen : text.charts.rejected}</th>
          <td>{formatWhole(dot.length)}</td>
          <td>{formatValue(dot.reward)}</td>
        </tr>
      ))}
    </PlotTable>
  );
}
