import { ANCHORED_LOSSES } from './losses/anchored.ts';
import { DIVERGENCE_LOSSES } from './losses/divergences.ts';
import type { ExpressedLoss, Expression } from './losses/ExpressedLoss.ts';
import { LIST_LOSSES } from './losses/lists.ts';
import { MIXTURE_LOSSES } from './losses/mixtures.ts';
import { REFERENCED_LOSSES } from './losses/referenced.ts';
import { REFERENCE_FREE_LOSSES } from './losses/referenceFree.ts';
import { Settings } from './losses/Settings.ts';
import { SAMPLED_LOSSES, SCORE_LOSSES } from './losses/sampled.ts';
import { UNPAIRED_LOSSES } from './losses/unpaired.ts';
import { VARIANT_LOSSES } from './losses/variants.ts';
import { type GoldenCase, Unknown } from './types.ts';

/** By the `loss` of a golden case. */
const EXPRESSIONS: ReadonlyMap<string, Expression> = new Map(
  [
    REFERENCED_LOSSES,
    ANCHORED_LOSSES,
    DIVERGENCE_LOSSES,
    MIXTURE_LOSSES,
    REFERENCE_FREE_LOSSES,
    UNPAIRED_LOSSES,
    VARIANT_LOSSES,
    LIST_LOSSES,
    SAMPLED_LOSSES,
    SCORE_LOSSES,
  ].flatMap((losses) => Object.entries(losses)),
);

/** @throws Unknown where no method of ours is that loss, or a setting has no counterpart */
export function expressLoss(golden: GoldenCase): ExpressedLoss {
  const express = EXPRESSIONS.get(golden.loss);
  if (express === undefined) throw new Unknown(`loss '${golden.loss}'`);
  const settings = new Settings(golden.hyperparameters);
  const loss = express(settings, golden);
  settings.refuseRest();
  return loss;
}
