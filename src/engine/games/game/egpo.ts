import { mirrorStep } from './mirrorStep.ts';
import type { UpdateRule } from './types.ts';

/**
 * Extragradient preference optimisation (arXiv 2503.08942, zhourunlong/EGPO `extragradient`): a half-step against oneself, then
 * the step from the same point against the half-step's policy. Two looks at P an iteration.
 */
export const egpo: UpdateRule = {
  id: 'egpo',
  start(game, { eta }) {
    let logits = game.referenceLogits;
    return {
      next() {
        const half = mirrorStep(game, logits, logits, eta);
        logits = mirrorStep(game, logits, half, eta);
        return logits;
      },
    };
  },
};
