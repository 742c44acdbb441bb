import { numberField } from '../fields.ts';
import { type GoldenCase, Unknown } from '../types.ts';
import { type ExpressedLoss, type Expression, expressed } from './ExpressedLoss.ts';
import type { Settings } from './Settings.ts';

const DIVERGENCES = ['reverse_kl', 'forward_kl', 'js_divergence', 'alpha_divergence'];

/** TRL's losses by their numbers in methods that offer several. @throws Unknown */
export function linkOf(settings: Settings, fallback: string): number {
  const types = settings.list('loss_types') ?? [fallback];
  const loss_type = ['sigmoid', 'hinge', 'ipo'].indexOf(String(types[0]));
  if (types.length !== 1 || loss_type < 0) throw new Unknown(`loss_types ${JSON.stringify(types)}`);
  return loss_type;
}

/** Any loss with TRL's `f_divergence_type`. */
export function fDivergence(settings: Settings, { source }: GoldenCase): ExpressedLoss {
  settings.optionalZero('label_smoothing');
  const name = settings.choice('f_divergence_type') ?? 'reverse_kl';
  const f_divergence_type = DIVERGENCES.indexOf(name);
  if (f_divergence_type < 0) throw new Unknown(`f_divergence_type '${name}'`);
  const hyper = { beta: settings.number('beta'), f_divergence_type, loss_type: linkOf(settings, 'sigmoid') };
  if (source.ref !== 'v0.23.1') {
    return expressed('f_dpo', { ...hyper, f_alpha_divergence_coef: settings.optional('f_alpha_divergence_coef', 0.5) });
  }
  // Its score (1 − e^−αu)/α is ours at 1 − α but for a constant; α is 1 unless given.
  const params = settings.object('f_divergence_params');
  const alpha = params === undefined ? 1 : numberField(params, 'alpha_divergence_coef');
  return expressed('f_dpo', { ...hyper, f_alpha_divergence_coef: 1 - alpha });
}

const COMBINED = ['sigmoid', 'hinge', 'ipo'].flatMap((link) =>
  ['forward_kl', 'js_divergence', 'alpha_divergence'].map((name) => `${link}+${name}`),
);

/** Pairs against a reference under other divergences than reverse KL. */
export const DIVERGENCE_LOSSES: Readonly<Record<string, Expression>> = {
  ...Object.fromEntries(COMBINED.map((loss) => [loss, fDivergence])),
  chi_po(settings) {
    return expressed('chi_po', { beta: settings.number('beta'), r_max: settings.number('R_max') });
  },
};
