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

  it('forgets a chart that is gone', () => {
    const paint = vi.fn();
    enqueuePaint(paint);
    cancelPaint(paint);
    vi.runAllTimers();
    expect(paint).not.toHaveBeenCalled();
  });
});
