import type { TraceEvent } from './mainThreadTasks.ts';

/**
 * What the page's main thread and its workers took on the processor between two marks of the page, ms. The engine works in one
 * worker, a step after the other, so on an idle machine the clock would show about this, and the pauses between.
 */
export function processorMsBetween(trace: Buffer, from: string, to: string): number {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const at = (mark: string) => traceEvents.find(({ name, cat }) => name === mark && cat?.includes('blink.user_timing'));
  const [start, end] = [at(from), at(to)];
  if (start === undefined || end === undefined) throw new Error(`the trace lacks the mark "${from}" or "${to}"`);
  const threads = new Set(
    traceEvents
      .filter(
        ({ name, pid, args }) =>
          name === 'thread_name' &&
          pid === start.pid &&
          /^(CrRendererMain|DedicatedWorker thread)$/.test(args.name ?? ''),
      )
      .map(({ tid }) => tid),
  );
  return traceEvents
    .filter(({ name, pid, tid }) => name === 'RunTask' && pid === start.pid && threads.has(tid))
    .reduce((sum, { ts, dur = 0, tdur = 0 }) => {
      // Of a task that reaches over an end, the part within.
      const within = Math.min(ts + dur, end.ts) - Math.max(ts, start.ts);
      return within > 0 && dur > 0 ? sum + ((tdur / 1000) * within) / dur : sum;
    }, 0);
}
