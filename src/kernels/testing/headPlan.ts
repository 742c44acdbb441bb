import { matmul } from '../matmul/matmul.ts';
import { layoutParameters } from '../plan/layoutParameters.ts';
import { PlanBuilder } from '../plan/PlanBuilder.ts';
import type { Plan } from '../plan/types.ts';
import { headLogps } from '../tokenLogps/headLogps.ts';
import { gaussians, integers } from './seeded.ts';

export interface HeadPlanSize {
  readonly rows: number;
  readonly vocabulary: number;
  /** Logits kept whole at most: fewer than rows · vocabulary makes chunks of 64 ids and multiples of it. */
  readonly wholeElements?: number;
}

const CHANNELS = 6;
const WIDTH = 5;

/** A linear layer and a head with all its statistics: outputs `logps`, `kl`, `logCollision`; `kl` and `logps` are trained. */
export function headPlan({ rows, vocabulary, wholeElements }: HeadPlanSize, reference = true): Plan {
  const plan = new PlanBuilder(
    layoutParameters([
      { name: 'layer', shape: [CHANNELS, WIDTH], decay: true },
      { name: 'head', shape: [vocabulary, CHANNELS], decay: true },
    ]),
  );
  const x = matmul(plan, plan.input('x', [rows, WIDTH]), plan.parameter('layer'), { transposeB: true });
  const { logps, kl, logCollision, entropy } = headLogps(
    plan,
    x,
    plan.parameter('head'),
    plan.input('targets', [rows], 'int32'),
    {
      wholeElements,
      collision: reference,
      reference: reference
        ? { hidden: plan.input('refHidden', [rows, CHANNELS]), head: plan.input('refHead', [vocabulary, CHANNELS]) }
        : undefined,
    },
  );
  const seeds = [{ value: logps, gradient: plan.input('dLogps', [rows]) }];
  if (kl) seeds.push({ value: kl, gradient: plan.input('dKl', [rows]) });
  plan.output('logps', logps);
  plan.output('entropy', entropy);
  if (kl) plan.output('kl', kl);
  if (logCollision) plan.output('logCollision', logCollision);
  plan.backward(seeds);
  return plan.build();
}

/** Some rows weigh nothing, one only its KL, one only its log-prob. Logits are of some units. */
export function headInputs({ rows, vocabulary }: HeadPlanSize, seed: number) {
  const dLogps = gaussians(seed + 1, rows);
  const dKl = gaussians(seed + 2, rows);
  dLogps.fill(0, 1, 3);
  dKl.fill(0, 2, 4);
  return {
    x: gaussians(seed + 3, rows * WIDTH),
    targets: integers(seed + 4, rows, vocabulary),
    refHidden: gaussians(seed + 5, rows * CHANNELS),
    refHead: gaussians(seed + 6, vocabulary * CHANNELS),
    dLogps,
    dKl,
  };
}
