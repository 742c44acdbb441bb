import type { MainThreadTask } from './mainThreadTasks.ts';

/** What the page did from one refresh of its charts to the next. */
export interface Refresh {
  /** All work of the main thread in that time, on the processor: charts, words, layout, paint. */
  readonly cpuMs: number;
  readonly longestTaskCpuMs: number;
  /** Charts that were drawn, and the most that shared a task: 1 is as it should be. */
  readonly charts: number;
  readonly mostChartsInOneTask: number;
}

/** Begins the name of a mark that says which chart changed. */
const CHART_MARK = 'chart: ';

/** Refreshes come four times a second, and the charts of one follow each other closely. */
const PAUSE_MS = 110;

const chartsIn = (task: MainThreadTask) => new Set(task.marks.filter((mark) => mark.startsWith(CHART_MARK)));

/** Cuts tasks into refreshes: one starts with the first chart drawn after a pause. The last is left out: it may be cut off. */
export function refreshes(tasks: readonly MainThreadTask[]): Refresh[] {
  const starts: number[] = [];
  let lastChartMs = Number.NEGATIVE_INFINITY;
  for (const [index, task] of tasks.entries()) {
    if (chartsIn(task).size === 0) continue;
    if (task.atMs - lastChartMs > PAUSE_MS) starts.push(index);
    lastChartMs = task.atMs + task.wallMs;
  }
  return starts.slice(0, -1).map((start, index) => {
    const within = tasks.slice(start, starts[index + 1]);
    return {
      cpuMs: within.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
      longestTaskCpuMs: Math.max(...within.map(({ cpuMs }) => cpuMs)),
      charts: new Set(within.flatMap((task) => [...chartsIn(task)])).size,
      mostChartsInOneTask: Math.max(...within.map((task) => chartsIn(task).size)),
    };
  });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}
