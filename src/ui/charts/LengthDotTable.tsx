import type { LengthDot } from '../../engine/index.ts';
import { formatValue, formatWhole } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';

/** The dots of the length scatter, one a row. */
export function LengthDotTable({ name, dots }: { name: string; dots: readonly LengthDot[] }) {
  return (
    <table>
      <caption className="visually-hidden">{name}</caption>
      <thead>
        <tr>
          <th scope="col">{text.inspector.columns[0]}</th>
          <th scope="col">{text.charts.scatterAxis}</th>
          <th scope="col">{text.charts.rewardAxis}</th>
        </tr>
      </thead>
      <tbody>
        {dots.map((dot, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: dots have no identity and are replaced together
          <tr key={index}>
            <th scope="row">{dot.role === 'chosen' ? text.charts.chosen : text.charts.rejected}</th>
            <td>{formatWhole(dot.length)}</td>
            <td>{formatValue(dot.reward)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
