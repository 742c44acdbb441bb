import type { RandomStream } from '../train/rng.ts';
import { isThought, type PlannerStep } from './plannerSteps.ts';
import { PLANNER_BOXES, PLANNER_OBJECTS, PLANNER_ROOMS, PLANNER_SURFACES, type PlannerTask } from './plannerTask.ts';

type Steps = readonly PlannerStep[];
/** A plan with one mistake more; undefined where the plan has no place for it. */
type Mistake = (task: PlannerTask, steps: Steps, random: RandomStream) => Steps | undefined;

/** Of what is named wrongly, the share that is not there at all. */
const ABSENT_SHARE = 0.4;

const indices = (steps: Steps, where: (step: PlannerStep) => boolean): number[] =>
  steps.flatMap((step, i) => (where(step) ? [i] : []));

/** The plan with the step at `at` replaced by others. */
const replaced = (steps: Steps, at: number, ...by: PlannerStep[]): Steps => [
  ...steps.slice(0, at),
  ...by,
  ...steps.slice(at + 1),
];

function otherRoom(task: PlannerTask, room: string, random: RandomStream): string {
  const here = task.rooms.map(({ name }) => name);
  const from = random.uniform() < ABSENT_SHARE ? PLANNER_ROOMS.filter((name) => !here.includes(name)) : here;
  return random.pick(from.filter((name) => name !== room));
}

/** Another thing of the same kind, in view or not. */
function otherThing(task: PlannerTask, thing: string, random: RandomStream): string {
  const seen = task.rooms.flatMap(({ things }) => things);
  const kind = [PLANNER_OBJECTS, PLANNER_SURFACES, PLANNER_BOXES].find((list) => list.includes(thing)) ?? [];
  const there = kind.filter((name) => name !== thing && seen.includes(name));
  const absent = kind.filter((name) => !seen.includes(name));
  return random.pick(there.length === 0 || random.uniform() < ABSENT_SHARE ? absent : there);
}

function renamed(task: PlannerTask, step: PlannerStep, random: RandomStream): PlannerStep {
  switch (step.does) {
    case 'go':
      return { ...step, room: otherRoom(task, step.room, random) };
    case 'take':
      return { ...step, object: otherThing(task, step.object, random) };
    case 'put':
      return random.uniform() < 0.5
        ? { ...step, object: otherThing(task, step.object, random) }
        : { ...step, receptacle: otherThing(task, step.receptacle, random) };
    case 'think-where':
      return random.uniform() < 0.7
        ? { ...step, room: otherRoom(task, step.room, random) }
        : { ...step, thing: otherThing(task, step.thing, random) };
    case 'think-shut':
    case 'open':
      return { ...step, receptacle: otherThing(task, step.receptacle, random) };
  }
}

const renameOne =
  (where: (step: PlannerStep) => boolean): Mistake =>
  (task, steps, random) => {
    const at = indices(steps, where);
    if (at.length === 0) return undefined;
    const chosen = random.pick(at);
    return replaced(steps, chosen, renamed(task, steps[chosen] as PlannerStep, random));
  };

const isAction = (step: PlannerStep): boolean => !isThought(step);

/** Where one stands before the step at `at`. */
function roomBefore(task: PlannerTask, steps: Steps, at: number): string {
  const last = steps.slice(0, at).findLast((step) => step.does === 'go');
  return last?.does === 'go' ? last.room : task.at;
}

const MISTAKES: Readonly<Record<string, Mistake>> = {
  wrongRoom: renameOne(({ does }) => does === 'go'),
  wrongThing: renameOne((step) => isAction(step) && step.does !== 'go'),
  falseThought: renameOne(isThought),
  missingStep(_, steps, random) {
    const actions = indices(steps, isAction);
    return actions.length < 2 ? undefined : replaced(steps, random.pick(actions));
  },
  repeatedAction(_, steps, random) {
    const at = random.pick(indices(steps, isAction));
    const step = steps[at] as PlannerStep;
    return replaced(steps, at, step, step);
  },
  /** Into a neighbouring room and back. */
  detour(task, steps, random) {
    const at = random.integer(steps.length);
    const room = roomBefore(task, steps, at);
    const here = task.rooms.findIndex(({ name }) => name === room);
    const beside = [task.rooms[here - 1], task.rooms[here + 1]].flatMap((next) =>
      here < 0 || !next ? [] : [next.name],
    );
    if (beside.length === 0) return undefined;
    return [...steps.slice(0, at), { does: 'go', room: random.pick(beside) }, { does: 'go', room }, ...steps.slice(at)];
  },
  stopEarly(_, steps, random) {
    const actions = indices(steps, isAction);
    return actions.length < 2 ? undefined : steps.slice(0, actions[1 + random.integer(actions.length - 1)]);
  },
  /** Goes on when all is done. */
  goOn(task, steps, random) {
    const room = roomBefore(task, steps, steps.length);
    const object = random.pick(
      PLANNER_OBJECTS.filter((name) => task.rooms.some(({ things }) => things.includes(name))),
    );
    const more: PlannerStep[] = [
      { does: 'go', room: otherRoom(task, room, random) },
      { does: 'take', object },
    ];
    return [...steps, ...(random.uniform() < 0.5 ? more : more.slice(0, 1))];
  },
};

/** As often as they are drawn: lines left out and lines too many weigh each other up, so that length tells nothing of quality. */
const DRAWN: readonly Mistake[] = Object.entries({
  wrongRoom: 5,
  wrongThing: 4,
  falseThought: 3,
  missingStep: 2,
  repeatedAction: 7,
  detour: 3,
  stopEarly: 1,
  goOn: 1,
}).flatMap(([name, times]) => Array.from({ length: times }, () => MISTAKES[name] as Mistake));

/** A plan with one mistake more, of a kind that it has a place for. */
export function withMistake(task: PlannerTask, steps: Steps, random: RandomStream): Steps {
  for (;;) {
    const wrong = random.pick(DRAWN)(task, steps, random);
    if (wrong !== undefined) return wrong;
  }
}
