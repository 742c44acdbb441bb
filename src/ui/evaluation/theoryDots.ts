import { boundaryLoss, type PairDots } from '../../engine/index.ts';
import type { PlotDot, PlotPoint } from '../charts/ScatterPlot.tsx';
import { type Domain, niceDomain } from '../series/niceDomain.ts';

const CURVE_POINTS = 49;
const EMPTY_DOMAINS = { xDomain: [-10, 10] as Domain, yDomain: [0, 1.5] as Domain };

export interface TheoryDrawing {
  readonly dots: readonly PlotDot[];
  readonly curve: readonly PlotPoint[];
  readonly xDomain: Domain;
  readonly yDomain: Domain;
}

/** Whether the policy ranks the pair rightly: its loss is at most the boundary's. */
export function isRight({ difficulty, loss }: PairDots['dots'][number], beta: number): boolean {
  return loss <= boundaryLoss(difficulty, beta);
}

/** Pairs as marks (discs are ranked rightly) and the boundary L = −log σ(βc), on axes that hold both. */
export function drawTheory(pairs: PairDots | null): TheoryDrawing {
  if (pairs === null || pairs.dots.length === 0) return { dots: [], curve: [], ...EMPTY_DOMAINS };
  const { beta } = pairs;
  const difficulties = pairs.dots.map(({ difficulty }) => difficulty);
  const xDomain = niceDomain(Math.min(0, ...difficulties), Math.max(0, ...difficulties));
  const highest = Math.max(boundaryLoss(0, beta), ...pairs.dots.map(({ loss }) => loss));
  const yDomain = niceDomain(0, highest);
  const step = (xDomain[1] - xDomain[0]) / (CURVE_POINTS - 1);
  const curve = Array.from({ length: CURVE_POINTS }, (_, i) => xDomain[0] + i * step).map((x) => ({
    x,
    y: boundaryLoss(x, beta),
  }));
  return {
    dots: pairs.dots.map((pair) => ({
      x: pair.difficulty,
      y: pair.loss,
      mark: isRight(pair, beta) ? ('disc' as const) : ('cross' as const),
    })),
    // Easy pairs have a boundary far above every loss: the curve is cut at the top of the plot.
    curve: curve.map(({ x, y }) => ({ x, y: Math.min(y, yDomain[1]) })),
    xDomain,
    yDomain,
  };
}
