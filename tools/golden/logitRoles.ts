import type { ObjectiveArrays } from '../../src/engine/methods/objective.ts';
import { numbersField, textField } from './fields.ts';
import { type JsonObject, Unknown } from './types.ts';

type Roles = Pick<ObjectiveArrays, 'chosen' | 'rejected' | 'member' | 'memberList' | 'columns'>;

/** What the rows of a `logits` case are, by its layout. @throws Unknown for another layout */
export function readRoles(inputs: JsonObject, sequences: number): Roles {
  const layout = textField(inputs, 'batch_layout');
  if (layout === 'first half chosen, second half rejected') {
    const half = (start: number) => Int32Array.from({ length: sequences / 2 }, (_, i) => start + i);
    return { chosen: half(0), rejected: half(sequences / 2) };
  }
  const [, groups, size] = /^(\d+) groups of (\d+) completions$/.exec(layout) ?? [];
  if (groups === undefined || size === undefined) throw new Unknown(`batch_layout '${layout}'`);
  if (Number(groups) * Number(size) !== sequences) throw new Error(`${sequences} sequences are not ${layout}`);
  return listRoles(numbersField(inputs, 'rewards'), Number(size));
}

/** Consecutive lists of `size` rows with these rewards; chosen and rejected are the best and worst of each. */
export function listRoles(rewards: readonly number[], size: number): Roles {
  const lists = Array.from({ length: rewards.length / size }, (_, list) => list * size);
  const extreme = (start: number, pick: (...values: number[]) => number) => {
    const own = rewards.slice(start, start + size);
    return start + own.indexOf(pick(...own));
  };
  const rows = Int32Array.from(rewards, (_, row) => row);
  return {
    chosen: Int32Array.from(lists, (start) => extreme(start, Math.max)),
    rejected: Int32Array.from(lists, (start) => extreme(start, Math.min)),
    member: rows,
    memberList: rows.map((row) => Math.floor(row / size)),
    columns: { 'member value': Float64Array.from(rewards) },
  };
}
