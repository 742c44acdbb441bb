/** Rooms stand in a row, in the order in which a prompt lists them: one may go to a neighbour only. */
export const PLANNER_ROOMS: readonly string[] = ['hall', 'garden', 'shop', 'barn', 'bath', 'cellar', 'attic', 'yard'];
export const PLANNER_OBJECTS: readonly string[] =
  'cup key book hat lamp pie clock ring ball doll tea boat bike pen pot cake fork shell letter rope'.split(' ');
/** What things can be put on. */
export const PLANNER_SURFACES: readonly string[] = ['bed', 'shelf', 'bench', 'stool', 'desk', 'wall'];
/** What things can be put in, once it is open. */
export const PLANNER_BOXES: readonly string[] = ['box', 'chest', 'sink', 'bag', 'drawer', 'jar'];

export const isObject = (thing: string): boolean => PLANNER_OBJECTS.includes(thing);
export const isBox = (thing: string): boolean => PLANNER_BOXES.includes(thing);
export const isReceptacle = (thing: string): boolean => isBox(thing) || PLANNER_SURFACES.includes(thing);
export const isRoom = (name: string): boolean => PLANNER_ROOMS.includes(name);

/** What is to be: an object in hand, a box open, an object in or on a receptacle. */
export type PlannerGoal =
  | { readonly be: 'held'; readonly object: string }
  | { readonly be: 'open'; readonly receptacle: string }
  | { readonly be: 'placed'; readonly object: string; readonly receptacle: string };

export interface PlannerRoom {
  readonly name: string;
  readonly things: readonly string[];
}

export interface PlannerTask {
  /** In a row, two to four of them. */
  readonly rooms: readonly PlannerRoom[];
  /** Boxes that are shut. */
  readonly shut: readonly string[];
  /** The room where one stands. */
  readonly at: string;
  /** One or two, to be met in this order. */
  readonly goals: readonly PlannerGoal[];
}

/** The room that holds a thing at the start; undefined for a thing that is not there. */
export function roomOf(task: PlannerTask, thing: string): string | undefined {
  return task.rooms.find(({ things }) => things.includes(thing))?.name;
}

export const preposition = (receptacle: string): 'in' | 'on' => (isBox(receptacle) ? 'in' : 'on');

function goalText(goal: PlannerGoal): string {
  switch (goal.be) {
    case 'held':
      return `hold ${goal.object}`;
    case 'open':
      return `open ${goal.receptacle}`;
    case 'placed':
      return `${goal.object} ${preposition(goal.receptacle)} ${goal.receptacle}`;
  }
}

/** `hall: cup, bed. shop: shut box. you: shop. goal: cup in box.` and a newline: all that is there is in view. */
export function taskPrompt({ rooms, shut, at, goals }: PlannerTask): string {
  const seen = rooms.map(({ name, things }) => {
    const listed = things.map((thing) => (shut.includes(thing) ? `shut ${thing}` : thing));
    return `${name}: ${listed.join(', ') || 'nothing'}.`;
  });
  return `${seen.join(' ')} you: ${at}. goal: ${goals.map(goalText).join(', ')}.\n`;
}

/** Reads a prompt; text behind the goals (another instruction) is left aside. Undefined where it is not one of this world's. */
export function parseTask(prompt: string): PlannerTask | undefined {
  const parts = /^((?:[a-z]+: [a-z, ]+\. )+)you: ([a-z]+)\. goal: ([a-z, ]+)\.(?: |\n|$)/.exec(prompt);
  if (parts === null) return undefined;
  const [, seen = '', at = '', asked = ''] = parts;
  const shut: string[] = [];
  const rooms = seen
    .split(/\. /)
    .slice(0, -1)
    .map((text): PlannerRoom => {
      const [name = '', listed = ''] = text.split(': ');
      const things =
        listed === 'nothing'
          ? []
          : listed.split(', ').map((thing) => {
              if (!thing.startsWith('shut ')) return thing;
              shut.push(thing.slice(5));
              return thing.slice(5);
            });
      return { name, things };
    });
  const goals = asked.split(', ').map(parseGoal);
  const things = rooms.flatMap((room) => room.things);
  const known =
    rooms.every(({ name }) => isRoom(name)) &&
    things.every((thing) => isObject(thing) || isReceptacle(thing)) &&
    rooms.some(({ name }) => name === at) &&
    !goals.includes(undefined);
  return known ? { rooms, shut, at, goals: goals as PlannerGoal[] } : undefined;
}

function parseGoal(text: string): PlannerGoal | undefined {
  const words = text.split(' ');
  const [first = '', second = '', third = ''] = words;
  if (words.length === 2 && first === 'hold' && isObject(second)) return { be: 'held', object: second };
  if (words.length === 2 && first === 'open' && isBox(second)) return { be: 'open', receptacle: second };
  const placed = words.length === 3 && isObject(first) && isReceptacle(third) && second === preposition(third);
  return placed ? { be: 'placed', object: first, receptacle: third } : undefined;
}
