import type { HostKernel } from '../tensors/HostKernel.ts';

export const globalNormHost: HostKernel = (_launch, [gradients], [norm]) => {
  let squares = 0;
  for (let i = 0; i < gradients!.length; i++) squares += gradients![i]! * gradients![i]!;
  norm![0] = Math.sqrt(squares);
};
