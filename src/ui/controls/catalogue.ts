import { WORLD_FACTS } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import type { Choice } from './ChoiceControl.tsx';

/** What is bundled, in the order it is offered. Labels are in `i18n`; cards lie beside the files. */
export const MODEL_IDS: readonly string[] = [
  'nano-1',
  'small-1',
  'nano-2',
  'small-2',
  'lists-1',
  'arith-1',
  'planner-1',
  'nano-1-base',
];
export const DATASET_IDS: readonly string[] = ['style-length-biased', 'style', 'style-noisy'];
export const OWN_DATA = 'own';

/** Worlds that a model has been taught to answer in: facts of its card. Where none are named, `style`. */
const TAUGHT: Readonly<Record<string, readonly string[]>> = {
  'nano-2': ['style', 'cyclic', 'multi_ins'],
  'small-2': ['style', 'cyclic', 'multi_ins', 'persona', 'arith', 'claims'],
  'lists-1': ['multi_ins'],
  'arith-1': ['arith'],
  'planner-1': ['planner'],
};

/** Ids of the worlds that a bundled model answers in. */
export function taughtWorlds(model: string): readonly string[] {
  return TAUGHT[model] ?? ['style'];
}

/** Of the models that answer in a world, the one taught the fewest others: it has the most of its size for this one. */
export function modelOfWorld(world: string): string | undefined {
  return MODEL_IDS.filter((id) => taughtWorlds(id).includes(world)).toSorted(
    (a, b) => taughtWorlds(a).length - taughtWorlds(b).length,
  )[0];
}

/** What a set's world is called; null for own rows, whose world nobody knows. */
export function worldOfData(data: string): { readonly id: string; readonly label: string } | null {
  if (DATASET_IDS.includes(data)) return { id: 'style', label: text.controls.styleWorld };
  return WORLD_FACTS.find(({ id }) => id === data) ?? null;
}

/** Bundled sets, then every generated world, then own rows. */
export const DATA_CHOICES: readonly Choice[] = [
  ...DATASET_IDS.map((id) => ({ value: id, label: text.datasets[id]?.[0] ?? id, group: text.controls.bundledSets })),
  ...WORLD_FACTS.map(({ id, label }) => ({ value: id, label, group: text.controls.generatedSets })),
  { value: OWN_DATA, label: text.datasets[OWN_DATA]?.[0] ?? OWN_DATA, group: text.controls.ownRows },
];
