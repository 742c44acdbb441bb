import { type GridOutcome, type PreferenceModel, TRUE_REWARD } from '../../engine/index.ts';
import { gamesText } from '../i18n/games.en.ts';
import { formatFixed, formatValue } from '../i18n/numbers.ts';
import { FitTable } from './FitTable.tsx';
import { fitFigures } from './fitFigures.ts';
import { HeatGrid } from './HeatGrid.tsx';

const words = gamesText.gridpref;

/** Two models of what people judge by: who labels by one and fits by the other, and what the policy then earns. */
export function GridPanel({ outcome }: { outcome: GridOutcome }) {
  const { grid, best, plans, tables } = outcome;
  const figure = (learning: PreferenceModel) => {
    const { mean, sd } = fitFigures(tables, 'regret', learning);
    return words.spread(formatFixed(mean), formatFixed(sd));
  };
  return (
    <>
      <section className="card" aria-label={words.table}>
        <h3 className="metric-name">{words.table}</h3>
        <p className="chart-caption">{words.tableCaption}</p>
        <FitTable tables={tables} />
        <p className="chart-summary">{words.tableSummary(figure('regret'), figure('partial_return'), tables.length)}</p>
      </section>
      <section className="card" aria-label={words.grids}>
        <h3 className="metric-name">{words.grids}</h3>
        <p className="chart-caption">{words.gridsCaption}</p>
        <div className="heat-grids">
          <HeatGrid grid={grid} plan={best} reward={TRUE_REWARD} title={words.truth} />
          {plans.map((plan, i) => {
            const cell = tables[0]?.[i];
            if (cell === undefined) return null;
            return (
              <HeatGrid
                key={`${cell.labels} ${cell.learning}`}
                grid={grid}
                plan={plan}
                reward={cell.reward}
                title={words.fit(words.models[cell.labels], words.models[cell.learning])}
                note={words.worth(formatFixed(cell.normalised))}
              />
            );
          })}
        </div>
        <p className="chart-legend">
          {Object.values(words.kinds)
            .filter(([mark]) => mark !== '')
            .map(([mark, meaning]) => (
              <span key={mark}>
                {mark} {meaning}
              </span>
            ))}
        </p>
        <p className="chart-summary">{words.gridsSummary}</p>
      </section>
      <section className="card" aria-label={words.hidden}>
        <h3 className="metric-name">{words.hidden}</h3>
        <p>
          {words.hiddenWords(
            formatValue(outcome.identifiability.partialReturn),
            formatFixed(outcome.identifiability.regret),
          )}
        </p>
        <p>{words.bridge(formatValue(outcome.bridge))}</p>
      </section>
    </>
  );
}
