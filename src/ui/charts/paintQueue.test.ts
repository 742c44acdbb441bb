import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cancelPaint, enqueuePaint } from './paintQueue.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('paintQueue', () => {
  it('paints one chart a task, each once however often it was asked', () => {
    const painted: string[] = [];
    const first = () => painted.push('first');
    const second = () => painted.push('second');
    for (const paint of [first, second, first]) enqueuePaint(paint);
    expect(painted).toEqual([]);
    vi.advanceTimersToNextTimer();
    expect(painted).toEqual(['first']);
    vi.advanceTimersToNextTimer();
    expect(painted).toEqual(['first', 'second']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('paints six a window, and those that had to wait first in the next', () => {
    vi.advanceTimersByTime(1000);
    const painted: number[] = [];
    const charts = Array.from({ length: 8 }, (_, i) => () => painted.push(i));
    for (const chart of charts) enqueuePaint(chart);
    vi.advanceTimersByTime(150);
    expect(painted).toEqual([0, 1, 2, 3, 4, 5]);
    for (const chart of charts) enqueuePaint(chart);
    vi.advanceTimersByTime(100);
    expect(painted.slice(6)).toEqual([6, 7, 0, 1, 2, 3]);
    vi.runAllTimers();
    expect(painted.slice(12)).toEqual([4, 5]);
  });

  it('forgets a chart that is gone', () => {
    const paint = vi.fn();
    enqueuePaint(paint);
    cancelPaint(paint);
    vi.runAllTimers();
    expect(paint).not.toHaveBeenCalled();
  });
});
