import { type CheckpointMatches, checkpointMatches } from './checkpointMatches.ts';
import type { AnswerComparison, Evaluator } from './evaluator.ts';
import type { Workbench } from './workbench.ts';

/** Weights that a run had at a step. */
export interface Checkpoint {
  readonly step: number;
  readonly parameters: Float32Array;
}

/** Checkpoints of a run against each other on the evaluation prompts. */
export interface CheckpointComparison {
  /** In order; 0 is the reference. [K] */
  readonly steps: readonly number[];
  readonly prompts: number;
  /** By the training judge and by the gold judge; null where nobody judges. */
  readonly judged: CheckpointMatches | null;
  readonly gold: CheckpointMatches | null;
}

/**
 * Samples an answer of each checkpoint to every evaluation prompt, from the streams that its evaluation drew from, and has both judges
 * compare them pair by pair. The policy that is training is left as it is: the checkpoints go through a store of their own.
 *
 * @param checkpoints of different steps; step 0 is taken to be the reference
 * @throws KernelError OUT_OF_MEMORY where a third copy of the weights has no room
 */
export async function compareCheckpoints(
  bench: Workbench,
  evaluator: Evaluator,
  checkpoints: readonly Checkpoint[],
  onProgress: (done: number, total: number) => void = () => {},
): Promise<CheckpointComparison> {
  const sorted = [...checkpoints].sort((a, b) => a.step - b.step);
  const store = bench.backend.createStore(bench.model.layout, { trainable: false });
  try {
    const texts: string[][] = [];
    for (const [i, { step, parameters }] of sorted.entries()) {
      onProgress(i, sorted.length);
      store.upload('parameters', parameters);
      const answers = await evaluator.answer(store, step === 0 ? 'sampling/reference' : `sampling/policy/${step}`);
      texts.push(answers.map(({ text }) => text));
    }
    onProgress(sorted.length, sorted.length);
    const pairs: AnswerComparison[] = [];
    for (const [i, first] of texts.entries()) {
      for (const second of texts.slice(i + 1)) pairs.push(await evaluator.compare(first, second));
    }
    const matches = (judge: keyof AnswerComparison) => {
      const verdicts = pairs.map((pair) => pair[judge]).filter((list) => list !== null);
      return verdicts.length < pairs.length || pairs.length === 0 ? null : checkpointMatches(texts.length, verdicts);
    };
    return {
      steps: sorted.map(({ step }) => step),
      prompts: evaluator.prompts.length,
      judged: matches('judged'),
      gold: matches('gold'),
    };
  } finally {
    await bench.plans.release(store);
    store.dispose();
  }
}
