import { describe, expect, it } from 'vitest';
import { BucketSeries } from './BucketSeries.ts';
import { selectView, VIEW_POINTS } from './selectView.ts';

const all = (series: BucketSeries) => Array.from({ length: series.size }, (_, index) => series.at(index));

describe('BucketSeries', () => {
  it('keeps every step while they fit', () => {
    const series = new BucketSeries();
    for (let step = 1; step <= 500; step++) series.append(step, step * 2);
    expect(series.size).toBe(500);
    expect(series.at(41)).toEqual({ step: 42, mean: 84, min: 84, max: 84, count: 1 });
  });

  it('doubles its bucket width when full and loses no value', () => {
    const series = new BucketSeries();
    const steps = 5000;
    for (let step = 0; step < steps; step++) series.append(step, step);
    expect(series.size).toBeLessThanOrEqual(512);
    expect(series.width).toBe(16);
    const points = all(series);
    const count = points.reduce((sum, point) => sum + (point?.count ?? 0), 0);
    const total = points.reduce((sum, point) => sum + (point?.mean ?? 0) * (point?.count ?? 0), 0);
    expect(count).toBe(steps);
    expect(total).toBeCloseTo((steps * (steps - 1)) / 2, 3);
  });

  it('keeps a spike as the maximum of its bucket', () => {
    const series = new BucketSeries();
    for (let step = 0; step < 5000; step++) series.append(step, step === 1234 ? 99 : 1);
    expect(Math.max(...all(series).map((point) => point?.max ?? 0))).toBe(99);
    expect(Math.max(...selectView(series).map(({ max }) => max))).toBe(99);
  });

  it('leaves out what is not finite', () => {
    const series = new BucketSeries();
    series.append(1, Number.NaN);
    series.append(2, Number.POSITIVE_INFINITY);
    expect(series.size).toBe(0);
  });

  it('drops what lies beyond a rewind and takes the steps again', () => {
    const series = new BucketSeries();
    for (let step = 1; step <= 100; step++) series.append(step, 1);
    series.truncate(50);
    expect(series.latest()?.step).toBe(50);
    series.append(51, 7);
    expect(series.latest()).toEqual({ step: 51, mean: 7, min: 7, max: 7, count: 1 });
  });
});

describe('selectView', () => {
  it('never exceeds what a chart may draw', () => {
    const series = new BucketSeries();
    for (let step = 0; step < 511; step++) {
      series.append(step, Math.sin(step));
      expect(selectView(series).length).toBeLessThanOrEqual(VIEW_POINTS);
    }
  });

  it('does not shimmer: finished groups stay as they were while the series grows', () => {
    const series = new BucketSeries();
    for (let step = 0; step < 300; step++) series.append(step, step);
    const before = selectView(series);
    series.append(300, 300);
    series.append(301, 301);
    const after = selectView(series);
    expect(after.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
  });
});
