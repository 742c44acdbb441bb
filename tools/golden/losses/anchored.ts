import { numbersField } from '../fields.ts';
import type { GoldenCase } from '../types.ts';
import { type ExpressedLoss, type Expression, expressed, only } from './ExpressedLoss.ts';
import type { Settings } from './Settings.ts';

/** A method of that name whose settings are TRL's, by the same names. */
function own(id: string, ...settings: readonly [name: string, fallback: number][]): Expression {
  return (given) => {
    only(given, id);
    const rest = settings.map(([name, fallback]) => [name, given.optional(name, fallback)] as const);
    return expressed(id, { beta: given.number('beta'), ...Object.fromEntries(rest) });
  };
}

const aotUnpaired: Expression = (settings) => {
  only(settings, 'aot_unpaired');
  return expressed('aot_unpaired', {
    beta: settings.number('beta'),
    label_smoothing: settings.optional('label_smoothing'),
  });
};

function sppo(settings: Settings, { loss, inputs }: GoldenCase): ExpressedLoss {
  const column = (name: string) => Float64Array.from(numbersField(inputs, name));
  return expressed(
    'sppo',
    { beta: settings.number('beta'), loss_type: loss === 'sppo_single' ? 1 : 0 },
    {
      complete: (arrays) => ({
        ...arrays,
        columns: {
          'pair probability': column('chosen_probs'),
          'chosen probability': column('chosen_probs_win'),
          'rejected probability': column('chosen_probs_lose'),
        },
      }),
    },
  );
}

/** Pairs against a reference: losses that judge each answer by itself, sort the batch, or bend the margin. */
export const ANCHORED_LOSSES: Readonly<Record<string, Expression>> = {
  sigmoid_norm: own('sigmoid_norm'),
  exo_pair(settings) {
    only(settings, 'exo_pair');
    // TRL up to 0.23 puts 0.001 in place of 0.
    const label_smoothing = settings.optional('label_smoothing') || 1e-3;
    return expressed('exo_pair', { beta: settings.number('beta'), label_smoothing });
  },
  nca_pair: own('nca_pair'),
  bco_pair(settings, { source }) {
    only(settings, 'bco_pair');
    return expressed('bco_pair', { beta: settings.number('beta'), running_shift: source.ref === 'v0.23.1' ? 1 : 0 });
  },
  aot: own('aot', ['label_smoothing', 0]),
  aot_unpaired: aotUnpaired,
  aot_pair: aotUnpaired,
  apo_zero: own('apo_zero'),
  apo_down: own('apo_down'),
  discopop: own('discopop', ['discopop_tau', 0.05]),
  sppo_hard: own('sppo_hard'),
  sppo,
  sppo_single: sppo,
};
