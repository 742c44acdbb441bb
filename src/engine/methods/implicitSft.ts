import type { Expression, MathInterface } from '../math/types.ts';
import { BETA } from './beta.ts';
import { logRatio } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/** Below this reward the Hellinger form, which has a pole at −1, goes on as its tangent. */
const TANGENT = -0.9;

/**
 * Fine-tuning as implicit-reward learning: imitation raises the implicit reward of demonstrations without limit; other
 * divergences let it go once it is high enough.
 *
 * Paper: Wang et al. 2025, "Implicit Reward as the Bridge: A Unified View of SFT and DPO Connections", arXiv 2507.00018. With
 * ρ = β times the summed log-ratio on a demonstration: total variation −ρ (fine-tuning itself, up to the scale β), Pearson
 * χ² −ρ + ρ²/4 with its optimum at ρ = 2, squared Hellinger −ρ/(1 + ρ), linear below ρ = −0.9.
 * Deviation: the mean runs over answers, not over tokens as in SFT here.
 */
export const implicitSft: MethodDefinition = {
  id: 'implicit_sft',
  label: 'Implicit-reward SFT',
  idea: 'Imitates the chosen answers through their reward against the reference, which holds the policy as plain imitation does not.',
  tags: { data: 'demonstrations', framework: 'offline', constraint: 'other-divergence', property: 'general' },
  formula: String.raw`\mathcal{L} = \begin{cases} -\rho & \text{total variation} \\ -\rho + \rho^2/4 & \text{Pearson } \chi^2 \\ -\rho/(1+\rho) & \text{squared Hellinger} \end{cases}\quad \rho = \beta\,u`,
  symbols: {
    u: 'log-ratio of policy to reference on a chosen answer, summed over its tokens',
    '\\rho': 'its implicit reward',
    '\\beta': 'how strongly the reference holds the policy',
  },
  paper: {
    title: 'Implicit Reward as the Bridge: A Unified View of SFT and DPO Connections',
    authors: 'Wang, Cheng, Peng, Bao, Li, Guo, Li, Zeng, Zhou, Qiu',
    year: 2025,
    arxiv: '2507.00018',
  },
  reading:
    'Our reading: the paper names the divergences; their scaling here follows from the convex conjugates used in inverse soft-Q imitation learning.',
  hyperparameters: [
    { ...BETA, meaning: 'Scale of the reward; with χ² it sets the log-ratio aimed at, 2/β nats.' },
    {
      name: 'f_divergence',
      symbol: 'f',
      default: 1,
      min: 0,
      max: 2,
      scale: 'linear',
      step: 1,
      meaning: 'Which divergence matches policy and demonstrations.',
      options: [
        { value: 0, label: 'total variation (SFT)' },
        { value: 1, label: 'Pearson χ²' },
        { value: 2, label: 'squared Hellinger' },
      ],
    },
  ],
  needs: { relation: 'completion', references: ['base'], reduction: 'sum' },
  compute(m, { chosen, rejected }, hyper) {
    const beta = hyper.beta as number;
    const chosenRewards = m.scale(logRatio(m, chosen), beta);
    const losses = matched(m, chosenRewards, hyper.f_divergence as number);
    return {
      loss: m.mean(losses),
      losses,
      chosenRewards,
      rejectedRewards: m.scale(logRatio(m, rejected), beta),
    };
  },
  identities: [{ kind: 'valueAtReference', value: () => 0 }],
  trl: { none: 'TRL has plain fine-tuning alone (SFTTrainer).' },
  learningRate: 3e-4,
};

function matched(m: MathInterface, reward: Expression, form: number): Expression {
  switch (form) {
    case 0:
      return m.neg(reward);
    case 2: {
      const upper = m.maximum(reward, TANGENT);
      const slope = -1 / (1 + TANGENT) ** 2;
      return m.add(m.neg(m.div(upper, m.add(upper, 1))), m.scale(m.sub(reward, upper), slope));
    }
    default:
      return m.sub(m.scale(m.square(reward), 1 / 4), reward);
  }
}
