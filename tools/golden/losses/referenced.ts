import { Unknown } from '../types.ts';
import { fDivergence, linkOf } from './divergences.ts';
import { type ExpressedLoss, type Expression, expressed, only, perToken } from './ExpressedLoss.ts';
import type { Settings } from './Settings.ts';

const dpo: Expression = (settings, golden) => {
  if (settings.has('ld_alpha')) return lengthDesensitised(settings);
  only(settings, 'sigmoid');
  if (settings.has('f_divergence_type')) return fDivergence(settings, golden);
  const beta = settings.number('beta');
  const smoothing = settings.optional('label_smoothing') || settings.optional('epsilon');
  if (settings.flag('reference_free')) {
    if (smoothing !== 0) throw new Unknown('reference-free DPO with label smoothing');
    return expressed('reference_free', { beta });
  }
  return smoothing === 0 ? expressed('sigmoid', { beta }) : expressed('cdpo', { beta, label_smoothing: smoothing });
};

function lengthDesensitised(settings: Settings): ExpressedLoss {
  if (settings.optional('label_smoothing') !== 0) throw new Unknown('LD-DPO with label smoothing');
  return expressed('ld_dpo', {
    beta: settings.number('beta'),
    ld_alpha: settings.number('ld_alpha'),
    loss_type: linkOf(settings, 'sigmoid'),
  });
}

const robust: Expression = (settings) => {
  only(settings, 'robust');
  return expressed('robust', {
    beta: settings.number('beta'),
    label_smoothing: settings.optional('label_smoothing'),
  });
};

const ipoSum = (settings: Settings) => expressed('ipo', { beta: settings.number('beta'), ipo_average: 0 });

/** Pairs against a reference: DPO and its nearest relatives. */
export const REFERENCED_LOSSES: Readonly<Record<string, Expression>> = {
  sigmoid: dpo,
  dpo,
  cdpo: dpo,
  ld_sigmoid: dpo,
  ld_dpo: dpo,
  ld_ipo: dpo,
  ld_hinge: dpo,
  robust,
  rdpo_robust: robust,
  hinge(settings) {
    only(settings, 'hinge');
    settings.optionalZero('label_smoothing');
    return expressed('hinge', { beta: settings.number('beta') });
  },
  ipo(settings, { hyperparameters }) {
    only(settings, 'ipo');
    // TRL up to 0.23 names the reduction, and then logs rewards by it.
    const averaged = settings.choice('logp_reduction') === 'mean';
    const hyper = { beta: settings.number('beta'), ipo_average: 1 };
    if (!hyperparameters.logp_reduction) return expressed('ipo', hyper);
    return averaged ? expressed('ipo', hyper, { rewardScale: perToken }) : ipoSum(settings);
  },
  ipo_sum(settings) {
    settings.optional('ipo');
    return ipoSum(settings);
  },
  ipo_avg(settings) {
    const tau = settings.number('tau');
    return expressed('ipo', { beta: tau, ipo_average: 1 }, { rewardScale: (length) => perToken(length) / tau });
  },
  rpo(settings) {
    return expressed('rpo', { beta: settings.number('beta'), rpo_alpha: settings.number('rpo_alpha') });
  },
  sft(settings) {
    only(settings, 'sft');
    return expressed('sft', { beta: settings.number('beta') });
  },
};
