import type { HostKernel } from '../tensors/HostKernel.ts';

/** Copies rows. TF.js's gather takes ten times as long. */
export const embeddingHost: HostKernel = (launch, [ids, table], [out]) => {
  const channels = launch.inputs[1]?.shape[1] as number;
  const source = table as Float32Array;
  (ids as Int32Array).forEach((id, row) => {
    out?.set(source.subarray(id * channels, (id + 1) * channels), row * channels);
  });
};

/** Adds each row of dOut to its token's row. TF.js would multiply by one-hot rows: [V, M]·[M, C]. */
export const embeddingGradHost: HostKernel = (launch, [ids, dOut], [dTable]) => {
  const channels = launch.outputs[0]?.shape[1] as number;
  const source = dOut as Float32Array;
  const target = dTable as Float32Array;
  (ids as Int32Array).forEach((id, row) => {
    const from = row * channels;
    const to = id * channels;
    for (let c = 0; c < channels; c++) target[to + c]! += source[from + c]!;
  });
};
