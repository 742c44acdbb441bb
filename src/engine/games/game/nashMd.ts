import { mirrorStep } from './mirrorStep.ts';
import { combine } from './policy.ts';
import type { UpdateRule } from './types.ts';

/**
 * Nash-MD (Munos et al. 2023, arXiv 2312.00886): the opponent is the geometric mixture π^(1−ηβ) π_ref^(ηβ). With a constant step
 * its fixed point is not quite the equilibrium.
 */
export const nashMd: UpdateRule = {
  id: 'nash_md',
  start(game, { eta }) {
    let logits = game.referenceLogits;
    const mix = eta * game.beta;
    return {
      next() {
        logits = mirrorStep(game, logits, combine([1 - mix, logits], [mix, game.referenceLogits]), eta);
        return logits;
      },
    };
  },
};
