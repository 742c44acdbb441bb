import { useState } from 'react';
import {
  type Experiment,
  hasTags,
  METHODS,
  type MethodDefinition,
  mayRace,
  methodOf,
  type SurveyFilter,
} from '../../engine/index.ts';
import { MethodFilter } from '../controls/MethodFilter.tsx';
import { text } from '../i18n/text.ts';
import { withSurvey } from '../state/experimentState.ts';
import { useSession } from '../state/SessionContext.ts';

const OFFLINE = METHODS.filter(mayRace);

/** Which objectives a survey runs. */
export function SurveyBuilder({
  experiment,
  disabled,
}: {
  readonly experiment: Experiment;
  readonly disabled: boolean;
}) {
  const session = useSession();
  const [filter, setFilter] = useState<SurveyFilter>({});
  const own = methodOf(experiment);
  const ids = experiment.bench.split(',').filter((id) => id !== '');
  const chosen = ids.flatMap((id) => (id === own?.id ? own : OFFLINE.find((method) => method.id === id)) ?? []);
  const left = OFFLINE.filter((method) => hasTags(method, filter) && !ids.includes(method.id));
  const set = (methods: readonly MethodDefinition[]) => {
    const bench = methods.map(({ id }) => id).join(',');
    session.editExperiment((edited) => withSurvey(edited, { bench, sweep: '' }));
  };
  return (
    <div className="survey-builder">
      <MethodFilter methods={OFFLINE} filter={filter} disabled={disabled} onChange={setFilter} />
      <div className="overlay-picker">
        {chosen.map((method) => (
          <button
            key={method.id}
            type="button"
            className="quiet-button small"
            disabled={disabled}
            aria-label={text.survey.remove(method.label)}
            onClick={() => set(chosen.filter(({ id }) => id !== method.id))}
          >
            {method.label} <span aria-hidden="true">×</span>
          </button>
        ))}
        {own !== undefined && mayRace(own) && !ids.includes(own.id) ? (
          <button
            type="button"
            className="quiet-button small"
            disabled={disabled}
            onClick={() => set([own, ...chosen])}
          >
            {text.survey.addOwn(own.label)}
          </button>
        ) : null}
        <select
          aria-label={text.survey.add}
          value=""
          disabled={disabled || left.length === 0}
          onChange={({ target }) => set([...chosen, ...left.filter(({ id }) => id === target.value)])}
        >
          <option value="">{text.survey.add}</option>
          {left.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="quiet-button small"
          disabled={disabled || left.length === 0}
          onClick={() => set([...chosen, ...left])}
        >
          {text.survey.addShown(left.length)}
        </button>
        {chosen.length > 1 ? (
          <button type="button" className="quiet-button small" disabled={disabled} onClick={() => set([])}>
            {text.survey.removeAll}
          </button>
        ) : null}
      </div>
      <p className="control-note">{text.survey.objectivesNote}</p>
    </div>
  );
}
