import { goalThings, type PlannerOutcome, runPlan } from './plannerRun.ts';
import { parseTask } from './plannerTask.ts';
import { countWords } from './styleTone.ts';

/** Measured over 100,000 draws of `candidate`, all horizons (planner.test.ts checks them). */
export const PLANNER_LENGTH_WORDS = { mean: 19.89, sd: 12.06 } as const;
const OUTCOME = { mean: 0.785, sd: 0.713 } as const;
const ATTRIBUTES = [
  { mean: 0.9338, sd: 0.1854 },
  { mean: 0.8909, sd: 0.2122 },
  { mean: 0.7636, sd: 0.259 },
] as const;

/** What success is worth beside the parts that lead to it, and what a fault costs; more than four cost no more. */
const SUCCESS_WORTH = 0.5;
export const FAULT_COST = 0.15;
const FAULTS_MAX = 4;

function outcome(prompt: string, answer: string): PlannerOutcome | undefined {
  const task = parseTask(prompt);
  return task && runPlan(task, answer);
}

/** The share of the goals' parts that hold when the plan has been carried out; 1 is success. */
export function reachedShare(prompt: string, answer: string): number {
  const of = outcome(prompt, answer);
  return of === undefined ? 0 : of.reached / of.parts;
}

/** Parts reached, success, and faults (false thoughts, impossible or needless actions), in standard deviations. */
export function goldScore(prompt: string, answer: string): number {
  const of = outcome(prompt, answer);
  const faults =
    of === undefined || of.lines === 0
      ? FAULTS_MAX
      : Math.min(FAULTS_MAX, of.ungrounded + of.inconsistent + of.useless);
  const reached = of === undefined ? 0 : reachedWorth(of);
  return (reached - FAULT_COST * faults - OUTCOME.mean) / OUTCOME.sd;
}

/** What a plan gets done: the share of the parts, and success beside. */
export function reachedWorth({ reached, parts }: PlannerOutcome): number {
  return reached / parts + (reached === parts ? SUCCESS_WORTH : 0);
}

export function lengthScore(answer: string): number {
  return (countWords(answer) - PLANNER_LENGTH_WORDS.mean) / PLANNER_LENGTH_WORDS.sd;
}

/**
 * The structured scores of a plan, whatever comes of it, each in standard deviations: task relevance (F1 of the things it
 * names against those of the goals), grounding and consistency with history (1, 1/2, 1/3, … for 0, 1, 2, … lines that fail).
 */
export function attributeScores(prompt: string, answer: string): readonly [number, number, number] {
  const task = parseTask(prompt);
  const of = outcome(prompt, answer);
  const raw =
    task === undefined || of === undefined || of.lines === 0
      ? [0, 0, 0]
      : [
          (2 * of.named.ofGoal) / (goalThings(task.goals).size + of.named.all),
          1 / (1 + of.ungrounded),
          1 / (1 + of.inconsistent),
        ];
  return ATTRIBUTES.map(({ mean, sd }, k) => ((raw[k] as number) - mean) / sd) as [number, number, number];
}
