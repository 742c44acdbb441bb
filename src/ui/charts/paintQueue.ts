/**
 * One chart a task: six plots that refresh together would hold the page for as long as all of them take; one after the
 * other, a press or a key gets in between (no task over 50 ms).
 */
const waiting = new Set<() => void>();
let isScheduled = false;

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
  setTimeout(() => {
    isScheduled = false;
    const [paint] = waiting;
    if (paint === undefined) return;
    waiting.delete(paint);
    paint();
    if (waiting.size > 0) schedule();
  }, 0);
}
