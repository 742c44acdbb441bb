import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Announcer, tenthOf } from './Announcer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('Announcer', () => {
  it('speaks at once, then not again for eight seconds, and then only the newest', () => {
    const said: string[] = [];
    const announcer = new Announcer(
      (sentence) => said.push(sentence),
      () => Date.now(),
    );
    announcer.announce('started');
    vi.advanceTimersByTime(1000);
    announcer.announce('10 %');
    vi.advanceTimersByTime(1000);
    announcer.announce('20 %');
    expect(said).toEqual(['started']);
    vi.advanceTimersByTime(5999);
    expect(said).toEqual(['started']);
    vi.advanceTimersByTime(1);
    expect(said).toEqual(['started', '20 %']);
  });
});

describe('tenthOf', () => {
  it('counts milestones', () => {
    expect([0, 11, 12, 119, 120, 130].map((step) => tenthOf(step, 120))).toEqual([0, 0, 1, 9, 10, 10]);
    expect(tenthOf(5, 0)).toBe(0);
  });
});
