import { CYCLE_KNOB, STYLES_KNOB } from './cyclicFacts.ts';
import { CYCLIC_STYLES, type CyclicStyle, styleOf } from './cyclicGrammar.ts';
import type { Knobs } from './types.ts';

/** @throws RangeError when K is not a whole number within its range */
export function stylesInPlay(knobs: Knobs): readonly CyclicStyle[] {
  const count = knobs.styles ?? STYLES_KNOB.default;
  if (!Number.isInteger(count) || count < STYLES_KNOB.min || count > STYLES_KNOB.max) {
    throw new RangeError(`styles must be a whole number from ${STYLES_KNOB.min} to ${STYLES_KNOB.max}, got ${count}`);
  }
  return CYCLIC_STYLES.slice(0, count);
}

/**
 * C[i, j]: +1 where style i beats style j, -1 where it loses, 0 where neither does. Each style beats those less than half
 * the circle behind it, so every row sums to 0 and no style is best. Null is an answer in no style in play.
 */
export function cycleSign(i: number | null, j: number | null, count: number): number {
  if (i === null || j === null) return Number(j === null) - Number(i === null);
  const behind = (((j - i) % count) + count) % count;
  return behind === 0 ? 0 : Math.sign(count - 2 * behind);
}

/** Where in the circle an answer's style stands; null where it has none that is in play. */
export function placeOnCircle(answer: string, knobs: Knobs): number | null {
  const style = styleOf(answer);
  const place = style === null ? -1 : stylesInPlay(knobs).indexOf(style);
  return place < 0 ? null : place;
}

/** c · C of two answers' styles. */
export function styleLogit(first: string, second: string, knobs: Knobs): number {
  const [i, j] = [placeOnCircle(first, knobs), placeOnCircle(second, knobs)];
  return (knobs.cycleWeight ?? CYCLE_KNOB.default) * cycleSign(i, j, stylesInPlay(knobs).length);
}
