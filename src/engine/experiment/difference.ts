import { type Experiment, SETTINGS } from './schema.ts';
import { worldKnobKey } from './worldKnobs.ts';

/** One setting that differs. Values as text; empty where one side's method lacks the hyperparameter. */
export interface SettingDifference {
  readonly key: string;
  readonly before: string;
  readonly after: string;
}

/**
 * What changed from one experiment to another, in form order: the "what changed" line and the count under More. Which exact world
 * is on screen changes no run, and is left out.
 */
export function describeDifference(before: Experiment, after: Experiment): SettingDifference[] {
  const differences: SettingDifference[] = [];
  const compare = (key: string, a: unknown, b: unknown) => {
    if (a !== b)
      differences.push({ key, before: a === undefined ? '' : String(a), after: b === undefined ? '' : String(b) });
  };
  for (const { key } of SETTINGS) if (key !== 'game') compare(key, before[key], after[key]);
  const knobs = new Set([...Object.keys(before.world_knobs), ...Object.keys(after.world_knobs)]);
  for (const name of knobs) compare(worldKnobKey(name), before.world_knobs[name], after.world_knobs[name]);
  const names = new Set([...Object.keys(before.hyperparameters), ...Object.keys(after.hyperparameters)]);
  for (const name of names) compare(name, before.hyperparameters[name], after.hyperparameters[name]);
  return differences;
}
