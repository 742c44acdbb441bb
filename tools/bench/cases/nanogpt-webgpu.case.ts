import { TeachableLLM } from '@genai-fi/nanogpt';
import { fi as tensor } from 'nanogpt-dist/dist-Da20xy8E.js';
import BasicTrainer from 'nanogpt-dist/training/BasicTrainer.js';
import { JsClock } from '../JsClock.ts';
import { benchRows, OPTIMIZER, SHAPE_S } from '../shape.ts';
import type { OpenedCase } from '../types.ts';

/**
 * @genai-fi/nanogpt's nearest model (learned positions, GELU of four times the width) through its own trainer: it builds its
 * weights itself, so its losses are its own. Float32, as everybody here; its first version is faster than its second.
 */
export async function open(): Promise<OpenedCase> {
  const { layers, channels, heads, context, vocabulary, sequences } = SHAPE_S;
  await TeachableLLM.selectBackend('webgpu');
  const model = TeachableLLM.create('char', {
    modelType: 'GenAI_NanoGPT_v1',
    useRope: false,
    vocabSize: vocabulary,
    blockSize: context,
    nLayer: layers,
    nHead: heads,
    nEmbed: channels,
    mlpFactor: 4,
  });
  const { learningRate, beta1, beta2, weightDecay } = OPTIMIZER;
  const trainer = new BasicTrainer(model._model, model._tokeniser, {
    learningRate,
    beta1,
    beta2,
    weightDecay,
    warmupSteps: 0,
    decayEpochs: 100,
    epochSteps: 10_000,
    minLearningRate: learningRate,
  });
  trainer.setMixedPrecision(false);
  const { ids, targets } = benchRows(SHAPE_S);
  const batch = {
    xs: tensor(ids, [sequences, context], 'int32'),
    ys: tensor(targets, [sequences, context], 'int32'),
  };
  const clock = new JsClock();
  return {
    units: {
      step: {
        tokens: sequences * context,
        async run() {
          const result = clock.time(() => trainer.trainStep({}, batch));
          const loss = (await result.data())[0] ?? Number.NaN;
          result.dispose();
          return { loss, jsMs: clock.take() };
        },
      },
    },
  };
}
