import { readdirSync, readFileSync } from 'node:fs';

/** Processor time of all threads but this one, which only polls while it waits. Linux. */
export function workersMs(): number {
  return readdirSync('/proc/self/task').reduce((sum, thread) => {
    if (Number(thread) === process.pid) return sum;
    return sum + Number(readFileSync(`/proc/self/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  }, 0);
}
