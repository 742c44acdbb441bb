/**
 * Where a training step of Shape S goes on Dawn in Node: the same launches alone, by kernel and shape, with subgroups8x4 and attention by
 * rows, and as a CPU driver gets them. Times are of the processor, which other work on the machine moves less than those of the clock.
 *   VK_DRIVER_FILES=… npx vitest run --config tools/dawn/measure.config.ts launches
 */
import { it } from 'vitest';
import { parseDecoderConfig } from '../../src/engine/model/config.ts';
import { buildScoringPlan } from '../../src/engine/model/decoder.ts';
import { decoderLayout } from '../../src/engine/model/layout.ts';
import { layoutSequences, writeScoringInputs } from '../../src/engine/model/scorer.ts';
import { hyperValues } from '../../src/kernels/adamW/adamW.ts';
import { diagnose } from '../../src/kernels/diagnose.ts';
import type { Launch } from '../../src/kernels/plan/types.ts';
import { laneVariant } from '../../src/kernels/webgpu/laneVariants.ts';
import { everywhere, fixedTable } from '../../src/kernels/webgpu/matmulVariants.ts';
import { normals } from '../../src/kernels/webgpu/parity.ts';
import { WebGPUBackend } from '../../src/kernels/webgpu/WebGPUBackend.ts';
import { benchSequences, NORM_EPS, OPTIMIZER, ROPE_THETA, SHAPE_S } from '../bench/shape.ts';
import { workersMs } from './workersMs.ts';

const ROUNDS = 7;
/** A launch's kernel and, of a product, its form and size. */
function kindOf({ kernel, attributes, inputs, outputs }: Launch): string {
  if (kernel !== 'matmul') return kernel;
  const form = `${attributes.transposeA ? 'T' : 'N'}${attributes.transposeB ? 'T' : 'N'}`;
  const shape = inputs[0]?.shape ?? [];
  const inner = attributes.transposeA ? shape[0] : shape.at(-1);
  return `matmul ${form} ${outputs[0]?.shape.join('×')}×${inner}`;
}

it('launches of a step', async () => {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('no adapter');
  const backend = await WebGPUBackend.open(adapter, { diagnosis: await diagnose(), generation: 1 });
  const config = parseDecoderConfig({
    model_type: 'llama',
    vocab_size: SHAPE_S.vocabulary,
    hidden_size: SHAPE_S.channels,
    intermediate_size: SHAPE_S.width,
    num_hidden_layers: SHAPE_S.layers,
    num_attention_heads: SHAPE_S.heads,
    num_key_value_heads: SHAPE_S.heads,
    hidden_act: 'silu',
    max_position_embeddings: SHAPE_S.context,
    rms_norm_eps: NORM_EPS,
    rope_theta: ROPE_THETA,
    tie_word_embeddings: true,
    eos_token_id: 0,
  });
  const layout = decoderLayout(config);
  const store = backend.createStore(layout, { trainable: true });
  store.upload(
    'parameters',
    normals(layout.length, 9).map((value) => value * 0.02),
  );
  const rows = SHAPE_S.sequences * SHAPE_S.context;
  const plan = buildScoringPlan(config, { rows, train: true });
  const { inputs } = layoutSequences(benchSequences(SHAPE_S), rows);
  const kinds = [...new Set(plan.launches.map(kindOf))];
  const ours = { lanes: laneVariant(true, backend.device.features), matmul: fixedTable(true, backend.device) };
  const columns = [{ ...ours, lanes: 'apart', matmul: everywhere('subgroups8x4') } as const, ours];
  const sums = columns.map(() => 0);
  for (const kind of kinds) {
    const launches = plan.launches.filter((launch) => kindOf(launch) === kind);
    const best: string[] = [];
    for (const [column, traits] of columns.entries()) {
      backend.setTraits(traits);
      const part = await backend.prepare({ ...plan, launches, outputs: new Map() }, store);
      writeScoringInputs(part, inputs);
      part.write('dLogps', new Float32Array(rows).fill(-1 / rows));
      part.write('hyper', hyperValues({ ...OPTIMIZER, step: 1, maxGradNorm: 0, gradientScale: 1 }));
      const times: number[] = [];
      for (let round = 0; round <= ROUNDS; round++) {
        const before = workersMs();
        part.run('forward', 'backward', 'update');
        await backend.device.queue.onSubmittedWorkDone();
        if (round > 0) times.push(workersMs() - before); // The first compiles.
      }
      part.dispose();
      sums[column] = (sums[column] ?? 0) + Math.min(...times);
      best.push(Math.min(...times).toFixed(1));
    }
    process.stdout.write(`${kind} (${launches.length}): ${best.join(', ')} ms\n`);
  }
  process.stdout.write(`all: ${sums.map((sum) => sum.toFixed(0)).join(', ')} ms\n`);
}, 600_000);
