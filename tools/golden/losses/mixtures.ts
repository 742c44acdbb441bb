import { methodById } from '../../../src/engine/methods/index.ts';
import type { MethodDefinition } from '../../../src/engine/methods/types.ts';
import { toNumber } from '../fields.ts';
import { Unknown } from '../types.ts';
import { type Expression, expressed } from './ExpressedLoss.ts';

const MPO_PARTS: readonly string[] = ['sigmoid', 'bco_pair', 'sft'];
/** Settings of a part where it has more than β. */
const PART_SETTINGS: Readonly<Record<string, Readonly<Record<string, number>>>> = { ipo: { ipo_average: 1 } };

/** Weighted sums of losses: MPO where its parts are there, else a sum of our methods that the page does not offer as one. */
const mixture: Expression = (settings) => {
  const types = (settings.list('loss_types') ?? []).map(String);
  const given = settings.list('loss_weights') ?? types.map(() => 1);
  const weights = given.map((weight, i) => toNumber(weight, `weight of ${types[i]}`));
  const beta = settings.number('beta');
  if (types.some((type) => !MPO_PARTS.includes(type))) return expressed(sumOf(types, weights), { beta });
  const weightOf = (part: string) => weights[types.indexOf(part)] ?? 0;
  return expressed('mpo', {
    beta,
    sigmoid_weight: weightOf('sigmoid'),
    bco_pair_weight: weightOf('bco_pair'),
    sft_weight: weightOf('sft'),
  });
};

/** Σ weight · loss of methods on pairs, as one method; rewards are the first one's, as in TRL. */
function sumOf(types: readonly string[], weights: readonly number[]): MethodDefinition {
  const parts = types.map((type) => methodById(type));
  const [first] = parts;
  if (first === undefined || parts.includes(undefined)) throw new Unknown(`a mixture of ${types.join(', ')}`);
  return {
    ...first,
    identities: [],
    compute(m, batch, hyper) {
      const outputs = parts.flatMap((part, i) =>
        part === undefined ? [] : [part.compute(m, batch, { ...hyper, ...PART_SETTINGS[types[i] ?? ''] })],
      );
      const scaled = outputs.map(({ losses }, i) => m.scale(losses, weights[i] ?? 0));
      const losses = scaled.slice(1).reduce((sum, part) => m.add(sum, part), scaled[0] ?? m.constant(0));
      const { chosenRewards, rejectedRewards } = first.compute(m, batch, hyper);
      return { loss: m.mean(losses), losses, chosenRewards, rejectedRewards };
    },
  };
}

export const MIXTURE_LOSSES: Readonly<Record<string, Expression>> = {
  multi: mixture,
  'sigmoid+bco_pair+sft': mixture,
};
