import type { DataRenaming } from '../../protocol.ts';
import { fieldsOf, isRecord } from './readings.ts';
import { instructionPairs } from './shapes/instructionPairs.ts';
import { pairs } from './shapes/pairs.ts';
import type { RawRecord } from './types.ts';

const ANSWERS = ['chosen', 'rejected'] as const;
const PAIR = ['prompt', ...ANSWERS] as const;

/**
 * What fields to rename so that records which are no pairs now are read as pairs: the unread texts among which the missing ones
 * may be. Which of them is which only a person knows.
 *
 * @param texts names of unread fields that hold texts
 * @param hasPrompt whether a prompt is read already, whatever it is called
 * @returns null where no renaming of these helps: tried on a record that has them all
 */
export function renamingFor(
  records: readonly RawRecord[],
  fields: readonly string[],
  texts: readonly string[],
  hasPrompt: boolean,
): DataRenaming | null {
  const to = (hasPrompt ? ANSWERS : PAIR).filter((name) => !fields.includes(name));
  const from = texts.filter((name) => !PAIR.some((taken) => taken === name));
  if (to.length === 0 || from.length < to.length) return null;
  const renamed = records.some(({ value }) => {
    if (!isRecord(value) || from.some((name) => typeof value[name] !== 'string')) return false;
    const names = new Map(from.slice(0, to.length).map((name, index) => [name, to[index] ?? name]));
    const entries = [...fieldsOf(value)].map(([name, found]): [string, unknown] => [names.get(name) ?? name, found]);
    return [pairs, instructionPairs].some((shape) => shape.fits(new Map(entries)));
  });
  return renamed ? { from, to } : null;
}
