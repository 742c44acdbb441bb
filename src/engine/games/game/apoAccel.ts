import { extrapolated } from './extrapolated.ts';
import { mirrorStep } from './mirrorStep.ts';
import type { UpdateRule } from './types.ts';

/** Accelerated preference optimisation (arXiv 2410.06293) over mirror descent's step, in logits. */
export const apoAccel: UpdateRule = {
  id: 'apo_accel',
  start(game, { eta, alpha }) {
    const advance = extrapolated((logits) => mirrorStep(game, logits, logits, eta), game.referenceLogits, alpha);
    return { next: advance };
  },
};
