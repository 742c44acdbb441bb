import type { PlannerStep } from './plannerSteps.ts';
import { isBox, type PlannerTask, roomOf } from './plannerTask.ts';

/** A plan that meets the goals in their order, every thought said. */
export function fullPlan(task: PlannerTask): PlannerStep[] {
  const steps: PlannerStep[] = [];
  const open = new Set<string>();
  let at = task.at;
  const names = task.rooms.map(({ name }) => name);
  const reach = (thing: string): void => {
    const room = roomOf(task, thing);
    if (room === undefined) throw new RangeError(`${thing} is not there`);
    steps.push({ does: 'think-where', thing, room });
    while (at !== room) {
      const here = names.indexOf(at);
      at = names[here + Math.sign(names.indexOf(room) - here)] as string;
      steps.push({ does: 'go', room: at });
    }
  };
  const unlock = (receptacle: string): void => {
    if (!isBox(receptacle) || !task.shut.includes(receptacle) || open.has(receptacle)) return;
    steps.push({ does: 'think-shut', receptacle }, { does: 'open', receptacle });
    open.add(receptacle);
  };
  for (const goal of task.goals) {
    if (goal.be !== 'open') {
      reach(goal.object);
      steps.push({ does: 'take', object: goal.object });
    }
    if (goal.be !== 'held') {
      reach(goal.receptacle);
      unlock(goal.receptacle);
    }
    if (goal.be === 'placed') steps.push({ does: 'put', object: goal.object, receptacle: goal.receptacle });
  }
  // With two goals a receptacle may be thought of twice; the second time says nothing new.
  return steps.filter(
    (step, i) => step.does !== 'think-where' || steps.findIndex((other) => sameThought(other, step)) === i,
  );
}

const sameThought = (a: PlannerStep, b: PlannerStep & { does: 'think-where' }): boolean =>
  a.does === 'think-where' && a.thing === b.thing;

/** Actions that the goals take, met in their order. */
export function actionsNeeded(task: PlannerTask): number {
  return fullPlan(task).filter(({ does }) => !does.startsWith('think')).length;
}
