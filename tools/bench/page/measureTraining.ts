import type { Page } from 'playwright';
import { mainThreadTasks, TRACE_CATEGORIES } from './mainThreadTasks.ts';
import { openPage, readProbe } from './openPage.ts';
import type { OpenSite } from './openSite.ts';
import { type Refresh, refreshes } from './refreshes.ts';

/** Quick steps and frequent evaluations, so that charts, samples and inspector all have much to show. */
const EXPERIMENT =
  'v=1&model=nano-1&max_steps=2000&per_device_train_batch_size=4&eval_steps=10&eval_pairs=64&eval_prompts=4&max_completion_length=24';
/** So much must have been trained before the measurement: long curves cost more. */
const STEPS_BEFORE = 40;
const TRACED_MS = 10_000;
const WATCHED_MS = 5000;

export type Scene = 'as opened' | 'every chart in sight';

export interface TrainingFigures {
  readonly scene: Scene;
  readonly steps: number;
  /** The longest tasks of the main thread while training, on the processor and by the clock. */
  readonly longestTaskCpuMs: number;
  readonly longestTaskWallMs: number;
  readonly refreshes: readonly Refresh[];
  /** Without a trace: what the browser reports as long, and how late a timer came at worst. */
  readonly longTasksMs: readonly number[];
  readonly longFramesMs: readonly number[];
  readonly worstLatenessMs: number;
}

async function stepOf(page: Page): Promise<number> {
  return Number(/step ([\d,]+)/.exec((await page.locator('.run-words').textContent()) ?? '')?.[1]?.replace(',', ''));
}

/** What the main thread does while a run trains on WASM. */
export async function measureTraining(site: OpenSite, scene: Scene): Promise<TrainingFigures> {
  const isTall = scene === 'every chart in sight';
  const page = await openPage(site, EXPERIMENT, { width: 1280, height: isTall ? 2600 : 800 });
  try {
    if (isTall) await page.locator('.more-plots > summary').click();
    await page.locator('.play-button').click();
    while (!((await stepOf(page)) >= STEPS_BEFORE)) await page.waitForTimeout(250);

    await page.evaluate(() => {
      window.pageProbe.longTasksMs.length = 0;
      window.pageProbe.longFramesMs.length = 0;
      window.pageProbe.watchLateness = true;
    });
    await page.waitForTimeout(WATCHED_MS);
    const { longTasksMs, longFramesMs, latenessMs } = await readProbe(page);

    await page.evaluate(() => Object.assign(window.pageProbe, { watchLateness: false, markCharts: true }));
    const before = await stepOf(page);
    await site.browser.startTracing(page, { categories: TRACE_CATEGORIES });
    await page.waitForTimeout(TRACED_MS);
    const tasks = mainThreadTasks(await site.browser.stopTracing());
    const steps = (await stepOf(page)) - before;
    return {
      scene,
      steps,
      longestTaskCpuMs: Math.max(...tasks.map(({ cpuMs }) => cpuMs)),
      longestTaskWallMs: Math.max(...tasks.map(({ wallMs }) => wallMs)),
      refreshes: refreshes(tasks),
      longTasksMs,
      longFramesMs,
      worstLatenessMs: Math.max(...latenessMs),
    };
  } finally {
    await page.context().close();
  }
}
