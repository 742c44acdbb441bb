import { useState } from 'react';
import { hasTags, METHODS, type MethodDefinition, type SurveyFilter } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import { useSession } from '../state/SessionContext.ts';
import { ChoiceControl } from './ChoiceControl.tsx';
import { MethodFilter } from './MethodFilter.tsx';
import { OBJECTIVE_CHOICES } from './objectiveChoices.ts';
import { SettingTag } from './SettingTag.tsx';

/** The experiment's objective: all there are, or those that a filter leaves beside the one chosen. */
export function ObjectivePicker({
  method,
  disabled,
}: {
  readonly method: MethodDefinition;
  readonly disabled: boolean;
}) {
  const session = useSession();
  const [filter, setFilter] = useState<SurveyFilter>({});
  const hidden = new Set(METHODS.filter((other) => !hasTags(other, filter)).map(({ id }) => id));
  return (
    <>
      <ChoiceControl
        id="loss"
        label={text.controls.objective}
        value={method.id}
        choices={OBJECTIVE_CHOICES.filter(({ value }) => value === method.id || !hidden.has(value))}
        note={method.idea}
        tag={<SettingTag name="loss" />}
        disabled={disabled}
        onChange={(id) => session.chooseLoss(id)}
      />
      <MethodFilter methods={METHODS} filter={filter} disabled={disabled} onChange={setFilter} />
    </>
  );
}
