import { loadWorldSet } from '../../src/engine/data/preferenceSet.ts';
import type { TokenizedRow } from '../../src/engine/data/tokenizeRow.ts';
import { defaultExperiment } from '../../src/engine/experiment/defaultExperiment.ts';
import { loadModel } from '../../src/engine/model/loadModel.ts';
import { fetchSource } from '../../src/engine/model/modelSource.ts';
import { ReferenceLogps } from '../../src/engine/train/referenceLogps.ts';
import { trainStep } from '../../src/engine/train/step.ts';
import { openWorkbench } from '../../src/engine/train/workbench.ts';
import type { Backend } from '../../src/kernels/index.ts';
import type { OpenedCase, Unit } from './types.ts';

const PAIRS = 8;
/** Tokens of the batch: what eight pairs of the default set have on average. */
const TOKENS = 768;

/**
 * nano-1's DPO step with cached reference log-probs, and an SFT step on the very same sequences: the product's own
 * `trainStep` in both.
 */
export async function ourPreferenceSteps(backend: Backend): Promise<OpenedCase> {
  const site = (folder: string) => fetchSource(new URL(folder, document.baseURI).href);
  const dpo = defaultExperiment('sigmoid');
  const model = await loadModel(site(`models/${dpo.model}/`));
  const set = await loadWorldSet(site(`datasets/${dpo.data}/`), dpo.data, { knobs: {}, seed: null });
  const references = new ReferenceLogps();
  const bench = openWorkbench({ experiment: dpo, model, backend, set, references });
  const pairs = batchOf(bench.train);
  // SFT trains on chosen answers alone: the rejected ones take part as rows of their own.
  const sequences = pairs.flatMap((pair) => [pair, { ...pair, chosen: pair.rejected }]);
  const sft = openWorkbench({ experiment: defaultExperiment('sft'), model, backend, set, references });
  const tokens = tokensOf(pairs);
  const unit = (workbench: typeof bench, rows: readonly TokenizedRow[]): Unit => {
    let step = 0;
    return {
      tokens,
      async run() {
        const { experiment } = workbench;
        const optimizer = { learningRate: experiment.learning_rate, step: ++step };
        await trainStep(workbench, [rows], { hyper: experiment.hyperparameters, state: {} }, optimizer);
        return {};
      },
    };
  };
  return { units: { dpo: unit(bench, pairs), sft: unit(sft, sequences) }, facts: { pairs: PAIRS, tokens } };
}

const tokensOf = (rows: readonly TokenizedRow[]) =>
  rows.reduce((sum, { chosen, rejected }) => sum + chosen.ids.length + rejected.ids.length, 0);

/** Of the first rows of the set, the run of PAIRS whose tokens come closest to TOKENS. */
function batchOf(rows: readonly TokenizedRow[]): readonly TokenizedRow[] {
  const batches = Array.from({ length: 64 }, (_, index) => rows.slice(index * PAIRS, (index + 1) * PAIRS));
  const distance = (batch: readonly TokenizedRow[]) => Math.abs(tokensOf(batch) - TOKENS);
  return batches.reduce((best, batch) => (distance(batch) < distance(best) ? batch : best));
}
