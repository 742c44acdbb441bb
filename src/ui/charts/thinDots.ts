import type { LengthDot } from '../../engine/index.ts';

/** A scatter of Recharts makes three DOM nodes a dot; beyond this it is felt. */
export const SCATTER_DOTS = 200;

/** Every k-th dot, so that the same completions stay on screen from one evaluation to the next. */
export function thinDots(dots: readonly LengthDot[]): readonly LengthDot[] {
  if (dots.length <= SCATTER_DOTS) return dots;
  const stride = dots.length / SCATTER_DOTS;
  return Array.from({ length: SCATTER_DOTS }, (_, index) => dots[Math.floor(index * stride)]).filter(
    (dot) => dot !== undefined,
  );
}
