import { mirrorStep } from './mirrorStep.ts';
import type { UpdateRule } from './types.ts';

/**
 * Online mirror descent against oneself, which is online IPO in its population limit (EGPO's `online_ipo_1`): near the
 * equilibrium of a cyclic game with small β it orbits.
 */
export const omd: UpdateRule = {
  id: 'omd',
  start(game, { eta }) {
    let logits = game.referenceLogits;
    return {
      next() {
        logits = mirrorStep(game, logits, logits, eta);
        return logits;
      },
    };
  },
};
