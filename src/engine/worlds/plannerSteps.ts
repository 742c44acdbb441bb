import { isBox, isObject, isReceptacle, isRoom, preposition } from './plannerTask.ts';

/** One line of a plan: a thought, or an action. */
export type PlannerStep =
  | { readonly does: 'think-where'; readonly thing: string; readonly room: string }
  | { readonly does: 'think-shut'; readonly receptacle: string }
  | { readonly does: 'go'; readonly room: string }
  | { readonly does: 'take'; readonly object: string }
  | { readonly does: 'open'; readonly receptacle: string }
  | { readonly does: 'put'; readonly object: string; readonly receptacle: string };

export const isThought = (step: PlannerStep): boolean => step.does.startsWith('think');

export function stepText(step: PlannerStep): string {
  switch (step.does) {
    case 'think-where':
      return `think: ${step.thing} is in ${step.room}`;
    case 'think-shut':
      return `think: ${step.receptacle} is shut`;
    case 'go':
      return `go ${step.room}`;
    case 'take':
      return `take ${step.object}`;
    case 'open':
      return `open ${step.receptacle}`;
    case 'put':
      return `put ${step.object} ${preposition(step.receptacle)} ${step.receptacle}`;
  }
}

/** A line as a step; undefined when it is none that this world's words can make, whether or not it makes sense. */
export function parseStep(line: string): PlannerStep | undefined {
  const [first = '', second = '', third = '', fourth = '', fifth = ''] = line.split(' ');
  const step = ((): PlannerStep | undefined => {
    switch (first) {
      case 'think:':
        if (isBox(second) && fourth === 'shut') return { does: 'think-shut', receptacle: second };
        if (!(isObject(second) || isReceptacle(second)) || !isRoom(fifth)) return undefined;
        return { does: 'think-where', thing: second, room: fifth };
      case 'go':
        return isRoom(second) ? { does: 'go', room: second } : undefined;
      case 'take':
        return isObject(second) ? { does: 'take', object: second } : undefined;
      case 'open':
        return isBox(second) ? { does: 'open', receptacle: second } : undefined;
      case 'put':
        if (!isObject(second) || !isReceptacle(fourth)) return undefined;
        return { does: 'put', object: second, receptacle: fourth };
      default:
        return undefined;
    }
  })();
  return step !== undefined && stepText(step) === line && third !== undefined ? step : undefined;
}

export function planLines(answer: string): string[] {
  const text = answer.replace(/\n$/, '');
  return text === '' ? [] : text.split('\n');
}

/** What a step speaks of: objects and receptacles. */
export function thingsOf(step: PlannerStep): string[] {
  switch (step.does) {
    case 'think-where':
      return [step.thing];
    case 'think-shut':
    case 'open':
      return [step.receptacle];
    case 'take':
      return [step.object];
    case 'put':
      return [step.object, step.receptacle];
    case 'go':
      return [];
  }
}
