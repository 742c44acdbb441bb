import { describe, expect, it } from 'vitest';
import type { MainThreadTask } from './mainThreadTasks.ts';
import { median, refreshes } from './refreshes.ts';

const task = (atMs: number, cpuMs: number, ...charts: string[]): MainThreadTask => ({
  atMs,
  cpuMs,
  wallMs: cpuMs,
  marks: charts.map((name) => `chart: ${name}`),
});

describe('refreshes', () => {
  it('reach from a first chart to the next, other work included, and the last one is left out', () => {
    const tasks = [
      task(0, 5),
      task(10, 8, 'a'),
      task(30, 7, 'b', 'c'),
      task(45, 2),
      task(250, 9, 'a', 'a'),
      task(500, 9, 'a'),
    ];
    expect(refreshes(tasks)).toEqual([
      { cpuMs: 17, longestTaskCpuMs: 8, charts: 3, mostChartsInOneTask: 2 },
      { cpuMs: 9, longestTaskCpuMs: 9, charts: 1, mostChartsInOneTask: 1 },
    ]);
    expect(refreshes([task(0, 5)])).toEqual([]);
  });

  it('have a median', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
    expect(median([])).toBeNaN();
  });
});
