import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { type StepFlops, stepFlops } from './flops.ts';
import { bestMatmulRate, ratiosOf } from './ratios.ts';
import { SHAPE_S } from './shape.ts';
import { type Spread, spread } from './statistics.ts';
import type { CaseResult, Results } from './types.ts';

/** Pinned versions, of the project's own dependencies or the peers'. */
function dependencies(folder: string): Record<string, string> {
  const manifest = new URL(`${folder}package.json`, import.meta.url);
  return JSON.parse(readFileSync(manifest, 'utf8')).dependencies;
}

export interface Report {
  readonly ratios: Readonly<Record<string, number | null>>;
  /** Of our training step on WebGPU; `js_ms` is its median. */
  readonly counts: Readonly<Record<string, number>>;
  /** The same of the other cases on WebGPU. */
  readonly peer_counts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** By case and unit, ms. */
  readonly times: Readonly<Record<string, Spread & { readonly tokens_per_second?: number }>>;
  readonly flops: StepFlops & { readonly best_matmul: number | null; readonly best_matmul_wasm: number | null };
  readonly losses: Readonly<Record<string, readonly number[]>>;
  readonly facts: Readonly<Record<string, Readonly<Record<string, number | string>>>>;
  readonly errors: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, unknown>>;
}

function countsOf(result: CaseResult): Record<string, number> {
  const samples = result.units.step?.samples ?? [];
  const last = samples.at(-1);
  if (last === undefined || last.counts.dispatches === 0) return {};
  const js = spread(samples.flatMap(({ jsMs }) => (jsMs === undefined ? [] : [jsMs])));
  return { ...last.counts, ...(js && { js_ms: js.median }), peak_gpu_bytes: result.peakGpuBytes };
}

function timesOf(results: Results): Report['times'] {
  const times: Record<string, Spread & { tokens_per_second?: number }> = {};
  for (const [name, { units }] of Object.entries(results)) {
    for (const [unit, { samples, tokens }] of Object.entries(units)) {
      const ms = spread(samples.map((sample) => sample.ms));
      if (ms === null) continue;
      times[`${name} ${unit}`] = tokens === null ? ms : { ...ms, tokens_per_second: (tokens / ms.median) * 1000 };
    }
  }
  return times;
}

export function reportOf(
  results: Results,
  measured: { readonly loads: readonly number[]; readonly browser: string; readonly device: string },
): Report {
  const entries = Object.entries(results);
  const { 'ours-webgpu': ours, ...others } = results;
  const loads = spread(measured.loads);
  return {
    ratios: ratiosOf(results),
    counts: ours === undefined ? {} : countsOf(ours),
    peer_counts: Object.fromEntries(
      Object.entries(others)
        .map(([name, result]) => [name, countsOf(result)] as const)
        .filter(([, counts]) => counts.dispatches !== undefined),
    ),
    times: timesOf(results),
    flops: {
      ...stepFlops(SHAPE_S),
      best_matmul: bestMatmulRate(results, 'matmul-webgpu'),
      best_matmul_wasm: bestMatmulRate(results, 'matmul-wasm'),
    },
    losses: Object.fromEntries(
      entries
        .filter(([, { units }]) => units.step !== undefined)
        .map(([name, { units }]) => [name, units.step?.losses ?? []]),
    ),
    facts: Object.fromEntries(
      entries.filter(([, { facts }]) => Object.keys(facts).length > 0).map(([name, { facts }]) => [name, facts]),
    ),
    errors: Object.fromEntries(entries.flatMap(([name, { error }]) => (error === null ? [] : [[name, error]]))),
    environment: {
      device: measured.device,
      browser: `Chromium ${measured.browser}`,
      node: process.version,
      processor: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
      load: {
        start: measured.loads[0] ?? null,
        median: loads?.median ?? null,
        max: loads?.max ?? null,
        end: loadavg()[0],
      },
      versions: { ...dependencies('./'), '@tensorflow/tfjs-core': dependencies('../../')['@tensorflow/tfjs-core'] },
    },
  };
}

const number = (value: number, digits = 3) =>
  Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(digits)));

/** For people: ratios, then counts, then times. */
export function reportText(report: Report): string {
  const rows = (values: Readonly<Record<string, string>>) => {
    const width = Math.max(0, ...Object.keys(values).map((key) => key.length));
    return Object.entries(values).map(([key, text]) => `  ${key.padEnd(width)}  ${text}`);
  };
  const mapped = <Value>(values: Readonly<Record<string, Value>>, text: (value: Value) => string) =>
    rows(Object.fromEntries(Object.entries(values).map(([key, value]) => [key, text(value)])));
  const { flops } = report;
  const rate = (value: number | null) => (value === null ? 'not measured' : `${number(value / 1e9)} GFLOP/s`);
  const counted = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([key, value]) => `${key} ${number(value)}`)
      .join(', ');
  return [
    'Ratios of medians, this run alone (x_vs_y: how many times faster ours is)',
    ...mapped(report.ratios, (value) => (value === null ? '-' : number(value))),
    '',
    'A training step of ours on WebGPU, and of the others',
    ...mapped({ 'ours-webgpu': report.counts, ...report.peer_counts }, counted),
    '',
    `FLOPs of a step's products, each once: ${number(flops.total / 1e9)} G (linear ${number(flops.projections / 1e9)}, attention ${number(flops.attention / 1e9)}).`,
    `Best product: WebGPU ${rate(flops.best_matmul)}, WASM ${rate(flops.best_matmul_wasm)}.`,
    '',
    'Times in ms: median (minimum to maximum, number)',
    ...mapped(
      report.times,
      ({ median, min, max, n, tokens_per_second: tokens }) =>
        `${number(median)} (${number(min)} to ${number(max)}, ${n})${tokens === undefined ? '' : `, ${number(tokens)} tokens/s`}`,
    ),
    '',
    'Losses of the first steps',
    ...mapped(report.losses, (losses) =>
      losses
        .slice(0, 5)
        .map((loss) => loss.toFixed(4))
        .join(' '),
    ),
    '',
    ...mapped(report.facts, (facts) => JSON.stringify(facts)),
    ...mapped(report.errors, (error) => `FAILED: ${error}`),
    ...mapped(report.environment as Record<string, unknown>, (value) =>
      typeof value === 'string' ? value : JSON.stringify(value),
    ),
    '',
  ].join('\n');
}
