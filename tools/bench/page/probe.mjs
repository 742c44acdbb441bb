// Runs in the page before anything of it does: what the page itself can tell of its smoothness. Read by measurePage.ts.
{
  const probe = {
    /** Tasks over 50 ms by the clock, as the browser reports them. @type {number[]} */
    longTasksMs: [],
    /** Frames that took over 50 ms from their first task to the paint. @type {number[]} */
    longFramesMs: [],
    /** How late a timer came, while `watchLateness` is on. @type {number[]} */
    latenessMs: [],
    watchLateness: false,
    markCharts: false,
    /** @type {number | null} */
    playAtMs: null,
    /** A number of this run stands at some chart. @type {number | null} */
    livePointAtMs: null,
    /** The first training step stands at the margins' chart. @type {number | null} */
    stepPointAtMs: null,
    /** The first curve took another shape: the recording moves. @type {number | null} */
    curveMovedAtMs: null,
  };
  Object.assign(globalThis, { pageProbe: probe });

  /** @param {string} type @param {number[]} into */
  const observe = (type, into) => {
    if (!PerformanceObserver.supportedEntryTypes.includes(type)) return;
    new PerformanceObserver((list) => into.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type,
    });
  };
  observe('longtask', probe.longTasksMs);
  observe('long-animation-frame', probe.longFramesMs);

  const EVERY_MS = 10;
  let expected = performance.now() + EVERY_MS;
  setInterval(() => {
    const now = performance.now();
    if (probe.watchLateness) probe.latenessMs.push(now - expected);
    expected = now + EVERY_MS;
  }, EVERY_MS);

  new MutationObserver((changes) => {
    if (!probe.markCharts) return;
    const names = changes.map(({ target }) => {
      // Recharts changes some curves and puts others anew.
      const chart = target instanceof Element ? target.closest('.recharts-wrapper')?.closest('.chart') : null;
      return chart?.querySelector('.metric-name')?.textContent ?? '';
    });
    for (const name of new Set(names)) if (name !== '') performance.mark(`chart: ${name}`);
  }).observe(document, { subtree: true, childList: true, attributeFilter: ['d'] });

  let shape = '';
  const lookAtCurve = () => {
    const now = document.querySelector('.recharts-line-curve')?.getAttribute('d') ?? '';
    if (shape !== '' && now !== '' && now !== shape) probe.curveMovedAtMs = performance.now();
    if (now !== '') shape = now;
    if (probe.curveMovedAtMs === null) requestAnimationFrame(lookAtCurve);
  };
  requestAnimationFrame(lookAtCurve);

  const look = () => {
    if (document.querySelector('[data-shown=live]') !== null) {
      const figures = [...document.querySelectorAll('.plots :is(.chart-figure, .legend-value)')];
      const isFilled = (/** @type {Element | undefined} */ figure) => /\d/.test(figure?.textContent ?? '');
      if (figures.some(isFilled) && probe.livePointAtMs === null) {
        probe.livePointAtMs = performance.now();
        performance.mark('live point');
      }
      if (isFilled(figures[0])) probe.stepPointAtMs ??= performance.now();
    }
    if (probe.stepPointAtMs === null) requestAnimationFrame(look);
  };
  document.addEventListener(
    'click',
    (event) => {
      if (!(event.target instanceof Element) || event.target.closest('.play-button') === null) return;
      probe.playAtMs = event.timeStamp;
      performance.mark('play');
      probe.livePointAtMs = null;
      probe.stepPointAtMs = null;
      requestAnimationFrame(look);
    },
    { capture: true },
  );
}
