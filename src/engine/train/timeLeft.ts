/** Steps ignored at the start: the first ones compile and warm caches. */
const WARM_UP = 5;
const SMOOTHING = 0.2;
/** The estimate is shown once the last RECENT ones agree to this share. */
const STABLE_SHARE = 0.2;
const RECENT = 4;

/**
 * An estimate of the seconds left that appears only once it is stable to ±20 %.
 *
 * @param now milliseconds; only differences count
 */
export function timeLeft(now: () => number): { tick(remaining: number): number | null } {
  let last: number | null = null;
  let ticks = 0;
  let average: number | null = null;
  const recent: number[] = [];
  return {
    tick(remaining) {
      const time = now();
      const elapsed = last === null ? null : time - last;
      last = time;
      if (elapsed === null || ++ticks <= WARM_UP) return null;
      average = average === null ? elapsed : average + SMOOTHING * (elapsed - average);
      recent.push(average);
      if (recent.length > RECENT) recent.shift();
      const stable = recent.length === RECENT && Math.max(...recent) - Math.min(...recent) <= STABLE_SHARE * average;
      return stable ? (average * remaining) / 1000 : null;
    },
  };
}
