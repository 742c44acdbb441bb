import { LINK } from '../../../src/engine/methods/pairLink.ts';
import { type GoldenCase, Unknown } from '../types.ts';
import { type ExpressedLoss, type Expression, expressed } from './ExpressedLoss.ts';
import type { Settings } from './Settings.ts';

function simpo(settings: Settings, golden: GoldenCase): ExpressedLoss {
  const lossType = settings.choice('loss_type');
  if (settings.has('alpha')) return alphaPo(settings);
  const loss_type = lossType === undefined || lossType === 'simpo' ? 0 : linkNumber(lossType);
  if ((lossType === 'simpo') !== (golden.loss === 'simpo' && lossType !== undefined) || loss_type === 2) {
    throw new Unknown(`SimPO with loss_type '${lossType}'`);
  }
  const beta = settings.number('beta');
  const simpo_gamma = settings.has('gamma_beta_ratio')
    ? settings.number('gamma_beta_ratio') * beta
    : settings.number('simpo_gamma');
  const hyper = { beta, simpo_gamma, cpo_alpha: 0, label_smoothing: settings.optional('label_smoothing'), loss_type };
  return expressed('simpo', hyper, isHalos(golden) ? { rewardScale: () => 1 / beta } : {});
}

function alphaPo(settings: Settings): ExpressedLoss {
  settings.choice('loss_type');
  return expressed('alphapo', {
    beta: settings.number('beta'),
    simpo_gamma: settings.number('simpo_gamma'),
    alpha: settings.number('alpha'),
  });
}

function cpo(settings: Settings): ExpressedLoss {
  const lossType = settings.choice('loss_type') ?? '';
  const shared = {
    beta: settings.number('beta'),
    cpo_alpha: settings.optional('cpo_alpha'),
    label_smoothing: settings.optional('label_smoothing'),
  };
  if (lossType === 'simpo') {
    return expressed('simpo', {
      ...shared,
      simpo_gamma: settings.number('simpo_gamma'),
      loss_type: 0,
    });
  }
  const loss_type = linkNumber(lossType);
  if (loss_type !== 0 && shared.label_smoothing !== 0) throw new Unknown(`label smoothing with ${lossType}`);
  return expressed('cpo', { ...shared, loss_type });
}

/** @throws Unknown */
function linkNumber(lossType: string): number {
  const option = LINK.options?.find(({ label }) => label === lossType);
  if (option === undefined) throw new Unknown(`loss_type '${lossType}'`);
  return option.value;
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
  alphapo: alphaPo,
  cpo,
  cpo_hinge: cpo,
  cpo_ipo: cpo,
  simper: () => expressed('simper', {}),
  slic_hf(settings) {
    return expressed('slic', { delta: settings.number('delta'), lambda_coef: settings.number('lambda_sft') });
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
