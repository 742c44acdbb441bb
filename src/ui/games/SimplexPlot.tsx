import { useRef } from 'react';
import type { GameOutcome, RuleTrack } from '../../engine/index.ts';
import { useWidth } from '../charts/useWidth.ts';
import { gamesText } from '../i18n/games.en.ts';
import { RULE_STROKES } from './ruleStrokes.ts';

interface SimplexPlotProps {
  readonly outcome: GameOutcome;
  readonly tracks: readonly RuleTrack[];
  readonly height: number;
}

const MARGIN = 28;
const SIDE = Math.sqrt(3) / 2;
/** Of a path: an orbit is round enough with these. */
const POINTS_MAX = 1500;

/** Policies over three actions as points of a triangle, and the ways they took. */
export function SimplexPlot({ outcome, tracks, height }: SimplexPlotProps) {
  const ref = useRef<HTMLDivElement>(null);
  const width = useWidth(ref);
  const side = Math.max(0, Math.min(width - 2 * MARGIN, (height - 2 * MARGIN) / SIDE));
  const left = (width - side) / 2;
  const place = ([, b = 0, c = 0]: ArrayLike<number> & Iterable<number>): [number, number] => [
    left + side * (b + c / 2),
    height - MARGIN - side * SIDE * c,
  ];
  const corners = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ].map(place);
  const [x, y] = place(outcome.equilibrium);
  const start = place(tracks[0]?.policies[0] ?? outcome.equilibrium);
  return (
    <div ref={ref} style={{ height }}>
      {width === 0 ? null : (
        <svg width={width} height={height} role="img" aria-label={gamesText.game.simplex} className="shape-plot">
          <path className="simplex-edge" d={`M${corners.map((corner) => corner.join(',')).join('L')}Z`} />
          {corners.map(([cx, cy], i) => (
            <text
              key={gamesText.game.action(i)}
              className="shape-tick"
              x={cx}
              y={i === 2 ? cy - 10 : cy + 18}
              textAnchor={(['start', 'end', 'middle'] as const)[i]}
            >
              {gamesText.game.action(i)}
            </text>
          ))}
          {tracks.map(({ rule, policies }) => {
            const stride = Math.ceil(policies.length / POINTS_MAX);
            const points = policies.filter((_, i) => i % stride === 0).map((policy) => place(policy));
            const { colour, dash } = RULE_STROKES[rule];
            return (
              <g key={rule} data-path={rule}>
                <path
                  className="simplex-path"
                  stroke={colour}
                  strokeDasharray={dash}
                  d={`M${points.map((point) => point.map((value) => value.toFixed(1)).join(',')).join('L')}`}
                />
                <circle cx={points.at(-1)?.[0]} cy={points.at(-1)?.[1]} r="4" fill={colour} />
              </g>
            );
          })}
          <circle className="simplex-start" cx={start[0]} cy={start[1]} r="6" />
          <path className="simplex-goal" d={`M${x},${y - 7}l7,7l-7,7l-7,-7z`} />
        </svg>
      )}
    </div>
  );
}
