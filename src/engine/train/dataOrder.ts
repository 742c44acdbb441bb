import { randomStream } from './rng.ts';

/**
 * The order in which rows are consumed: every epoch is a fresh shuffle of all rows, drawn from its own stream. Row number
 * `consumed` therefore depends on the seed and on how many rows came before, on nothing else: resuming needs one integer.
 */
export function dataOrder(rowCount: number, seed: number): (consumed: number) => number {
  if (rowCount < 1) throw new RangeError('a run needs at least one row');
  let epoch = -1;
  let order: number[] = [];
  return (consumed) => {
    const wanted = Math.floor(consumed / rowCount);
    if (wanted !== epoch) {
      epoch = wanted;
      order = randomStream(seed, `data_order/${epoch}`).shuffled(Array.from({ length: rowCount }, (_, row) => row));
    }
    return order[consumed % rowCount] ?? 0;
  };
}
