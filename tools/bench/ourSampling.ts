import { loadWorldSet } from '../../src/engine/data/preferenceSet.ts';
import { buildDecodePlan } from '../../src/engine/model/decoder.ts';
import { loadModel } from '../../src/engine/model/loadModel.ts';
import { fetchSource } from '../../src/engine/model/modelSource.ts';
import { sampleAnswers } from '../../src/engine/model/sampler.ts';
import { randomStream } from '../../src/engine/train/rng.ts';
import type { Backend } from '../../src/kernels/index.ts';
import type { OpenedCase } from './types.ts';

const ROWS = 16;
const NEW_TOKENS = 64;

/** Fresh answers of small-1 to held-out prompts, all of the same length: no token ends one early. */
export async function ourSampling(backend: Backend): Promise<OpenedCase> {
  const site = (folder: string) => fetchSource(new URL(folder, document.baseURI).href);
  const model = await loadModel(site('models/small-1/'));
  const id = 'style-length-biased';
  const set = await loadWorldSet(site(`datasets/${id}/`), id, { knobs: {}, seed: null });
  const { tokenizer } = model;
  const start = tokenizer.bos === null ? [] : [tokenizer.bos];
  const prompts = set.heldout.slice(0, ROWS).map(({ prompt }) => [...start, ...tokenizer.encode(prompt)]);
  const capacity = Math.max(...prompts.map((prompt) => prompt.length)) + NEW_TOKENS;
  const store = backend.createStore(model.layout, { trainable: false });
  store.upload('parameters', model.weights);
  const promptRows = prompts.reduce((sum, prompt) => sum + prompt.length, 0);
  const plan = buildDecodePlan(model.config, { rows: ROWS, capacity, promptRows, answerTokens: NEW_TOKENS });
  const executor = await backend.prepare(plan, store);
  return {
    facts: { prompt_tokens: promptRows, new_tokens: ROWS * NEW_TOKENS },
    units: {
      sample: {
        tokens: ROWS * NEW_TOKENS,
        async run() {
          const answers = await sampleAnswers(executor, tokenizer, prompts, {
            maxNewTokens: NEW_TOKENS,
            temperature: 1,
            topP: 1,
            random: randomStream(1, 'bench_sampling'),
            endTokens: [],
          });
          const short = answers.find(({ ids }) => ids.length !== NEW_TOKENS);
          if (short !== undefined) throw new Error(`an answer of ${short.ids.length} tokens, ${NEW_TOKENS} were asked`);
          return {};
        },
      },
    },
  };
}
