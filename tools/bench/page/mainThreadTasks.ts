/** One task of the page's main thread, from a Chromium trace. */
export interface MainThreadTask {
  /** Start on the trace's clock. */
  readonly atMs: number;
  readonly wallMs: number;
  /** On the processor: what other programs take meanwhile is not in it. */
  readonly cpuMs: number;
  /** Names of the `performance.mark`s set in it. */
  readonly marks: readonly string[];
}

/** What `browser.startTracing` must be asked for. */
export const TRACE_CATEGORIES = [
  'toplevel',
  'disabled-by-default-devtools.timeline',
  'blink.user_timing',
  '__metadata',
];

/** What is read of an event of a Chromium trace. */
export interface TraceEvent {
  readonly name: string;
  readonly cat?: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** The tasks of the page that was busiest: the trace also holds the browser's other processes. */
export function mainThreadTasks(trace: Buffer): MainThreadTask[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const mains = traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const perPage = mains.map((main) => {
    const own = traceEvents.filter(({ pid, tid }) => pid === main.pid && tid === main.tid);
    const marks = own.filter(({ cat }) => cat?.includes('blink.user_timing')).sort((a, b) => a.ts - b.ts);
    return own
      .filter(({ name, tdur }) => name === 'RunTask' && tdur !== undefined)
      .sort((a, b) => a.ts - b.ts)
      .map(
        ({ ts, dur = 0, tdur = 0 }): MainThreadTask => ({
          atMs: ts / 1000,
          wallMs: dur / 1000,
          cpuMs: tdur / 1000,
          marks: marks.filter((mark) => mark.ts >= ts && mark.ts <= ts + dur).map(({ name }) => name),
        }),
      );
  });
  const busiest = perPage.sort((a, b) => b.length - a.length)[0];
  if (busiest === undefined || busiest.length < 20) throw new Error('the trace has no tasks of the page');
  return busiest;
}
