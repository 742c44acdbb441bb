/** log softmax of row `row` of [M, V] logits in float64: independent of every kernel. */
export function logSoftmax64(logits: ArrayLike<number>, row: number, vocabulary: number): number[] {
  const values = Array.from({ length: vocabulary }, (_, j) => logits[row * vocabulary + j]!);
  const largest = Math.max(...values);
  const lse = largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
  return values.map((value) => value - lse);
}

/** Columns begin..end−1 of [M, V] as an operand. */
export function columnsOf(data: Float32Array, vocabulary: number, begin: number, end: number) {
  return {
    shape: [data.length / vocabulary, end - begin],
    data: data.filter((_, i) => i % vocabulary >= begin && i % vocabulary < end),
  };
}
