import { collate } from '../data/collate.ts';
import type { TokenizedSequence } from '../data/tokenizeRow.ts';
import { evaluateBatch } from '../train/evaluateBatch.ts';
import { scoreBatch } from '../train/scoreBatch.ts';
import type { Trainer } from '../train/trainer.ts';
import type { Workbench } from '../train/workbench.ts';
import { averagePrecision } from './averagePrecision.ts';
import { claimExperiment } from './claimExperiment.ts';
import { toneWords } from './toneWords.ts';
import type { Claim } from './types.ts';

const STEPS = 60;
const PAIRS = 100;

const experiment = (seed: number) =>
  claimExperiment({ loss: 'sparsepo', changes: { data: 'style', max_steps: STEPS, seed } });

/** SparsePO: the tokens that its mask keeps are those from which quality is read. */
export const m21: Claim = {
  id: 'M21',
  arxiv: '2410.05102',
  claim: 'The learnt token mask lies on the words that decide the preference.',
  figure:
    'average precision of the mask against the tokens of tone-bearing words, over their share of all tokens; 1 is a mask that knows nothing',
  setting: `nano-1, style, ${STEPS} steps of 32 pairs, both answers of ${PAIRS} held-out pairs; the mask sees the state before a token`,
  // "Much greater than the base rate": twice it, at the least.
  expected: { min: 2 },
  preset: experiment(42),
  async measure(lab, seed) {
    let lift = Number.NaN;
    await lab.train(
      { ...experiment(seed), eval_pairs: PAIRS, eval_prompts: 0 },
      {
        async look(bench, trainer) {
          const { masks, labels } = await maskedTokens(bench, trainer);
          lift = averagePrecision(masks, labels) / (labels.filter(Boolean).length / labels.length);
        },
      },
    );
    return lift;
  },
};

/** Every completion token of held-out pairs: its mask, and whether it is (part of) a word that bears a tone. */
async function maskedTokens(bench: Workbench, trainer: Trainer) {
  const { method, model } = bench;
  const rows = bench.heldout.slice(0, PAIRS);
  const batch = collate(rows, method.needs, model.config.contextLength, { ownPairs: true });
  const scored = evaluateBatch(method, batch, await scoreBatch(bench, batch), trainer.objective);
  const masks: number[] = [];
  const labels: boolean[] = [];
  rows.forEach(({ row }, i) => {
    for (const side of ['chosen', 'rejected'] as const) {
      const place = batch.relation[side][i] as number;
      const sequence = batch.sequences[place] as TokenizedSequence;
      const bearing = toneTokens(bench, sequence, row.prompt, row[side]);
      bearing.forEach((isTone, t) => {
        masks.push(scored.tokenMasks?.[place]?.[sequence.promptLength - 1 + t] ?? Number.NaN);
        labels.push(isTone);
      });
    }
  });
  return { masks, labels };
}

function toneTokens({ model }: Workbench, sequence: TokenizedSequence, prompt: string, answer: string): boolean[] {
  const words = toneWords(prompt, answer);
  const completion = sequence.ids.slice(sequence.promptLength);
  let end = 0;
  return model.tokenizer.pieces(sequence.ids.slice(0, sequence.promptLength), completion).map((piece) => {
    const start = end;
    end += piece.length;
    return words.some((word) => word.start < end && start < word.end && piece.trim() !== '');
  });
}
