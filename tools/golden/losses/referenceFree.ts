import { type GoldenCase, Unknown } from '../types.ts';
import { type ExpressedLoss, type Expression, expressed } from './ExpressedLoss.ts';
import type { Settings } from './Settings.ts';

function simpo(settings: Settings, golden: GoldenCase): ExpressedLoss {
  const lossType = settings.choice('loss_type');
  if (lossType !== undefined && lossType !== (golden.loss === 'simpo' ? 'simpo' : 'sigmoid')) {
    throw new Unknown(`SimPO with loss_type '${lossType}'`);
  }
  const beta = settings.number('beta');
  const simpo_gamma = settings.has('gamma_beta_ratio')
    ? settings.number('gamma_beta_ratio') * beta
    : settings.number('simpo_gamma');
  const hyper = { beta, simpo_gamma, cpo_alpha: 0, label_smoothing: settings.optional('label_smoothing') };
  return expressed('simpo', hyper, isHalos(golden) ? { rewardScale: () => 1 / beta } : {});
}

/** In the order of the setting's options. */
const TPO_LINKS = ['sigmoid', 'hinge', 'ipo', 'tpo-l'];

/** HALOs logs rewards without β. */
export function isHalos({ source }: GoldenCase): boolean {
  return String(source.repo ?? '').includes('HALOs');
}

/** Pairs without a reference. */
export const REFERENCE_FREE_LOSSES: Readonly<Record<string, Expression>> = {
  simpo,
  simpo_official: simpo,
  cpo(settings) {
    const lossType = settings.choice('loss_type');
    if (lossType !== 'simpo') throw new Unknown(`CPO with loss_type '${lossType}'`);
    return expressed('simpo', {
      beta: settings.number('beta'),
      simpo_gamma: settings.number('simpo_gamma'),
      cpo_alpha: settings.optional('cpo_alpha'),
      label_smoothing: settings.optional('label_smoothing'),
    });
  },
  /** The preference term alone: the cases hold no gold answers. */
  tpo(settings) {
    const link = settings.choice('loss_type') ?? 'sigmoid';
    const loss_type = TPO_LINKS.indexOf(link);
    if (loss_type < 0) throw new Unknown(`TPO with loss_type '${link}'`);
    return expressed('tpo_triple', {
      beta: settings.number('beta'),
      loss_type,
      tpo_alpha: 0,
      tpo_l_gamma: settings.optional('tpo_l_gamma'),
      label_smoothing: settings.optional('label_smoothing'),
    });
  },
  orpo: (settings) => expressed('orpo', { beta: settings.number('beta') }),
  orpo_or(settings) {
    return expressed('orpo', { beta: settings.number('beta') }, { withoutFullNll: true });
  },
};
