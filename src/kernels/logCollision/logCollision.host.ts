import type { HostKernel } from '../tensors/HostKernel.ts';

export const collisionStatisticsHost: HostKernel = (launch, inputs, outputs) => {
  const [logits, statistics] = inputs as [Float32Array, Float32Array];
  const previous = inputs[2];
  const [collisions] = outputs as [Float32Array];
  const [rows, columns] = launch.inputs[0]!.shape as [number, number];
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    const peak = statistics[4 * row]!;
    let squares = previous ? Math.exp(2 * (previous[2 * row]! - peak)) * previous[2 * row + 1]! : 0;
    for (let j = start; j < start + columns; j++) squares += Math.exp(2 * (logits[j]! - peak));
    collisions.set([peak, squares], 2 * row);
  }
};

export const logCollisionHost: HostKernel = (_launch, inputs, outputs) => {
  const [statistics, collisions] = inputs as [Float32Array, Float32Array];
  const [logCollision] = outputs as [Float32Array];
  for (let row = 0; row < logCollision.length; row++) {
    logCollision[row] = Math.log(collisions[2 * row + 1]!) - 2 * Math.log(statistics[4 * row + 1]!);
  }
};
