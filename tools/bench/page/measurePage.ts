/**
 * Measures how smooth the page is while it trains on WASM, and how soon it starts.
 *
 *   npm run bench -- --page [--json] [--rounds 3] [--no-build]
 *
 * Exit code 1 beyond the budget. Judged is time on the processor where it can be had; by the clock, other programs on the
 * machine count too. The load stands beside the numbers.
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { measureStart, type StartFigures } from './measureStart.ts';
import { measureTraining, type TrainingFigures } from './measureTraining.ts';
import { openSite } from './openSite.ts';
import { type PageRow, pageRows } from './pageRows.ts';

export interface PageFigures {
  readonly browser: string;
  readonly cores: number;
  /** Of one minute, when the measurement began and when it ended. */
  readonly load: readonly [number, number];
  readonly start: StartFigures;
  readonly training: readonly TrainingFigures[];
}

const load = () => loadavg()[0] ?? Number.NaN;

function tableText(figures: PageFigures, rows: readonly PageRow[]): string {
  const width = Math.max(...rows.map(({ what }) => what.length));
  const cell = (value: number | null) => (value === null ? '' : value.toFixed(value < 10 ? 1 : 0)).padStart(8);
  const [before, after] = figures.load.map((value) => value.toFixed(1));
  return [
    `${figures.browser}, WASM, ${figures.cores} cores, load ${before} to ${after}`,
    `${''.padEnd(width)}  measured   at most`,
    ...rows.map(
      ({ what, value, atMost, unit }) =>
        `${what.padEnd(width)}  ${cell(value)}  ${cell(atMost)} ${unit}${atMost !== null && !(value <= atMost) ? '  OVER' : ''}`,
    ),
    '',
  ].join('\n');
}

/** @returns the exit code: 1 beyond the budget */
export async function measurePage(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '3' },
      'no-build': { type: 'boolean', default: false },
    },
  });
  const site = await openSite(!values['no-build']);
  try {
    const loadBefore = load();
    const start = await measureStart(site, Math.max(1, Number(values.rounds) || 1));
    const training = [await measureTraining(site, 'as opened'), await measureTraining(site, 'every chart in sight')];
    const figures: PageFigures = {
      browser: `Chromium ${site.browser.version()}`,
      cores: cpus().length,
      load: [loadBefore, load()],
      start,
      training,
    };
    const rows = pageRows(figures);
    process.stdout.write(values.json ? `${JSON.stringify({ rows, ...figures })}\n` : tableText(figures, rows));
    return rows.every(({ value, atMost }) => atMost === null || value <= atMost) ? 0 : 1;
  } finally {
    await site.close();
  }
}
