import type { HostKernel } from '../tensors/HostKernel.ts';

export const ropeHost: HostKernel = (launch, inputs, outputs) => {
  const [x, positions] = inputs as [Float32Array, Int32Array];
  const [out] = outputs as [Float32Array];
  const headSize = launch.attributes.headSize!;
  const theta = launch.attributes.theta!;
  const direction = launch.attributes.inverse ? -1 : 1;
  const half = headSize / 2;
  const width = launch.inputs[0]!.shape[1]!;
  const tables = new Map<number, Float64Array>();
  for (let row = 0; row < positions.length; row++) {
    const position = positions[row]!;
    let table = tables.get(position);
    if (!table) {
      table = new Float64Array(headSize);
      for (let i = 0; i < half; i++) {
        const angle = position * theta ** ((-2 * i) / headSize);
        table[i] = Math.cos(angle);
        table[half + i] = direction * Math.sin(angle);
      }
      tables.set(position, table);
    }
    for (let head = row * width; head < (row + 1) * width; head += headSize) {
      for (let i = 0; i < half; i++) {
        const cosine = table[i]!;
        const sine = table[half + i]!;
        const first = x[head + i]!;
        const second = x[head + half + i]!;
        out[head + i] = first * cosine - second * sine;
        out[head + half + i] = second * cosine + first * sine;
      }
    }
  }
};
