import { useRef, useState } from 'react';
import { EXAMPLES, type Experiment, type ObjectiveExample, readCustom } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import { withHyperparameter, withObjective } from '../state/experimentState.ts';
import { useSession } from '../state/SessionContext.ts';
import { ExpressionProblem } from './ExpressionProblem.tsx';
import { ObjectiveHelp } from './ObjectiveHelp.tsx';
import { SettingTag } from './SettingTag.tsx';

const FIELD_ID = 'objective-text';
const NOTE_ID = 'objective-note';
const PROBLEM_ID = 'objective-problem';
const ROWS_MIN = 3;
const ROWS_MAX = 10;

/** The text of an objective, what is wrong with it as one types, examples, and words to insert. */
export function ObjectiveEditor({ experiment, disabled }: { experiment: Experiment; disabled: boolean }) {
  const session = useSession();
  const fieldRef = useRef<HTMLTextAreaElement>(null);
  /** What an example took the place of. */
  const [replaced, setReplaced] = useState<Experiment | null>(null);
  const { objective } = experiment;
  const { error } = readCustom(objective);
  const change = (next: string) => session.editExperiment((edited) => withObjective(edited, next));

  const insert = (before: string, after: string) => {
    const field = fieldRef.current;
    if (field === null) return;
    const { selectionStart, selectionEnd } = field;
    field.setRangeText(
      before + objective.slice(selectionStart, selectionEnd) + after,
      selectionStart,
      selectionEnd,
      'end',
    );
    field.setSelectionRange(field.selectionEnd - after.length, field.selectionEnd - after.length);
    field.focus();
    change(field.value);
  };
  const takeExample = ({ text: example, hyperparameters }: ObjectiveExample) => {
    if (!EXAMPLES.some((candidate) => candidate.text === objective)) setReplaced(experiment);
    session.editExperiment((edited) =>
      Object.entries(hyperparameters).reduce(
        (changed, [name, value]) => withHyperparameter(changed, name, value),
        withObjective(edited, example),
      ),
    );
  };
  const putBack = ({ objective: typed, hyperparameters }: Experiment) => {
    session.editExperiment((edited) => ({ ...withObjective(edited, typed), hyperparameters }));
    setReplaced(null);
  };

  return (
    <div className="control objective-editor">
      <div className="control-head">
        <label htmlFor={FIELD_ID}>{text.objective.label}</label>
        <SettingTag name="objective" />
      </div>
      <textarea
        id={FIELD_ID}
        ref={fieldRef}
        rows={Math.min(ROWS_MAX, Math.max(ROWS_MIN, objective.split('\n').length + 1))}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        disabled={disabled}
        value={objective}
        aria-invalid={error !== null}
        aria-describedby={`${PROBLEM_ID} ${NOTE_ID}`}
        onChange={(event) => change(event.target.value)}
      />
      <ExpressionProblem id={PROBLEM_ID} error={error} objective={objective} />
      <p className="control-note" id={NOTE_ID}>
        {text.objective.what}
      </p>
      <div className="objective-examples" role="group" aria-label={text.objective.examples}>
        <span className="control-note">{text.objective.examples}</span>
        {EXAMPLES.map((example) => (
          <button
            key={example.label}
            type="button"
            className="plain-button"
            disabled={disabled}
            onClick={() => takeExample(example)}
          >
            {example.label}
          </button>
        ))}
        {replaced === null ? null : (
          <button type="button" className="link-button" onClick={() => putBack(replaced)}>
            {text.objective.undo}
          </button>
        )}
      </div>
      <ObjectiveHelp disabled={disabled} onInsert={insert} />
    </div>
  );
}
