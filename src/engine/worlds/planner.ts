import type { RandomStream } from '../train/rng.ts';
import { defineWorld } from './defineWorld.ts';
import { drawTask, HORIZONS } from './plannerDraw.ts';
import { withMistake } from './plannerMistakes.ts';
import { fullPlan } from './plannerPlan.ts';
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
  id: 'planner',
  label: 'Planner',
  idea: 'Plans for a house of a few rooms, carried out by a simulator: fetch, open, put away.',
  knobs: [
    {
      name: 'horizon',
      symbol: 'h',
      default: HORIZONS.length,
      min: 0,
      max: HORIZONS.length,
      integer: true,
      meaning: 'How many actions the goals take: 0 at most 2, 1 up to 4, 2 up to 7, 3 up to 11, 4 all of these.',
    },
  ],

  prompt(random, knobs) {
    const asked = knobs.horizon ?? HORIZONS.length;
    if (!Number.isInteger(asked) || asked < 0 || asked > HORIZONS.length) {
      throw new RangeError(`horizon must be a whole number from 0 to ${HORIZONS.length}, got ${asked}`);
    }
    const drawn = random.integer(HORIZONS.length);
    return taskPrompt(drawTask(asked === HORIZONS.length ? drawn : asked, random));
  },

  answer: (prompt, random) => drawPlan(prompt, random, random.uniform() < WRONG_ANSWERS ? 1 : 0),
  candidate: (prompt, random) =>
    drawPlan(prompt, random, random.uniform() < WRONG_CANDIDATES ? 1 + random.integer(2) : 0),

  goldScore,
  lengthScore,
  attributes: attributeScores,
  verify: reachedShare,
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
