import type { HostKernel } from '../tensors/HostKernel.ts';

/** Writes the new slot into the caches in place, then attends over the slots so far. */
export const cachedAttentionHost: HostKernel = (launch, inputs, outputs) => {
  const [qkv, positions] = inputs as [Float32Array, Int32Array];
  const [out, keyCache, valueCache] = outputs as [Float32Array, Float32Array, Float32Array];
  const capacity = launch.attributes.capacity!;
  const heads = launch.attributes.heads!;
  const kvHeads = launch.attributes.kvHeads!;
  const headSize = launch.attributes.headSize!;
  const kvWidth = kvHeads * headSize;
  const keyColumn = heads * headSize;
  const width = keyColumn + 2 * kvWidth;
  const scale = 1 / Math.sqrt(headSize);
  const weights = new Float64Array(capacity);
  const mixed = new Float64Array(headSize);
  for (let row = 0; row < positions.length; row++) {
    const position = positions[row]!;
    const slots = row * capacity * kvWidth;
    const key = row * width + keyColumn;
    keyCache.set(qkv.subarray(key, key + kvWidth), slots + position * kvWidth);
    valueCache.set(qkv.subarray(key + kvWidth, key + 2 * kvWidth), slots + position * kvWidth);
    for (let h = 0; h < heads; h++) {
      const query = row * width + h * headSize;
      const at = (row * heads + h) * headSize;
      const head = slots + Math.floor((h * kvHeads) / heads) * headSize;
      let largest = Number.NEGATIVE_INFINITY;
      for (let s = 0; s <= position; s++) {
        const key = head + s * kvWidth;
        let score = 0;
        for (let d = 0; d < headSize; d++) score += qkv[query + d]! * keyCache[key + d]!;
        weights[s] = score * scale;
        if (weights[s]! > largest) largest = weights[s]!;
      }
      let total = 0;
      mixed.fill(0);
      for (let s = 0; s <= position; s++) {
        const weight = Math.exp(weights[s]! - largest);
        total += weight;
        const value = head + s * kvWidth;
        for (let d = 0; d < headSize; d++) mixed[d]! += weight * valueCache[value + d]!;
      }
      for (let d = 0; d < headSize; d++) out[at + d] = mixed[d]! / total;
    }
  }
};

export const cacheRowsHost: HostKernel = (launch, inputs, outputs) => {
  const [qkv, slots] = inputs as [Float32Array, Int32Array];
  const [keyCache, valueCache] = outputs as [Float32Array, Float32Array];
  const keyColumn = launch.attributes.heads! * launch.attributes.headSize!;
  const kvWidth = launch.attributes.kvHeads! * launch.attributes.headSize!;
  slots.forEach((slot, row) => {
    if (slot < 0) return;
    const key = row * (keyColumn + 2 * kvWidth) + keyColumn;
    keyCache.set(qkv.subarray(key, key + kvWidth), slot * kvWidth);
    valueCache.set(qkv.subarray(key + kvWidth, key + 2 * kvWidth), slot * kvWidth);
  });
};
