import { evaluateObjective } from '../../../src/engine/methods/objective.ts';
import { goldenArrays } from '../sequences.ts';
import { type ExpressedLoss, type Expression, expressed } from './ExpressedLoss.ts';
import { isHalos } from './referenceFree.ts';
import type { Settings } from './Settings.ts';

/** What both losses of TRL's KTOTrainer take. */
function ktoSettings(settings: Settings) {
  return {
    beta: settings.number('beta'),
    desirable_weight: settings.optional('desirable_weight', 1),
    undesirable_weight: settings.optional('undesirable_weight', 1),
  };
}

/** Rows by themselves, good or bad. */
export const UNPAIRED_LOSSES: Readonly<Record<string, Expression>> = {
  kto(settings, golden) {
    const hyper = ktoSettings(settings);
    return expressed('kto', hyper, isHalos(golden) ? { rewardScale: () => 1 / hyper.beta } : {});
  },
  apo_zero_unpaired: (settings) => expressed('apo_zero_unpaired', ktoSettings(settings)),
  /** Steps of a run follow each other; the running mean of rewards is what the steps before left. */
  bco(settings, golden) {
    settings.number('step');
    const run = (id: string) => id.replace(/-step\d+$/, '');
    const loss: ExpressedLoss = expressed('bco', { beta: settings.number('beta') });
    let state = loss.method.state ?? {};
    for (const { inputs } of golden.earlier.filter(({ id }) => run(id) === run(golden.id))) {
      ({ state } = evaluateObjective(loss.method, { ...goldenArrays(inputs, true, false), state }, loss.hyper));
    }
    return { ...loss, complete: (arrays) => ({ ...arrays, state }) };
  },
};
