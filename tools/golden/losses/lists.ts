import { type Expression, expressed } from './ExpressedLoss.ts';
import type { Settings } from './Settings.ts';

/** The official code's `beta_model` multiplies log-ratios, its `beta` divides rewards; N is that of the layout. */
function betas(settings: Settings) {
  settings.number('N');
  return { beta: settings.number('beta_model'), beta_r: settings.number('beta') };
}

/** Ranked lists. */
export const LIST_LOSSES: Readonly<Record<string, Expression>> = {
  'exo-rw': (settings) => expressed('exo_rw', { ...betas(settings), target: 1 }),
  'exo-pref': (settings) => expressed('exo_rw', { ...betas(settings), target: 0 }),
  'dpo-rw': (settings) => expressed('dpo_rw', betas(settings)),
  rrhf: (settings) =>
    expressed('rrhf', {
      rrhf_weight: settings.number('rrhf_weight'),
      length_penalty: settings.number('length_penalty'),
    }),
};
