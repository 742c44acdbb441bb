import { describe } from '../matmul/product.ts';
import { layoutParameters } from '../plan/layoutParameters.ts';
import { PlanBuilder } from '../plan/PlanBuilder.ts';
import type { Launch, Plan } from '../plan/types.ts';
import type { GpuMemory } from './GpuMemory.ts';
import { everywhere, exactVariants, type MatmulClass, type MatmulVariant, matmulClass } from './matmulVariants.ts';
import type { Pipelines } from './Pipelines.ts';
import { WebGPUExecutor } from './WebGPUExecutor.ts';
import { WebGPUStore } from './WebGPUStore.ts';

const ROUNDS = 3;
/** More is not worth waiting for: a class that takes this long is decided by fewer rounds. */
const BUDGET_MS = 60;

/**
 * The fastest variant for each class of product that the plan has and `known` does not, measured on the plan's largest product of
 * that class: best of three after a warm-up, variants in turn. Timing differs from run to run, so results need not repeat
 * to the last digit: only for those who asked.
 */
export async function tuneMatmul(
  plan: Plan,
  known: ReadonlySet<MatmulClass>,
  memory: GpuMemory,
  pipelines: Pipelines,
): Promise<Map<MatmulClass, MatmulVariant>> {
  const chosen = new Map<MatmulClass, MatmulVariant>();
  for (const [name, launch] of largestOfEachClass(plan)) {
    if (!known.has(name)) chosen.set(name, await fastest(launch, memory, pipelines));
  }
  return chosen;
}

function largestOfEachClass(plan: Plan): Map<MatmulClass, Launch> {
  const largest = new Map<MatmulClass, { launch: Launch; work: number }>();
  for (const launch of plan.launches) {
    if (launch.kernel !== 'matmul') continue;
    const product = describe(launch);
    const name = matmulClass(product);
    const work = product.rows * product.cols * product.inner;
    if (work > (largest.get(name)?.work ?? 0)) largest.set(name, { launch, work });
  }
  return new Map([...largest].map(([name, { launch }]) => [name, launch]));
}

async function fastest(launch: Launch, memory: GpuMemory, pipelines: Pipelines): Promise<MatmulVariant> {
  const plan = alone(launch);
  const store = new WebGPUStore(memory, plan.layout, { trainable: false });
  const runs: { variant: MatmulVariant; executor: WebGPUExecutor; bestMs: number }[] = [];
  try {
    for (const variant of exactVariants(memory.device)) {
      const traits = { matmul: everywhere(variant), lanes: 'apart' } as const;
      const executor = await WebGPUExecutor.prepare(plan, store, memory, pipelines, traits);
      runs.push({ variant, executor, bestMs: Number.POSITIVE_INFINITY });
    }
    const began = performance.now();
    for (let round = 0; round <= ROUNDS; round++) {
      if (round > 1 && performance.now() - began > BUDGET_MS) break;
      for (const run of runs) {
        const start = performance.now();
        run.executor.run('forward');
        await memory.device.queue.onSubmittedWorkDone();
        if (round > 0) run.bestMs = Math.min(run.bestMs, performance.now() - start);
      }
    }
    await memory.errors.check();
  } finally {
    for (const { executor } of runs) executor.dispose();
    store.dispose();
  }
  return runs.reduce((best, run) => (run.bestMs < best.bestMs ? run : best)).variant;
}

/** The launch's product of zeros. */
function alone({ inputs: [a, b], outputs: [out], attributes }: Launch): Plan {
  const plan = new PlanBuilder(layoutParameters([]));
  const zeros = [a, b].map((value, i) => plan.input(`operand ${i}`, value?.shape ?? []));
  plan.launch('matmul', zeros, [plan.temporary('product', out?.shape ?? [])], attributes);
  return plan.build();
}
