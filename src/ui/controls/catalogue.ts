import { WORLD_FACTS } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import type { Choice } from './ChoiceControl.tsx';

/** What is bundled, in the order it is offered. Labels are in `i18n`; cards lie beside the files. */
export const MODEL_IDS: readonly string[] = ['nano-1', 'small-1', 'nano-2', 'small-2', 'nano-1-base'];
export const DATASET_IDS: readonly string[] = ['style-length-biased', 'style', 'style-noisy'];
export const OWN_DATA = 'own';

/** Worlds that a model has been taught to answer in, beyond `style`: facts of its card. */
const TAUGHT: Readonly<Record<string, readonly string[]>> = {
  'nano-2': ['cyclic', 'multi_ins'],
  'small-2': ['cyclic', 'multi_ins', 'persona', 'arith', 'claims'],
};

/** Ids of the generated worlds that a bundled model answers in. */
export function taughtWorlds(model: string): readonly string[] {
  return TAUGHT[model] ?? [];
}

/** Bundled sets, then every generated world, then own rows. */
export const DATA_CHOICES: readonly Choice[] = [
  ...DATASET_IDS.map((id) => ({ value: id, label: text.datasets[id]?.[0] ?? id, group: text.controls.bundledSets })),
  ...WORLD_FACTS.map(({ id, label }) => ({ value: id, label, group: text.controls.generatedSets })),
  { value: OWN_DATA, label: text.datasets[OWN_DATA]?.[0] ?? OWN_DATA, group: text.controls.ownRows },
];
