import { toNumber } from '../fields.ts';
import { Unknown } from '../types.ts';
import { type Expression, expressed } from './ExpressedLoss.ts';

const PARTS = ['sigmoid', 'bco_pair', 'sft'];

/** Weighted sums of DPO, BCO and likelihood. */
const mixture: Expression = (settings) => {
  const types = (settings.list('loss_types') ?? []).map(String);
  const weights = settings.list('loss_weights') ?? types.map(() => 1);
  const other = types.filter((type) => !PARTS.includes(type));
  if (other.length > 0) throw new Unknown(`a mixture with ${other.join(', ')}`);
  const weightOf = (part: string) =>
    types.includes(part) ? toNumber(weights[types.indexOf(part)], `weight of ${part}`) : 0;
  return expressed('mpo', {
    beta: settings.number('beta'),
    sigmoid_weight: weightOf('sigmoid'),
    bco_pair_weight: weightOf('bco_pair'),
    sft_weight: weightOf('sft'),
  });
};

export const MIXTURE_LOSSES: Readonly<Record<string, Expression>> = {
  multi: mixture,
  'sigmoid+bco_pair+sft': mixture,
};
