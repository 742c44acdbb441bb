import { useState } from 'react';
import type { GameOutcome } from '../../engine/index.ts';
import { ChartFrame } from '../charts/ChartFrame.tsx';
import { gamesText } from '../i18n/games.en.ts';
import { formatValue } from '../i18n/numbers.ts';
import { FigureTable } from './FigureTable.tsx';
import { PolicyTable } from './PolicyTable.tsx';
import { RULE_STROKES } from './ruleStrokes.ts';
import { SimplexPlot } from './SimplexPlot.tsx';
import { TrackLegend } from './TrackLegend.tsx';
import { TrackPlot } from './TrackPlot.tsx';

const words = gamesText.game;
const GAP_HEIGHT = 300;
const SIMPLEX_HEIGHT = 340;
const last = (values: readonly number[]) => values.at(-1) ?? Number.NaN;

/** Who reaches the equilibrium of a preference game, how fast, and along which way. */
export function PreferencePanel({ outcome }: { outcome: GameOutcome }) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const { tracks, game, refused } = outcome;
  const shown = tracks.filter(({ rule }) => !hidden.has(rule));
  const byGap = tracks.toSorted((a, b) => last(a.gaps) - last(b.gaps));
  const [best, worst] = [byGap[0], byGap.at(-1)];
  const labelOf = (track: (typeof tracks)[number] | undefined) => (track ? gamesText.rules[track.rule][0] : '');
  const toggle = (id: string) =>
    setHidden(new Set(hidden.has(id) ? [...hidden].filter((o) => o !== id) : [...hidden, id]));
  return (
    <>
      <section className="card" aria-label={words.gap}>
        <ChartFrame
          name={words.gap}
          caption={words.gapCaption}
          summary={words.gapSummary(
            labelOf(best),
            formatValue(last(best?.gaps ?? [])),
            labelOf(worst),
            formatValue(last(worst?.gaps ?? [])),
          )}
          height={GAP_HEIGHT}
          table={() => (
            <FigureTable
              caption={words.gap}
              columns={[words.columns.rule, words.columns.gap, words.columns.kl, words.columns.exploitability]}
              rows={tracks.map((track) => [
                labelOf(track),
                formatValue(last(track.gaps)),
                formatValue(last(track.klFromEquilibrium)),
                formatValue(track.exploitability),
              ])}
              note={words.exploitability}
            />
          )}
        >
          <TrackPlot
            label={words.gap}
            xLabel={words.iteration}
            scale="log"
            height={GAP_HEIGHT}
            tracks={shown.map(({ rule, gaps }) => ({ id: rule, x: [...gaps.keys()], y: gaps, ...RULE_STROKES[rule] }))}
          />
        </ChartFrame>
        <TrackLegend
          entries={tracks.map(({ rule }) => {
            const [label, title] = gamesText.rules[rule];
            return { id: rule, label, title, ...RULE_STROKES[rule] };
          })}
          hidden={hidden}
          onToggle={toggle}
        />
        {refused.length > 0 ? (
          <p className="control-note">{words.refused(refused.map((rule) => gamesText.rules[rule][0]).join(', '))}</p>
        ) : null}
      </section>
      {game.preferences.length === 3 ? (
        <section className="card" aria-label={words.simplex}>
          <ChartFrame
            name={words.simplex}
            caption={words.simplexCaption}
            summary={words.simplexSummary([...outcome.equilibrium].map(formatValue).join(', '))}
            height={SIMPLEX_HEIGHT}
            table={() => <PolicyTable outcome={outcome} />}
          >
            <SimplexPlot outcome={outcome} tracks={shown} height={SIMPLEX_HEIGHT} />
          </ChartFrame>
        </section>
      ) : null}
      <section className="card" aria-label={words.policies}>
        <h3 className="metric-name">{words.policies}</h3>
        <p className="chart-caption">{words.policiesCaption}</p>
        <PolicyTable outcome={outcome} />
        <h3 className="metric-name">{words.matrix}</h3>
        <p className="chart-caption">{words.matrixCaption}</p>
        <FigureTable
          caption={words.matrix}
          columns={['', ...game.preferences.map((_, j) => words.action(j))]}
          rows={game.preferences.map((row, i) => [words.action(i), ...Array.from(row, formatValue)])}
        />
      </section>
    </>
  );
}
