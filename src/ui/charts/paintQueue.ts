/** Charts drawn within a window, at most; the others come first in the next one. At 9 ms each, 80 ms are not reached. */
const PAINTS_A_WINDOW = 6;
/** About the time between two updates of the curves. */
const WINDOW_MS = 200;

/**
 * One chart a task: six plots that refresh together would hold the page for as long as all of them take; one after the
 * other, a press or a key gets in between (no task over 50 ms). And few a window: when all twelve plots change at once, half
 * of them wait for the next update.
 */
const waiting = new Set<() => void>();
let isScheduled = false;
let windowStartMs = Number.NEGATIVE_INFINITY;
let painted = 0;

/** The same function waits only once. */
export function enqueuePaint(paint: () => void): void {
  waiting.add(paint);
  schedule();
}

export function cancelPaint(paint: () => void): void {
  waiting.delete(paint);
}

function schedule(): void {
  if (isScheduled) return;
  isScheduled = true;
  const sinceMs = performance.now() - windowStartMs;
  const mayPaint = sinceMs >= WINDOW_MS || painted < PAINTS_A_WINDOW;
  setTimeout(paintNext, mayPaint ? 0 : WINDOW_MS - sinceMs);
}

function paintNext(): void {
  isScheduled = false;
  const [paint] = waiting;
  if (paint === undefined) return;
  const nowMs = performance.now();
  if (nowMs - windowStartMs >= WINDOW_MS) {
    windowStartMs = nowMs;
    painted = 0;
  }
  painted++;
  waiting.delete(paint);
  paint();
  if (waiting.size > 0) schedule();
}
