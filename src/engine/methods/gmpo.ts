import { sequenceMeans } from './group/aggregate.ts';
import { clipMetrics } from './group/clip.ts';
import { sampleOutput, tokenKl } from './group/groupObjective.ts';
import { tokenLogRatios, tokenRatio } from './group/ratio.ts';
import {
  EPSILON_HIGH,
  EPSILON_LOW,
  GROUP_SYMBOLS,
  GROUP_TAGS,
  groupNeeds,
  grpoArguments,
  KL_BETA,
} from './group/settings.ts';
import type { MethodDefinition } from './types.ts';

/**
 * GMPO: the geometric instead of the arithmetic mean of an answer's token ratios, which outliers move less, so that each may
 * be clipped far more widely.
 *
 * Paper: Zhao et al. 2025, "Geometric-Mean Policy Optimization", arXiv 2507.20673; as TRL's experimental GMPOTrainer: clipped
 * in log space, from one side. The bounds are log-ratios, not distances of the ratio from 1.
 */
export const gmpo: MethodDefinition = {
  id: 'gmpo',
  label: 'GMPO',
  idea: 'GRPO with the geometric mean of an answer’s token ratios, which one unlikely token cannot throw off; bounds are wide.',
  tags: GROUP_TAGS,
  formula: String.raw`\mathcal{L} = \frac{1}{N} \sum_y \Bigl[ -A\,\exp\Bigl(\frac{1}{|y|} \sum_t c_t\Bigr) + \frac{\beta}{|y|} \sum_t \mathrm{KL}_t \Bigr],\quad c_t = \begin{cases} \min(\log\rho_t,\ \varepsilon_{high}) & A > 0 \\ \max(\log\rho_t,\ -\varepsilon_{low}) & \text{else} \end{cases}`,
  symbols: { ...GROUP_SYMBOLS, '|y|': 'tokens of an answer', N: 'answers in the batch' },
  paper: {
    title: 'Geometric-Mean Policy Optimization',
    authors: 'Zhao et al.',
    year: 2025,
    arxiv: '2507.20673',
  },
  hyperparameters: [
    {
      ...EPSILON_LOW,
      default: 0.4,
      max: 2,
      meaning: 'How far below 0 the log-ratio of a bad answer’s token may be pushed before its push ends.',
    },
    {
      ...EPSILON_HIGH,
      default: 0.4,
      meaning: 'How far above 0 the log-ratio of a good answer’s token may be pulled before its pull ends.',
    },
    KL_BETA,
  ],
  needs: groupNeeds('mean'),
  compute(m, batch, hyper) {
    const side = batch.side('sample');
    const {
      beta,
      epsilon_low: low,
      epsilon_high: high,
    } = hyper as Record<'beta' | 'epsilon_low' | 'epsilon_high', number>;
    const logRatios = tokenLogRatios(m, side);
    const ratio = tokenRatio(m, side);
    const clipped = m.select(ratio.advantages, m.minimum(logRatios, high), m.maximum(logRatios, -low));
    const terms = m.neg(m.mul(m.exp(sequenceMeans(m, batch, clipped)), side.column('advantage')));
    const kl = tokenKl(m, side);
    const losses = beta === 0 ? terms : m.add(terms, m.scale(sequenceMeans(m, batch, kl), beta));
    return sampleOutput(m, batch, losses, {
      kl: m.mean(kl),
      ...clipMetrics(m, side, ratio, m.sub(-low, logRatios), m.sub(logRatios, high)),
    });
  },
  identities: [{ kind: 'monotoneInMargin', direction: 'decreasing' }],
  trl: {
    trainer: 'GMPOTrainer',
    loss_type: 'gmpo',
    note: 'A trainer of its own, in trl.experimental.gmpo; there is no loss_type to set.',
    arguments: grpoArguments({}),
  },
  learningRate: 1e-4,
};
