import { stepFlops } from './flops.ts';
import { SHAPE_S } from './shape.ts';
import { spread } from './statistics.ts';
import type { Results } from './types.ts';

/** Median of a unit's times in ms; null where it was not measured. */
function medianMs(results: Results, name: string, unit = 'step'): number | null {
  return spread(results[name]?.units[unit]?.samples.map(({ ms }) => ms) ?? [])?.median ?? null;
}

function quotient(dividend: number | null, divisor: number | null): number | null {
  return dividend === null || divisor === null || divisor <= 0 ? null : dividend / divisor;
}

/** The fastest of a case's products, in FLOP/s; each by its median, so that it compares with a step's median. */
export function bestMatmulRate(results: Results, name: string): number | null {
  const rates = Object.entries(results[name]?.units ?? {}).flatMap(([unit, { flops }]) => {
    const ms = medianMs(results, name, unit);
    return flops === null || ms === null ? [] : [(flops / ms) * 1000];
  });
  return rates.length === 0 ? null : Math.max(...rates);
}

function fact(results: Results, name: string, key: string): number | null {
  const value = results[name]?.facts[key];
  return typeof value === 'number' ? value : null;
}

/** Time per token of the large batch over that of the small one. */
function scaling(results: Results, name: string): number | null {
  const perToken = (unit: string) =>
    quotient(medianMs(results, name, unit), results[name]?.units[unit]?.tokens ?? null);
  return quotient(perToken('eight'), perToken('one'));
}

/**
 * Everything that is compared, by its name in the JSON. `a_vs_b` above 1: ours is that many times faster, except
 * `dpo_vs_sft…`, `tokens_8x…` and `memory_…`, which are ours over ours. Null: a part was not measured.
 */
export function ratiosOf(results: Results): Record<string, number | null> {
  const over = (peer: string, ours: string, unit = 'step') =>
    quotient(medianMs(results, peer, unit), medianMs(results, ours, unit));
  const share = (ours: string, products: string) => {
    const ms = medianMs(results, ours);
    return quotient(ms === null ? null : (stepFlops(SHAPE_S).total / ms) * 1000, bestMatmulRate(results, products));
  };
  const dpoOverSft = (name: string) => quotient(medianMs(results, name, 'dpo'), medianMs(results, name, 'sft'));
  const grows = (name: string) =>
    quotient(fact(results, name, 'working_bytes_large'), fact(results, name, 'working_bytes_small'));
  return {
    webgpu_vs_jaxjs: over('jaxjs-webgpu', 'ours-webgpu'),
    webgpu_vs_tfjs: over('tfjs-webgpu', 'ours-webgpu'),
    webgpu_vs_nanogpt: over('nanogpt-webgpu', 'ours-webgpu'),
    wasm_vs_jaxjs: over('jaxjs-wasm', 'ours-wasm'),
    wasm_vs_jaxjs_isolated: over('jaxjs-wasm-isolated', 'ours-wasm'),
    wasm_vs_tfjs: over('tfjs-wasm', 'ours-wasm'),
    wasm_vs_same_plan_on_tfjs: over('ours-tfjs-wasm', 'ours-wasm'),
    share_of_best_matmul: share('ours-webgpu', 'matmul-webgpu'),
    share_of_best_matmul_wasm: share('ours-wasm', 'matmul-wasm'),
    dpo_vs_sft: dpoOverSft('preference-webgpu'),
    dpo_vs_sft_wasm: dpoOverSft('preference-wasm'),
    dpo_wasm_vs_same_plan_on_tfjs: over('preference-tfjs-wasm', 'preference-wasm', 'dpo'),
    sampling_vs_tfjs: over('sampling-tfjs-webgpu', 'sampling-webgpu', 'sample'),
    sampling_vs_tfjs_wasm: over('sampling-tfjs-wasm', 'sampling-wasm', 'sample'),
    tokens_8x: scaling(results, 'scaling-webgpu'),
    tokens_8x_wasm: scaling(results, 'scaling-wasm'),
    memory_v49152_over_v512: grows('memory-webgpu'),
    memory_v49152_over_v512_wasm: grows('memory-wasm'),
  };
}
