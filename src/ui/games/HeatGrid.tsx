import { CELL_KINDS, type Grid, type Plan } from '../../engine/index.ts';
import { gamesText } from '../i18n/games.en.ts';
import { formatValue } from '../i18n/numbers.ts';

interface HeatGridProps {
  readonly grid: Grid;
  readonly plan: Plan;
  /** By kind of cell. [F] */
  readonly reward: Float64Array;
  readonly title: string;
  readonly note?: string;
}

const words = gamesText.gridpref;
const ARROWS = ['M-5,3L0,-4L5,3', 'M-3,-5L4,0L-3,5', 'M-5,-3L0,4L5,-3', 'M3,-5L-4,0L3,5'];
const CELL = 34;

/** A grid with the reward of entering each cell as colour, what kind it is, and where the best walk goes. */
export function HeatGrid({ grid, plan, reward, title, note }: HeatGridProps) {
  const { size, kinds, ends } = grid;
  const largest = Math.max(1e-9, ...reward.map(Math.abs));
  const listed = CELL_KINDS.map((kind, i) => `${kind} ${formatValue(reward[i] ?? 0)}`).join(', ');
  return (
    <figure className="heat-grid">
      <figcaption>
        <b>{title}</b> {note}
      </figcaption>
      <svg viewBox={`0 0 ${size * CELL} ${size * CELL}`} role="img" aria-label={`${title}: ${listed}`}>
        {Array.from(kinds, (kind, cell) => {
          const value = reward[kind] ?? 0;
          const [x, y] = [(cell % size) * CELL, Math.floor(cell / size) * CELL];
          const [mark] = words.kinds[CELL_KINDS[kind] ?? 'plain'];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
            <g key={cell} transform={`translate(${x} ${y})`}>
              <rect
                className="heat-cell"
                width={CELL}
                height={CELL}
                fill={value < 0 ? 'var(--rejected)' : 'var(--chosen)'}
                fillOpacity={0.7 * Math.sqrt(Math.abs(value) / largest)}
              />
              <text className="heat-mark" x={ends[cell] ? CELL / 2 : 8} y={ends[cell] ? CELL / 2 : 10}>
                {mark}
              </text>
              {ends[cell] ? null : (
                <path
                  className="heat-arrow"
                  transform={`translate(${CELL / 2} ${CELL / 2})`}
                  d={ARROWS[plan.actions[cell] ?? 0]}
                />
              )}
            </g>
          );
        })}
      </svg>
      <p className="control-note">{listed}</p>
    </figure>
  );
}
