import { useState } from 'react';
import type { DataReport, ShapeId } from '../../engine/index.ts';
import { ChoiceControl } from '../controls/ChoiceControl.tsx';
import { text } from '../i18n/text.ts';
import { Dialog } from '../panels/Dialog.tsx';
import { isTrainable } from '../state/importView.ts';
import { useExperiment, useImports, useSession } from '../state/SessionContext.ts';
import { DataFigures } from './DataFigures.tsx';
import { RowBrowser } from './RowBrowser.tsx';

/** What was read, how its fields were understood (to be confirmed or changed), its numbers, and all that was left out. */
export function DataReportView({ report }: { report: DataReport }) {
  const session = useSession();
  const { data, data_hash } = useExperiment((state) => state.experiment);
  const { isReading, adopted } = useImports((view) => view);
  const [isLooking, setLooking] = useState(false);
  const isInUse = data === 'own' && data_hash === report.hash;
  const isMismatch = data === 'own' && data_hash !== '' && data_hash !== adopted && !isInUse && report.accepted > 0;
  const kind = text.data.kinds[report.kind](report.rows, report.acrossPrompts);
  const { chosenLonger } = report.figures;
  return (
    <div className="data-report">
      <p>
        <b>{text.data.report(report.accepted, report.read, report.name)}</b>{' '}
        {isTrainable(report) ? text.data.chosenLonger(chosenLonger / report.rows) : null}{' '}
        {isInUse ? <span className="tag">{text.data.inUse}</span> : null}
      </p>
      <ChoiceControl
        id="data-shape"
        label={text.data.shape}
        value={report.shape}
        choices={Object.entries(text.data.shapes).map(([value, [label]]) => ({ value, label }))}
        note={text.data.shapes[report.shape][1]}
        stacked
        disabled={isReading}
        onChange={(shape) => session.imports.readAs(shape as ShapeId)}
      />
      <p className={report.isRecognised ? 'control-note' : 'warning'}>{text.data.guess(report)}</p>
      {report.unread.length === 0 ? null : <p className="control-note">{text.data.unread(report.unread)}</p>}
      {report.renaming === null ? null : <p className="warning">{text.data.renaming(report.renaming)}</p>}
      {kind === null ? null : <p>{kind}</p>}
      {isMismatch ? <p className="warning">{text.data.mismatch(report.hash, data_hash)}</p> : null}
      <div className="card-actions">
        {!isInUse && isTrainable(report) ? (
          <button type="button" className="primary-button" onClick={() => session.imports.adopt()}>
            {isMismatch ? text.data.useAnyway : text.data.use}
          </button>
        ) : null}
        {report.rows > 0 ? (
          <button type="button" className="plain-button" onClick={() => setLooking(true)}>
            {text.data.look}
          </button>
        ) : null}
      </div>
      {report.rows > 0 ? <DataFigures report={report} /> : null}
      <LeftOut report={report} />
      <Dialog title={text.data.rowsTitle(report.name)} isOpen={isLooking} onClose={() => setLooking(false)}>
        <RowBrowser report={report} />
      </Dialog>
    </div>
  );
}

/** Every record that is not used, by reason and by place; and what was done to some that are. */
function LeftOut({ report }: { report: DataReport }) {
  const left = report.problems.length + report.problemsOmitted;
  return (
    <>
      {report.notes.length === 0 ? null : (
        <ul className="problems">
          {report.notes.map((note) => (
            <li key={note.note}>{text.data.note(report.format, note)}</li>
          ))}
        </ul>
      )}
      {left === 0 ? null : (
        <details open>
          <summary>{text.data.left(left)}</summary>
          <ul className="reasons">
            {report.reasons.map(({ problem, count }) => (
              <li key={problem}>{text.data.reason(problem, count)}</li>
            ))}
          </ul>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling list must be reachable by keyboard */}
          <ul className="problems" tabIndex={0} aria-label={text.data.left(left)}>
            {report.problems.map((problem) => (
              <li key={`${problem.line}-${problem.field}`}>{text.data.problem(report.format, problem)}</li>
            ))}
            {report.problemsOmitted > 0 ? <li>{text.data.omitted(report.problemsOmitted)}</li> : null}
          </ul>
        </details>
      )}
    </>
  );
}
