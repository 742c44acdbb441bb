import { PlotTable } from '../charts/PlotTable.tsx';
import { formatValue } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import type { DrawnShape } from './shapes.ts';

/** Every so many points of a curve or map. */
const STRIDE = 12;

/** The drawn objectives as numbers: loss and push by margin, or by both scores. */
export function ShapeTable({ shapes }: { shapes: readonly DrawnShape[] }) {
  return (
    <PlotTable caption={text.lab.shape} columns={text.lab.columns}>
      {shapes.flatMap((drawn) =>
        rowsOf(drawn).map(([chosen, rejected, loss, push]) => (
          <tr key={`${drawn.method.id} ${chosen} ${rejected}`}>
            <th scope="row">{drawn.method.label}</th>
            <td>{formatValue(chosen - rejected)}</td>
            <td>{formatValue(chosen)}</td>
            <td>{formatValue(rejected)}</td>
            <td>{formatValue(loss)}</td>
            <td>{formatValue(push)}</td>
          </tr>
        )),
      )}
    </PlotTable>
  );
}

/** Score of chosen, of rejected, loss, push on chosen. */
function rowsOf({ shape }: DrawnShape): [number, number, number, number][] {
  if (shape.kind === 'margin') {
    return Array.from(shape.margins, (margin, i): [number, number, number, number] => [
      margin / 2,
      -margin / 2,
      shape.losses[i] ?? 0,
      shape.pushes[i] ?? 0,
    ]).filter((_, i) => i % STRIDE === 0);
  }
  const points = shape.scores.length;
  const picked = Array.from(shape.scores.keys()).filter((i) => i % STRIDE === 0);
  return picked.flatMap((row) =>
    picked.map((column): [number, number, number, number] => [
      shape.scores[column] ?? 0,
      shape.scores[row] ?? 0,
      shape.losses[row * points + column] ?? 0,
      shape.chosenPushes[row * points + column] ?? 0,
    ]),
  );
}
