import { bradleyTerry } from '../../../src/engine/methods/reward/bradleyTerry.ts';
import type { Hyperparameters } from '../../../src/engine/methods/types.ts';
import { numbersField } from '../fields.ts';
import { Unknown } from '../types.ts';
import { type ExpressedLoss, type Expression, expressed } from './ExpressedLoss.ts';
import type { Settings } from './Settings.ts';

/** How a hyperparameter of ours is read from TRL's settings, with TRL's default. */
const READERS: Readonly<Record<string, (settings: Settings) => number>> = {
  epsilon_low: (settings) => settings.optional('epsilon', 0.2),
  epsilon_high: (settings) => settings.optional('epsilon_high', settings.optional('epsilon', 0.2)),
  beta: (settings) => settings.optional('beta'),
  delta: (settings) => settings.optional('delta'),
  use_bias_correction_kl: (settings) => Number(settings.flag('use_bias_correction_kl')),
  top_entropy_quantile: (settings) => settings.optional('top_entropy_quantile', 1),
  off_policy_mask_threshold: (settings) => settings.optional('off_policy_mask_threshold'),
  sapo_temperature_pos: (settings) => settings.optional('sapo_temperature_pos', 1),
  sapo_temperature_neg: (settings) => settings.optional('sapo_temperature_neg', 1.05),
  vespo_k_pos: (settings) => settings.optional('vespo_k_pos', 2),
  vespo_lambda_pos: (settings) => settings.optional('vespo_lambda_pos', 3),
  vespo_k_neg: (settings) => settings.optional('vespo_k_neg', 3),
  vespo_lambda_neg: (settings) => settings.optional('vespo_lambda_neg', 2),
};

interface TrlNames {
  /** TRL's loss_type, where the case names one. */
  readonly lossType?: string;
  /** importance_sampling_level; left out it is 'token'. */
  readonly level?: string;
}

function family(settings: Settings, id: string, { lossType, level }: TrlNames, options: Partial<ExpressedLoss> = {}) {
  if (settings.choice('loss_type') !== lossType) throw new Unknown(`${id} of another loss_type`);
  if (settings.choice('importance_sampling_level') !== level) throw new Unknown(`${id} at another level of the ratio`);
  const { method } = expressed(id, {});
  const hyper: Record<string, number> = {};
  for (const { name } of method.hyperparameters) {
    const read = READERS[name];
    if (!read) throw new Unknown(`${id} has the setting ${name}`);
    hyper[name] = read(settings);
  }
  const scale = 1 / settings.optional('gradient_accumulation_steps', 1);
  return expressed(id, hyper as Hyperparameters, { lossScale: scale, ...options });
}

const trl =
  (id: string, names: TrlNames): Expression =>
  (settings) =>
    family(settings, id, names);

/** Losses on samples of the policy. */
export const SAMPLED_LOSSES: Readonly<Record<string, Expression>> = {
  grpo: trl('grpo', { lossType: 'grpo' }),
  bnpo: trl('bnpo', { lossType: 'bnpo' }),
  dr_grpo(settings) {
    const longest = settings.optional('max_completion_length');
    return family(
      settings,
      'dr_grpo',
      { lossType: 'dr_grpo' },
      {
        // Left out, it is the width of the matrices.
        complete: (arrays) => ({
          ...arrays,
          draw: { tokens: Number.NaN, ...arrays.draw, maxLength: longest || arrays.tokens },
        }),
      },
    );
  },
  dapo(settings) {
    const items = settings.optional('num_items_in_batch');
    return family(
      settings,
      'dapo',
      { lossType: 'dapo' },
      {
        complete: (arrays) =>
          items === 0 ? arrays : { ...arrays, draw: { maxLength: Number.NaN, ...arrays.draw, tokens: items } },
      },
    );
  },
  cispo: trl('cispo', { lossType: 'cispo' }),
  sapo: trl('sapo', { lossType: 'sapo' }),
  luspo: trl('luspo', { lossType: 'luspo', level: 'sequence' }),
  vespo: trl('vespo', { lossType: 'vespo' }),
  gspo: trl('gspo', { lossType: 'grpo', level: 'sequence' }),
  gspo_token: trl('gspo_token', { lossType: 'grpo', level: 'sequence_token' }),
  gmpo: trl('gmpo', {}),
  rloo: trl('rloo', {}),
  // HALOs takes the reference for the policy that drew the samples, and means over all tokens.
  grpo_halos: (settings) =>
    family(
      settings,
      'bnpo',
      {},
      {
        complete: ({ oldTokenLogps, ...arrays }) => ({
          ...arrays,
          ...(oldTokenLogps && { oldTokenLogps, refTokenLogps: oldTokenLogps }),
        }),
      },
    ),
  xpo(settings, { inputs }) {
    const type = settings.choice('loss_type');
    if (type !== 'sigmoid' && type !== 'ipo') throw new Unknown(`XPO with loss_type '${type}'`);
    const own = Float64Array.from(numbersField(inputs, 'own_is_chosen'));
    return expressed(
      'xpo',
      { beta: settings.number('beta'), alpha: settings.number('alpha'), loss_type: type === 'ipo' ? 1 : 0 },
      { complete: (arrays) => ({ ...arrays, columns: { ...arrays.columns, 'pair own': own } }) },
    );
  },
  nash_md: (settings) => expressed('nash_md', { beta: settings.number('beta') }),
  a_star_po: (settings) => expressed('a_star_po', { beta2: settings.number('beta2') }),
};

/** Losses on the scores of a head. */
export const SCORE_LOSSES: Readonly<Record<string, Expression>> = {
  reward_bt(settings, { inputs }) {
    const centre = settings.optional('center_rewards_coefficient');
    const hyper = { margin: inputs.margin === undefined ? 0 : 1, center_rewards_coefficient: centre };
    return expressed(bradleyTerry, hyper);
  },
};
