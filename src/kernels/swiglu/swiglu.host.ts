import type { HostKernel } from '../tensors/HostKernel.ts';

export const swigluHost: HostKernel = (launch, inputs, outputs) => {
  const [gateUp] = inputs as [Float32Array];
  const [out] = outputs as [Float32Array];
  const width = launch.outputs[0]!.shape[1]!;
  for (let at = 0, row = 0; at < out.length; row += 2 * width) {
    for (let i = row; i < row + width; i++) out[at++] = (gateUp[i]! / (1 + Math.exp(-gateUp[i]!))) * gateUp[i + width]!;
  }
};

/** d silu(g)/dg = σ(g)·(1 + g·(1 − σ(g))) */
export const swigluGradHost: HostKernel = (launch, inputs, outputs) => {
  const [, dOut] = inputs as [Float32Array, Float32Array];
  const [gateUp] = outputs as [Float32Array];
  const width = launch.inputs[1]!.shape[1]!;
  for (let at = 0, row = 0; at < dOut.length; row += 2 * width) {
    for (let i = row; i < row + width; i++) {
      const gate = gateUp[i]!;
      const sigmoid = 1 / (1 + Math.exp(-gate));
      const grad = dOut[at++]!;
      gateUp[i] = grad * gateUp[i + width]! * sigmoid * (1 + gate * (1 - sigmoid));
      gateUp[i + width] = grad * gate * sigmoid;
    }
  }
};
