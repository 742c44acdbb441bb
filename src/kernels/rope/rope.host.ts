import type { HostKernel } from '../tensors/HostKernel.ts';
import { ropeFrequencies } from './rope.ts';

export const ropeHost: HostKernel = (launch, inputs, outputs) => {
  const [, positions] = inputs as [Float32Array, Int32Array];
  const [x] = outputs as [Float32Array];
  const headSize = launch.attributes.headSize!;
  const turning = launch.attributes.heads! * headSize;
  const frequencies = ropeFrequencies(headSize, launch.attributes.theta!);
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
        const angle = position * frequencies[i]!;
        table[i] = Math.cos(angle);
        table[half + i] = direction * Math.sin(angle);
      }
      tables.set(position, table);
    }
    for (let head = row * width; head < row * width + turning; head += headSize) {
      for (let i = 0; i < half; i++) {
        const cosine = table[i]!;
        const sine = table[half + i]!;
        const first = x[head + i]!;
        const second = x[head + half + i]!;
        x[head + i] = first * cosine - second * sine;
        x[head + half + i] = second * cosine + first * sine;
      }
    }
  }
};
