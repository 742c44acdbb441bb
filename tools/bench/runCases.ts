import { loadavg } from 'node:os';
import type { Page } from 'playwright';
import { CASES, type CaseEntry } from './caseList.ts';
import type { OpenedBench } from './openBench.ts';
import type { CaseDescription, CaseResult, Results, Sample } from './types.ts';

/**
 * Minutes from the start after which a group's cases, measured once, are not measured again: with everything that may still
 * come, the whole stays under twenty minutes on a busy machine too.
 */
const ENOUGH_MINUTES: Readonly<Record<CaseEntry['group'], number>> = {
  step: 9,
  preference: 11,
  sampling: 13,
  scaling: 15,
  memory: 15,
};
/** Longer than the slowest peer's first step: a page that says nothing for so long says nothing more. */
const CALL_MINUTES = 6;

async function inTime<Result>(call: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${CALL_MINUTES} minutes`)), CALL_MINUTES * 60_000);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
}

class RunningCase {
  readonly entry: CaseEntry;
  readonly #page: Page;
  readonly #description: CaseDescription;
  readonly #samples = new Map<string, Sample[]>();
  readonly #losses = new Map<string, number[]>();
  #peakGpuBytes = 0;
  error: string | null = null;

  private constructor(entry: CaseEntry, page: Page, description: CaseDescription) {
    this.entry = entry;
    this.#page = page;
    this.#description = description;
  }

  static async open(entry: CaseEntry, bench: OpenedBench): Promise<RunningCase> {
    const context = await bench.browser.newContext();
    const page = await context.newPage();
    // An error of a shader only shows on the console, and what it left uncomputed would look fast.
    let shaderError: string | null = null;
    page.on('console', (message) => {
      if (message.type() === 'error' || /WGSL|ValidationError|Invalid Compute/.test(message.text())) {
        shaderError = message.text().slice(0, 500);
      }
    });
    page.on('pageerror', (error) => {
      shaderError = error.message;
    });
    await page.goto(entry.isolated ? bench.isolated : bench.plain);
    await page.waitForFunction(() => typeof window.openCase === 'function');
    const description = await inTime(page.evaluate((name) => window.openCase(name), entry.name));
    if (description.crossOriginIsolated !== entry.isolated)
      throw new Error(`the page is ${description.crossOriginIsolated ? '' : 'not '}isolated`);
    const running = new RunningCase(entry, page, description);
    for (const unit of running.#units) {
      const warm = await running.#run(unit); // Compiles.
      running.#samples.set(unit, []);
      running.#losses.set(unit, warm.loss === undefined ? [] : [warm.loss]);
    }
    if (shaderError !== null) throw new Error(shaderError);
    return running;
  }

  get #units(): string[] {
    return Object.keys(this.#description.units);
  }

  #run(unit: string): Promise<Sample> {
    return inTime(this.#page.evaluate((name) => window.runUnit(name), unit));
  }

  /** One round: each unit in turn, `repeats` times. */
  async round(): Promise<void> {
    for (let repeat = 0; repeat < this.entry.repeats; repeat++) {
      for (const unit of this.#units) {
        const sample = await this.#run(unit);
        this.#samples.get(unit)?.push(sample);
        if (sample.loss !== undefined) this.#losses.get(unit)?.push(sample.loss);
      }
    }
  }

  async close(): Promise<void> {
    this.#peakGpuBytes =
      this.error === null ? await this.#page.evaluate(() => window.peakGpuBytes()).catch(() => 0) : 0;
    await this.#page.context().close();
  }

  get result(): CaseResult {
    return {
      units: Object.fromEntries(
        Object.entries(this.#description.units).map(([unit, { flops, tokens }]) => [
          unit,
          { samples: this.#samples.get(unit) ?? [], losses: this.#losses.get(unit) ?? [], flops, tokens },
        ]),
      ),
      facts: this.#description.facts,
      peakGpuBytes: this.#peakGpuBytes,
      error: this.error,
    };
  }
}

const message = (error: unknown) => (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

export type Progress = (line: string) => void;

/**
 * Runs the named cases (all of them when none is named), those of a group in turns: what disturbs one disturbs all.
 * A case that fails is reported in its result, and the others go on.
 */
export async function runCases(
  bench: OpenedBench,
  options: { readonly only: readonly string[]; readonly rounds: number },
  progress: Progress,
): Promise<{ readonly results: Results; readonly loads: readonly number[] }> {
  const started = performance.now();
  const minutes = () => (performance.now() - started) / 60_000;
  const entries = CASES.filter(({ name }) => options.only.length === 0 || options.only.includes(name));
  const results: Record<string, CaseResult> = {};
  const loads = [loadavg()[0] ?? 0];
  const tell = (text: string) =>
    progress(`${minutes().toFixed(1)} min, load ${(loadavg()[0] ?? 0).toFixed(1)}: ${text}`);

  for (const group of new Set(entries.map((entry) => entry.group))) {
    const running: RunningCase[] = [];
    for (const entry of entries.filter((candidate) => candidate.group === group)) {
      tell(`${entry.name} opens`);
      try {
        running.push(await RunningCase.open(entry, bench));
      } catch (error) {
        results[entry.name] = { units: {}, facts: {}, peakGpuBytes: 0, error: message(error) };
        tell(`${entry.name} failed: ${message(error)}`);
      }
    }
    for (let round = 0; round < options.rounds; round++) {
      for (const test of running) {
        if (test.error !== null || round >= (test.entry.maxRounds ?? Number.POSITIVE_INFINITY)) continue;
        if (round > 0 && minutes() > ENOUGH_MINUTES[group]) continue;
        tell(`${test.entry.name}, round ${round + 1}`);
        await test.round().catch((error: unknown) => {
          test.error = message(error);
          tell(`${test.entry.name} failed: ${test.error}`);
        });
      }
      loads.push(loadavg()[0] ?? 0);
    }
    for (const test of running) {
      await test.close();
      results[test.entry.name] = test.result;
    }
  }
  return { results, loads };
}
