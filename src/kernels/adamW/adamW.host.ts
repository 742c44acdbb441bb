import type { HostKernel } from '../tensors/HostKernel.ts';

/** One pass over the four flat buffers, in place. */
export const adamWHost: HostKernel = (launch, inputs) => {
  const [parameters, gradients, first, second, norm, hyper] = inputs as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const [lr, beta1, beta2, eps, weightDecay, step, maxGradNorm, gradientScale] = hyper as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const clip = maxGradNorm > 0 ? Math.min(1, maxGradNorm / (norm[0]! * gradientScale + 1e-6)) : 1;
  const scale = gradientScale * clip;
  const rate = lr / (1 - beta1 ** step);
  const rootCorrection = Math.sqrt(1 - beta2 ** step);
  const decayLength = launch.attributes.decayLength!;
  for (let i = 0; i < parameters.length; i++) {
    const gradient = gradients[i]! * scale;
    first[i] = beta1 * first[i]! + (1 - beta1) * gradient;
    second[i] = beta2 * second[i]! + (1 - beta2) * gradient * gradient;
    const kept = i < decayLength ? parameters[i]! * (1 - lr * weightDecay) : parameters[i]!;
    parameters[i] = kept - (rate * first[i]!) / (Math.sqrt(second[i]!) / rootCorrection + eps);
  }
  gradients.fill(0);
};
