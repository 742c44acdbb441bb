import { isThought, type PlannerStep, parseStep, planLines, thingsOf } from './plannerSteps.ts';
import { type PlannerGoal, type PlannerTask, roomOf } from './plannerTask.ts';

/** What came of a plan. */
export interface PlannerOutcome {
  /** Parts of the goals that hold in the end, and how many there are. */
  readonly reached: number;
  readonly parts: number;
  /** Lines that speak of what is not there, or place it wrongly, or cannot be read. */
  readonly ungrounded: number;
  /** Lines that repeat or contradict what was done before, or take back the step before. */
  readonly inconsistent: number;
  /** Things from outside the goals that are taken or opened, and actions after the goals are reached. */
  readonly useless: number;
  /** Things of the goals that the plan names, and how many it names at all. */
  readonly named: { readonly ofGoal: number; readonly all: number };
  readonly lines: number;
}

interface State {
  at: string;
  held: string | undefined;
  /** Where an object lies: a room or a receptacle. */
  readonly lies: Map<string, string>;
  readonly shut: Set<string>;
  readonly onceHeld: Set<string>;
  /** The room left last, while nothing was done in the one that was entered. */
  left: string | undefined;
}

/** The objects and receptacles that goals speak of. */
export function goalThings(goals: readonly PlannerGoal[]): Set<string> {
  return new Set(
    goals
      .flatMap((goal) => ['object' in goal ? goal.object : '', 'receptacle' in goal ? goal.receptacle : ''])
      .filter((thing) => thing !== ''),
  );
}

/**
 * Carries a plan out. The first impossible action ends it: the lines behind it are looked at, but do nothing. A line that
 * cannot be read does nothing, wherever it stands. One hand: it holds one object. Any text may come.
 */
export function runPlan(task: PlannerTask, answer: string): PlannerOutcome {
  const state: State = {
    at: task.at,
    held: undefined,
    lies: new Map(task.rooms.flatMap(({ name, things }) => things.map((thing) => [thing, name]))),
    shut: new Set(task.shut),
    onceHeld: new Set(),
    left: undefined,
  };
  const wanted = goalThings(task.goals);
  const mentioned = new Set<string>();
  const thoughts = new Set<string>();
  const lines = planLines(answer);
  let running = true;
  let [ungrounded, inconsistent, useless] = [0, 0, 0];
  for (const line of lines) {
    const step = parseStep(line);
    if (step === undefined || !isThere(task, step)) {
      ungrounded++;
      for (const thing of step ? thingsOf(step) : []) mentioned.add(thing);
      if (step !== undefined && !isThought(step)) running = false;
      continue;
    }
    for (const thing of thingsOf(step)) mentioned.add(thing);
    if (step.does === 'think-where' || step.does === 'think-shut') {
      if (!isTrue(state, step)) ungrounded++;
      else if (thoughts.has(line)) inconsistent++;
      thoughts.add(line);
    } else if (running) {
      const done = partsReached(task, state) === partsOf(task).length;
      const back = step.does === 'go' && step.room === state.left;
      if (!act(task, state, step)) {
        inconsistent++;
        running = false;
      } else if (done || thingsOf(step).some((thing) => !wanted.has(thing))) useless++;
      else if (back) inconsistent++;
      if (back) state.left = undefined;
    }
  }
  return {
    reached: partsReached(task, state),
    parts: partsOf(task).length,
    ungrounded,
    inconsistent,
    useless,
    named: { ofGoal: [...mentioned].filter((thing) => wanted.has(thing)).length, all: mentioned.size },
    lines: lines.length,
  };
}

function isThere(task: PlannerTask, step: PlannerStep): boolean {
  const room = 'room' in step ? step.room : undefined;
  const roomThere = room === undefined || task.rooms.some(({ name }) => name === room);
  return roomThere && thingsOf(step).every((thing) => roomOf(task, thing) !== undefined);
}

/** The room of a thing now, whether it lies there, is put away there, or is held by the one who stands there. */
function whereNow(state: State, thing: string): string | undefined {
  if (state.held === thing) return state.at;
  const lies = state.lies.get(thing);
  return lies === undefined ? undefined : (state.lies.get(lies) ?? lies);
}

function isTrue(state: State, thought: PlannerStep & { does: 'think-where' | 'think-shut' }): boolean {
  return thought.does === 'think-shut'
    ? state.shut.has(thought.receptacle)
    : whereNow(state, thought.thing) === thought.room;
}

/** Does an action; false, and nothing done, where it is impossible. */
function act(task: PlannerTask, state: State, step: PlannerStep): boolean {
  switch (step.does) {
    case 'go': {
      const place = (room: string) => task.rooms.findIndex(({ name }) => name === room);
      if (Math.abs(place(step.room) - place(state.at)) !== 1) return false;
      state.left = state.at;
      state.at = step.room;
      return true;
    }
    case 'take': {
      const lies = state.lies.get(step.object) ?? '';
      if (state.held !== undefined || whereNow(state, step.object) !== state.at || state.shut.has(lies)) return false;
      state.held = step.object;
      state.lies.delete(step.object);
      state.onceHeld.add(step.object);
      break;
    }
    case 'open':
      if (state.lies.get(step.receptacle) !== state.at || !state.shut.delete(step.receptacle)) return false;
      break;
    case 'put':
      if (state.held !== step.object || state.lies.get(step.receptacle) !== state.at) return false;
      if (state.shut.has(step.receptacle)) return false;
      state.held = undefined;
      state.lies.set(step.object, step.receptacle);
      break;
    default:
      return false;
  }
  state.left = undefined;
  return true;
}

/** What has to be true one by one: an object taken, a box opened, an object in its place. */
type Part = (state: State) => boolean;

function partsOfGoal(task: PlannerTask, goal: PlannerGoal): Part[] {
  switch (goal.be) {
    case 'held':
      return [(state) => state.held === goal.object];
    case 'open':
      return [(state) => !state.shut.has(goal.receptacle)];
    case 'placed':
      return [
        (state) => state.onceHeld.has(goal.object),
        ...(task.shut.includes(goal.receptacle) ? [(state: State) => !state.shut.has(goal.receptacle)] : []),
        (state) => state.lies.get(goal.object) === goal.receptacle,
      ];
  }
}

const partsOf = (task: PlannerTask): Part[] => task.goals.flatMap((goal) => partsOfGoal(task, goal));

function partsReached(task: PlannerTask, state: State): number {
  return partsOf(task).filter((holds) => holds(state)).length;
}
