import type { Expression, MathInterface } from '../math/types.ts';
import { BETA } from './beta.ts';
import { DPO_TAGS } from './dpoSymbols.ts';
import { LOG_RATIOS } from './pairSymbols.ts';
import { logRatio } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * Cal-DPO: DPO whose log-ratios are also drawn to values of their own, so that the chosen answer's probability cannot sink.
 *
 * Paper: Xiao et al. 2024, "Cal-DPO: Calibrated Direct Preference Optimization for Language Model Alignment",
 * arXiv 2412.14516, as coded by the authors (dpo_trainer.py, loss_type Cal-DPO): no β inside the log-sigmoid, the two squared
 * terms are means over the batch, and the logged rewards are the policy's summed log-probs.
 * No deviation from the code. The targets ±1/(2β) are in nats.
 */
export const calDpo: MethodDefinition = {
  id: 'cal_dpo',
  label: 'Cal-DPO',
  idea: 'Compares log-ratios as DPO does and also draws the chosen one up to 1/(2β) and the rejected one down to −1/(2β).',
  tags: { ...DPO_TAGS, property: 'likelihood' },
  formula: String.raw`\mathcal{L} = -\log\sigma(u - v) + \tfrac12\Bigl(u - \frac{1}{2\beta}\Bigr)^2 + \tfrac12\Bigl(v + \frac{1}{2\beta}\Bigr)^2`,
  symbols: { ...LOG_RATIOS, '\\beta': 'sets the targets ±1/(2β)', '\\sigma': 'logistic function' },
  paper: {
    title: 'Cal-DPO: Calibrated Direct Preference Optimization for Language Model Alignment',
    authors: 'Xiao, Yuan, Zhu, Li, Honavar',
    year: 2024,
    arxiv: '2412.14516',
  },
  hyperparameters: [
    {
      ...BETA,
      meaning:
        'The log-ratios aim at ±1/(2β) nats: 5 at β = 0.1. Rewards in the curves are plain log-probs, as its authors log them.',
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, { chosen, rejected }, hyper) {
    const target = 1 / (2 * (hyper.beta as number));
    const [u, v] = [logRatio(m, chosen), logRatio(m, rejected)];
    const losses = m.add(
      m.neg(m.logSigmoid(m.sub(u, v))),
      m.scale(m.add(meanSquare(m, m.sub(u, target)), meanSquare(m, m.add(v, target))), 0.5),
    );
    return { loss: m.mean(losses), losses, chosenRewards: chosen.logps, rejectedRewards: rejected.logps };
  },
  identities: [{ kind: 'valueAtReference', value: ({ beta = Number.NaN }) => Math.LN2 + 1 / (2 * beta) ** 2 }],
  trl: { none: 'TRL has no calibrated loss; the authors’ trainer is derived from its DPOTrainer.' },
  learningRate: 3e-4,
};

function meanSquare(m: MathInterface, values: Expression): Expression {
  return m.mean(m.square(values));
}
