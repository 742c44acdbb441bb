import { parseDecoderConfig } from '../../src/engine/model/config.ts';
import { buildScoringPlan } from '../../src/engine/model/decoder.ts';
import { decoderLayout } from '../../src/engine/model/layout.ts';
import { memorySource } from '../../src/engine/model/modelSource.ts';
import { writeSafetensors } from '../../src/engine/model/safetensors.ts';
import { layoutSequences, writeScoringInputs } from '../../src/engine/model/scorer.ts';
import { flattenCheckpoint, readCheckpoint } from '../../src/engine/model/weights.ts';
import { type Backend, hyperValues } from '../../src/kernels/index.ts';
import { JsClock } from './JsClock.ts';
import { type BenchShape, benchSequences, benchWeights, NORM_EPS, OPTIMIZER, ROPE_THETA } from './shape.ts';
import type { Unit } from './types.ts';

/**
 * Our training step on a shape's weights and tokens, as the product takes it: log-probs forward and read, the objective's
 * gradient from the host, backward, AdamW. The objective is the mean of -log p over all tokens.
 */
export async function ourTrainingStep(
  backend: Backend,
  shape: BenchShape,
): Promise<{ readonly unit: Unit; readonly parameterBytes: number }> {
  const config = parseDecoderConfig({
    model_type: 'llama',
    vocab_size: shape.vocabulary,
    hidden_size: shape.channels,
    intermediate_size: shape.width,
    num_hidden_layers: shape.layers,
    num_attention_heads: shape.heads,
    num_key_value_heads: shape.heads,
    hidden_act: 'silu',
    max_position_embeddings: shape.context,
    rms_norm_eps: NORM_EPS,
    rope_theta: ROPE_THETA,
    tie_word_embeddings: true,
    eos_token_id: 0,
  });
  const layout = decoderLayout(config);
  const file = writeSafetensors(benchWeights(shape), { dtype: 'F32' });
  const checkpoint = await readCheckpoint(memorySource(new Map([['model.safetensors', file]])));
  const store = backend.createStore(layout, { trainable: true });
  store.upload('parameters', flattenCheckpoint(checkpoint, layout));

  const rows = shape.sequences * shape.context;
  const executor = await backend.prepare(buildScoringPlan(config, { rows, train: true }), store);
  const { inputs } = layoutSequences(benchSequences(shape), rows);
  const dLogps = new Float32Array(rows).fill(-1 / rows); // [M]
  const clock = new JsClock();
  let step = 0;
  return {
    parameterBytes: 4 * layout.length,
    unit: {
      tokens: rows,
      async run() {
        step++;
        const logps = await clock.time(() => {
          writeScoringInputs(executor, inputs);
          executor.run('forward');
          return executor.read('logps'); // [M]
        });
        const loss = -logps.reduce((sum, value) => sum + value, 0) / rows;
        await clock.time(() => {
          executor.write('dLogps', dLogps);
          executor.run('backward');
          executor.write('hyper', hyperValues({ ...OPTIMIZER, step, maxGradNorm: 0, gradientScale: 1 }));
          executor.run('update');
          return executor.read('norm'); // [1]
        });
        const jsMs = clock.take();
        return backend.name === 'webgpu' ? { loss, jsMs } : { loss };
      },
    },
  };
}
