/** A tab in the background is not painted: what waits for the paint must not wait for ever. */
const PATIENCE_MS = 1500;

let painted: Promise<void> | null = null;

/**
 * Resolves when the page has been painted for the first time. What is not needed for that (charts, formulas) is fetched and
 * run only then.
 */
export function firstPaint(): Promise<void> {
  painted ??= new Promise((resolve) => {
    setTimeout(resolve, PATIENCE_MS);
    const observer = new PerformanceObserver((list) => {
      if (list.getEntriesByName('first-contentful-paint').length === 0) return;
      observer.disconnect();
      resolve();
    });
    observer.observe({ type: 'paint', buffered: true });
  });
  return painted;
}
