import { OWN_DATA } from '../controls/catalogue.ts';
import { text } from '../i18n/text.ts';
import { useExperiment, useImports } from '../state/SessionContext.ts';
import { DataReportView } from './DataReportView.tsx';
import { FileDrop } from './FileDrop.tsx';
import { HubForm } from './HubForm.tsx';
import { ImportProblem } from './ImportProblem.tsx';
import { PasteRows } from './PasteRows.tsx';

/** One's own preference rows: dropped, chosen, pasted or from the Hub. They stay in this browser. */
export function DataPanel() {
  const experiment = useExperiment((state) => state.experiment);
  const { report, isReading, problem } = useImports((view) => view);
  const isWanted = experiment.data === OWN_DATA && experiment.data_hash !== '' && report?.hash !== experiment.data_hash;
  return (
    <section className="card panel" aria-labelledby="data-title" id="own-data">
      <h2 id="data-title">{text.data.title}</h2>
      {isWanted ? <p className="warning">{text.data.wanted(experiment.data_hash)}</p> : null}
      <FileDrop />
      <PasteRows />
      <HubForm />
      {problem === null ? null : <ImportProblem code={problem.code} data={problem.data} />}
      <div aria-live="polite">
        {isReading ? <p className="empty">{text.data.reading}</p> : null}
        {report === null ? null : <DataReportView report={report} />}
      </div>
    </section>
  );
}
