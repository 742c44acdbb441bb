import type { ObjectiveArrays } from './objectiveArrays.ts';

/**
 * Which list each member is in; all ordered pairs of two different members of a list (comparisons), as members; where the same
 * two stand the other way round, as a comparison; and one element a list.
 */
export type ListPart = 'of' | 'first' | 'second' | 'mirror' | 'each';

/** @throws RangeError where the batch has no lists */
export function listIndices({ memberList }: Pick<ObjectiveArrays, 'memberList'>): Record<ListPart, number[]> {
  if (memberList === undefined) throw new RangeError('this objective needs lists');
  const of = [...memberList];
  const pairs: [first: number, second: number][] = [];
  of.forEach((list, first) => {
    of.forEach((other, second) => {
      if (other === list && second !== first) pairs.push([first, second]);
    });
  });
  const places = new Map(pairs.map(([first, second], i) => [first * of.length + second, i]));
  return {
    of,
    first: pairs.map(([first]) => first),
    second: pairs.map(([, second]) => second),
    mirror: pairs.map(([first, second]) => places.get(second * of.length + first) as number),
    each: Array.from({ length: Math.max(-1, ...of) + 1 }, (_, list) => list),
  };
}
