import { apoAccel } from './apoAccel.ts';
import { btReward } from './btReward.ts';
import { egpo } from './egpo.ts';
import { inpo } from './inpo.ts';
import { nashMd } from './nashMd.ts';
import { nashMp } from './nashMp.ts';
import { omd } from './omd.ts';
import { spoMinimax } from './spoMinimax.ts';
import type { UpdateRule } from './types.ts';

/** In the order of the legend. */
export const UPDATE_RULES: readonly UpdateRule[] = [omd, inpo, nashMd, egpo, nashMp, apoAccel, spoMinimax, btReward];
