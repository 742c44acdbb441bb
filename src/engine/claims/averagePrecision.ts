/**
 * Average precision of scores against labels: Σ (recall gained) · precision, from the highest score down; equal scores come
 * together (as scikit-learn's `average_precision_score`). Scores without information give about the share of positives.
 *
 * @throws RangeError without a positive label
 */
export function averagePrecision(scores: readonly number[], labels: readonly boolean[]): number {
  const positives = labels.filter(Boolean).length;
  if (positives === 0) throw new RangeError('no token is labelled');
  const order = scores.map((_, i) => i).sort((a, b) => (scores[b] as number) - (scores[a] as number));
  let [found, total] = [0, 0];
  for (let begin = 0; begin < order.length; ) {
    const score = scores[order[begin] as number];
    let end = begin;
    let gained = 0;
    for (; end < order.length && scores[order[end] as number] === score; end++) {
      if (labels[order[end] as number]) gained++;
    }
    found += gained;
    total += (gained / positives) * (found / end);
    begin = end;
  }
  return total;
}
