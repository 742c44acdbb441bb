import type { Inspection } from '../../engine/index.ts';
import { formatFixed, formatValue } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';

/** The inspected pair's numbers, for reading instead of looking. */
export function TokenTable({ inspection }: { inspection: Inspection }) {
  const [side, token, logp, reference, push, mask] = text.inspector.columns;
  const rows = [
    ...inspection.chosen.map((entry) => ({ name: text.charts.chosen, entry })),
    ...inspection.rejected.map((entry) => ({ name: text.charts.rejected, entry })),
  ];
  // Only some objectives have masks.
  const isMasked = rows.some(({ entry }) => entry.mask !== undefined);
  return (
    <table>
      <caption className="visually-hidden">{text.inspector.what}</caption>
      <thead>
        <tr>
          <th scope="col">{side}</th>
          <th scope="col">{token}</th>
          <th scope="col">{logp}</th>
          <th scope="col">{reference}</th>
          <th scope="col">{push}</th>
          {isMasked ? <th scope="col">{mask}</th> : null}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, entry }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place in the answer
          <tr key={index}>
            <td>{name}</td>
            <th scope="row" className="token-cell">
              {entry.text}
            </th>
            <td>{formatFixed(entry.logp)}</td>
            <td>{formatFixed(entry.refLogp)}</td>
            <td>{formatValue(entry.push)}</td>
            {isMasked ? <td>{formatFixed(entry.mask ?? 0)}</td> : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
