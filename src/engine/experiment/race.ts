import { methodById } from '../methods/index.ts';
import type { MethodDefinition } from '../methods/types.ts';
import { defaultExperiment } from './defaultExperiment.ts';
import { type Experiment, SETTINGS } from './schema.ts';

/** Objectives beside the experiment's own: each costs a step of its own, and weights and moments. */
export const RIVALS_MAX = 3;

/** What an objective brings itself; everything else the racers share. */
const OF_THE_OBJECTIVE: ReadonlySet<string> = new Set([
  'loss',
  'objective',
  'learning_rate',
  'race',
  'bench',
  'sweep',
  'seeds',
]);

/** Racers train on the same rows: an objective that must draw its own from the policy cannot take part. */
export function mayRace({ needs }: MethodDefinition): boolean {
  return needs.sampling !== true;
}

/** Ids by commas as far as they can race against `own`, in their order, and those that cannot. */
export function readRace(
  text: string,
  own: string,
): {
  readonly race: string;
  readonly refused: readonly string[];
} {
  const ids: string[] = [];
  const refused: string[] = [];
  for (const id of text.split(',').map((part) => part.trim())) {
    if (id === '') continue;
    const method = methodById(id);
    const canRace = method !== undefined && mayRace(method) && id !== own && !ids.includes(id);
    if (canRace && ids.length < RIVALS_MAX) ids.push(id);
    else refused.push(id);
  }
  return { race: ids.join(','), refused };
}

/** The objectives that an experiment's own races against. A snapshot of an earlier version has no `race`. */
export function rivalsOf({
  race,
  loss,
}: Pick<Experiment, 'loss'> & Partial<Pick<Experiment, 'race'>>): MethodDefinition[] {
  const { race: ids } = readRace(race ?? '', loss);
  return ids.split(',').flatMap((id) => methodById(id) ?? []);
}

/** A rival's own experiment: the objective with its page defaults, learning rate among them; all else as in the race. */
export function rivalExperiment(experiment: Experiment, { id }: MethodDefinition): Experiment {
  const shared = SETTINGS.filter(({ key }) => !OF_THE_OBJECTIVE.has(key)).map(({ key }) => [key, experiment[key]]);
  const { world_knobs } = experiment;
  return Object.freeze({
    ...defaultExperiment(id),
    ...(Object.fromEntries(shared) as Partial<Experiment>),
    world_knobs,
  });
}

/** A rival is a run of its own, under this id: its snapshots go on without the race. */
export function rivalRunId(runId: string, rival: string): string {
  return `${runId}${RIVAL_MARK}${rival}`;
}

/** Run ids of the page hold no slash. */
export const RIVAL_MARK = '/';
