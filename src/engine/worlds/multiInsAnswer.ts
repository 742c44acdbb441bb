import type { RandomStream } from '../train/rng.ts';
import { drawList, ITEMS_MAX, type ListPlan } from './multiInsGrammar.ts';
import { type Instruction, satisfies } from './multiInsInstructions.ts';
import { readPrompt } from './multiInsPrompt.ts';

/** Share of instructions that supervised answers and those of pairs follow, each apart: there is room for improvement. */
const FOLLOWED = 0.65;
/** Draws for an answer of the wanted length; past these (few: some plans cannot have it) the last one stays. */
const LENGTH_DRAWS_MAX = 40;

/**
 * A well-formed answer that follows each instruction with a probability; what no instruction asks for is left to chance.
 *
 * @throws RangeError when the prompt is not one of this world's
 */
export function drawAnswer(prompt: string, random: RandomStream): string {
  const read = readPrompt(prompt);
  if (read === undefined) throw new RangeError('the prompt has no instructions of the multi_ins world');
  const wanted = read.instructions.map((of) => ({ of, follow: random.uniform() < FOLLOWED }));
  const length = wanted.find(({ of }) => of.kind === 'most' || of.kind === 'least');
  let answer = drawList(read.request.place, plan(wanted, random), random);
  for (let draws = 1; length && satisfies(length.of, answer) !== length.follow && draws < LENGTH_DRAWS_MAX; draws++) {
    answer = drawList(read.request.place, plan(wanted, random), random);
  }
  return answer;
}

interface Wanted {
  readonly of: Instruction;
  readonly follow: boolean;
}

function plan(wanted: readonly Wanted[], random: RandomStream): ListPlan {
  let items = 1 + random.integer(ITEMS_MAX);
  let capital = random.uniform() < 0.5;
  let mark: ListPlan['mark'] = random.uniform() < 0.5 ? '!' : '.';
  const include: string[] = [];
  const exclude: string[] = [];
  for (const { of, follow } of wanted) {
    if (of.kind === 'word') (follow ? include : exclude).push(of.word);
    if (of.kind === 'avoid') (follow ? exclude : include).push(of.word);
    if (of.kind === 'items') items = follow ? of.count : otherCount(of.count, random);
    if (of.kind === 'case') capital = (of.first === 'big') === follow;
    if (of.kind === 'mark') mark = (of.mark === '!') === follow ? '!' : '.';
  }
  return { items: Math.max(items, include.length), include, exclude, capital, mark };
}

/** A number of things other than `count`; below and above equally often, so that a broken instruction tells nothing of length. */
function otherCount(count: number, random: RandomStream): number {
  const below = random.uniform() < 0.5;
  return below ? 1 + random.integer(count - 1) : count + 1 + random.integer(ITEMS_MAX - count);
}
