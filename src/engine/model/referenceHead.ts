import { elementCount } from '../../kernels/index.ts';
import { headName } from './layout.ts';
import type { LoadedModel } from './loadModel.ts';

/**
 * The head of a model, [V, C] row by row, tied or not: input `refHead` of plans with KL against this model. It is a view of `weights`:
 * keep it, as `writeReference` goes by the array.
 */
export function referenceHead(model: Pick<LoadedModel, 'config' | 'layout' | 'weights'>): Float32Array {
  const name = headName(model.config);
  const entry = model.layout.entries.find((candidate) => candidate.name === name);
  if (entry === undefined) throw new RangeError(`no ${name} in the layout`);
  return model.weights.subarray(entry.offset, entry.offset + elementCount(entry.shape));
}
