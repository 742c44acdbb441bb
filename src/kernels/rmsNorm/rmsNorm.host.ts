import type { HostKernel } from '../tensors/HostKernel.ts';

export const rmsNormHost: HostKernel = (launch, inputs, outputs) => {
  const [x, gain] = inputs as [Float32Array, Float32Array];
  const [y, inverseRms] = outputs as [Float32Array, Float32Array];
  const channels = gain.length;
  const eps = launch.attributes.eps!;
  for (let row = 0; row < inverseRms.length; row++) {
    const start = row * channels;
    let squares = 0;
    for (let c = 0; c < channels; c++) squares += x[start + c]! * x[start + c]!;
    const scale = 1 / Math.sqrt(squares / channels + eps);
    inverseRms[row] = scale;
    for (let c = 0; c < channels; c++) y[start + c] = x[start + c]! * scale * gain[c]!;
  }
};

/** dx = r·(g − x·r²·mean(g·x)) with r = 1/rms, g = dy·gain. */
export const rmsNormGradHost: HostKernel = (_launch, inputs, outputs) => {
  const [x, gain, inverseRms, dy] = inputs as [Float32Array, Float32Array, Float32Array, Float32Array];
  const residual = inputs[4];
  const [dx] = outputs as [Float32Array];
  const channels = gain.length;
  for (let row = 0; row < inverseRms.length; row++) {
    const start = row * channels;
    const scale = inverseRms[row]!;
    let dot = 0;
    for (let c = 0; c < channels; c++) dot += dy[start + c]! * gain[c]! * x[start + c]!;
    const pull = (dot * scale * scale) / channels;
    for (let c = 0; c < channels; c++) dx[start + c] = scale * (dy[start + c]! * gain[c]! - x[start + c]! * pull);
    if (residual) for (let i = start; i < start + channels; i++) dx[i]! += residual[i]!;
  }
};

export const rmsNormGainGradHost: HostKernel = (_launch, inputs, outputs) => {
  const [x, inverseRms, dy] = inputs as [Float32Array, Float32Array, Float32Array];
  const [dGain] = outputs as [Float32Array];
  const channels = dGain.length;
  const sums = new Float64Array(channels);
  for (let row = 0; row < inverseRms.length; row++) {
    const start = row * channels;
    const scale = inverseRms[row]!;
    for (let c = 0; c < channels; c++) sums[c]! += dy[start + c]! * x[start + c]! * scale;
  }
  for (let c = 0; c < channels; c++) dGain[c]! += sums[c]!;
};
