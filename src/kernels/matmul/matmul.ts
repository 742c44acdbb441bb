import type { KernelContract } from '../plan/contract.ts';
import { KernelError } from '../plan/executor.ts';
import type { GradientTape, PlanBuilder } from '../plan/PlanBuilder.ts';
import type { Value } from '../plan/types.ts';

export const matmulContract: KernelContract = {
  kernel: 'matmul',
  attributes: { transposeA: 'tA', transposeB: 'tB' },
  shapes: ({ transposeA, transposeB }) => ({
    inputs: { a: transposeA ? 'K, R' : 'R, K', b: transposeB ? 'P, K' : 'K, P', residual: 'R, P' },
    outputs: { out: 'R, P' },
  }),
  optionalInputs: 1,
  accumulates: 'may',
  condition: (dimensions) =>
    dimensions.get('tA') === 1 && dimensions.get('tB') === 1 ? 'transposing both sides is not supported' : undefined,
};

export interface MatmulOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** Added to the product. */
  readonly residual?: Value;
}

/** a·b, aᵀ·b or a·bᵀ, plus residual: [R, K] × [K, P] → [R, P]. A torch `Linear` is `transposeB` with its weight [P, K]. */
export function matmul(plan: PlanBuilder, a: Value, b: Value, options: MatmulOptions = {}): Value {
  const { transposeA = false, transposeB = false, residual } = options;
  if (transposeA && transposeB) throw new KernelError('PLAN_INVALID', { reason: 'matmul cannot transpose both sides' });
  const out = product(plan, a, b, transposeA, transposeB, residual);
  plan.record(out, residual ? [a, b, residual] : [a, b], (dOut, tape) => {
    // y = a·b: da = dy·bᵀ, db = aᵀ·dy. y = a·bᵀ: da = dy·b, db = dyᵀ·a. y = aᵀ·b: da = b·dyᵀ, db = a·dy.
    if (residual && tape.wants(residual)) tape.contribute(residual, dOut);
    if (tape.wants(b)) {
      if (transposeB) gradient(plan, tape, b, dOut, a, true, false);
      else gradient(plan, tape, b, a, dOut, !transposeA, false);
    }
    if (tape.wants(a)) {
      if (transposeA) gradient(plan, tape, a, b, dOut, false, true);
      else gradient(plan, tape, a, dOut, b, false, !transposeB);
    }
  });
  return out; // [R, P]
}

/** Launches a product that the tape does not see, for ops that derive their own backward from it. */
export function product(
  plan: PlanBuilder,
  a: Value,
  b: Value,
  transposeA: boolean,
  transposeB: boolean,
  residual?: Value,
): Value {
  const rows = a.shape[transposeA ? 1 : 0] as number;
  const columns = b.shape[transposeB ? 0 : 1] as number;
  const out = plan.temporary('matmul', [rows, columns]);
  launchMatmul(plan, a, b, out, transposeA, transposeB, residual);
  return out;
}

/** As `product`, into a value made elsewhere: a gradient, which it adds to. */
export function launchMatmul(
  plan: PlanBuilder,
  a: Value,
  b: Value,
  out: Value,
  transposeA: boolean,
  transposeB: boolean,
  residual?: Value,
): void {
  const attributes = { transposeA: Number(transposeA), transposeB: Number(transposeB) };
  plan.launch('matmul', residual ? [a, b, residual] : [a, b], [out], attributes);
}

/** A parameter's gradient is accumulated into; an activation's sum so far becomes the product's residual, saving an add. */
function gradient(
  plan: PlanBuilder,
  tape: GradientTape,
  of: Value,
  a: Value,
  b: Value,
  transposeA: boolean,
  transposeB: boolean,
): void {
  if (of.storage === 'parameter') launchMatmul(plan, a, b, tape.gradientOf(of), transposeA, transposeB);
  else tape.fold(of, (soFar) => product(plan, a, b, transposeA, transposeB, soFar));
}
