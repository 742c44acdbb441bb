import type { KernelContract } from '../plan/contract.ts';
import type { PlanBuilder } from '../plan/PlanBuilder.ts';
import type { Value } from '../plan/types.ts';

export const swigluContract: KernelContract = {
  kernel: 'swiglu',
  attributes: {},
  shapes: () => ({ inputs: { gate: 'M, F', up: 'M, F' }, outputs: { out: 'M, F' } }),
};

export const swigluGradContract: KernelContract = {
  kernel: 'swigluGrad',
  attributes: {},
  shapes: () => ({ inputs: { gate: 'M, F', up: 'M, F', dOut: 'M, F' }, outputs: { dGate: 'M, F', dUp: 'M, F' } }),
};

/** gate · sigmoid(gate) · up (arXiv:2002.05202): gate, up [M, F] → [M, F]. */
export function swiglu(plan: PlanBuilder, gate: Value, up: Value): Value {
  const out = plan.temporary('swiglu', gate.shape);
  plan.launch('swiglu', [gate, up], [out]);
  plan.record(out, [gate, up], (dOut, tape) => {
    const dGate = plan.temporary('d gate', gate.shape);
    const dUp = plan.temporary('d up', up.shape);
    plan.launch('swigluGrad', [gate, up, dOut], [dGate, dUp]);
    tape.contribute(gate, dGate);
    tape.contribute(up, dUp);
  });
  return out; // [M, F]
}
