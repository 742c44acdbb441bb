import { SETTINGS } from '../experiment/schema.ts';
import type { MethodDefinition } from '../methods/types.ts';

/** A numeric setting that a sweep may run over: one of the method's, or of the experiment. */
export interface SweptSetting {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
  readonly scale: 'linear' | 'log';
  readonly isHyperparameter: boolean;
}

/** What measures the runs must be the same for all of them, and seeds have a place of their own. */
const OF_THE_YARDSTICK: ReadonlySet<string> = new Set([
  'seed',
  'data_seed',
  'eval_steps',
  'eval_pairs',
  'eval_prompts',
  'temperature',
  'top_p',
  'max_completion_length',
]);

/** The method's own settings first (choices have no range and are left out), then the experiment's. */
export function sweptSettings({ hyperparameters }: Pick<MethodDefinition, 'hyperparameters'>): SweptSetting[] {
  const own = hyperparameters
    .filter(({ options }) => options === undefined)
    .map(({ name, min, max, scale }) => ({ name, min, max, scale, integer: false, isHyperparameter: true }));
  const shared = SETTINGS.flatMap((setting) =>
    setting.kind === 'number' && !OF_THE_YARDSTICK.has(setting.key)
      ? [
          {
            name: setting.key,
            min: setting.min,
            max: setting.max,
            scale: setting.scale,
            integer: setting.integer,
            isHyperparameter: false,
          },
        ]
      : [],
  );
  return [...own, ...shared];
}

/** Numbers as a link and an axis write them: three figures, whole where the setting is. */
export function roundedSetting(value: number, { integer, min, max }: SweptSetting): number {
  const rounded = integer ? Math.round(value) : Number(value.toPrecision(3));
  return Math.min(max, Math.max(min, rounded));
}
