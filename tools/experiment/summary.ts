import { type BandRelation, type MetricValues, relateBands, type SeedBand, seedBand } from '../../src/engine/index.ts';

export type Summary = Record<string, SeedBand>;

/** What moved from the first evaluation to the last, run by run, and whether the seeds tell the two apart. */
export type Change = Record<string, SeedBand & { readonly bands: BandRelation }>;

interface RunEnds {
  readonly first: MetricValues;
  readonly last: MetricValues;
}

/** Over runs: mean, sample standard deviation (0 for one run), number of runs and the band of each metric. */
export function summarise(runs: readonly MetricValues[]): Summary {
  const columns = new Map<string, number[]>();
  for (const run of runs) {
    for (const [name, { value }] of Object.entries(run)) columns.set(name, [...(columns.get(name) ?? []), value]);
  }
  const summary: Summary = {};
  for (const [name, values] of columns) {
    const band = seedBand(values);
    if (band !== null) summary[name] = band;
  }
  return summary;
}

/** Last minus first evaluation. A correlation that the first one could not define (constant reward) counts as 0 there. */
export function summariseChange(runs: readonly RunEnds[]): Change {
  const firsts = summarise(runs.map(({ first }) => first));
  const lasts = summarise(runs.map(({ last }) => last));
  const changes = summarise(runs.map(({ first, last }) => difference(first, last)));
  const change: Change = {};
  for (const [name, band] of Object.entries(changes)) {
    const [first, last] = [firsts[name], lasts[name]];
    change[name] = { ...band, bands: first && last ? relateBands(first, last) : 'unknown' };
  }
  return change;
}

/** For people: one metric a line; a change whose seed bands overlap carries a mark. */
export function tableText(summary: Summary, change: Change): string {
  const width = Math.max(...Object.keys(summary).map((name) => name.length), 6);
  const number = (value: number | undefined) => (value === undefined ? '' : value.toFixed(4)).padStart(11);
  const lines = [`${'metric'.padEnd(width)} ${'mean'.padStart(11)} ${'sd'.padStart(11)} ${'change'.padStart(11)}`];
  for (const [name, { mean, sd }] of Object.entries(summary)) {
    const mark = change[name]?.bands === 'overlap' ? ' ≈' : '';
    lines.push(`${name.padEnd(width)} ${number(mean)} ${number(sd)} ${number(change[name]?.mean)}${mark}`);
  }
  const marked = Object.values(change).some(({ bands }) => bands === 'overlap');
  if (marked)
    lines.push('≈ the seeds’ bands (mean ± sd) of first and last evaluation overlap: no change that they tell');
  return `${lines.join('\n')}\n`;
}

function difference(first: MetricValues, last: MetricValues): MetricValues {
  const changes: Record<string, { value: number; n: number }> = {};
  for (const [name, { value, n }] of Object.entries(last))
    changes[name] = { value: value - (first[name]?.value ?? 0), n };
  return changes;
}
