import type { Expression } from '../math/types.ts';
import { sequenceMeans } from './group/aggregate.ts';
import { groupObjective } from './group/groupObjective.ts';
import { tokenRatio } from './group/ratio.ts';
import { GROUP_OPTIONS, GROUP_SYMBOLS, GROUP_TAGS, groupNeeds, grpoArguments } from './group/settings.ts';
import type { Hyperparameter, MethodDefinition } from './types.ts';

const TEMPERATURE = { min: 0.1, max: 10, scale: 'log', step: 0.05 } as const satisfies Partial<Hyperparameter>;

/**
 * SAPO: instead of clipping, a sigmoid gate that fades a token's push the further its ratio is from 1.
 *
 * Paper: Gao et al. 2025, "Soft Adaptive Policy Optimization", arXiv 2511.20347; as TRL's loss_type 'sapo'. The gate's slope
 * at ratio 1 is 1: there it is plain policy gradient.
 */
export const sapo: MethodDefinition = {
  id: 'sapo',
  label: 'SAPO',
  idea: 'GRPO with a smooth gate instead of a clip: a token’s push fades as its ratio leaves 1, sooner for bad answers.',
  tags: GROUP_TAGS,
  formula: String.raw`\mathcal{L} = \frac{1}{N} \sum_y \frac{1}{|y|} \sum_t \Bigl[ -\frac{4}{\tau}\,\sigma\bigl(\tau\,(\rho_t - 1)\bigr)\,A + \beta\,\mathrm{KL}_t \Bigr],\quad \tau = \begin{cases} \tau_{+} & A > 0 \\ \tau_{-} & \text{else} \end{cases}`,
  symbols: {
    '\\rho_t': GROUP_SYMBOLS['\\rho_t'],
    A: GROUP_SYMBOLS.A,
    '\\tau_{+}': 'how fast the push of good answers fades',
    '\\tau_{-}': 'the same of bad answers',
    '\\sigma': 'logistic function',
    '\\beta': GROUP_SYMBOLS['\\beta'],
    '\\mathrm{KL}_t': GROUP_SYMBOLS['\\mathrm{KL}_t'],
  },
  paper: {
    title: 'Soft Adaptive Policy Optimization',
    authors: 'Gao et al.',
    year: 2025,
    arxiv: '2511.20347',
  },
  reading: 'Our reading of the loss is TRL’s, which was read; the paper’s own equation was not.',
  hyperparameters: [
    {
      ...TEMPERATURE,
      name: 'sapo_temperature_pos',
      symbol: '\\tau_{+}',
      default: 1,
      meaning: 'How fast the push of a good answer’s token fades as its ratio leaves 1.',
    },
    {
      ...TEMPERATURE,
      name: 'sapo_temperature_neg',
      symbol: '\\tau_{-}',
      default: 1.05,
      meaning: 'The same for bad answers; larger than the other, for stability.',
    },
    ...GROUP_OPTIONS,
  ],
  needs: groupNeeds('mean'),
  compute(m, batch, hyper) {
    const ratio = tokenRatio(m, batch.side('sample'));
    const gate = (temperature: number): Expression =>
      m.scale(m.sigmoid(m.scale(m.sub(ratio.values, 1), temperature)), 4 / temperature);
    const gates = m.select(
      ratio.advantages,
      gate(hyper.sapo_temperature_pos as number),
      gate(hyper.sapo_temperature_neg as number),
    );
    return groupObjective(m, batch, hyper, {
      ratio,
      terms: m.neg(m.mul(gates, ratio.advantages)),
      aggregate: sequenceMeans,
      metrics: {},
    });
  },
  identities: [{ kind: 'monotoneInMargin', direction: 'decreasing' }],
  trl: { trainer: 'GRPOTrainer', loss_type: 'sapo', arguments: grpoArguments({ loss_type: 'sapo' }) },
  learningRate: 1e-4,
};
