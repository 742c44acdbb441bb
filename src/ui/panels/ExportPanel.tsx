import { useEffect } from 'react';
import { methodOf, trlTarget } from '../../engine/index.ts';
import { ERRORS } from '../i18n/errors.en.ts';
import { text } from '../i18n/text.ts';
import { useExperiment, useMachine, useRun, useSession } from '../state/SessionContext.ts';
import { PlotExport } from './PlotExport.tsx';

/** What else leaves the page: the experiment as a folder for TRL, the metrics, the plots. @param address the experiment's link */
export function ExportPanel({ address }: { readonly address: string }) {
  const page = address.slice(0, address.indexOf('#'));
  return (
    <>
      <FolderExport page={page} />
      <MetricsExport page={page} />
      <PlotExport page={page} />
    </>
  );
}

function FolderExport({ page }: { readonly page: string }) {
  const session = useSession();
  const experiment = useExperiment((state) => state.experiment);
  const isReadOnly = useExperiment((state) => state.readOnly);
  const state = useMachine((machine) => machine.folder);
  const problem = useRun((run) => run.problem);
  useEffect(() => () => session.downloads.forget({ isGone: false }), [session]);
  const method = methodOf(experiment);
  const target = method && trlTarget(method, experiment.hyperparameters);
  const why = target !== undefined && 'kind' in target ? text.exporting.noTarget[target.kind](target.reason) : null;
  const failure = state === 'failed' && problem !== null ? ERRORS[problem.code] : null;
  return (
    <section className="export-part" aria-labelledby="export-folder">
      <h3 id="export-folder">{text.exporting.folder}</h3>
      <p>{why === null ? text.exporting.folderWhat : `${text.exporting.folderPlain} ${why}`}</p>
      <button
        type="button"
        className="plain-button"
        disabled={isReadOnly}
        aria-disabled={state === 'working'}
        onClick={() => session.downloads.folder(page)}
      >
        {why === null ? text.exporting.toTrl : text.exporting.toFolder}
      </button>
      <p className="control-message" role="status">
        {text.exporting.folderStates[state]}
        {failure === null || problem === null ? '' : ` ${failure.title(problem.data)} ${failure.next(problem.data)}`}
      </p>
    </section>
  );
}

const KINDS = ['csv', 'json'] as const;

function MetricsExport({ page }: { readonly page: string }) {
  const session = useSession();
  // The run's state tells when there is something new; the records are outside React.
  useRun((run) => run.step);
  const count = session.stores.series.records.length;
  return (
    <section className="export-part" aria-labelledby="export-metrics">
      <h3 id="export-metrics">{text.exporting.metrics}</h3>
      <p>{text.exporting.metricsWhat(count)}</p>
      <div className="card-actions">
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            className="plain-button"
            disabled={count === 0}
            onClick={() => session.downloads.metrics(kind, page)}
          >
            {text.exporting.metricsAs(kind.toUpperCase())}
          </button>
        ))}
      </div>
    </section>
  );
}
