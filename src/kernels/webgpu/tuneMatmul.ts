import { layoutParameters } from '../plan/layoutParameters.ts';
import { PlanBuilder } from '../plan/PlanBuilder.ts';
import type { Plan } from '../plan/types.ts';
import type { GpuMemory } from './GpuMemory.ts';
import type { Pipelines } from './Pipelines.ts';
import { MATMUL_VARIANTS, type MatmulVariant } from './program.ts';
import { WebGPUExecutor } from './WebGPUExecutor.ts';
import { WebGPUStore } from './WebGPUStore.ts';

const SIZE = 256;
const ROUNDS = 3;

/**
 * The variant that takes least time on one product of each form, 256³, best of three after a warm-up. Timing differs from run
 * to run, so results need not repeat to the last digit: only for those who asked.
 */
export async function tuneMatmul(memory: GpuMemory, pipelines: Pipelines): Promise<MatmulVariant> {
  const plan = probe();
  const store = new WebGPUStore(memory, plan.layout, { trainable: false });
  const best = { variant: MATMUL_VARIANTS[0] as MatmulVariant, ms: Number.POSITIVE_INFINITY };
  try {
    for (const variant of MATMUL_VARIANTS) {
      const executor = await WebGPUExecutor.prepare(plan, store, memory, pipelines, { matmul: variant });
      for (let round = 0; round <= ROUNDS; round++) {
        const start = performance.now();
        executor.run('forward');
        await executor.read('probe');
        const ms = performance.now() - start;
        if (round > 0 && ms < best.ms) Object.assign(best, { variant, ms });
      }
      executor.dispose();
    }
  } finally {
    store.dispose();
  }
  return best.variant;
}

/** NN, NT and TN of zeros; the result read back is one row long. */
function probe(): Plan {
  const plan = new PlanBuilder(layoutParameters([]));
  const a = plan.input('a', [SIZE, SIZE]);
  const row = plan.input('row', [1, SIZE]);
  let product = a;
  for (const [transposeA, transposeB] of [
    [0, 0],
    [0, 1],
    [1, 0],
  ] as const) {
    const next = plan.temporary('product', [SIZE, SIZE]);
    plan.launch('matmul', [product, a], [next], { transposeA, transposeB });
    product = next;
  }
  const last = plan.temporary('probe', [1, SIZE]);
  plan.launch('matmul', [row, product], [last], { transposeA: 0, transposeB: 0 });
  plan.output('probe', last);
  return plan.build();
}
