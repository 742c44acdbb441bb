import { useId } from 'react';
import { hasTags, type MethodDefinition, SURVEY_AXES, type SurveyAxis, type SurveyFilter } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';

const AXES = Object.keys(SURVEY_AXES) as SurveyAxis[];

interface MethodFilterProps {
  readonly methods: readonly MethodDefinition[];
  readonly filter: SurveyFilter;
  readonly disabled: boolean;
  readonly onChange: (filter: SurveyFilter) => void;
}

/** Which objectives a picker offers, by the survey's four axes. Folded away until wanted. */
export function MethodFilter({ methods, filter, disabled, onChange }: MethodFilterProps) {
  const id = useId();
  const { filter: label, filterCount, filterAny, filterNote, axes, tags } = text.survey;
  const shown = methods.filter((method) => hasTags(method, filter)).length;
  return (
    <details className="method-filter">
      <summary>
        <span>{label}</span>
        {shown < methods.length ? <span className="count">{filterCount(shown, methods.length)}</span> : null}
      </summary>
      <div className="method-filter-axes">
        {AXES.map((axis) => {
          const words: Readonly<Record<string, string>> = tags[axis];
          return (
            <label key={axis} htmlFor={`${id}-${axis}`}>
              <span>{axes[axis]}</span>
              <select
                id={`${id}-${axis}`}
                value={filter[axis] ?? ''}
                disabled={disabled}
                onChange={({ target: { value } }) => onChange(withAxis(filter, axis, value))}
              >
                <option value="">{filterAny}</option>
                {SURVEY_AXES[axis].map((value) => (
                  <option key={value} value={value}>
                    {words[value]}
                  </option>
                ))}
              </select>
            </label>
          );
        })}
      </div>
      {shown === 0 ? <p className="control-note">{filterNote}</p> : null}
    </details>
  );
}

/** '' takes the axis out. */
function withAxis(filter: SurveyFilter, axis: SurveyAxis, value: string): SurveyFilter {
  const chosen = SURVEY_AXES[axis].find((candidate) => candidate === value);
  return { ...filter, [axis]: chosen };
}
