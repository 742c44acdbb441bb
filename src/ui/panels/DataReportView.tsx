import type { DataReport } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import { useExperiment, useSession } from '../state/SessionContext.ts';

/** What was read: how many rows can be used, and every one that cannot, by line, with what was expected. */
export function DataReportView({ report }: { report: DataReport }) {
  const session = useSession();
  const experiment = useExperiment((state) => state.experiment);
  const left = report.problems.length + report.problemsOmitted;
  const isInUse = experiment.data === 'own' && experiment.data_hash === report.hash;
  const isMismatch = experiment.data === 'own' && experiment.data_hash !== '' && !isInUse && report.accepted > 0;
  return (
    <div className="data-report">
      <p>
        <b>{text.data.report(report.accepted, report.read, report.name)}</b>{' '}
        {report.accepted > 0 ? text.data.chosenLonger(report.chosenLongerShare) : null}{' '}
        {isInUse ? <span className="tag">{text.data.inUse}</span> : null}
      </p>
      {isMismatch ? <p className="warning">{text.data.mismatch(report.hash, experiment.data_hash)}</p> : null}
      {!isInUse && report.accepted > 0 ? (
        <button type="button" className="plain-button" onClick={() => session.adoptImported()}>
          {text.data.useAnyway}
        </button>
      ) : null}
      {left === 0 ? null : (
        <details open>
          <summary>{text.data.problems(left)}</summary>
          <ul className="problems">
            {report.problems.map((problem) => (
              <li key={`${problem.line}-${problem.field}`}>{text.data.problem(problem)}</li>
            ))}
            {report.problemsOmitted > 0 ? <li>{text.data.omitted(report.problemsOmitted)}</li> : null}
          </ul>
        </details>
      )}
    </div>
  );
}
