/** NumPy sorts runs up to this length by insertion, which leaves equal keys in place. */
const INSERTION_MAX = 16;

/**
 * The fold of each of n groups of equal size as scikit-learn's `GroupKFold` deals them: one after the other, in the reverse of the
 * order that NumPy's introsort leaves equal keys in (median-of-three quicksort, which swaps equal keys). Random for all purposes, the
 * same everywhere, and that of the published fits.
 */
export function groupFolds(n: number, folds: number): Int32Array {
  const order = sortOfEqualKeys(n);
  const fold = new Int32Array(n);
  order.reverse().forEach((group, place) => {
    fold[group] = place % folds;
  });
  return fold;
}

function sortOfEqualKeys(n: number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const swap = (a: number, b: number) => {
    const held = order[a] as number;
    order[a] = order[b] as number;
    order[b] = held;
  };
  const parts: (readonly [first: number, last: number])[] = [[0, n - 1]];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const [first, last] = part;
    if (last - first <= INSERTION_MAX) continue;
    let [low, high] = [first, last - 1];
    swap(first + ((last - first) >> 1), high);
    // Nothing is less than the pivot: both pointers stop at every key.
    for (low++, high--; low < high; low++, high--) swap(low, high);
    swap(low, last - 1);
    parts.push([first, low - 1], [low + 1, last]);
  }
  return order;
}
