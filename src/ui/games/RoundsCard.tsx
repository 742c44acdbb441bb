import type { BanditOutcome } from '../../engine/index.ts';
import { ChartFrame } from '../charts/ChartFrame.tsx';
import { gamesText } from '../i18n/games.en.ts';
import { formatSetting, formatValue } from '../i18n/numbers.ts';
import { FigureTable } from './FigureTable.tsx';
import { TrackLegend } from './TrackLegend.tsx';
import { TrackPlot } from './TrackPlot.tsx';

const words = gamesText.bandit;
const HEIGHT = 240;
const STROKES = [
  { colour: 'var(--chosen)' },
  { colour: 'var(--margin)' },
  { colour: 'var(--chosen)', dash: '3 3' },
  { colour: 'var(--margin)', dash: '3 3' },
];

/** What acceleration does to rounds of DPO: with endless pairs, and with few noisy ones. */
export function RoundsCard({ rounds }: Pick<BanditOutcome, 'rounds'>) {
  const kinds = rounds.map(({ alpha, pairs, lost }, i) => ({
    id: `${alpha} ${pairs}`,
    label: words.roundKind(formatSetting(alpha), pairs),
    lost,
    ...(STROKES[i] ?? { colour: 'currentColor' }),
  }));
  return (
    <section className="card" aria-label={words.rounds}>
      <ChartFrame
        name={words.rounds}
        caption={words.roundsCaption}
        summary={words.roundsSummary}
        height={HEIGHT}
        table={() => (
          <FigureTable
            caption={words.rounds}
            columns={[words.round, ...kinds.map(({ label }) => label)]}
            rows={(kinds[0]?.lost ?? []).map((_, round) => [
              String(round),
              ...kinds.map(({ lost }) => formatValue(lost[round] ?? 0)),
            ])}
          />
        )}
      >
        <TrackPlot
          label={words.rounds}
          xLabel={words.round}
          scale="log"
          height={HEIGHT}
          tracks={kinds.map(({ lost, ...kind }) => ({ ...kind, x: [...lost.keys()], y: lost }))}
        />
      </ChartFrame>
      <TrackLegend entries={kinds} />
    </section>
  );
}
