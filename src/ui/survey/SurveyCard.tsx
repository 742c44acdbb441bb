import '../styles/survey.css';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { readSeeds } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import { useWakeLock } from '../layout/useWakeLock.ts';
import { withSurvey } from '../state/experimentState.ts';
import { useExperiment, useSession } from '../state/SessionContext.ts';
import { SurveyActions } from './SurveyActions.tsx';
import { SurveyBuilder } from './SurveyBuilder.tsx';
import { SurveyResults } from './SurveyResults.tsx';
import { SurveyStage } from './SurveyStage.ts';
import { SweepBuilder } from './SweepBuilder.tsx';
import { openSurveyStore } from './surveyStore.ts';
import { TextSetting } from './TextSetting.tsx';

const KINDS = ['objectives', 'sweep'] as const;

/** Many runs and one table, or one map. Folded away until it is wanted, or a link brings one. */
export function SurveyCard() {
  const session = useSession();
  const [stage] = useState(() => new SurveyStage(session, openSurveyStore()));
  useEffect(() => stage.begin(), [stage]);
  const { experiment, readOnly } = useExperiment((state) => state);
  const view = useStore(stage.view);
  const phase = view.state?.phase;
  const isGoing = phase === 'running' || phase === 'measuring';
  useWakeLock(isGoing);
  const hasPlan = experiment.bench !== '' || experiment.sweep !== '';
  const [isOpen, setOpen] = useState(hasPlan);
  const [wanted, setWanted] = useState<(typeof KINDS)[number]>('objectives');
  const kind = experiment.sweep !== '' ? 'sweep' : experiment.bench !== '' ? 'objectives' : wanted;
  const disabled = readOnly || isGoing;
  const choose = (next: (typeof KINDS)[number]) => {
    setWanted(next);
    session.editExperiment((edited) => withSurvey(edited, { bench: '', sweep: '' }));
  };
  return (
    <details
      className="more-plots survey"
      open={isOpen || isGoing}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <span>{text.survey.title}</span>
        <span className="summary-note">{text.survey.hint}</span>
      </summary>
      <section className="card survey-card" aria-label={text.survey.title}>
        <p className="control-note">{text.survey.what}</p>
        <fieldset className="survey-kinds" disabled={disabled}>
          <legend className="visually-hidden">{text.survey.kindLabel}</legend>
          {KINDS.map((each) => (
            <label key={each} className="check">
              <input type="radio" name="survey-kind" checked={kind === each} onChange={() => choose(each)} />
              <span>{text.survey.kinds[each]}</span>
            </label>
          ))}
        </fieldset>
        {kind === 'objectives' ? (
          <SurveyBuilder experiment={experiment} disabled={disabled} />
        ) : (
          <SweepBuilder experiment={experiment} disabled={disabled} />
        )}
        <div className="survey-fields">
          <TextSetting
            label={text.survey.seeds}
            value={experiment.seeds}
            disabled={disabled}
            width="wide"
            onCommit={(typed) => {
              const refused: string[] = [];
              readSeeds(typed, (found) => refused.push(found));
              if (refused.length > 0) return text.survey.notTaken(refused.join(', '));
              session.editExperiment((edited) => withSurvey(edited, { seeds: typed }));
              return '';
            }}
          />
          <span className="control-note">{text.survey.seedsNote}</span>
        </div>
        <SurveyActions stage={stage} view={view} kind={kind} readOnly={readOnly} />
        {view.plan === null ? null : <SurveyResults key={view.link} view={view} />}
      </section>
    </details>
  );
}
