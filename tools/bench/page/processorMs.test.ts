import { expect, it } from 'vitest';
import { processorMsBetween } from './processorMs.ts';

const thread = (pid: number, tid: number, name: string) => ({ name: 'thread_name', pid, tid, ts: 0, args: { name } });
const task = (tid: number, ts: number, dur: number, tdur: number, pid = 1) => ({
  name: 'RunTask',
  ...{ pid, tid, ts, dur, tdur, args: {} },
});
const mark = (name: string, ts: number) => ({ name, cat: 'blink.user_timing', pid: 1, tid: 1, ts, args: {} });
const trace = (...events: object[]) => Buffer.from(JSON.stringify({ traceEvents: events }));

it('counts the page and its workers between two marks, and nothing else', () => {
  const events = [
    thread(1, 1, 'CrRendererMain'),
    thread(1, 2, 'DedicatedWorker thread'),
    thread(1, 3, 'Compositor'),
    thread(2, 2, 'DedicatedWorker thread'),
    mark('play', 10_000),
    mark('point', 50_000),
    task(1, 0, 20_000, 8000), // half of it after the mark
    task(2, 20_000, 20_000, 15_000),
    task(2, 60_000, 5000, 5000),
    task(3, 20_000, 5000, 5000),
    task(2, 20_000, 5000, 5000, 2),
  ];
  expect(processorMsBetween(trace(...events), 'play', 'point')).toBe(4 + 15);
  expect(() => processorMsBetween(trace(...events), 'play', 'no such mark')).toThrow('no such mark');
});
