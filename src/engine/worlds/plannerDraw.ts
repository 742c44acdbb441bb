import type { RandomStream } from '../train/rng.ts';
import { HORIZONS } from './plannerFacts.ts';
import { actionsNeeded } from './plannerPlan.ts';
import {
  PLANNER_BOXES,
  PLANNER_OBJECTS,
  PLANNER_ROOMS,
  PLANNER_SURFACES,
  type PlannerGoal,
  type PlannerTask,
} from './plannerTask.ts';

/** The horizon class of a task, 0 … 3; -1 beyond them. */
export function horizonOf(task: PlannerTask): number {
  const actions = actionsNeeded(task);
  return HORIZONS.findIndex(([least, most]) => actions >= least && actions <= most);
}

/** A task of a horizon class. Draws until one fits: a few draws, for every class. */
export function drawTask(horizon: number, random: RandomStream): PlannerTask {
  for (;;) {
    const task = drawAny(horizon, random);
    if (horizonOf(task) === horizon) return task;
  }
}

const SHUT_SHARE = 0.6;

function drawAny(horizon: number, random: RandomStream): PlannerTask {
  const count = horizon === 0 ? 2 + random.integer(2) : horizon === 1 ? 2 + random.integer(3) : 3 + random.integer(2);
  const names = random.shuffled(PLANNER_ROOMS).slice(0, count);
  const objects = random.shuffled(PLANNER_OBJECTS).slice(0, 2 + random.integer(2));
  const boxes = random.shuffled(PLANNER_BOXES).slice(0, 1 + random.integer(2));
  const surfaces = random.shuffled(PLANNER_SURFACES).slice(0, 1);
  const things: string[][] = names.map(() => []);
  for (const thing of random.shuffled([...objects, ...boxes, ...surfaces])) random.pick(things).push(thing);
  const shut = boxes.filter(() => random.uniform() < SHUT_SHARE);
  return {
    rooms: names.map((name, i) => ({ name, things: things[i] as string[] })),
    shut,
    at: random.pick(names),
    goals: drawGoals(horizon, objects, [...boxes, ...surfaces], shut, random),
  };
}

function drawGoals(
  horizon: number,
  objects: readonly string[],
  receptacles: readonly string[],
  shut: readonly string[],
  random: RandomStream,
): PlannerGoal[] {
  const placed = (object: string): PlannerGoal => ({ be: 'placed', object, receptacle: random.pick(receptacles) });
  const [first = '', second = ''] = objects;
  const kind = random.uniform();
  if (horizon === 3 || (horizon === 2 && kind < 0.5)) {
    // A hand that holds something for good can do no more, so holding comes last.
    return [placed(first), horizon === 2 && random.uniform() < 0.5 ? { be: 'held', object: second } : placed(second)];
  }
  if (kind < 0.6) return [placed(first)];
  const [box] = shut;
  return kind < 0.8 && box !== undefined ? [{ be: 'open', receptacle: box }] : [{ be: 'held', object: first }];
}
