import { hiddenState } from './hiddenState.ts';
import { listIndices } from './listIndices.ts';
import { type ObjectiveArrays, rowsOf, visitTokens } from './objectiveArrays.ts';

/**
 * Steps of ranked answers. `each`: one element a step of a member, member after member ('member step'). `token`: the member
 * step that each completion token of a member is in. Then, for every comparison and every step of its first member ('compared
 * step'): `comparison` and `step` say which, and `cosine` how alike the reference has that step in both members, in [−1, 1].
 */
export type StepPart = 'each' | 'token' | 'comparison' | 'step' | 'cosine';

interface MemberStep {
  readonly place: number;
  /** Every completion token of it. */
  readonly at: { readonly row: number; readonly index: number }[];
}

/**
 * Steps are those that have tokens; tokens of none belong to the first. A step's state is the mean over its tokens of the
 * states that predict them. The cosine is 0 where the second member has no such step, or a mean is 0.
 *
 * @throws RangeError where the batch has no lists or steps, and for `cosine` no hidden states
 */
export function memberSteps(arrays: ObjectiveArrays, part: StepPart): ArrayLike<number> {
  const { tokenStep } = arrays;
  if (tokenStep === undefined) throw new RangeError('this objective needs the steps of its answers');
  const token: number[] = [];
  let places = 0;
  const members = Array.from(rowsOf(arrays, 'member'), (row) => {
    const steps = new Map<number, MemberStep>();
    visitTokens(arrays, 'completion', row, undefined, (index) => {
      const number = Math.max(1, tokenStep[index] as number);
      const step = steps.get(number) ?? { place: places++, at: [] };
      step.at.push({ row, index });
      token.push(step.place);
      steps.set(number, step);
    });
    return steps;
  });
  if (part === 'token') return token;
  if (part === 'each') return Array.from({ length: places }, (_, place) => place);
  const { first, second } = listIndices(arrays);
  const compared = first.flatMap((member, comparison) =>
    Array.from(members[member] ?? [], ([number, own]) => {
      return { comparison, own, other: members[second[comparison] as number]?.get(number) };
    }),
  );
  if (part === 'comparison') return compared.map(({ comparison }) => comparison);
  if (part === 'step') return compared.map(({ own }) => own.place);
  // A cosine does not change with the lengths of its vectors: sums stand for means.
  const sums: Float64Array[] = [];
  for (const { place, at } of members.flatMap((steps) => [...steps.values()])) sums[place] = summedState(arrays, at);
  const sumOf = (step: MemberStep) => sums[step.place] as Float64Array;
  return compared.map(({ own, other }) => (other === undefined ? 0 : cosine(sumOf(own), sumOf(other))));
}

function summedState(arrays: ObjectiveArrays, at: MemberStep['at']): Float64Array {
  const sum = new Float64Array(arrays.hidden?.channels ?? 0);
  for (const { row, index } of at) {
    hiddenState(arrays, row, index).forEach((value, c) => {
      sum[c] = (sum[c] as number) + value;
    });
  }
  return sum;
}

function cosine(a: Float64Array, b: Float64Array): number {
  const dot = (x: Float64Array, y: Float64Array) => x.reduce((total, value, c) => total + value * (y[c] as number), 0);
  const lengths = Math.sqrt(dot(a, a) * dot(b, b));
  return lengths === 0 ? 0 : Math.min(1, Math.max(-1, dot(a, b) / lengths));
}
