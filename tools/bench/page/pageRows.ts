import type { PageFigures } from './measurePage.ts';
import { median } from './refreshes.ts';

const TASK_BUDGET_MS = 50;
const REFRESH_BUDGET_MS = 80;
const LIVE_POINT_BUDGET_MS = 3000;
const RECORDING_MOVES_BUDGET_MS = 1000;
const SCRIPT_BUDGET_KB = 220;

/** A line of the table; `atMost` is null for what is told but not judged. */
export interface PageRow {
  readonly what: string;
  readonly value: number;
  readonly atMost: number | null;
  readonly unit: 'ms' | 'kB' | '';
}

export function pageRows({ start, training }: Pick<PageFigures, 'start' | 'training'>): PageRow[] {
  const row = (what: string, value: number, atMost: number | null = null, unit: PageRow['unit'] = 'ms'): PageRow => ({
    what,
    value,
    atMost,
    unit,
  });
  return [
    row('first contentful paint', start.firstContentfulPaintMs),
    row('first paint to a moving recording', start.recordingMovesMs, RECORDING_MOVES_BUDGET_MS),
    row('script there at first paint, gzipped', start.scriptKbBeforePaint, SCRIPT_BUDGET_KB, 'kB'),
    row('Play to first live point, cold', start.coldLivePointMs),
    row('Play to first live point, warm (median)', median(start.warmLivePointMs), LIVE_POINT_BUDGET_MS),
    row('Play to first live point, warm: of that on the processor', start.warmLivePointProcessorMs),
    row('Play to first training step, warm (median)', median(start.warmStepPointMs)),
    ...training.flatMap((scene) => [
      row(`${scene.scene}: longest task, processor`, scene.longestTaskCpuMs, TASK_BUDGET_MS),
      row(`${scene.scene}: longest task, clock, traced`, scene.longestTaskWallMs),
      row(
        `${scene.scene}: refresh of all charts, sum (median)`,
        median(scene.refreshes.map(({ cpuMs }) => cpuMs)),
        REFRESH_BUDGET_MS,
      ),
      row(`${scene.scene}: refresh of all charts, sum (longest)`, Math.max(...scene.refreshes.map((r) => r.cpuMs))),
      row(
        `${scene.scene}: longest task of a refresh (median)`,
        median(scene.refreshes.map(({ longestTaskCpuMs }) => longestTaskCpuMs)),
      ),
      row(`${scene.scene}: refreshes seen`, scene.refreshes.length, null, ''),
      row(`${scene.scene}: charts in a refresh, most`, Math.max(...scene.refreshes.map((r) => r.charts)), null, ''),
      row(
        `${scene.scene}: charts in one task, most`,
        Math.max(...scene.refreshes.map((r) => r.mostChartsInOneTask)),
        1,
        '',
      ),
      row(`${scene.scene}: tasks over 50 ms by the clock, untraced`, scene.longTasksMs.length, null, ''),
      row(`${scene.scene}: longest frame over 50 ms, untraced`, Math.max(0, ...scene.longFramesMs)),
      row(`${scene.scene}: a timer late by, at worst, untraced`, scene.worstLatenessMs),
      row(`${scene.scene}: steps trained while traced`, scene.steps, null, ''),
    ]),
  ];
}
