import { describe, expect, it } from 'vitest';
import { dataOrder } from './dataOrder.ts';

const take = (order: (consumed: number) => number, from: number, count: number) =>
  Array.from({ length: count }, (_, i) => order(from + i));

describe('dataOrder', () => {
  it('visits every row once an epoch, in another order each epoch', () => {
    const order = dataOrder(50, 7);
    const [first, second] = [take(order, 0, 50), take(order, 50, 50)];
    const all = Array.from({ length: 50 }, (_, row) => row);
    expect(first.toSorted((a, b) => a - b)).toEqual(all);
    expect(second.toSorted((a, b) => a - b)).toEqual(all);
    expect(first).not.toEqual(second);
  });

  it('depends on the seed and the count alone', () => {
    const straight = take(dataOrder(20, 1), 0, 60);
    expect(take(dataOrder(20, 1), 33, 27)).toEqual(straight.slice(33));
    expect(take(dataOrder(20, 2), 0, 20)).not.toEqual(straight.slice(0, 20));
  });
});
