import { Suspense, useState } from 'react';
import { methodOf } from '../../engine/index.ts';
import { ExperimentForm } from '../controls/ExperimentForm.tsx';
import { shownParameters } from '../controls/shownParameters.ts';
import { LazyDataPanel } from '../data/lazyData.ts';
import { formatSetting } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { useExperiment } from '../state/SessionContext.ts';

/** The experiment on the left; on a phone one line that opens. */
export function Rail() {
  const [isOpen, setOpen] = useState(false);
  const experiment = useExperiment((state) => state.experiment);
  const method = methodOf(experiment);
  const first = method && shownParameters(method, experiment)[0];
  const summary = [
    method?.label ?? experiment.loss,
    first === undefined
      ? null
      : `${first.name} ${formatSetting(experiment.hyperparameters[first.name] ?? first.default)}`,
    experiment.model,
    text.run.seed(experiment.seed),
  ]
    .filter((part) => part !== null)
    .join(' · ');
  return (
    <section className={isOpen ? 'rail rail-open' : 'rail'} aria-label={text.page.experiment}>
      <button type="button" className="rail-toggle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span className="rail-toggle-words">{summary}</span>
        <span className="rail-toggle-action">{isOpen ? text.controls.hide : text.controls.change}</span>
      </button>
      <div className="rail-body">
        <div className="card">
          <ExperimentForm />
        </div>
        {experiment.data === 'own' ? (
          <Suspense fallback={null}>
            <LazyDataPanel />
          </Suspense>
        ) : null}
      </div>
    </section>
  );
}
