import { type Expression, expressed } from './ExpressedLoss.ts';
import { isHalos } from './referenceFree.ts';

/** Rows by themselves, good or bad. */
export const UNPAIRED_LOSSES: Readonly<Record<string, Expression>> = {
  kto(settings, golden) {
    const beta = settings.number('beta');
    const hyper = {
      beta,
      desirable_weight: settings.optional('desirable_weight', 1),
      undesirable_weight: settings.optional('undesirable_weight', 1),
    };
    return expressed('kto', hyper, isHalos(golden) ? { rewardScale: () => 1 / beta } : {});
  },
};
