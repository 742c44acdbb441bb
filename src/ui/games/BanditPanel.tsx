import type { BanditOutcome, BanditRun } from '../../engine/index.ts';
import { ChartFrame } from '../charts/ChartFrame.tsx';
import { gamesText } from '../i18n/games.en.ts';
import { formatFixed, formatSetting } from '../i18n/numbers.ts';
import { FigureTable } from './FigureTable.tsx';
import { RoundsCard } from './RoundsCard.tsx';
import { TrackLegend } from './TrackLegend.tsx';
import { type Track, TrackPlot } from './TrackPlot.tsx';

const words = gamesText.bandit;
const HEIGHT = 200;
const PLANE_HEIGHT = 260;
const STROKES = [
  { colour: 'var(--rejected)' },
  { colour: 'var(--margin)', dash: '8 3' },
  { colour: 'var(--chosen)', dash: '3 3' },
];
const FIGURES = ['reward', 'kl', 'unseenMass'] as const;
type Figure = (typeof FIGURES)[number];
const NAMES: Readonly<Record<Figure, readonly [name: string, caption: string]>> = {
  reward: [words.reward, words.rewardCaption],
  kl: [words.kl, words.klCaption],
  unseenMass: [words.unseen, words.unseenCaption],
};

const labelOf = ({ lambda }: BanditRun) => words.objective(lambda, formatSetting(lambda));
const end = ({ points }: BanditRun) => points.at(-1) ?? { reward: 0, kl: 0, unseenMass: 0, step: 0 };

/** What offline pairs about some actions do to all of them, with the KL term and without. */
export function BanditPanel({ outcome }: { outcome: BanditOutcome }) {
  const { runs, reference, ceiling, frontier } = outcome;
  const legend = (
    <TrackLegend entries={runs.map((run, i) => ({ id: labelOf(run), label: labelOf(run), ...strokeOf(i) }))} />
  );
  const table = () => (
    <FigureTable
      caption={words.end}
      columns={words.columns}
      rows={runs.map((run) => [labelOf(run), ...FIGURES.map((figure) => formatFixed(end(run)[figure]))])}
    />
  );
  const tracks = (x: Figure | 'step', y: Figure): Track[] =>
    runs.map((run, i) => ({
      id: labelOf(run),
      x: run.points.map((point) => point[x]),
      y: run.points.map((point) => point[y]),
      ...strokeOf(i),
    }));
  const levels = { reward: reference.reward, kl: ceiling, unseenMass: reference.unseenMass };
  const [dpo, hypo] = runs;
  const summary =
    dpo && hypo
      ? words.endSummary(end(hypo).reward > end(dpo).reward, formatFixed(end(hypo).kl), formatFixed(end(dpo).kl))
      : '';
  return (
    <>
      <div className="plot-grid">
        {FIGURES.map((figure) => {
          const [name, caption] = NAMES[figure];
          return (
            <section key={figure} className="card" aria-label={name}>
              <ChartFrame
                name={name}
                caption={caption}
                summary={runs.map((run) => `${labelOf(run)}: ${formatFixed(end(run)[figure])}`).join('; ')}
                height={HEIGHT}
                table={table}
              >
                <TrackPlot
                  label={name}
                  xLabel={words.step}
                  scale="linear"
                  height={HEIGHT}
                  tracks={tracks('step', figure)}
                  levels={[{ y: levels[figure], label: figure }]}
                />
              </ChartFrame>
              {legend}
            </section>
          );
        })}
      </div>
      <section className="card" aria-label={words.plane}>
        <ChartFrame
          name={words.plane}
          caption={words.planeCaption}
          summary={summary}
          height={PLANE_HEIGHT}
          table={table}
        >
          <TrackPlot
            label={words.plane}
            xLabel={words.planeAxis}
            scale="linear"
            height={PLANE_HEIGHT}
            tracks={[
              {
                id: words.frontier,
                x: frontier.map(({ kl }) => kl),
                y: frontier.map(({ reward }) => reward),
                colour: 'var(--line-strong)',
              },
              ...tracks('kl', 'reward'),
            ]}
          />
        </ChartFrame>
        {legend}
        <p className="control-note">{words.claim}</p>
      </section>
      <RoundsCard rounds={outcome.rounds} />
    </>
  );
}

function strokeOf(index: number) {
  return STROKES[index] ?? { colour: 'currentColor' };
}
