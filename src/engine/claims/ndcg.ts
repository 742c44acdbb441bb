/**
 * NDCG of an order by `scores` for what the items are worth, gain 2^v, discount 1/log₂(1 + rank), as in the ranking loss of tree
 * preference optimisation. 1 is the ideal order. Equal scores keep the items' order.
 */
export function ndcg(scores: readonly number[], values: readonly number[]): number {
  return discountedGain(scores, values) / discountedGain(values, values);
}

function discountedGain(scores: readonly number[], values: readonly number[]): number {
  const order = scores.map((_, i) => i).sort((a, b) => (scores[b] as number) - (scores[a] as number));
  return order.reduce((sum, item, place) => sum + 2 ** (values[item] as number) / Math.log2(place + 2), 0);
}
