import type { SequenceBatch } from '../data/collate.ts';
import { type SequenceScores, scoreSequences } from '../model/scorer.ts';
import type { BatchScores } from './batchArrays.ts';
import { type ReferencePass, referencePass } from './referencePass.ts';
import type { Workbench } from './workbench.ts';

/** A batch under policy and reference without training: for evaluation and the token view. */
export async function scoreBatch(
  bench: Workbench,
  batch: SequenceBatch,
): Promise<BatchScores & { readonly sequences: readonly SequenceScores[] }> {
  const reference = await referencePass(bench, batch.sequences);
  const ids = batch.sequences.map((sequence) => sequence.ids);
  const sequences = await scoreSequences(bench.plans, bench.policy, ids, {
    ...(reference.distributions && { reference: reference.distributions }),
    logCollisions: bench.method.needs.vocabulary?.includes('collision') === true,
  });
  return { sequences, ...batchScores(sequences, reference) };
}

/** Field by field over the sequences. */
export function batchScores(
  scores: readonly Pick<SequenceScores, 'logps' | 'kl' | 'logCollisions'>[],
  reference: Pick<ReferencePass, 'logps' | 'hidden'>,
): BatchScores {
  const all = (field: 'kl' | 'logCollisions') => {
    const found = scores.map(({ [field]: values }) => values);
    return found.every((values) => values !== undefined) && found.length > 0 ? found : undefined;
  };
  const [kl, logCollisions] = [all('kl'), all('logCollisions')];
  return {
    logps: scores.map(({ logps }) => logps),
    refLogps: reference.logps,
    ...(reference.hidden && { refHidden: reference.hidden }),
    ...(kl && { kl }),
    ...(logCollisions && { logCollisions }),
  };
}
