import { type GridOutcome, PREFERENCE_MODELS } from '../../engine/index.ts';
import { gamesText } from '../i18n/games.en.ts';
import { formatFixed } from '../i18n/numbers.ts';
import { fitFigures } from './fitFigures.ts';
import { ScrollBox } from './ScrollBox.tsx';

const words = gamesText.gridpref;

/** Labels by either model down, fits across: what the policy returns, with spread over worlds. */
export function FitTable({ tables }: Pick<GridOutcome, 'tables'>) {
  return (
    <ScrollBox label={words.table}>
      <table className="policy-table fit-table">
        <caption className="visually-hidden">{words.table}</caption>
        <thead>
          <tr>
            <th scope="col">{words.labels}</th>
            {PREFERENCE_MODELS.map((learning) => (
              <th key={learning} scope="col">
                {words.fitBy(words.models[learning])}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {PREFERENCE_MODELS.map((labels) => (
            <tr key={labels}>
              <th scope="row">{words.models[labels]}</th>
              {PREFERENCE_MODELS.map((learning) => {
                const { mean, sd, near } = fitFigures(tables, labels, learning);
                const share = `${(45 * Math.max(0, mean)).toFixed(0)}%`;
                return (
                  <td key={learning} style={{ '--share': share } as React.CSSProperties}>
                    <b>{words.spread(formatFixed(mean), formatFixed(sd))}</b>
                    <span className="fit-note">{words.near(near, tables.length)}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
