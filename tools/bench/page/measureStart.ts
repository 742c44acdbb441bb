import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { TRACE_CATEGORIES } from './mainThreadTasks.ts';
import { openPage, readProbe } from './openPage.ts';
import { dist, type OpenSite } from './openSite.ts';
import { processorMsBetween } from './processorMs.ts';

const LIVE_POINT_TIMEOUT_MS = 120_000;

export interface StartFigures {
  readonly firstContentfulPaintMs: number;
  /** From first paint to the recorded run's curve taking another shape. */
  readonly recordingMovesMs: number;
  /** Gzipped kilobytes (of 1,000 bytes) of the scripts of the page that had arrived when it was first painted. */
  readonly scriptKbBeforePaint: number;
  /** From the first press of Play, with model and kernels to fetch, to a number of this run at a chart. */
  readonly coldLivePointMs: number;
  /** The same for later presses. */
  readonly warmLivePointMs: readonly number[];
  /** Of one more press: what page and worker took on the processor until then. */
  readonly warmLivePointProcessorMs: number;
  /** From a later press to the first training step at the margins' chart: the evaluation of step 0 comes before it. */
  readonly warmStepPointMs: readonly number[];
}

/** The page as anybody opens it, with its default experiment: first paint, then Play, Reset, Play. */
export async function measureStart(site: OpenSite, rounds: number): Promise<StartFigures> {
  const page = await openPage(site, '', { width: 1280, height: 800 });
  try {
    await page.waitForTimeout(2500); // paint and what loads late
    const { paintMs, scripts } = await page.evaluate(() => ({
      paintMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
      scripts: performance
        .getEntriesByType('resource')
        .filter((entry) => new URL(entry.name).pathname.endsWith('.js'))
        .map((entry) => ({
          path: new URL(entry.name).pathname,
          kind: (entry as PerformanceResourceTiming).initiatorType,
          endMs: (entry as PerformanceResourceTiming).responseEnd,
        })),
    }));
    const { curveMovedAtMs } = await readProbe(page);
    const early = scripts.filter(({ path, endMs }) => endMs <= paintMs && !/\/worker-[^/]*$/.test(path));
    const scriptKbBeforePaint = early.reduce(
      (sum, { path }) => sum + gzipSync(readFileSync(join(dist, path)), { level: 9 }).length / 1000,
      0,
    );

    const playOnce = async (withTrace = false) => {
      if (withTrace) await site.browser.startTracing(page, { categories: TRACE_CATEGORIES });
      await page.locator('.play-button').click();
      await page.waitForFunction(() => window.pageProbe.stepPointAtMs !== null, undefined, {
        timeout: LIVE_POINT_TIMEOUT_MS,
      });
      const { playAtMs, livePointAtMs, stepPointAtMs } = await readProbe(page);
      const trace = withTrace ? await site.browser.stopTracing() : null;
      await page.locator('.play-button').click(); // pause
      await page.getByText('Paused', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Reset' }).click();
      await page.getByText('Ready to play', { exact: true }).waitFor();
      const since = (at: number | null) => (at ?? Number.NaN) - (playAtMs ?? Number.NaN);
      return {
        livePointMs: since(livePointAtMs),
        stepPointMs: since(stepPointAtMs),
        processorMs: trace === null ? Number.NaN : processorMsBetween(trace, 'play', 'live point'),
      };
    };
    const cold = await playOnce();
    const warm = [];
    for (let round = 0; round < rounds; round++) warm.push(await playOnce());
    const traced = await playOnce(true);
    return {
      firstContentfulPaintMs: paintMs,
      recordingMovesMs: (curveMovedAtMs ?? Number.NaN) - paintMs,
      scriptKbBeforePaint,
      coldLivePointMs: cold.livePointMs,
      warmLivePointMs: warm.map(({ livePointMs }) => livePointMs),
      warmLivePointProcessorMs: traced.processorMs,
      warmStepPointMs: warm.map(({ stepPointMs }) => stepPointMs),
    };
  } finally {
    await page.context().close();
  }
}
