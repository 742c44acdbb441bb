/**
 * Where a training step of Shape S goes on Dawn in Node: the same launches alone, by kernel and shape. Times are of the processor, which
 * other work on the machine moves less than those of the clock.
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
import { everywhere, type MatmulVariant } from '../../src/kernels/webgpu/matmulVariants.ts';
import { normals } from '../../src/kernels/webgpu/parity.ts';
import { WebGPUBackend } from '../../src/kernels/webgpu/WebGPUBackend.ts';
import { benchSequences, NORM_EPS, OPTIMIZER, ROPE_THETA, SHAPE_S } from '../bench/shape.ts';

const ROUNDS = 7;
const VARIANTS = (process.env.VARIANTS ?? 'subgroups8x4').split(',') as MatmulVariant[];
const ONLY = process.env.ONLY ?? '';

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
  const kinds = [...new Set(plan.launches.map(kindOf))].filter((kind) => kind.includes(ONLY));
  for (const variant of VARIANTS) {
    backend.setTraits({ matmul: everywhere(variant), attention: (process.env.ATTENTION ?? 'quads') as 'quads' });
    let sum = 0;
    for (const kind of kinds) {
      const launches = plan.launches.filter((launch) => kindOf(launch) === kind);
      const part = await backend.prepare({ ...plan, launches, outputs: new Map() }, store);
      writeScoringInputs(part, inputs);
      part.write('dLogps', new Float32Array(rows).fill(-1 / rows));
      part.write('hyper', hyperValues({ ...OPTIMIZER, step: 1, maxGradNorm: 0, gradientScale: 1 }));
      const cpu: number[] = [];
      const wall: number[] = [];
      for (let round = 0; round <= ROUNDS; round++) {
        const start = performance.now();
        const before = process.cpuUsage();
        part.run('forward', 'backward', 'update');
        await backend.device.queue.onSubmittedWorkDone();
        const { user, system } = process.cpuUsage(before);
        if (round === 0) continue;
        cpu.push((user + system) / 1000);
        wall.push(performance.now() - start);
      }
      part.dispose();
      const best = Math.min(...cpu);
      sum += best;
      const work = launches.reduce((total, { kernel, inputs: [a], outputs: [out] }) => {
        const size = (value: typeof a) => (value?.shape ?? []).reduce((product, length) => product * length, 1);
        const inner = kind.split('×').at(-1);
        return kernel === 'matmul' && a ? total + 2 * size(out) * Number(inner) : total;
      }, 0);
      process.stdout.write(
        `${variant} ${kind} (${launches.length}): ${best.toFixed(1)} ms of processor, clock ${Math.min(...wall).toFixed(1)}` +
          `${work ? `, ${(work / best / 1e6).toFixed(2)} GFLOP a second of processor` : ''}\n`,
      );
    }
    process.stdout.write(`${variant}: ${sum.toFixed(0)} ms\n`);
  }
}, 600_000);
