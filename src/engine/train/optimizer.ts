/**
 * AdamW and gradient clipping in float64: what the device's optimiser is held to in tests and by the golden command.
 * The one that trains is the kernel over the flat parameter buffer.
 */

export interface AdamWSettings {
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly weightDecay: number;
}

export interface AdamWState {
  /** Steps taken. */
  step: number;
  /** First and second moments, before bias correction. */
  readonly expAvg: Float64Array;
  readonly expAvgSq: Float64Array;
}

export function createAdamWState(size: number): AdamWState {
  return { step: 0, expAvg: new Float64Array(size), expAvgSq: new Float64Array(size) };
}

/**
 * One step in place, PyTorch's AdamW (Loshchilov & Hutter, arXiv 1711.05101): parameters first shrink by 1 − lr · decay, then
 * move by lr · m̂ / (√v̂ + eps).
 */
export function adamWStep(
  parameters: Float64Array,
  gradients: Float64Array,
  state: AdamWState,
  learningRate: number,
  settings: AdamWSettings,
): void {
  const { beta1, beta2, eps, weightDecay } = settings;
  state.step++;
  const correction1 = 1 - beta1 ** state.step;
  const correction2 = 1 - beta2 ** state.step;
  for (let i = 0; i < parameters.length; i++) {
    const gradient = gradients[i] as number;
    const m = beta1 * (state.expAvg[i] as number) + (1 - beta1) * gradient;
    const v = beta2 * (state.expAvgSq[i] as number) + (1 - beta2) * gradient * gradient;
    state.expAvg[i] = m;
    state.expAvgSq[i] = v;
    const decayed = (parameters[i] as number) * (1 - learningRate * weightDecay);
    parameters[i] = decayed - (learningRate * (m / correction1)) / (Math.sqrt(v / correction2) + eps);
  }
}

/** L2 norm over all of `gradients`, scaled by the largest so that squares do not overflow. */
export function globalNorm(gradients: Float64Array): number {
  let largest = 0;
  for (const gradient of gradients) largest = Math.max(largest, Math.abs(gradient));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let squares = 0;
  for (const gradient of gradients) squares += (gradient / largest) ** 2;
  return largest * Math.sqrt(squares);
}

/** What gradients are multiplied by so that their norm is at most `maxNorm`: PyTorch's maxNorm / (norm + 1e-6), never above 1. */
export function clipCoefficient(norm: number, maxNorm: number): number {
  return Math.min(1, maxNorm / (norm + 1e-6));
}
