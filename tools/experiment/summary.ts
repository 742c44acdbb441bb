import type { MetricValues } from '../../src/engine/index.ts';

export type Summary = Record<string, { mean: number; sd: number; n: number }>;

/** Over runs: mean, sample standard deviation (0 for one run) and number of runs of each metric. */
export function summarise(runs: readonly MetricValues[]): Summary {
  const columns = new Map<string, number[]>();
  for (const run of runs) {
    for (const [name, { value }] of Object.entries(run)) columns.set(name, [...(columns.get(name) ?? []), value]);
  }
  const summary: Summary = {};
  for (const [name, values] of columns) {
    const mean = values.reduce((total, value) => total + value, 0) / values.length;
    const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
    summary[name] = { mean, sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0, n: values.length };
  }
  return summary;
}

/** For people: one metric a line. */
export function tableText(summary: Summary, change: Summary): string {
  const width = Math.max(...Object.keys(summary).map((name) => name.length), 6);
  const number = (value: number | undefined) => (value === undefined ? '' : value.toFixed(4)).padStart(11);
  const lines = [`${'metric'.padEnd(width)} ${'mean'.padStart(11)} ${'sd'.padStart(11)} ${'change'.padStart(11)}`];
  for (const [name, { mean, sd }] of Object.entries(summary)) {
    lines.push(`${name.padEnd(width)} ${number(mean)} ${number(sd)} ${number(change[name]?.mean)}`);
  }
  return `${lines.join('\n')}\n`;
}
