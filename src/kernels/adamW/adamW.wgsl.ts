/**
 * PyTorch's AdamW over the whole flat parameter buffer, with global-norm clipping; zeroes the gradients.
 *
 * Versions kept:
 * - two dispatches for all parameters (a TF.js optimiser issues 14 per variable): one invocation derives the step's six
 *   numbers, then four elements per invocation. 1 − βⁿ is built by doubling, c(a+b) = c(a) + c(b) − c(a)·c(b), whose terms
 *   are all positive: `1 − pow(β, n)` loses three digits at n = 1 with β₂ = 0.999, and GPU pow is worse still.
 */
import type { Launch } from '../plan/types.ts';
import { attribute, elementCount, expectSize, input, output } from '../webgpu/operands.ts';
import { type Dispatch, elementwise, program, reads, scratch, u32, writes } from '../webgpu/program.ts';

export function adamW(launch: Launch): Dispatch[] {
  const parameters = output(launch, 0);
  const decayLength = attribute(launch, 'decayLength');
  const count = elementCount(parameters);
  const norm = input(launch, 4);
  const hyper = input(launch, 5);
  expectSize(launch, 'hyper', elementCount(hyper), 8);
  for (const i of [1, 2, 3]) expectSize(launch, 'flat buffers', elementCount(output(launch, i)), count);
  const vector = count % 4 === 0 && decayLength % 4 === 0;
  const element = vector ? 'vec4<f32>' : 'f32';
  /** [gradient factor, kept of decayed weights, lr/(1−β₁ⁿ), 1/√(1−β₂ⁿ), 1−β₁, 1−β₂]. */
  const numbers = scratch(8);
  return [
    program({
      label: 'adamW numbers',
      bindings: [reads('norm', norm), reads('hyper', hyper), writes('numbers', numbers)],
      uniforms: [],
      groupSize: [1, 1, 1],
      workgroups: [1, 1, 1],
      declarations: `
fn complementOfPower(beta: f32, exponent: u32) -> f32 {
  var result = 0.0;
  var doubled = 1.0 - beta;
  for (var n = exponent; n > 0u; n = n >> 1u) {
    if ((n & 1u) == 1u) { result = result + doubled - result * doubled; }
    doubled = doubled * (2.0 - doubled);
  }
  return result;
}`,
      body: `
  let step = u32(hyper[5]);
  let maxGradNorm = hyper[6];
  let gradientScale = hyper[7];
  var clip = 1.0;
  if (maxGradNorm > 0.0) { clip = min(1.0, maxGradNorm / (norm[0] * gradientScale + 1e-6)); }
  numbers[0] = gradientScale * clip;
  numbers[1] = 1.0 - hyper[0] * hyper[4];
  numbers[2] = hyper[0] / complementOfPower(hyper[1], step);
  numbers[3] = 1.0 / sqrt(complementOfPower(hyper[2], step));
  numbers[4] = 1.0 - hyper[1];
  numbers[5] = 1.0 - hyper[2];`,
    }),
    elementwise({
      label: 'adamW',
      bindings: [
        writes('parameters', parameters, element),
        writes('gradients', output(launch, 1), element),
        writes('firstMoment', output(launch, 2), element),
        writes('secondMoment', output(launch, 3), element),
        reads('numbers', numbers),
        reads('hyper', hyper),
      ],
      uniforms: [u32('decayed', vector ? decayLength / 4 : decayLength)],
      count: vector ? count / 4 : count,
      body: `
  let g = gradients[index] * numbers[0];
  let m = firstMoment[index] * hyper[1] + g * numbers[4];
  let v = secondMoment[index] * hyper[2] + g * g * numbers[5];
  firstMoment[index] = m;
  secondMoment[index] = v;
  gradients[index] = ${element}(0.0);
  let kept = select(1.0, numbers[1], index < u.decayed);
  parameters[index] = parameters[index] * kept - numbers[2] * m / (sqrt(v) * numbers[3] + hyper[3]);`,
    }),
  ];
}
