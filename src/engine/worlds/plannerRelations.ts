import type { RandomStream } from '../train/rng.ts';
import type { WordSpan } from './degrade.ts';
import { goalThings, runPlan } from './plannerRun.ts';
import { FAULT_COST, reachedWorth } from './plannerScore.ts';
import { isThought, parseStep, planLines } from './plannerSteps.ts';
import { type PlannerTask, parseTask } from './plannerTask.ts';
import { ANSWER_NAMES, rationalePrompt } from './rationalePrompt.ts';
import { countWords } from './styleTone.ts';
import type { Knobs, NamedStream, PreferenceRow, RationaleQuality, RelateOptions, RowRelations } from './types.ts';

const LINE_LIMITS = [
  { lines: 2, name: 'two' },
  { lines: 4, name: 'four' },
  { lines: 6, name: 'six' },
  { lines: 10, name: 'ten' },
] as const;

/** A rationale that names what decides, and instructions that code can check on any plan. */
export function plannerRelations(
  row: PreferenceRow,
  _knobs: Knobs,
  options: RelateOptions,
  stream: NamedStream,
): Partial<RowRelations> {
  const task = parseTask(row.prompt);
  if (task === undefined) return {};
  const chosenFirst = stream('rationale').uniform() < 0.5;
  const [better, worse] = chosenFirst ? ANSWER_NAMES : ([...ANSWER_NAMES].reverse() as [string, string]);
  const [first, second] = chosenFirst ? [row.chosen, row.rejected] : [row.rejected, row.chosen];
  return {
    rationale: `${better} ${reason(task, row, options.rationale ?? 'specific')} than ${worse}.`,
    rationale_prompt: rationalePrompt(row.prompt, first, second),
    ...instructed(task, row, stream('instruction')),
  };
}

/**
 * A specific reason names what gives chosen most of its lead in gold score; where it leads in nothing (a flipped label, or
 * one by length) that it is longer, or, where that is not so either, none. A wrong one names that in which it is least ahead.
 */
function reason(task: PlannerTask, { chosen, rejected }: PreferenceRow, quality: RationaleQuality): string {
  if (quality === 'generic') return 'is better';
  const [of, against] = [runPlan(task, chosen), runPlan(task, rejected)];
  const ahead = [
    { name: 'gets more done', by: reachedWorth(of) - reachedWorth(against) },
    { name: 'makes up less', by: FAULT_COST * (against.ungrounded - of.ungrounded) },
    { name: 'repeats less', by: FAULT_COST * (against.inconsistent - of.inconsistent) },
    { name: 'wastes less', by: FAULT_COST * (against.useless - of.useless) },
  ].sort((a, b) => b.by - a.by);
  const [most, least] = [ahead[0], ahead.at(-1)];
  if (quality === 'wrong') return least?.name ?? 'is better';
  if (most !== undefined && most.by > 0) return most.name;
  return countWords(chosen) > countWords(rejected) ? 'is longer' : 'is better';
}

/** The prompt with an instruction more that chosen follows, and with its opposite. */
function instructed(
  task: PlannerTask,
  { prompt, chosen }: PreferenceRow,
  random: RandomStream,
): Required<Pick<RowRelations, 'prompt_satisfied' | 'prompt_violated'>> {
  const lines = planLines(chosen);
  const room = random.pick(task.rooms).name;
  const limit = random.pick(LINE_LIMITS);
  const [follows, positive, negative] = random.pick([
    [lines.includes(`go ${room}`), `Go to the ${room}.`, `Do not go to the ${room}.`],
    [lines.length <= limit.lines, `Use at most ${limit.name} lines.`, `Use more than ${limit.name} lines.`],
    [lines.some((line) => line.startsWith('think:')), 'Say what you think.', 'Do not say what you think.'],
  ] as const);
  const asked = prompt.trimEnd();
  const [followed, broken] = follows ? [positive, negative] : [negative, positive];
  return { prompt_satisfied: `${asked} ${followed}\n`, prompt_violated: `${asked} ${broken}\n` };
}

/** Key words: what actions name of the goal's things, then nothing else while there are enough of them. */
export function plannerKeyWords(prompt: string, answer: string): (span: WordSpan) => boolean {
  const task = parseTask(prompt);
  const wanted = goalThings(task?.goals ?? []);
  let end = 0;
  const lines = planLines(answer).map((line) => {
    end += line.length + 1;
    const step = parseStep(line);
    return { end, acts: step !== undefined && !isThought(step) };
  });
  return ({ word, start }) => wanted.has(word) && (lines.find((line) => start < line.end)?.acts ?? false);
}
