import type { RandomStream } from '../train/rng.ts';
import { defineWorld } from './defineWorld.ts';
import { drawTask } from './plannerDraw.ts';
import { ALL_HORIZONS, HORIZONS, PLANNER_FACTS } from './plannerFacts.ts';
import { withMistake } from './plannerMistakes.ts';
import { fullPlan } from './plannerPlan.ts';
import { plannerKeyWords, plannerRelations } from './plannerRelations.ts';
import { attributeScores, goldScore, lengthScore, reachedShare } from './plannerScore.ts';
import { isThought, type PlannerStep, parseStep, planLines, stepText } from './plannerSteps.ts';
import { parseTask, taskPrompt } from './plannerTask.ts';

/** How often an answer says its thoughts: never, now and then, always; drawn for each answer. */
const THOUGHTS = [0, 0.5, 1] as const;
/** Shares of answers with a mistake: in supervised text, and in pairs, where half of those have a second one. */
const WRONG_ANSWERS = 0.5;
const WRONG_CANDIDATES = 0.65;
const LINES_MAX = 24;

/**
 * The `planner` world: rooms in a row, things in them, a goal; the answer is a plan, a line for every thought and action,
 * that a simulator carries out.
 */
export const planner = defineWorld({
  ...PLANNER_FACTS,

  prompt(random, knobs) {
    const asked = knobs.horizon ?? ALL_HORIZONS;
    if (!Number.isInteger(asked) || asked < 0 || asked > ALL_HORIZONS) {
      throw new RangeError(`horizon must be a whole number from 0 to ${ALL_HORIZONS}, got ${asked}`);
    }
    const drawn = random.integer(HORIZONS.length);
    return taskPrompt(drawTask(asked === ALL_HORIZONS ? drawn : asked, random));
  },

  answer: (prompt, random) => drawPlan(prompt, random, random.uniform() < WRONG_ANSWERS ? 1 : 0),
  candidate: (prompt, random) =>
    drawPlan(prompt, random, random.uniform() < WRONG_CANDIDATES ? 1 + random.integer(2) : 0),

  goldScore,
  lengthScore,
  attributes: attributeScores,
  verify: reachedShare,
  relations: plannerRelations,
  keyWords: plannerKeyWords,
  /** Plans of the same score are told apart by chance alone. */
  comparable: (first, second, _knobs, prompt) => goldScore(prompt, first) !== goldScore(prompt, second),
  steps: (answer) => answer.match(/[^\n]*\n|[^\n]+$/g) ?? [],

  wellFormed(prompt, answer) {
    const steps = planLines(answer).map(parseStep);
    const known = steps.length > 0 && steps.length <= LINES_MAX && !steps.includes(undefined);
    return known && parseTask(prompt) !== undefined && steps.some((step) => step !== undefined && !isThought(step));
  },
});

function drawPlan(prompt: string, random: RandomStream, mistakes: number): string {
  const task = parseTask(prompt);
  if (task === undefined) throw new RangeError('the prompt is no task of the planner world');
  const share = random.pick(THOUGHTS);
  let steps: readonly PlannerStep[] = fullPlan(task).filter((step) => !isThought(step) || random.uniform() < share);
  for (let i = 0; i < mistakes; i++) steps = withMistake(task, steps, random);
  return steps.map(stepText).join('\n');
}
