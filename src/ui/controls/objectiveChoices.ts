import { CUSTOM_LABEL, CUSTOM_LOSS, METHOD_FAMILIES, METHODS, methodFamily } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import type { Choice } from './ChoiceControl.tsx';

/** Every objective under what it compares. */
export const OBJECTIVE_CHOICES: readonly Choice[] = [
  ...METHOD_FAMILIES.flatMap((family) =>
    METHODS.filter((method) => methodFamily(method) === family).map(({ id, label }) => ({
      value: id,
      label,
      group: text.controls.families[family],
    })),
  ),
  { value: CUSTOM_LOSS, label: CUSTOM_LABEL, group: text.controls.ownObjective },
];
