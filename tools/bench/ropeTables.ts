import { ROPE_THETA } from './shape.ts';

/** cos and sin of each position's angles, [tokens, headSize]; the half-split convention repeats the first half. */
export function ropeTables(
  tokens: number,
  headSize: number,
): { readonly cos: Float32Array<ArrayBuffer>; readonly sin: Float32Array<ArrayBuffer> } {
  const half = headSize / 2;
  const angle = (index: number) => {
    const [position, dimension] = [Math.floor(index / headSize), index % half];
    return position * ROPE_THETA ** (-dimension / half);
  };
  const length = tokens * headSize;
  return {
    cos: Float32Array.from({ length }, (_, index) => Math.cos(angle(index))),
    sin: Float32Array.from({ length }, (_, index) => Math.sin(angle(index))),
  };
}
