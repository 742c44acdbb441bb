import type { StepRecord } from '../protocol.ts';
import type { RunHistory } from './types.ts';

export interface Course {
  readonly from: number;
  readonly to: number;
}

/** A metric at the first evaluation that has it, and at the newest; null before there are two. */
export function evaluated({ evaluations }: RunHistory, metric: string): Course | null {
  const values = evaluations.flatMap(({ values: { [metric]: found } }) => (found === undefined ? [] : [found.value]));
  const [from, to] = [values[0], values.at(-1)];
  return values.length < 2 || from === undefined || to === undefined ? null : { from, to };
}

/** The newest evaluation's value. */
export function newest({ evaluations }: RunHistory, metric: string): number | null {
  return evaluations.at(-1)?.values[metric]?.value ?? null;
}

/** Mean of a training metric over some steps; null where none has it. */
export function meanOver(records: readonly StepRecord[], metric: string): number | null {
  const values = records.flatMap(({ values: { [metric]: found } }) => (found === undefined ? [] : [found.value]));
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
